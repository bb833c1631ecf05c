//! The one function that moves a step, and what a person can ask of a stuck one.

use rusqlite::Transaction;

use super::append::append;
use super::book::Ledger;
use super::journal::{Event, Facts, amount_of};
use super::rows::{load_known, to_json};
use super::settled::{self, Seen};
use super::staging::{entry, set_state, state_of_steps};
use super::trouble::Trouble;
use super::writer::Durable;
use crate::domain::{
    Fault, Ids, Kind, OutboxRow, Receipt, RowState, StepId, StepRow, StepState, Timestamp,
};

/// What is noted together with a move.
#[derive(Clone, Debug)]
pub struct Change {
    pub(super) at: Timestamp,
    pub(super) reviewer: Option<String>,
    receipt: Option<Receipt>,
    error: Option<String>,
    seen: Option<Seen>,
    stood: Option<u32>,
}

impl Change {
    /// A move at a moment, with nothing else to note.
    pub fn at(at: Timestamp) -> Self {
        Self { at, reviewer: None, receipt: None, error: None, seen: None, stood: None }
    }

    /// Notes the proof.
    #[must_use]
    pub fn receipt(mut self, receipt: Receipt) -> Self {
        self.receipt = Some(receipt);
        self
    }

    /// Notes what went wrong and what to do, as a sentence.
    #[must_use]
    pub fn error(mut self, sentence: impl Into<String>) -> Self {
        self.error = Some(sentence.into());
        self
    }

    /// Notes how often what is written stood on the order before, where that is its proof.
    #[must_use]
    pub fn stood(mut self, times: Option<u32>) -> Self {
        self.stood = times;
        self
    }

    /// Notes who asked for it.
    pub(super) fn by(mut self, reviewer: &str) -> Self {
        self.reviewer = Some(reviewer.to_owned());
        self
    }

    /// Notes how the order was seen.
    #[must_use]
    pub fn seen(mut self, seen: Seen) -> Self {
        self.seen = Some(seen);
        self
    }
}

impl Ledger {
    /// Moves a step from one state to another and notes it in the journal; the only
    /// function that does. The row's state follows from its steps, and a verdict whose
    /// row is confirmed decides its case, all in one transaction and one sync.
    ///
    /// Refused when the table of `StepState` knows no such move or the step stands
    /// elsewhere by now.
    pub fn move_step(
        &self,
        step: StepId,
        from: StepState,
        to: StepState,
        change: Change,
    ) -> Result<OutboxRow, Fault> {
        let ids = self.ids();
        self.write(Durable::Now, move |tx| {
            make_move(tx, &*ids, &Move { step, from, to, noted: change })
        })
    }

    /// Keeps the outside system's ticket, so that a new process can go on asking. No
    /// sync: a ticket lost to a power cut leaves the step unknown, which a read settles.
    pub fn keep_ticket(&self, step: StepId, ticket: &str) -> Result<(), Fault> {
        let ticket = ticket.to_owned();
        self.write(Durable::Later, move |change| {
            change
                .prepare_cached("UPDATE steps SET ticket = ?3 WHERE row_id = ?1 AND place = ?2")?
                .execute((step.row.to_string(), step.place, ticket))?;
            Ok(())
        })
    }
}

/// One move, with what is noted.
pub(super) struct Move {
    pub(super) step: StepId,
    pub(super) from: StepState,
    pub(super) to: StepState,
    pub(super) noted: Change,
}

/// Makes the move inside a transaction of the caller's.
pub(super) fn make_move(
    change: &Transaction<'_>,
    ids: &dyn Ids,
    mv: &Move,
) -> Result<OutboxRow, Trouble> {
    let before = load_known(change, mv.step.row)?;
    if !mv.from.may_become(mv.to) || is_closed_to(&before, mv) || !write(change, mv)? {
        return Err(no_such_move(&before, mv).into());
    }
    let undone = undone_by(&before, mv);
    if let Some(undone) = &undone
        && !write(change, undone)?
    {
        return Err(no_such_move(&before, undone).into());
    }
    let mut after = load_known(change, mv.step.row)?;
    // What is a person's matter stays one, also when that person says how a step ended.
    if before.state != RowState::HandedOver {
        after.state = state_of_steps(&after);
        set_state(change, after.id, after.state)?;
    }
    let state = after.state;
    journal_move(change, ids, &after, mv)?;
    if let Some(undone) = &undone {
        journal_move(change, ids, &after, undone)?;
    }
    if let Some(seen) = &mv.noted.seen {
        if mv.to == StepState::Confirmed {
            settled::note_seen(change, &after, mv.step.place, seen)?;
        } else {
            settled::note_stopped_at(change, (after.id, mv.step.place), seen)?;
        }
    }
    if mv.to == StepState::Confirmed {
        settled::date(change, (&after, mv.step.place), mv.noted.at)?;
    }
    if state == RowState::Confirmed && before.state != RowState::Confirmed {
        settled::confirm(change, ids, &after, mv.noted.at)?;
    }
    Ok(after)
}

/// Whether the row is at its end. One that was handed over only hears how a step ended.
fn is_closed_to(row: &OutboxRow, mv: &Move) -> bool {
    match row.state {
        RowState::Dropped => true,
        RowState::HandedOver => mv.to != StepState::Skipped,
        _ => false,
    }
}

/// The move of the step that this one takes back: it is compensated in the moment in which
/// this one is proved.
fn undone_by(row: &OutboxRow, mv: &Move) -> Option<Move> {
    let step = row.steps.iter().find(|step| step.place == mv.step.place)?;
    let place = step.undoes.filter(|_| mv.to == StepState::Confirmed)?;
    Some(Move {
        step: StepId { row: row.id, place },
        from: StepState::Confirmed,
        to: StepState::Compensated,
        noted: Change::at(mv.noted.at),
    })
}

/// Writes the step; `false` when it does not stand where the move begins.
///
/// A call that never left (running → waiting) does not count as an attempt, and its key
/// was not sent.
fn write(change: &Transaction<'_>, mv: &Move) -> Result<bool, Trouble> {
    let set = match (mv.from, mv.to) {
        (_, StepState::Running) => {
            "attempts = attempts + 1, first_sent_at = coalesce(first_sent_at, ?6),
             last_sent_at = ?6, error = NULL, ticket = NULL, restored_from = NULL"
        }
        (StepState::Running, StepState::Waiting) => {
            "attempts = attempts - 1, error = ?7,
             first_sent_at = CASE WHEN attempts = 1 THEN NULL ELSE first_sent_at END,
             last_sent_at = CASE WHEN attempts = 1 THEN NULL ELSE last_sent_at END"
        }
        // The call was made: what a person asked for is used up.
        (StepState::Running, _) => "error = ?7, repeat_asked = 0",
        _ => "error = ?7",
    };
    let sql = format!(
        "UPDATE steps SET state = ?4, receipt = coalesce(?5, receipt), {set}
         WHERE row_id = ?1 AND place = ?2 AND state = ?3 AND (?6 IS ?6) AND (?7 IS ?7)"
    );
    let receipt = mv.noted.receipt.as_ref().map(to_json).transpose()?;
    let written = change.prepare_cached(&sql)?.execute((
        mv.step.row.to_string(),
        mv.step.place,
        mv.from.word(),
        mv.to.word(),
        receipt,
        mv.noted.at.millis(),
        mv.noted.error.as_deref(),
    ))?;
    Ok(written == 1)
}

fn journal_move(
    change: &Transaction<'_>,
    ids: &dyn Ids,
    row: &OutboxRow,
    mv: &Move,
) -> Result<(), Trouble> {
    let Some(step) = row.steps.iter().find(|step| step.place == mv.step.place) else {
        return Ok(());
    };
    let mut facts = facts_of(Event::Moved, row, step);
    facts.from = Some(mv.from);
    facts.to = Some(mv.to);
    facts.stood = mv.noted.stood;
    facts.reviewer.clone_from(&mv.noted.reviewer);
    if let Some(receipt) = &mv.noted.receipt {
        facts.reference.clone_from(&receipt.reference);
        facts.before = Some(receipt.before.clone());
        facts.after = Some(receipt.after.clone());
    }
    let payload =
        mv.noted.error.as_ref().map(|words| serde_json::json!({ "error": words }).to_string());
    append(change, ids, entry(row, mv.noted.at, facts, payload))
}

pub(super) fn facts_of(event: Event, row: &OutboxRow, step: &StepRow) -> Facts {
    let mut facts = Facts::of(event);
    facts.verb = Some(row.verb);
    facts.place = Some(step.place);
    facts.kind = Some(step.step.kind());
    facts.attempts = Some(step.attempts);
    facts.key = Some(step.key);
    facts.undoes = step.undoes;
    facts.amount = amount_of(&step.step);
    facts
}

fn no_such_move(row: &OutboxRow, mv: &Move) -> Fault {
    let (from, to, place) = (mv.from.word(), mv.to.word(), mv.step.place);
    let now = row.steps.iter().find(|step| step.place == place).map_or("gone", |s| s.state.word());
    let name = &row.order_name;
    Fault::new(
        Kind::State,
        format!(
            "step {place} of the {} of {name} is {now} and cannot go from {from} to {to}",
            row.verb.word()
        ),
    )
    .hint("`unhold outbox` shows where it stands")
}
