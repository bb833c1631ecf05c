//! What the linked orders say together.

use std::collections::BTreeSet;

use super::beside::{Beside, Crowd, bill};
use super::gather::is_hub;
use super::keys::KeyKind;
use super::print::View;
use super::reach::Reach;
use crate::domain::{Fulfilment, LinkReason, Payment, RiskLevel, ShortOrder};
use crate::evidence::sum::Signal;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// So many family names at one address are no household and no gang: a forwarder, a hotel, a
/// block of flats.
const HUB_NAMES: usize = 12;

/// More orders to one town in three days say only that the town is large.
const LARGE_TOWN: usize = 12;

/// Another order with what it shares.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) order: &'a ShortOrder,
    pub(super) reasons: Vec<LinkReason>,
    pub(super) score: f64,
}

impl Found<'_> {
    pub(super) fn has(&self, reason: LinkReason) -> bool {
        self.reasons.contains(&reason)
    }

    /// More likely one person than not.
    pub(super) fn is_close(&self) -> bool {
        self.score >= 0.5
    }

    fn is_within(&self, order: &ShortOrder, days: i64) -> bool {
        order.placed_at.seconds_since(self.order.placed_at).abs() <= days * DAY_SECONDS
    }
}

pub(super) fn signals(
    order: &ShortOrder,
    view: &View<'_>,
    beside: &Beside,
    found: &[Found<'_>],
) -> Vec<Signal> {
    [
        bills(view, beside),
        hub(beside),
        shared_computer(beside),
        crowd(beside),
        burst(order, found),
        bad_end(found),
        way(beside, found),
        ring(beside),
        earlier_flag(found),
        coupon(order, found),
        coupon_week(beside, found),
        same_street(order, beside, found),
        same_town(order, beside, found),
        network(order, beside, found),
        history(order, found),
        combine(order, found),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn is_hub_house(house: &Crowd) -> bool {
    house.names.len() >= HUB_NAMES
}

/// Several bills for one shipping address are usually fraud (S37); two may be a gift.
fn bills(view: &View<'_>, beside: &Beside) -> Option<Signal> {
    let house = &beside.around.house;
    if is_hub_house(house) {
        return None;
    }
    let mut bills = house.bills.clone();
    bills.extend(bill(view));
    let weight = match bills.len() {
        0 | 1 => return None,
        2 => 0.3,
        3 => 1.0,
        _ => 1.8,
    };
    let value = format!("{} different bills for one shipping address", bills.len());
    Some(Signal::new("bills", value, weight))
}

/// An address of many strangers is told, and what they share there is not counted.
fn hub(beside: &Beside) -> Option<Signal> {
    let house = &beside.around.house;
    is_hub_house(house).then(|| {
        let value = format!(
            "{} other orders of {} family names went to this address: a forwarder, a hotel or a \
             block of flats; sharing it is not counted",
            house.orders,
            house.names.len()
        );
        Signal::fact("shared address", value)
    })
}

fn shared_computer(beside: &Beside) -> Option<Signal> {
    let count = beside.counts.most(KeyKind::Ip);
    let names = beside.around.ip.names.len();
    (is_hub(KeyKind::Ip, count) && names >= HUB_NAMES).then(|| {
        let value = format!(
            "{count} other orders of {names} family names and more came from this IP address: an \
             office, a mobile network or a VPN; sharing it is not counted"
        );
        Signal::fact("shared IP address", value)
    })
}

/// A mailbox, number, card or device of a crowd is told, and not counted.
fn crowd(beside: &Beside) -> Option<Signal> {
    let kinds = [
        (KeyKind::Email, "e-mail address"),
        (KeyKind::Phone, "telephone number"),
        (KeyKind::Card, "card"),
        (KeyKind::Device, "device"),
    ];
    let counted = kinds.map(|(kind, what)| (kind, what, beside.counts.most(kind)));
    let (_, what, count) = counted.into_iter().find(|(kind, _, count)| is_hub(*kind, *count))?;
    let value = format!(
        "{count} other orders have this {what}: a company, a reseller or a stopgap; sharing it \
         is not counted"
    );
    Some(Signal::fact("shared by many", value))
}

/// Several purchases within days (S80).
fn burst(order: &ShortOrder, found: &[Found<'_>]) -> Option<Signal> {
    let near = found.iter().filter(|found| found.is_close() && found.is_within(order, 3)).count();
    let weight = if near >= 5 { 1.0 } else { 0.6 };
    (near >= 2).then(|| {
        let value = format!("{near} more orders of the same person within 3 days");
        Signal::new("burst", value, weight)
    })
}

/// An order of the same person ended badly, and that is certain (C17).
fn bad_end(found: &[Found<'_>]) -> Option<Signal> {
    let tied = |found: &&Found<'_>| {
        found.is_close() || found.has(LinkReason::SameCard) || found.has(LinkReason::SameDevice)
    };
    let (first, end) =
        found.iter().filter(tied).find_map(|found| Some((found, found.order.bad_end?)))?;
    let value = format!("{} was {}", first.order.name, end.words());
    Some(Signal::new("bad end", value, 1.8))
}

/// The shortest way to an order that ended badly, when it is no direct link.
fn way(beside: &Beside, found: &[Found<'_>]) -> Option<Signal> {
    let Reach { way, end, .. } = &beside.reach;
    let end = end.as_ref().filter(|_| !way.is_empty() && bad_end(found).is_none())?;
    let hops = way.iter().map(|hop| format!("{} as {}", hop.by.words(), hop.order));
    let hops: Vec<String> = hops.collect();
    let weight = match way.len() {
        1 => 1.2,
        2 => 0.8,
        _ => 0.4,
    };
    let value = format!("{}, which was {}", hops.join(", which has the "), end.words());
    Some(Signal::new("way to a bad end", value, weight))
}

/// Several people whose orders hang together (S80): a ring, or an office.
fn ring(beside: &Beside) -> Option<Signal> {
    let ring = beside.reach.ring.as_ref()?;
    let by: Vec<&str> = ring.by.iter().map(|by| by.words()).collect();
    let value = format!(
        "{} orders under {} names hang together by {}",
        ring.orders,
        ring.names,
        by.join(", ")
    );
    Some(Signal::new("ring", value, 0.8))
}

fn earlier_flag(found: &[Found<'_>]) -> Option<Signal> {
    let ended = found.iter().filter(|found| {
        let order = found.order;
        let undone = order.cancelled_at.is_some()
            || matches!(order.payment, Payment::Refunded | Payment::Voided);
        found.is_close() && undone && order.risk >= RiskLevel::Medium && order.bad_end.is_none()
    });
    let first = ended.map(|found| &found.order.name).next()?;
    Some(Signal::new("earlier end", format!("{first} was flagged and cancelled or refunded"), 0.6))
}

fn coupon(order: &ShortOrder, found: &[Found<'_>]) -> Option<Signal> {
    let folded = |order: &ShortOrder| -> BTreeSet<String> {
        order.coupons.iter().map(|code| code.bare().trim().to_lowercase()).collect()
    };
    let own = folded(order);
    let linked = found.iter().filter(|found| !found.reasons.is_empty());
    let uses = linked.filter(|found| !own.is_disjoint(&folded(found.order))).count();
    (uses >= 2)
        .then(|| Signal::new("coupon", format!("The coupon is also on {uses} linked orders"), 0.4))
}

/// One coupon over many orders of a week (S78): a leaked code, or a campaign; so it is told
/// and not counted.
fn coupon_week(beside: &Beside, found: &[Found<'_>]) -> Option<Signal> {
    let uses = beside.counts.most(KeyKind::CouponWeek);
    (uses >= 10 && uses > found.len()).then(|| {
        Signal::fact("coupon this week", format!("{uses} other orders of the week have the coupon"))
    })
}

/// Strangers in one street within a day (S77).
fn same_street(order: &ShortOrder, beside: &Beside, found: &[Found<'_>]) -> Option<Signal> {
    let near = strangers(order, beside, KeyKind::StreetDay, found);
    let is_hub = is_hub_house(&beside.around.house);
    (near >= 1 && !is_hub).then(|| {
        let orders = if near == 1 { "order of a stranger" } else { "orders of strangers" };
        let value = format!("{near} other {orders} went to the same street within a day");
        Signal::new("same street", value, if near >= 3 { 0.6 } else { 0.3 })
    })
}

/// Strangers in one town within a day (S77): worth knowing, ordinary in a large town.
fn same_town(order: &ShortOrder, beside: &Beside, found: &[Found<'_>]) -> Option<Signal> {
    let linked = found.iter().filter(|found| found.is_within(order, 1)).count();
    let near = beside.counts.sum(KeyKind::TownDay).saturating_sub(linked);
    (near >= 2).then(|| {
        let value = format!("{near} other orders went to the same town within a day");
        Signal::new("same town", value, if near > LARGE_TOWN { 0.0 } else { 0.2 })
    })
}

/// Many strangers from one network within a day: bulk orders of a machine.
fn network(order: &ShortOrder, beside: &Beside, found: &[Found<'_>]) -> Option<Signal> {
    let near = strangers(order, beside, KeyKind::NetworkDay, found);
    let is_shared = is_hub(KeyKind::Ip, beside.counts.most(KeyKind::Ip));
    (near >= 5 && !is_shared).then(|| {
        let value = format!("{near} other orders came from the same network within a day");
        Signal::new("same network", value, 0.4)
    })
}

/// Orders of the day that share this and are neither of the person nor of the house.
fn strangers(order: &ShortOrder, beside: &Beside, kind: KeyKind, found: &[Found<'_>]) -> usize {
    let known = found.iter().filter(|found| {
        found.is_within(order, 2) && (found.is_close() || found.has(LinkReason::SameShipping))
    });
    beside.counts.sum(kind).saturating_sub(known.count())
}

/// Earlier orders that went well speak for the buyer (S33).
fn history(order: &ShortOrder, found: &[Found<'_>]) -> Option<Signal> {
    let good = found.iter().filter(|found| {
        let earlier = found.order;
        let same = found.has(LinkReason::SameEmail) || found.has(LinkReason::SamePhone);
        same && order.placed_at.seconds_since(earlier.placed_at) >= 90 * DAY_SECONDS
            && earlier.payment == Payment::Paid
            && earlier.fulfilment == Fulfilment::Fulfilled
            && earlier.bad_end.is_none()
    });
    let good = good.count();
    (good > 0).then(|| {
        let value = format!("{good} earlier orders, over 90 days ago, were paid and sent");
        Signal::new("history", value, -1.0)
    })
}

/// Shipments that could go together (S32).
fn combine(order: &ShortOrder, found: &[Found<'_>]) -> Option<Signal> {
    let open = |order: &ShortOrder| {
        order.fulfilment == Fulfilment::Unfulfilled
            && order.cancelled_at.is_none()
            && matches!(order.payment, Payment::Paid | Payment::Authorised)
    };
    let names: Vec<String> = found
        .iter()
        .filter(|found| found.has(LinkReason::SameShipping) && found.is_close())
        .filter(|found| open(order) && open(found.order))
        .map(|found| found.order.name.to_string())
        .take(5)
        .collect();
    (!names.is_empty()).then(|| Signal::fact("could ship together", names.join(", ")))
}
