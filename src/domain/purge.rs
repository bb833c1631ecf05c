//! What a purge is about, and what it found.

use super::{Clean, OrderId, ShopId, Timestamp};

/// Whose personal data goes, and how old it must be; one of the two is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurgeScope {
    /// The e-mail address of the one customer that it is about.
    pub customer: Option<Clean>,
    /// Only what is older than this moment.
    pub before: Option<Timestamp>,
}

/// One order that a purge is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PurgedOrder {
    /// The shop.
    pub shop: ShopId,
    /// The store's id.
    pub id: OrderId,
}

/// What a purge removes, or would.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurgeFound {
    /// Orders that go from the cache and the history.
    pub orders: u64,
    /// Outbox rows whose texts go.
    pub rows: u64,
    /// Entries of the journal whose texts go.
    pub entries: u64,
    /// Copies of the ledger that hold some of it, and are deleted.
    pub backups: u64,
    /// What is still open and keeps its texts until it is settled.
    pub open: Vec<Clean>,
    /// Folders that a person set aside, which are not touched.
    pub aside: Vec<String>,
}

impl PurgeFound {
    /// Whether there is nothing to remove.
    pub fn is_nothing(&self) -> bool {
        (self.orders, self.rows, self.entries, self.backups) == (0, 0, 0, 0)
    }
}
