//! Plans, and the outbox rows that they become.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Clean, HandedOver, OrderId, Receipt, Revision, RowId, ShopId, Step, Sums, Timestamp, Verb,
};

/// What a verdict would do: shown before it runs, then recorded as one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The shop.
    pub shop: ShopId,
    /// The store's id of the order.
    pub order: OrderId,
    /// The name people use for the order.
    pub order_name: Clean,
    /// What the reviewer asked for.
    pub verb: Verb,
    /// The state of the order that the reviewer saw.
    pub revision: Revision,
    /// The writes, in the order in which they run.
    pub steps: Vec<Step>,
    /// What the reviewer must know before confirming, as sentences.
    pub warnings: Vec<String>,
}

/// Where a row of the outbox stands (`contract.md`, plans, rows, steps).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Recorded, not begun.
    Staged,
    /// Under way.
    Running,
    /// Every step is confirmed or skipped.
    Confirmed,
    /// Nothing was done and a step failed.
    Failed,
    /// Something was done and a step failed.
    Stopped,
    /// A step may have happened.
    Unknown,
    /// Taken back before anything was sent.
    Dropped,
    /// What it had done was taken back, as far as anything does.
    Compensated,
    /// Closed as a matter of a person's.
    HandedOver,
}

impl RowState {
    /// The word used in JSON, the ledger and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Staged => "staged",
            Self::Running => "running",
            Self::Confirmed => "confirmed",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::Unknown => "unknown",
            Self::Dropped => "dropped",
            Self::Compensated => "compensated",
            Self::HandedOver => "handed_over",
        }
    }

    /// Whether the row still wants something: work, or a person.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Staged | Self::Running | Self::Stopped | Self::Unknown)
    }

    /// Whether the row goes on only by a person's word.
    pub fn wants_a_person(self) -> bool {
        matches!(self, Self::Stopped | Self::Unknown)
    }

    /// The state of a row whose steps stand so; a row with steps only waiting is staged.
    pub fn of_steps(steps: &[StepState]) -> Self {
        let any = |state: StepState| steps.contains(&state);
        let done = any(StepState::Confirmed) || any(StepState::Compensated);
        if any(StepState::Unknown) {
            Self::Unknown
        } else if any(StepState::Failed) {
            if done { Self::Stopped } else { Self::Failed }
        } else if any(StepState::Running) {
            Self::Running
        } else if any(StepState::Waiting) {
            if done || any(StepState::Skipped) { Self::Running } else { Self::Staged }
        } else if any(StepState::Compensated) {
            Self::Compensated
        } else {
            Self::Confirmed
        }
    }
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not begun.
    Waiting,
    /// Its call is under way.
    Running,
    /// The read-back proves it.
    Confirmed,
    /// It was refused; it did not happen.
    Failed,
    /// It may have happened.
    Unknown,
    /// A person decided that it is not needed.
    Skipped,
    /// It was undone by another step.
    Compensated,
}

impl StepState {
    /// The word used in JSON, the ledger and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Confirmed => "confirmed",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Skipped => "skipped",
            Self::Compensated => "compensated",
        }
    }

    /// Whether this move is legal; the ledger makes no other.
    pub fn may_become(self, next: Self) -> bool {
        use StepState::{Compensated, Confirmed, Failed, Running, Skipped, Unknown, Waiting};
        matches!(
            (self, next),
            (Waiting, Running | Skipped | Failed | Confirmed | Unknown)
                | (Running, Confirmed | Failed | Unknown | Waiting)
                | (Unknown, Confirmed | Failed | Waiting | Skipped | Unknown)
                | (Failed, Waiting | Skipped)
                | (Confirmed, Compensated)
        )
    }
}

/// One step of a row, with what has become of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRow {
    /// The step's place in the row, from 1.
    pub place: u32,
    /// The outside system: `store`, later a companion.
    pub system: String,
    /// What is written.
    pub step: Step,
    /// The system's own name of the call.
    pub call: String,
    /// Where it stands.
    pub state: StepState,
    /// The idempotency key, made when staged and kept over every attempt.
    pub key: Uuid,
    /// When the key was first sent; its life at the store counts from then.
    pub first_sent_at: Option<Timestamp>,
    /// How many times it was sent.
    pub attempts: u32,
    /// How often what it writes stood on the order right before it was sent last, where
    /// only that count proves it (the text of a note).
    pub stood: Option<u32>,
    /// The outside system's ticket of work still running there (a cancel job).
    pub ticket: Option<String>,
    /// Proof, when confirmed.
    pub receipt: Option<Receipt>,
    /// What went wrong and what to do, as a sentence.
    pub error: Option<String>,
    /// The place of the step that this one takes back.
    pub undoes: Option<u32>,
}

/// One confirmed plan in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxRow {
    /// Its id.
    pub id: RowId,
    /// The shop.
    pub shop: ShopId,
    /// The store's id of the order.
    pub order: OrderId,
    /// The name people use for the order.
    pub order_name: Clean,
    /// What the reviewer asked for.
    pub verb: Verb,
    /// The state of the order that the reviewer saw.
    pub revision: Revision,
    /// Where it stands.
    pub state: RowState,
    /// Who confirmed it.
    pub reviewer: String,
    /// When it was recorded.
    pub staged_at: Timestamp,
    /// When it may run.
    pub due_at: Timestamp,
    /// Its steps, in order.
    pub steps: Vec<StepRow>,
    /// What it does with money as the order stood when it was recorded; `None` for rows
    /// recorded before this was kept.
    pub money: Option<Sums>,
    /// Who closed it as a matter of their own, and why.
    pub handed_over: Option<HandedOver>,
}

impl OutboxRow {
    /// Whether the row can be taken back: it waits or failed, and nothing of it was ever
    /// sent. A call that was sent and refused counts as sent: what it did is read back first.
    pub fn can_be_taken_back(&self) -> bool {
        matches!(self.state, RowState::Staged | RowState::Failed)
            && self
                .steps
                .iter()
                .all(|step| step.attempts == 0 && step.state != StepState::Confirmed)
    }

    /// Whether what it has done may be asked to be taken back: it stopped half way, and is
    /// not on its way back already.
    pub fn may_be_compensated(&self) -> bool {
        self.state == RowState::Stopped && self.steps.iter().all(|step| step.undoes.is_none())
    }

    /// Whether a person may close it as a matter of their own: it waits for one.
    pub fn may_be_handed_over(&self) -> bool {
        self.state.wants_a_person()
    }

    /// Whether no other plan may decide its order meanwhile.
    pub fn keeps_order_closed(&self) -> bool {
        self.state.is_open() || self.is_handed_over_in_doubt()
    }

    /// Whether it was handed over while nobody could tell whether a step had happened.
    pub fn is_handed_over_in_doubt(&self) -> bool {
        self.state == RowState::HandedOver
            && self.steps.iter().any(|step| step.state == StepState::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::{RowState, StepState};
    use StepState::{Compensated, Confirmed, Failed, Running, Skipped, Unknown, Waiting};

    #[test]
    fn a_row_is_taken_back_only_when_nothing_of_it_was_sent() {
        let row = |state, attempts| {
            let mut row = super::super::sample::outbox_row(state);
            row.steps.iter_mut().for_each(|step| step.attempts = attempts);
            row
        };
        for (state, attempts, may) in [
            (RowState::Staged, 0, true),
            (RowState::Failed, 0, true),
            (RowState::Failed, 1, false),
            (RowState::Staged, 1, false),
            (RowState::Stopped, 0, false),
            (RowState::Dropped, 0, false),
        ] {
            assert_eq!(row(state, attempts).can_be_taken_back(), may, "{state:?} {attempts}");
        }
    }

    #[test]
    fn the_state_of_a_row_follows_from_its_steps() {
        for (steps, state) in [
            (vec![Waiting, Waiting], RowState::Staged),
            (vec![Running, Waiting], RowState::Running),
            (vec![Confirmed, Waiting], RowState::Running),
            (vec![Confirmed, Skipped], RowState::Confirmed),
            (vec![Failed, Waiting], RowState::Failed),
            (vec![Confirmed, Failed], RowState::Stopped),
            (vec![Confirmed, Unknown, Waiting], RowState::Unknown),
            (vec![Unknown, Failed], RowState::Unknown),
            (vec![Confirmed, Skipped, Waiting], RowState::Running),
            (vec![Compensated, Skipped, Confirmed], RowState::Compensated),
            (vec![Compensated, Confirmed, Failed], RowState::Stopped),
            (vec![Compensated, Confirmed, Unknown], RowState::Unknown),
        ] {
            assert_eq!(RowState::of_steps(&steps), state, "{steps:?}");
        }
    }
}
