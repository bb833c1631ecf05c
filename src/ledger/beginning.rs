//! Before a row runs: taken back, begun, let run, or given back.

use super::append::append;
use super::book::Ledger;
use super::journal::{Event, Facts};
use super::rows::load_known;
use super::staging::{entry, set_state, state_of_steps};
use super::writer::Durable;
use crate::domain::{Fault, Kind, OutboxRow, RowId, RowState, Timestamp};

impl Ledger {
    /// Takes a plan back that has not begun. Of this and `begin`, which change the same
    /// row under the same condition, exactly one wins.
    pub fn take_back(&self, row: RowId, now: Timestamp) -> Result<OutboxRow, Fault> {
        let ids = self.ids();
        self.write(Durable::Now, move |change| {
            let won = change
                .prepare_cached(
                    "UPDATE outbox SET state = 'dropped' WHERE id = ?1 AND state = 'staged'
                     AND began_by IS NULL",
                )?
                .execute([row.to_string()])?;
            let after = load_known(change, row)?;
            if won == 0 {
                return Err(too_late(&after).into());
            }
            let facts = Facts::of(Event::TakenBack);
            append(change, &*ids, entry(&after, now, facts, None))?;
            Ok(after)
        })
    }

    /// Gives a row to the runner; refused when it was taken back, is not due, or runs.
    /// Nothing is synced to the disk: a power cut leaves the row staged, and nothing sent.
    pub fn begin(&self, row: RowId, now: Timestamp, owner: &str) -> Result<OutboxRow, Fault> {
        let owner = owner.to_owned();
        self.write(Durable::Later, move |change| {
            let won = change
                .prepare_cached(
                    "UPDATE outbox SET state = 'running', began_by = ?3 WHERE id = ?1
                     AND due_at <= ?2 AND state IN ('staged', 'running') AND began_by IS NULL",
                )?
                .execute((row.to_string(), now.millis(), owner))?;
            let after = load_known(change, row)?;
            if won == 0 {
                return Err(not_to_begin(&after).into());
            }
            Ok(after)
        })
    }

    /// Ends the waiting time of a row: it is due now. Also how a person lets an overdue
    /// row run.
    pub fn make_due(&self, row: RowId, now: Timestamp) -> Result<OutboxRow, Fault> {
        self.write(Durable::Now, move |change| {
            change
                .prepare_cached(
                    "UPDATE outbox SET due_at = ?2 WHERE id = ?1
                     AND state IN ('staged', 'running', 'unknown')",
                )?
                .execute((row.to_string(), now.millis()))?;
            load_known(change, row)
        })
    }

    /// Gives a begun row back because nothing could be sent, with the reason; it waits.
    pub fn put_back(&self, row: RowId, why: &str) -> Result<OutboxRow, Fault> {
        let why = why.to_owned();
        self.write(Durable::Later, move |change| {
            change
                .prepare_cached(
                    "UPDATE steps SET error = ?2 WHERE row_id = ?1 AND state = 'waiting'
                     AND place = (SELECT min(place) FROM steps
                                  WHERE row_id = ?1 AND state = 'waiting')",
                )?
                .execute((row.to_string(), why))?;
            let before = load_known(change, row)?;
            if before.state == RowState::Running {
                set_state(change, row, state_of_steps(&before))?;
                change
                    .prepare_cached("UPDATE outbox SET began_by = NULL WHERE id = ?1")?
                    .execute([row.to_string()])?;
            }
            load_known(change, row)
        })
    }
}

/// The state in a sentence for people.
fn in_words(state: RowState) -> &'static str {
    match state {
        RowState::Dropped => "taken back",
        RowState::HandedOver => "handed over",
        other => other.word(),
    }
}

fn too_late(row: &OutboxRow) -> Fault {
    let name = &row.order_name;
    let (verb, state) = (row.verb.word(), in_words(row.state));
    let hint = match row.state {
        RowState::Dropped => "it was taken back before",
        RowState::Running => "wait for its outcome, then use the verb that takes it back",
        _ => "see `unhold outbox` for what happened",
    };
    Fault::new(Kind::State, format!("the {verb} of {name} is {state} and cannot be taken back"))
        .hint(hint)
}

fn not_to_begin(row: &OutboxRow) -> Fault {
    let (verb, name, state) = (row.verb.word(), &row.order_name, in_words(row.state));
    Fault::new(Kind::State, format!("the {verb} of {name} is {state} and not to be begun now"))
}
