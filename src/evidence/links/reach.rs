//! From order to order along what they share whole: to one that ended badly, and through a
//! ring of several people.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::Files;
use super::keys::{Key, KeyKind, ends, keys_of_print};
use super::print::{PlaceView, Print, View};
use crate::domain::{BadEnd, Clean, LinkReason};

/// The longest way that is still told.
const MOST_STEPS: usize = 3;
/// A value that more orders share leads nowhere.
const CROWD: usize = 12;
/// Orders that are looked at in all: a ring may be large, a screen is not.
const MOST_LOOKED_AT: usize = 120;
/// Fewer people are a household.
const RING_NAMES: usize = 4;
const RING_FAMILIES: usize = 3;

/// One step of a way: what is shared, and the order that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// What is shared with the order before.
    pub by: LinkReason,
    /// The order.
    pub order: Clean,
}

/// What lies within three steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The shortest way to an order that ended badly; empty when there is none.
    pub way: Vec<Hop>,
    /// How that order ended.
    pub end: Option<BadEnd>,
    /// The orders that hang together, the first included, when several people ordered them.
    pub ring: Option<Ring>,
}

/// Orders of several people that hang together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    /// How many orders.
    pub orders: usize,
    /// How many names.
    pub names: usize,
    /// What holds them together.
    pub by: BTreeSet<LinkReason>,
}

/// Where prints are kept.
pub trait Prints: Files {
    /// Reads the print of an order; `None` when it is gone.
    fn print(&mut self, row: i64) -> Result<Option<Vec<u8>>, Self::Trouble>;
}

/// A way as rows, before the orders' names are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What is shared, and the row that it leads to.
    pub way: Vec<(LinkReason, i64)>,
    /// A ring, when there is one.
    pub ring: Option<Ring>,
}

struct Node {
    before: Option<(i64, LinkReason)>,
    steps: usize,
}

/// Looks around from an order; `own` is its row, when it has one.
pub fn reach<F: Prints>(
    print: &Print,
    own: Option<i64>,
    files: &mut F,
) -> Result<Found, F::Trouble> {
    let start = own.unwrap_or(-1);
    let mut seen = BTreeMap::from([(start, Node { before: None, steps: 0 })]);
    let mut people = People::default();
    people.add(&print.view());
    let mut found = Found::default();
    let mut held = BTreeSet::new();
    let mut next: Vec<(i64, Vec<u8>)> = vec![(start, print.bytes().to_vec())];
    for steps in 1..=MOST_STEPS {
        let mut after = Vec::new();
        for (from, own) in std::mem::take(&mut next) {
            let own = View::read(&own).unwrap_or_default();
            for key in leading(&own) {
                for (row, bytes) in sharing(key, files)? {
                    if seen.contains_key(&row) || seen.len() >= MOST_LOOKED_AT {
                        continue;
                    }
                    let Some(other) = View::read(&bytes) else { continue };
                    let Some(by) = shares(key, &own, &other) else { continue };
                    seen.insert(row, Node { before: Some((from, by)), steps });
                    people.add(&other);
                    held.insert(by);
                    if other.ended_badly && found.way.is_empty() {
                        found.way = way(&seen, row);
                    }
                    after.push((row, bytes));
                }
            }
        }
        next = after;
    }
    let orders = seen.values().filter(|node| node.steps <= MOST_STEPS).count();
    found.ring = people.is_ring().then_some(Ring { orders, names: people.names.len(), by: held });
    Ok(found)
}

#[derive(Default)]
struct People {
    names: BTreeSet<String>,
    families: BTreeSet<String>,
}

impl People {
    fn add(&mut self, view: &View<'_>) {
        if let Some(name) = view.names().next() {
            let (given, family) = ends(name);
            self.families.insert(family.to_owned());
            self.names.insert(format!("{given} {family}"));
        }
    }

    fn is_ring(&self) -> bool {
        self.names.len() >= RING_NAMES && self.families.len() >= RING_FAMILIES
    }
}

/// The keys along which one goes on: values that belong to one person or house.
fn leading(view: &View<'_>) -> Vec<Key> {
    keys_of_print(view).into_iter().filter(|key| reason(key.kind).is_some()).collect()
}

fn reason(kind: KeyKind) -> Option<LinkReason> {
    Some(match kind {
        KeyKind::Email => LinkReason::SameEmail,
        KeyKind::Phone => LinkReason::SamePhone,
        KeyKind::Card => LinkReason::SameCard,
        KeyKind::Device => LinkReason::SameDevice,
        KeyKind::Customer => LinkReason::SameCustomer,
        KeyKind::House => LinkReason::SameShipping,
        _ => return None,
    })
}

/// What both share under a key; a key may be older than what the order says today, and
/// neighbours in one house share no door.
fn shares(key: Key, own: &View<'_>, other: &View<'_>) -> Option<LinkReason> {
    let is_shared = match key.kind {
        KeyKind::House => is_one_door(own, other),
        _ => keys_of_print(other).contains(&key),
    };
    reason(key.kind).filter(|_| is_shared)
}

fn is_one_door(own: &View<'_>, other: &View<'_>) -> bool {
    let door = |view: &View<'_>| {
        let place = view.places().find(PlaceView::is_shipping)?;
        let parts = [place.number, place.street, place.unit, place.postal];
        (!place.street.is_empty()).then(|| parts.map(str::to_owned))
    };
    door(own).is_some() && door(own) == door(other)
}

fn sharing<F: Prints>(key: Key, files: &mut F) -> Result<Vec<(i64, Vec<u8>)>, F::Trouble> {
    let mut rows = Vec::new();
    if files.find(key, CROWD, &mut rows)? >= CROWD {
        return Ok(Vec::new());
    }
    let mut prints = Vec::with_capacity(rows.len());
    for row in rows {
        prints.extend(files.print(row)?.map(|print| (row, print)));
    }
    Ok(prints)
}

fn way(seen: &BTreeMap<i64, Node>, last: i64) -> Vec<(LinkReason, i64)> {
    let mut way = Vec::new();
    let mut at = last;
    while let Some((before, by)) = seen.get(&at).and_then(|node| node.before) {
        way.push((by, at));
        at = before;
    }
    way.reverse();
    way
}
