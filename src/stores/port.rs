//! The port itself.

use std::future::Future;
use std::pin::Pin;

use uuid::Uuid;

use super::StoreFault;
use crate::domain::{
    Capabilities, Clean, Currency, Money, Order, OrderId, Proof, RefundLine, RefundPart, ShopId,
    ShortOrder, Step, Timestamp, Zone,
};

/// An answer that is still to come; it borrows the store and what was asked.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreFault>> + Send + 'a>>;

/// Who the store is, and what we may do there; read at the first connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The store's own identity; every row of our databases carries it.
    pub shop: ShopId,
    /// The shop's name as people know it.
    pub name: Clean,
    /// The shop's currency.
    pub currency: Currency,
    /// The shop's time zone.
    pub zone: Zone,
    /// What the credentials do not allow, as sentences with the missing permission.
    pub missing: Vec<String>,
    /// Why nobody can tell which orders are held, when the credentials show no holds at
    /// all: then the whole queue is less than it looks.
    pub holds_unread: Option<String>,
    /// What the reviewer should know: an API version that fell forward, for example.
    pub notices: Vec<String>,
    /// How far back orders may be read, where the store limits it, in days.
    pub reach_days: Option<u32>,
}

/// What to pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feed {
    /// Flagged orders in full: medium or high risk, held, or tagged so; held and newest
    /// first. With a moment: only those changed since.
    Flagged {
        /// Tags that flag an order (ours and the filter app's).
        tags: Vec<String>,
        /// Only orders placed since.
        from: Timestamp,
        /// Only what changed since.
        since: Option<Timestamp>,
    },
    /// Every order placed since `from` in short form; with `since`, only those changed.
    Window {
        /// The start of the window.
        from: Timestamp,
        /// Only what changed since.
        since: Option<Timestamp>,
    },
    /// Orders whose holds changed since; holds do not move an order's own time stamp
    /// (`apis/shopify.md`, section 4).
    Holds {
        /// Only what changed since.
        since: Timestamp,
    },
}

/// A place in a feed, in the adapter's own words; kept on disk to resume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

/// One thing that a feed brings.
#[derive(Clone, Debug)]
pub enum Item {
    /// An order in full.
    Full(Box<Order>),
    /// An order in short form.
    Short(Box<ShortOrder>),
    /// An order that should be read again.
    Changed(OrderId),
}

/// A page of a feed.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it brings.
    pub items: Vec<Item>,
    /// Where to go on; `None` at the end.
    pub next: Option<Cursor>,
    /// How many there are in all, where the store says so.
    pub total: Option<u64>,
}

/// An idempotency key, made when the step was staged and kept over every attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepKey(pub Uuid);

/// What was noted of a step before its call, by which a read-back knows it for ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its key.
    pub key: StepKey,
    /// How often what it writes stood there before (`Store::stands`); `None` when it was
    /// never counted.
    pub stood: Option<u32>,
}

impl From<StepKey> for Mark {
    fn from(key: StepKey) -> Self {
        Self { key, stood: None }
    }
}

/// What a write brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Performed {
    /// The store says that it is done; the read-back has the last word.
    Done {
        /// The store's id of what came to be, when it has one.
        reference: Option<String>,
    },
    /// The store took it on and goes on working; ask again with the ticket.
    Accepted {
        /// The store's ticket.
        ticket: String,
    },
}

/// Where work that the store took on stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Still at work.
    Running,
    /// Ended well; the read-back has the last word.
    Done,
    /// Ended without doing it; the store's words.
    Failed(String),
}

/// So long a key counts, in seconds. Shopify keeps one for 24 hours; four of these are left
/// to clocks that disagree. An older key counts as expired, whatever a store promises.
pub const KEY_LIFE_SECONDS: i64 = 20 * 3600;

/// Why a step may be sent again after an answer was lost, or why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Sending it again does no harm, whatever happened; the sentence says why.
    Harmless(&'static str),
    /// The store knows the key for so many seconds and does it once.
    WithKeyFor(i64, &'static str),
    /// Only after a read-back proved that it did not happen.
    AfterProof(&'static str),
}

/// What could be refunded, as the store suggests it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundQuote {
    /// From which transactions, how much.
    pub parts: Vec<RefundPart>,
    /// Goods that go with a full refund.
    pub lines: Vec<RefundLine>,
    /// The most that can go back, in the currency charged.
    pub most: Money,
}

/// A page in the store's admin for a person to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(pub String);

/// A shop system.
///
/// Every answer has a deadline and a size limit of its own; dropping the future gives
/// the call up. Reads may be repeated at will. A write that was given up, or whose
/// answer was lost, is `Trouble::Unknown`.
pub trait Store: Send + Sync {
    /// Says who the store is and what our credentials allow.
    fn identity(&self) -> Answer<'_, Identity>;

    /// Pulls one page of a feed.
    fn pull<'a>(&'a self, feed: &'a Feed, after: Option<&'a Cursor>) -> Answer<'a, Page>;

    /// Reads one order afresh, from the database and not from a search index;
    /// `None` when the store has none with this id.
    fn order<'a>(&'a self, id: &'a OrderId) -> Answer<'a, Option<Order>>;

    /// Finds orders by the name people use (`#2047`); several may bear it.
    fn find<'a>(&'a self, name: &'a str) -> Answer<'a, Vec<OrderId>>;

    /// Asks what could be refunded.
    fn refund_quote<'a>(&'a self, order: &'a Order) -> Answer<'a, RefundQuote>;

    /// Says what the store permits on this order, step by step. No network.
    fn capabilities(&self, order: &Order) -> Capabilities;

    /// The store's own name of the call that a step makes. No network.
    fn call(&self, step: &Step) -> &'static str;

    /// Says why a step may be repeated. No network.
    fn repeat(&self, step: &Step) -> Repeat;

    /// Makes the write. Reads nothing first, except what the write must carry whole (a note
    /// that can only be replaced), and repeats nothing after it was sent, unless the store
    /// said that it did nothing (throttled, a token that had ended).
    fn perform<'a>(
        &'a self,
        order: &'a OrderId,
        step: &'a Step,
        key: StepKey,
    ) -> Answer<'a, Performed>;

    /// Asks how work stands that the store took on.
    fn progress<'a>(&'a self, order: &'a OrderId, ticket: &'a str) -> Answer<'a, Progress>;

    /// Counts how often what the step writes stands on the order already, where only a
    /// count tells ours from what stood there before; `None` where the order tells without.
    /// No network.
    fn stands(&self, step: &Step, order: &Order) -> Option<u32>;

    /// Says whether a fresh read of the order shows that the step happened. No network.
    fn proof(&self, step: &Step, mark: Mark, order: &Order) -> Proof;

    /// What the store's own clock shows now, by the latest answer that told it; `None` when
    /// none did. No network.
    fn clock(&self) -> Option<Timestamp> {
        None
    }

    /// The page of an order in the store's admin, for a person. No network.
    fn admin_page(&self, order: &OrderId) -> Link;
}
