//! The receipts of this shift.

use tui_input::Input;

use super::Scroll;
use crate::domain::{Compensation, OutboxRow, RowId, RowState, StepState, Sums, Timestamp};
use crate::tui::page::{Folds, Page};

/// What can be done about a row of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mend {
    /// Try the row or step again.
    Retry,
    /// Leave the step out; why.
    Skip(String),
    /// Drop the row.
    Drop,
    /// Take back what it did, so.
    Compensate(Box<Compensation>),
    /// Close it as a person's matter; why.
    HandOver(String),
}

/// What a reason is typed for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Leaving a step out.
    #[default]
    Skip,
    /// Handing a row over.
    HandOver,
}

/// A question about a row, confirmed like a plan.
#[derive(Debug)]
pub(crate) struct RowQuestion {
    /// The ticket.
    pub(crate) ticket: u64,
    /// What would be done.
    pub(crate) mend: Mend,
    /// To which row.
    pub(crate) row: RowId,
    /// To which step.
    pub(crate) place: Option<u32>,
    /// The number of the frame in which it stood on the screen.
    pub(crate) drawn: Option<u64>,
}

/// The list.
#[derive(Debug, Default)]
pub(crate) struct Receipts {
    /// The rows; `None` until they are loaded.
    pub(crate) rows: Option<Vec<OutboxRow>>,
    /// What each row does with money, as far as is known.
    pub(crate) sums: Vec<(RowId, Sums)>,
    /// The marked row.
    pub(crate) mark: usize,
    /// Rows whose steps are shown.
    pub(crate) folds: Folds,
    /// The list as lines.
    pub(crate) page: Page,
    /// Its scroll.
    pub(crate) at: Scroll,
    /// The reason being typed.
    pub(crate) why: Option<Input>,
    /// What it is typed for.
    pub(crate) reason: Reason,
    /// The ticket of the way back that is asked for.
    pub(crate) asked: Option<u64>,
    /// The question being asked.
    pub(crate) question: Option<RowQuestion>,
}

impl Receipts {
    /// The marked row.
    pub(crate) fn marked(&self) -> Option<&OutboxRow> {
        self.rows.as_ref()?.get(self.mark)
    }

    /// What a row does with money.
    pub(crate) fn sums_of(&self, row: &OutboxRow) -> Sums {
        let known = self.sums.iter().find(|(id, _)| *id == row.id);
        known.map_or_else(|| row.sums(), |(_, sums)| *sums)
    }
}

/// From this age on, in seconds, a row that fell due is not run without being asked for
/// (`contract.md`, plans, rows, steps).
const LEFT_OVER: i64 = 600;

/// Whether a row fell due long ago and never began: the program was closed or asleep.
pub(crate) fn is_left_over(row: &OutboxRow, now: Timestamp) -> bool {
    row.state == RowState::Staged && now.seconds_since(row.due_at) > LEFT_OVER
}

/// Whether a person must say what becomes of a row.
pub(crate) fn wants_person(row: &OutboxRow, now: Timestamp) -> bool {
    matches!(row.state, RowState::Stopped | RowState::Unknown) || is_left_over(row, now)
}

/// Whether a row may be tried again, or started late: something failed, is not known, or
/// never began.
pub(crate) fn may_retry(row: &OutboxRow, now: Timestamp) -> bool {
    matches!(row.state, RowState::Failed | RowState::Stopped | RowState::Unknown)
        || is_left_over(row, now)
}

/// The step that would be left out: the first that failed or is not known.
pub(crate) fn stuck_step(row: &OutboxRow) -> Option<u32> {
    let stuck = |state| matches!(state, StepState::Failed | StepState::Unknown);
    row.steps.iter().find(|step| stuck(step.state)).map(|step| step.place)
}

/// The step that a person means, or none where several are in doubt: a ledger that was
/// restored doubts them all for one reason, and they are settled together.
pub(crate) fn meant_step(row: &OutboxRow) -> Option<u32> {
    let doubtful = row.steps.iter().filter(|step| step.state == StepState::Unknown).count();
    stuck_step(row).filter(|_| doubtful < 2)
}
