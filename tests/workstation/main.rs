//! The real binary in a real pseudo-terminal, on the embedded store.
//!
//! Every test has a home and a data folder of its own, waits for what the screen says (never
//! for a time), and looks at the raw bytes where the terminal itself is at stake.
#![cfg(all(unix, feature = "demo"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod commands;
mod confirming;
mod ending;
mod home;
mod hostile;
mod scenario;
mod store;
mod surroundings;
mod terminal;
