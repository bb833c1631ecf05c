//! Faults on purpose: programs that die, connections that break, disks that fill, in any order.
//!
//! Each effect is at the store once or not at all, and the ledger says which. What each test
//! counts is printed, so that a run shows how much was tried.
#![cfg(all(unix, feature = "demo"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    missing_docs,
    reason = "tests"
)]

mod cases;
mod clocks;
mod crash;
mod crashes;
mod dice;
mod disk;
mod forecast;
mod network;
mod shop;
mod stand;
mod torn;
mod weather;
