//! The desk at the embedded store, over real HTTP: what commands and screen rest on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]
#![cfg(feature = "demo")]

mod bad_days;
mod bench;
mod conflicts;
mod decisions;
mod disk;
mod ending;
mod findings;
mod money;
mod restarts;
mod syncing;
mod weather;
mod weighing;
