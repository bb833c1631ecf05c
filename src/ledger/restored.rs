//! Copies of the ledger, and what becomes of a ledger that was restored from one.
//!
//! A copy holds rows as they stood when it was made. What was sent or taken back afterwards is
//! not in it, so nothing that it holds as open may run unless a person says so.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::keep::keep;
use super::moves::{Change, Move, make_move};
use super::rows::load_all;
use super::trouble::Trouble;
use crate::domain::{Ids, OutboxRow, StepId, StepState, Timestamp};

/// Says in a finished copy that it is one, and of when; a copy of a copy keeps the older date.
pub(super) fn mark_as_copy(copy: &Path, made: Timestamp) -> Result<(), Trouble> {
    let connection = Connection::open(copy)?;
    // No file beside the copy: it has no name yet, and is thrown away when this fails.
    connection.pragma_update(None, "journal_mode", "MEMORY")?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS this_is_a_copy (
             only INTEGER PRIMARY KEY CHECK (only = 1), made INTEGER NOT NULL) STRICT",
    )?;
    let mark = "INSERT OR IGNORE INTO this_is_a_copy (only, made) VALUES (1, ?1)";
    connection.execute(mark, [made.millis()])?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Takes a copy into use as the ledger: every open row waits for a person, and the mark goes
/// in the same transaction. A ledger that is no copy is left alone.
pub(super) fn take_into_use(
    connection: &mut Connection,
    ids: &dyn Ids,
    now: Timestamp,
) -> Result<(), Trouble> {
    if !is_copy(connection)? {
        return Ok(());
    }
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have come first.
    if is_copy(&change)? {
        let made = change.query_row("SELECT made FROM this_is_a_copy", [], |row| row.get(0));
        let made: Option<i64> = made.optional()?;
        let made = made.map_or(now, Timestamp::from_millis);
        let open = "WHERE state IN ('staged', 'running', 'stopped', 'unknown') ORDER BY number";
        for row in load_all(&change, open, &[])? {
            doubt(&change, ids, &Doubt { row, made, now })?;
        }
        change.execute_batch("DELETE FROM owner; DROP TABLE this_is_a_copy")?;
    }
    keep(change)
}

pub(super) fn is_copy(connection: &Connection) -> Result<bool, Trouble> {
    let question = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'this_is_a_copy')";
    Ok(connection.query_row(question, [], |row| row.get(0))?)
}

/// A row of a copy that is taken into use.
struct Doubt {
    row: OutboxRow,
    made: Timestamp,
    now: Timestamp,
}

/// Every step that is not at its end may have happened after the copy was made.
fn doubt(change: &Transaction<'_>, ids: &dyn Ids, doubt: &Doubt) -> Result<(), Trouble> {
    let Doubt { row, made, now } = doubt;
    let words = restored_words(*made);
    for step in &row.steps {
        if step.state.may_become(StepState::Unknown) {
            let id = StepId { row: row.id, place: step.place };
            let noted = Change::at(*now).error(words.clone());
            let mv = Move { step: id, from: step.state, to: StepState::Unknown, noted };
            make_move(change, ids, &mv)?;
        }
    }
    let was = "CASE WHEN error IS NULL THEN '' ELSE '; before that: ' || error END";
    let failed =
        format!("UPDATE steps SET error = ?2 || {was} WHERE row_id = ?1 AND state = 'failed'");
    change.execute(&failed, (row.id.to_string(), &words))?;
    change.execute(
        "UPDATE steps SET restored_from = ?2, repeat_asked = 0
         WHERE row_id = ?1 AND state IN ('unknown', 'failed')",
        (row.id.to_string(), made.millis()),
    )?;
    Ok(())
}

/// The places of a row's steps that are unknown because the ledger was restored: a person who
/// lets the row go on means all of them.
pub(super) fn doubted(change: &Transaction<'_>, row: &OutboxRow) -> Result<Vec<u32>, Trouble> {
    let mut question = change.prepare_cached(
        "SELECT place FROM steps WHERE row_id = ?1 AND state = 'unknown'
         AND restored_from IS NOT NULL ORDER BY place",
    )?;
    let places = question.query_map([row.id.to_string()], |found| found.get(0))?;
    Ok(places.collect::<Result<_, _>>()?)
}

/// Why a row of a restored ledger waits, and what to do.
pub fn restored_words(made: Timestamp) -> String {
    format!(
        "the ledger was restored from the copy of {}, and what was sent or taken back after \
         that is not in it: compare the order with the store, then retry the row, or skip what \
         has happened or is not wanted",
        made.0.format("%Y-%m-%d %H:%M UTC")
    )
}
