//! The goods of an order: where they stand, and what holds them.

use serde::{Deserialize, Serialize};

use super::{Clean, Readable};

/// Where the goods of an order stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fulfilment {
    /// Nothing has left.
    Unfulfilled,
    /// A part has left.
    Partial,
    /// Everything has left, or nothing needs to.
    Fulfilled,
    /// To leave at a later date.
    Scheduled,
    /// The store says nothing, or something this program does not know.
    #[default]
    Unknown,
}

impl Fulfilment {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unfulfilled => "unfulfilled",
            Self::Partial => "partial",
            Self::Fulfilled => "fulfilled",
            Self::Scheduled => "scheduled",
            Self::Unknown => "unknown",
        }
    }
}

/// Why goods are held.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// Suspected fraud.
    FraudRisk,
    /// The payment is awaited.
    AwaitingPayment,
    /// The address is wrong.
    Address,
    /// Out of stock.
    Stock,
    /// Something else.
    Other,
    /// A reason this program has no word for, in the store's word.
    Unlisted(Clean),
}

/// One hold on one fulfilment order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hold {
    /// The store's id.
    pub id: Box<str>,
    /// Why.
    pub reason: HoldReason,
    /// Why, in the store's own words.
    pub reason_shown: Clean,
    /// Notes of whoever placed it.
    pub notes: Clean,
    /// The app or person who placed it.
    pub by: Readable<Clean>,
    /// Whether this program placed it.
    pub ours: bool,
    /// The handle it was placed with, where the store shows one.
    pub handle: Option<Clean>,
}

/// Where a fulfilment order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FulfilmentOrderState {
    /// To be sent.
    Open,
    /// Held.
    OnHold,
    /// The warehouse works on it.
    InProgress,
    /// To be sent later.
    Scheduled,
    /// Sent, cancelled or given up: nothing left to hold.
    Ended,
    /// A state this program does not know.
    Unknown,
}

/// A part of the order that is sent from one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FulfilmentOrder {
    /// The store's id.
    pub id: Box<str>,
    /// Where it stands.
    pub state: FulfilmentOrderState,
    /// The place it is sent from.
    pub location: Clean,
    /// Holds on it.
    pub holds: Vec<Hold>,
    /// Whether the store lets us hold it now.
    pub may_hold: bool,
    /// Whether the store lets us release its holds now.
    pub may_release: bool,
}
