//! What the screen and the commands have in common: load a queue page, load a case
//! file, refresh findings, plan, stage, undo. No drawing, no printing.

mod model;

pub use crate::cache::{Filter, QueueRow, RowKey, Sort};
pub use model::{Action, CaseFile, HeaderFacts, OutboxCounts, Trouble};
