//! The cache's figures: queue pages, filters as typed, counts, ingest.
//!
//! `cargo bench --bench cache` measures 50,000 rows; `UNHOLD_BENCH_ROWS=1000000` adds a
//! queue of that size. Every row is generated and goes in through the normal calls.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a measurement"
)]

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use tempfile::TempDir;
use unhold::cache::{Cache, Filed, Filter, FullEntry, Moment, ShopFacts, ShortEntry, Sort};
use unhold::domain::{
    Address, Assessment, ClockName, ClockReading, ClosedHow, Currency, Fulfilment, Lane, Money,
    MoneyPair, Order, OrderId, Payment, Readable, Risk, RiskLevel, ShopId, ShortOrder, Timestamp,
    Totals, Verdict, Zone,
};
use unhold::policy::Placement;

const FIRST: [&str; 12] = [
    "Ana", "Björn", "Chiara", "Dmitri", "Elif", "Fatou", "Greta", "Hiro", "Inés", "Jonas", "Karla",
    "Łukasz",
];
const LAST: [&str; 10] = [
    "Núñez", "Svensson", "Rossi", "Ivanov", "Yılmaz", "Diop", "Weber", "Tanaka", "García", "Nowak",
];
const CITIES: [(&str, &str); 8] = [
    ("Malmö", "SE"),
    ("Berlin", "DE"),
    ("New York", "US"),
    ("San Francisco", "US"),
    ("Kraków", "PL"),
    ("Milano", "IT"),
    ("Osaka", "JP"),
    ("Dakar", "SN"),
];

fn now() -> Timestamp {
    Timestamp::parse("2026-03-02T12:00:00Z").unwrap()
}

fn moment() -> Moment {
    Moment::new(now(), Zone::UTC)
}

fn shop() -> ShopId {
    ShopId::new("gid-1")
}

/// A number that looks random and is always the same (splitmix64).
fn scatter(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}

fn pick<T: Copy>(from: &[T], n: u64) -> T {
    from[(n % from.len() as u64) as usize]
}

fn address(n: u64, name: &str) -> Address {
    let (city, country) = pick(&CITIES, n >> 7);
    Address {
        name: name.into(),
        line1: format!("{} Main Street", n % 9_973).as_str().into(),
        city: city.into(),
        postal_code: format!("{:05}", n % 99_999).as_str().into(),
        country_code: country.into(),
        ..Address::default()
    }
}

fn order(n: u64) -> Order {
    let x = scatter(n);
    let name = format!("{} {} {:x}", pick(&FIRST, x), pick(&LAST, x >> 8), x >> 50);
    let total =
        MoneyPair::same(Money { minor: 500 + (x >> 20) as i64 % 90_000, currency: Currency::USD });
    let zero = MoneyPair::same(Money::zero(Currency::USD));
    let level =
        pick(&[RiskLevel::High, RiskLevel::Medium, RiskLevel::Medium, RiskLevel::Low], x >> 3);
    let place = address(x, &name);
    Order {
        shop: shop(),
        id: OrderId::new((5_000_000_000_000 - n).to_string()),
        name: format!("#{}", 2_000_000 - n).as_str().into(),
        placed_at: now().plus_seconds(-(n as i64) * 5),
        updated_at: now().plus_seconds(-(n as i64) * 5),
        closed: ClosedHow::default(),
        tags: vec![],
        note: "".into(),
        attributes: vec![],
        email: Readable::Known(
            format!("{}.{:x}@example{}.org", pick(&FIRST, x), x >> 44, x % 50).as_str().into(),
        ),
        phone: Readable::Known(format!("+1 415 555 {:04}", x % 10_000).as_str().into()),
        ip: Readable::Known(format!("203.{}.113.{}", x >> 12 & 255, x >> 30 & 255).as_str().into()),
        billing: Readable::Known(place.clone()),
        shipping: Readable::Known(place),
        customer: Readable::Absent,
        risk: Risk {
            assessments: vec![Assessment {
                provider: "Filter".into(),
                level,
                score: Some("12.5".into()),
                facts: vec![],
            }],
            ..Risk::default()
        },
        payment: Payment::Paid,
        fulfilment: Fulfilment::Unfulfilled,
        totals: Totals { total, received: total, refunded: zero, capturable: zero },
        transactions: vec![],
        refunds: vec![],
        fulfilment_orders: vec![],
        items: vec![],
        coupons: if x.is_multiple_of(40) { vec!["SPRING10".into()] } else { vec![] },
        disputes: vec![],
        timeline: vec![],
        source: "web".into(),
        holds_unread: None,
        gaps: vec![],
    }
}

fn full(n: u64) -> FullEntry {
    let order = order(n);
    let seconds = (scatter(n ^ 0x4d) % 400_000) as i64 - 150_000;
    let clock = ClockReading { name: ClockName::FirstDecision, at: now().plus_seconds(seconds) };
    let lane = pick(&[Lane::New, Lane::New, Lane::Waiting, Lane::HighValue], scatter(n) >> 9);
    let placement = Placement { lane, clock: Some(clock), why: None };
    FullEntry { standing: Some((placement, Verdict::Verify)), ..FullEntry::new(order, now()) }
}

fn open() -> (TempDir, Cache) {
    let folder = TempDir::new().unwrap();
    let (cache, _) = Cache::open(folder.path()).unwrap();
    let facts = ShopFacts {
        shop: shop(),
        name: "Vitamins".into(),
        currency: Currency::USD,
        zone: Zone::UTC,
        reach_days: None,
    };
    cache.put_shop(facts).unwrap();
    (folder, cache)
}

/// A queue of `rows` rows, each flagged and open: the worst case.
fn filled(rows: u64) -> (TempDir, Cache) {
    let (folder, cache) = open();
    let began = Instant::now();
    for page in 0..rows / 250 {
        let entries = (page * 250..(page + 1) * 250).map(full).collect();
        cache.put_full(&shop(), entries).unwrap();
    }
    runtime().block_on(cache.tidy_links()).unwrap();
    let seconds = began.elapsed().as_secs_f64();
    println!("{rows} full orders in {seconds:.1} s, {:.0} a second", rows as f64 / seconds);
    (folder, cache)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

fn typed(text: &str) -> Filter {
    Filter { typed: text.to_owned(), ..Filter::default() }
}

fn all_keys(cache: &Cache, filter: &Filter) -> usize {
    let mut n = 0;
    cache.keys((filter, moment()), &|| true, &mut |keys| n += keys.len()).unwrap();
    n
}

const TYPED: [&str; 12] = [
    "a",
    "an",
    "ana",
    "ana nu",
    "nunez malmo",
    "example7",
    "2041",
    "#1999777",
    "risk:high",
    "country:SE >300",
    "coupon:spring",
    "-ana risk:high",
];

fn queue(c: &mut Criterion, rows: u64) {
    let (folder, cache) = filled(rows);
    let mut group = c.benchmark_group(format!("queue of {rows}"));
    group.sample_size(20);
    group.bench_function("open and first 60 rows", |b| {
        b.iter(|| {
            let (cache, _) = Cache::open(folder.path()).unwrap();
            cache.lane_counts(moment()).unwrap();
            black_box(cache.first_rows(&Filter::default(), moment(), 60).unwrap().len())
        });
    });
    group.bench_function("lane counts", |b| b.iter(|| cache.lane_counts(moment()).unwrap()));
    for sort in [Sort::Clock, Sort::Risk, Sort::Total, Sort::Newest, Sort::Customer] {
        let filter = Filter { sort, ..Filter::default() };
        group.bench_function(format!("first 60 rows by {sort:?}"), |b| {
            b.iter(|| cache.first_rows(&filter, moment(), 60).unwrap().len());
        });
    }
    group.bench_function("all keys", |b| b.iter(|| all_keys(&cache, &Filter::default())));
    for text in TYPED {
        let filter = typed(text);
        println!("{text:?} fits {} rows", all_keys(&cache, &filter));
        group.bench_function(format!("first 60 of {text:?}"), |b| {
            b.iter(|| cache.first_rows(&filter, moment(), 60).unwrap().len());
        });
        group.bench_function(format!("all keys of {text:?}"), |b| {
            b.iter(|| all_keys(&cache, &filter));
        });
    }
    let id = order(rows / 2).id;
    group.bench_function("open one order", |b| b.iter(|| cache.full(&id).unwrap().is_some()));
    let own = ShortOrder::from(&order(rows / 2));
    group.bench_function("linked orders", |b| {
        b.iter(|| cache.beside(&own).unwrap().orders.len());
    });
    group.finish();
}

/// Short orders, pages of 250, from nothing: orders a second.
fn ingest(c: &mut Criterion) {
    let pages: Vec<Vec<ShortEntry>> = (0..400_u64)
        .map(|page| {
            let entry = |n| {
                let order = ShortOrder::from(&order(n));
                ShortEntry { filed: Filed::of(order), flagged: false }
            };
            (page * 250..(page + 1) * 250).map(entry).collect()
        })
        .collect();
    let (_folder, cache) = open();
    let again = pages[200].clone();
    let began = Instant::now();
    for page in pages {
        cache.put_short(&shop(), page).unwrap();
    }
    runtime().block_on(cache.tidy_links()).unwrap();
    let seconds = began.elapsed().as_secs_f64();
    println!("100000 short orders in {seconds:.2} s, {:.0} a second", 100_000.0 / seconds);

    let mut group = c.benchmark_group("ingest");
    group.sample_size(20);
    group.bench_function("a page of 250 that is cached already", |b| {
        b.iter(|| cache.put_short(&shop(), again.clone()).unwrap());
    });
    group.finish();
}

/// Whether the command line asks for a part, so that the others are not even filled;
/// `cargo test --all-targets` asks for none.
fn asked_for(part: &str) -> bool {
    if !std::env::args().any(|arg| arg == "--bench") {
        return false;
    }
    let mut filters = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).peekable();
    filters.peek().is_none() || filters.any(|filter| part.contains(&filter))
}

fn measure(c: &mut Criterion) {
    if asked_for("ingest") {
        ingest(c);
    }
    if asked_for("queue of 50000") {
        queue(c, 50_000);
    }
    let more = std::env::var("UNHOLD_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok());
    if let Some(rows) = more {
        queue(c, rows);
    }
}

criterion_group!(benches, measure);
criterion_main!(benches);
