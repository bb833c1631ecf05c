//! Where an order stands in the queue, and why.

use serde::{Deserialize, Serialize};

use crate::domain::{ClockReading, Lane, RowId, Timestamp, Verb, Verdict};

/// A verdict that was confirmed for a case; a fact of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What was decided.
    pub verb: Verb,
    /// The outbox row that carried it.
    pub row: RowId,
    /// Who.
    pub by: String,
    /// When it was confirmed.
    pub at: Timestamp,
    /// Hold ids that were left on the order then: a hold not in this list is new.
    pub holds_then: Vec<String>,
    /// The risk level then, as its word: a higher one brings the order back.
    pub risk_then: String,
    /// Disputes known then: another one brings the order back.
    pub disputes_then: Vec<String>,
}

/// What the ledger knows about a case when it is placed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseState {
    /// When this program first saw the order.
    pub first_seen: Option<Timestamp>,
    /// The verdict, once confirmed.
    pub decided: Option<Decided>,
    /// The day of the decision of our own hold (C7), as a moment.
    pub decide_by: Option<Timestamp>,
}

/// The place of an order in the queue.
///
/// `lane` is one of new, waiting, high value, unscored and done; overdue and due today
/// follow from the deadline and the present moment and are never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The lane without regard to the time of day.
    pub lane: Lane,
    /// The deadline that ends first.
    pub clock: Option<ClockReading>,
    /// Why it is done, or why it came back, as a sentence.
    pub why: Option<String>,
}

/// One reason of a recommendation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// The reason in words.
    pub words: String,
    /// What it adds to the sum, in log-odds.
    pub weight: f64,
}

/// The recommendation: a transparent sum of evidence (C13), never a decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// What to do.
    pub verdict: Verdict,
    /// The sum, in log-odds; high means risky.
    pub score: f64,
    /// The reasons, strongest first.
    pub reasons: Vec<Why>,
    /// What is missing or would change it, as sentences.
    pub without: Vec<String>,
}
