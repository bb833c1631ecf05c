//! What the linked orders say together.

use std::collections::BTreeSet;

use super::form::Form;
use crate::domain::{Fulfilment, LinkReason, Payment, RiskLevel, ShortOrder};
use crate::evidence::postal::Folded;
use crate::evidence::sum::Signal;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// A candidate with what it shares.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) order: &'a ShortOrder,
    pub(super) form: Form,
    pub(super) reasons: Vec<LinkReason>,
    pub(super) score: f64,
}

impl Found<'_> {
    pub(super) fn has(&self, reason: LinkReason) -> bool {
        self.reasons.contains(&reason)
    }

    /// More likely one person than not.
    fn is_close(&self) -> bool {
        self.score >= 0.5
    }

    fn is_within(&self, order: &ShortOrder, days: i64) -> bool {
        order.placed_at.seconds_since(self.order.placed_at).abs() <= days * DAY_SECONDS
    }
}

pub(super) fn signals(order: &ShortOrder, form: &Form, found: &[Found<'_>]) -> Vec<Signal> {
    [
        bills(form, found),
        burst(order, found),
        bad_end(found),
        coupon(order, found),
        same_town(order, form, found),
        history(order, found),
        combine(order, found),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Several bills for one shipping address are usually fraud (S37); two may be a gift.
fn bills(form: &Form, found: &[Found<'_>]) -> Option<Signal> {
    let bill = |form: &Form| form.billing.as_ref().and_then(Folded::house);
    let there = found.iter().filter(|found| found.has(LinkReason::SameShipping));
    let bills: BTreeSet<String> =
        there.filter_map(|found| bill(&found.form)).chain(bill(form)).collect();
    let weight = match bills.len() {
        0 | 1 => return None,
        2 => 0.3,
        3 => 1.0,
        _ => 1.8,
    };
    let value = format!("{} different bills for one shipping address", bills.len());
    Some(Signal::new("bills", value, weight))
}

/// Several purchases within days (S80).
fn burst(order: &ShortOrder, found: &[Found<'_>]) -> Option<Signal> {
    let near = found.iter().filter(|found| found.is_close() && found.is_within(order, 3)).count();
    (near >= 2).then(|| {
        Signal::new("burst", format!("{near} more orders of the same person within 3 days"), 0.6)
    })
}

fn bad_end(found: &[Found<'_>]) -> Option<Signal> {
    let ended = found.iter().filter(|found| {
        let order = found.order;
        let undone = order.cancelled_at.is_some()
            || matches!(order.payment, Payment::Refunded | Payment::Voided);
        found.is_close() && undone && order.risk >= RiskLevel::Medium
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

/// Strangers in one town on one day (S77): worth knowing, ordinary in a large town.
fn same_town(order: &ShortOrder, form: &Form, found: &[Found<'_>]) -> Option<Signal> {
    let town = form.town()?;
    let near = found.iter().filter(|found| {
        found.reasons.is_empty()
            && found.is_within(order, 1)
            && found.form.town().as_ref() == Some(&town)
    });
    let near = near.count();
    (near >= 2).then(|| {
        let value = format!("{near} other orders went to the same town within a day");
        Signal::new("same town", value, 0.2)
    })
}

/// Earlier orders that went well speak for the buyer (S33).
fn history(order: &ShortOrder, found: &[Found<'_>]) -> Option<Signal> {
    let good = found.iter().filter(|found| {
        let earlier = found.order;
        let same = found.has(LinkReason::SameEmail) || found.has(LinkReason::SamePhone);
        same && order.placed_at.seconds_since(earlier.placed_at) >= 90 * DAY_SECONDS
            && earlier.payment == Payment::Paid
            && earlier.fulfilment == Fulfilment::Fulfilled
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
        .filter(|found| found.has(LinkReason::SameShipping) && found.has(LinkReason::SameName))
        .filter(|found| open(order) && open(found.order))
        .map(|found| found.order.name.to_string())
        .take(5)
        .collect();
    (!names.is_empty()).then(|| Signal::fact("could ship together", names.join(", ")))
}
