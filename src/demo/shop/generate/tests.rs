//! What every generated shop keeps to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::catalogue::catalogue;
use super::generate;
use crate::demo::shop::books::{self, Financial, Fulfilment};
use crate::demo::shop::{
    Address, App, Author, FulfilmentState, Kind, LineItem, Order, Price, RiskLevel, Shop,
    TransactionKind, TransactionState,
};

fn today() -> DateTime<Utc> {
    "2026-11-22T14:30:00Z".parse().unwrap()
}

fn shop(orders: u32) -> Shop {
    generate(7, orders, today())
}

fn is_flagged(order: &Order) -> bool {
    books::risk_level(order) >= RiskLevel::Medium
        || order.fulfilments.iter().any(|f| !f.holds.is_empty())
        || order.tags.iter().any(|tag| tag.starts_with("fraud-"))
}

#[test]
fn the_same_seed_size_and_day_give_the_same_shop() {
    assert_eq!(generate(11, 400, today()), generate(11, 400, today()));
    assert_ne!(generate(11, 400, today()).orders(), generate(12, 400, today()).orders());
}

#[test]
fn the_same_seed_gives_the_same_orders_at_any_time_of_the_day() {
    let told = |ends_on: DateTime<Utc>| -> Vec<_> {
        let shop = generate(11, 400, ends_on);
        let one = |order: &Order| {
            let level = books::risk_level(order);
            (
                order.number,
                ends_on - order.created_at,
                order.email.clone(),
                order.tags.clone(),
                level,
            )
        };
        shop.orders().iter().map(one).collect()
    };

    for minutes in [1, 24, 300, 1_000, 4_000] {
        assert!(told(today()) == told(today() + TimeDelta::minutes(minutes)), "{minutes}");
    }
}

#[test]
fn every_size_works() {
    for size in [0, 1, 2, 17, 43, 59, 60, 61, 300, 5_000] {
        let shop = shop(size);

        assert_eq!(shop.orders().len(), size as usize);
        assert!(shop.orders().windows(2).all(|pair| pair[0].created_at <= pair[1].created_at));
    }
}

#[test]
fn every_small_size_and_seed_works() {
    for size in (0..130).step_by(9) {
        for seed in 100..106 {
            assert_eq!(generate(seed, size, today()).orders().len(), size as usize);
        }
    }
}

#[test]
fn orders_are_found_by_id_number_part_customer_and_change() {
    let shop = shop(300);

    for order in shop.orders() {
        assert_eq!(shop.order(order.id).unwrap().id, order.id);
        assert_eq!(shop.order_numbered(order.number).unwrap().id, order.id);
        for fulfilment in &order.fulfilments {
            assert_eq!(shop.owner(Kind::FulfilmentOrder, fulfilment.id).unwrap().id, order.id);
        }
        for transaction in &order.transactions {
            assert_eq!(shop.owner(Kind::Transaction, transaction.id).unwrap().id, order.id);
        }
        if let Some(customer) = order.customer {
            assert!(shop.orders_of(customer).any(|other| other.id == order.id));
        }
    }
    let changed: Vec<_> = shop.by_update(None).map(|order| order.updated_at).collect();
    assert_eq!(changed.len(), 300);
    assert!(changed.is_sorted());
    let since = today() - TimeDelta::days(1);
    assert!(shop.by_update(Some(since)).all(|order| order.updated_at >= since));
    assert!(shop.order(1).is_none() && shop.order_numbered(5).is_none());
}

#[test]
fn a_change_moves_an_order_in_the_order_of_changes() {
    let mut shop = shop(60);
    let id = shop.orders()[3].id;

    shop.change(id, |order| {
        books::set_note(order, "seen", today());
        Ok(())
    })
    .unwrap();

    assert_eq!(shop.by_update(None).next_back().unwrap().id, id);
    assert_eq!(shop.by_update(None).count(), 60);
}

#[test]
fn nothing_happens_after_the_end_of_the_story() {
    let end = today();

    for order in shop(2_000).orders() {
        let held =
            order.fulfilments.iter().flat_map(|f| &f.holds).all(|hold| hold.placed_at <= end);
        let paid = order.transactions.iter().all(|t| t.at <= end);
        assert!(
            held && paid && order.updated_at <= end && order.created_at < end,
            "{}",
            order.name()
        );
        assert!(
            order.closed_at.is_none_or(|at| at >= order.created_at && at <= end),
            "{}",
            order.name()
        );
        assert!(order.updated_at >= order.created_at, "{}", order.name());
        assert!(books::timeline(order).iter().all(|event| event.at <= end), "{}", order.name());
    }
}

#[test]
fn small_shops_have_a_queue_that_looks_real() {
    for (size, least, most) in [(60, 25, 40), (150, 25, 60), (300, 35, 60)] {
        for seed in 0..6 {
            let shop = generate(seed, size, today());
            let flagged = shop.orders().iter().filter(|order| is_flagged(order)).count();

            assert!((least..=most).contains(&flagged), "{flagged} of {size}, seed {seed}");
        }
    }
}

#[test]
fn large_shops_flag_five_to_eight_of_a_hundred() {
    let shop = shop(5_000);
    let flagged = shop.orders().iter().filter(|order| is_flagged(order)).count();

    assert!((250..=400).contains(&flagged), "{flagged} of 5000");
}

#[test]
fn every_state_occurs_in_the_default_shop() {
    let shop = shop(300);
    let mut money: BTreeMap<String, usize> = BTreeMap::new();
    let mut goods: BTreeMap<String, usize> = BTreeMap::new();
    for order in shop.orders() {
        *money.entry(format!("{:?}", books::financial(order, today()))).or_default() += 1;
        *goods.entry(format!("{:?}", books::fulfilment(order))).or_default() += 1;
    }

    for state in
        ["Authorised", "Expired", "Paid", "PartiallyRefunded", "Pending", "Refunded", "Voided"]
    {
        assert!(money.contains_key(state), "no {state} in {money:?}");
    }
    for state in
        ["Unfulfilled", "PartiallyFulfilled", "Fulfilled", "OnHold", "InProgress", "Scheduled"]
    {
        assert!(goods.contains_key(state), "no {state} in {goods:?}");
    }
    let has = |what: fn(&Order) -> bool| shop.orders().iter().any(what);
    assert!(has(|o| !o.disputes.is_empty()));
    assert!(has(|o| o.cancelled.is_some()));
    assert!(has(|o| o.closed_at.is_some() && is_flagged(o) && o.cancelled.is_none()));
    assert!(has(|o| o.fulfilments.len() > 1 && is_flagged(o)));
    assert!(has(|o| o.fulfilments.iter().any(|f| f.holds.len() > 2)));
    assert!(has(|o| books::risk_level(o) == RiskLevel::Pending));
    assert!(has(|o| o.assessments.is_empty()));
    assert!(has(|o| o.transactions.iter().any(|t| t.declined.is_some())));
    assert!(has(|o| o
        .transactions
        .iter()
        .any(|t| { t.state == TransactionState::Pending && t.kind == TransactionKind::Refund })));
    assert!(has(
        |o| o.totals.total.shop > 30_000 && o.lines.iter().map(|l| l.quantity).sum::<u32>() > 12
    ));
    for by in [Author::App(App::FraudScanner), Author::App(App::Ours), Author::App(App::Flow)] {
        let held =
            |o: &Order| o.fulfilments.iter().any(|f| f.holds.iter().any(|hold| hold.by == by));
        assert!(shop.orders().iter().any(held), "nothing held by {by:?}");
    }
}

#[test]
fn the_books_of_every_order_balance() {
    for order in shop(5_000).orders() {
        balance(order);
    }
}

fn balance(order: &Order) {
    let name = order.name();
    let totals = order.totals;
    assert_eq!(totals.total, totals.subtotal + totals.shipping + totals.tax, "{name}");
    assert_eq!(totals.subtotal, order.lines.iter().map(LineItem::discounted_total).sum(), "{name}");
    assert_eq!(
        totals.tax,
        order.lines.iter().map(|l| books::line_tax(order, l.id)).sum(),
        "{name}"
    );
    assert!(totals.total.shop > 0 && totals.total.presentment > 0, "{name}");
    let (received, refunded) = (books::received(order), books::refunded(order));
    assert!(
        refunded.shop <= received.shop && refunded.presentment <= received.presentment,
        "{name}"
    );
    assert!(received.shop <= totals.total.shop, "{name}");
    for refund in &order.refunds {
        let money: Price =
            refund.transactions.iter().map(|id| order.transaction(*id).unwrap().amount).sum();
        let goods: Price = refund.lines.iter().map(|l| l.subtotal + l.tax).sum();
        assert_eq!(money, goods + refund.shipping + refund.adjustment, "{name}");
    }
    units(order);
    let wanted = match books::financial(order, today()) {
        Financial::Paid => received == totals.total && refunded.is_zero(),
        Financial::Refunded => refunded == received && !received.is_zero(),
        Financial::PartiallyRefunded => !refunded.is_zero() && refunded.shop < received.shop,
        Financial::Authorised => !books::capturable(order, today()).is_zero(),
        Financial::Voided | Financial::Expired | Financial::Pending => received.is_zero(),
        Financial::PartiallyPaid => false,
    };
    assert!(wanted, "{name}: {:?}", books::financial(order, today()));
    if order.cancelled.is_some() {
        assert!(
            books::net_payment(order).is_zero() && books::current_total(order).is_zero(),
            "{name}"
        );
        assert!(order.closed_at.is_some(), "{name}");
    }
}

fn units(order: &Order) {
    for line in &order.lines {
        let work =
            order.fulfilments.iter().flat_map(|f| &f.lines).filter(|w| w.line_item == line.id);
        let (total, left) = work.fold((0, 0), |(t, l), w| (t + w.total, l + w.remaining));
        assert_eq!(total, line.quantity, "{} {}", order.name(), line.sku);
        assert_eq!(left, line.unfulfilled(), "{} {}", order.name(), line.sku);
        assert!(line.cancelled + line.shipped <= line.quantity, "{}", order.name());
    }
    let held = books::fulfilment(order) == Fulfilment::OnHold;
    let open = order.fulfilments.iter().filter(|f| f.lines.iter().any(|w| w.remaining > 0));
    assert_eq!(
        held,
        open.clone().count() > 0 && open.clone().all(|f| f.state == FulfilmentState::OnHold),
        "{}",
        order.name()
    );
    for fulfilment in &order.fulfilments {
        assert_eq!(fulfilment.state == FulfilmentState::OnHold, !fulfilment.holds.is_empty());
    }
}

#[test]
fn ids_are_unique() {
    let shop = shop(1_000);
    let mut seen = BTreeSet::new();

    for order in shop.orders() {
        assert!(order.lines.iter().all(|line| seen.insert(line.id)));
        assert!(order.transactions.iter().all(|t| seen.insert(t.id)));
        assert!(order.fulfilments.iter().all(|f| seen.insert(f.id)));
        assert!(order.fulfilments.iter().flat_map(|f| &f.holds).all(|h| seen.insert(h.id)));
        assert!(
            books::timeline(order).iter().all(|event| seen.insert(event.id)),
            "{}",
            order.name()
        );
    }
}

#[test]
fn every_address_has_a_code_of_its_town() {
    for order in shop(3_000).orders() {
        for address in [&order.billing, &order.shipping].into_iter().flatten() {
            assert!(is_true(address), "{} {:?}", order.name(), address.zip);
        }
    }
}

fn is_true(address: &Address) -> bool {
    let tables = catalogue();
    let towns = tables.towns.iter().filter(|town| town.name == address.city);
    let mut towns =
        towns.filter(|town| tables.countries[town.country].code == address.country_code);
    match &address.zip {
        None => towns.any(|town| town.codes.is_empty()),
        Some(zip) => towns.any(|town| {
            town.province == address.province
                && town.codes.iter().any(|code| zip.starts_with(code.code))
        }),
    }
}

#[test]
fn mail_addresses_phones_and_networks_have_their_form() {
    for order in shop(3_000).orders() {
        if let Some(mail) = &order.email {
            let (local, domain) = mail.split_once('@').unwrap();
            assert!(!local.is_empty() && domain.contains('.') && mail.is_ascii(), "{mail}");
        }
        if let Some(ip) = &order.client_ip {
            assert!(ip.parse::<std::net::IpAddr>().is_ok(), "{ip}");
        }
        for assessment in &order.assessments {
            assert!(assessment.facts.iter().all(|fact| fact.text.chars().count() <= 256));
        }
    }
    let customers = shop(3_000);
    for customer in customers.customers() {
        let phone = customer.phone.as_deref().unwrap();
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        assert!((10..=13).contains(&digits.len()), "{phone}");
    }
}

#[test]
fn many_countries_and_currencies_take_part() {
    let shop = shop(5_000);
    let countries: HashSet<_> = shop
        .orders()
        .iter()
        .filter_map(|o| o.billing.as_ref())
        .map(|a| a.country_code.clone())
        .collect();
    let currencies: HashSet<_> = shop.orders().iter().map(|order| order.currency).collect();

    assert!(countries.len() >= 15, "{countries:?}");
    assert_eq!(currencies.len(), 8);
}

#[test]
fn risk_does_not_follow_the_country() {
    let shop = generate(3, 30_000, today());
    let at_home = |home: bool| {
        let here = |o: &&Order| {
            o.billing.as_ref().is_some_and(|a| (a.country_code.as_str() == "US") == home)
        };
        let all: Vec<_> = shop.orders().iter().filter(here).collect();
        all.iter().filter(|o| is_flagged(o)).count() * 1_000 / all.len()
    };

    let (home, abroad) = (at_home(true), at_home(false));
    assert!(home.abs_diff(abroad) < 25, "{home} and {abroad} in a thousand");
}

#[test]
fn the_rings_are_there_for_every_seed() {
    for seed in 0..8 {
        let shop = generate(seed, 300, today());
        let ring = |name: &str| -> Vec<&Order> {
            let plot = shop.plots().iter().find(|plot| plot.name.as_str() == name).unwrap();
            plot.orders.iter().map(|id| shop.order(*id).unwrap()).collect()
        };
        for name in ["variants-1", "one-door-1", "same-town-1", "coupon-1", "reseller-1"] {
            let flagged = ring(name).iter().filter(|order| is_flagged(order)).count();
            assert!(flagged > 0 && flagged < ring(name).len(), "{name}, seed {seed}");
        }
        let doors: HashSet<_> = ring("one-door-1")
            .iter()
            .map(|o| o.shipping.as_ref().unwrap().address1.clone())
            .collect();
        let bills: HashSet<_> = ring("one-door-1")
            .iter()
            .map(|o| o.billing.as_ref().unwrap().address1.clone())
            .collect();
        assert_eq!((doors.len(), bills.len()), (1, 5));
        let codes: HashSet<_> = ring("coupon-1").iter().map(|o| o.discount_codes.clone()).collect();
        assert_eq!(codes.len(), 1);
        let towns: HashSet<_> =
            ring("same-town-1").iter().map(|o| o.billing.as_ref().unwrap().city.clone()).collect();
        let times: Vec<_> = ring("same-town-1").iter().map(|o| o.created_at).collect();
        assert_eq!(towns.len(), 1);
        assert!(*times.last().unwrap() - times[0] < TimeDelta::hours(24));
        let mails: HashSet<_> = ring("variants-1").iter().map(|o| o.email.clone()).collect();
        let zips: HashSet<_> =
            ring("variants-1").iter().map(|o| o.billing.as_ref().unwrap().zip.clone()).collect();
        assert_eq!((mails.len(), zips.len()), (5, 1));
    }
}

#[test]
fn gaps_and_hostile_text_are_there() {
    let shop = shop(60);
    let has = |what: fn(&Order) -> bool| shop.orders().iter().any(what);

    assert!(has(|o| o.customer.is_none() && o.billing.is_some()));
    assert!(has(|o| o.billing.is_none() && o.shipping.is_some()));
    assert!(has(|o| o.client_ip.is_none()));
    assert!(has(|o| o.email.is_none() && o.phone.is_some()));
    assert!(has(|o| o.note.as_deref().is_some_and(|note| note.len() > 100_000)));
    assert!(has(|o| o.note.as_deref().is_some_and(|note| note.contains("\u{1b}]52;"))));
    assert!(has(|o| o.note.as_deref().is_some_and(|note| note.contains('\u{202e}'))));
    assert!(has(|o| o.note.as_deref().is_some_and(|note| note.contains("4111 1111"))));
    assert!(has(|o| o.discount_codes.iter().any(|code| code.contains('\u{200b}'))));
    assert!(has(|o| o.billing.as_ref().is_some_and(|a| a.last_name.as_deref() == Some("山田"))));
}

#[test]
fn a_stored_order_reads_back_the_same() {
    for order in shop(300).orders() {
        let text = serde_json::to_string(order).unwrap();

        assert_eq!(&serde_json::from_str::<Order>(&text).unwrap(), order);
    }
}

#[test]
fn web_orders_always_say_where_the_goods_go() {
    for order in shop(3_000).orders() {
        let web = order.app == App::OnlineStore;
        assert!(!web || order.shipping.is_some(), "{}", order.name());
        assert_eq!(order.shipping.is_some(), order.shipping_line.is_some(), "{}", order.name());
    }
}
