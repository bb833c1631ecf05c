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
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;

/// The first row that the floor marks, and how many rows it goes down before it turns.
const FIRST: usize = 4;
const ROWS: usize = 40;

/// The two screens in `folder`, drawn whole in turn, one for each key, with a marked row
/// that moves: a bare ratatui program that has everything in memory.
pub fn ratatui(folder: &Path) -> std::io::Result<()> {
    let load = |name: &str| std::fs::read_to_string(folder.join(name));
    let screens = [load("one.txt")?, load("two.txt")?];
    let screens = screens.map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    enable_raw_mode()?;
    let backend = CrosstermBackend::new(std::io::BufWriter::with_capacity(1 << 16, stdout()));
    let mut terminal = Terminal::new(backend)?;
    for row in 0.. {
        terminal.draw(|frame| {
            for (at, text) in screens[row % 2].iter().enumerate().take(frame.area().height.into()) {
                let marked = at == FIRST + row % ROWS;
                let style = if marked { Style::new().reversed() } else { Style::new() };
                let place = Rect { y: at as u16, height: 1, ..frame.area() };
                Line::styled(text.as_str(), style).render(place, frame.buffer_mut());
                if marked {
                    frame.buffer_mut().set_string(0, at as u16, "▌", style);
                }
            }
        })?;
        if !is_key_to_go_on()? {
            break;
        }
    }
    disable_raw_mode()
}

fn is_key_to_go_on() -> std::io::Result<bool> {
    loop {
        if let Event::Key(key) = read()? {
            return Ok(key.code != KeyCode::Char('q'));
        }
    }
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
