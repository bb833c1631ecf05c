//! Timeline, disputes and metafields of an order.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{App, Text};

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Author {
    /// An app.
    App(App),
    /// A member of staff, by name.
    Staff(Text),
    /// The buyer.
    Buyer,
    /// The shop system itself.
    System,
}

/// One entry of an order's timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Numeric id.
    pub id: u64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub action: EventAction,
    /// The sentence shown; may hold markup.
    pub message: Text,
    /// Who did it.
    pub by: Author,
}

/// What kind of entry an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EventAction {
    /// The order was placed.
    Placed,
    /// A payment was authorised.
    Authorised,
    /// A payment was captured or taken at once.
    Paid,
    /// A payment attempt failed.
    PaymentFailed,
    /// A provider gave its assessment.
    Assessed,
    /// A hold was placed.
    Held,
    /// A hold was released.
    Released,
    /// Goods were shipped.
    Shipped,
    /// Money went back.
    Refunded,
    /// An authorisation was voided.
    Voided,
    /// The order was cancelled.
    Cancelled,
    /// The order was archived.
    Archived,
    /// The order was taken out of the archive.
    Unarchived,
    /// A dispute began or changed.
    Disputed,
    /// Tags, note or another attribute was edited.
    Edited,
    /// A mail went to the buyer.
    Mailed,
    /// A member of staff wrote a comment.
    Commented,
}

/// A buyer's bank disputes the payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Numeric id.
    pub id: u64,
    /// How it began.
    pub kind: DisputeKind,
    /// Where it stands.
    pub state: DisputeState,
    /// When it began.
    pub at: DateTime<Utc>,
}

/// How a dispute began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DisputeKind {
    /// The money was taken back.
    Chargeback,
    /// The bank asks.
    Inquiry,
}

/// Where a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DisputeState {
    /// The shop gave in.
    Accepted,
    /// The buyer won.
    Lost,
    /// The shop must answer.
    NeedsResponse,
    /// The bank decides.
    UnderReview,
    /// The shop won.
    Won,
}

/// A value that an app keeps with an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metafield {
    /// Numeric id.
    pub id: u64,
    /// Namespace.
    pub namespace: Text,
    /// Key within the namespace.
    pub key: Text,
    /// Type name of the value.
    pub kind: Text,
    /// The value, always as text.
    pub value: Text,
    /// When it was written first.
    pub created_at: DateTime<Utc>,
    /// When it was written last.
    pub updated_at: DateTime<Utc>,
}
