//! `cache.sqlite`: what the outside systems said, and what was computed from it.
//!
//! May be deleted at any time; a sync rebuilds it. One writer thread with its own
//! connection, a small pool of readers; no SQL and no rusqlite type leaves this room.

mod counts;
mod entry;
mod facts;
mod file;
mod findings;
mod fold;
mod hash;
mod imported;
mod keep;
mod land;
mod line;
mod links;
mod mistake;
mod orders;
mod pack;
mod packed;
mod purge;
mod query;
mod queue;
mod readers;
mod repack;
mod row;
mod scan;
mod schema;
mod segments;
mod sink;
mod snag;
mod store;
mod typed;
mod unchecked;
mod writer;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_findings;

pub use entry::{
    Awaited, Batch, CachedFindings, CachedOrder, Checked, Filed, FullEntry, Landed, Material,
    NewFindings, ShopFacts, ShortEntry,
};
pub use imported::ImportedEntry;
pub use mistake::FilterMistake;
pub use purge::PersonalOrder;
pub use row::{Filter, Moment, QueueRow, RowKey, Sort};
pub use store::Cache;
pub use writer::{InOrder, Landing};
