//! The Shopify adapter: the only place that knows GraphQL.
//!
//! From the outside in: `store` answers the port; `feed`, `reading`, `perform` ask;
//! `api` sends with token (`token`), pace (`pace`) and retries, `wire` is the network;
//! `order`, `parts`, `payment`, `short` and `terms` put answers into the house's words.
//! Page numbers and marks such as `[U]` refer to `apis/shopify.md`.

mod amount;
mod api;
mod cancel;
mod cursor;
mod denial;
mod documents;
mod envelope;
mod feed;
mod gid;
mod grants;
mod held;
mod identity;
mod note;
mod order;
mod pace;
mod parts;
mod payment;
mod people;
mod perform;
mod proof;
mod reading;
mod refund;
mod refusal;
#[cfg(all(test, feature = "demo"))]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod schema_cut;
mod search;
mod settings;
mod shapes;
mod short;
mod store;
mod terms;
mod terms_of_repeat;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::single_match_else,
    reason = "tests"
)]
mod tests;
mod timeline;
mod token;
mod window;
mod wire;

pub use settings::{Credentials, Limits, NEWEST_VERSION, OLDEST_VERSION, PageSizes, Settings};
pub use store::{ShopifyStore, connect};
