//! The one timer: the next moment at which the screen reads differently by itself.

use super::{Model, RecordedState};
use crate::domain::{RowState, Timestamp};
use crate::tui::page::{age_changes_at, clock_changes_at};
use crate::tui::view;

/// The next moment at which an age, a clock or a countdown on the screen changes.
pub(crate) fn next_change(model: &Model) -> Option<Timestamp> {
    let now = model.now();
    let counting = model
        .recorded
        .iter()
        .any(|recorded| matches!(recorded.state, RecordedState::Staged { due_at } if due_at > now));
    let counting = counting
        || model.open_rows.iter().any(|row| row.state == RowState::Staged && row.due_at > now);
    if counting {
        let into = now.millis().rem_euclid(1000);
        return Some(Timestamp::from_millis(now.millis() - into + 1000));
    }
    let height = view::queue_height(model);
    let visible = model.queue.offset..model.queue.offset + height;
    let rows = visible.filter_map(|at| model.queue.row(at));
    rows.flat_map(|row| {
        let clock = row.clock.as_ref().map(|clock| clock_changes_at(now, clock));
        clock.into_iter().chain([age_changes_at(now, row.placed_at)])
    })
    .min()
}
