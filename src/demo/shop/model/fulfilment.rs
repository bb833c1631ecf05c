//! Fulfilment orders and the holds on them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Author, Text};

/// A part of an order that ships from one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FulfilmentOrder {
    /// Numeric id.
    pub id: u64,
    /// Where the work stands.
    pub state: FulfilmentState,
    /// Where the request to a fulfilment service stands.
    pub request: RequestState,
    /// When it last changed; a hold moves this and not the order's own time.
    pub updated_at: DateTime<Utc>,
    /// When shipping may begin, for scheduled ones.
    pub fulfil_at: Option<DateTime<Utc>>,
    /// The location that ships.
    pub location: Text,
    /// What it ships.
    pub lines: Vec<FulfilmentLine>,
    /// Holds that keep it from shipping.
    pub holds: Vec<Hold>,
}

/// One line of a fulfilment order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FulfilmentLine {
    /// Numeric id.
    pub id: u64,
    /// The order's line item.
    pub line_item: u64,
    /// Units assigned.
    pub total: u32,
    /// Units not yet shipped.
    pub remaining: u32,
}

/// A hold: who keeps the goods from shipping, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Numeric id.
    pub id: u64,
    /// The placing app's own handle; empty when none was given.
    pub handle: Text,
    /// Why.
    pub reason: HoldReason,
    /// Notes of whoever placed it.
    pub notes: Option<Text>,
    /// Who placed it.
    pub by: Author,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
}

/// Why goods are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HoldReason {
    /// The payment is awaited.
    AwaitingPayment,
    /// Returned goods are awaited.
    AwaitingReturnItems,
    /// The order looks fraudulent.
    HighRiskOfFraud,
    /// The address is wrong.
    IncorrectAddress,
    /// Out of stock.
    InventoryOutOfStock,
    /// An offer after the purchase is still open.
    PostPurchaseCrossSell,
    /// Anything else.
    Other,
    /// The delivery date is unknown.
    UnknownDeliveryDate,
}

impl HoldReason {
    /// The reason as the shop displays it.
    pub const fn displayed(self) -> &'static str {
        match self {
            Self::AwaitingPayment => "Awaiting payment",
            Self::AwaitingReturnItems => "Awaiting return items",
            Self::HighRiskOfFraud => "High risk of fraud",
            Self::IncorrectAddress => "Incorrect address",
            Self::InventoryOutOfStock => "Inventory out of stock",
            Self::PostPurchaseCrossSell => "Post-purchase cross-sell",
            Self::Other => "Other",
            Self::UnknownDeliveryDate => "Unknown delivery date",
        }
    }
}

/// Where a fulfilment order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FulfilmentState {
    /// Ready to ship.
    Open,
    /// Being packed.
    InProgress,
    /// Held.
    OnHold,
    /// Ships later.
    Scheduled,
    /// Shipped, or nothing is left of it.
    Closed,
    /// Called off.
    Cancelled,
    /// Could not be finished.
    Incomplete,
}

/// Where the request to a fulfilment service stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RequestState {
    /// Not sent.
    Unsubmitted,
    /// Sent.
    Submitted,
    /// Taken.
    Accepted,
    /// Turned down.
    Rejected,
    /// Asked back, no answer yet.
    CancellationRequested,
    /// Finished.
    Closed,
}
