//! Typed and pasted characters on their way into inputs.

use ratatui_textarea::{CursorMove, TextArea};
use tui_input::{Input, InputRequest};

use crate::domain::Clean;
use crate::tui::keymap::Edit;

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

/// Changes a text.
pub(crate) fn edit_text(area: &mut TextArea<'static>, edit: Edit) {
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
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}
