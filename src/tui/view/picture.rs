//! A screen as an SVG picture, so that pictures in the docs are the program's own.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

const CELL: (u32, u32) = (9, 19);
const GROUND: &str = "#16181d";
const TEXT: &str = "#d7dae0";
const BASIC: [&str; 16] = [
    "#16181d", "#d7776f", "#87af87", "#d7af5f", "#87afd7", "#b48ead", "#88c0c0", "#c8ccd4",
    "#6b717d", "#e08e86", "#a3c9a3", "#e5c07b", "#a3c4e5", "#c9a9c4", "#a5d6d6", "#ffffff",
];

/// Draws every cell where the terminal would, in a monospaced font.
pub(crate) fn svg(buf: &Buffer) -> String {
    let (wide, tall) = (u32::from(buf.area.width) * CELL.0, u32::from(buf.area.height) * CELL.1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {tall}\" font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"15\" xml:space=\"preserve\">\n<rect width=\"{wide}\" height=\"{tall}\" fill=\"{GROUND}\"/>\n"
    );
    for y in 0..buf.area.height {
        row(buf, y, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

fn row(buf: &Buffer, y: u16, out: &mut String) {
    let mut x = 0;
    while x < buf.area.width {
        let Some(first) = buf.cell((x, y)) else { break };
        let look = Look::of(first.fg, first.bg, first.modifier);
        let mut text = String::new();
        let start = x;
        while let Some(cell) = buf.cell((x, y)).filter(|_| x < buf.area.width) {
            let turns = is_right_to_left(&text) && cell.symbol().chars().any(char::is_numeric);
            if turns || Look::of(cell.fg, cell.bg, cell.modifier) != look {
                break;
            }
            text.push_str(cell.symbol());
            x += u16::try_from(cell.symbol().width().max(1)).unwrap_or(1);
        }
        look.write(start, y, x - start, &text, out);
    }
}

/// Whether a run holds Hebrew or Arabic: a number after it in the same run would be drawn
/// on its left, as if it belonged to another column.
fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FEFC}'))
}

#[derive(PartialEq, Eq)]
struct Look {
    text: String,
    ground: Option<String>,
    bold: bool,
    dim: bool,
    underlined: bool,
}

impl Look {
    fn of(fg: Color, bg: Color, modifier: Modifier) -> Self {
        let text = hex(fg).unwrap_or_else(|| TEXT.to_owned());
        let ground = hex(bg);
        let reversed = modifier.contains(Modifier::REVERSED);
        let (text, ground) = match (reversed, ground) {
            (true, ground) => (ground.unwrap_or_else(|| GROUND.to_owned()), Some(text)),
            (false, ground) => (text, ground),
        };
        Self {
            text,
            ground,
            bold: modifier.contains(Modifier::BOLD),
            dim: modifier.contains(Modifier::DIM),
            underlined: modifier.contains(Modifier::UNDERLINED),
        }
    }

    fn write(&self, x: u16, y: u16, cells: u16, text: &str, out: &mut String) {
        let (left, top) = (u32::from(x) * CELL.0, u32::from(y) * CELL.1);
        let wide = u32::from(cells) * CELL.0;
        if let Some(ground) = &self.ground {
            let _ = writeln!(
                out,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{}\" fill=\"{ground}\"/>",
                CELL.1
            );
        }
        if text.trim().is_empty() {
            return;
        }
        let mut attributes = String::new();
        for (wanted, attribute) in [
            (self.bold, " font-weight=\"bold\""),
            (self.dim, " opacity=\"0.6\""),
            (self.underlined, " text-decoration=\"underline\""),
        ] {
            if wanted {
                attributes.push_str(attribute);
            }
        }
        let _ = writeln!(
            out,
            "<text x=\"{left}\" y=\"{}\" fill=\"{}\" textLength=\"{wide}\" lengthAdjust=\"spacingAndGlyphs\"{attributes}>{}</text>",
            top + 14,
            self.text,
            escaped(text)
        );
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace(' ', "\u{A0}")
}

fn hex(color: Color) -> Option<String> {
    match color {
        Color::Reset => None,
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Indexed(index) => Some(indexed(index)),
        named => BASIC.get(basic(named)).map(|hex| (*hex).to_owned()),
    }
}

fn basic(color: Color) -> usize {
    match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        _ => 7,
    }
}

/// The 256 colours of terminals: sixteen basic ones, a cube, a ramp of greys.
fn indexed(index: u8) -> String {
    match index {
        0..=15 => BASIC.get(usize::from(index)).map_or_else(String::new, |hex| (*hex).to_owned()),
        16..=231 => {
            let at = index - 16;
            let level = |step: u8| if step == 0 { 0 } else { 55 + step * 40 };
            format!("#{:02x}{:02x}{:02x}", level(at / 36), level(at / 6 % 6), level(at % 6))
        }
        232..=255 => {
            let grey = 8 + (index - 232) * 10;
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
    }
}
