//! A stopped plan that a person ends: what it did is taken back, or it is handed over.

use rusqlite::Transaction;
use serde::Serialize;

use super::append::append;
use super::asks::{Person, Woken};
use super::book::Ledger;
use super::journal::{Event, Facts};
use super::moves::{Change, Move, make_move};
use super::purge::refuse_purged;
use super::rows::{load_known, to_json};
use super::staging::{Slip, entry, insert_steps, set_state, waiting};
use super::trouble::{Trouble, unreadable};
use super::writer::Durable;
use crate::domain::{
    Clean, Compensation, Fault, HandedOver, Ids, Kind, OutboxRow, RowId, RowState, StepId,
    StepState, Timestamp,
};

/// Why a step does not run any more.
const TAKEN_BACK: &str = "left out: the plan is taken back";

/// A compensation with everything that its steps need.
#[derive(Clone, Debug)]
pub struct Undone<'a> {
    /// The row.
    pub row: RowId,
    /// What was shown and confirmed.
    pub compensation: &'a Compensation,
    /// One slip per step, in the order of its steps.
    pub slips: Vec<Slip>,
    /// The day of decision that the case gets when a new hold lies there (C7).
    pub decide_by: Option<Timestamp>,
}

/// How a row is closed as a person's matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// Why.
    pub why: Clean,
    /// How the order stands, in words, and when that was read.
    pub shows: Option<(String, Timestamp)>,
}

impl Ledger {
    /// Records that what a stopped row did is taken back: its other steps are left out, and
    /// steps that take back are added behind them. They run like any step.
    pub fn compensate(&self, undone: Undone<'_>, person: Person<'_>) -> Result<OutboxRow, Fault> {
        let Undone { row, compensation, slips, decide_by } = undone;
        let compensation = compensation.clone();
        let (ids, by, at) = (self.ids(), person.name.to_owned(), person.at);
        self.write(Durable::Now, move |change| {
            let before = load_known(change, row)?;
            refuse_purged(&before)?;
            check(&before, &compensation, slips.len())?;
            // The way back is there before the rest is left out: a row without either would
            // count as done.
            add_steps(change, (&before, &compensation), &slips)?;
            note(change, &*ids, (&before, &compensation), (&by, at))?;
            leave_out(change, &*ids, &before, &Change::at(at).by(&by))?;
            if let Some(decide_by) = decide_by {
                change
                    .prepare_cached("UPDATE outbox SET decide_by = ?2 WHERE id = ?1")?
                    .execute((row.to_string(), decide_by.millis()))?;
            }
            Woken::seeing(&compensation.revision, at).wake(change, &before)
        })
    }

    /// Closes a row that waits for a person as that person's matter. Nothing of it is sent or
    /// read any more. Where a step may have happened, the order stays closed to plans that
    /// decide it until a person says how that ended (`skip`).
    pub fn hand_over(
        &self,
        row: RowId,
        over: &HandOver,
        person: Person<'_>,
    ) -> Result<OutboxRow, Fault> {
        let HandOver { why, shows } = over.clone();
        let (ids, by, at) = (self.ids(), person.name.to_owned(), person.at);
        self.write(Durable::Now, move |change| {
            let before = load_known(change, row)?;
            if !before.may_be_handed_over() {
                return Err(not_to_hand_over(&before).into());
            }
            let (shows, read_at) = shows.unzip();
            let mut facts = Facts::of(Event::HandedOver);
            facts.reviewer = Some(by.clone());
            facts.verb = Some(before.verb);
            facts.after.clone_from(&shows);
            let payload = serde_json::json!({ "why": why.raw() }).to_string();
            append(change, &*ids, entry(&before, at, facts, Some(payload)))?;
            let over = HandedOver { at, by, why, shows, read_at };
            change
                .prepare_cached("UPDATE outbox SET handed_over = ?2 WHERE id = ?1")?
                .execute((row.to_string(), to_json(&over)?))?;
            set_state(change, row, RowState::HandedOver)?;
            load_known(change, row)
        })
    }
}

fn check(row: &OutboxRow, compensation: &Compensation, slips: usize) -> Result<(), Fault> {
    let is_done = |place| {
        row.steps.iter().any(|step| step.place == place && step.state == StepState::Confirmed)
    };
    let fits = !compensation.steps.is_empty()
        && compensation.steps.len() == slips
        && compensation.steps.iter().all(|undoing| is_done(undoing.undoes));
    if row.may_be_compensated() && fits {
        return Ok(());
    }
    let (verb, name, state) = (row.verb.word(), &row.order_name, row.state.word());
    Err(Fault::new(Kind::State, format!("the {verb} of {name} is {state} by now"))
        .hint("`unhold outbox` shows where it stands"))
}

fn add_steps(
    change: &Transaction<'_>,
    (row, compensation): (&OutboxRow, &Compensation),
    slips: &[Slip],
) -> Result<(), Trouble> {
    let last = row.steps.iter().map(|step| step.place).max().unwrap_or_default();
    let steps = compensation.steps.iter().zip(slips).zip(last + 1..);
    let steps: Vec<_> = steps
        .map(|((undoing, slip), place)| {
            let mut step = waiting(&undoing.step, slip, place);
            step.undoes = Some(undoing.undoes);
            step
        })
        .collect();
    insert_steps(change, row.id, &steps)
}

/// The texts of a compensation, beside its journal row.
#[derive(Serialize)]
struct Shown<'a> {
    compensation: &'a Compensation,
}

fn note(
    change: &Transaction<'_>,
    ids: &dyn Ids,
    (row, compensation): (&OutboxRow, &Compensation),
    (by, at): (&str, Timestamp),
) -> Result<(), Trouble> {
    let mut facts = Facts::of(Event::CompensationAsked);
    facts.reviewer = Some(by.to_owned());
    facts.verb = Some(row.verb);
    let payload =
        serde_json::to_string(&Shown { compensation }).map_err(|_| unreadable("a compensation"))?;
    append(change, ids, entry(row, at, facts, Some(payload)))
}

fn leave_out(
    change: &Transaction<'_>,
    ids: &dyn Ids,
    row: &OutboxRow,
    noted: &Change,
) -> Result<(), Trouble> {
    let left = row.steps.iter().filter(|step| step.state.may_become(StepState::Skipped));
    for step in left {
        // What went wrong with the step stays readable behind it.
        let words = step.error.as_ref().map_or_else(
            || TAKEN_BACK.to_owned(),
            |error| format!("{TAKEN_BACK}; before that: {error}"),
        );
        let id = StepId { row: row.id, place: step.place };
        let noted = noted.clone().error(words);
        make_move(
            change,
            ids,
            &Move { step: id, from: step.state, to: StepState::Skipped, noted },
        )?;
    }
    Ok(())
}

fn not_to_hand_over(row: &OutboxRow) -> Fault {
    let (verb, name, state) = (row.verb.word(), &row.order_name, row.state.word());
    let hint = match row.state {
        RowState::Staged | RowState::Failed => "nothing of it was done; take it back instead",
        _ => "only a plan that stopped or is not known is handed over",
    };
    Fault::new(Kind::State, format!("the {verb} of {name} is {state} and needs nobody")).hint(hint)
}
