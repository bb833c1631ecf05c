//! Settling the unknown: the order is read, and says whether the step happened.

use super::job::{Job, did_not};
use super::proved::Proved;
use super::repeat::{Then, quiet_for};
use super::shared::{Going, Known, Shared, Stop};
use super::step::AtWork;
use crate::domain::{Fault, Kind, Order, OutboxRow, Proof, StepState};
use crate::ledger::{Change, restored_words};

/// Settles the unknown steps of a row as far as reading can; answers with the row as it
/// stands then. A step that was proved undone and may be repeated waits again.
pub(super) async fn settle(shared: &Shared, row: OutboxRow) -> Result<OutboxRow, Fault> {
    let unknown = row.steps.iter().filter(|step| step.state == StepState::Unknown);
    for step in unknown {
        match settle_step(&AtWork { shared, row: &row, step }).await {
            Ok(()) | Err(Stop::Ended) => {}
            Err(Stop::Fault(fault)) if fault.kind() == Kind::State => {}
            Err(Stop::Fault(fault)) => return Err(fault),
            Err(Stop::Later(fault)) => shared.halt(fault),
        }
    }
    shared.show(&row.order);
    let id = row.id;
    let row = shared.ledger(move |ledger| ledger.row(id)).await?;
    row.ok_or_else(|| Fault::new(Kind::Failed, format!("row {id} is gone from the ledger")))
}

async fn settle_step(work: &AtWork<'_>) -> Going<()> {
    let known = work.shared.known(work.row).await?;
    if let Some(ticket) = &work.step.ticket {
        match work.shared.watch_again(work, ticket).await? {
            Job::Ended => {}
            Job::Failed(why) => {
                let before = known.order.as_ref();
                let proved = work.denied(StepState::Unknown, before, did_not(&why)).await?;
                return then_next(work, &known, &proved).await;
            }
            Job::StillRunning(why) => return stays(work, why).await,
        }
    }
    let (proof, order) = read_proof(work).await?;
    match proof {
        Proof::Done => happened(work, &known, order).await,
        Proof::CannotTell(why) => {
            let words = format!(
                "{why}; look at the order in the store: skip the step when it happened, plan anew when it did not"
            );
            stays(work, words).await
        }
        Proof::NotDone => undone(work, &known).await,
    }
}

impl Shared {
    /// Asks after a job that an earlier run left.
    async fn watch_again(&self, work: &AtWork<'_>, ticket: &str) -> Going<Job> {
        let job = work.watch(ticket).await;
        self.halted().map_or(Ok(job), |fault| Err(Stop::Later(fault)))
    }
}

/// Reads the order and what it says about the step.
async fn read_proof(work: &AtWork<'_>) -> Going<(Proof, Order)> {
    let order = work.shared.read(work.row).await.map_err(Stop::Later)?;
    if let Some(order) = order {
        return Ok((work.proof(&order), order));
    }
    let words = "the store no longer has this order; look for it there".to_owned();
    stays(work, words).await?;
    Err(Stop::Ended)
}

/// Confirms what the order shows.
async fn happened(work: &AtWork<'_>, known: &Known, order: Order) -> Going<()> {
    let proved = work.confirm(StepState::Unknown, known.order.as_ref(), order, None).await?;
    then_next(work, known, &proved).await
}

/// Lets the steps that are left go on, unless somebody else changed the order meanwhile
/// or nobody can tell any more whether somebody did.
async fn then_next(work: &AtWork<'_>, known: &Known, proved: &Proved) -> Going<()> {
    let next = work.row.steps.iter().find(|step| step.state == StepState::Waiting);
    let Some(step) = next else { return Ok(()) };
    proved.let_on(known, &AtWork { step, ..*work }).await
}

/// Decides about a step that did not show: wait for a late write, then read once more;
/// then repeat it, or hand it to a person.
async fn undone(work: &AtWork<'_>, known: &Known) -> Going<()> {
    let shared = work.shared;
    let repeat = shared.store.repeat(&work.step.step);
    let sent = work.sent().await?;
    let grace = shared.grace.with(&work.step.step);
    let quiet = quiet_for(grace, &repeat, sent.last, shared.now());
    if !quiet.is_zero() {
        shared.pause.wait(quiet).await;
        let (proof, order) = read_proof(work).await?;
        match proof {
            Proof::NotDone => {}
            Proof::Done => return happened(work, known, order).await,
            Proof::CannotTell(why) => return stays(work, why).await,
        }
    }
    match work.then(sent) {
        Then::Again => {
            let change = Change::at(shared.now()).error("read and found undone; it is sent again");
            work.go(StepState::Unknown, StepState::Waiting, change).await
        }
        Then::Person(why) => stays(work, why).await,
    }
}

/// Leaves the step unknown, with what was found, after why it is in doubt where the ledger
/// was restored; told only when it says something new.
async fn stays(work: &AtWork<'_>, words: String) -> Going<()> {
    let words = match work.sent().await?.restored_from {
        Some(copy) => format!("{}; {words}", restored_words(copy)),
        None => words,
    };
    if work.step.error.as_deref() == Some(words.as_str()) {
        return Ok(());
    }
    let change = Change::at(work.shared.now()).error(words);
    work.go(StepState::Unknown, StepState::Unknown, change).await
}
