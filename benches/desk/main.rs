//! The desk without a terminal: start, filter, open an order, frames, decisions, sync.
//!
//! `cargo bench --bench desk` measures 50,000 rows of the queue, the decision at an
//! embedded store, and a sync of 60,000 orders from a process of its own.
//! `-- findings` measures all findings of an order over a million cached ones, and those of
//! ten thousand that just came (minutes; `-- findings 50000` is quicker).
//! `UNHOLD_BENCH_MILLION=1` adds one million rows; `-- queue`, `-- frame`, `-- decide`, `-- verify`, `-- sync` and
//! `-- pace` run one part (the last takes two minutes, at the limits of Shopify's standard
//! plan). Where `strace` is installed the syncs of a decision are counted with it. Data
//! lies under `target/bench`.
#![cfg(feature = "demo")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    dead_code,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a measurement"
)]

#[path = "../common/config.rs"]
mod config;
mod decide;
#[path = "../common/figures.rs"]
mod figures;
mod findings;
mod frame;
#[path = "../common/open.rs"]
mod open;
#[path = "../common/process.rs"]
mod process;
mod queue;
#[path = "../common/sample.rs"]
mod sample;
#[path = "../common/seed.rs"]
mod seed;
#[path = "../common/serve.rs"]
mod serve;
#[path = "../common/shelf.rs"]
mod shelf;
mod sync;
#[path = "../common/threads.rs"]
mod threads;
mod verify;

use std::env;
use std::time::Duration;

/// Orders in the store; the rate is over tens of thousands.
const ORDERS: u32 = 60_000;
/// The best of so many syncs counts: others may use the same cores.
const SYNCS: usize = 3;
/// How long a sync at the standard plan's limits is watched at most, and how many orders
/// its store has: few enough that the window's turn comes.
const PACED: Duration = Duration::from_secs(120);
const PACED_ORDERS: u32 = 4_000;

fn main() {
    let words: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["--serve", folder, pace, orders] => serve::serve(folder, pace, orders.parse().unwrap()),
        ["--decide", what, count] => decide::alone(what, count.parse().unwrap()),
        ["queue"] => queues(),
        ["frame"] => frames(),
        ["decide"] => decide::measure(),
        ["verify"] => verify::measure(),
        ["sync"] => sync::full_speed(ORDERS, SYNCS),
        ["findings"] => findings::measure(1_000_000),
        ["findings", orders] => findings::measure(orders.parse().unwrap()),
        ["pace"] => sync::standard(PACED_ORDERS, PACED),
        _ => {
            queues();
            frames();
            decide::measure();
            verify::measure();
            sync::full_speed(ORDERS, SYNCS);
        }
    }
}

fn queues() {
    let small = queue::measure(50_000);
    if env::var_os("UNHOLD_BENCH_MILLION").is_some() {
        let large = queue::measure(1_000_000);
        queue::compare(small, large);
    }
}

fn frames() {
    println!();
    frame::measure(50_000);
    if env::var_os("UNHOLD_BENCH_MILLION").is_some() {
        frame::measure(1_000_000);
    }
}
