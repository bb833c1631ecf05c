//! How the outbox is run, and what a run came to.

use crate::domain::{OutboxRow, RowId, Timestamp};
use crate::ledger::Owner;
use crate::stores::StoreFault;

/// What happens to the time in which a plan can still be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Windows {
    /// Rows run when they are due.
    Keep,
    /// Rows are due at once.
    End,
}

/// What happens to a row that fell due more than ten minutes ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// A person is asked first.
    Ask,
    /// It runs; the order is read afresh and compared, as for every row.
    Reread,
}

/// When a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// When nothing is due now.
    NothingDue,
    /// When nothing is staged or running.
    Empty,
}

/// How the outbox is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// What happens to undo windows.
    pub windows: Windows,
    /// What happens to overdue rows.
    pub overdue: Overdue,
    /// When the run ends.
    pub until: Until,
    /// Only this row, and what was staged before it on the same order.
    pub only: Option<RowId>,
}

impl Pace {
    /// The workstation in the background: what is due now; overdue rows are asked about.
    pub fn background() -> Self {
        Self { windows: Windows::Keep, overdue: Overdue::Ask, until: Until::NothingDue, only: None }
    }

    /// `outbox run`: waits for undo windows, ends when nothing is staged or running.
    pub fn drain() -> Self {
        Self { windows: Windows::Keep, overdue: Overdue::Reread, until: Until::Empty, only: None }
    }

    /// `outbox run --now`: ends the undo windows.
    pub fn drain_now() -> Self {
        Self { windows: Windows::End, ..Self::drain() }
    }

    /// `act --wait`: one row.
    pub fn one(row: RowId) -> Self {
        Self { only: Some(row), ..Self::drain() }
    }
}

/// Who runs the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Who {
    /// This process.
    #[default]
    We,
    /// Another process, and who it is where it has said so; nothing was done here.
    Another(Option<Owner>),
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Ran {
    /// Rows that were worked on, as they stand now, in the order in which they ended.
    pub rows: Vec<OutboxRow>,
    /// Rows that fell due too long ago to run silently; `Ledger::make_due` lets one run.
    pub ask: Vec<OutboxRow>,
    /// Who ran the outbox.
    pub ownership: Who,
    /// Why sending stopped early; what was not sent waits as it was.
    pub halted: Option<StoreFault>,
    /// When the next row falls due.
    pub next_due: Option<Timestamp>,
}
