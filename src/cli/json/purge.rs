//! What a purge removed.

use serde::Serialize;

use crate::domain::{Clean, PurgeFound};

/// `unhold/purge/1`
#[derive(Serialize)]
pub(in crate::cli) struct PurgeDocument<'a> {
    schema: &'static str,
    done: bool,
    orders: u64,
    rows: u64,
    entries: u64,
    copies: u64,
    open: Vec<&'a str>,
    aside: &'a [String],
}

impl<'a> PurgeDocument<'a> {
    /// What was found, and whether it is gone.
    pub(in crate::cli) fn of(found: &'a PurgeFound, done: bool) -> Self {
        Self {
            schema: "unhold/purge/1",
            done,
            orders: found.orders,
            rows: found.rows,
            entries: found.entries,
            copies: found.backups,
            open: found.open.iter().map(Clean::raw).collect(),
            aside: &found.aside,
        }
    }
}
