//! Decisions that were staged before the program started: said, and undoable like ours.

use super::recorded::state_of;
use crate::domain::{OutboxRow, RowState, Sums};
use crate::tui::app::{Model, Recorded, RecordedState, is_left_over};

/// Looks through the rows that are not finished for decisions of this reviewer from before.
pub(super) fn look(model: &mut Model) {
    if model.facts.is_none() {
        return;
    }
    let rows = model.open_rows.clone();
    forget_gone(model, &rows);
    for row in &rows {
        let at_work = matches!(row.state, RowState::Staged | RowState::Running);
        if at_work && !is_left_over(row, model.now()) {
            adopt(model, row);
        }
    }
}

/// Takes a row among those that `z` takes back and the foot tells of, when it is one of
/// this reviewer from before and not known yet.
pub(super) fn adopt(model: &mut Model, row: &OutboxRow) {
    let known = model.recorded.iter().any(|recorded| recorded.row == Some(row.id));
    let mine = model.facts.as_ref().is_none_or(|facts| facts.reviewer == row.reviewer);
    let before = model.started.is_some_and(|started| row.staged_at < started);
    if known || !mine || !before {
        return;
    }
    let recorded = Recorded {
        steps: row.steps.iter().map(|step| step.step.clone()).collect(),
        ticket: model.ticket(),
        order: row.order.clone(),
        name: row.order_name.clone(),
        verb: row.verb,
        sums: sums_of(model, row),
        part: false,
        row: Some(row.id),
        state: state_of(row),
        place: (model.queue.filter.clone(), None),
        undo: false,
        before: true,
    };
    if row.state == RowState::Running {
        let what = format!("{} {}", recorded.verb.word(), recorded.name);
        model.say(format!("Carrying out a decision from before: {what}."));
    }
    // Open rows come in the order in which they were staged; ours of this session are newer.
    let place = model.recorded.iter().take_while(|recorded| recorded.before).count();
    model.recorded.insert(place, recorded);
}

/// What a row from before does with money; the order says more when it is on the screen.
fn sums_of(model: &Model, row: &OutboxRow) -> Sums {
    if let Some(kept) = row.money {
        return kept;
    }
    let order = model.case.of(&row.order).map(|file| &file.order);
    Sums::of(row.steps.iter().map(|step| &step.step), order)
}

/// Rows from before that another process ended are waited for no longer.
fn forget_gone(model: &mut Model, rows: &[OutboxRow]) {
    model.recorded.retain_mut(|recorded| {
        let waiting = recorded.before && matches!(recorded.state, RecordedState::Staged { .. });
        if !waiting {
            return true;
        }
        let row = rows.iter().find(|row| recorded.row == Some(row.id));
        if let Some(row) = row {
            recorded.state = state_of(row);
        }
        row.is_some()
    });
}
