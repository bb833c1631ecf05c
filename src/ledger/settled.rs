//! What a confirmed row leaves on its case: the verdict, and what was seen then.

use rusqlite::{OptionalExtension, Transaction};
use serde::{Deserialize, Serialize};

use super::book::Ledger;
use super::cases::{record_decide_by, record_decision};
use super::rows::{from_json, to_json};
use super::trouble::Trouble;
use crate::domain::{
    Fault, Ids, Order, OutboxRow, Revision, RowId, StepKind, StepRow, StepState, Timestamp,
};
use crate::policy::Decided;

/// How an order stood when it was read back: facts that bring it back when they change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its revision.
    pub revision: Revision,
    /// The revision before our step, when nobody but us changed it in between.
    pub only_ours_since: Option<Revision>,
    /// The holds left on it.
    pub holds: Vec<String>,
    /// Its risk level, as a word.
    pub risk: String,
    /// The disputes on it.
    pub disputes: Vec<String>,
}

impl Seen {
    /// Takes the facts from an order.
    pub fn of(order: &Order) -> Self {
        Self {
            revision: Revision::of(order),
            only_ours_since: None,
            holds: order.holds().map(|(_, hold)| hold.id.to_string()).collect(),
            risk: order.risk.level().word().to_owned(),
            disputes: order.disputes.iter().map(|dispute| dispute.id.to_string()).collect(),
        }
    }

    /// Notes that from `before` on only our own step changed the order.
    #[must_use]
    pub fn only_ours_since(mut self, before: Revision) -> Self {
        self.only_ours_since = Some(before);
        self
    }
}

impl Ledger {
    /// The revisions under which the next step of a row may be sent: the one that a
    /// person saw who let it go on, or that the step before left, or that was pinned;
    /// and what only our own steps made of it.
    pub fn good_revisions(&self, row: &OutboxRow) -> Result<Vec<Revision>, Fault> {
        self.read(|look| {
            let left = left_by_last_step(look, row.id)?;
            ours_from(look, row, left.unwrap_or_else(|| row.revision.clone()))
        })
    }
}

/// A revision, and what only our own steps made of it.
pub(super) fn ours_from(
    look: &Transaction<'_>,
    row: &OutboxRow,
    start: Revision,
) -> Result<Vec<Revision>, Trouble> {
    let mut good = vec![start];
    let mut next = 0;
    while let Some(before) = good.get(next).cloned() {
        for after in changed_by_us(look, row, &before)? {
            if !good.contains(&after) {
                good.push(after);
            }
        }
        next += 1;
    }
    Ok(good)
}

fn left_by_last_step(look: &Transaction<'_>, row: RowId) -> Result<Option<Revision>, Trouble> {
    let left: Option<Option<String>> = look
        .prepare_cached(
            "SELECT coalesce(seen_again,
                 (SELECT revision_after FROM steps WHERE row_id = ?1
                  AND state = 'confirmed' AND revision_after IS NOT NULL ORDER BY place DESC LIMIT 1))
             FROM outbox WHERE id = ?1",
        )?
        .query_row([row.to_string()], |found| found.get(0))
        .optional()?;
    Ok(left.flatten().map(Revision::new))
}

fn changed_by_us(
    look: &Transaction<'_>,
    row: &OutboxRow,
    before: &Revision,
) -> Result<Vec<Revision>, Trouble> {
    let mut question = look.prepare_cached(
        "SELECT after FROM own_changes WHERE shop = ?1 AND order_id = ?2 AND before = ?3",
    )?;
    let mut answers = question.query((row.shop.as_str(), row.order.as_str(), before.as_str()))?;
    let mut after = Vec::new();
    while let Some(answer) = answers.next()? {
        after.push(Revision::new(answer.get::<_, String>(0)?));
    }
    Ok(after)
}

/// Keeps how the order was seen after a step.
pub(super) fn note_seen(
    change: &Transaction<'_>,
    row: &OutboxRow,
    place: u32,
    seen: &Seen,
) -> Result<(), Trouble> {
    let id = row.id.to_string();
    change
        .prepare_cached("UPDATE steps SET revision_after = ?3 WHERE row_id = ?1 AND place = ?2")?
        .execute((&id, place, seen.revision.as_str()))?;
    change
        .prepare_cached("UPDATE outbox SET last_seen = ?2, seen_again = NULL WHERE id = ?1")?
        .execute((&id, to_json(seen)?))?;
    let Some(before) = seen.only_ours_since.as_ref().filter(|before| **before != seen.revision)
    else {
        return Ok(());
    };
    change
        .prepare_cached(
            "INSERT INTO own_changes (shop, order_id, before, after) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
        )?
        .execute((
            row.shop.as_str(),
            row.order.as_str(),
            before.as_str(),
            seen.revision.as_str(),
        ))?;
    Ok(())
}

/// Keeps how the order was seen when a step was stopped because of it. Nothing may be sent
/// under that until a person lets the row go on.
pub(super) fn note_stopped_at(
    change: &Transaction<'_>,
    (row, place): (RowId, u32),
    seen: &Seen,
) -> Result<(), Trouble> {
    change
        .prepare_cached("UPDATE steps SET revision_after = ?3 WHERE row_id = ?1 AND place = ?2")?
        .execute((row.to_string(), place, seen.revision.as_str()))?;
    Ok(())
}

/// How the order was seen when this failed step was stopped, where that was why.
pub(super) fn stopped_at(
    look: &Transaction<'_>,
    row: RowId,
    step: &StepRow,
) -> Result<Option<String>, Trouble> {
    if step.state != StepState::Failed {
        return Ok(None);
    }
    Ok(look
        .prepare_cached("SELECT revision_after FROM steps WHERE row_id = ?1 AND place = ?2")?
        .query_row((row.to_string(), step.place), |found| found.get(0))?)
}

/// Carries a confirmed row over to its case: a verdict decides it.
pub(super) fn confirm(
    change: &Transaction<'_>,
    ids: &dyn Ids,
    row: &OutboxRow,
    at: Timestamp,
) -> Result<(), Trouble> {
    if !row.verb.is_verdict() || row.steps.iter().any(is_left_out) {
        return Ok(());
    }
    let last_seen: Option<String> = change
        .prepare_cached("SELECT last_seen FROM outbox WHERE id = ?1")?
        .query_row([row.id.to_string()], |found| found.get(0))?;
    let seen: Option<Seen> = last_seen.as_deref().map(from_json).transpose()?;
    let case = (row.shop.as_str(), row.order.as_str());
    record_decision(change, ids, case, &verdict(row, seen, at))
}

/// Dates the case as soon as the row's last hold lies there: what comes after it, such as
/// releasing an older hold, may fail, and the new day counts all the same.
pub(super) fn date(
    change: &Transaction<'_>,
    (row, place): (&OutboxRow, u32),
    at: Timestamp,
) -> Result<(), Trouble> {
    let mut holds = row.steps.iter().filter(|step| step.step.kind() == StepKind::PlaceHold);
    let is_hold = holds.clone().any(|step| step.place == place);
    if !is_hold || !holds.all(|step| step.state == StepState::Confirmed) {
        return Ok(());
    }
    let decide_by: Option<i64> = change
        .prepare_cached("SELECT decide_by FROM outbox WHERE id = ?1")?
        .query_row([row.id.to_string()], |found| found.get(0))?;
    let Some(by) = decide_by else { return Ok(()) };
    let case = (row.shop.as_str(), row.order.as_str());
    record_decide_by(change, case, Some(Timestamp::from_millis(by)), at)
}

/// Whether a step that carries the verdict was skipped: then the order stays undecided
/// until the store shows that nothing is left to decide.
fn is_left_out(step: &StepRow) -> bool {
    let carries = !matches!(
        step.step.kind(),
        StepKind::AppendNote | StepKind::AddTags | StepKind::RemoveTags
    );
    carries && step.state == StepState::Skipped && step.undoes.is_none()
}

fn verdict(row: &OutboxRow, seen: Option<Seen>, at: Timestamp) -> Decided {
    let (holds_then, risk_then, disputes_then) =
        seen.map_or_else(Default::default, |seen| (seen.holds, seen.risk, seen.disputes));
    Decided {
        verb: row.verb,
        row: row.id,
        by: row.reviewer.clone(),
        at,
        holds_then,
        risk_then,
        disputes_then,
    }
}
