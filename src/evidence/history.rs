//! What happened before with the same buyer: orders, money given back, verdicts (S33, S47,
//! S78).

use super::order_form::is_large;
use super::rows::{
    HISTORY_AS_MUCH, HISTORY_CHARGEBACK, HISTORY_FRAUD, HISTORY_GOOD, HISTORY_KNOWN,
    HISTORY_REFUNDS,
};
use super::sum::{Signal, finding, not_possible, strongest, weight};
use super::{Earlier, Given, Reading};
use crate::domain::{
    BadEnd, CancelReason, Check, Customer, Finding, Fulfilment, Order, Payment, Verb,
};

const DAY_SECONDS: f64 = 24.0 * 60.0 * 60.0;

/// The most verdicts that are named one by one.
const MOST_NAMED: usize = 5;

/// Weighs earlier orders of the same buyer and what became of them. A buyer who is known
/// counts once, whether the store says so or the orders do.
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let customer = order.customer.known();
    let counted = customer.and_then(|customer| customer.orders);
    let Some(all) = reading.past.earlier.or(counted.map(|_| [].as_slice())) else {
        let why = "Neither the store nor this desk tells of earlier orders";
        return not_possible(Check::History, order, why);
    };
    let before: Vec<&Earlier> =
        all.iter().filter(|other| other.placed_at < order.placed_at).collect();
    let bad: Vec<Signal> = [charged_back(&before, reading), as_fraud(&before, reading)]
        .into_iter()
        .flatten()
        .collect();
    let mut signals = vec![Signal::fact("orders", orders(&before, customer))];
    if bad.is_empty() {
        signals.extend(known(order, &before, reading));
        signals.extend(as_much(order, &before, reading));
    }
    signals.extend(bad);
    signals.extend(refunds(&before, reading));
    signals.extend(verdicts(&before));
    Finding {
        source: "earlier orders in the cache, verdicts in the ledger".to_owned(),
        ..finding(Check::History, order, headline(&before, &signals), &signals)
    }
}

fn headline(before: &[&Earlier], signals: &[Signal]) -> String {
    if let Some(signal) = strongest(signals) {
        return format!("Earlier: {}", signal.value);
    }
    let lowering = signals.iter().find(|signal| signal.weight < 0.0);
    match lowering.filter(|_| weight(signals) < 0.0) {
        Some(signal) => format!("A known buyer: {}", signal.value),
        None if before.is_empty() => "No earlier order of this buyer is known here".to_owned(),
        None => "Earlier orders of this buyer say nothing either way".to_owned(),
    }
}

fn orders(before: &[&Earlier], customer: Option<&Customer>) -> String {
    let here = match before {
        [] => "none here".to_owned(),
        [one] => format!("1 here: {}", one.order),
        [first, ..] => {
            let newest =
                before.iter().max_by_key(|other| other.placed_at).map_or(first, |other| other);
            format!("{} here, the newest {}", before.len(), newest.order)
        }
    };
    match customer.and_then(|customer| customer.orders) {
        Some(orders) => format!("{here}; {orders} with this one, as the store counts"),
        None => here,
    }
}

/// Paid, sent and kept for so long that the card's owner would have said something.
fn is_good(other: &Earlier, order: &Order, reading: &Reading<'_>) -> bool {
    let seconds = order.placed_at.seconds_since(other.placed_at);
    let days = f64::from(i32::try_from(seconds).unwrap_or(i32::MAX)) / DAY_SECONDS;
    days >= reading.rules.from(&HISTORY_GOOD)
        && other.payment == Payment::Paid
        && other.fulfilment == Fulfilment::Fulfilled
        && !other.is_cancelled
        && other.bad_end.is_none()
}

fn known(order: &Order, before: &[&Earlier], reading: &Reading<'_>) -> Option<Signal> {
    let good = before.iter().filter(|other| is_good(other, order, reading)).count();
    let days = reading.rules.from(&HISTORY_GOOD);
    if good > 0 {
        let orders = if good == 1 { "order was" } else { "orders were" };
        let value = format!("{good} earlier {orders} paid, sent and kept for {days} days");
        return Some(Signal::by(&HISTORY_GOOD, reading, "known", value));
    }
    let customer = order.customer.known()?;
    let (orders, since) = (customer.orders?, customer.since?);
    let age = order.placed_at.seconds_since(since);
    let age = f64::from(i32::try_from(age).unwrap_or(i32::MAX)) / DAY_SECONDS;
    let many = f64::from(u32::try_from(orders).unwrap_or(u32::MAX));
    let is_known = many >= reading.rules.from(&HISTORY_KNOWN) && age >= days;
    let value = format!("a customer of {orders} orders, for more than {days} days");
    is_known.then(|| Signal::by(&HISTORY_KNOWN, reading, "known", value))
}

/// A large order of somebody who bought as much before is less of a surprise (S78).
fn as_much(order: &Order, before: &[&Earlier], reading: &Reading<'_>) -> Option<Signal> {
    let total = order.totals.total.shop;
    let found = before.iter().find(|other| {
        is_good(other, order, reading)
            && is_large(order, reading)
            && other.total.is_some_and(|sum| sum.shop >= total)
    })?;
    let value = format!("{} was as large, {}, and went well", found.order, found.total?.shop);
    Some(Signal::by(&HISTORY_AS_MUCH, reading, "as large before", value))
}

fn charged_back(before: &[&Earlier], reading: &Reading<'_>) -> Option<Signal> {
    let found = before.iter().find(|other| other.bad_end == Some(BadEnd::Chargeback))?;
    let value = format!("the card's owner took the money of {} back", found.order);
    Some(Signal::by(&HISTORY_CHARGEBACK, reading, "charged back", value))
}

/// Refused here as fraud, or closed so in the store or an import; never for a policy (C17).
fn as_fraud(before: &[&Earlier], reading: &Reading<'_>) -> Option<Signal> {
    let refused = |other: &&&Earlier| {
        let by_store =
            matches!(other.bad_end, Some(BadEnd::CancelledAsFraud | BadEnd::RefundedAsFraud));
        by_store || other.verdict.as_ref().is_some_and(Given::is_fraud)
    };
    let found = before.iter().find(refused)?;
    let value = format!("{} was refused as fraud", found.order);
    Some(Signal::by(&HISTORY_FRAUD, reading, "fraud", value))
}

fn refunds(before: &[&Earlier], reading: &Reading<'_>) -> Option<Signal> {
    let given_back = before.iter().filter(|other| {
        matches!(other.payment, Payment::Refunded | Payment::PartlyRefunded)
            && other.bad_end.is_none()
            && !other.verdict.as_ref().is_some_and(Given::is_fraud)
    });
    let count = given_back.count();
    let many = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let orders = if count == 1 { "order was" } else { "orders were" };
    let value = format!("{count} earlier {orders} given back, wholly or in part");
    match count {
        0 => None,
        _ if many >= reading.rules.from(&HISTORY_REFUNDS) => {
            Some(Signal::by(&HISTORY_REFUNDS, reading, "given back", value))
        }
        _ => Some(Signal::fact("given back", value)),
    }
}

/// What was decided here before, by whom and when: newest first.
fn verdicts(before: &[&Earlier]) -> Vec<Signal> {
    let mut given: Vec<(&Earlier, &Given)> =
        before.iter().filter_map(|other| Some((*other, other.verdict.as_ref()?))).collect();
    given.sort_by_key(|(_, given)| std::cmp::Reverse(given.at));
    given.truncate(MOST_NAMED);
    let told = |(other, given): (&Earlier, &Given)| {
        Signal::fact("verdict", format!("{}: {}", other.order, given.words()))
    };
    given.into_iter().map(told).collect()
}

impl Given {
    /// Whether it was refused as fraud; without a reason nobody said so.
    pub(super) fn is_fraud(&self) -> bool {
        matches!(self.verb, Verb::Cancel | Verb::Refund) && self.reason == Some(CancelReason::Fraud)
    }

    /// The verdict in words: `refund (fraud) by Kim on 2026-11-02`.
    pub(super) fn words(&self) -> String {
        let reason = self.reason.map(|reason| format!(" ({})", reason.word())).unwrap_or_default();
        let day = self.at.0.date_naive();
        format!("{}{reason} by {} on {day}", self.verb.word(), self.by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, money, order, order_of};
    use crate::domain::{MoneyPair, Outcome, Readable};
    use crate::evidence::Past;
    use crate::evidence::sample::{earlier, placed};

    fn old(name: &str) -> Earlier {
        earlier(name, "2026-06-01T12:00:00Z")
    }

    #[expect(clippy::unnecessary_wraps, reason = "as an earlier order has it")]
    fn given(verb: Verb, reason: Option<CancelReason>) -> Option<Given> {
        Some(Given { verb, reason, by: "Kim".to_owned(), at: at("2026-06-03T09:00:00Z") })
    }

    fn customer(orders: u64, since: &str) -> Readable<Customer> {
        Readable::Known(Customer {
            id: "7".into(),
            name: Readable::Absent,
            since: Some(at(since)),
            orders: Some(orders),
            spent: None,
            email_verified: None,
            note: "".into(),
            tags: vec![],
        })
    }

    fn found(order: &Order, earlier: &[Earlier]) -> Finding {
        let past = Past { earlier: Some(earlier), ..Past::UNREAD };
        check(order, &Reading { past: &past, ..placed() })
    }

    #[test]
    fn what_became_of_earlier_orders_gives_weight_and_headline() {
        let with = |change: fn(&mut Earlier)| {
            let mut one = old("#1801");
            change(&mut one);
            vec![one]
        };
        for (earlier, weight, headline, shows) in [
            (vec![], 0.0, "No earlier order of this buyer is known here", "none"),
            (
                vec![old("#1801")],
                -0.8,
                "A known buyer: 1 earlier order was paid, sent and kept for 90 days",
                "good",
            ),
            (
                vec![old("#1801"), old("#1802")],
                -0.8,
                "A known buyer: 2 earlier orders were paid, sent and kept for 90 days",
                "two count once",
            ),
            (
                with(|one| one.placed_at = at("2026-10-01T12:00:00Z")),
                0.0,
                "Earlier orders of this buyer say nothing either way",
                "too young",
            ),
            (
                with(|one| one.placed_at = at("2026-12-01T12:00:00Z")),
                0.0,
                "No earlier order of this buyer is known here",
                "later",
            ),
            (
                with(|one| one.fulfilment = Fulfilment::Unfulfilled),
                0.0,
                "Earlier orders of this buyer say nothing either way",
                "not sent",
            ),
            (
                with(|one| one.is_cancelled = true),
                0.0,
                "Earlier orders of this buyer say nothing either way",
                "cancelled",
            ),
            (
                with(|one| one.bad_end = Some(BadEnd::Chargeback)),
                2.0,
                "Earlier: the card's owner took the money of #1801 back",
                "chargeback",
            ),
            (
                with(|one| one.bad_end = Some(BadEnd::CancelledAsFraud)),
                1.2,
                "Earlier: #1801 was refused as fraud",
                "fraud in the store",
            ),
            (
                with(|one| one.verdict = given(Verb::Cancel, Some(CancelReason::Fraud))),
                1.2,
                "Earlier: #1801 was refused as fraud",
                "fraud here",
            ),
            (
                with(|one| {
                    one.payment = Payment::Refunded;
                    one.verdict = given(Verb::Cancel, Some(CancelReason::Reseller));
                }),
                0.0,
                "Earlier orders of this buyer say nothing either way",
                "a matter of policy",
            ),
            (
                with(|one| one.payment = Payment::Refunded),
                0.0,
                "Earlier orders of this buyer say nothing either way",
                "one given back",
            ),
        ] {
            let found = found(&order(), &earlier);
            assert!((found.weight - weight).abs() < 1e-9, "{shows}: {}", found.weight);
            assert_eq!(found.headline, headline, "{shows}");
        }
        let mut thrice = vec![old("#1801"), old("#1802"), old("#1803")];
        for one in &mut thrice {
            one.payment = Payment::PartlyRefunded;
        }
        let found = found(&order(), &thrice);
        assert_eq!(found.headline, "Earlier: 3 earlier orders were given back, wholly or in part");
    }

    #[test]
    fn a_known_person_counts_once_and_bad_ends_outdo_it() {
        let known = Order { customer: customer(9, "2025-01-01T00:00:00Z"), ..order() };
        let young = Order { customer: customer(9, "2026-11-01T00:00:00Z"), ..order() };
        let few = Order { customer: customer(2, "2025-01-01T00:00:00Z"), ..order() };
        for (order, earlier, weight) in [
            (&known, vec![], -0.8),
            (&known, vec![old("#1801")], -0.8),
            (&young, vec![], 0.0),
            (&few, vec![], 0.0),
            (&known, vec![Earlier { bad_end: Some(BadEnd::Chargeback), ..old("#1801") }], 2.0),
        ] {
            let found = found(order, &earlier);
            assert!((found.weight - weight).abs() < 1e-9, "{}: {}", found.headline, found.weight);
        }
    }

    #[test]
    fn having_bought_as_much_before_speaks_for_a_large_order() {
        let as_large =
            Earlier { total: Some(MoneyPair::same(money("320.00 USD"))), ..old("#1801") };
        for (total, earlier, weight) in [
            ("310.00 USD", &as_large, -1.1),
            ("330.00 USD", &as_large, -0.8),
            ("100.00 USD", &as_large, -0.8),
        ] {
            let found = found(&order_of(total), std::slice::from_ref(earlier));
            assert!((found.weight - weight).abs() < 1e-9, "{total}: {}", found.weight);
        }
    }

    #[test]
    fn verdicts_are_told_with_who_gave_them_newest_first() {
        let first = Earlier { verdict: given(Verb::Release, None), ..old("#1801") };
        let mut second =
            Earlier { verdict: given(Verb::Refund, Some(CancelReason::Customer)), ..old("#1802") };
        second.verdict.as_mut().unwrap().at = at("2026-07-03T09:00:00Z");

        let found = found(&order(), &[first, second]);

        let told: Vec<&str> = found
            .facts
            .iter()
            .filter(|fact| fact.label == "verdict")
            .map(|fact| fact.value.raw())
            .collect();
        assert_eq!(
            told,
            [
                "#1802: refund (customer) by Kim on 2026-07-03",
                "#1801: release by Kim on 2026-06-03"
            ]
        );
    }

    #[test]
    fn where_nobody_tells_of_earlier_orders_it_is_unknown_and_the_store_alone_is_enough() {
        let unread = check(&order(), &placed());
        let by_store = Order { customer: customer(9, "2025-01-01T00:00:00Z"), ..order() };
        let known = check(&by_store, &placed());

        assert_eq!(unread.outcome, Outcome::Unknown);
        assert_eq!(unread.headline, "Neither the store nor this desk tells of earlier orders");
        assert_eq!(known.headline, "A known buyer: a customer of 9 orders, for more than 90 days");
    }
}
