//! A customer of the shop.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Address, Shared, Text};

/// A customer; orders point here by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// Numeric id, such as 8100000000001.
    pub id: u64,
    /// Given name.
    pub first_name: Option<Text>,
    /// Family name.
    pub last_name: Option<Text>,
    /// E-mail address.
    pub email: Option<Text>,
    /// Phone number with the country's prefix.
    pub phone: Option<Text>,
    /// When the customer was first seen.
    pub created_at: DateTime<Utc>,
    /// When the record last changed.
    pub updated_at: DateTime<Utc>,
    /// Orders before the oldest order kept here; lifetime numbers count them too.
    pub earlier_orders: u32,
    /// What the earlier orders came to, in minor units of the shop's currency.
    pub earlier_spent: i64,
    /// Whether the customer has an account.
    pub state: CustomerState,
    /// Whether the e-mail address was confirmed.
    pub verified_email: bool,
    /// Staff's note on the customer.
    pub note: Option<Text>,
    /// Tags.
    pub tags: Vec<Text>,
    /// Known addresses, the default one first.
    pub addresses: Vec<Shared<Address>>,
}

impl Customer {
    /// What the shop calls the customer: the name, else the e-mail address, else the phone.
    pub fn display_name(&self) -> String {
        let parts = [self.first_name.as_deref(), self.last_name.as_deref()];
        let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        if !name.is_empty() {
            return name;
        }
        let other = self.email.as_deref().or(self.phone.as_deref());
        other.unwrap_or_default().to_owned()
    }
}

/// Whether a customer has an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CustomerState {
    /// Invited and refused.
    Declined,
    /// No active account.
    Disabled,
    /// An active account.
    Enabled,
    /// Invited, no answer yet.
    Invited,
}
