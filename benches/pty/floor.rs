//! The floors: the least that a terminal program can take for the same screen.
//!
//! They run inside this very binary (`--floor ratatui`, `--floor echo`), in a
//! pseudo-terminal of their own, and alternate with the real program in one run.

use std::io::{Write, stdout};
use std::path::Path;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{Event, KeyCode, read};
use ratatui::crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::Widget;

/// Draws the two screens in `folder` in turn, whole, one for each key, with a reversed
/// row that moves: a bare ratatui program that has everything in memory.
pub fn ratatui(folder: &Path) -> std::io::Result<()> {
    let load = |name: &str| std::fs::read_to_string(folder.join(name));
    let screens = [load("one.txt")?, load("two.txt")?];
    let screens = screens.map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    enable_raw_mode()?;
    let mut terminal = Terminal::new(CrosstermBackend::new(std::io::BufWriter::new(stdout())))?;
    let mut row = 0_usize;
    loop {
        terminal.draw(|frame| {
            let lines = &screens[row % 2];
            for (y, line) in lines.iter().enumerate().take(usize::from(frame.area().height)) {
                let style = if y == 6 + row % 40 {
                    Style::new().add_modifier(Modifier::REVERSED)
                } else {
                    Style::new()
                };
                let place = Rect { y: y as u16, height: 1, ..frame.area() };
                Line::styled(line.as_str(), style).render(place, frame.buffer_mut());
            }
        })?;
        match read()? {
            Event::Key(key) if key.code == KeyCode::Char('q') => break,
            Event::Key(_) => row += 1,
            _ => {}
        }
    }
    disable_raw_mode()
}

/// Writes each key back: what the terminal itself costs.
pub fn echo() -> std::io::Result<()> {
    enable_raw_mode()?;
    let mut out = stdout();
    write!(out, "ready")?;
    out.flush()?;
    loop {
        if let Event::Key(key) = read()?
            && let KeyCode::Char(character) = key.code
        {
            if character == 'q' {
                break;
            }
            write!(out, "{character}")?;
            out.flush()?;
        }
    }
    disable_raw_mode()
}
