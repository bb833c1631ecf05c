//! Signs of our own for terminals whose locale is not UTF-8.

use ratatui::buffer::Buffer;

/// Replaces our own signs by ASCII, also where others wrote the same sign; whatever else
/// they wrote stays as it is.
pub(crate) fn to_ascii(buf: &mut Buffer) {
    for cell in &mut buf.content {
        if let Some(plain) = plain(cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

fn plain(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "▲" | "↑" => "^",
        "▼" | "↓" => "v",
        "←" | "‹" | "⟨" => "<",
        "→" | "›" | "⟩" | "▌" => ">",
        "·" => ".",
        "•" => "*",
        "…" => "~",
        "│" => "|",
        "─" | "–" | "−" => "-",
        "┌" | "┐" | "└" | "┘" => "+",
        "☐" => "_",
        "☑" | "×" => "x",
        "✓" => "=",
        "‼" => "!",
        "≠" | "■" => "#",
        "⏎" => "/",
        "“" | "”" => "\"",
        "’" => "'",
        _ => return None,
    })
}
