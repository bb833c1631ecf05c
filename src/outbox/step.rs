//! One step: looked at, noted, sent, proved.

use std::time::Duration;

use super::differences::{Difference, changes, in_words, may_change};
use super::repeat::GRACE_SECONDS;
use super::shared::{Going, Shared, Stop};
use super::words::{held_words, state_words};
use crate::domain::{Order, OutboxRow, Proof, Receipt, Revision, Step, StepId, StepRow, StepState};
use crate::ledger::{Change, Seen};
use crate::stores::{Performed, Progress, StepKey, StoreFault, Trouble};

/// Pauses between read-backs until one shows what the store said it did.
const READ_BACK: [u64; 4] = [300, 1_000, 2_000, 4_000];
/// Pauses between questions after a job: 1 s growing to 5 s (`apis/shopify.md`, section 8).
const POLL: [u64; 5] = [1, 2, 3, 4, 5];
/// So long a job is watched before its outcome counts as unknown.
const WATCH_SECONDS: u64 = 120;
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

/// What a confirmed step leaves for the next one.
pub(super) struct Proved {
    /// The order as read back.
    pub(super) order: Order,
    /// What somebody else changed meanwhile.
    pub(super) strangers: Vec<Difference>,
}

impl AtWork<'_> {
    pub(super) fn id(&self) -> StepId {
        StepId { row: self.row.id, place: self.step.place }
    }

    fn key(&self) -> StepKey {
        StepKey(self.step.key)
    }

    pub(super) fn proof(&self, order: &Order) -> Proof {
        self.shared.store.proof(&self.step.step, self.key(), order)
    }

    fn change(&self) -> Change {
        Change::at(self.shared.now())
    }

    /// Runs a waiting step on an order that was just read.
    pub(super) async fn run(&self, order: Order) -> Going<Proved> {
        if self.proof(&order) == Proof::Done {
            return self.found_done(order).await;
        }
        self.check(&order).await?;
        let sent = narrowed(&self.step.step, &order);
        self.go(StepState::Waiting, StepState::Running, self.change()).await?;
        self.shared.note_sent(self.id());
        match self.send(&sent).await {
            Ok(Performed::Done { reference }) => self.read_back(&order, reference).await,
            Ok(Performed::Accepted { ticket }) => self.accepted(&order, ticket).await,
            Err(fault) => self.not_done(&order, fault).await,
        }
    }

    /// Confirms without sending what the fresh order shows already.
    async fn found_done(&self, order: Order) -> Going<Proved> {
        let words = state_words(&order);
        let receipt = Receipt {
            at: self.shared.now(),
            reference: None,
            before: words.clone(),
            after: format!("{words}; {}", self.why_not_sent()),
        };
        let change = self.change().receipt(receipt).seen(Seen::of(&order));
        self.go(StepState::Waiting, StepState::Confirmed, change).await?;
        Ok(Proved { order, strangers: vec![] })
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
        let Proof::CannotTell(why) = self.proof(order) else { return Ok(()) };
        if self.step.attempts == 0 {
            return Ok(());
        }
        // It was sent before and proved undone; now the order no longer tells.
        let words = format!("not sent again: {why}");
        self.give_up(StepState::Waiting, StepState::Failed, words).await
    }

    /// Calls the store. While it says "too much at once" nothing was done, so it is asked
    /// again after the wait it names.
    async fn send(&self, step: &Step) -> Result<Performed, StoreFault> {
        let mut waits = 0;
        loop {
            let answer = self.shared.store.perform(&self.row.order, step, self.key()).await;
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

    /// A refusal of a repeat may mean that the first sending was done after all, or is
    /// being done: the order is read, and once more after a while, before it counts.
    async fn refused(&self, before: &Order, fault: StoreFault) -> Going<Proved> {
        if self.step.attempts == 0 {
            return self.give_up(StepState::Running, StepState::Failed, sentence_of(&fault)).await;
        }
        for pause in [0, GRACE_SECONDS.unsigned_abs()] {
            self.shared.pause.wait(Duration::from_secs(pause)).await;
            let order = self.shared.read(self.row).await.ok().flatten();
            match order.map(|order| (self.proof(&order), order)) {
                Some((Proof::Done, order)) => {
                    return self.confirm(StepState::Running, Some(before), order, None).await;
                }
                Some((Proof::NotDone, _)) => {}
                Some((Proof::CannotTell(_), _)) | None => {
                    let words = format!("refused when sent again: {}", fault.message);
                    return self.give_up(StepState::Running, StepState::Unknown, words).await;
                }
            }
        }
        self.give_up(StepState::Running, StepState::Failed, sentence_of(&fault)).await
    }

    /// Keeps the ticket, watches the job, and reads the order when it has ended.
    async fn accepted(&self, before: &Order, ticket: String) -> Going<Proved> {
        let (id, kept) = (self.id(), ticket.clone());
        self.shared.ledger(move |ledger| ledger.keep_ticket(id, &kept)).await?;
        match self.watch(&ticket).await {
            Job::Ended => self.read_back(before, None).await,
            Job::Failed(why) => self.job_failed(StepState::Running, Some(before), why).await,
            Job::StillRunning(why) => {
                self.give_up(StepState::Running, StepState::Unknown, why).await
            }
        }
    }

    /// Asks after a job, 1 s growing to 5 s, for two minutes.
    pub(super) async fn watch(&self, ticket: &str) -> Job {
        let mut waited = 0;
        let mut pauses = POLL.into_iter();
        let mut pause = 1;
        while waited < WATCH_SECONDS {
            match self.shared.store.progress(&self.row.order, ticket).await {
                Ok(Progress::Done) => return Job::Ended,
                Ok(Progress::Failed(why)) => return Job::Failed(why),
                Ok(Progress::Running) => {}
                Err(fault) if fault.trouble == Trouble::Missing => return Job::Ended,
                Err(fault) if fault.is_passing() || fault.trouble == Trouble::Unknown => {}
                Err(fault) => {
                    let words = format!("the store took it on; {}", fault.message);
                    self.shared.halt(fault);
                    return Job::StillRunning(words);
                }
            }
            pause = pauses.next().unwrap_or(pause);
            self.shared.pause.wait(Duration::from_secs(pause)).await;
            waited += pause;
        }
        Job::StillRunning(
            "the store took it on and was still at work after two minutes; it is asked again"
                .to_owned(),
        )
    }

    /// A job that says it failed is believed only when the order agrees.
    pub(super) async fn job_failed(
        &self,
        from: StepState,
        before: Option<&Order>,
        why: String,
    ) -> Going<Proved> {
        match self.shared.read(self.row).await {
            Ok(Some(order)) => match self.proof(&order) {
                Proof::Done => self.confirm(from, before, order, None).await,
                Proof::NotDone => {
                    self.give_up(from, StepState::Failed, format!("the store did not do it: {why}"))
                        .await
                }
                Proof::CannotTell(doubt) => {
                    let words = format!("the store says it failed ({why}), and {doubt}");
                    self.give_up(from, StepState::Unknown, words).await
                }
            },
            _ => {
                let words =
                    format!("the store says it failed ({why}), and the order could not be read");
                self.give_up(from, StepState::Unknown, words).await
            }
        }
    }

    /// Reads the order until it shows what the store said it did.
    async fn read_back(&self, before: &Order, reference: Option<String>) -> Going<Proved> {
        let mut doubt = "the store said it was done, but the order does not show it".to_owned();
        for pause in std::iter::once(0).chain(READ_BACK) {
            if pause > 0 {
                self.shared.pause.wait(Duration::from_millis(pause)).await;
            }
            match self.shared.read(self.row).await {
                Ok(Some(order)) => match self.proof(&order) {
                    Proof::Done => {
                        return self
                            .confirm(StepState::Running, Some(before), order, reference)
                            .await;
                    }
                    Proof::NotDone => {}
                    Proof::CannotTell(why) => doubt = why,
                },
                Ok(None) => "the order is no longer there".clone_into(&mut doubt),
                Err(fault) if fault.is_passing() => {
                    doubt =
                        format!("it was sent, and the order could not be read: {}", fault.message);
                }
                Err(fault) => {
                    doubt =
                        format!("it was sent, and the order could not be read: {}", fault.message);
                    self.shared.halt(fault);
                    break;
                }
            }
        }
        self.give_up(StepState::Running, StepState::Unknown, doubt).await
    }

    /// Confirms a step by the order that proves it.
    pub(super) async fn confirm(
        &self,
        from: StepState,
        before: Option<&Order>,
        order: Order,
        reference: Option<String>,
    ) -> Going<Proved> {
        let kind = self.step.step.kind();
        let mut strangers = before.map(|before| changes(before, &order)).unwrap_or_default();
        strangers.retain(|difference| !may_change(kind, difference.aspect));
        let mut seen = Seen::of(&order);
        if let Some(before) = before.filter(|_| strangers.is_empty()) {
            seen = seen.only_ours_since(Revision::of(before));
        }
        let receipt = Receipt {
            at: self.shared.now(),
            reference,
            before: before.map_or_else(|| "not read".to_owned(), state_words),
            after: after_words(&self.step.step, &order),
        };
        self.go(from, StepState::Confirmed, self.change().receipt(receipt).seen(seen)).await?;
        Ok(Proved { order, strangers })
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

    pub(super) async fn go(&self, from: StepState, to: StepState, change: Change) -> Going<()> {
        self.shared.move_step(self.id(), (from, to), change).await?;
        Ok(())
    }
}

/// How a job came out.
pub(super) enum Job {
    /// It ended; the order has the last word.
    Ended,
    /// It ended without doing it; the store's words.
    Failed(String),
    /// Not known yet; the sentence says so.
    StillRunning(String),
}

/// Fails a waiting step because somebody else changed the order while the plan ran.
pub(super) async fn stopped_by_strangers<T>(
    next: &AtWork<'_>,
    strangers: &[Difference],
) -> Going<T> {
    let what = in_words(strangers);
    let words = format!("the order changed while the plan ran: {what}; look at it again");
    next.give_up(StepState::Waiting, StepState::Failed, words).await
}

/// A release sends the chosen holds that are still there, and no other.
fn narrowed(step: &Step, order: &Order) -> Step {
    let Step::ReleaseHolds { fulfilment_order, holds } = step else { return step.clone() };
    let is_there = |id: &&Box<str>| order.holds().any(|(_, hold)| hold.id == **id);
    let left: Vec<Box<str>> = holds.iter().filter(is_there).cloned().collect();
    // An empty list would release every hold there is (`apis/shopify.md`, section 7).
    let holds = if left.is_empty() { holds.clone() } else { left };
    Step::ReleaseHolds { fulfilment_order: fulfilment_order.clone(), holds }
}

/// The state after a step; a release says by whom the order is still held.
fn after_words(step: &Step, order: &Order) -> String {
    let words = state_words(order);
    match (step, held_words(order)) {
        (Step::ReleaseHolds { .. }, Some(held)) => {
            format!("{words}; still {held}")
        }
        _ => words,
    }
}

/// The store's refusal with what to do about it.
fn sentence_of(fault: &StoreFault) -> String {
    match &fault.hint {
        Some(hint) => format!("{}; {hint}", fault.message),
        None => fault.message.clone(),
    }
}
