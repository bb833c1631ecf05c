//! The one place where a change of the ledger is kept.

use rusqlite::Transaction;

use super::trouble::Trouble;
use crate::domain::{Crossing, cross};

/// Commits.
pub(super) fn keep(change: Transaction<'_>) -> Result<(), Trouble> {
    change.commit()?;
    cross(Crossing::Ledger);
    Ok(())
}
