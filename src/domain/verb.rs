//! What a reviewer can do with an order.

use serde::{Deserialize, Serialize};

/// An action on an order; its row in `verbs` says when it is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Let the goods go: release the chosen holds (S106; `unhold` is accepted too).
    Release,
    /// Keep the goods back until a date (C7).
    Hold,
    /// Cancel the order; by default the money goes back.
    Cancel,
    /// Give money back, all or a part.
    Refund,
    /// Append to the order's note.
    Note,
    /// Add tags.
    Tag,
    /// Remove tags.
    Untag,
    /// Put the order away in the store's admin.
    Archive,
    /// Take the order out of the archive, which lets it reach fulfilment (S19).
    Unarchive,
}

impl Verb {
    /// All verbs, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Release,
        Self::Hold,
        Self::Cancel,
        Self::Refund,
        Self::Note,
        Self::Tag,
        Self::Untag,
        Self::Archive,
        Self::Unarchive,
    ];

    /// The word used in commands, JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Hold => "hold",
            Self::Cancel => "cancel",
            Self::Refund => "refund",
            Self::Note => "note",
            Self::Tag => "tag",
            Self::Untag => "untag",
            Self::Archive => "archive",
            Self::Unarchive => "unarchive",
        }
    }

    /// Finds a verb by its word; `unhold` means release.
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "unhold" => Some(Self::Release),
            _ => Self::ALL.into_iter().find(|verb| verb.word() == word),
        }
    }

    /// Whether it decides the order, so that the order leaves the queue when confirmed.
    pub fn is_verdict(self) -> bool {
        matches!(self, Self::Release | Self::Cancel | Self::Refund)
    }
}

/// How bad a mistake would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Danger {
    /// Nothing of weight.
    Harmless,
    /// Another verb takes it back.
    Reversible,
    /// Goods leave: it can be taken back only until they are sent.
    Ships,
    /// It cannot be taken back.
    Final,
}
