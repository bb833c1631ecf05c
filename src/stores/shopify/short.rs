//! The short form, mapped straight from a page.

use super::amount::pair;
use super::denial::Denials;
use super::gid::plain;
use super::order::pieces;
use super::people::{address, customer_name};
use super::shapes::ShortShape;
use super::terms;
use crate::domain::{OrderId, Readable, RiskLevel, ShopId, ShortOrder};
use crate::stores::StoreFault;

/// Puts one short order into our words.
pub(super) fn short(
    shop: &ShopId,
    shape: ShortShape,
    denials: &Denials,
) -> Result<ShortOrder, StoreFault> {
    let customer_name = match &shape.customer {
        Some(customer) => customer_name(customer, denials),
        None => {
            denials.why("customer").map_or(Readable::Absent, |why| Readable::Denied(why.to_owned()))
        }
    };
    Ok(ShortOrder {
        shop: shop.clone(),
        id: OrderId::new(plain(&shape.id)),
        name: shape.name,
        placed_at: shape.processed_at,
        updated_at: shape.updated_at,
        archived_at: shape.closed_at,
        cancelled_at: shape.cancelled_at,
        email: denials.protected("email", shape.email),
        phone: denials.protected("phone", shape.phone),
        ip: denials.open("clientIp", shape.client_ip),
        billing: address(shape.billing_address, denials, "billingAddress"),
        shipping: address(shape.shipping_address, denials, "shippingAddress"),
        customer_id: shape.customer.map(|customer| plain(&customer.id).into()),
        customer_name,
        total: Some(pair(&shape.current_total_price_set)?),
        pieces: pieces(shape.subtotal_line_items_quantity),
        coupons: shape.discount_codes,
        tags: shape.tags,
        payment: terms::payment(shape.display_financial_status.as_deref()),
        fulfilment: terms::fulfilment(shape.display_fulfillment_status.as_deref()),
        risk: RiskLevel::together(
            shape.risk.assessments.iter().map(|one| terms::risk_level(one.risk_level.as_deref())),
        ),
        card: None,
        device: None,
        bad_end: None,
        ended: None,
    })
}
