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
mod money;
mod origin;
mod people;
mod plan;
mod plots;
mod scene;
mod story;
#[cfg(test)]
mod tests;

pub use build::generate;
