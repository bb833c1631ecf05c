//! What goes into the cache and comes out of it, beside queue rows.

use std::fmt;

use super::packed;
use crate::domain::{
    Clean, Currency, Finding, Order, OrderId, Revision, ShopId, ShortOrder, Timestamp, Verdict,
    Zone,
};
use crate::evidence::links::{self, Beside, Key, Print};
use crate::policy::{Advice, Placement};

/// The short form of an order as it is kept, made before the writer's turn.
#[derive(Clone, PartialEq, Eq)]
pub struct Filed {
    order: ShortOrder,
    body: Vec<u8>,
    print: Print,
    keys: Vec<Key>,
}

impl Filed {
    /// Packs an order and takes its print and its search keys.
    pub fn of(order: ShortOrder) -> Self {
        let print = Print::of(&order);
        Self { body: packed::pack(&order), keys: links::keys(&order, &print), print, order }
    }

    /// The order.
    pub fn order(&self) -> &ShortOrder {
        &self.order
    }

    /// Bytes of the order, bytes of its print, number of its keys.
    pub fn sizes(&self) -> (usize, usize, usize) {
        (self.body.len(), self.print.bytes().len(), self.keys.len())
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(super) fn print(&self) -> &[u8] {
        self.print.bytes()
    }

    pub(super) fn hashes(&self) -> impl Iterator<Item = u64> {
        self.keys.iter().map(|key| key.hash)
    }
}

/// Debug output never carries customers' data: it could land in a log.
impl fmt::Debug for Filed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filed({}, {} keys)", self.order.id, self.keys.len())
    }
}

/// A full order on its way into the cache.
#[derive(Clone, Debug)]
pub struct FullEntry {
    /// The order.
    pub order: Order,
    /// When asking for it began; an older answer never overwrites a newer one.
    pub read_at: Timestamp,
    /// Its place in the queue and its recommendation; `None` keeps it readable without
    /// a place in the queue (an order that was opened by its number).
    pub standing: Option<(Placement, Verdict)>,
    /// Its short form.
    pub filed: Filed,
}

impl FullEntry {
    /// An order without a place in the queue.
    pub fn new(order: Order, read_at: Timestamp) -> Self {
        Self { filed: Filed::of(ShortOrder::from(&order)), order, read_at, standing: None }
    }
}

/// A short order on its way into the cache.
#[derive(Clone, Debug)]
pub struct ShortEntry {
    /// The order.
    pub filed: Filed,
    /// Whether its short form already shows that it is flagged, so that it must be read
    /// in full when it is not cached so.
    pub flagged: bool,
}

/// One page, written in one transaction together with the place where to go on.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The shop that marks and orders to read again belong to.
    pub shop: ShopId,
    /// Orders in full.
    pub full: Vec<FullEntry>,
    /// Orders in short form.
    pub short: Vec<ShortEntry>,
    /// Orders that should be read again in full.
    pub reread: Vec<OrderId>,
    /// Orders that were read again.
    pub settled: Vec<OrderId>,
    /// Marks to set, or to remove.
    pub marks: Vec<(&'static str, Option<String>)>,
}

impl Batch {
    /// A batch with nothing in it.
    pub fn new(shop: ShopId) -> Self {
        Self {
            shop,
            full: Vec::new(),
            short: Vec::new(),
            reread: Vec::new(),
            settled: Vec::new(),
            marks: Vec::new(),
        }
    }
}

/// What a batch brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Landed {
    /// Orders that were not cached before.
    pub added: u64,
    /// Orders whose cached form changed, new ones included.
    pub changed: u64,
}

/// Who the shop is, as kept between runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopFacts {
    /// The store's own identity.
    pub shop: ShopId,
    /// The shop's name.
    pub name: Clean,
    /// The shop's currency.
    pub currency: Currency,
    /// The shop's zone.
    pub zone: Zone,
    /// How far back orders may be read, in days, where the store limits it.
    pub reach_days: Option<u32>,
}

/// An order in full as it was last read.
#[derive(Clone, Debug, PartialEq)]
pub struct CachedOrder {
    /// The order.
    pub order: Order,
    /// Its revision, computed when it was read.
    pub revision: Revision,
    /// When it was read.
    pub read_at: Timestamp,
    /// Its place in the queue, when it has one.
    pub standing: Option<(Placement, Verdict)>,
}

/// What the checks found, with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct CachedFindings {
    /// The revision of the order that was checked.
    pub revision: Revision,
    /// The rules and tables that were used, by name.
    pub basis: String,
    /// When the checks ran.
    pub checked_at: Timestamp,
    /// The findings.
    pub findings: Vec<Finding>,
    /// The recommendation that follows from them.
    pub advice: Advice,
}

/// An order as it is shown: with what was found about it last.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The order.
    pub cached: CachedOrder,
    /// What the checks found, when they have run.
    pub found: Option<CachedFindings>,
    /// Whether it awaits a check: it is new, changed, or something linked to it did.
    pub is_awaited: bool,
}

/// All that the cache has for the checks of one order, in one view of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Material {
    /// The order.
    pub cached: CachedOrder,
    /// What lies beside it among the other orders.
    pub beside: Beside,
    /// Its mark at that time, to be given back with the findings.
    pub mark: Awaited,
}

/// The mark of an order that awaits a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Awaited(pub(super) Option<i64>);

/// What was found about an order, on its way into the cache.
#[derive(Clone, Debug)]
pub struct NewFindings {
    /// The order.
    pub id: OrderId,
    /// What was found.
    pub found: CachedFindings,
    /// The mark that the order had when it was read.
    pub mark: Awaited,
}
