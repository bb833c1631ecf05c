//! Typed and pasted characters on their way into inputs.

use ratatui_textarea::{CursorMove, TextArea};
use tui_input::{Input, InputRequest};

use crate::domain::Clean;
use crate::tui::keymap::Edit;
use crate::words::CONVERSATION;

/// The most characters that a paste may bring.
const MOST_PASTED: usize = 20_000;

/// Makes pasted text harmless: cards masked, hidden characters as marks.
pub(crate) fn pasted_lines(text: &str) -> Vec<String> {
    let short: String = text.chars().take(MOST_PASTED).collect();
    let unix = short.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    let masked = Clean::new(&unix);
    masked.raw().split('\n').map(|line| Clean::new(line).shown().into_owned()).collect()
}

/// Changes a one-line input. Up and down mean nothing there.
pub(crate) fn edit_line(input: &mut Input, edit: Edit) {
    let request = match edit {
        Edit::Left => InputRequest::GoToPrevChar,
        Edit::Right => InputRequest::GoToNextChar,
        Edit::Home => InputRequest::GoToStart,
        Edit::End => InputRequest::GoToEnd,
        Edit::Backspace => InputRequest::DeletePrevChar,
        Edit::Delete => InputRequest::DeleteNextChar,
        Edit::WordBefore => InputRequest::DeletePrevWord,
        Edit::ToStart => InputRequest::DeleteFromStart,
        Edit::Up | Edit::Down | Edit::NewLine => return,
    };
    input.handle(request);
}

/// Types one character into a line.
pub(crate) fn type_line(input: &mut Input, c: char) {
    if !c.is_control() {
        input.handle(InputRequest::InsertChar(c));
    }
}

/// Pastes into a line; line breaks become blanks.
pub(crate) fn paste_line(input: &mut Input, text: &str) {
    for c in pasted_lines(text).join(" ").chars() {
        type_line(input, c);
    }
}

/// Changes a text. Moving away from a marked placeholder leaves it as it is.
pub(crate) fn edit_text(area: &mut TextArea<'static>, edit: Edit) {
    if matches!(
        edit,
        Edit::Left | Edit::Right | Edit::Up | Edit::Down | Edit::Home | Edit::End | Edit::NewLine
    ) {
        area.cancel_selection();
    }
    match edit {
        Edit::Left => area.move_cursor(CursorMove::Back),
        Edit::Right => area.move_cursor(CursorMove::Forward),
        Edit::Up => area.move_cursor(CursorMove::Up),
        Edit::Down => area.move_cursor(CursorMove::Down),
        Edit::Home => area.move_cursor(CursorMove::Head),
        Edit::End => area.move_cursor(CursorMove::End),
        Edit::Backspace => drop(area.delete_char()),
        Edit::Delete => drop(area.delete_next_char()),
        Edit::WordBefore => drop(area.delete_word()),
        Edit::ToStart => drop(area.delete_line_by_head()),
        Edit::NewLine => area.insert_newline(),
    }
}

/// Pastes into a text.
pub(crate) fn paste_text(area: &mut TextArea<'static>, text: &str) {
    area.insert_str(pasted_lines(text).join("\n"));
}

/// A text to write in, without styles of its own but the cursor's.
pub(crate) fn text_area(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(text.split('\n').map(ToOwned::to_owned).collect());
    area.set_cursor_line_style(area.style());
    area.set_wrap_mode(ratatui_textarea::WrapMode::WordOrGlyph);
    area.set_selection_style(area.cursor_style());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    mark_placeholder(&mut area);
    area
}

/// Marks the first placeholder that was not filled in, so that typing replaces it (S52).
fn mark_placeholder(area: &mut TextArea<'static>) {
    let place = |(row, line): (usize, &String)| Some((row, line.find(CONVERSATION)?));
    let Some((row, at)) = area.lines().iter().enumerate().find_map(place) else { return };
    let before = area.lines().get(row).and_then(|line| line.get(..at)).unwrap_or_default();
    let (row, start) = (u16::try_from(row), u16::try_from(before.chars().count()));
    let length = u16::try_from(CONVERSATION.chars().count());
    let (Ok(row), Ok(start), Ok(length)) = (row, start, length) else { return };
    area.move_cursor(CursorMove::Jump(row, start));
    area.start_selection();
    area.move_cursor(CursorMove::Jump(row, start.saturating_add(length)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed_into(area: &mut TextArea<'static>, text: &str) -> String {
        for c in text.chars() {
            area.insert_char(c);
        }
        area.lines().join("\n")
    }

    fn text() -> String {
        format!("Ünï {CONVERSATION} SE\nOrder")
    }

    #[test]
    fn typing_replaces_the_placeholder_that_was_not_filled_in() {
        let mut area = text_area(&text());

        assert_eq!(typed_into(&mut area, "4711"), "Ünï 4711 SE\nOrder");
    }

    #[test]
    fn pasting_and_deleting_replace_the_placeholder_too() {
        let mut pasted = text_area(&text());
        paste_text(&mut pasted, "4711");
        let mut deleted = text_area(&text());
        edit_text(&mut deleted, Edit::Backspace);

        assert_eq!(pasted.lines()[0], "Ünï 4711 SE");
        assert_eq!(deleted.lines()[0], "Ünï  SE");
    }

    #[test]
    fn moving_away_keeps_the_placeholder_and_types_where_the_cursor_is() {
        let mut area = text_area(&text());

        edit_text(&mut area, Edit::Down);
        edit_text(&mut area, Edit::End);

        assert_eq!(typed_into(&mut area, "!"), format!("{}!", text()));
    }

    #[test]
    fn a_text_without_a_placeholder_goes_on_at_its_end() {
        let mut area = text_area("EX 4711 SE\nOrder");

        assert_eq!(typed_into(&mut area, "!"), "EX 4711 SE\nOrder!");
    }
}
