//! The customer's record in the store.

use serde::{Deserialize, Serialize};

use super::{Clean, Money, Readable, Timestamp};

/// The customer's record in the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Customer {
    /// The store's id.
    pub id: Box<str>,
    /// Name as the store shows it.
    pub name: Readable<Clean>,
    /// When the record was made.
    pub since: Option<Timestamp>,
    /// Orders so far, this one included.
    pub orders: Option<u64>,
    /// Spent so far, in the shop's currency.
    pub spent: Option<Money>,
    /// Whether the e-mail address was verified by the store.
    pub email_verified: Option<bool>,
    /// The staff's note on the customer.
    pub note: Clean,
    /// Tags on the customer.
    pub tags: Vec<Clean>,
}
