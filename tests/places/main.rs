//! The tables of places and networks that come with the program, against places that are known.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod known;
mod update;
