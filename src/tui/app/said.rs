//! A fault as a message carries it.

use crate::domain::{Fault, Kind};

/// What went wrong and what to do, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// The kind of trouble.
    pub(crate) kind: Kind,
    /// What failed, on what.
    pub(crate) words: String,
    /// What to do next, where it is known.
    pub(crate) hint: Option<String>,
}

impl Said {
    /// The sentence with its hint.
    pub(crate) fn whole(&self) -> String {
        let words = self.words.trim_end_matches('.');
        match &self.hint {
            Some(hint) => format!("{words}; {hint}"),
            None => format!("{words}."),
        }
    }
}

impl From<Fault> for Said {
    fn from(fault: Fault) -> Self {
        Self {
            kind: fault.kind(),
            words: fault.full_message(),
            hint: fault.remedy().map(ToOwned::to_owned),
        }
    }
}
