//! The one place where a change of the cache is kept.

use rusqlite::Transaction;

use super::snag::Snag;
use crate::domain::{Crossing, cross};

/// Commits.
pub(super) fn keep(change: Transaction<'_>) -> Result<(), Snag> {
    change.commit()?;
    cross(Crossing::Cache);
    Ok(())
}
