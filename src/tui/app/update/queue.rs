//! Keys in the queue, and the loading of its views.

use super::panels;
use crate::desk::{QueueRow, Sort};
use crate::domain::Lane;
use crate::tui::app::{Effect, Model, Panel};
use crate::tui::keymap::Action;
use crate::tui::view;

/// How many rows are looked at when searching for the next undecided order.
const SEEK: usize = 5_000;

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = isize::try_from(view::queue_height(model)).unwrap_or(1).max(1);
    match action {
        Action::Down => move_by(model, 1),
        Action::Up => move_by(model, -1),
        Action::PageDown => {
            model.queue.offset = model.queue.offset.saturating_add_signed(page);
            move_by(model, page)
        }
        Action::PageUp => move_by(model, -page),
        Action::Top => move_by(model, isize::MIN + 1),
        Action::Bottom => move_by(model, isize::MAX),
        Action::Open => panels::go_to_panel(model, Panel::Analysis),
        Action::LaneBefore => show_lane(model, model.queue.lane_beside(-1)),
        Action::LaneAfter => show_lane(model, model.queue.lane_beside(1)),
        Action::Digit(digit) => {
            let lane = usize::from(digit).checked_sub(1);
            show_lane(model, lane.and_then(|at| Lane::ALL.get(at).copied()))
        }
        Action::Sort => {
            model.queue.filter.sort = sort_after(model.queue.filter.sort);
            model.say(format!("Sorted by {}.", sort_words(model.queue.filter.sort)));
            load_view(model)
        }
        _ => vec![],
    }
}

fn move_by(model: &mut Model, rows: isize) -> Vec<Effect> {
    model.case.visited = None;
    model.case.came_from = None;
    model.seek = None;
    model.queue.move_by(rows);
    vec![]
}

fn show_lane(model: &mut Model, lane: Option<Lane>) -> Vec<Effect> {
    model.queue.filter.lane = lane;
    load_view(model)
}

/// Loads the view that the filter now asks for; the earlier rows stay until it answers.
pub(super) fn load_view(model: &mut Model) -> Vec<Effect> {
    model.case.visited = None;
    model.case.came_from = None;
    model.seek = None;
    ask_view(model, false)
}

/// Loads the same view again, because its rows may have changed.
pub(super) fn refresh_view(model: &mut Model) -> Vec<Effect> {
    ask_view(model, true)
}

fn ask_view(model: &mut Model, same_view: bool) -> Vec<Effect> {
    let ticket = model.ticket();
    let shown = same_view && !model.queue.keys.is_empty();
    let first = if shown { 0 } else { 3 * view::queue_height(model).max(20) };
    match model.queue.ask_view(ticket, same_view) {
        Some(ticket) => {
            vec![Effect::View { ticket, filter: model.queue.filter.clone(), first }]
        }
        None => vec![],
    }
}

/// Whether an order still wants a decision of a person.
pub(crate) fn is_undecided(row: &QueueRow) -> bool {
    row.outbox.is_none() && !matches!(row.lane, Lane::Done | Lane::Waiting)
}

/// Selects the next undecided order; beyond the loaded rows the desk is asked.
pub(super) fn next_undecided(model: &mut Model) -> Vec<Effect> {
    model.case.visited = None;
    model.case.came_from = None;
    let from = model.queue.selected + 1;
    let settled: Vec<_> = super::recorded::orders_under_way(model).collect();
    let free = |row: &QueueRow| is_undecided(row) && !settled.contains(&row.id);
    let near = model.queue.loaded_from(from).find(|(_, row)| free(row)).map(|(at, _)| at);
    if let Some(at) = near {
        model.queue.selected = at;
        return vec![];
    }
    let beyond = model.queue.loaded_until(from);
    let end = (beyond + SEEK).min(model.queue.keys.len());
    let keys = model.queue.keys.get(beyond..end).unwrap_or_default().to_vec();
    if keys.is_empty() {
        model.say("No undecided order further down; g goes to the first.");
        return vec![];
    }
    let ticket = model.ticket();
    model.seek = Some(ticket);
    vec![Effect::Seek { ticket, keys }]
}

fn sort_after(sort: Sort) -> Sort {
    match sort {
        Sort::Clock => Sort::Risk,
        Sort::Risk => Sort::Total,
        Sort::Total => Sort::Newest,
        Sort::Newest => Sort::Customer,
        Sort::Customer => Sort::Clock,
    }
}

/// A way of sorting in words.
pub(crate) fn sort_words(sort: Sort) -> &'static str {
    match sort {
        Sort::Clock => "clock, the first to end on top",
        Sort::Risk => "risk, high first",
        Sort::Total => "total, large first",
        Sort::Newest => "newest first",
        Sort::Customer => "customer",
    }
}
