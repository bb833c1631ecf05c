//! The orders beside one: the likeliest of its person, and what crowds share with it.

use std::collections::BTreeSet;

use super::features::{Counts, Own, Shared};
use super::gather::is_hub;
use super::keys::{self, Key, KeyKind};
use super::print::{PlaceView, Print, View};
use super::reach::Reach;
use super::weights::weigh;
use crate::domain::ShortOrder;

/// Orders that are kept for the finding.
pub const MOST_BESIDE: usize = 50;

/// Less likely pairs that share nothing whole are strangers.
const FEWEST_ODDS: f64 = -1.0;

/// Everything of other orders that the finding about linked orders rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside {
    /// Other orders, the likeliest of the same person first.
    pub orders: Vec<ShortOrder>,
    /// How common each key is.
    pub counts: Counts,
    /// What crowds share with the order.
    pub around: Around,
    /// Orders of the same person that are linked through another.
    pub relatives: Vec<Relative>,
    /// What lies within three steps.
    pub reach: Reach,
}

/// An order that is linked through another.
#[derive(Clone, Debug, PartialEq)]
pub struct Relative {
    /// The order.
    pub order: ShortOrder,
    /// The log-odds that it is of the same person.
    pub odds: f64,
}

/// What crowds share with an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// Other orders sent to the same house.
    pub house: Crowd,
    /// Other orders from the same computer.
    pub ip: Crowd,
}

/// Orders that share one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// How many.
    pub orders: usize,
    /// Family names, hashed.
    pub names: BTreeSet<u64>,
    /// Houses that the bills go to, hashed.
    pub bills: BTreeSet<u64>,
}

impl Crowd {
    fn add(&mut self, other: &View<'_>) {
        self.orders += 1;
        self.names.extend(names(other));
        self.bills.extend(bill(other));
    }

    fn join(&mut self, other: Self) {
        self.orders += other.orders;
        self.names.extend(other.names);
        self.bills.extend(other.bills);
    }
}

fn names(view: &View<'_>) -> impl Iterator<Item = u64> {
    view.names().map(|name| Key::of_word(KeyKind::Family, keys::ends(name).1).hash)
}

/// The house that the bill goes to, without the unit.
pub(super) fn bill(view: &View<'_>) -> Option<u64> {
    let place = view.places().find(PlaceView::is_billing).filter(PlaceView::has_house)?;
    let parts = [place.number, place.street, place.area()].join("|");
    Some(Key::of_word(KeyKind::House, &parts).hash)
}

impl Beside {
    /// Looks through a few orders that are at hand.
    pub fn among(order: &ShortOrder, others: &[ShortOrder]) -> Self {
        let print = Print::of(order);
        let wanted = keys::wanted(order, &print);
        let others: Vec<_> = others.iter().filter(|other| !is_same(order, other)).collect();
        let prints: Vec<Print> = others.iter().map(|other| Print::of(other)).collect();
        let filed: Vec<Vec<Key>> =
            others.iter().zip(&prints).map(|(other, print)| keys::keys(other, print)).collect();
        let count = |key: &Key| filed.iter().filter(|keys| keys.contains(key)).count();
        let each = wanted.iter().map(|key| (*key, count(key))).collect();
        let counts = Counts { orders: others.len() + 1, each };
        let mut survey = Survey::of(print.view(), &counts);
        for (at, print) in (0..).zip(&prints) {
            survey.look(at, &print.view());
        }
        let (best, around) = survey.finish(MOST_BESIDE);
        let of = |at: i64| usize::try_from(at).ok().and_then(|at| others.get(at));
        let orders = best.into_iter().filter_map(|(at, _)| of(at).map(|one| (**one).clone()));
        Self { orders: orders.collect(), counts, around, ..Self::default() }
    }

    /// Takes in what was found elsewhere beside the same order.
    pub fn join(&mut self, other: Self) {
        self.orders.extend(other.orders);
        self.counts.orders += other.counts.orders;
        for (key, count) in other.counts.each {
            match self.counts.each.iter_mut().find(|(one, _)| *one == key) {
                Some((_, sum)) => *sum += count,
                None => self.counts.each.push((key, count)),
            }
        }
        self.around.house.join(other.around.house);
        self.around.ip.join(other.around.ip);
        if self.reach.way.is_empty() {
            (self.reach.way, self.reach.end) = (other.reach.way, other.reach.end);
        }
        self.relatives.extend(other.relatives);
        self.reach.ring = self.reach.ring.take().or(other.reach.ring);
    }
}

/// An order is never its own link, not even under another id of an import.
pub(super) fn is_same(one: &ShortOrder, other: &ShortOrder) -> bool {
    one.shop == other.shop && (one.id == other.id || one.name == other.name)
}

/// What of an order crowds share.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one flag for each thing that is shared")]
struct Common {
    name: bool,
    email: bool,
    phone: bool,
    house: bool,
    card: bool,
    device: bool,
    ip: bool,
}

impl Common {
    /// Whether something is shared whole that no crowd shares.
    fn is_worth(self, shared: Shared) -> bool {
        let house = shared.shipping || shared.billing || shared.crossed;
        shared.customer
            || shared.name && !self.name
            || shared.email && !self.email
            || shared.phone && !self.phone
            || house && !self.house
            || shared.card && !self.card
            || shared.device && !self.device
            || shared.ip && !self.ip
    }
}

/// Looks at orders one by one, without keeping them.
#[derive(Debug)]
pub struct Survey<'a> {
    own: Own<'a>,
    common: Common,
    kept: Vec<(f64, i64)>,
    around: Around,
}

impl<'a> Survey<'a> {
    /// Begins, with how common the order's keys are.
    pub fn of(view: View<'a>, counts: &Counts) -> Self {
        let is_common = |kind| is_hub(kind, counts.most(kind));
        Self {
            own: Own::of(view, counts),
            common: Common {
                name: is_common(KeyKind::Name),
                email: is_common(KeyKind::Email),
                phone: is_common(KeyKind::Phone),
                house: is_common(KeyKind::House) || is_common(KeyKind::StreetEnd),
                card: is_common(KeyKind::Card),
                device: is_common(KeyKind::Device),
                ip: is_common(KeyKind::Ip),
            },
            kept: Vec::with_capacity(64),
            around: Around::default(),
        }
    }

    /// Looks at one order, known by its row.
    pub fn look(&mut self, row: i64, other: &View<'_>) {
        let (features, shared) = self.own.compare(other);
        let odds = weigh(&features);
        if shared.shipping {
            self.around.house.add(other);
        }
        if shared.ip {
            self.around.ip.add(other);
        }
        if self.common.is_worth(shared) || odds >= FEWEST_ODDS {
            self.kept.push((odds, row));
        }
    }

    /// The rows that are worth keeping with their log-odds, likeliest first, and what crowds
    /// share.
    pub fn finish(mut self, most: usize) -> (Vec<(i64, f64)>, Around) {
        self.kept.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
        self.kept.truncate(most);
        (self.kept.into_iter().map(|(odds, row)| (row, odds)).collect(), self.around)
    }
}
