//! The desk without a screen: start, filter, open an order, record a decision.
//!
//! `cargo bench --bench desk` measures 50,000 rows of the queue and the decision at an
//! embedded store; `UNHOLD_BENCH_MILLION=1` adds one million rows. Where `strace` is
//! installed the syncs of a decision are counted with it. Data lies under `target/`.
#![cfg(feature = "demo")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
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
#[path = "../common/open.rs"]
mod open;
mod queue;
#[path = "../common/sample.rs"]
mod sample;
#[path = "../common/seed.rs"]
mod seed;

use std::env;

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    if let [mode, what, count, ..] = &words[..]
        && mode == "--decide"
    {
        return decide::alone(what, count.parse().expect("a number"));
    }
    let small = queue::measure(50_000);
    if env::var_os("UNHOLD_BENCH_MILLION").is_some() {
        let large = queue::measure(1_000_000);
        queue::compare(small, large);
    }
    decide::measure();
}
