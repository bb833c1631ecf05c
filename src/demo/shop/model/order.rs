//! An order.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Address, App, Assessment, Currency, Dispute, Event, FulfilmentOrder, Gateway, LineItem,
    Metafield, Price, Refund, Shared, Text, Transaction,
};

/// An order with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Numeric id, such as 7100000000001.
    pub id: u64,
    /// The number in the name: 2047 for `#2047`.
    pub number: u32,
    /// When the record was made.
    pub created_at: DateTime<Utc>,
    /// When the buyer bought.
    pub processed_at: DateTime<Utc>,
    /// When the record last changed; holds do not move it.
    pub updated_at: DateTime<Utc>,
    /// When it was archived.
    pub closed_at: Option<DateTime<Utc>>,
    /// That and why it was cancelled.
    pub cancelled: Option<Box<Cancellation>>,
    /// Whether it is a test order.
    pub test: bool,
    /// Tags, in the order they were added.
    pub tags: Vec<Text>,
    /// The note.
    pub note: Option<Text>,
    /// What the checkout or an app attached.
    pub attributes: Vec<Attribute>,
    /// Buyer's e-mail address.
    pub email: Option<Text>,
    /// Buyer's phone.
    pub phone: Option<Text>,
    /// Address of the browser; unknown for orders made in the shop room, drafts and renewals.
    pub client_ip: Option<Text>,
    /// The channel's raw name: `web`, `pos`, `shopify_draft_order`, `subscription_contract`.
    pub source: Text,
    /// The app that made the order.
    pub app: App,
    /// Language of the checkout.
    pub locale: Option<Text>,
    /// Currency shown to the buyer.
    pub currency: Currency,
    /// Discount codes as typed.
    pub discount_codes: Vec<Text>,
    /// What was charged.
    pub totals: Totals,
    /// Title of the chosen way of shipping; nothing for goods handed over.
    pub shipping_line: Option<Text>,
    /// The goods.
    pub lines: Vec<LineItem>,
    /// Billing address.
    pub billing: Option<Shared<Address>>,
    /// Shipping address.
    pub shipping: Option<Shared<Address>>,
    /// The customer's id.
    pub customer: Option<u64>,
    /// What the shop system and apps say about the risk.
    pub assessments: Vec<Assessment>,
    /// Money movements, oldest first.
    pub transactions: Vec<Transaction>,
    /// Refunds, oldest first.
    pub refunds: Vec<Refund>,
    /// Fulfilment orders.
    pub fulfilments: Vec<FulfilmentOrder>,
    /// Timeline entries beyond those that `books::timeline` derives, oldest first.
    pub events: Vec<Event>,
    /// Disputes.
    pub disputes: Vec<Dispute>,
    /// Where a return stands.
    pub returns: ReturnState,
    /// Values that apps keep here.
    pub metafields: Vec<Metafield>,
    /// How many ids this order has given out to its parts.
    pub minted: u32,
}

impl Order {
    /// The name people use: `#2047`.
    pub fn name(&self) -> String {
        format!("#{}", self.number)
    }

    /// Whether the order is archived.
    pub fn is_closed(&self) -> bool {
        self.closed_at.is_some()
    }

    /// When it was cancelled.
    pub fn cancelled_at(&self) -> Option<DateTime<Utc>> {
        self.cancelled.as_ref().map(|cancelled| cancelled.at)
    }

    /// The line item with this id.
    pub fn line(&self, id: u64) -> Option<&LineItem> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// The transaction with this id.
    pub fn transaction(&self, id: u64) -> Option<&Transaction> {
        self.transactions.iter().find(|transaction| transaction.id == id)
    }

    /// The fulfilment order with this id.
    pub fn fulfilment(&self, id: u64) -> Option<&FulfilmentOrder> {
        self.fulfilments.iter().find(|fulfilment| fulfilment.id == id)
    }

    /// The gateways that took part, in order of use.
    pub fn gateways(&self) -> Vec<Gateway> {
        let mut used = Vec::new();
        for transaction in &self.transactions {
            if !used.contains(&transaction.gateway) {
                used.push(transaction.gateway);
            }
        }
        used
    }

    /// Whether the shop holds billing and shipping address for the same; an order with
    /// neither counts as matching, an order with one of them does not.
    pub fn addresses_match(&self) -> bool {
        match (&self.billing, &self.shipping) {
            (Some(billing), Some(shipping)) => billing.matches(shipping),
            (None, None) => true,
            _ => false,
        }
    }
}

/// That, when and why an order was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: CancelReason,
    /// Staff's own note; never shown to the buyer.
    pub staff_note: Option<Text>,
}

/// Why an order was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CancelReason {
    /// The buyer asked.
    Customer,
    /// The payment was declined.
    Declined,
    /// Fraud.
    Fraud,
    /// Not in stock.
    Inventory,
    /// Another reason.
    Other,
    /// A mistake of staff.
    Staff,
}

/// A name and a value attached to an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Name.
    pub key: Text,
    /// Value.
    pub value: Text,
}

/// What was charged; `total = subtotal + shipping + tax`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Goods after discount.
    pub subtotal: Price,
    /// The discount already taken off.
    pub discount: Price,
    /// Shipping.
    pub shipping: Price,
    /// Tax.
    pub tax: Price,
    /// All of it.
    pub total: Price,
}

/// Where a return of goods stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReturnState {
    /// None.
    NoReturn,
    /// Asked for.
    Requested,
    /// On its way.
    InProgress,
    /// Done.
    Returned,
}
