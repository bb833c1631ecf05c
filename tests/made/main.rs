//! What generator A of linked orders makes (`benches/links/make`): the same for the same seed,
//! in the promised shares, and altered orders keep what their class says.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, clippy::print_stdout, reason = "tests")]

#[path = "../../benches/links/make/mod.rs"]
mod make;

mod kept;
mod stories;

use std::collections::HashMap;
use std::sync::LazyLock;

use make::{Class, Made, world};

const ORDERS: usize = 40_000;

/// Made once for all tests that look at one world.
static MADE: LazyLock<Vec<Made>> = LazyLock::new(|| world(1, ORDERS).collect());

fn share<T>(of: &[T], what: impl Fn(&T) -> bool) -> f64 {
    of.iter().filter(|made| what(made)).count() as f64 / of.len() as f64
}

fn assert_near(found: f64, wanted: f64, what: &str) {
    assert!((found - wanted).abs() < wanted * 0.25, "{what}: {found} instead of {wanted}");
}

#[test]
fn a_seed_decides_all() {
    let orders = |seed| {
        world(seed, 1500).map(|made| (made.order, made.person, made.class)).collect::<Vec<_>>()
    };
    assert!(orders(7) == orders(7));
    let others = orders(8);
    let same = orders(7)
        .iter()
        .zip(&others)
        .filter(|(a, b)| a.0.email == b.0.email && a.0.email.known().is_some())
        .count();
    assert_eq!(same, 0, "another seed makes other people");
}

#[test]
fn the_shares_are_the_promised_ones() {
    let made: &[Made] = &MADE;
    assert_eq!(made.len(), ORDERS);
    let country = |made: &Made| made.order.shipping.known().unwrap().country_code.raw().to_owned();
    assert_near(share(made, |made| country(made) == "US"), 0.8, "United States");
    for code in ["GB", "CA", "DE", "FR", "ES", "IT", "NL", "SE", "BR", "JP", "AU", "PL"] {
        assert!(made.iter().any(|made| country(made) == code), "no order goes to {code}");
    }
    assert_near(share(made, |made| made.class.is_some()), 0.02, "altered");
    assert_near(share(made, |made| made.order.phone.known().is_none()), 0.15, "without telephone");
    assert_near(
        share(made, |made| made.order.ip.known().is_none()),
        0.10,
        "without address of the computer",
    );
    assert_near(
        share(made, |made| made.order.billing.known().is_none()),
        0.03,
        "without billing address",
    );
    let altered: Vec<&Made> = made.iter().filter(|made| made.class.is_some()).collect();
    for (class, wanted) in Class::ALL.into_iter().zip([0.30, 0.30, 0.14, 0.10, 0.08, 0.08]) {
        assert_near(share(&altered, |made| made.class == Some(class)), wanted, class.words());
    }
}

#[test]
fn persons_come_back_up_to_twelve_times() {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for made in MADE.iter().filter(|made| made.class.is_none()) {
        *counts.entry(made.person).or_default() += 1;
    }
    assert_near(counts.len() as f64, ORDERS as f64 * 0.768, "persons");
    let most = counts.values().max().unwrap();
    assert!((5..=12).contains(most), "{most} orders of one person");
}

#[test]
fn orders_come_in_the_order_of_time_over_three_years() {
    let times: Vec<_> = MADE.iter().map(|made| made.order.placed_at).collect();
    assert!(times.windows(2).all(|pair| pair[0] <= pair[1]));
    let days = times.last().unwrap().seconds_since(times[0]) / 86_400;
    assert!((1090..=1096).contains(&days), "{days} days");
}

#[test]
fn other_people_live_at_the_same_address_and_use_the_same_forwarder() {
    let mut persons: HashMap<String, Vec<u32>> = HashMap::new();
    let mut forwarded = 0;
    for made in MADE.iter().filter(|made| made.class.is_none()) {
        let shipping = made.order.shipping.known().unwrap();
        forwarded += usize::from(is_customer(shipping.line2.raw()));
        let key = format!("{} {}", shipping.line1.raw().to_lowercase(), shipping.postal_code.raw());
        let at = persons.entry(key).or_default();
        if !at.contains(&made.person) {
            at.push(made.person);
        }
    }
    let shared = persons.values().filter(|at| at.len() > 1).count();
    let crowded = persons.values().filter(|at| at.len() > 6).count();
    assert!(shared > ORDERS / 40, "{shared} addresses of several persons");
    assert!(crowded > 15, "{crowded} addresses of many persons");
    assert!(forwarded > ORDERS / 200, "{forwarded} orders to forwarders");
}

/// Whether a second line is a customer's number at a forwarder: `Suite BX12345`.
fn is_customer(line: &str) -> bool {
    let number = line.rsplit([' ', '#']).next().unwrap_or_default().to_uppercase();
    number.get(1..2) == Some("X") && number.len() > 6
}
