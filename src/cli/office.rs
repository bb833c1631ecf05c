//! What the commands ask of the desk; tests put a scripted one in its place.

use std::io::BufRead;
use std::time::Duration;

use crate::desk::{CaseFile, Filter, Format, HeaderFacts, Imported, QueueRow, Which, Window};
use crate::domain::{
    Clean, Compensation, Fault, Kind, OrderId, OutboxRow, Plan, PurgeFound, PurgeScope, RowId,
    ShopId, ShortOrder, StepState, Timestamp, Verb,
};
use crate::sync::{How, Report, Summary};
use crate::verbs::Wish;

/// Which rows to carry out, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Each as it falls due, until nothing is staged or running.
    AsDue,
    /// All of them at once.
    Now,
    /// This row at once.
    Row(RowId),
}

/// How running the outbox ended.
#[derive(Clone, Debug, Default)]
pub struct Ran {
    /// The rows that were carried out or waited for, as they stand.
    pub rows: Vec<OutboxRow>,
    /// Why a row failed, where it is more than "it failed": the order changed, the
    /// store cannot be reached.
    pub why: Option<Kind>,
}

/// A step of the outbox to be settled by a person, or the row's first unsettled one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The row.
    pub row: RowId,
    /// The step's place, from 1.
    pub place: Option<u32>,
}

/// One row of the journal, without what lies beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the chain, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// The shop.
    pub shop: ShopId,
    /// The store's id of the order.
    pub id: OrderId,
    /// The name people use, when the row has it.
    pub order: Option<Clean>,
    /// What happened, as its word.
    pub event: String,
    /// Who: the person who did it; of a confirmed step the one who confirmed its plan.
    pub by: Option<String>,
    /// What was asked for.
    pub verb: Option<Verb>,
    /// The outbox row and the step's place in it.
    pub row: Option<RowId>,
    /// The step's place, from 1.
    pub place: Option<u32>,
    /// The kind of step, the checklist step, or what was opened, as its word.
    pub what: Option<String>,
    /// The step's state before and after.
    pub moved: Option<(StepState, StepState)>,
    /// The store's id of what came to be.
    pub reference: Option<String>,
    /// The order's state before and after a confirmed step, in words.
    pub change: Option<(String, String)>,
    /// What went wrong with the step, as a sentence; gone when it was purged.
    pub error: Option<String>,
    /// Whether what lay beside it was purged.
    pub purged: bool,
    /// Its link of the chain.
    pub hash: String,
}

/// Whether the chain of the journal holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// How many rows were checked.
    pub rows: u64,
    /// Of how many what lay beside them was purged.
    pub purged: u64,
    /// What is wrong, row by row, as sentences.
    pub wrong: Vec<(u64, String)>,
}

/// One check of `doctor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// What was looked at, as a word.
    pub check: &'static str,
    /// How it came out.
    pub health: Health,
    /// What was seen, as a sentence.
    pub sentence: String,
    /// How to mend it.
    pub mend: Option<String>,
}

impl Examined {
    /// Something that is fine.
    pub fn good(check: &'static str, sentence: impl Into<String>) -> Self {
        Self { check, health: Health::Good, sentence: sentence.into(), mend: None }
    }

    /// Something that works and could be better.
    pub fn warning(check: &'static str, sentence: impl Into<String>) -> Self {
        Self { check, health: Health::Warning, sentence: sentence.into(), mend: None }
    }

    /// Something that does not work.
    pub fn bad(check: &'static str, fault: &Fault) -> Self {
        Self {
            check,
            health: Health::Bad(fault.kind()),
            sentence: fault.full_message(),
            mend: fault.remedy().map(str::to_owned),
        }
    }

    /// Adds how to mend it.
    #[must_use]
    pub fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = Some(mend.into());
        self
    }
}

/// How a check of `doctor` came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Fine.
    Good,
    /// Works, but something is missing.
    Warning,
    /// Does not work; the command ends with this kind.
    Bad(Kind),
}

impl Health {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Bad(_) => "bad",
        }
    }
}

/// The desk as the commands see it. Every call blocks.
pub trait Office {
    /// Store, reviewer, zone, counts.
    fn header(&self) -> Result<HeaderFacts, Fault>;
    /// Every row of the queue that fits, in queue order, in chunks.
    fn queue(&self, filter: &Filter, each: &mut dyn FnMut(&[QueueRow])) -> Result<(), Fault>;
    /// Everything about one order; fetched when it is not cached.
    fn case_file(&self, order: &OrderId) -> Result<CaseFile, Fault>;
    /// The same, with every check run anew.
    fn checked_again(&self, order: &OrderId) -> Result<CaseFile, Fault>;
    /// Orders that a name may mean: exact, without `#` or prefix, the store's id.
    fn find(&self, name: &str) -> Result<Vec<(OrderId, Clean)>, Fault>;
    /// What a verdict would do.
    fn plan(&self, order: &OrderId, verb: Verb, wish: &Wish) -> Result<Plan, Fault>;
    /// Records a plan; durable when it returns.
    fn stage(&self, plan: &Plan, window: Window) -> Result<OutboxRow, Fault>;
    /// Rows of the outbox, newest first.
    fn outbox(&self, which: &Which) -> Result<Vec<OutboxRow>, Fault>;
    /// Carries rows out, or waits for the process that does; `seen` gets every change.
    fn run(
        &self,
        pace: Pace,
        limit: Option<Duration>,
        seen: &mut dyn FnMut(&OutboxRow),
    ) -> Result<Ran, Fault>;
    /// Lets a failed or unknown step be tried again.
    fn retry(&self, chosen: Chosen) -> Result<OutboxRow, Fault>;
    /// Settles a step by hand.
    fn skip(&self, chosen: Chosen, why: &str) -> Result<OutboxRow, Fault>;
    /// What taking a stopped row back would write, and what would stay.
    fn compensation(&self, row: RowId) -> Result<Compensation, Fault>;
    /// Records that a stopped row is taken back, as it was shown.
    fn compensate(&self, row: RowId, shown: &Compensation) -> Result<OutboxRow, Fault>;
    /// Closes a row as a person's matter.
    fn hand_over(&self, row: RowId, why: &str) -> Result<OutboxRow, Fault>;
    /// Takes a row back while nothing was sent.
    fn drop_row(&self, row: RowId) -> Result<OutboxRow, Fault>;
    /// The journal, oldest first.
    fn journal(&self, order: Option<&OrderId>) -> Result<Vec<Entry>, Fault>;
    /// Checks the chain of the journal.
    fn verify(&self) -> Result<Chain, Fault>;
    /// What a purge would remove.
    fn look_purge(&self, scope: &PurgeScope) -> Result<PurgeFound, Fault>;
    /// Removes personal data for good.
    fn purge(&self, scope: &PurgeScope) -> Result<PurgeFound, Fault>;
    /// Takes the orders of a file into the history; `each` is told how far.
    fn import(
        &self,
        from: Box<dyn BufRead + '_>,
        format: Option<Format>,
        each: &mut dyn FnMut(&Imported),
    ) -> Result<Imported, Fault>;
    /// An order that is known from an import alone.
    fn imported(&self, order: &OrderId) -> Result<Option<ShortOrder>, Fault>;
    /// Pulls from the store.
    fn sync(&self, how: How, each: &mut (dyn FnMut(&Report) + Send)) -> Result<Summary, Fault>;
    /// What the reviewer should be told once, at the end: a cache that was rebuilt, a
    /// backup that could not be made.
    fn notices(&self) -> Vec<String>;
    /// Looks at the connection, the permissions and the databases.
    fn examine(&self) -> Vec<Examined>;
}
