//! One step: looked at, noted, sent, proved.

use std::time::Duration;

use super::proved::Proved;
use super::repeat::{Sending, Then, key_age, then};
use super::shared::{Going, Shared, Stop};
use super::words::state_words;
use crate::domain::{
    Fault, Order, OutboxRow, Proof, Receipt, Step, StepId, StepKind, StepRow, StepState,
};
use crate::ledger::{Change, Seen, Sent};
use crate::stores::{Mark, Performed, StepKey, StoreFault, Trouble};

/// So often "too much at once" is waited out before the row is put back.
const MOST_THROTTLES: u32 = 5;
/// The longest single wait that a store may ask for while a row is open.
const LONGEST_THROTTLE: Duration = Duration::from_secs(60);

/// One step of one row, at work.
#[derive(Clone, Copy)]
pub(super) struct AtWork<'a> {
    pub(super) shared: &'a Shared,
    pub(super) row: &'a OutboxRow,
    pub(super) step: &'a StepRow,
}

impl AtWork<'_> {
    pub(super) fn id(&self) -> StepId {
        StepId { row: self.row.id, place: self.step.place }
    }

    fn mark(&self) -> Mark {
        Mark { key: StepKey(self.step.key), stood: self.step.stood }
    }

    pub(super) fn proof(&self, order: &Order) -> Proof {
        self.shared.store.proof(&self.step.step, self.mark(), order)
    }

    pub(super) fn change(&self) -> Change {
        Change::at(self.shared.now())
    }

    /// Runs a waiting step on an order that was just read.
    pub(super) async fn run(&self, order: Order, known: Option<&Order>) -> Going<Proved> {
        // The same words may stand in the note already; before the first sending they are not
        // ours.
        let may_be_ours = self.step.attempts > 0 || self.step.step.kind() != StepKind::AppendNote;
        if may_be_ours && self.proof(&order) == Proof::Done {
            return self.found_done(order, known).await;
        }
        self.check(&order).await?;
        let stood = self.shared.store.stands(&self.step.step, &order);
        let noted = StepRow { stood, ..self.step.clone() };
        let change = self.change().stood(stood);
        self.go(StepState::Waiting, StepState::Running, change).await?;
        self.shared.note_sent(self.id());
        AtWork { step: &noted, ..*self }.call(&order).await
    }

    /// Calls the store and acts on what comes of it.
    async fn call(&self, before: &Order) -> Going<Proved> {
        match self.send(&narrowed(&self.step.step, before)).await {
            Ok(Performed::Done { reference }) => self.read_back(before, reference).await,
            Ok(Performed::Accepted { ticket }) => self.accepted(before, ticket).await,
            Err(fault) => self.not_done(before, fault).await,
        }
    }

    /// Whether an earlier sending, which was read and found undone, may show by now.
    pub(super) fn shows_late(&self, order: &Order) -> bool {
        self.step.attempts > 0 && self.proof(order) != Proof::NotDone
    }

    /// Confirms without sending what the fresh order shows already. What came late may
    /// have come together with somebody else's change.
    async fn found_done(&self, order: Order, known: Option<&Order>) -> Going<Proved> {
        let known = known.filter(|_| self.step.attempts > 0);
        let strangers = known.map(|known| self.strangers(known, &order)).unwrap_or_default();
        let words = state_words(&order);
        let receipt = Receipt {
            at: self.shared.now(),
            reference: None,
            before: words.clone(),
            after: format!("{words}; {}", self.why_not_sent()),
        };
        let change = self.change().receipt(receipt).seen(Seen::of(&order));
        self.go(StepState::Waiting, StepState::Confirmed, change).await?;
        Ok(Proved { order, strangers })
    }

    fn why_not_sent(&self) -> &'static str {
        match self.step.attempts {
            0 => "it was so already, nothing was sent",
            _ => "an earlier sending shows now, nothing was sent again",
        }
    }

    /// Refuses a step that the store does not permit on the order as it is now.
    async fn check(&self, order: &Order) -> Going<()> {
        let kind = self.step.step.kind();
        if let Err(why) = self.shared.store.capabilities(order).allows(kind) {
            let words = format!("not sent: {}", why.0);
            return self.give_up(StepState::Waiting, StepState::Failed, words).await;
        }
        if self.step.attempts == 0 {
            return Ok(());
        }
        // It was sent before and read as undone; meanwhile the order may no longer tell, or
        // the key may have grown too old.
        let why = match self.proof(order) {
            Proof::CannotTell(why) => why,
            Proof::Done | Proof::NotDone => match self.then(self.sent().await?) {
                Then::Again => return Ok(()),
                Then::Person(why) => why,
            },
        };
        let words = format!("not sent again: {why}");
        self.give_up(StepState::Waiting, StepState::Unknown, words).await
    }

    /// When the step was sent last, and whether a person wants it sent again.
    pub(super) async fn sent(&self) -> Result<Sent, Fault> {
        let id = self.id();
        self.shared.ledger(move |ledger| ledger.sent(id)).await
    }

    /// Whether the step, proved undone, may be sent again.
    pub(super) fn then(&self, sent: Sent) -> Then {
        let StepRow { first_sent_at, attempts, .. } = self.step;
        let uptime = self.shared.sent_for(self.id());
        let sending = Sending {
            attempts: *attempts,
            key_age: key_age(*first_sent_at, self.shared.now(), uptime),
            asked: sent.asked,
            in_doubt: sent.restored_from.is_some(),
        };
        then(&self.step.step, &self.shared.store.repeat(&self.step.step), sending)
    }

    /// Calls the store. While it says "too much at once" nothing was done, so it is asked
    /// again after the wait it names.
    async fn send(&self, step: &Step) -> Result<Performed, StoreFault> {
        let mut waits = 0;
        loop {
            let answer = self.shared.store.perform(&self.row.order, step, self.mark().key).await;
            match answer {
                Err(StoreFault { trouble: Trouble::Throttled(time), .. })
                    if waits < MOST_THROTTLES =>
                {
                    waits += 1;
                    self.shared.pause.wait(time.min(LONGEST_THROTTLE)).await;
                }
                answer => return answer,
            }
        }
    }

    /// Acts on a call that brought no result, by what it means.
    async fn not_done(&self, before: &Order, fault: StoreFault) -> Going<Proved> {
        match fault.trouble {
            Trouble::Unreachable
            | Trouble::Throttled(_)
            | Trouble::Stopped
            | Trouble::Unauthorised => {
                let words = format!("waiting: {}", fault.message);
                let change = self.change().error(words);
                self.go(StepState::Running, StepState::Waiting, change).await?;
                Err(Stop::Later(fault))
            }
            Trouble::Unreadable | Trouble::Unknown => {
                let words = format!("it may have happened: {}", fault.message);
                self.give_up(StepState::Running, StepState::Unknown, words).await
            }
            Trouble::Refused | Trouble::Missing | Trouble::Forbidden => {
                self.refused(before, fault).await
            }
        }
    }

    /// Nothing was done by a call that was refused; a refusal of a repeat may mean that
    /// the first sending was done after all, so the order has the last word.
    async fn refused(&self, before: &Order, fault: StoreFault) -> Going<Proved> {
        let words = sentence_of(&fault);
        if self.step.attempts == 0 {
            return self.give_up(StepState::Running, StepState::Failed, words).await;
        }
        self.denied(StepState::Running, Some(before), words).await
    }

    /// Moves the step to where it stays, with the reason, and ends the row's work.
    pub(super) async fn give_up<T>(
        &self,
        from: StepState,
        to: StepState,
        words: String,
    ) -> Going<T> {
        self.go(from, to, self.change().error(words)).await?;
        Err(Stop::Ended)
    }

    /// Fails the waiting step because of how the order stands, and notes how that is: when
    /// a person lets it go on, it goes on from there.
    pub(super) async fn stop_at<T>(&self, order: &Order, words: String) -> Going<T> {
        let change = self.change().error(words).seen(Seen::of(order));
        self.go(StepState::Waiting, StepState::Failed, change).await?;
        Err(Stop::Ended)
    }

    pub(super) async fn go(&self, from: StepState, to: StepState, change: Change) -> Going<()> {
        self.shared.move_step(self.id(), (from, to), change).await?;
        Ok(())
    }
}

/// A release sends the chosen holds that are still there, and no other.
fn narrowed(step: &Step, order: &Order) -> Step {
    let Step::ReleaseHolds { fulfilment_order, holds } = step else { return step.clone() };
    let is_there = |id: &str| order.holds().any(|(_, hold)| *hold.id == *id);
    let left: Vec<Box<str>> = holds.iter().filter(|id| is_there(id)).cloned().collect();
    // An empty list would release every hold there is (`apis/shopify.md`, section 7).
    let holds = if left.is_empty() { holds.clone() } else { left };
    Step::ReleaseHolds { fulfilment_order: fulfilment_order.clone(), holds }
}

/// The store's refusal with what to do about it.
fn sentence_of(fault: &StoreFault) -> String {
    match &fault.hint {
        Some(hint) => format!("{}; {hint}", fault.message),
        None => fault.message.clone(),
    }
}
