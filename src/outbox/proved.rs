//! The read-back: what proves a step, and what it leaves for the next one.

use std::time::Duration;

use super::differences::{Difference, changes, in_words, may_change};
use super::shared::{Going, Known};
use super::step::AtWork;
use super::words::state_words;
use crate::domain::{Order, Proof, Receipt, Revision, Step, StepState};
use crate::ledger::Seen;

/// Pauses before each read-back until one shows what the store said it did.
const READ_BACK: [u64; 5] = [0, 300, 1_000, 2_000, 4_000];

/// What one read-back showed.
enum Look {
    /// The step.
    Shows(Box<Order>),
    /// Not the step; why.
    Not(String),
    /// Nothing, and trying again would not help.
    Blind(String),
}

/// What a confirmed step leaves for the next one.
pub(super) struct Proved {
    /// The order as read back.
    pub(super) order: Order,
    /// What somebody else changed meanwhile.
    pub(super) strangers: Vec<Difference>,
}

impl AtWork<'_> {
    /// Reads the order until it shows what the store said it did.
    pub(super) async fn read_back(
        &self,
        before: &Order,
        reference: Option<String>,
    ) -> Going<Proved> {
        let mut doubt = String::new();
        for pause in READ_BACK {
            self.shared.pause.wait(Duration::from_millis(pause)).await;
            match self.look().await {
                Look::Shows(order) => {
                    return self.confirm(StepState::Running, Some(before), *order, reference).await;
                }
                Look::Not(why) => doubt = why,
                Look::Blind(why) => {
                    doubt = why;
                    break;
                }
            }
        }
        self.give_up(StepState::Running, StepState::Unknown, doubt).await
    }

    /// Fails a step that the store says it did not do, once the order agrees. One that was
    /// sent before is read again after a while: its first sending may still be landing.
    pub(super) async fn denied(
        &self,
        from: StepState,
        before: Option<&Order>,
        words: String,
    ) -> Going<Proved> {
        let grace = self.shared.grace.with(&self.step.step);
        let again = (self.step.attempts > 0).then_some(grace);
        for pause in std::iter::once(Duration::ZERO).chain(again) {
            self.shared.pause.wait(pause).await;
            let order = self.shared.read(self.row).await.ok().flatten();
            match order.map(|order| (self.proof(&order), order)) {
                Some((Proof::Done, order)) => return self.confirm(from, before, order, None).await,
                Some((Proof::NotDone, _)) => {}
                Some((Proof::CannotTell(doubt), _)) => {
                    let words = format!("{words}, and the order does not tell: {doubt}");
                    return self.give_up(from, StepState::Unknown, words).await;
                }
                None => {
                    let words = format!("{words}, and the order could not be read");
                    return self.give_up(from, StepState::Unknown, words).await;
                }
            }
        }
        self.give_up(from, StepState::Failed, words).await
    }

    /// Reads the order once to see whether it shows the step.
    async fn look(&self) -> Look {
        let unread = "it was sent, and the order could not be read";
        match self.shared.read(self.row).await {
            Ok(Some(order)) => match self.proof(&order) {
                Proof::Done => Look::Shows(Box::new(order)),
                Proof::NotDone => Look::Not(
                    "the store said it was done, but the order does not show it".to_owned(),
                ),
                Proof::CannotTell(why) => Look::Not(why),
            },
            Ok(None) => Look::Not("it was sent, and the order is no longer there".to_owned()),
            Err(fault) if fault.is_passing() => Look::Not(format!("{unread}: {}", fault.message)),
            Err(fault) => {
                let words = format!("{unread}: {}", fault.message);
                self.shared.halt(fault);
                Look::Blind(words)
            }
        }
    }

    /// What on the order changed that this step does not change.
    pub(super) fn strangers(&self, before: &Order, order: &Order) -> Vec<Difference> {
        let kind = self.step.step.kind();
        let mut strangers = changes(before, order);
        strangers.retain(|difference| !may_change(kind, difference.aspect));
        strangers
    }

    /// Confirms a step by the order that proves it.
    pub(super) async fn confirm(
        &self,
        from: StepState,
        before: Option<&Order>,
        order: Order,
        reference: Option<String>,
    ) -> Going<Proved> {
        let strangers = before.map(|before| self.strangers(before, &order)).unwrap_or_default();
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
}

impl Proved {
    /// Lets the next step follow one whose sending lay in the past: only when the order
    /// was compared with how it was left, or still is as it was left.
    pub(super) async fn let_on(&self, known: &Known, next: &AtWork<'_>) -> Going<()> {
        if !self.strangers.is_empty() {
            return stopped_by_strangers(next, self).await;
        }
        if known.order.is_some() || known.good.contains(&Revision::of(&self.order)) {
            return Ok(());
        }
        let words = "the order could not be compared with what was seen; look at it again";
        next.stop_at(&self.order, words.to_owned()).await
    }
}

/// Fails a waiting step because somebody else changed the order while the plan ran.
pub(super) async fn stopped_by_strangers<T>(next: &AtWork<'_>, proved: &Proved) -> Going<T> {
    let what = in_words(&proved.strangers);
    let words = format!("the order changed while the plan ran: {what}; look at it again");
    next.stop_at(&proved.order, words).await
}

/// The state after a step; a release says by whom the order is still held.
fn after_words(step: &Step, order: &Order) -> String {
    let words = state_words(order);
    match step {
        Step::ReleaseHolds { .. } => words.replacen("held by", "still held by", 1),
        _ => words,
    }
}
