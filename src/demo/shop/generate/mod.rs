//! The generator: a believable shop from a seed, a size and a day.
//!
//! The same three always give the same shop. Nothing here reads a clock or the network;
//! places, networks, names and goods come from `assets/demo`.

mod basket;
mod build;
mod catalogue;
mod dice;
mod facts;
mod fate;
mod holding;
mod money;
mod ordinary;
mod origin;
mod people;
mod plan;
mod plots;
mod scene;
mod share;
mod story;
mod tables;
#[cfg(test)]
mod tests;
mod undoing;

pub use build::generate;
