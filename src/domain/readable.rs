//! A value that the outside system may refuse to show.

use serde::{Deserialize, Serialize};

/// What is known of a value: it, that there is none, or that we may not read it.
///
/// The three are kept apart because a check over a denied value is *not possible*,
/// never clear (`apis/shopify.md`, section 2, protected customer data).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readable<T> {
    /// The store gave the value.
    Known(T),
    /// The store says that there is none.
    #[default]
    Absent,
    /// The store has it, or may have it, and refuses to show it; the sentence says why.
    Denied(String),
}

impl<T> Readable<T> {
    /// The value, when it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Denied(_) => None,
        }
    }

    /// Why the value may not be read, when it may not.
    pub fn denied(&self) -> Option<&str> {
        match self {
            Self::Denied(why) => Some(why),
            Self::Known(_) | Self::Absent => None,
        }
    }

    /// The same state with the value changed by `change`.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Readable<U> {
        match self {
            Self::Known(value) => Readable::Known(change(value)),
            Self::Absent => Readable::Absent,
            Self::Denied(why) => Readable::Denied(why),
        }
    }
}

impl<T> From<Option<T>> for Readable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Known)
    }
}
