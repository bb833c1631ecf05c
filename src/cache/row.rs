//! Rows of the queue, and which of them are wanted.

use crate::domain::{
    Clean, ClockReading, Fulfilment, Lane, MoneyPair, OrderId, Payment, Revision, RiskLevel,
    RowState, ShopId, Timestamp, Verdict, Zone,
};

/// The present moment and the end of its day in the shop's zone: all that the lanes
/// overdue and due today follow from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Now.
    pub now: Timestamp,
    /// The first moment of tomorrow in the shop's zone.
    pub day_ends: Timestamp,
}

impl Moment {
    /// The moment `now` and the end of its day in `zone`.
    pub fn new(now: Timestamp, zone: Zone) -> Self {
        let today = zone.day(now);
        let tomorrow = today.succ_opt().unwrap_or(today);
        Self { now, day_ends: zone.at(tomorrow, 0, 0) }
    }

    /// The lane of an order at this moment, from its base lane and its deadline.
    pub(super) fn lane(self, base: Lane, deadline: i64) -> Lane {
        match base {
            Lane::Done => Lane::Done,
            _ if deadline <= self.now.millis() => Lane::Overdue,
            _ if deadline < self.day_ends.millis() => Lane::DueToday,
            _ => base,
        }
    }
}

/// The cache's key of a queue row; small, because a view keeps one per row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey(pub u32);

/// How the queue is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By the deadline that ends first (overdue before all others, none last); where two
    /// end together held before not held, then higher risk, then longer placed.
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
    /// The state of its open outbox row, when it has one. The cache leaves it empty: the
    /// ledger knows, and the desk fills it in.
    pub outbox: Option<RowState>,
}
