//! Shopify's Admin GraphQL over the shop: names, shapes, refusals, costs.

mod access;
mod amount;
mod bind;
mod closing;
mod cost;
mod engine;
mod gid;
mod leaf;
mod mutate;
mod paging;
mod quirks;
mod records;
mod run;
mod search;
mod sorts;
mod value;
mod versions;
mod words;
mod world;

pub use access::{Access, GRANTED, Protected};
pub use cost::Throttle;
pub use quirks::{
    Answered, EmptyHoldIds, FreeText, JobResultKind, NullDigest, Quirks, WithoutTransactions,
};
pub use records::Effect;

pub(crate) use engine::{About, Engine, Request};
pub(crate) use records::Entry;
pub(crate) use versions::answering;
pub(crate) use world::World;
