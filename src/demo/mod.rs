//! The embedded store: an HTTP server that behaves as Shopify does.
//!
//! [`serve`] starts a shop in a folder on loopback, on a thread of its own; [`Running`] says
//! where it is and how it is to be treated. The shop's state is kept in the folder
//! (`shop.json`, `journal.jsonl`) before anything is answered. What is in `shop` knows no
//! protocol, what is in `graphql` no shop; `shopify` brings them together, `http` lets
//! people in, `faults` and the endpoints under `/unhold-demo/` make bad days on purpose.
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
