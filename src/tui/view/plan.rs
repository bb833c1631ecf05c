//! The plan: its title names the key that confirms it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;
use ratatui_textarea::TextArea;

use super::dialog::{frame, scrolled};
use super::ink::Ink;
use super::queue::type_in;
use super::{Theme, layout, panel};
use crate::tui::app::{Field, Model, PlanDialog, Typing};
use crate::tui::page::{Role, first_upper};

pub(super) fn draw(
    model: &Model,
    dialog: &PlanDialog,
    theme: Theme,
    buf: &mut Buffer,
) -> Option<Position> {
    let verb = first_upper(dialog.verb.word());
    match &dialog.typing {
        Some(Typing::Text(area)) => {
            let title = format!("{verb} {}: write the note, Tab shows the plan", dialog.name);
            text(model, area, &title, theme, buf);
            return None;
        }
        Some(Typing::Line { .. }) if dialog.planned.is_none() => {
            let title = format!("{verb} {}", dialog.name.fitted(24));
            let inner = frame(model, theme, &title, 3, buf);
            return line(dialog, theme, inner, buf);
        }
        _ => {}
    }
    let title = title(model, dialog);
    let typing = usize::from(dialog.typing.is_some()) * 3;
    let inner = frame(model, theme, &title, dialog.page.lines.len() + typing, buf);
    let tall = inner.height.saturating_sub(u16::try_from(typing).unwrap_or(0));
    let above = Rect { height: tall, ..inner };
    scrolled(&dialog.page, dialog.at, theme, above, buf);
    if dialog.page.first_line_of(dialog.mark).is_some() {
        let first = dialog.page.first_line_of(dialog.mark).unwrap_or(0);
        let last = dialog.page.last_line_of(dialog.mark).unwrap_or(first);
        panel::marked(dialog.at, first..=last, theme, above, buf);
    }
    dialog.typing.as_ref()?;
    let below = Rect { y: inner.y + tall, height: inner.height - tall, ..inner };
    line(dialog, theme, below, buf)
}

/// `Release #2047: x confirms` once the plan can be confirmed.
fn title(model: &Model, dialog: &PlanDialog) -> String {
    let verb = first_upper(dialog.verb.word());
    let name = dialog.name.fitted(24);
    if model.question().is_some() {
        return format!("{verb} {name}: x confirms");
    }
    if dialog.refused.is_some() {
        return format!("{verb} {name}: not possible");
    }
    match &dialog.planned {
        Some(_) if dialog.typing.is_some() || dialog.asking => format!("{verb} {name}"),
        Some(_) if !dialog.end_visible => {
            format!("{verb} {name}: PgDn shows the rest, then x confirms")
        }
        _ => format!("{verb} {name}"),
    }
}

fn asks_for(field: &Field) -> &'static str {
    match field {
        Field::Amount => "how much? Enter goes on; empty means all of it",
        Field::Until => "decide by which day? Enter goes on; empty means the policy's day",
        _ => "which tags? Enter goes on; commas between them",
    }
}

/// The line being typed, with what is asked above and what is wrong below.
fn line(dialog: &PlanDialog, theme: Theme, place: Rect, buf: &mut Buffer) -> Option<Position> {
    let Some(Typing::Line { field, input, trouble, prefilled }) = &dialog.typing else {
        return None;
    };
    let mut rows = place.rows();
    let words = first_upper(asks_for(field));
    Ink::on(buf, rows.next()?, theme).skip(1).say(&words, Role::Muted);
    let row = rows.next()?;
    let mut ink = Ink::on(buf, row, theme);
    ink.skip(1).say("› ", Role::Key);
    let cursor = type_in(&mut ink, input);
    if *prefilled {
        ink.say("  typing replaces it", Role::Muted);
    }
    if let (Some(trouble), Some(row)) = (trouble, rows.next()) {
        Ink::on(buf, row, theme).skip(1).say(trouble, Role::Warn);
    }
    Some(cursor)
}

fn text(model: &Model, area: &TextArea<'static>, title: &str, theme: Theme, buf: &mut Buffer) {
    let tall = layout::dialog_height(model).min(area.lines().len() + 8);
    let inner = frame(model, theme, title, tall, buf);
    let place = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    area.render(place, buf);
}
