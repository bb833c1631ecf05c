//! The whole screen: a table of contents, one line per block.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::ink::Ink;
use super::{Theme, alerts, dialog, footer, header, layout, panel, queue, status};
use crate::tui::app::{Model, Panel};
use crate::tui::page::Role;

/// Draws the model; answers where the cursor stands, when something is typed.
pub(crate) fn draw(model: &Model, theme: Theme, buf: &mut Buffer) -> Option<Position> {
    if layout::is_too_small(model) {
        too_small(model, theme, buf);
        return None;
    }
    let places = layout::places(model);
    header::draw(model, theme, places.header, buf);
    alerts::draw(model, theme, places.alerts, buf);
    let typed_filter = queue::draw(model, theme, places.of(Panel::Queue), buf);
    panel::analysis(model, theme, places.of(Panel::Analysis), buf);
    panel::checklist(model, theme, places.of(Panel::Checklist), buf);
    panel::rules(&places, theme, buf);
    let typed_number = status::draw(model, theme, places.status, buf);
    footer::draw(model, theme, places.footer, buf);
    dialog::draw(model, theme, buf).or(typed_filter).or(typed_number)
}

fn too_small(model: &Model, theme: Theme, buf: &mut Buffer) {
    let (width, height) = layout::LEAST;
    let words =
        format!("This window is {}x{}; unhold needs {width}x{height}.", model.width, model.height);
    let spans = vec![crate::tui::page::Span::new(words, Role::Plain)];
    let lines = crate::tui::page::wrap(spans, usize::from(model.width.max(2)), 0);
    for (y, line) in (0..model.height).zip(lines) {
        Ink::on(buf, Rect::new(0, y, model.width, 1), theme).spans(&line);
    }
}
