//! Sync from a process of its own: orders a second, and the pace under Shopify's limits.
//!
//! `cargo bench --bench sync` starts this program a second time as the store, pulls
//! 60,000 orders into a fresh cache and prints the rate; `-- --standard 60` adds a run of
//! so many seconds at the limits of Shopify's standard plan. Data lies under `target/`.
#![cfg(feature = "demo")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a measurement"
)]

#[path = "../common/config.rs"]
mod config;
#[path = "../common/figures.rs"]
mod figures;
#[path = "../common/open.rs"]
mod open;
mod pace;
mod serve;
#[path = "../common/threads.rs"]
mod threads;

use std::env;
use std::time::Duration;

/// Orders in the store; the rate is over tens of thousands.
const ORDERS: u32 = 60_000;
/// The best of so many runs counts: others may use the same cores.
const RUNS: usize = 3;

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let word = |at: usize| words.get(at).map(String::as_str);
    let number = |name: &str| {
        let at = words.iter().position(|one| one == name)?;
        word(at + 1)?.parse::<u32>().ok()
    };
    if word(0) == Some("--serve") {
        return serve::serve(word(1).unwrap(), number("--orders").unwrap(), word(2).unwrap());
    }
    let orders = number("--orders").unwrap_or(ORDERS);
    let runs = number("--runs").map_or(RUNS, |runs| runs as usize);
    pace::full_speed(orders, runs);
    if let Some(seconds) = number("--standard") {
        pace::standard(orders, Duration::from_secs(seconds.into()));
    }
}
