//! Compares an order with others and says what they share.

use super::beside::{Beside, Relative, is_same};
use super::features::{Own, Shared};
use super::print::{Print, View};
use super::signals::{Found, signals};
use super::weights::{probability, weigh};
use crate::domain::{
    Check, Finding, Link, LinkReason, Order, Outcome, Readable, ShortOrder, Timestamp,
};
use crate::evidence::sum::{Signal, facts, not_possible, outcome, strongest, weight};

/// The most links that a finding carries.
const MOST_LINKS: usize = 50;

/// Compares an order with those that the cache found beside it. `as_of` is when the cache was
/// last brought up to date.
pub fn find(order: &Order, beside: &Beside, as_of: Timestamp) -> Finding {
    let short = ShortOrder::from(order);
    let print = Print::of(&short);
    let view = print.view();
    if view.is_empty() {
        return Finding {
            as_of,
            ..not_possible(Check::Duplicates, order, nothing_to_compare(&short))
        };
    }
    let mut found = compared(&short, &view, beside);
    add_relatives(&mut found, &short, beside);
    found.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then(b.order.placed_at.cmp(&a.order.placed_at))
    });
    let mut signals = signals(&short, &view, beside, &found);
    signals.extend(not_compared(&short));
    let links: Vec<Link> =
        found.iter().filter(|found| !found.reasons.is_empty()).map(link).collect();
    let weight = weight(&signals);
    Finding {
        check: Check::Duplicates,
        outcome: read(weight, links.is_empty()),
        headline: headline(&signals, &links),
        facts: facts(&signals),
        weight,
        source: "orders in the cache".to_owned(),
        as_of,
        links: links.into_iter().take(MOST_LINKS).collect(),
    }
}

fn compared<'a>(short: &ShortOrder, view: &View<'_>, beside: &'a Beside) -> Vec<Found<'a>> {
    let own = Own::of(view.clone(), &beside.counts);
    let others = beside.orders.iter().filter(|other| !is_same(short, other));
    let found = others.map(|order| {
        let (features, shared) = own.compare(&Print::of(order).view());
        Found { order, reasons: reasons(shared), score: probability(weigh(&features)) }
    });
    found.collect()
}

/// Adds the orders that are linked through another; those that share something themselves
/// take the likelier score.
fn add_relatives<'a>(found: &mut Vec<Found<'a>>, short: &ShortOrder, beside: &'a Beside) {
    for Relative { order, odds } in &beside.relatives {
        let score = probability(*odds);
        match found.iter_mut().find(|one| is_same(one.order, order)) {
            Some(known) => {
                if known.score < score {
                    known.score = score;
                    known.reasons.push(LinkReason::ThroughAnother);
                }
            }
            None if is_same(short, order) => {}
            None => found.push(Found { order, reasons: vec![LinkReason::ThroughAnother], score }),
        }
    }
}

fn reasons(shared: Shared) -> Vec<LinkReason> {
    let is_crossed = shared.crossed && !shared.shipping && !shared.billing;
    let is_house = shared.shipping || shared.billing || is_crossed;
    [
        (LinkReason::SameName, shared.name),
        (LinkReason::SimilarName, shared.similar_name),
        (LinkReason::SameEmail, shared.email),
        (LinkReason::SimilarEmail, shared.similar_email && !shared.email),
        (LinkReason::SamePhone, shared.phone),
        (LinkReason::SameShipping, shared.shipping),
        (LinkReason::SameBilling, shared.billing),
        (LinkReason::CrossedAddress, is_crossed),
        (LinkReason::SimilarAddress, shared.similar_house && !is_house),
        (LinkReason::SameCard, shared.card),
        (LinkReason::SameDevice, shared.device),
        (LinkReason::SameCustomer, shared.customer),
        (LinkReason::SameIp, shared.ip),
    ]
    .into_iter()
    .filter_map(|(reason, is_shared)| is_shared.then_some(reason))
    .collect()
}

fn link(found: &Found<'_>) -> Link {
    let order = found.order;
    Link {
        shop: order.shop.clone(),
        id: order.id.clone(),
        order: order.name.clone(),
        placed_at: order.placed_at,
        score: found.score,
        reasons: found.reasons.clone(),
        state: state(order),
    }
}

fn state(order: &ShortOrder) -> String {
    let mut words =
        vec![order.payment.word().replace('_', " "), order.fulfilment.word().to_owned()];
    if order.cancelled_at.is_some() {
        words.push("cancelled".to_owned());
    } else if order.archived_at.is_some() {
        words.push("archived".to_owned());
    }
    words.join(", ")
}

fn read(weight: f64, alone: bool) -> Outcome {
    match outcome(weight) {
        Outcome::Clear if !alone => Outcome::Notice,
        outcome => outcome,
    }
}

fn headline(signals: &[Signal], links: &[Link]) -> String {
    let linked = match links {
        [] => "No other order shares name, e-mail, phone or address".to_owned(),
        [one] => format!("1 order shares something: {}", shared(one)),
        [first, ..] => format!("{} orders share something, first {}", links.len(), shared(first)),
    };
    match strongest(signals) {
        Some(signal) => format!("{}; {linked}", signal.value),
        None => linked,
    }
}

fn shared(link: &Link) -> String {
    let reasons: Vec<_> = link.reasons.iter().map(|reason| reason.words()).collect();
    format!("{} ({})", link.order, reasons.join(", "))
}

fn not_compared(order: &ShortOrder) -> Vec<Signal> {
    let denied = withheld(order).into_iter();
    denied.map(|(what, why)| Signal::fact("not compared", format!("{what}: {why}"))).collect()
}

fn nothing_to_compare(order: &ShortOrder) -> String {
    match withheld(order).first() {
        Some((_, why)) => format!("Nothing can be compared with other orders: {why}"),
        None => "The order has no name, e-mail, phone or address to compare".to_owned(),
    }
}

fn withheld(order: &ShortOrder) -> Vec<(&'static str, &str)> {
    fn why<'a, T>(what: &'static str, value: &'a Readable<T>) -> Option<(&'static str, &'a str)> {
        value.denied().map(|why| (what, why))
    }
    [
        why("name", &order.customer_name),
        why("e-mail", &order.email),
        why("phone", &order.phone),
        why("billing address", &order.billing),
        why("shipping address", &order.shipping),
        why("IP address", &order.ip),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{address, at, order};
    use crate::domain::{Address, Clean, Fulfilment, OrderId, Payment, RiskLevel};

    fn now() -> Timestamp {
        at("2026-11-20T16:00:00Z")
    }

    fn found(order: &Order, others: &[ShortOrder]) -> Finding {
        find(order, &Beside::among(&ShortOrder::from(order), others), now())
    }

    /// Another order that shares nothing.
    fn stranger(id: &str) -> ShortOrder {
        let mut other = ShortOrder::from(&order());
        other.id = OrderId::new(id);
        other.name = Clean::new(&format!("#{id}"));
        other.email = Readable::Known(Clean::new(&format!("{id}@example.net")));
        other.phone = Readable::Absent;
        other.ip = Readable::Absent;
        other.billing = Readable::Known(elsewhere(id));
        other.shipping = Readable::Known(elsewhere(id));
        other
    }

    fn elsewhere(id: &str) -> Address {
        Address {
            name: Clean::new(&format!("Person {id}")),
            line1: Clean::new(&format!("{id} Other Road")),
            city: "Reno".into(),
            region_code: "NV".into(),
            postal_code: "89501".into(),
            country_code: "US".into(),
            ..Address::default()
        }
    }

    fn but(mut order: ShortOrder, change: impl FnOnce(&mut ShortOrder)) -> ShortOrder {
        change(&mut order);
        order
    }

    fn reasons(other: &ShortOrder) -> Vec<LinkReason> {
        let finding = found(&order(), std::slice::from_ref(other));
        finding.links.first().map(|link| link.reasons.clone()).unwrap_or_default()
    }

    #[test]
    fn each_thing_shared_is_a_reason() {
        use LinkReason::{
            CrossedAddress, SameBilling, SameEmail, SameIp, SameName, SamePhone, SameShipping,
        };
        let house = |name: &str| Readable::Known(Address { name: name.into(), ..address("") });
        let gone = |order: &mut ShortOrder| order.billing = Readable::Absent;
        for (other, wanted) in [
            (stranger("1"), vec![]),
            (
                but(stranger("1"), |o| o.customer_name = Readable::Known("LINDGREN ada".into())),
                vec![SameName],
            ),
            (
                but(stranger("1"), |o| o.email = Readable::Known("ADA+x@example.org".into())),
                vec![SameEmail],
            ),
            (
                but(stranger("1"), |o| o.phone = Readable::Known("(415) 555-0134".into())),
                vec![SamePhone],
            ),
            (
                but(stranger("1"), |o| {
                    gone(o);
                    o.shipping = house("Bo");
                }),
                vec![SameShipping],
            ),
            (
                but(stranger("1"), |o| {
                    o.shipping = Readable::Absent;
                    o.billing = house("Bo");
                }),
                vec![SameBilling],
            ),
            (but(stranger("1"), |o| o.ip = Readable::Known("93.184.216.34".into())), vec![SameIp]),
        ] {
            let found = reasons(&other);
            // Billing and shipping of the order are one house, so that each side crosses too.
            assert_eq!(
                found.iter().copied().filter(|r| *r != CrossedAddress).collect::<Vec<_>>(),
                wanted
            );
        }
    }

    #[test]
    fn billing_there_and_shipping_here_is_its_own_reason() {
        let mut own = order();
        own.billing = Readable::Known(elsewhere("77"));
        let other = but(stranger("1"), |o| o.billing = Readable::Known(address("Bo")));

        let finding = found(&own, &[other]);

        assert_eq!(finding.links[0].reasons, [LinkReason::CrossedAddress]);
    }

    #[test]
    fn an_order_is_never_its_own_link() {
        let own = ShortOrder::from(&order());
        let imported = but(own.clone(), |o| o.id = OrderId::new("EX-1"));

        let finding = found(&order(), &[own, imported]);

        assert_eq!((finding.outcome, finding.links.len()), (Outcome::Clear, 0));
    }

    #[test]
    fn links_come_best_first_with_a_probability() {
        let name = but(stranger("1"), |o| o.customer_name = Readable::Known("Ada Lindgren".into()));
        let email = but(stranger("2"), |o| o.email = Readable::Known("ada@example.org".into()));
        let both = but(name.clone(), |o| {
            o.id = OrderId::new("3");
            o.name = "#3".into();
            o.email = Readable::Known("ada@example.org".into());
        });

        let weeks_ago = |o| but(o, |o| o.placed_at = at("2026-11-01T00:00:00Z"));

        let finding = found(&order(), &[name, email, both].map(weeks_ago));

        let names: Vec<_> = finding.links.iter().map(|link| link.order.raw()).collect();
        assert_eq!(names, ["#3", "#2", "#1"]);
        assert!(finding.links.iter().all(|link| link.score > 0.0 && link.score < 1.0));
        assert!(finding.links[1].score > 0.5 && finding.links[2].score < 0.5);
        assert_eq!(finding.headline, "3 orders share something, first #3 (same name, same e-mail)");
        assert_eq!(finding.links[0].state, "paid, unfulfilled");
    }

    #[test]
    fn many_bills_for_one_shipping_address_raise_an_alarm() {
        let to_us = |id: &str| {
            but(stranger(id), |o| o.shipping = Readable::Known(address(&format!("Person {id}"))))
        };

        let finding = found(&order(), &[to_us("1"), to_us("2"), to_us("3")]);

        assert_eq!(finding.outcome, Outcome::Alarm);
        assert!(
            finding.headline.starts_with("4 different bills for one shipping address;"),
            "{}",
            finding.headline
        );
    }

    #[test]
    fn a_household_and_an_old_customer_are_not_suspicious() {
        let family = but(stranger("1"), |o| {
            o.billing = Readable::Known(address("Bo Lindgren"));
            o.shipping = Readable::Known(address("Bo Lindgren"));
        });
        let finding = found(&order(), &[family]);
        assert_eq!((finding.outcome, finding.weight), (Outcome::Notice, 0.0));

        let old = but(stranger("2"), |o| {
            o.email = Readable::Known("ada@example.org".into());
            o.placed_at = at("2026-03-01T00:00:00Z");
            o.payment = Payment::Paid;
            o.fulfilment = Fulfilment::Fulfilled;
        });
        let finding = found(&order(), &[old]);
        assert!(finding.weight < 0.0);
    }

    #[test]
    fn a_burst_a_bad_end_and_a_shared_coupon_raise() {
        let mut own = order();
        own.coupons = vec!["SAVE50".into()];
        let linked = |id: &str| {
            but(stranger(id), |o| {
                o.email = Readable::Known("ada@example.org".into());
                o.coupons = vec!["save50".into()];
                o.risk = RiskLevel::High;
                o.payment = Payment::Refunded;
            })
        };

        let finding = found(&own, &[linked("1"), linked("2")]);

        let labels: Vec<_> = finding.facts.iter().map(|fact| fact.label.as_str()).collect();
        assert_eq!(labels, ["burst", "earlier end", "coupon"]);
        assert_eq!(finding.outcome, Outcome::Alarm);
    }

    #[test]
    fn strangers_in_one_town_on_one_day_are_a_fact_and_no_link() {
        let near = |id: &str| {
            but(stranger(id), |o| {
                let there =
                    Address { city: "Oakland".into(), region_code: "CA".into(), ..elsewhere(id) };
                o.shipping = Readable::Known(there);
            })
        };
        let far_in_time = but(near("9"), |o| o.placed_at = at("2026-11-15T00:00:00Z"));

        let one_day = found(&order(), &[near("1"), near("2"), far_in_time.clone()]);
        assert!(one_day.links.is_empty());
        assert_eq!(
            one_day.facts[0].value.raw(),
            "2 other orders went to the same town within a day"
        );
        assert_eq!(one_day.outcome, Outcome::Notice);

        let other_day = found(&order(), &[far_in_time]);
        assert_eq!((other_day.outcome, other_day.facts.len()), (Outcome::Clear, 0));
    }

    #[test]
    fn what_is_withheld_is_not_clear() {
        let why = "The app may not read it.";
        let mut own = order();
        own.phone = Readable::Denied(why.to_owned());
        let partly = found(&own, &[]);
        assert_eq!(partly.facts[0].value.raw(), "phone: The app may not read it.");

        own.email = Readable::Denied(why.to_owned());
        own.billing = Readable::Denied(why.to_owned());
        own.shipping = Readable::Denied(why.to_owned());
        let nothing = found(&own, &[]);
        assert_eq!(nothing.outcome, Outcome::Unknown);
        assert!(nothing.headline.ends_with(why));
        assert_eq!(nothing.as_of, now());
    }
}
