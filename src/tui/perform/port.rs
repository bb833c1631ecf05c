//! What the workstation asks of the desk. Every call may block; only perform threads call.

use std::sync::mpsc::Receiver;

use crate::desk::{CaseFile, Filter, HeaderFacts, QueueRow, RowKey};
use crate::domain::{
    Clean, Compensation, Fault, OrderId, OutboxRow, Plan, RowId, ShortOrder, Timestamp, Verb,
};
use crate::policy::{ChecklistStep, LookUp, Ticked};
use crate::verbs::Wish;

/// How far a sync is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being done: `reading flagged orders`.
    pub words: String,
    /// How many are done.
    pub done: u64,
    /// How many there are, where that is known.
    pub total: Option<u64>,
}

/// What the desk reports by itself.
#[derive(Clone, Debug)]
pub enum Happened {
    /// A sync in the background is under way.
    SyncProgress(Progress),
    /// A sync in the background ended.
    Synced,
    /// Rows of the cache changed, by us or by another process.
    CacheChanged,
    /// A row of the outbox moved on.
    RowChanged(Box<OutboxRow>),
    /// Something the reviewer must know, said once.
    Trouble(String),
}

/// Which part of a row of the outbox is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The row.
    pub row: RowId,
    /// One step of it, by its place; the whole row when left out.
    pub place: Option<u32>,
}

/// The desk, as the workstation needs it.
pub trait Office: Send + Sync {
    /// What the header shows.
    fn header(&self) -> Result<HeaderFacts, Fault>;
    /// Keys of a view in queue order, in chunks, of which the first fills a screen where
    /// that can be had at once; stops when no longer wanted.
    fn keys(
        &self,
        filter: &Filter,
        wanted: &dyn Fn() -> bool,
        found: &mut dyn FnMut(&[RowKey]),
    ) -> Result<(), Fault>;
    /// Rows by their keys, in the order asked; those that are gone are left out.
    fn rows(&self, keys: &[RowKey]) -> Result<Vec<QueueRow>, Fault>;
    /// The case file of an order; fetched when it is not cached in full.
    fn case_file(&self, order: &OrderId) -> Result<CaseFile, Fault>;
    /// Orders in short form, those that are on this machine, in the order asked.
    fn others(&self, orders: &[OrderId]) -> Result<Vec<ShortOrder>, Fault>;
    /// Orders by display name, name without prefix, or the store's id.
    fn find(&self, name: &str) -> Result<Vec<(OrderId, Clean)>, Fault>;
    /// What a verb would do.
    fn plan(&self, order: &OrderId, verb: Verb, wish: &Wish) -> Result<Plan, Fault>;
    /// The store's own name of the call of each step of a plan.
    fn calls(&self, plan: &Plan) -> Vec<String>;
    /// The prefilled note (S52).
    fn note_text(&self, order: &OrderId, verb: Verb, wish: &Wish) -> Result<String, Fault>;
    /// Records a confirmed plan with the undo window of the config; durable when it returns.
    fn stage(&self, plan: &Plan) -> Result<OutboxRow, Fault>;
    /// Takes a row back that has not begun; `Kind::State` when it has.
    fn take_back(&self, row: RowId) -> Result<OutboxRow, Fault>;
    /// Ticks a step by hand, or takes the tick back; answers which.
    fn tick(&self, order: &OrderId, step: ChecklistStep) -> Result<Ticked, Fault>;
    /// Logs that a look-up was opened.
    fn opened(&self, order: &OrderId, step: ChecklistStep, look_up: LookUp) -> Result<(), Fault>;
    /// The address of a look-up, its parts encoded.
    fn look_up_url(&self, order: &OrderId, look_up: LookUp) -> Result<String, Fault>;
    /// Rows of the outbox that are not finished.
    fn open_rows(&self) -> Result<Vec<OutboxRow>, Fault>;
    /// The reviewer's rows since a moment.
    fn receipts(&self, since: Timestamp) -> Result<Vec<OutboxRow>, Fault>;
    /// Tries a row or step again, after reading back.
    fn retry(&self, target: Target) -> Result<OutboxRow, Fault>;
    /// Leaves a step out, with the reason.
    fn skip(&self, target: Target, why: &str) -> Result<OutboxRow, Fault>;
    /// Drops a row of which nothing was sent.
    fn drop_row(&self, row: RowId) -> Result<OutboxRow, Fault>;
    /// What taking a stopped row back would write, and what would stay.
    fn compensation(&self, row: RowId) -> Result<Compensation, Fault>;
    /// Records that a stopped row is taken back, as it was shown.
    fn compensate(&self, row: RowId, shown: &Compensation) -> Result<OutboxRow, Fault>;
    /// Closes a row as the reviewer's own matter.
    fn hand_over(&self, row: RowId, why: &str) -> Result<OutboxRow, Fault>;
    /// Syncs; answers with a sentence that sums it up.
    fn sync(&self, report: &mut dyn FnMut(Progress)) -> Result<String, Fault>;
    /// Ends the undo windows and runs the outbox until nothing is staged or running.
    fn finish(&self) -> Result<(), Fault>;
    /// Gives the outbox up before this process is stopped, for as long as it stands still: a
    /// call under way counts as unknown, and another process may run what falls due.
    fn step_aside(&self);
    /// Goes on behind the screen after a stop; what fell due meanwhile is read again.
    fn carry_on(&self);
    /// What happens by itself from now on.
    fn happenings(&self) -> Receiver<Happened>;
}
