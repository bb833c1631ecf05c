//! What goes into the cache and comes out of it, beside queue rows.

use std::fmt;

use crate::domain::{
    Clean, Currency, Finding, Order, OrderId, Revision, ShopId, ShortOrder, Timestamp, Verdict,
    Zone,
};
use crate::policy::{Advice, Placement};

/// A search key for linking: a kind (name, e-mail, …) and a text made equal for equals.
///
/// The cache does not know how texts are made equal; `evidence` does. Two orders are
/// linked when kind and text are the same. Only a hash of both is kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The kind, numbered by the caller.
    pub kind: u8,
    /// The normalised text.
    pub text: String,
}

/// Makes the search keys under which the links of an order are looked for.
pub(super) type MakeKeys<'a> = &'a dyn Fn(&Order) -> Vec<Key>;

/// Debug output never carries customers' data: it could land in a log.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, {} bytes)", self.kind, self.text.len())
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
    /// Its search keys.
    pub keys: Vec<Key>,
}

/// A short order on its way into the cache.
#[derive(Clone, Debug)]
pub struct ShortEntry {
    /// The order.
    pub order: ShortOrder,
    /// Its search keys.
    pub keys: Vec<Key>,
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
    /// Orders that share keys with it.
    pub linked: Linked,
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

/// Another order that shares keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedOrder {
    /// The order.
    pub order: ShortOrder,
    /// Which of the keys asked for it shares, as places in that list.
    pub matched: Vec<usize>,
}

/// A key that more orders share than are worth listing: a parcel shop, an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hub {
    /// The key's place in the list asked for.
    pub key: usize,
    /// How many orders share it, at least; one more than the limit.
    pub at_least: usize,
}

/// Orders that share keys with one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// The orders; each once.
    pub orders: Vec<LinkedOrder>,
    /// Keys with more orders than the limit; only so many of theirs are in `orders`.
    pub hubs: Vec<Hub>,
}
