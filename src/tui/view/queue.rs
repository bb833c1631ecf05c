//! The queue: only the visible rows reach the cells.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::columns::{Column, columns};
use super::ink::{Ink, tint};
use super::panel::tabs;
use super::row::{Drawing, cells};
use super::{Theme, layout};
use crate::desk::Sort;
use crate::domain::Lane;
use crate::tui::app::{Dialog, Model, Panel};
use crate::tui::page::{Role, grouped, hour_minute};

pub(super) fn draw(
    model: &Model,
    theme: Theme,
    place: Option<Rect>,
    buf: &mut Buffer,
) -> Option<Position> {
    let place = place?;
    let mut rows = place.rows();
    let cursor = title(model, theme, rows.next()?, buf);
    for line in layout::mistake_lines(model) {
        Ink::on(buf, rows.next()?, theme).spans(&line);
    }
    let columns = columns(model.queue.filter.lane, place.width.saturating_sub(2));
    heads(&columns, theme, rows.next()?, buf);
    if model.queue.keys.is_empty() {
        if let Some(first) = rows.next() {
            let height = place.bottom().saturating_sub(first.y);
            empty(model, theme, Rect { y: first.y, height, ..place }, buf);
        }
        return cursor;
    }
    let visible = rows.zip(model.queue.offset..model.queue.keys.len());
    for (row_place, at) in visible {
        let selected = at == model.queue.selected;
        let drawing = Drawing { theme, model, columns: &columns };
        match model.queue.row(at) {
            Some(row) => drawing.row(row, row_place, buf),
            None => drop(Ink::on(buf, row_place, theme).skip(1).say("…", Role::Muted)),
        }
        if selected {
            mark(model, theme, row_place, buf);
        }
    }
    cursor
}

fn mark(model: &Model, theme: Theme, row: Rect, buf: &mut Buffer) {
    if model.case.visited.is_some() {
        return;
    }
    let focused = model.panel == Panel::Queue && model.dialog.is_none();
    tint(buf, row, theme.selected(focused));
    Ink::on(buf, Rect { width: 1, ..row }, theme)
        .styled("▌", theme.selected(focused).patch(theme.frame()));
}

fn title(model: &Model, theme: Theme, row: Rect, buf: &mut Buffer) -> Option<Position> {
    let mut ink = Ink::on(buf, row, theme);
    ink.skip(1);
    tabs(model, Panel::Queue, theme, &mut ink);
    if let Some(Dialog::Filter { input, .. }) = &model.dialog {
        ink.say("  / ", Role::Key);
        return Some(type_in(&mut ink, input));
    }
    if !model.queue.filter.typed.is_empty() {
        ink.say("  / ", Role::Key).say(&model.queue.filter.typed, Role::Strong);
    }
    let lane = model.queue.filter.lane.map_or("open", |lane| lane.title());
    let count = if model.queue.whole {
        format!("{} of {}", grouped(place_of(model)), grouped(model.queue.keys.len() as u64))
    } else {
        "counting".to_owned()
    };
    let words = format!("  {lane} · {count}");
    let sorted = format!("{words} · by {}", sort_word(model));
    // What is done has no clock that it could be sorted by.
    let by_clock = model.queue.filter.sort == Sort::Clock;
    let is_sorted = !(by_clock && model.queue.filter.lane == Some(Lane::Done));
    let whole = is_sorted && cells(&sorted) <= ink.room();
    ink.say(if whole { &sorted } else { &words }, Role::Muted);
    None
}

fn place_of(model: &Model) -> u64 {
    let last = model.queue.keys.len();
    (model.queue.selected + 1).min(last) as u64
}

fn sort_word(model: &Model) -> &'static str {
    match model.queue.filter.sort {
        Sort::Clock => "clock",
        Sort::Risk => "risk",
        Sort::Total => "total",
        Sort::Newest => "newest",
        Sort::Customer => "customer",
    }
}

/// Draws an input so that its cursor stays visible; answers where the cursor stands.
pub(super) fn type_in(ink: &mut Ink<'_>, input: &Input) -> Position {
    let room = usize::from(ink.room().saturating_sub(1)).max(1);
    let scroll = input.visual_scroll(room);
    let shown = after_cells(input.value(), scroll);
    let start = ink.x();
    let y = ink.y();
    ink.say(shown, Role::Strong);
    let cells = input.visual_cursor().saturating_sub(scroll);
    Position { x: start + u16::try_from(cells).unwrap_or(0), y }
}

/// The text without its first cells.
fn after_cells(text: &str, cells: usize) -> &str {
    use unicode_width::UnicodeWidthChar;
    let mut gone = 0;
    for (at, c) in text.char_indices() {
        if gone >= cells {
            return text.get(at..).unwrap_or_default();
        }
        gone += c.width().unwrap_or(0);
    }
    if cells == 0 { text } else { "" }
}

fn heads(columns: &[(Column, u16)], theme: Theme, row: Rect, buf: &mut Buffer) {
    let mut x = row.x + 1;
    for (column, width) in columns {
        let head = column.head();
        let pad = if column.is_number() { width.saturating_sub(cells(head)) } else { column.air() };
        let place = Rect { x, width: *width, ..row };
        Ink::on(buf, place, theme).skip(pad).say(head, Role::Muted);
        x += width + 1;
    }
}

/// What an empty queue says: why, and what to do.
fn empty(model: &Model, theme: Theme, place: Rect, buf: &mut Buffer) {
    let mut rows = place.rows().skip(1);
    let mut say = |text: &str, role: Role| {
        if let Some(row) = rows.next() {
            Ink::on(buf, row, theme).skip(1).say(text, role);
        }
    };
    if let Some(trouble) = &model.queue.trouble {
        say("The queue could not be read.", Role::Danger);
        say(trouble, Role::Plain);
        return;
    }
    if model.queue.is_loading() || !model.queue.whole {
        say("Reading the queue…", Role::Muted);
        return;
    }
    if !model.queue.filter.typed.is_empty() {
        if let Some(lane) = model.queue.filter.lane {
            let words = format!("No order in the lane “{}” fits this filter.", lane.title());
            say(&words, Role::Strong);
            say("Esc takes the filter off, then 0 shows every open order.", Role::Muted);
        } else {
            say("No open order fits this filter.", Role::Strong);
            say("Esc takes the filter off.", Role::Muted);
        }
        say("# goes to any order of the store by its number.", Role::Muted);
        return;
    }
    match model.queue.filter.lane {
        Some(lane) => {
            say(&format!("No order is in the lane “{}” now.", lane.title()), Role::Strong);
            say("0 shows every open order.", Role::Muted);
        }
        None => say("Every order is decided: there is nothing to do here now.", Role::Strong),
    }
    if model.terms.offline.is_some() {
        return;
    }
    let synced = model.facts.as_ref().and_then(|facts| facts.last_sync);
    match synced {
        Some(at) => {
            let at = hour_minute(model.zone(), at);
            say(&format!("The last sync was at {at}; s looks for new orders."), Role::Muted);
        }
        None => say("No order was read from the store yet; s reads them.", Role::Muted),
    }
}
