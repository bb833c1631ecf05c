//! A screen as text with style runs: plain text would hide colour and reverse.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use crate::tui::app::Model;
use crate::tui::view::{Theme, draw};

pub(super) fn buffer(model: &Model, theme: Theme) -> Buffer {
    let mut buf = Buffer::empty(Rect::new(0, 0, model.width, model.height));
    draw(model, theme, &mut buf);
    buf
}

/// Rows of text, then runs of style: row, columns, look.
pub(super) fn paint(model: &Model, theme: Theme) -> String {
    let buf = buffer(model, theme);
    let mut text = String::new();
    let mut styles = String::new();
    for y in 0..buf.area.height {
        let mut line = String::new();
        let mut runs: Vec<(u16, u16, String)> = Vec::new();
        let mut x = 0;
        while x < buf.area.width {
            let cell = &buf[(x, y)];
            line.push_str(cell.symbol());
            let wide = u16::try_from(cell.symbol().width().max(1)).unwrap();
            let look = look(cell);
            match runs.last_mut() {
                Some((_, end, last)) if *last == look && *end == x => *end = x + wide,
                _ => runs.push((x, x + wide, look)),
            }
            x += wide;
        }
        let _ = writeln!(text, "{}", line.trim_end());
        let runs: Vec<String> = runs
            .iter()
            .filter(|(.., look)| !look.is_empty())
            .map(|(from, to, look)| format!("{from}-{to} {look}"))
            .collect();
        if !runs.is_empty() {
            let _ = writeln!(styles, "{y:>2}: {}", runs.join(" | "));
        }
    }
    format!("{text}\n{styles}")
}

fn look(cell: &Cell) -> String {
    let mut words = Vec::new();
    for (name, color) in [("", cell.fg), ("on ", cell.bg)] {
        match color {
            Color::Reset => {}
            Color::Indexed(index) => words.push(format!("{name}{index}")),
            other => words.push(format!("{name}{other}")),
        }
    }
    for (name, modifier) in [
        ("bold", Modifier::BOLD),
        ("dim", Modifier::DIM),
        ("line", Modifier::UNDERLINED),
        ("reverse", Modifier::REVERSED),
    ] {
        if cell.modifier.contains(modifier) {
            words.push(name.to_owned());
        }
    }
    words.join(" ")
}
