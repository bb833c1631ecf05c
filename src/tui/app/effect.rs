//! What an update asks of the outside.

use crate::desk::{Filter, RowKey};
use crate::domain::{Compensation, OrderId, Plan, RowId, Timestamp, Verb};
use crate::policy::{ChecklistStep, LookUp};
use crate::verbs::Wish;

/// A place outside, and the step of the checklist that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outside {
    /// The order.
    pub(crate) order: OrderId,
    /// The step.
    pub(crate) step: ChecklistStep,
    /// What is looked up.
    pub(crate) look_up: LookUp,
}

/// A wish of the update; performed elsewhere, answered by a message.
#[derive(Debug, PartialEq)]
pub(crate) enum Effect {
    /// Load the header's facts.
    Header,
    /// Load the first rows of a view, then all its keys.
    View { ticket: u64, filter: Filter, first: usize },
    /// Load rows.
    Rows { ticket: u64, keys: Vec<RowKey> },
    /// Load a case file.
    Case { ticket: u64, order: OrderId },
    /// Read linked orders in short form.
    Others { ticket: u64, orders: Vec<OrderId> },
    /// Find orders by the name people use.
    Find { ticket: u64, name: String },
    /// Make a plan.
    Plan { ticket: u64, order: OrderId, verb: Verb, wish: Box<Wish> },
    /// Prefill a note.
    NoteText { ticket: u64, order: OrderId, verb: Verb, wish: Box<Wish> },
    /// Record a confirmed plan.
    Stage { ticket: u64, plan: Box<Plan> },
    /// Take a recorded plan back.
    TakeBack(RowId),
    /// Tick a step by hand, or take the tick back.
    Tick { order: OrderId, step: ChecklistStep },
    /// Open a place outside.
    OpenOutside(Outside),
    /// Log that an address that was shown is taken along.
    NoteOpened(Outside),
    /// Load the rows of the outbox that are not finished.
    OpenRows,
    /// Load the receipts since a moment.
    Receipts(Timestamp),
    /// Try a row or step again.
    Retry { row: RowId, place: Option<u32> },
    /// Leave a step out.
    Skip { row: RowId, place: Option<u32>, why: String },
    /// Drop a row of which nothing was sent.
    Drop(RowId),
    /// Ask what taking a stopped row back would write.
    Compensation { ticket: u64, row: RowId },
    /// Take back what a row did, as it was shown.
    Compensate { row: RowId, shown: Box<Compensation> },
    /// Close a row as a person's matter.
    HandOver { row: RowId, why: String },
    /// Sync.
    Sync,
    /// End the windows and run the outbox to its end.
    FinishOutbox,
    /// Find the first order without a decision among these rows.
    Seek { ticket: u64, keys: Vec<RowKey> },
    /// Find the row of an order among these rows.
    Locate { ticket: u64, order: OrderId, keys: Vec<RowKey> },
    /// Put text on the clipboard.
    Copy(String),
    /// Stop the program and go back to the shell.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// End the program.
    Quit,
}

impl Effect {
    /// Whether it only reads what is on this machine: it may wait until the frame is drawn.
    pub(crate) fn only_reads(&self) -> bool {
        matches!(
            self,
            Self::Header
                | Self::View { .. }
                | Self::Rows { .. }
                | Self::Seek { .. }
                | Self::Locate { .. }
                | Self::Case { .. }
                | Self::Others { .. }
                | Self::OpenRows
                | Self::Receipts(_)
        )
    }
}
