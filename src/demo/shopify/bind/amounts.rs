//! What an order comes to, in all its sums.

use super::of;
use crate::demo::shop::books::{
    capturable, current_total, net_payment, outstanding, received, refunded,
};
use crate::demo::shop::{Order, Price};
use crate::demo::shopify::run::Resolve;
use crate::demo::shopify::value::Val;

pub(super) fn amounts(field: &str) -> Option<Resolve> {
    Some(match field {
        "currencyCode" => of!(Order, |_o, run| Val::Str(run.world.shop.identity.currency.code())),
        "presentmentCurrencyCode" => of!(Order, |o| Val::Str(o.currency.code())),
        "currentTotalPriceSet" => of!(Order, |o| Val::bag(current_total(o), o)),
        "currentSubtotalPriceSet" => of!(Order, |o| Val::bag(current_subtotal(o), o)),
        "currentTotalTaxSet" => of!(Order, |o| Val::bag(current_tax(o), o)),
        "currentTotalDiscountsSet" | "totalDiscountsSet" => {
            of!(Order, |o| Val::bag(o.totals.discount, o))
        }
        "originalTotalPriceSet" | "totalPriceSet" => of!(Order, |o| Val::bag(o.totals.total, o)),
        "totalPrice" => {
            of!(Order, |o, run| Val::Money(o.totals.total.shop, run.world.shop.identity.currency))
        }
        "subtotalPriceSet" => of!(Order, |o| Val::bag(o.totals.subtotal, o)),
        "totalTaxSet" => of!(Order, |o| Val::bag(o.totals.tax, o)),
        "totalShippingPriceSet" => of!(Order, |o| Val::bag(o.totals.shipping, o)),
        "totalReceivedSet" => of!(Order, |o| Val::bag(received(o), o)),
        "totalRefundedSet" => of!(Order, |o| Val::bag(refunded(o), o)),
        "totalOutstandingSet" => of!(Order, |o| Val::bag(outstanding(o), o)),
        "netPaymentSet" => of!(Order, |o| Val::bag(net_payment(o), o)),
        "totalCapturableSet" => of!(Order, |o, run| Val::bag(capturable(o, run.now), o)),
        "currentSubtotalLineItemsQuantity" => {
            of!(Order, |o| Val::Int(o.lines.iter().map(|l| i64::from(l.current())).sum()))
        }
        "subtotalLineItemsQuantity" => {
            of!(Order, |o| Val::Int(o.lines.iter().map(|l| i64::from(l.quantity)).sum()))
        }
        "totalWeight" => of!(Order, |o| Val::Big(
            o.lines.iter().filter(|l| l.ships).map(|l| u64::from(l.quantity) * GRAMS).sum()
        )),
        "currentTotalWeight" => of!(Order, |o| Val::Big(
            o.lines.iter().filter(|l| l.ships).map(|l| u64::from(l.current()) * GRAMS).sum()
        )),
        _ => return None,
    })
}

/// What one bottle weighs.
const GRAMS: u64 = 180;

fn current_subtotal(o: &Order) -> Price {
    if o.cancelled.is_some() {
        return Price::ZERO;
    }
    let back: Price = o.refunds.iter().flat_map(|r| &r.lines).map(|line| line.subtotal).sum();
    o.totals.subtotal - back
}

fn current_tax(o: &Order) -> Price {
    if o.cancelled.is_some() {
        return Price::ZERO;
    }
    let back: Price = o.refunds.iter().flat_map(|r| &r.lines).map(|line| line.tax).sum();
    o.totals.tax - back
}
