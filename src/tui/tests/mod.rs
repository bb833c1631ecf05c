//! Transitions first, then pictures.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod ascii;
mod bench;
mod confirming;
mod evidence;
mod hands;
mod loading;
mod paint;
mod panels;
mod pictures;
mod receipts;
mod recording;
mod sample;
mod scripted;
mod terminal;
mod wording;
