//! The short form of an order, which is all that linking needs.

use serde::{Deserialize, Serialize};

use super::{
    Address, Clean, Fulfilment, MoneyPair, Order, OrderId, Payment, Readable, RiskLevel, ShopId,
    Timestamp,
};

/// What the cache keeps of every order in the window, flagged or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortOrder {
    /// The shop it belongs to.
    pub shop: ShopId,
    /// The store's own id.
    pub id: OrderId,
    /// The name people use: `#2047`.
    pub name: Clean,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When the store says it last changed.
    pub updated_at: Timestamp,
    /// Whether and when it was archived.
    pub archived_at: Option<Timestamp>,
    /// Whether and when it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// E-mail address.
    pub email: Readable<Clean>,
    /// Telephone number.
    #[serde(deserialize_with = "super::text::kept_readable_phone")]
    pub phone: Readable<Clean>,
    /// Address of the buyer's computer.
    pub ip: Readable<Clean>,
    /// Billing address.
    pub billing: Readable<Address>,
    /// Shipping address.
    pub shipping: Readable<Address>,
    /// The store's id of the customer.
    pub customer_id: Option<Box<str>>,
    /// The customer's name.
    pub customer_name: Readable<Clean>,
    /// Sum.
    pub total: MoneyPair,
    /// Pieces ordered.
    pub pieces: u32,
    /// Discount codes.
    pub coupons: Vec<Clean>,
    /// Tags.
    pub tags: Vec<Clean>,
    /// Where the money stands.
    pub payment: Payment,
    /// Where the goods stand.
    pub fulfilment: Fulfilment,
    /// The highest level of risk.
    pub risk: RiskLevel,
}

impl From<&Order> for ShortOrder {
    fn from(order: &Order) -> Self {
        let customer = order.customer.clone();
        Self {
            shop: order.shop.clone(),
            id: order.id.clone(),
            name: order.name.clone(),
            placed_at: order.placed_at,
            updated_at: order.updated_at,
            archived_at: order.closed.archived_at,
            cancelled_at: order.closed.cancelled_at,
            email: order.email.clone(),
            phone: order.phone.clone(),
            ip: order.ip.clone(),
            billing: order.billing.clone(),
            shipping: order.shipping.clone(),
            customer_id: customer.known().map(|customer| customer.id.clone()),
            customer_name: match customer {
                Readable::Known(customer) => customer.name,
                Readable::Absent => Readable::Absent,
                Readable::Denied(why) => Readable::Denied(why),
            },
            total: order.totals.total,
            pieces: order.pieces(),
            coupons: order.coupons.clone(),
            tags: order.tags.clone(),
            payment: order.payment,
            fulfilment: order.fulfilment,
            risk: order.risk.level(),
        }
    }
}
