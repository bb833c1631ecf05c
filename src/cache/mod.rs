//! `cache.sqlite`: what the outside systems said, and what was computed from it.
//!
//! May be deleted at any time; a sync rebuilds it.

mod row;

pub use row::{Filter, QueueRow, RowKey, Sort};
