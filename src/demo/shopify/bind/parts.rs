//! Parts of an order by their own ids.

use crate::demo::shop::{Kind, Order};
use crate::demo::shopify::value::Obj;
use crate::demo::shopify::world::World;

/// The part of an order with an id of this kind.
pub(super) fn part<'a>(world: &'a World, kind: &str, number: u64) -> Option<Obj<'a>> {
    let order: &Order = world.shop.owner(part_kind(kind)?, number)?;
    Some(match kind {
        "LineItem" => Obj::Line((order, order.line(number)?)),
        "OrderTransaction" => Obj::Payment((order, order.transaction(number)?)),
        "Refund" => Obj::Refund((order, order.refunds.iter().find(|r| r.id == number)?)),
        "FulfillmentOrder" => Obj::Work((order, order.fulfilment(number)?)),
        "FulfillmentOrderLineItem" => Obj::WorkLine((
            order,
            order.fulfilments.iter().flat_map(|f| &f.lines).find(|l| l.id == number)?,
        )),
        "FulfillmentHold" => {
            Obj::Hold(order.fulfilments.iter().flat_map(|f| &f.holds).find(|h| h.id == number)?)
        }
        "Metafield" => Obj::Metafield((order.metafields.iter().find(|m| m.id == number)?, "ORDER")),
        _ => return None,
    })
}

/// What kind of part an id of the protocol names.
fn part_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "LineItem" => Kind::LineItem,
        "OrderTransaction" => Kind::Transaction,
        "Refund" => Kind::Refund,
        "FulfillmentOrder" => Kind::FulfilmentOrder,
        "FulfillmentOrderLineItem" => Kind::FulfilmentLine,
        "FulfillmentHold" => Kind::Hold,
        "Metafield" => Kind::Metafield,
        _ => return None,
    })
}
