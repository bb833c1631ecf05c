//! Fraud analysis and checklist beside the queue.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Theme;
use super::ink::{Ink, tint};
use super::layout::{self, Places};
use crate::tui::app::{Model, Panel, Scroll};
use crate::tui::page::{Line, Page, Role};

pub(super) fn analysis(model: &Model, theme: Theme, place: Option<Rect>, buf: &mut Buffer) {
    let Some(place) = place else { return };
    title(model, Panel::Analysis, theme, place, buf);
    let lines = below_head(model, place);
    let at = model.case.analysis_at;
    body(model, &model.case.analysis, at, theme, lines, buf);
    if model.panel == Panel::Analysis {
        marked(at, at.line..=at.line, theme, lines, buf);
    }
}

pub(super) fn checklist(model: &Model, theme: Theme, place: Option<Rect>, buf: &mut Buffer) {
    let Some(place) = place else { return };
    title(model, Panel::Checklist, theme, place, buf);
    let lines = below_head(model, place);
    let at = model.case.checklist_at;
    body(model, &model.case.checklist, at, theme, lines, buf);
    if model.panel == Panel::Checklist {
        let page = &model.case.checklist;
        let first = page.first_line_of(model.case.step).unwrap_or(0);
        let last = page.last_line_of(model.case.step).unwrap_or(first);
        marked(at, first..=last, theme, lines, buf);
    }
}

/// The place below the title.
fn below_head(model: &Model, place: Rect) -> Rect {
    let head = layout::case_head(model).min(place.height);
    Rect { y: place.y + head, height: place.height - head, ..place }
}

/// The panel's name and the order that it shows; another name when one is being read.
fn title(model: &Model, panel: Panel, theme: Theme, place: Rect, buf: &mut Buffer) {
    let mut ink = Ink::on(buf, Rect { height: 1, ..place }, theme);
    ink.skip(1);
    tabs(model, panel, theme, &mut ink);
    if let (Some(file), Some(_)) = (&model.case.file, model.subject()) {
        ink.skip(2).outside(&file.order.name, Role::Strong);
    }
    reading(model, &mut ink);
    if let (Some((_, name)), Some(row)) = (&model.case.visited, place.rows().nth(1)) {
        let mut ink = Ink::on(buf, row, theme);
        ink.skip(1).outside(name, Role::Accent);
        ink.say(" opened by number; Esc goes back to the queue", Role::Accent);
    }
}

/// The names of the panels that share this place, the shown one marked.
pub(super) fn tabs(model: &Model, shown: Panel, theme: Theme, ink: &mut Ink<'_>) {
    let names = [
        (Panel::Queue, "Queue"),
        (Panel::Analysis, "Fraud analysis"),
        (Panel::Checklist, "Checklist"),
    ];
    let places = layout::places(model);
    let mut first = true;
    for (panel, name) in names {
        let is_shown = panel == shown;
        if !is_shown && places.of(panel).is_some() {
            continue;
        }
        let belongs = is_shown || shares(model, shown, panel);
        if !belongs {
            continue;
        }
        if !first {
            ink.say(" │ ", Role::Muted);
        }
        first = false;
        let style =
            if is_shown { theme.title(model.panel == panel) } else { theme.role(Role::Muted) };
        ink.styled(name, style);
    }
}

/// Whether two panels stand in the same place: all three when one is shown, the right
/// two beside the queue.
fn shares(model: &Model, one: Panel, other: Panel) -> bool {
    let shown = layout::places(model).panels.iter().flatten().count();
    shown == 1 || (shown == 2 && one != Panel::Queue && other != Panel::Queue)
}

fn reading(model: &Model, ink: &mut Ink<'_>) {
    let Some(subject) = model.subject() else { return };
    let shown = model.case.of(&subject.order).is_some();
    let failed = model.case.trouble.as_ref().is_some_and(|(order, _)| *order == subject.order);
    if !shown && !failed {
        ink.say("  reading ", Role::Muted)
            .outside(&subject.name, Role::Muted)
            .say("…", Role::Muted);
    }
}

fn body(model: &Model, page: &Page, at: Scroll, theme: Theme, place: Rect, buf: &mut Buffer) {
    if let Some(words) = instead(model) {
        for (line, row) in words.iter().zip(place.rows().skip(1)) {
            Ink::on(buf, row, theme).skip(1).say(&line.0, line.1);
        }
        return;
    }
    lines(page.lines.get(at.offset..).unwrap_or_default(), theme, place, buf);
    more(page, at, theme, place, buf);
}

/// Draws lines of a page one cell in.
pub(super) fn lines(lines: &[Line], theme: Theme, place: Rect, buf: &mut Buffer) {
    for (line, row) in lines.iter().zip(place.rows()) {
        Ink::on(buf, row, theme).skip(1).spans(&line.spans);
    }
}

/// Signs that there is more above or below.
pub(super) fn more(page: &Page, at: Scroll, theme: Theme, place: Rect, buf: &mut Buffer) {
    let corner = |y: u16| Rect { x: place.right().saturating_sub(1), y, width: 1, height: 1 };
    if place.height == 0 {
        return;
    }
    if at.offset > 0 {
        Ink::on(buf, corner(place.y), theme).say("↑", Role::Accent);
    }
    if page.lines.len() > at.offset + usize::from(place.height) {
        Ink::on(buf, corner(place.bottom() - 1), theme).say("↓", Role::Accent);
    }
}

/// Lays the mark over the lines that keys act on.
pub(super) fn marked(
    at: Scroll,
    range: std::ops::RangeInclusive<usize>,
    theme: Theme,
    place: Rect,
    buf: &mut Buffer,
) {
    for (row, line) in place.rows().zip(at.offset..) {
        if range.contains(&line) {
            tint(buf, row, theme.selected(true));
            let bar = theme.selected(true).patch(theme.frame());
            Ink::on(buf, Rect { width: 1, ..row }, theme).styled("▌", bar);
        }
    }
}

/// What stands in the panel when there is no case file to show.
fn instead(model: &Model) -> Option<Vec<(String, Role)>> {
    let Some(subject) = model.subject() else {
        let words: &[&str] = match (model.queue.keys.is_empty(), model.queue.is_loading()) {
            (true, false) => &["No order is selected.", "# opens one by its number."],
            _ => &["Reading…"],
        };
        return Some(words.iter().map(|line| ((*line).to_owned(), Role::Muted)).collect());
    };
    if let Some((_, said)) =
        model.case.trouble.as_ref().filter(|(order, _)| *order == subject.order)
    {
        let mut words = vec![
            (format!("{} could not be read.", subject.name), Role::Danger),
            (said.words.clone(), Role::Plain),
        ];
        words.extend(said.hint.clone().map(|hint| (hint, Role::Muted)));
        return Some(words);
    }
    if model.case.file.is_none() {
        return Some(vec![(format!("Reading {}…", subject.name), Role::Muted)]);
    }
    None
}

/// Lines between panels that stand side by side.
pub(super) fn rules(places: &Places, theme: Theme, buf: &mut Buffer) {
    for place in places.panels.iter().flatten().filter(|place| place.x > 0) {
        for y in place.top()..place.bottom() {
            let cell = Rect { x: place.x - 1, y, width: 1, height: 1 };
            Ink::on(buf, cell, theme).styled("│", theme.rule());
        }
    }
}
