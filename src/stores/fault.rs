//! What can go wrong between us and a store, told apart by what it means for a write.

use std::fmt;
use std::time::Duration;

use crate::domain::{Fault, Kind};

/// What happened, as far as the caller must act on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No connection came to be: nothing was sent.
    Unreachable,
    /// The credentials are wrong or have ended; nothing was done. Sending stops.
    Unauthorised,
    /// A permission is missing; nothing was done.
    Forbidden,
    /// Too much at once; nothing was done. Wait so long.
    Throttled(Duration),
    /// The store refused on its own grounds; nothing was done.
    Refused,
    /// The thing asked for is not there; nothing was done.
    Missing,
    /// The answer cannot be read. For a read nothing is lost; for a write it is `Unknown`.
    Unreadable,
    /// A write may have happened: time-out, dropped connection, 5xx after sending.
    Unknown,
    /// The program is being closed; nothing was sent.
    Stopped,
}

impl Trouble {
    /// The word used in the log.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Unauthorised => "unauthorised",
            Self::Forbidden => "forbidden",
            Self::Throttled(_) => "throttled",
            Self::Refused => "refused",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::Unknown => "unknown",
            Self::Stopped => "stopped",
        }
    }
}

/// Trouble with a store, as a sentence. Never carries a token or personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreFault {
    /// What it means.
    pub trouble: Trouble,
    /// What failed, in words, with the store's own words where they help.
    pub message: String,
    /// What to do next, where it is known.
    pub hint: Option<String>,
}

impl StoreFault {
    /// Makes a fault of one sentence.
    pub fn new(trouble: Trouble, message: impl Into<String>) -> Self {
        Self { trouble, message: message.into(), hint: None }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether trying again later may help without anybody doing anything.
    pub fn is_passing(&self) -> bool {
        matches!(self.trouble, Trouble::Unreachable | Trouble::Throttled(_) | Trouble::Unreadable)
    }
}

impl fmt::Display for StoreFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for StoreFault {}

impl From<StoreFault> for Fault {
    fn from(fault: StoreFault) -> Self {
        let kind = match fault.trouble {
            Trouble::Refused | Trouble::Missing => Kind::State,
            Trouble::Unknown => Kind::Unsettled,
            _ => Kind::Store,
        };
        let sentence = Self::new(kind, fault.message);
        match fault.hint {
            Some(hint) => sentence.hint(hint),
            None => sentence,
        }
    }
}
