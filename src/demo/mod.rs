//! The embedded store: an HTTP server that behaves as Shopify does.
//!
//! It looks at `domain` only, never at `stores`: its schema and shapes come from the API facts,
//! so that two hands must agree.

pub mod shop;
