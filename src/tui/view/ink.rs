//! Text onto cells: by display width, cut at graphemes, hidden characters as marks.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::Theme;
use crate::domain::{Clean, fit};
use crate::tui::page::{Role, Span};

/// A row of cells that is written from left to right.
pub(crate) struct Ink<'a> {
    buf: &'a mut Buffer,
    theme: Theme,
    x: u16,
    y: u16,
    end: u16,
}

impl<'a> Ink<'a> {
    /// Starts at the left of a row.
    pub(crate) fn on(buf: &'a mut Buffer, row: Rect, theme: Theme) -> Self {
        let row = row.intersection(buf.area);
        let end = if row.height == 0 { row.x } else { row.right() };
        Self { buf, theme, x: row.x, y: row.y, end }
    }

    /// Cells that are left.
    pub(crate) fn room(&self) -> u16 {
        self.end.saturating_sub(self.x)
    }

    /// The row written on.
    pub(crate) fn y(&self) -> u16 {
        self.y
    }

    /// The column that is written next.
    pub(crate) fn x(&self) -> u16 {
        self.x
    }

    /// Writes text of our own in a role.
    pub(crate) fn say(&mut self, text: &str, role: Role) -> &mut Self {
        let style = self.theme.role(role);
        self.styled(text, style)
    }

    /// Writes text of our own in a style; what does not fit ends in `…`.
    pub(crate) fn styled(&mut self, text: &str, style: Style) -> &mut Self {
        let room = usize::from(self.room());
        if room > 0 {
            let cut = fit(text.into(), room);
            let (x, _) = self.buf.set_stringn(self.x, self.y, cut, room, style);
            self.x = x;
        }
        self
    }

    /// Writes spans one after the other.
    pub(crate) fn spans(&mut self, spans: &[Span]) -> &mut Self {
        for span in spans {
            self.say(&span.text, span.role);
        }
        self
    }

    /// Writes outside text with its marks.
    pub(crate) fn outside(&mut self, text: &Clean, role: Role) -> &mut Self {
        let room = usize::from(self.room());
        let spans = Span::outside(&head(text, room), role);
        self.spans(&spans)
    }

    /// Leaves cells free.
    pub(crate) fn skip(&mut self, cells: u16) -> &mut Self {
        self.x = (self.x + cells).min(self.end);
        self
    }
}

/// The part of a text that can matter in so many cells: a name of 100 kB must not be
/// measured in every frame.
fn head(text: &Clean, cells: usize) -> Clean {
    let most = cells * 8 + 64;
    match text.raw().char_indices().nth(most) {
        None => text.clone(),
        Some((end, _)) => Clean::new(text.raw().get(..end).unwrap_or_default()),
    }
}

/// Writes text at the right end of a row.
pub(crate) fn at_right(buf: &mut Buffer, row: Rect, theme: Theme, spans: &[Span]) -> u16 {
    let width: usize = spans.iter().map(|span| span.text.width()).sum();
    let width = u16::try_from(width).unwrap_or(u16::MAX).min(row.width);
    let place = Rect { x: row.right() - width, width, ..row };
    Ink::on(buf, place, theme).spans(spans);
    width
}

/// Lays a style over cells; the text stays.
pub(crate) fn tint(buf: &mut Buffer, area: Rect, style: Style) {
    buf.set_style(area.intersection(buf.area), style);
}

/// Empties cells that something else was drawn on.
pub(crate) fn blank(buf: &mut Buffer, area: Rect) {
    for place in area.intersection(buf.area).positions() {
        if let Some(cell) = buf.cell_mut(place) {
            cell.reset();
        }
    }
}
