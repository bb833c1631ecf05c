//! What a person can ask of a row that is stuck: retry, skip, drop.

use rusqlite::Transaction;

use super::append::append;
use super::book::Ledger;
use super::journal::{Event, Facts};
use super::moves::{Change, Move, facts_of, make_move};
use super::purge::refuse_purged;
use super::restored;
use super::rows::load_known;
use super::settled;
use super::staging::{entry, refuse_second, set_state};
use super::trouble::Trouble;
use super::writer::Durable;
use crate::domain::{
    Fault, Ids, Kind, OutboxRow, Revision, RowId, RowState, Step, StepId, StepKind, StepRow,
    StepState, Timestamp,
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
        Change::at(self.at).by(self.name)
    }
}

/// Why a step goes with another that was left out.
const KEPT_HELD: &str = "left out too: without the step before it the goods could ship";

/// The steps that would free goods although what was to keep them or to give the money back
/// is left out (C6: an undecided order never ships by our doing).
fn freed_without<'a>(row: &'a OutboxRow, left_out: &StepRow) -> Vec<&'a StepRow> {
    use StepKind::{Cancel, PlaceHold, Refund, Void};
    if !matches!(left_out.step.kind(), Cancel | PlaceHold | Refund | Void) {
        return Vec::new();
    }
    let frees = |step: &Step| {
        matches!(step, Step::ReleaseHolds { .. } | Step::SetArchived { archived: false, .. })
    };
    let later = row.steps.iter().filter(|step| step.place > left_out.place);
    later.filter(|step| step.state == StepState::Waiting && frees(&step.step)).collect()
}

impl Ledger {
    /// Tries a failed step again, or marks an unknown one to be read once more and, if
    /// proved undone, sent once more. Without a place: the first that needs it.
    pub fn retry(
        &self,
        row: RowId,
        place: Option<u32>,
        person: Person<'_>,
    ) -> Result<OutboxRow, Fault> {
        let (ids, noted, person_at) = (self.ids(), person.change(), person.at);
        let by = person.name.to_owned();
        self.write(Durable::Now, move |change| {
            let before = load_known(change, row)?;
            refuse_purged(&before)?;
            refuse_handed_over(&before)?;
            let stuck = stuck_step(&before, place)?;
            let step = StepId { row, place: stuck.place };
            let woken = Woken::after(change, (&before, stuck), person_at)?;
            if is_deciding(change, row)? && !before.state.is_open() {
                refuse_second(change, &before)?;
            }
            if stuck.state == StepState::Failed {
                let to = StepState::Waiting;
                make_move(change, &*ids, &Move { step, from: stuck.state, to, noted })?;
                note_asked(change, step)?;
            } else {
                ask_again(change, &*ids, (&before, stuck), &noted)?;
            }
            if place.is_none() {
                ask_for_doubted(change, &*ids, (&before, stuck), &Change::at(person_at).by(&by))?;
            }
            woken.wake(change, &before)
        })
    }

    /// Leaves a step out for good, with the reason; the steps after it go on, except those
    /// that could free goods for which the one left out was to answer.
    pub fn skip(
        &self,
        row: RowId,
        place: Option<u32>,
        why: &str,
        person: Person<'_>,
    ) -> Result<OutboxRow, Fault> {
        let noted = person.change().error(format!("left out: {why}"));
        let also = noted.clone();
        let kept_held = person.change().error(KEPT_HELD.to_owned());
        let (ids, person_at) = (self.ids(), person.at);
        self.write(Durable::Now, move |change| {
            let before = load_known(change, row)?;
            // Nothing of a row that was handed over is sent, so its texts are not needed.
            if before.handed_over.is_none() {
                refuse_purged(&before)?;
            }
            let stuck = stuck_step(&before, place)?;
            let woken = Woken::after(change, (&before, stuck), person_at)?;
            let (step, from) = (StepId { row, place: stuck.place }, stuck.state);
            let freeing = freed_without(&before, stuck);
            make_move(change, &*ids, &Move { step, from, to: StepState::Skipped, noted })?;
            for later in freeing {
                let (step, from) = (StepId { row, place: later.place }, later.state);
                let noted = kept_held.clone();
                make_move(change, &*ids, &Move { step, from, to: StepState::Skipped, noted })?;
            }
            if place.is_none() {
                leave_out_doubted(change, &*ids, row, &also)?;
            }
            woken.wake(change, &before)
        })
    }

    /// Gives a row up that sent nothing.
    pub fn drop_row(&self, row: RowId, person: Person<'_>) -> Result<OutboxRow, Fault> {
        let (ids, by, at) = (self.ids(), person.name.to_owned(), person.at);
        self.write(Durable::Now, move |change| {
            let before = load_known(change, row)?;
            if !before.can_be_taken_back() {
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
    note_asked(change, StepId { row: row.id, place: step.place })?;
    let mut facts = facts_of(Event::RetryAsked, row, step);
    facts.reviewer.clone_from(&noted.reviewer);
    append(change, ids, entry(row, noted.at, facts, None))
}

/// A person who lets a row of a restored ledger go on means all of its steps that are in
/// doubt for that reason alone.
fn ask_for_doubted(
    change: &Transaction<'_>,
    ids: &dyn Ids,
    (row, asked): (&OutboxRow, &StepRow),
    noted: &Change,
) -> Result<(), Trouble> {
    let doubted = restored::doubted(change, row)?;
    let others = row.steps.iter().filter(|step| step.place != asked.place);
    for step in others.filter(|step| doubted.contains(&step.place)) {
        ask_again(change, ids, (row, step), noted)?;
    }
    Ok(())
}

/// A person who leaves out what a restored ledger doubts means all of it.
fn leave_out_doubted(
    change: &Transaction<'_>,
    ids: &dyn Ids,
    row: RowId,
    noted: &Change,
) -> Result<(), Trouble> {
    let now = load_known(change, row)?;
    for place in restored::doubted(change, &now)? {
        let (step, from, to) = (StepId { row, place }, StepState::Unknown, StepState::Skipped);
        make_move(change, ids, &Move { step, from, to, noted: noted.clone() })?;
    }
    Ok(())
}

/// Keeps a person's wish to have a step sent again until it was sent.
fn note_asked(change: &Transaction<'_>, step: StepId) -> Result<(), Trouble> {
    change
        .prepare_cached("UPDATE steps SET repeat_asked = 1 WHERE row_id = ?1 AND place = ?2")?
        .execute((step.row.to_string(), step.place))?;
    Ok(())
}

/// How a row goes on after a person dealt with it.
pub(super) struct Woken {
    at: Timestamp,
    seen: Option<String>,
}

impl Woken {
    /// A row of which something was done goes on from how the order stood when its step was
    /// stopped, which is what the person was told; else from where its last step left it.
    fn after(
        look: &Transaction<'_>,
        (row, stuck): (&OutboxRow, &StepRow),
        at: Timestamp,
    ) -> Result<Self, Trouble> {
        Ok(Self { at, seen: settled::stopped_at(look, row.id, stuck)? })
    }

    /// A row goes on from the order that a person's new steps were made for.
    pub(super) fn seeing(revision: &Revision, at: Timestamp) -> Self {
        Self { at, seen: Some(revision.as_str().to_owned()) }
    }

    /// Makes a row that had come to rest due again; one that still waits for its time,
    /// or runs, is left alone. Only a half-done row goes on from what the person saw: a
    /// plan of which nothing was done is made anew instead.
    pub(super) fn wake(
        self,
        change: &Transaction<'_>,
        before: &OutboxRow,
    ) -> Result<OutboxRow, Trouble> {
        let half_done = matches!(before.state, RowState::Stopped | RowState::Unknown);
        if !matches!(before.state, RowState::Staged | RowState::Running | RowState::HandedOver) {
            change
                .prepare_cached(
                    "UPDATE outbox SET due_at = ?2, began_by = NULL,
                         seen_again = coalesce(?3, seen_again) WHERE id = ?1",
                )?
                .execute((
                    before.id.to_string(),
                    self.at.millis(),
                    self.seen.filter(|_| half_done),
                ))?;
        }
        load_known(change, before.id)
    }
}

/// A row that is a person's matter is not sent again from here.
fn refuse_handed_over(row: &OutboxRow) -> Result<(), Fault> {
    let Some(over) = &row.handed_over else { return Ok(()) };
    let (verb, name) = (row.verb.word(), &row.order_name);
    Err(Fault::new(Kind::State, format!("the {verb} of {name} was handed over to {}", over.by))
        .hint("plan anew what is still wanted; `skip` says how a doubtful step ended"))
}

fn is_deciding(change: &Transaction<'_>, row: RowId) -> Result<bool, Trouble> {
    Ok(change
        .prepare_cached("SELECT deciding FROM outbox WHERE id = ?1")?
        .query_row([row.to_string()], |found| found.get(0))?)
}

fn not_to_drop(row: &OutboxRow) -> Fault {
    let (verb, name) = (row.verb.word(), &row.order_name);
    Fault::new(
        Kind::State,
        format!("the {verb} of {name} is {} and cannot be taken back", row.state.word()),
    )
    .hint("something was sent, or it has ended; retry or leave out what is left of it")
}
