//! Tells slow work from sleep: which rows were seen while they were not overdue.

use std::collections::HashSet;

use super::pick::OVERDUE_SECONDS;
use crate::domain::{OutboxRow, RowId, Timestamp};

/// What the runner remembers from look to look.
#[derive(Default)]
pub(super) struct Memory {
    /// Rows seen when they were not overdue.
    pub(super) fresh: HashSet<RowId>,
    /// The last look; a long gap means that the machine slept.
    last_look: Option<Timestamp>,
}

impl Memory {
    /// Notes which rows are seen in time; after a long gap nothing counts as seen.
    pub(super) fn note(&mut self, open: &[OutboxRow], now: Timestamp) {
        let slept = self.last_look.is_some_and(|last| now.seconds_since(last) > OVERDUE_SECONDS);
        if slept {
            self.fresh.clear();
        }
        self.last_look = Some(now);
        let in_time = |row: &&OutboxRow| now.seconds_since(row.due_at) <= OVERDUE_SECONDS;
        self.fresh.retain(|id| open.iter().any(|row| row.id == *id));
        self.fresh.extend(open.iter().filter(in_time).map(|row| row.id));
    }
}
