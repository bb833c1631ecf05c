//! Proof that a step happened.

use serde::{Deserialize, Serialize};

use super::Timestamp;

/// What a read-back says about a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It happened.
    Done,
    /// It did not happen.
    NotDone,
    /// What was read does not tell; the sentence says why.
    CannotTell(String),
}

/// What was seen when a step was confirmed. Facts only: no names, addresses or mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When the proof was read.
    pub at: Timestamp,
    /// The store's own id of what came to be (refund, transaction, hold), when it has one.
    pub reference: Option<String>,
    /// The state before, in words: `paid, held, archived`.
    pub before: String,
    /// The state after.
    pub after: String,
}
