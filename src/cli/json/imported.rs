//! An order that is known from an import alone.

use serde::Serialize;

use super::values::{AddressJson, MoneyJson, When, known, raw};
use crate::domain::{Ended, ShortOrder};

/// `unhold/imported/1`
#[derive(Serialize)]
pub(in crate::cli) struct ImportedDocument<'a> {
    schema: &'static str,
    order: &'a str,
    id: &'a str,
    shop: &'a str,
    placed_at: String,
    archived: bool,
    cancelled: bool,
    payment: &'static str,
    fulfilment: &'static str,
    risk: &'static str,
    ended: Option<&'static str>,
    total: Option<MoneyJson>,
    pieces: u32,
    customer: Option<&'a str>,
    customer_id: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    ip: Option<&'a str>,
    billing: Option<AddressJson<'a>>,
    shipping: Option<AddressJson<'a>>,
    coupons: Vec<&'a str>,
    tags: Vec<&'a str>,
}

impl<'a> ImportedDocument<'a> {
    /// All that was imported.
    pub(in crate::cli) fn of(order: &'a ShortOrder, when: When) -> Self {
        Self {
            schema: "unhold/imported/1",
            order: order.name.raw(),
            id: order.id.as_str(),
            shop: order.shop.as_str(),
            placed_at: when.text(order.placed_at),
            archived: order.archived_at.is_some(),
            cancelled: order.cancelled_at.is_some(),
            payment: order.payment.word(),
            fulfilment: order.fulfilment.word(),
            risk: order.risk.word(),
            ended: order.ended.map(Ended::word),
            total: order.total.map(|total| total.charged.into()),
            pieces: order.pieces,
            customer: known(&order.customer_name),
            customer_id: order.customer_id.as_deref(),
            email: known(&order.email),
            phone: known(&order.phone),
            ip: known(&order.ip),
            billing: order.billing.known().map(AddressJson::from),
            shipping: order.shipping.known().map(AddressJson::from),
            coupons: raw(&order.coupons),
            tags: raw(&order.tags),
        }
    }
}
