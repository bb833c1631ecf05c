//! Recording a confirmed plan, and taking it back while it has not begun.

use rusqlite::{OptionalExtension, Transaction};
use serde::Serialize;
use uuid::Uuid;

use super::append::{Entry, append};
use super::book::Ledger;
use super::journal::{Event, Facts};
use super::rows::{load_known, to_json};
use super::settled;
use super::trouble::Trouble;
use super::writer::Durable;
use crate::domain::{
    Fault, Finding, Kind, OutboxRow, Plan, Revision, RowId, RowState, Step, StepKind, StepRow,
    StepState, Sums, Timestamp,
};

/// What goes with one step of a plan: where it is sent, and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The outside system: `store`, later a companion.
    pub system: String,
    /// The system's own name of the call.
    pub call: String,
    /// The idempotency key, fresh.
    pub key: Uuid,
}

/// A confirmed plan with everything that its row needs.
#[derive(Clone, Debug)]
pub struct Staging<'a> {
    /// The plan as it was shown.
    pub plan: &'a Plan,
    /// The id of the new row (`UUIDv7`).
    pub row: RowId,
    /// Who confirmed it.
    pub reviewer: &'a str,
    /// The present moment.
    pub now: Timestamp,
    /// When it may run.
    pub due_at: Timestamp,
    /// One slip per step, in the order of the steps.
    pub slips: Vec<Slip>,
    /// The findings that the verdict rests on.
    pub findings: &'a [Finding],
    /// The day of decision that the case gets when the row is confirmed (hold, C7).
    pub decide_by: Option<Timestamp>,
    /// What the plan does with money, where the order could be asked.
    pub money: Option<Sums>,
}

/// The texts of a plan, beside its journal row.
#[derive(Serialize)]
struct Shown<'a> {
    steps: &'a [Step],
    warnings: &'a [String],
    findings: &'a [Finding],
}

impl Ledger {
    /// Records the plan; it is on the disk when this answers. Refused, naming the other
    /// row, while another plan that decides the order is open (`contract.md`, conflicts).
    ///
    /// `standing` tells the revision of the order as it is known; it is asked inside the
    /// transaction that writes the row, after any wait for another process. A plan made for
    /// another revision is refused (`Kind::State`) and nothing is kept, unless only our own
    /// steps lie between the two. What lands after the question is as what lands after the
    /// row: the row carries the revision that was shown, and is compared before its first
    /// write.
    pub fn stage<S>(&self, staging: &Staging<'_>, standing: S) -> Result<OutboxRow, Fault>
    where
        S: FnOnce() -> Result<Option<Revision>, Fault> + Send + 'static,
    {
        let plan = staging.plan;
        if plan.steps.is_empty() || plan.steps.len() != staging.slips.len() {
            return Err(Fault::new(Kind::State, format!("{} has nothing to do", plan.order_name))
                .hint("the order is already as the plan would leave it"));
        }
        let shown =
            Shown { steps: &plan.steps, warnings: &plan.warnings, findings: staging.findings };
        let payload = serde_json::to_string(&shown).ok();
        let new = New {
            row: unstarted(staging),
            deciding: is_deciding(plan),
            decide_by: staging.decide_by,
            payload,
        };
        let ids = self.ids();
        self.write(Durable::Now, move |change| {
            refuse_changed(change, &new.row, standing()?.as_ref())?;
            insert(change, &new)?;
            let mut facts = Facts::of(Event::Staged);
            facts.reviewer = Some(new.row.reviewer.clone());
            facts.order_name = Some(new.row.order_name.raw().to_owned());
            facts.verb = Some(new.row.verb);
            append(change, &*ids, entry(&new.row, new.row.staged_at, facts, new.payload))?;
            load_known(change, new.row.id)
        })
    }
}

/// What the writer needs to make a row.
struct New {
    row: OutboxRow,
    deciding: bool,
    decide_by: Option<Timestamp>,
    payload: Option<String>,
}

/// The row as it is before anything happens.
fn unstarted(staging: &Staging<'_>) -> OutboxRow {
    let plan = staging.plan;
    let steps = plan.steps.iter().zip(&staging.slips).zip(1..);
    OutboxRow {
        id: staging.row,
        shop: plan.shop.clone(),
        order: plan.order.clone(),
        order_name: plan.order_name.clone(),
        verb: plan.verb,
        revision: plan.revision.clone(),
        state: RowState::Staged,
        reviewer: staging.reviewer.to_owned(),
        staged_at: staging.now,
        due_at: staging.due_at,
        steps: steps.map(|((step, slip), place)| waiting(step, slip, place)).collect(),
        money: staging.money,
        handed_over: None,
    }
}

/// A step that nothing has happened to.
pub(super) fn waiting(step: &Step, slip: &Slip, place: u32) -> StepRow {
    StepRow {
        place,
        system: slip.system.clone(),
        step: step.clone(),
        call: slip.call.clone(),
        state: StepState::Waiting,
        key: slip.key,
        first_sent_at: None,
        attempts: 0,
        stood: None,
        ticket: None,
        receipt: None,
        error: None,
        undoes: None,
    }
}

/// Whether the plan moves goods or money: an order has one such plan at a time.
fn is_deciding(plan: &Plan) -> bool {
    plan.verb.is_verdict()
        || plan.steps.iter().any(|step| {
            matches!(
                step.kind(),
                StepKind::ReleaseHolds | StepKind::Cancel | StepKind::Refund | StepKind::Void
            )
        })
}

fn insert(change: &Transaction<'_>, new: &New) -> Result<(), Trouble> {
    let row = &new.row;
    if new.deciding {
        refuse_second(change, row)?;
    }
    change
        .prepare_cached(
            "INSERT INTO outbox (id, shop, order_id, order_name, verb, revision, state, reviewer,
                                 staged_at, due_at, deciding, decide_by, money)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute((
            row.id.to_string(),
            row.shop.as_str(),
            row.order.as_str(),
            row.order_name.raw(),
            row.verb.word(),
            row.revision.as_str(),
            row.state.word(),
            &row.reviewer,
            row.staged_at.millis(),
            row.due_at.millis(),
            new.deciding,
            new.decide_by.map(Timestamp::millis),
            row.money.as_ref().map(to_json).transpose()?,
        ))?;
    insert_steps(change, row.id, &row.steps)
}

/// Adds steps to a row.
pub(super) fn insert_steps(
    change: &Transaction<'_>,
    row: RowId,
    steps: &[StepRow],
) -> Result<(), Trouble> {
    let mut insert = change.prepare_cached(
        "INSERT INTO steps (row_id, place, system, step, call, state, key, undoes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for step in steps {
        insert.execute((
            row.to_string(),
            step.place,
            &step.system,
            to_json(&step.step)?,
            &step.call,
            step.state.word(),
            step.key.to_string(),
            step.undoes,
        ))?;
    }
    Ok(())
}

/// Refuses a plan for an order that no longer stands as it did when the plan was shown.
fn refuse_changed(
    change: &Transaction<'_>,
    row: &OutboxRow,
    stands: Option<&Revision>,
) -> Result<(), Trouble> {
    let ours = settled::ours_from(change, row, row.revision.clone())?;
    if stands.is_some_and(|stands| ours.contains(stands)) {
        return Ok(());
    }
    let name = &row.order_name;
    let words = match stands {
        Some(stands) => format!(
            "{name} changed after its plan was made: it was at revision {}, and is at {stands}; \
             nothing was staged",
            row.revision
        ),
        None => format!("{name} is no longer on this machine in full; nothing was staged"),
    };
    Err(Fault::new(Kind::State, words).hint("look at the order again, then decide").into())
}

/// Refuses a plan that decides an order while another such plan of it is open.
pub(super) fn refuse_second(change: &Transaction<'_>, row: &OutboxRow) -> Result<(), Trouble> {
    let other: Option<(String, String, String)> = change
        .prepare_cached(
            "SELECT id, verb, state FROM outbox WHERE shop = ?1 AND order_id = ?2 AND id <> ?3
             AND deciding AND (state IN ('staged', 'running', 'stopped', 'unknown')
                 OR state = 'handed_over' AND EXISTS (SELECT 1 FROM steps
                     WHERE row_id = outbox.id AND steps.state = 'unknown')) LIMIT 1",
        )?
        .query_row((row.shop.as_str(), row.order.as_str(), row.id.to_string()), |found| {
            Ok((found.get(0)?, found.get(1)?, found.get(2)?))
        })
        .optional()?;
    let Some((id, verb, state)) = other else { return Ok(()) };
    let stands = if state == "handed_over" { "handed over in doubt" } else { &state };
    let words = format!("{} has a {verb} that is {stands} (row {id})", row.order_name);
    let hint = match state.as_str() {
        "handed_over" => "say first how it ended: `unhold outbox skip ID --why …`",
        "staged" => "take it back first, or let it run",
        "running" => "wait until it has run",
        _ => "settle it first: `unhold outbox` shows how",
    };
    Err(Fault::new(Kind::State, words).hint(hint).into())
}

/// A journal entry about a row.
pub(super) fn entry(
    row: &OutboxRow,
    at: Timestamp,
    facts: Facts,
    payload: Option<String>,
) -> Entry<'_> {
    Entry {
        at,
        shop: row.shop.as_str(),
        order: row.order.as_str(),
        row: Some(row.id),
        facts,
        payload,
    }
}

/// The state that follows from the row's steps.
pub(super) fn state_of_steps(row: &OutboxRow) -> RowState {
    let states: Vec<StepState> = row.steps.iter().map(|step| step.state).collect();
    RowState::of_steps(&states)
}

/// Writes a row's state; a row that does not run belongs to nobody.
pub(super) fn set_state(
    change: &Transaction<'_>,
    row: RowId,
    state: RowState,
) -> Result<(), Trouble> {
    change
        .prepare_cached(
            "UPDATE outbox SET state = ?2,
                 began_by = CASE WHEN ?2 = 'running' THEN began_by ELSE NULL END
             WHERE id = ?1",
        )?
        .execute((row.to_string(), state.word()))?;
    Ok(())
}
