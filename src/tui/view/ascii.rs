//! Signs of our own for terminals whose locale is not UTF-8.

use ratatui::buffer::Buffer;

/// Replaces our own signs by ASCII; what others wrote stays as it is.
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

#[cfg(test)]
mod tests {
    use super::to_ascii;
    use crate::tui::view::Theme;
    use crate::tui::view::draw;

    /// Every sign of a whole screen, names of customers aside.
    #[test]
    fn a_screen_of_our_own_words_becomes_ascii() {
        let terms = crate::tui::app::Terms::default();
        let now = crate::domain::Timestamp::from_millis(1_795_000_000_000);
        for help in [None, Some(crate::tui::app::Scroll::default())] {
            let mut model = crate::tui::app::Model::new(terms.clone(), now, (200, 60));
            model.help = help;
            let area = ratatui::layout::Rect::new(0, 0, 200, 60);
            let mut buf = ratatui::buffer::Buffer::empty(area);
            draw(&model, Theme::Mono, &mut buf);

            to_ascii(&mut buf);

            let odd: Vec<&str> = buf
                .content
                .iter()
                .map(ratatui::buffer::Cell::symbol)
                .filter(|s| !s.is_ascii())
                .collect();
            assert!(odd.is_empty(), "{odd:?}");
        }
    }
}
