//! Everything that can happen to the workstation.

use super::{Outside, Said};
use crate::desk::{CaseFile, HeaderFacts, QueueRow, RowKey};
use crate::domain::{Clean, Compensation, OrderId, OutboxRow, Plan, RowId, ShortOrder, Timestamp};
use crate::policy::{ChecklistStep, Ticked};
use crate::tui::keymap::Key;
use crate::tui::perform::port::{Happened, Progress};

/// A message: from the terminal, the clock, the desk or an effect.
#[derive(Debug)]
pub(crate) enum Msg {
    /// A key, and how many frames had been written when it was read.
    Key { key: Key, frame: u64 },
    /// Pasted text; it is typed where text is typed and means nothing elsewhere.
    Paste(String),
    /// The terminal's size.
    Resized { width: u16, height: u16 },
    /// The present moment.
    Now(Timestamp),
    /// The frame with this question was written.
    Drawn { question: u64, frame: u64 },
    /// The desk reports something.
    Happened(Happened),
    /// An effect's answer.
    Answer(Answer),
    /// Something to say, from the loop itself.
    Notice(String),
    /// A worker ended unexpectedly; where.
    Broke(String),
    /// What was asked on this errand will not be answered.
    Lost(Errand),
}

/// What a thread is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Errand {
    Header,
    View,
    Rows,
    Seek,
    Case,
    Others,
    Find,
    Plan,
    Outbox,
    Receipts,
    Write,
    Outside,
    Sync,
    Finish,
}

impl Errand {
    /// The thread's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::View => "view",
            Self::Rows => "rows",
            Self::Seek => "seek",
            Self::Case => "case",
            Self::Others => "others",
            Self::Find => "find",
            Self::Plan => "plan",
            Self::Outbox => "outbox",
            Self::Receipts => "receipts",
            Self::Write => "write",
            Self::Outside => "outside",
            Self::Sync => "sync",
            Self::Finish => "finish",
        }
    }
}

/// Answers of effects. Those with a ticket are dropped when another was asked since.
#[derive(Debug)]
pub(crate) enum Answer {
    Header(Result<Box<HeaderFacts>, Said>),
    FirstRows { ticket: u64, rows: Vec<QueueRow> },
    Keys { ticket: u64, keys: Vec<RowKey> },
    KeysEnd { ticket: u64, result: Result<(), Said> },
    Rows { ticket: u64, result: Result<Vec<QueueRow>, Said> },
    Case { ticket: u64, result: Result<Box<CaseFile>, Said> },
    Others { ticket: u64, result: Result<Vec<ShortOrder>, Said> },
    Found { ticket: u64, name: String, result: Result<Vec<(OrderId, Clean)>, Said> },
    Plan { ticket: u64, result: Result<Box<Planned>, Said> },
    NoteText { ticket: u64, result: Result<String, Said> },
    Staged { ticket: u64, result: Result<Box<OutboxRow>, Said> },
    TakenBack { row: RowId, result: Result<Box<OutboxRow>, Said> },
    Ticked { step: ChecklistStep, result: Result<Ticked, Said> },
    Opened { place: Outside, url: Result<String, Said>, opened: bool },
    OpenRows(Result<Vec<OutboxRow>, Said>),
    Receipts(Result<Vec<OutboxRow>, Said>),
    Mended(Result<Box<OutboxRow>, Said>),
    Compensation { ticket: u64, row: RowId, result: Result<Box<Compensation>, Said> },
    Next { ticket: u64, found: Option<RowKey> },
    Located { ticket: u64, found: Option<RowKey> },
    SyncProgress(Progress),
    SyncEnd(Result<String, Said>),
    Finished(Result<(), Said>),
}

/// A plan with the store's own names of its calls, one per step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    /// The plan.
    pub(crate) plan: Plan,
    /// The call of each step.
    pub(crate) calls: Vec<String>,
}
