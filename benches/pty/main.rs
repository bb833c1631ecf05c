//! The real program in a pseudo-terminal of 200×60, beside the least that a terminal
//! program can take: keys, bytes, start, idling, memory, decisions.
//!
//! `cargo bench --bench pty` measures 50,000 rows of the queue, also while a sync ingests
//! and while the store hangs; `UNHOLD_BENCH_MILLION=1` adds one million rows. Data lies
//! under `target/bench`. Linux counts memory and wake-ups; elsewhere they read as zero.
#![cfg(feature = "demo")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "a measurement"
)]

#[path = "../common/config.rs"]
mod config;
mod drain;
#[path = "../common/figures.rs"]
mod figures;
mod floor;
mod keys;
#[path = "../common/open.rs"]
mod open;
#[path = "../common/process.rs"]
mod process;
mod rest;
#[path = "../common/sample.rs"]
mod sample;
#[path = "../common/seed.rs"]
mod seed;
#[path = "../common/serve.rs"]
mod serve;
mod session;
mod stage;

use std::path::Path;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["--floor", "ratatui", folder] => floor::ratatui(Path::new(folder)).unwrap(),
        ["--floor", "echo"] => floor::echo().unwrap(),
        ["--serve", folder, pace, orders] => serve::serve(folder, pace, orders.parse().unwrap()),
        [] => all(),
        ["rest"] => each(&|rows| _ = rest::start(rows), &rest::idle_and_memory),
        ["keys"] => each(&keys::moving, &keys::at_once),
        ["filter"] => each(&keys::filtering, &|_| ()),
        ["open"] => each(&keys::opening, &|_| ()),
        ["hang"] => keys::while_the_store_hangs(),
        ["ingest"] => keys::while_a_sync_ingests(),
        ["online"] => rest::online(),
        ["decide"] => keys::decisions(),
        ["drain"] => drain::measure("plus"),
        ["drain", pace] => drain::measure(pace),
        _ => panic!("unknown words {words:?}"),
    }
}

fn all() {
    let small = measure(50_000);
    keys::while_the_store_hangs();
    keys::while_a_sync_ingests();
    rest::online();
    keys::decisions();
    drain::measure("plus");
    if std::env::var_os("UNHOLD_BENCH_MILLION").is_some() {
        let large = measure(1_000_000);
        let ratio = large / small;
        figures::line(
            "start with 1,000,000 beside 50,000",
            &format!("{ratio:.2} ×"),
            "at most 1.5 ×",
            ratio <= 1.5,
        );
    }
}

/// Runs two parts over 50,000 rows, and over a million when asked.
fn each(one: &dyn Fn(usize), other: &dyn Fn(usize)) {
    let million = std::env::var_os("UNHOLD_BENCH_MILLION").map(|_| 1_000_000);
    for rows in [50_000].into_iter().chain(million) {
        println!("\n{rows} rows of the queue");
        one(rows);
        other(rows);
    }
}

/// Measures a queue of `rows` rows; answers with the seconds to its first whole screen.
fn measure(rows: usize) -> f64 {
    println!("\n{rows} rows of the queue");
    let start = rest::start(rows);
    keys::moving(rows);
    keys::at_once(rows);
    keys::opening(rows);
    keys::filtering(rows);
    rest::idle_and_memory(rows);
    start
}
