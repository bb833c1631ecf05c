//! The form of the order: sum, pieces, first order, haste, discount, hour (S21, S22, S78 to
//! S80).

use super::apart::Spot;
use super::rows::{
    ORDER_DISCOUNT, ORDER_FIRST, ORDER_FIRST_LARGE, ORDER_NIGHT, ORDER_PIECES, ORDER_VALUE,
    ORDER_VALUE_RARE,
};
use super::sum::{Signal, finding, strongest};
use super::tricks::said;
use super::{Quantiles, Reading, Rule, Spread};
use crate::domain::{Address, Check, Finding, Money, Order, Outcome, Precision, Timestamp};

/// Orders that one person places within so many days are looked at together (S80).
const NEAR_SECONDS: i64 = 3 * 24 * 60 * 60;

/// A country wider than this has no hour of its own.
const WIDEST_KM: f64 = 700.0;

/// What those ask who buy to sell again (S81), folded.
const RESELLING: [&str; 10] = [
    "wholesale",
    "reseller",
    "resale",
    "resell",
    "bulk price",
    "bulk pricing",
    "bulk discount",
    "dropship",
    "dropshipping",
    "distributor price",
];

/// Compares sum and pieces with thresholds and with the shop's other orders, and looks at
/// discount, hour, and how near other orders of the same buyer are.
///
/// Bulk is not fraud by itself (S79), and who sells again is a matter of policy (C17).
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let mut signals = vec![value(order, reading), pieces(order, reading)];
    signals.push(first(order, reading));
    signals.extend(velocity(order, reading));
    signals.extend(discount(order, reading));
    let selling = reselling(order);
    signals.extend(selling.map(|word| Signal::fact("resale", format!("the note says “{word}”"))));
    signals.push(hour(order, reading));
    let headline = match (strongest(&signals), selling) {
        (Some(signal), _) => format!("The order: {} {}", signal.label, signal.value),
        (None, Some(word)) => format!("The order's note speaks of selling again: “{word}”"),
        (None, None) => "Nothing stands out in the order itself".to_owned(),
    };
    let found = finding(Check::OrderForm, order, headline, &signals);
    let is_noted = selling.is_some() && found.outcome == Outcome::Clear;
    if is_noted { Finding { outcome: Outcome::Notice, ..found } } else { found }
}

/// Whether the sum is of high value, as the shop's policy says (S21, C14).
pub(super) fn is_large(order: &Order, reading: &Reading<'_>) -> bool {
    order.totals.total.shop >= reading.high_value.amount
}

fn value(order: &Order, reading: &Reading<'_>) -> Signal {
    let total = order.totals.total.shop;
    let large = is_large(order, reading);
    let usual = reading.past.spread.map(|spread| (spread, &spread.total));
    let (rare, beside) = beside_usual(total, usual);
    let threshold = reading.high_value.amount;
    let high = if large { format!(", high value from {threshold} on") } else { String::new() };
    weighed(
        "sum",
        format!("{total}{high}; {beside}"),
        match (rare, large) {
            (true, _) => Some(&ORDER_VALUE_RARE),
            (false, true) => Some(&ORDER_VALUE),
            (false, false) => None,
        },
        reading,
    )
}

fn pieces(order: &Order, reading: &Reading<'_>) -> Signal {
    let (pieces, most) = (order.pieces(), reading.high_value.pieces);
    let many = pieces > most;
    let usual = reading.past.spread.map(|spread| (spread, &spread.pieces));
    let (rare, beside) = beside_usual(pieces, usual);
    let bulk = if many { format!(", bulk above {most}") } else { String::new() };
    let rule = (rare || many).then_some(&ORDER_PIECES);
    weighed("pieces", format!("{pieces}{bulk}; {beside}"), rule, reading)
}

fn weighed(
    label: &'static str,
    value: String,
    rule: Option<&Rule>,
    reading: &Reading<'_>,
) -> Signal {
    match rule {
        Some(rule) => Signal::by(rule, reading, label, value),
        None => Signal::fact(label, value),
    }
}

/// Whether a number is above ninety-nine in a hundred of the shop's, and its place in words.
fn beside_usual<T: Copy + PartialOrd + std::fmt::Display>(
    number: T,
    usual: Option<(&Spread, &Quantiles<T>)>,
) -> (bool, String) {
    let Some((spread, usual)) = usual else {
        return (false, "the shop's usual orders are not known yet".to_owned());
    };
    let of = spread.orders;
    if number > usual.p99 {
        (true, format!("99 in 100 of the shop's orders have at most {} (of {of})", usual.p99))
    } else if number > usual.p90 {
        (false, format!("9 in 10 of the shop's orders have at most {} (of {of})", usual.p90))
    } else {
        (false, format!("half of the shop's orders have at most {} (of {of})", usual.half))
    }
}

fn first(order: &Order, reading: &Reading<'_>) -> Signal {
    let by_store = order.customer.known().and_then(|customer| customer.orders);
    let by_us = reading
        .past
        .earlier
        .map(|earlier| earlier.iter().filter(|other| other.placed_at < order.placed_at).count());
    match (by_store, by_us) {
        (Some(2..), _) => Signal::fact("buyer", "has ordered before, as the store says"),
        (_, Some(1..)) => Signal::fact("buyer", "has ordered before"),
        (None, None) => {
            Signal::fact("buyer", "unknown: neither the store nor this desk tells of other orders")
        }
        _ if is_large(order, reading) => Signal::by(
            &ORDER_FIRST_LARGE,
            reading,
            "buyer",
            "orders for the first time, and of high value",
        ),
        _ => Signal::by(&ORDER_FIRST, reading, "buyer", "orders for the first time"),
    }
}

/// Several purchases in days (S80). The check of other orders weighs them, whoever placed
/// them; here they are told and add nothing.
fn velocity(order: &Order, reading: &Reading<'_>) -> Option<Signal> {
    let near = reading
        .past
        .earlier?
        .iter()
        .filter(|other| order.placed_at.seconds_since(other.placed_at).abs() <= NEAR_SECONDS);
    let count = near.count();
    let orders = if count == 1 { "order" } else { "orders" };
    (count > 0).then(|| {
        Signal::fact("haste", format!("{count} more {orders} of this buyer within three days"))
    })
}

/// What was taken off the price of the goods, in percent: at least so much, whether the
/// store takes it off the lines or off the sum.
fn discount(order: &Order, reading: &Reading<'_>) -> Option<Signal> {
    let total = order.totals.total.shop;
    let (mut full, mut paid) = (0_i64, 0_i64);
    for item in &order.items {
        if item.unit_price.currency != total.currency || item.line_total.currency != total.currency
        {
            return None;
        }
        full = full.checked_add(item.unit_price.minor.checked_mul(i64::from(item.quantity))?)?;
        paid = paid.checked_add(item.line_total.minor)?;
    }
    let off = full.checked_sub(paid.min(total.minor))?;
    if full <= 0 || off <= 0 {
        return None;
    }
    let percent = off.checked_mul(100)? / full;
    let codes: Vec<String> =
        order.coupons.iter().take(3).map(|code| code.fitted(20).into_owned()).collect();
    let by = if codes.is_empty() { String::new() } else { format!(" by {}", codes.join(", ")) };
    let off = Money { minor: off, currency: total.currency };
    let value = format!("{percent} % off{by}, at least {off}");
    let share = f64::from(u32::try_from(percent).unwrap_or(u32::MAX));
    let rule = (share >= reading.rules.from(&ORDER_DISCOUNT)).then_some(&ORDER_DISCOUNT);
    Some(weighed("discount", value, rule, reading))
}

/// A word in the note or the extras that speaks of selling again.
fn reselling(order: &Order) -> Option<&'static str> {
    let extras = order.attributes.iter().map(|(_, value)| value);
    let texts: Vec<String> = extras
        .chain([&order.note])
        .filter(|text| !text.is_blank())
        .map(|text| said(&text.bare()))
        .collect();
    let says = |word: &&&str| texts.iter().any(|text| text.contains(&format!(" {word} ")));
    RESELLING.iter().find(says).copied()
}

/// The hour at the place of billing, by the sun: clocks differ from it by two hours at most.
fn hour(order: &Order, reading: &Reading<'_>) -> Signal {
    let given = order.billing.known().filter(|billing| !billing.is_blank());
    let Some(billing) = given else {
        let why = order.billing.denied().unwrap_or("the order has no billing address");
        return Signal::fact("hour", format!("unknown: {why}"));
    };
    match sun(billing, order.placed_at, reading) {
        Ok(hour) => {
            let value = format!("about {} o'clock by the sun where the bill goes", hour.floor());
            let rule = (1.0..4.5).contains(&hour).then_some(&ORDER_NIGHT);
            weighed("hour", value, rule, reading)
        }
        Err(why) => Signal::fact("hour", format!("unknown: {why}")),
    }
}

/// Hours since midnight by the sun at an address.
fn sun(billing: &Address, at: Timestamp, reading: &Reading<'_>) -> Result<f64, String> {
    let spot = Spot::of_address(billing, reading.places)?;
    if spot.precision == Precision::Country && spot.radius_km > WIDEST_KM {
        return Err("only the country is known, and it has several hours".to_owned());
    }
    let minutes = at.millis().div_euclid(60_000).rem_euclid(24 * 60);
    let here = f64::from(u16::try_from(minutes).unwrap_or_default()) / 60.0 + spot.point.lon / 15.0;
    Ok(here.rem_euclid(24.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, money, order, order_of};
    use crate::domain::{Customer, Readable};
    use crate::evidence::sample::{earlier, placed};
    use crate::evidence::{Earlier, Past};

    fn spread() -> Spread {
        Spread {
            orders: 2_000,
            total: Quantiles {
                half: money("60.00 USD"),
                p90: money("180.00 USD"),
                p99: money("420.00 USD"),
            },
            pieces: Quantiles { half: 2, p90: 6, p99: 14 },
        }
    }

    fn fact<'a>(finding: &'a Finding, label: &str) -> Option<&'a str> {
        finding.facts.iter().find(|fact| fact.label == label).map(|fact| fact.value.raw())
    }

    fn buyer(orders: u64) -> Readable<Customer> {
        Readable::Known(Customer {
            id: "7".into(),
            name: Readable::Absent,
            since: None,
            orders: Some(orders),
            spent: None,
            email_verified: None,
            note: "".into(),
            tags: vec![],
        })
    }

    fn weight(order: &Order, past: &Past<'_>) -> f64 {
        check(order, &Reading { past, ..placed() }).weight
    }

    #[test]
    fn the_sum_counts_once_at_the_stronger_of_threshold_and_the_shops_own_orders() {
        let usual = spread();
        let past = Past { spread: Some(&usual), ..Past::UNREAD };
        for (total, adds, words) in [
            (
                "50.00 USD",
                0.0,
                "50.00 USD; half of the shop's orders have at most 60.00 USD (of 2000)",
            ),
            (
                "200.00 USD",
                0.0,
                "200.00 USD; 9 in 10 of the shop's orders have at most 180.00 USD (of 2000)",
            ),
            (
                "300.00 USD",
                0.2,
                "300.00 USD, high value from 300.00 USD on; 9 in 10 of the shop's orders have at most 180.00 USD (of 2000)",
            ),
            (
                "500.00 USD",
                0.5,
                "500.00 USD, high value from 300.00 USD on; 99 in 100 of the shop's orders have at most 420.00 USD (of 2000)",
            ),
        ] {
            let order = Order { items: vec![], ..order_of(total) };
            let found = check(&order, &Reading { past: &past, ..placed() });
            assert_eq!(fact(&found, "sum"), Some(words));
            assert!((found.weight - adds).abs() < 1e-9, "{total}: {}", found.weight);
        }
        let unread = check(&order(), &placed());
        assert_eq!(
            fact(&unread, "sum"),
            Some("129.90 USD; the shop's usual orders are not known yet")
        );
    }

    #[test]
    fn many_pieces_count_little_by_threshold_or_by_the_shops_own_orders() {
        let usual = spread();
        let past = Past { spread: Some(&usual), ..Past::UNREAD };
        for (quantity, read, words) in [
            (12, false, "12; the shop's usual orders are not known yet"),
            (13, false, "13, bulk above 12; the shop's usual orders are not known yet"),
            (
                15,
                true,
                "15, bulk above 12; 99 in 100 of the shop's orders have at most 14 (of 2000)",
            ),
        ] {
            let mut order = order();
            order.items[0].quantity = quantity;
            order.items[0].unit_price = money("1.00 USD");
            let reading = Reading { past: if read { &past } else { &Past::UNREAD }, ..placed() };
            let found = check(&order, &reading);
            assert_eq!(fact(&found, "pieces"), Some(words));
            assert_eq!(found.weight > 0.0, quantity > 12, "{quantity}");
        }
    }

    #[test]
    fn a_first_order_counts_little_and_more_when_it_is_large() {
        let none: [Earlier; 0] = [];
        let one = [earlier("#2031", "2026-10-01T12:00:00Z")];
        let later = [earlier("#2050", "2026-12-01T12:00:00Z")];
        let read = |earlier| Past { earlier: Some(earlier), ..Past::UNREAD };
        for (customer, past, total, adds) in [
            (Readable::Absent, Past::UNREAD, "50.00 USD", 0.0),
            (Readable::Absent, read(&none[..]), "50.00 USD", 0.1),
            (Readable::Absent, read(&one[..]), "50.00 USD", 0.0),
            (Readable::Absent, read(&later[..]), "50.00 USD", 0.1),
            (buyer(1), Past::UNREAD, "50.00 USD", 0.1),
            (buyer(2), read(&none[..]), "50.00 USD", 0.0),
            (buyer(1), read(&none[..]), "300.00 USD", 0.2 + 0.4),
        ] {
            let order = Order { customer, items: vec![], ..order_of(total) };
            let found = weight(&order, &past);
            assert!((found - adds).abs() < 1e-9, "{total}: {found}, not {adds}");
        }
    }

    #[test]
    fn orders_within_three_days_are_told_and_left_to_the_check_that_weighs_them() {
        let others = [
            earlier("#2040", "2026-11-18T12:00:00Z"),
            earlier("#2048", "2026-11-20T12:00:00Z"),
            earlier("#2001", "2026-11-01T12:00:00Z"),
        ];
        let past = Past { earlier: Some(&others), ..Past::UNREAD };

        let found = check(&order(), &Reading { past: &past, ..placed() });

        assert_eq!(fact(&found, "haste"), Some("2 more orders of this buyer within three days"));
        assert!(found.weight.abs() < 1e-9);
    }

    #[test]
    fn a_discount_is_measured_on_lines_and_on_the_sum() {
        for (line, total, words, counts) in [
            ("129.90 USD", "139.90 USD", None, false),
            ("97.42 USD", "107.42 USD", Some("25 % off by SPRING, at least 32.48 USD"), false),
            ("64.95 USD", "74.95 USD", Some("50 % off by SPRING, at least 64.95 USD"), true),
            ("129.90 USD", "12.99 USD", Some("90 % off by SPRING, at least 116.91 USD"), true),
        ] {
            let mut order = order_of(total);
            order.items[0].line_total = money(line);
            order.coupons = vec!["SPRING".into()];
            let found = check(&order, &placed());
            assert_eq!(fact(&found, "discount"), words, "{total}");
            assert_eq!(found.weight > 0.0, counts, "{total}");
        }
    }

    #[test]
    fn who_sells_again_is_noticed_and_weighs_nothing() {
        for (note, told) in [
            ("Please send your WHOLESALE price list", true),
            ("We are looking for bulk pricing", true),
            ("not for resale-minded people", true),
            ("Thanks a lot", false),
            ("wholesalers hate this", false),
        ] {
            let found = check(&Order { note: note.into(), ..order() }, &placed());
            assert_eq!(found.outcome == Outcome::Notice, told, "{note}");
            assert!(found.weight.abs() < 1e-9);
        }
    }

    #[test]
    fn the_hour_is_that_of_the_sun_where_the_bill_goes() {
        for (placed_at, words, is_night) in [
            // Oakland lies 8 hours and 9 minutes behind.
            ("2026-11-19T11:00:00Z", "about 2 o'clock by the sun where the bill goes", true),
            ("2026-11-19T08:00:00Z", "about 23 o'clock by the sun where the bill goes", false),
            ("2026-11-19T15:00:00Z", "about 6 o'clock by the sun where the bill goes", false),
        ] {
            let found = check(&Order { placed_at: at(placed_at), ..order() }, &placed());
            assert_eq!(fact(&found, "hour"), Some(words));
            assert_eq!(found.weight > 0.0, is_night, "{placed_at}");
        }
        let withheld = Readable::Denied("Addresses are withheld.".to_owned());
        let found = check(&Order { billing: withheld, ..order() }, &placed());
        assert_eq!(fact(&found, "hour"), Some("unknown: Addresses are withheld."));
    }
}
