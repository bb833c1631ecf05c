//! Which rows may be worked on now. Pure.

use std::collections::HashSet;

use super::pace::{Overdue, Pace, Windows};
use crate::domain::{OrderId, OutboxRow, RowId, RowState, StepKind, StepState, Timestamp};

/// A row that fell due longer ago than this is not run silently (`contract.md`).
pub const OVERDUE_SECONDS: i64 = 600;

/// What is known when rows are picked.
pub(super) struct Look<'a> {
    /// Open rows, in the order of staging.
    pub(super) open: &'a [OutboxRow],
    /// The present moment.
    pub(super) now: Timestamp,
    /// How the outbox is run.
    pub(super) pace: Pace,
    /// Orders that are being worked on.
    pub(super) busy: &'a HashSet<OrderId>,
    /// Rows that were begun in this run; each is begun once in a run.
    pub(super) begun: &'a HashSet<RowId>,
    /// Rows that were read to be settled in this run.
    pub(super) settled: &'a HashSet<RowId>,
    /// Rows that were seen when they were not overdue yet: work was slow, nobody slept.
    pub(super) fresh: &'a HashSet<RowId>,
}

/// What was picked.
#[derive(Debug, Default)]
pub(super) struct Picked {
    /// Rows to work on, first the ones to begin first.
    pub(super) work: Vec<OutboxRow>,
    /// Rows that need a person's word.
    pub(super) ask: Vec<OutboxRow>,
    /// When the next row falls due.
    pub(super) next_due: Option<Timestamp>,
}

/// Picks rows: those of one order in the order of staging, refunds and cancels last.
pub(super) fn pick(look: &Look<'_>) -> Picked {
    let mut picked = Picked::default();
    let mut blocked: HashSet<&OrderId> = look.busy.iter().collect();
    for row in among(look) {
        if row.state == RowState::Stopped || !blocked.insert(&row.order) {
            continue;
        }
        sort_in(&mut picked, row, look);
    }
    picked.work.sort_by_key(moves_money);
    picked
}

/// The open rows that this run is about.
fn among<'a>(look: &Look<'a>) -> impl Iterator<Item = &'a OutboxRow> {
    let last = look.pace.only.and_then(|id| look.open.iter().position(|row| row.id == id));
    let named = last.and_then(|place| look.open.get(place)).map(|row| &row.order);
    let all = look.pace.only.is_none();
    let end = last.map_or(if all { look.open.len() } else { 0 }, |place| place + 1);
    look.open.iter().take(end).filter(move |row| named.is_none_or(|order| row.order == *order))
}

fn sort_in(picked: &mut Picked, row: &OutboxRow, look: &Look<'_>) {
    let due = row.due_at <= look.now || look.pace.windows == Windows::End;
    let late = look.now.seconds_since(row.due_at) > OVERDUE_SECONDS;
    let settles = row.state == RowState::Unknown;
    let asks = look.pace.overdue == Overdue::Ask && !look.fresh.contains(&row.id);
    if !settles && !has_waiting(row) {
        // A running step without a task is marked by the next take-over.
        return;
    }
    let had = if settles { look.settled } else { look.begun };
    if had.contains(&row.id) {
        return;
    }
    if settles {
        picked.work.push(row.clone());
    } else if !due {
        picked.next_due = Some(picked.next_due.map_or(row.due_at, |next| next.min(row.due_at)));
    } else if late && asks {
        picked.ask.push(row.clone());
    } else {
        picked.work.push(row.clone());
    }
}

fn has_waiting(row: &OutboxRow) -> bool {
    row.steps.iter().any(|step| step.state == StepState::Waiting)
}

/// Refunds and cancels go last among rows that are due at once: undo lasts longer.
fn moves_money(row: &OutboxRow) -> bool {
    row.steps.iter().any(|step| {
        matches!(step.step.kind(), StepKind::Refund | StepKind::Cancel | StepKind::Void)
    })
}
