//! Values that the desk hands to the screen and the commands.

use crate::domain::{
    Allowed, Clean, ClockReading, Finding, Fulfilment, Lane, MoneyPair, Order, OrderId, OutboxRow,
    Payment, Revision, RiskLevel, RowState, ShopId, Timestamp, Verb, Verdict, Zone,
};
use crate::policy::{Advice, ChecklistRow, Placement};

/// The cache's key of a queue row; small, because a view keeps one per row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey(pub u32);

/// How the queue is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By the deadline that ends first, held orders before others (the default).
    #[default]
    Clock,
    /// By risk, high first.
    Risk,
    /// By total, large first.
    Total,
    /// Newest first.
    Newest,
    /// By customer's name.
    Customer,
}

/// What of the queue is shown: lane, typed filter, sort.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// One lane, or all but done.
    pub lane: Option<Lane>,
    /// The filter as typed (`risk:high country:SE >300 held coupon:… free text`).
    pub typed: String,
    /// The order of rows.
    pub sort: Sort,
}

/// One row of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// The cache's key.
    pub key: RowKey,
    /// The shop.
    pub shop: ShopId,
    /// The store's id.
    pub id: OrderId,
    /// The name people use.
    pub order: Clean,
    /// The buyer's name.
    pub customer: Clean,
    /// The state of the order that a decision would rest on.
    pub revision: Revision,
    /// The highest level.
    pub risk: RiskLevel,
    /// The provider's number for that level, where one gives a number.
    pub score: Option<Clean>,
    /// Who gave that level.
    pub provider: Clean,
    /// Sum.
    pub total: MoneyPair,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Where the money stands.
    pub payment: Payment,
    /// Where the goods stand.
    pub fulfilment: Fulfilment,
    /// Whether an open fulfilment order is held.
    pub held: bool,
    /// Whether it is archived.
    pub archived: bool,
    /// Whether it is cancelled.
    pub cancelled: bool,
    /// The lane at the present moment, overdue and due today included.
    pub lane: Lane,
    /// The deadline that ends first.
    pub clock: Option<ClockReading>,
    /// Why it is done or came back.
    pub why: Option<String>,
    /// What the desk recommends.
    pub recommendation: Verdict,
    /// The state of its open outbox row, when it has one.
    pub outbox: Option<RowState>,
}

/// A verb and whether it may be used on this order now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The verb.
    pub verb: Verb,
    /// Allowed, or why not.
    pub allowed: Allowed,
}

/// Everything about one order on one screen.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFile {
    /// The order in full.
    pub order: Order,
    /// Its revision.
    pub revision: Revision,
    /// When the order was read from the store.
    pub read_at: Timestamp,
    /// Where it stands in the queue.
    pub placement: Placement,
    /// What the checks found.
    pub findings: Vec<Finding>,
    /// What the desk recommends, with reasons.
    pub advice: Advice,
    /// The procedure's steps.
    pub checklist: Vec<ChecklistRow>,
    /// The verbs.
    pub actions: Vec<Action>,
    /// Hold ids that a release takes by default.
    pub preselected: Vec<Box<str>>,
    /// Outbox rows of this order, newest first.
    pub outbox: Vec<OutboxRow>,
}

/// How many rows of the outbox stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Waiting for their time.
    pub staged: usize,
    /// Under way.
    pub running: usize,
    /// Stopped half way.
    pub stopped: usize,
    /// Not known whether they happened.
    pub unknown: usize,
}

/// Why the store is not being talked to, for the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The sentence.
    pub sentence: String,
    /// What to do, where it is known.
    pub hint: Option<String>,
}

/// What the header shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderFacts {
    /// The shop's name.
    pub store: Clean,
    /// The reviewer's name.
    pub reviewer: String,
    /// The shop's zone, in which every time is shown.
    pub zone: Zone,
    /// When the last sync ended.
    pub last_sync: Option<Timestamp>,
    /// How many orders lie in each lane.
    pub lanes: Vec<(Lane, u64)>,
    /// How many outbox rows stand where.
    pub outbox: OutboxCounts,
    /// Why the store is not being talked to, when it is not.
    pub trouble: Option<Trouble>,
}
