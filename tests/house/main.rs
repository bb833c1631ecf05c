//! Guards: what the house promises about its own code and papers.
//!
//! Every guard is also tried on made-up code that breaks its rule, because a guard that
//! cannot fail guards nothing.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a guard that panics is a guard that fails"
)]

mod bans;
mod crossings;
mod drawing;
mod layers;
mod lexer;
mod papers;
mod paths;
mod tree;
