//! Start, filter as typed, open an order; over so many rows.

use std::fmt::Write;
use std::time::{Duration, Instant};

use unhold::desk::{Desk, Filter, Presence, QueueRow, RowKey};
use unhold::domain::ShopId;

use crate::figures::{fact, line};
use crate::sample::{Sample, ms};
use crate::{config, open, seed};

/// Rows of the first screen at 200×60, and two screens more.
const SCREEN: usize = 60;

/// What people type, whole; each beginning of it is one key.
const TYPED: [&str; 8] = [
    "ana almeida",
    "kowalska malmö",
    "fischer77@",
    "12345",
    "risk:high",
    "country:us >300",
    "-ana risk:medium",
    "203.0.113.7",
];

fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// Measures a cache of `rows` rows; answers with the time of the first whole queue.
pub fn measure(rows: usize) -> Duration {
    let root = config::root();
    let data = seed::folder(&root, rows, &ShopId::new("bench"));
    let config = config::write(&root.join("desk"), "http://127.0.0.1:9", "no-token");
    println!("\n{rows} rows of the queue");
    let start = start(&|| open::desk(&config, &data, Presence::Offline));
    let met = start <= milliseconds(40);
    line("open, header and first screen, p50", &ms(start), "40 ms with the whole program", met);
    let desk = open::desk(&config, &data, Presence::Offline);
    header(&desk);
    filters(&desk, rows);
    cases(&desk);
    start
}

/// Says how much longer a million takes.
pub fn compare(small: Duration, large: Duration) {
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    line(
        "open with 1,000,000 beside 50,000",
        &format!("{ratio:.2} ×"),
        "at most 1.5 ×",
        ratio <= 1.5,
    );
}

fn start(open: &dyn Fn() -> Desk) -> Duration {
    let mut times = Sample::default();
    for _ in 0..21 {
        let began = Instant::now();
        let desk = open();
        desk.header().expect("a header");
        let rows = desk.first_rows(&Filter::default(), SCREEN).expect("rows");
        times.add(began.elapsed());
        assert_eq!(rows.len(), SCREEN);
    }
    times.at(50)
}

fn header(desk: &Desk) {
    let mut times = Sample::default();
    for _ in 0..200 {
        let began = Instant::now();
        let header = desk.header().expect("a header");
        times.add(began.elapsed());
        assert!(!header.lanes.is_empty());
    }
    fact("header with all counts, p50", &format!("{:.0} µs", times.at(50).as_secs_f64() * 1e6));
}

/// Types each query key by key, as the screen does: keys as they are found, the first
/// rows with the first of them.
fn filters(desk: &Desk, rows: usize) {
    let mut first = Sample::default();
    let mut whole = Sample::default();
    for query in TYPED {
        let mut slowest = (Duration::ZERO, Duration::ZERO);
        let mut told = String::new();
        let mut found = 0;
        for (end, _) in query.char_indices().skip(1).chain([(query.len(), ' ')]) {
            let filter = Filter { typed: query[..end].to_owned(), ..Filter::default() };
            let (shown, all, count) = one_key(desk, &filter);
            found = count;
            first.add(shown);
            whole.add(all);
            slowest = (slowest.0.max(shown), slowest.1.max(all));
            let (shown, all) = (shown.as_secs_f64() * 1e3, all.as_secs_f64() * 1e3);
            write!(told, " {shown:.1}/{all:.1}").expect("a line");
        }
        let times = format!("first {}, all {}", ms(slowest.0), ms(slowest.1));
        fact(&format!("  {query:?} ({found} rows), slowest key"), &times);
        println!("    first/all of each key, ms:{told}");
    }
    for (what, sample) in [("first screen", &first), ("with all rows", &whole)] {
        fact(
            &format!("filter as typed, {what}"),
            &format!("p50 {}, slowest {}", ms(sample.at(50)), ms(sample.at(100))),
        );
    }
    if rows <= 50_000 {
        let met = whole.at(100) <= milliseconds(25);
        line("filter as typed, slowest key, all rows", &ms(whole.at(100)), "25 ms per key", met);
    } else {
        let met = first.at(100) <= milliseconds(100);
        line("filter as typed, slowest key, first rows", &ms(first.at(100)), "100 ms", met);
    }
}

/// Until the first screen is whole (or nothing more comes), until all keys are here, and
/// how many there are.
fn one_key(desk: &Desk, filter: &Filter) -> (Duration, Duration, usize) {
    let began = Instant::now();
    let (mut shown, mut count) = (None, 0);
    let mut found = |keys: &[RowKey]| {
        if count < SCREEN && count + keys.len() >= SCREEN {
            desk.rows(&keys[..SCREEN - count]).expect("rows");
            shown = Some(began.elapsed());
        }
        count += keys.len();
    };
    desk.keys(filter, &|| true, &mut found).expect("keys");
    let all = began.elapsed();
    (shown.unwrap_or(all), all, count)
}

/// Opens orders: once when their findings are not known yet, and once more.
fn cases(desk: &Desk) {
    let rows: Vec<QueueRow> = desk.first_rows(&Filter::default(), 500).expect("rows");
    for what in ["open an order, first time", "open an order again"] {
        let mut times = Sample::default();
        for row in &rows {
            let began = Instant::now();
            desk.case_file(&row.id).expect("a case file");
            times.add(began.elapsed());
        }
        let shown = format!("p50 {}, p99 {}", ms(times.at(50)), ms(times.at(99)));
        line(what, &shown, "3 ms", times.at(50) <= milliseconds(3));
    }
}
