//! The steps from an earlier ledger to this one: forward only, each after a backup.

use rusqlite::Connection;

use super::files::Files;
use super::trouble::Trouble;
use crate::domain::{Fault, Kind, Timestamp};

/// What every version added; the place in the list is the version.
pub(super) const STEPS: &[&str] = &[include_str!("schema/001.sql")];

/// Brings the ledger to the newest version.
pub(super) fn migrate(
    connection: &mut Connection,
    files: &Files,
    steps: &[&str],
    now: Timestamp,
) -> Result<(), Trouble> {
    let newest = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let version = version_of(connection)?;
    if version > newest {
        return Err(from_the_future(version, newest).into());
    }
    if version == newest {
        return Ok(());
    }
    if version > 0 {
        back_up(connection, files, now)?;
    }
    for (place, step) in (1..).zip(steps).filter(|(place, _)| *place > version) {
        apply(connection, place, step)?;
    }
    Ok(())
}

/// Copies the ledger as it stands into `backups/`.
pub(super) fn back_up(
    connection: &Connection,
    files: &Files,
    now: Timestamp,
) -> Result<std::path::PathBuf, Trouble> {
    let path = files.new_backup(version_of(connection)?, now)?;
    let shown = path.to_string_lossy().into_owned();
    connection.execute("VACUUM INTO ?1", [shown])?;
    Ok(path)
}

/// One step is one transaction: another process that came first is noticed inside it.
fn apply(connection: &mut Connection, place: i64, step: &str) -> Result<(), Trouble> {
    let change = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    if version_of(&change)? < place {
        change.execute_batch(step)?;
        change.pragma_update(None, "user_version", place)?;
    }
    change.commit()?;
    Ok(())
}

fn version_of(connection: &Connection) -> Result<i64, Trouble> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn from_the_future(version: i64, newest: i64) -> Fault {
    Fault::new(
        Kind::Failed,
        format!("the ledger is of version {version}, and this program knows {newest}"),
    )
    .hint("a newer unhold wrote it; use that one")
}
