//! The tables of places and networks that come with the program, against places that are known.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr, reason = "tests")]

mod known;
