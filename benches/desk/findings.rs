//! All findings of an order over so many cached orders, and of ten thousand that just came.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use unhold::config::Config;
use unhold::desk::{Access, Desk, Filter, Presence, Setup};
use unhold::domain::{
    Address, Assessment, Clean, ClosedHow, Currency, Fulfilment, LineItem, Money, MoneyPair, Order,
    OrderId, Payment, ProviderAdvice, Readable, Risk, RiskFact, RiskLevel, Sentiment, ShopId,
    ShortOrder, SystemClock, SystemIds, Timestamp, Totals,
};
use unhold::outbox::Grace;
use unhold::sync::{Busy, How};

use crate::config;
use crate::figures::{fact, line};
use crate::process;
use crate::sample::{Sample, ms};
use crate::shelf::Shelf;

/// Orders that come in flagged after the million.
const FRESH: usize = 10_000;
/// Orders whose findings are made anew one by one.
const OPENED: usize = 1_000;

const GIVEN: [&str; 24] = [
    "Ana", "Bilal", "Chen", "Dorota", "Emeka", "Freja", "Gil", "Hana", "Ines", "Jonas", "Kavya",
    "Lars", "Mary", "James", "Linda", "Robert", "Susan", "Michael", "Karen", "David", "Nancy",
    "Carlos", "Olga", "Pierre",
];
const FAMILY: [&str; 24] = [
    "Almeida", "Berg", "Castillo", "Dupont", "Eze", "Fischer", "Greco", "Haddad", "Ito", "Jensen",
    "Kowalska", "Lind", "Smith", "Johnson", "Brown", "Miller", "Davis", "Wilson", "Moore",
    "Taylor", "Nguyen", "Martin", "Lee", "Walker",
];
const ENDS: [&str; 16] = [
    "", "son", "man", "field", "wood", "ley", "ton", "berg", "er", "ini", "ov", "ez", "sen",
    "quist", "ski", "well",
];
const STREETS: [&str; 12] = [
    "Oak Street",
    "Maple Avenue",
    "Canal Street",
    "Lake Drive",
    "Elm Road",
    "Mill Lane",
    "Park Boulevard",
    "Hill Street",
    "River Road",
    "Church Street",
    "Cedar Court",
    "Main Street",
];
const TOWNS: [(&str, &str, &str, &str); 10] = [
    ("Duluth", "MN", "55802", "218"),
    ("Portland", "OR", "97205", "503"),
    ("Austin", "TX", "78701", "512"),
    ("Chicago", "IL", "60601", "312"),
    ("Miami", "FL", "33139", "305"),
    ("Denver", "CO", "80202", "303"),
    ("Boston", "MA", "02110", "617"),
    ("Seattle", "WA", "98101", "206"),
    ("Phoenix", "AZ", "85004", "602"),
    ("Atlanta", "GA", "30303", "404"),
];

/// A number from another, well mixed and always the same (`SplitMix64`).
fn mixed(number: usize, salt: u64) -> usize {
    let mut z = (number as u64).wrapping_add(salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((z ^ (z >> 31)) >> 8).unwrap_or_default()
}

/// One of the shop's people; three in ten orders are of somebody who ordered before.
fn person(number: usize) -> usize {
    if number > 100 && mixed(number, 1) % 10 < 3 { mixed(number, 2) % number } else { number }
}

fn name(person: usize) -> String {
    let given = GIVEN[mixed(person, 3) % GIVEN.len()];
    let family = FAMILY[mixed(person, 4) % FAMILY.len()];
    format!("{given} {family}{}", ENDS[mixed(person, 5) % ENDS.len()])
}

fn address(person: usize) -> Address {
    let (town, region, code, _) = TOWNS[mixed(person, 6) % TOWNS.len()];
    let street = STREETS[mixed(person, 7) % STREETS.len()];
    Address {
        name: Clean::new(&name(person)),
        line1: Clean::new(&format!("{} {street}", mixed(person, 8) % 9_000 + 1)),
        city: town.into(),
        region_code: region.into(),
        postal_code: code.into(),
        country_code: "US".into(),
        ..Address::default()
    }
}

/// One in five comes through an address that hundreds share.
fn ip(person: usize) -> String {
    let shared = mixed(person, 9).is_multiple_of(5);
    let host = if shared { mixed(person, 10) % 400 } else { mixed(person, 11) };
    format!("{}.{}.{}.{}", 24 + host % 50, host / 50 % 250, host / 12_500 % 250, host / 9 % 250)
}

fn whole(shop: &ShopId, number: usize) -> Order {
    let who = person(number);
    let money = |minor| MoneyPair::same(Money { minor, currency: Currency::USD });
    let pieces = u32::try_from(mixed(number, 12) % 6 + 1).unwrap_or(1);
    let sum = i64::from(pieces) * 2_990;
    // Sixty days of orders, the newest last.
    let age = 60 * 86_400 - number as i64 * 5 % (60 * 86_400);
    let placed_at = Timestamp(Utc::now() - TimeDelta::seconds(age + 600));
    let fact = |text: &str, sentiment| RiskFact { text: text.into(), sentiment };
    let (_, _, _, area) = TOWNS[mixed(who, 6) % TOWNS.len()];
    let goes_elsewhere = mixed(number, 13).is_multiple_of(10);
    Order {
        shop: shop.clone(),
        id: OrderId::new((9_100_000_000_u64 + number as u64).to_string()),
        name: Clean::new(&format!("#{}", 10_000 + number)),
        placed_at,
        updated_at: placed_at,
        closed: ClosedHow::default(),
        tags: vec![],
        note: Clean::default(),
        attributes: vec![],
        email: Readable::Known(Clean::new(&format!(
            "{}{}@example.org",
            name(who).replace(' ', ".").to_lowercase(),
            mixed(who, 14) % 10_000
        ))),
        phone: Readable::Known(Clean::phone(&format!(
            "+1 {area} {} {:04}",
            mixed(who, 15) % 700 + 220,
            mixed(who, 16) % 10_000
        ))),
        ip: Readable::Known(Clean::new(&ip(who))),
        billing: Readable::Known(address(who)),
        shipping: Readable::Known(address(if goes_elsewhere {
            mixed(number, 17) % (number + 1)
        } else {
            who
        })),
        customer: Readable::Absent,
        risk: Risk {
            advice: ProviderAdvice::Investigate,
            assessments: vec![Assessment {
                provider: "Shopify".into(),
                level: [RiskLevel::High, RiskLevel::Medium][number % 2],
                score: None,
                facts: vec![fact("Card Verification Value (CVV) is correct", Sentiment::Positive)],
            }],
        },
        payment: Payment::Paid,
        fulfilment: Fulfilment::Unfulfilled,
        totals: Totals {
            total: money(sum),
            received: money(sum),
            refunded: money(0),
            capturable: money(0),
        },
        transactions: vec![],
        refunds: vec![],
        fulfilment_orders: vec![],
        items: vec![LineItem {
            id: format!("{number}-1").into(),
            sku: "B12-90".into(),
            title: "Vitamin B12".into(),
            variant: "90 capsules".into(),
            quantity: pieces,
            refundable: pieces,
            unfulfilled: pieces,
            unit_price: money(2_990).shop,
            line_total: money(sum).shop,
        }],
        coupons: vec![],
        disputes: vec![],
        timeline: vec![],
        source: "web".into(),
        holds_unread: None,
        gaps: vec![],
    }
}

fn short(shop: &ShopId, number: usize) -> ShortOrder {
    let mut order = whole(shop, number);
    order.risk = Risk::default();
    ShortOrder::from(&order)
}

fn desk(config: &Path, data: &Path, shelf: Shelf) -> Desk {
    let setup = Setup {
        config: Config::load(config).expect("a good config"),
        folder: data.to_owned(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        presence: Presence::Online,
        access: Access::Full,
        grace: Grace::default(),
    };
    Desk::open(setup, Arc::new(shelf)).expect("a desk")
}

/// Fills a cache with `orders` short orders, lets ten thousand flagged ones come, and opens
/// a thousand of them anew.
pub fn measure(orders: usize) {
    let root = config::root();
    let data = root.join(format!("findings-{orders}"));
    let _ = fs::remove_dir_all(&data);
    let config = config::write(&root.join("desk"), "http://127.0.0.1:9", "no-token");
    let shop = ShopId::new("bench");
    println!("\nfindings over {orders} orders");
    let window = Shelf { shop: shop.clone(), full: vec![], count: orders, short };
    let filled = desk(&config, &data, window);
    let began = Instant::now();
    filled.sync(How::Changes, Busy::Wait, &mut |_| {}).expect("a sync");
    let took = began.elapsed();
    fact("the orders and their keys are kept", &rate(orders, took));
    fact("size of the cache", &format!("{} MB", size(&data) / 1_000_000));
    drop(filled);

    let full: Vec<Order> = (orders..orders + FRESH).rev().map(|n| whole(&shop, n)).collect();
    let ids: Vec<OrderId> = full.iter().map(|order| order.id.clone()).collect();
    let desk = desk(&config, &data, Shelf { shop, full, count: 0, short });
    fresh(&desk);
    one_by_one(&desk, &ids);
    // A million orders are not kept for the next run.
    drop(desk);
    let _ = fs::remove_dir_all(&data);
}

/// The flagged orders come in; meanwhile somebody pages through the queue.
fn fresh(desk: &Desk) {
    let ended = AtomicBool::new(false);
    let before = process::processor_ms(std::process::id());
    let (mut pages, mut report) = (Sample::default(), None);
    thread::scope(|scope| {
        let sync = scope.spawn(|| {
            let began = Instant::now();
            let summary = desk.sync(How::Changes, Busy::Wait, &mut |_| {}).expect("a sync");
            ended.store(true, Ordering::Relaxed);
            (began.elapsed(), summary)
        });
        while !ended.load(Ordering::Relaxed) {
            let began = Instant::now();
            desk.header().expect("a header");
            desk.first_rows(&Filter::default(), 60).expect("rows");
            pages.add(began.elapsed());
            thread::sleep(Duration::from_millis(50));
        }
        report = Some(sync.join().expect("the sync ends"));
    });
    let (took, summary) = report.expect("a report");
    assert_eq!(summary.flagged, FRESH as u64);
    let pulled = Duration::from_secs_f64(summary.seconds);
    let checked = took.saturating_sub(pulled);
    fact("10,000 flagged orders are read and kept", &seconds(pulled));
    let met = checked <= Duration::from_secs(15);
    line("findings of 10,000 fresh orders", &seconds(checked), "15 s", met);
    let ran = Duration::from_millis(process::processor_ms(std::process::id()) - before);
    fact("processor time of all threads, reading included", &seconds(ran));
    let shown = format!("p50 {}, p99 {}", ms(pages.at(50)), ms(pages.at(99)));
    line(
        "header and first screen meanwhile",
        &shown,
        "100 ms",
        pages.at(99) <= Duration::from_millis(100),
    );
}

/// Every check of one order, its links included, and the answer kept.
fn one_by_one(desk: &Desk, ids: &[OrderId]) {
    let mut times = Sample::default();
    let step = (ids.len() / OPENED).max(1);
    for id in ids.iter().step_by(step) {
        let began = Instant::now();
        desk.recheck(id).expect("findings");
        times.add(began.elapsed());
    }
    let shown = format!("p50 {}, p99 {}", ms(times.at(50)), ms(times.at(99)));
    let met = times.at(50) <= Duration::from_millis(5) && times.at(99) <= Duration::from_millis(25);
    line("all findings of one order, kept", &shown, "5 ms, 25 ms", met);
}

fn rate(orders: usize, took: Duration) -> String {
    format!("{} ({:.0}/s)", seconds(took), orders as f64 / took.as_secs_f64())
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|about| about.len()).sum()
}
