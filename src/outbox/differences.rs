//! What changed on an order between two readings, in words and without personal data.

use std::collections::BTreeMap;

use super::words::hold_words;
use crate::domain::{Hold, MoneyPair, Order, StepKind};

/// What a revision rests on, in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// E-mail, telephone, computer's address.
    Contact,
    /// The billing address.
    Billing,
    /// The shipping address.
    Shipping,
    /// The goods.
    Items,
    /// The sums.
    Totals,
    /// Movements of money.
    Transactions,
    /// Where the money stands.
    Payment,
    /// Fulfilment orders and their holds.
    Parts,
    /// Where the goods stand.
    Fulfilment,
    /// Whether it is cancelled.
    Cancelled,
    /// Whether it is archived.
    Archived,
    /// Risk levels.
    Risk,
    /// Disputes.
    Disputes,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it concerns.
    pub aspect: Aspect,
    /// What changed, as part of a sentence.
    pub words: String,
}

/// Says what changed from `seen` to `now`, of what a decision rests on.
pub fn changes(seen: &Order, now: &Order) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut note = |aspect: Aspect, changed: bool, words: &str| {
        if changed {
            found.push(Difference { aspect, words: words.to_owned() });
        }
    };
    note(Aspect::Contact, seen.email != now.email, "the e-mail address changed");
    note(Aspect::Contact, seen.phone != now.phone, "the telephone number changed");
    note(Aspect::Contact, seen.ip != now.ip, "the address of the buyer's computer changed");
    note(Aspect::Billing, seen.billing != now.billing, "the billing address changed");
    note(Aspect::Shipping, seen.shipping != now.shipping, "the shipping address changed");
    note(Aspect::Items, goods(seen) != goods(now), "the goods changed");
    note(Aspect::Totals, sums(seen) != sums(now), &totals_words(seen, now));
    note(Aspect::Transactions, money(seen) != money(now), &transaction_words(seen, now));
    note(
        Aspect::Payment,
        seen.payment != now.payment,
        &from_to("the payment", seen.payment.word(), now.payment.word()),
    );
    note(Aspect::Parts, parts(seen) != parts(now), &parts_words(seen, now));
    note(
        Aspect::Fulfilment,
        seen.fulfilment != now.fulfilment,
        &from_to("the fulfilment", seen.fulfilment.word(), now.fulfilment.word()),
    );
    let (cancelled, archived) = (now.is_cancelled(), now.is_archived());
    let words = if cancelled { "it was cancelled" } else { "it is no longer cancelled" };
    note(Aspect::Cancelled, seen.is_cancelled() != cancelled, words);
    let words = if archived { "it was archived" } else { "it was taken out of the archive" };
    note(Aspect::Archived, seen.is_archived() != archived, words);
    note(Aspect::Risk, risks(seen) != risks(now), "its risk was assessed anew");
    note(Aspect::Disputes, disputes(seen) != disputes(now), "a dispute changed");
    found
}

/// Joins differences to the middle of a sentence.
pub(super) fn in_words(differences: &[Difference]) -> String {
    if differences.is_empty() {
        return "something on it changed".to_owned();
    }
    let words: Vec<&str> = differences.iter().map(|change| change.words.as_str()).collect();
    words.join(", ")
}

/// Whether a step of ours may change this, so that such a change is no stranger's.
pub(super) fn may_change(kind: StepKind, aspect: Aspect) -> bool {
    use Aspect::{
        Archived, Billing, Cancelled, Contact, Disputes, Fulfilment, Items, Parts, Payment, Risk,
        Shipping, Totals, Transactions,
    };
    match kind {
        StepKind::ReleaseHolds | StepKind::PlaceHold => matches!(aspect, Parts | Fulfilment),
        StepKind::Cancel => !matches!(aspect, Contact | Billing | Shipping | Risk | Disputes),
        StepKind::Refund => {
            !matches!(aspect, Contact | Billing | Shipping | Risk | Disputes | Cancelled)
        }
        StepKind::Void => matches!(aspect, Totals | Transactions | Payment),
        StepKind::SetArchived => aspect == Archived,
        StepKind::AppendNote | StepKind::AddTags | StepKind::RemoveTags => {
            // Named one by one, so that a new aspect is thought about here.
            match aspect {
                Contact | Billing | Shipping | Items | Totals | Transactions | Payment | Parts
                | Fulfilment | Cancelled | Archived | Risk | Disputes => false,
            }
        }
    }
}

fn from_to(what: &str, from: &str, to: &str) -> String {
    format!("{what} was {}, is {}", from.replace('_', " "), to.replace('_', " "))
}

fn goods(order: &Order) -> BTreeMap<&str, (u32, u32, i64)> {
    let line =
        |item: &'_ crate::domain::LineItem| (item.quantity, item.refundable, item.line_total.minor);
    order.items.iter().map(|item| (&*item.id, line(item))).collect()
}

fn sums(order: &Order) -> [MoneyPair; 4] {
    let totals = &order.totals;
    [totals.total, totals.received, totals.refunded, totals.capturable]
}

fn totals_words(seen: &Order, now: &Order) -> String {
    let (seen, now) = (seen.totals, now.totals);
    if seen.refunded == now.refunded {
        return "the sums changed".to_owned();
    }
    format!("refunded was {}, is {}", seen.refunded.charged, now.refunded.charged)
}

fn money(order: &Order) -> BTreeMap<&str, String> {
    let line = |one: &crate::domain::Transaction| {
        format!("{:?} {:?} {}", one.kind, one.state, one.amount.charged)
    };
    order.transactions.iter().map(|one| (&*one.id, line(one))).collect()
}

fn transaction_words(seen: &Order, now: &Order) -> String {
    let (seen, now) = (money(seen), money(now));
    let new = now.keys().filter(|id| !seen.contains_key(*id)).count();
    match new {
        0 => "a movement of money changed".to_owned(),
        1 => "there is a new movement of money".to_owned(),
        _ => format!("there are {new} new movements of money"),
    }
}

fn parts(order: &Order) -> BTreeMap<&str, (String, Vec<&str>)> {
    order
        .fulfilment_orders
        .iter()
        .map(|part| {
            let mut holds: Vec<&str> = part.holds.iter().map(|hold| &*hold.id).collect();
            holds.sort_unstable();
            (&*part.id, (format!("{:?}", part.state), holds))
        })
        .collect()
}

fn parts_words(seen: &Order, now: &Order) -> String {
    let added = not_among(now, seen);
    let removed = not_among(seen, now);
    let words = [
        (!added.is_empty()).then(|| format!("a hold was placed by {}", added.join(" and "))),
        (!removed.is_empty()).then(|| format!("a hold was released: {}", removed.join(" and "))),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    if words.is_empty() { "what is to be sent changed".to_owned() } else { words.join(", ") }
}

/// The holds of `one` that `other` does not have, in words.
fn not_among(one: &Order, other: &Order) -> Vec<String> {
    let is_there = |hold: &Hold| other.holds().any(|(_, known)| known.id == hold.id);
    one.holds().filter(|(_, hold)| !is_there(hold)).map(|(_, hold)| hold_words(hold)).collect()
}

fn risks(order: &Order) -> Vec<String> {
    let line =
        |one: &crate::domain::Assessment| format!("{} {}", one.provider.raw(), one.level.word());
    let mut all: Vec<String> = order.risk.assessments.iter().map(line).collect();
    all.sort_unstable();
    all
}

fn disputes(order: &Order) -> BTreeMap<&str, &str> {
    order.disputes.iter().map(|dispute| (&*dispute.id, dispute.state.raw())).collect()
}
