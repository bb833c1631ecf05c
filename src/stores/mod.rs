//! The store port: what every shop system must be able to do for the desk.
//!
//! Shaped by three stores. Shopify has fulfilment orders with holds, asynchronous
//! cancels and idempotency keys; Magento has one hold per order and no keys at all;
//! WooCommerce has statuses without a machine. Whatever they lack, they say per order
//! and step in `capabilities`, and why a repeat is safe or not in `repeat`.

mod fault;
mod port;
pub mod shopify;

pub use fault::{StoreFault, Trouble};
pub use port::{
    Answer, Cursor, Feed, Identity, Item, KEY_LIFE_SECONDS, Link, Mark, Page, Performed, Progress,
    RefundQuote, Repeat, StepKey, Store,
};
