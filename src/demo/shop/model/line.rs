//! A line of goods.

use serde::{Deserialize, Serialize};

use super::{Price, Text};

/// One line of goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineItem {
    /// Numeric id.
    pub id: u64,
    /// Stock number.
    pub sku: Text,
    /// Product title.
    pub title: Text,
    /// Variant title.
    pub variant: Option<Text>,
    /// Vendor.
    pub vendor: Text,
    /// Units bought.
    pub quantity: u32,
    /// Units shipped or handed over.
    pub shipped: u32,
    /// Units taken off before shipping.
    pub cancelled: u32,
    /// Units refunded after shipping.
    pub returned: u32,
    /// Price of one unit before discount.
    pub unit_price: Price,
    /// Discount on the whole line.
    pub discount: Price,
    /// Whether it needs shipping.
    pub ships: bool,
}

impl LineItem {
    /// Units still part of the order.
    pub fn current(&self) -> u32 {
        self.quantity.saturating_sub(self.cancelled + self.returned)
    }

    /// Units that a refund may still name.
    pub fn refundable(&self) -> u32 {
        self.current()
    }

    /// Units still to ship.
    pub fn unfulfilled(&self) -> u32 {
        self.quantity.saturating_sub(self.cancelled + self.shipped)
    }

    /// Price of all bought units after discount.
    pub fn discounted_total(&self) -> Price {
        self.unit_price.times(self.quantity) - self.discount
    }
}
