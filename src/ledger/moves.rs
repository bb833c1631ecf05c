//! The one function that moves a step, and what a person can ask of a stuck one.

use rusqlite::Transaction;

use super::append::append;
use super::book::Ledger;
use super::journal::{Event, Facts, amount_of};
use super::rows::{load_known, to_json};
use super::settled::{self, Seen};
use super::staging::{entry, refuse_second, set_state, state_of_steps};
use super::trouble::Trouble;
use super::writer::Durable;
use crate::domain::{
    Fault, Ids, Kind, OutboxRow, Receipt, RowId, RowState, StepId, StepRow, StepState, Timestamp,
};

/// Who asks for something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person<'a> {
    /// The reviewer's name.
    pub name: &'a str,
    /// The moment.
    pub at: Timestamp,
}

impl Person<'_> {
    fn change(self) -> Change {
        let mut change = Change::at(self.at);
        change.reviewer = Some(self.name.to_owned());
        change
    }
}

/// What is noted together with a move.
#[derive(Clone, Debug)]
pub struct Change {
    at: Timestamp,
    reviewer: Option<String>,
    receipt: Option<Receipt>,
    error: Option<String>,
    seen: Option<Seen>,
}

impl Change {
    /// A move at a moment, with nothing else to note.
    pub fn at(at: Timestamp) -> Self {
        Self { at, reviewer: None, receipt: None, error: None, seen: None }
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

    /// Tries a failed step again, or marks an unknown one to be read once more and, if
    /// proved undone, sent once more. Without a place: the first that needs it.
    pub fn retry(
        &self,
        row: RowId,
        place: Option<u32>,
        person: Person<'_>,
    ) -> Result<OutboxRow, Fault> {
        let (ids, at, noted) = (self.ids(), person.at, person.change());
        self.write(Durable::Now, move |change| {
            let before = load_known(change, row)?;
            let stuck = stuck_step(&before, place)?;
            let step = StepId { row, place: stuck.place };
            if is_deciding(change, row)? && !before.state.is_open() {
                refuse_second(change, &before)?;
            }
            if stuck.state == StepState::Failed {
                let to = StepState::Waiting;
                make_move(change, &*ids, &Move { step, from: stuck.state, to, noted })?;
            } else {
                ask_again(change, &*ids, (&before, stuck), &noted)?;
            }
            wake(change, row, at)
        })
    }

    /// Leaves a step out for good, with the reason; the steps after it go on.
    pub fn skip(
        &self,
        row: RowId,
        place: Option<u32>,
        why: &str,
        person: Person<'_>,
    ) -> Result<OutboxRow, Fault> {
        let noted = person.change().error(format!("skipped: {why}"));
        let (ids, at) = (self.ids(), person.at);
        self.write(Durable::Now, move |change| {
            let before = load_known(change, row)?;
            let stuck = stuck_step(&before, place)?;
            let (step, from) = (StepId { row, place: stuck.place }, stuck.state);
            make_move(change, &*ids, &Move { step, from, to: StepState::Skipped, noted })?;
            wake(change, row, at)
        })
    }

    /// Gives a row up that sent nothing.
    pub fn drop_row(&self, row: RowId, person: Person<'_>) -> Result<OutboxRow, Fault> {
        let (ids, by, at) = (self.ids(), person.name.to_owned(), person.at);
        self.write(Durable::Now, move |change| {
            let before = load_known(change, row)?;
            let sent = before
                .steps
                .iter()
                .any(|step| step.attempts > 0 || step.state == StepState::Confirmed);
            if sent || !matches!(before.state, RowState::Staged | RowState::Failed) {
                return Err(not_to_drop(&before).into());
            }
            set_state(change, row, RowState::Dropped)?;
            let mut facts = Facts::of(Event::TakenBack);
            facts.reviewer = Some(by);
            append(change, &*ids, entry(&before, at, facts, None))?;
            load_known(change, row)
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
    if !mv.from.may_become(mv.to) || before.state == RowState::Dropped || !write(change, mv)? {
        return Err(no_such_move(&before, mv).into());
    }
    let mut after = load_known(change, mv.step.row)?;
    let state = state_of_steps(&after);
    set_state(change, after.id, state)?;
    after.state = state;
    journal_move(change, ids, &after, mv)?;
    if let Some(seen) = &mv.noted.seen {
        settled::note_seen(change, &after, mv.step.place, seen)?;
    }
    if state == RowState::Confirmed && before.state != RowState::Confirmed {
        settled::confirm(change, ids, &after, mv.noted.at)?;
    }
    Ok(after)
}

/// Writes the step; `false` when it does not stand where the move begins.
///
/// A call that never left (running → waiting) does not count as an attempt, and its key
/// was not sent.
fn write(change: &Transaction<'_>, mv: &Move) -> Result<bool, Trouble> {
    let set = match (mv.from, mv.to) {
        (_, StepState::Running) => {
            "attempts = attempts + 1, first_sent_at = coalesce(first_sent_at, ?6),
             last_sent_at = ?6, error = NULL, repeat_asked = 0, ticket = NULL"
        }
        (StepState::Running, StepState::Waiting) => {
            "attempts = attempts - 1, error = ?7,
             first_sent_at = CASE WHEN attempts = 1 THEN NULL ELSE first_sent_at END,
             last_sent_at = CASE WHEN attempts = 1 THEN NULL ELSE last_sent_at END"
        }
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

fn facts_of(event: Event, row: &OutboxRow, step: &StepRow) -> Facts {
    let mut facts = Facts::of(event);
    facts.verb = Some(row.verb);
    facts.place = Some(step.place);
    facts.kind = Some(step.step.kind());
    facts.attempts = Some(step.attempts);
    facts.key = Some(step.key);
    facts.amount = amount_of(&step.step);
    facts
}

/// The step that a person means: the one named, else the first failed or unknown one.
fn stuck_step(row: &OutboxRow, place: Option<u32>) -> Result<&StepRow, Fault> {
    let is_stuck = |step: &&StepRow| matches!(step.state, StepState::Failed | StepState::Unknown);
    let found = match place {
        Some(place) => row.steps.iter().find(|step| step.place == place),
        None => row.steps.iter().find(is_stuck),
    };
    let name = &row.order_name;
    found.ok_or_else(|| {
        Fault::new(
            Kind::State,
            format!("no such step of the {} of {name} is stuck", row.verb.word()),
        )
        .hint("`unhold outbox` shows the steps of each row")
    })
}

/// Notes that a person wants an unknown step read again and, if undone, sent again.
fn ask_again(
    change: &Transaction<'_>,
    ids: &dyn Ids,
    (row, step): (&OutboxRow, &StepRow),
    noted: &Change,
) -> Result<(), Trouble> {
    if step.state != StepState::Unknown {
        let words = format!("step {} is {} and cannot be retried", step.place, step.state.word());
        return Err(Fault::new(Kind::State, words).into());
    }
    change
        .prepare_cached("UPDATE steps SET repeat_asked = 1 WHERE row_id = ?1 AND place = ?2")?
        .execute((row.id.to_string(), step.place))?;
    let mut facts = facts_of(Event::RetryAsked, row, step);
    facts.reviewer.clone_from(&noted.reviewer);
    append(change, ids, entry(row, noted.at, facts, None))
}

/// Makes a row due again after a person dealt with it.
fn wake(change: &Transaction<'_>, row: RowId, at: Timestamp) -> Result<OutboxRow, Trouble> {
    change
        .prepare_cached("UPDATE outbox SET due_at = ?2, began_by = NULL WHERE id = ?1")?
        .execute((row.to_string(), at.millis()))?;
    load_known(change, row)
}

fn is_deciding(change: &Transaction<'_>, row: RowId) -> Result<bool, Trouble> {
    Ok(change
        .prepare_cached("SELECT deciding FROM outbox WHERE id = ?1")?
        .query_row([row.to_string()], |found| found.get(0))?)
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

fn not_to_drop(row: &OutboxRow) -> Fault {
    let (verb, name) = (row.verb.word(), &row.order_name);
    Fault::new(
        Kind::State,
        format!("the {verb} of {name} is {} and cannot be dropped", row.state.word()),
    )
    .hint("something was sent, or it has ended; retry or skip what is left of it")
}
