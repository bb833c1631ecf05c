//! Where an order stands in the queue, and its deadlines.

use serde::{Deserialize, Serialize};

use super::Timestamp;

/// A lane of the queue (`contract.md`, enums). Lanes whose source is not built yet
/// do not exist here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// A deadline has passed.
    Overdue,
    /// A deadline ends today.
    DueToday,
    /// Not looked at yet.
    New,
    /// Held by us with a date, waiting for the customer.
    Waiting,
    /// High value and no risk found (S21); with risk the fraud process wins (S22).
    HighValue,
    /// Nobody scored it (C16).
    Unscored,
    /// Nothing left to decide.
    Done,
}

impl Lane {
    /// All lanes, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Overdue,
        Self::DueToday,
        Self::New,
        Self::Waiting,
        Self::HighValue,
        Self::Unscored,
        Self::Done,
    ];

    /// The word used in JSON and commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::DueToday => "due_today",
            Self::New => "new",
            Self::Waiting => "waiting",
            Self::HighValue => "high_value",
            Self::Unscored => "unscored",
            Self::Done => "done",
        }
    }

    /// The words used on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::DueToday => "due today",
            Self::HighValue => "high value",
            _ => self.word(),
        }
    }

    /// Finds a lane by its word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lane| lane.word() == word)
    }
}

/// The deadlines (`contract.md`, enums).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockName {
    /// First decision within one business day of placing (S20, S23, C21).
    FirstDecision,
    /// Our own hold ends with a decision (S49, C7).
    Decision,
    /// The card's authorisation runs out (C10).
    Authorisation,
}

impl ClockName {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::FirstDecision => "first_decision",
            Self::Decision => "decision",
            Self::Authorisation => "authorisation",
        }
    }

    /// The words used on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::FirstDecision => "first decision",
            _ => self.word(),
        }
    }
}

/// One running deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockReading {
    /// Which.
    pub name: ClockName,
    /// When it ends.
    pub at: Timestamp,
}

impl ClockReading {
    /// Whether it has passed.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.at <= now
    }
}

/// What the desk recommends; a sum of evidence with reasons, never a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Let it go.
    Release,
    /// Ask the customer.
    Verify,
    /// Money back.
    Refund,
    /// Too little is known to say.
    #[default]
    Unknown,
}

impl Verdict {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Verify => "verify",
            Self::Refund => "refund",
            Self::Unknown => "unknown",
        }
    }
}
