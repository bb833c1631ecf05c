//! The embedded store: an HTTP server that behaves as Shopify does.
//!
//! It looks at `domain` only, never at `stores`: its schema and shapes come from the API facts,
//! so that two hands must agree.

mod elsewhere;
mod faults;
mod folder;
mod graphql;
mod http;
mod serve;
pub mod shop;
mod shopify;
#[cfg(test)]
mod tests;

pub use elsewhere::Elsewhere;
pub use faults::{FaultRule, RequestKind, Trouble};
pub use serve::{CannotServe, Now, Options, Running, Tokens, serve};
pub use shopify::{
    Access, Answered, Effect, EmptyHoldIds, FreeText, GRANTED, JobResultKind, NullDigest,
    Protected, Quirks, Throttle, WithoutTransactions,
};
