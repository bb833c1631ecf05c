//! The steps from an earlier ledger to this one: forward only, each after a backup.

use rusqlite::Connection;

use super::files::{Copy, Files};
use super::keep::keep;
use super::restored::mark_as_copy;
use super::trouble::Trouble;
use crate::domain::{Crossing, Fault, Kind, Timestamp, cross};

/// What every version added; the place in the list is the version.
pub(super) const STEPS: &[&str] = &[
    include_str!("schema/001.sql"),
    include_str!("schema/002.sql"),
    include_str!("schema/003.sql"),
];

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

/// Copies the ledger as it stands into `backups/`; the copy says that it is one.
pub(super) fn back_up(
    connection: &Connection,
    files: &Files,
    now: Timestamp,
) -> Result<std::path::PathBuf, Trouble> {
    let copy = files.new_backup(version_of(connection)?, now)?;
    fill(connection, files, &copy, now)?;
    Ok(copy.whole)
}

/// Fills a copy and gives it its name. One that could not be finished leaves nothing behind.
pub(super) fn fill(
    connection: &Connection,
    files: &Files,
    copy: &Copy,
    now: Timestamp,
) -> Result<(), Trouble> {
    let filled = connection
        .execute("VACUUM INTO ?1", [copy.part.to_string_lossy()])
        .map_err(Trouble::from)
        .and_then(|_| mark_as_copy(&copy.part, now))
        .and_then(|()| Ok(files.finish_backup(copy)?));
    cross(Crossing::Ledger);
    if filled.is_err() {
        Files::give_up_backup(copy);
    }
    filled
}

/// Copies the ledger into the day's backup, on a connection of its own so that the writer
/// goes on meanwhile, and says where. `None` when the day has one already, or when nothing
/// was recorded yet.
pub(super) fn back_up_daily(
    connection: &Connection,
    files: &Files,
    now: Timestamp,
) -> Result<Option<std::path::PathBuf>, Trouble> {
    let question = "SELECT EXISTS (SELECT 1 FROM journal)";
    let is_used: bool = connection.query_row(question, [], |row| row.get(0))?;
    if !is_used || files.has_backup_of(now) {
        return Ok(None);
    }
    let copy = files.new_daily_backup(version_of(connection)?, now)?;
    fill(connection, files, &copy, now)?;
    files.drop_old_backups(DAILY_BACKUPS, now)?;
    Ok(Some(copy.whole))
}

/// Copies the ledger although the day may have its backup, and under a name that no copy has.
pub(super) fn back_up_again(
    connection: &Connection,
    files: &Files,
    now: Timestamp,
) -> Result<(), Trouble> {
    let version = version_of(connection)?;
    let mut copy = files.new_daily_backup(version, now)?;
    let mut at = now;
    while copy.whole.exists() {
        Files::give_up_backup(&copy);
        at = Timestamp::from_millis(at.millis() + 1);
        copy = files.new_daily_backup(version, at)?;
    }
    fill(connection, files, &copy, now)
}

/// How many daily backups are kept: a week of work.
const DAILY_BACKUPS: usize = 7;

/// One step is one transaction: another process that came first is noticed inside it.
fn apply(connection: &mut Connection, place: i64, step: &str) -> Result<(), Trouble> {
    let change = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let version = version_of(&change)?;
    if version < place {
        if version == 1 {
            complete_first(&change)?;
        }
        change.execute_batch(step)?;
        change.pragma_update(None, "user_version", place)?;
    }
    keep(change)
}

/// Version 1 got its last column half an hour after it was first written; a ledger of that
/// half hour lacks it.
fn complete_first(change: &Connection) -> Result<(), Trouble> {
    let question = "SELECT EXISTS (SELECT 1 FROM pragma_table_info('outbox')
                    WHERE name = 'seen_again')";
    let is_there: bool = change.query_row(question, [], |row| row.get(0))?;
    if !is_there {
        change.execute_batch("ALTER TABLE outbox ADD COLUMN seen_again TEXT")?;
    }
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
