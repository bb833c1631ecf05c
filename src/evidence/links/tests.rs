//! Linking below the finding: prints, keys, scores, ways.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::convert::Infallible;

use proptest::prelude::*;

use super::*;
use crate::domain::sample::{address, order};
use crate::domain::{Address, BadEnd, CardPrint, Clean, LinkReason, OrderId, Readable, ShortOrder};

fn short() -> ShortOrder {
    ShortOrder::from(&order())
}

fn with(mut order: ShortOrder, change: impl FnOnce(&mut ShortOrder)) -> ShortOrder {
    change(&mut order);
    order
}

/// A person like no other: numbers apart share nothing.
fn person(n: u64) -> ShortOrder {
    const NAMES: [(&str, &str); 6] = [
        ("Olga", "Brandt"),
        ("Pedro", "Quiroga"),
        ("Hanna", "Stelter"),
        ("Miles", "Farnham"),
        ("Ines", "Zubiri"),
        ("Ruth", "Okafor"),
    ];
    const STREETS: [&str; 6] =
        ["Alder Way", "Birch Road", "Cedar Lane", "Dogwood Court", "Elm Drive", "Fir Place"];
    let at = usize::try_from(n).unwrap() % 6;
    let (given, family) = NAMES[at];
    let name: Clean = format!("{given} {family}").as_str().into();
    let place = Address {
        name: name.clone(),
        line1: format!("{} {}", 100 + n * 37, STREETS[at]).as_str().into(),
        city: format!("Town{n}").as_str().into(),
        postal_code: format!("{}", 10_000 + n * 1_111).as_str().into(),
        region_code: "NV".into(),
        country_code: "US".into(),
        ..Address::default()
    };
    with(short(), |order| {
        order.id = OrderId::new(n.to_string());
        order.name = format!("#{n}").as_str().into();
        order.customer_name = Readable::Known(name);
        order.customer_id = None;
        order.email = Readable::Known(format!("{family}.{given}@mail{n}.example").as_str().into());
        order.phone = Readable::Known(Clean::phone(&format!("+1 415 2{:06}", n * 77_777)));
        order.ip = Readable::Absent;
        order.billing = Readable::Known(place.clone());
        order.shipping = Readable::Known(place);
    })
}

fn score(one: &ShortOrder, other: &ShortOrder) -> f64 {
    let (own, print) = (Print::of(one), Print::of(other));
    let counts = Counts { orders: 100_000, each: Vec::new() };
    weigh(&Own::of(own.view(), &counts).features(&print.view()))
}

#[test]
fn a_print_says_what_an_order_said_in_normal_form() {
    let print = Print::of(&with(short(), |order| {
        order.card = Some(CardPrint {
            bin: "424242".into(),
            last_four: "4242".into(),
            expiry: Some((4, 2030)),
        });
        order.bad_end = Some(BadEnd::Chargeback);
    }));

    let view = View::read(print.bytes()).unwrap();

    assert_eq!(view.names().collect::<Vec<_>>(), ["ada lindgren"]);
    assert_eq!((view.mailbox, view.domain), ("ada", "example.org"));
    assert_eq!(view.phones().collect::<Vec<_>>(), [14_155_550_134]);
    let places: Vec<_> = view.places().collect();
    assert_eq!(places.len(), 1, "billing and shipping are one");
    assert_eq!((places[0].number, places[0].street, places[0].postal), ("12", "main", "94607"));
    assert!(view.ended_badly && view.card != 0);
}

#[test]
fn a_print_of_another_version_or_cut_short_is_none() {
    let print = Print::of(&short());
    let bytes = print.bytes();

    assert!(View::read(bytes).is_some());
    assert!((0..bytes.len()).all(|cut| View::read(&bytes[..cut]).is_none()));
    let mut other = bytes.to_vec();
    other[0] = PRINT_VERSION + 1;
    assert!(View::read(&other).is_none());
}

#[test]
fn the_keys_of_an_order_stay_as_they_lie_on_disk() {
    let order = short();

    let keys = keys(&order, &Print::of(&order));

    let email = keys.iter().find(|key| key.kind == KeyKind::Email).unwrap();
    assert_eq!(email.hash, 0x8de6_0a76_f5fe_6596, "{:#x}", email.hash);
    let kinds: std::collections::BTreeSet<_> = keys.iter().map(|key| key.kind).collect();
    for kind in
        [KeyKind::Email, KeyKind::Phone, KeyKind::House, KeyKind::NameTown, KeyKind::TownDay]
    {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

#[test]
fn a_question_looks_under_the_keys_of_the_order_and_the_days_beside() {
    let order = short();
    let print = Print::of(&order);

    let wanted = wanted(&order, &print);

    assert!(keys(&order, &print).iter().all(|key| wanted.contains(key)));
    assert_eq!(wanted.iter().filter(|key| key.kind == KeyKind::TownDay).count(), 3);
}

#[test]
fn variants_of_one_person_share_a_key_and_score_as_one() {
    let me = || {
        with(short(), |order| {
            order.email = Readable::Known("ada.lindgren@gmail.com".into());
        })
    };
    let at =
        |line: &str| Readable::Known(Address { line1: line.into(), ..address("Ada Lindgren") });
    let stranger = |change: &dyn Fn(&mut ShortOrder)| with(person(3), change);
    let variants: [(&str, ShortOrder); 7] = [
        (
            "dots and a tag",
            stranger(&|o| o.email = Readable::Known("adalindgren+x@googlemail.com".into())),
        ),
        (
            "a look-alike domain",
            stranger(&|o| o.email = Readable::Known("adalindgren@gmai1.com".into())),
        ),
        (
            "another notation",
            stranger(&|o| o.phone = Readable::Known(Clean::phone("(415) 555 0134"))),
        ),
        (
            "surname first, a slip in the street",
            with(me(), |o| {
                o.customer_name = Readable::Known("LINDGREN, Ada".into());
                o.email = Readable::Absent;
                o.phone = Readable::Absent;
                (o.billing, o.shipping) = (at("12 Mian Street"), at("12 Mian Street"));
            }),
        ),
        (
            "a padded address",
            with(me(), |o| {
                o.email = Readable::Absent;
                o.phone = Readable::Absent;
                (o.billing, o.shipping) = (at("!12 Ma1n St."), at("!12 Ma1n St."));
            }),
        ),
        (
            "no unit",
            with(me(), |o| {
                o.email = Readable::Known("other@example.net".into());
                o.phone = Readable::Absent;
            }),
        ),
        ("the same card", { with(stranger(&|_| {}), |o| o.card = Some(card())) }),
    ];
    for (what, other) in variants {
        let own = with(me(), |order| order.card = Some(card()));
        let keys_of = |order: &ShortOrder| keys(order, &Print::of(order));
        let wanted = wanted(&own, &Print::of(&own));
        let shared =
            keys_of(&other).into_iter().any(|key| key.kind.leads() && wanted.contains(&key));
        assert!(shared, "{what}: no key in common");
        let odds = score(&own, &other);
        // The same card alone may be chance: issuer, four digits and a month.
        let fewest = if what == "the same card" { -1.0 } else { 0.0 };
        assert!(odds > fewest, "{what}: {odds:.2}");
    }
    assert!(score(&me(), &person(3)) < -3.0);
}

fn card() -> CardPrint {
    CardPrint { bin: "424242".into(), last_four: "1881".into(), expiry: Some((9, 2031)) }
}

proptest! {
    #[test]
    fn an_order_that_shares_more_never_scores_less(n in 0_u64..6, shares in prop::collection::vec(0_usize..6, 0..6)) {
        let own = with(person(n), |order| order.card = Some(card()));
        let mut other = person(n + 7);
        let mut before = score(&own, &other);
        for what in shares {
            match what {
                0 => other.email = own.email.clone(),
                1 => other.phone = own.phone.clone(),
                2 => other.card = own.card.clone(),
                3 => other.customer_id = Some("7".into()),
                4 => other.shipping = own.shipping.clone(),
                _ => other.customer_name = own.customer_name.clone(),
            }
            let after = score(&own, &other);
            prop_assert!(after >= before - 1e-9, "{what}: {before:.3} to {after:.3}");
            before = after;
        }
    }

    #[test]
    fn any_text_makes_a_print_that_can_be_read_and_keys(
        texts in prop::collection::vec(".{0,200}", 8), country in "[A-Z]{0,3}"
    ) {
        let place = Address {
            name: Clean::new(&texts[0]),
            line1: Clean::new(&texts[1]),
            line2: Clean::new(&texts[2]),
            city: Clean::new(&texts[3]),
            postal_code: Clean::new(&texts[4]),
            country_code: Clean::new(&country),
            ..Address::default()
        };
        let odd = with(short(), |order| {
            order.email = Readable::Known(Clean::new(&texts[5]));
            order.phone = Readable::Known(Clean::phone(&texts[6]));
            order.ip = Readable::Known(Clean::new(&texts[7]));
            order.billing = Readable::Known(place.clone());
            order.shipping = Readable::Known(place);
        });
        let print = Print::of(&odd);

        prop_assert!(View::read(print.bytes()).is_some());
        prop_assert!(keys(&odd, &print).len() < 60);
        prop_assert!(score(&odd, &odd).is_finite());
    }
}

/// Orders in memory.
#[derive(Default)]
struct Memory {
    prints: Vec<Print>,
    filed: BTreeMap<u64, Vec<i64>>,
}

impl Memory {
    fn of(orders: &[ShortOrder]) -> Self {
        let mut memory = Self::default();
        for (row, order) in (0_i64..).zip(orders) {
            let print = Print::of(order);
            for key in keys(order, &print) {
                memory.filed.entry(key.hash).or_default().push(row);
            }
            memory.prints.push(print);
        }
        memory
    }
}

impl Files for Memory {
    type Trouble = Infallible;

    fn find(&mut self, key: Key, most: usize, found: &mut Vec<i64>) -> Result<usize, Infallible> {
        let rows = self.filed.get(&key.hash).map_or(&[][..], Vec::as_slice);
        found.extend(rows.iter().rev().take(most));
        Ok(rows.len())
    }
}

impl Prints for Memory {
    fn print(&mut self, row: i64) -> Result<Option<Vec<u8>>, Infallible> {
        let print = usize::try_from(row).ok().and_then(|row| self.prints.get(row));
        Ok(print.map(|print| print.bytes().to_vec()))
    }
}

#[test]
fn a_chain_leads_to_an_order_that_ended_badly_by_the_shortest_way() {
    let first = person(0);
    let second = with(person(1), |o| o.phone = first.phone.clone());
    let third = with(person(2), |o| o.email = second.email.clone());
    let bad = with(person(3), |o| {
        o.shipping = third.shipping.clone();
        o.bad_end = Some(BadEnd::Chargeback);
    });
    let mut memory = Memory::of(&[first.clone(), second, third, bad]);

    let Ok(found) = reach(&Print::of(&first), Some(0), &mut memory);

    assert_eq!(
        found.way,
        [(LinkReason::SamePhone, 1), (LinkReason::SameEmail, 2), (LinkReason::SameShipping, 3)]
    );
    let ring = found.ring.unwrap();
    assert_eq!((ring.orders, ring.names), (4, 4));
}

#[test]
fn a_fourth_step_a_crowd_and_a_neighbour_lead_nowhere() {
    let bad = |n: u64| with(person(n), |o| o.bad_end = Some(BadEnd::Chargeback));
    let way = |orders: &[ShortOrder]| {
        let Ok(found) = reach(&Print::of(&orders[0]), Some(0), &mut Memory::of(orders));
        found.way.len()
    };
    let chain: Vec<ShortOrder> = (0..5).fold(Vec::new(), |mut chain, n| {
        let before: Option<ShortOrder> = chain.last().cloned();
        chain.push(with(if n == 4 { bad(n) } else { person(n) }, |order| match (before, n % 2) {
            (Some(before), 0) => order.phone = before.phone,
            (Some(before), _) => order.email = before.email,
            (None, _) => {}
        }));
        chain
    });
    assert_eq!(way(&chain), 0, "four steps");
    assert_eq!(way(&chain[1..]), 3);

    let mut crowd: Vec<ShortOrder> =
        (0..14).map(|n| with(person(n), |o| o.phone = person(0).phone)).collect();
    crowd[13].bad_end = Some(BadEnd::Chargeback);
    assert_eq!(way(&crowd), 0, "a number of a crowd");

    let flat = |unit: &str| Readable::Known(Address { line2: unit.into(), ..address("") });
    let one = with(person(0), |o| o.shipping = flat("Apt 1"));
    let neighbour = with(bad(1), |o| o.shipping = flat("Apt 2"));
    assert_eq!(way(&[one.clone(), neighbour]), 0, "another door");
    assert_eq!(way(&[one, with(bad(1), |o| o.shipping = flat("Apt 1"))]), 1, "the same door");
}
