//! What a refund would look like before it is made.

use serde_json::Value;

use super::payment::{priced, refund_line};
use crate::demo::graphql::{Arguments, Refusal};
use crate::demo::shop::books::{Part, Units, shipping_left, split};
use crate::demo::shop::{Order, Price, Restock};
use crate::demo::shopify::amount;
use crate::demo::shopify::gid;
use crate::demo::shopify::run::Run;
use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::words;

const EVERYTHING: Price = Price::new(i64::MAX, i64::MAX);

/// `Order.suggestedRefund`: units priced, shipping within what is left, money split over
/// the payments that can give it back.
pub(super) fn suggested<'a>(order: &'a Order, run: &Run<'a>, arguments: &Arguments) -> Val<'a> {
    let full = arguments.is_true("suggestFullRefund");
    let units =
        if full { all_units(order) } else { asked_units(order, arguments.list("refundLineItems")) };
    let lines = priced(order, &units);
    let shipping = match shipping(order, arguments, full) {
        Ok(shipping) => shipping,
        Err(refusal) => return Val::Fail(refusal),
    };
    let goods: Price = lines.iter().map(|line| line.subtotal + line.tax).sum();
    let tax: Price = lines.iter().map(|line| line.tax).sum();
    let most: Price = split(order, EVERYTHING).iter().map(|part| part.amount).sum();
    let wanted = if full { most } else { (goods + shipping).at_most(most) };
    let parts = split(order, wanted);
    let _ = run;
    Val::record(
        "SuggestedRefund",
        vec![
            ("amountSet", Val::bag(wanted, order)),
            ("maximumRefundableSet", Val::bag(most, order)),
            ("totalTaxSet", Val::bag(tax, order)),
            (
                "shipping",
                Val::record(
                    "ShippingRefund",
                    vec![
                        ("amountSet", Val::bag(shipping, order)),
                        ("maximumRefundableSet", Val::bag(shipping_left(order), order)),
                    ],
                ),
            ),
            (
                "refundLineItems",
                Val::objects(lines.iter().filter_map(|line| refund_line(order, line))),
            ),
            (
                "suggestedTransactions",
                Val::List(parts.iter().map(|part| transaction(order, part)).collect()),
            ),
        ],
    )
}

fn all_units(order: &Order) -> Vec<Units> {
    let mut units = Vec::new();
    for line in order.lines.iter().filter(|line| line.refundable() > 0) {
        let waiting = line.unfulfilled().min(line.refundable());
        let mut push = |quantity, restock| {
            if quantity > 0 {
                units.push(Units { line_item: line.id, quantity, restock });
            }
        };
        push(waiting, Restock::Cancel);
        push(line.refundable() - waiting, Restock::Return);
    }
    units
}

fn asked_units(order: &Order, asked: &[Value]) -> Vec<Units> {
    asked
        .iter()
        .filter_map(|one| {
            let line_item = gid::number(one.get("lineItemId")?.as_str()?, "LineItem")?;
            let goods = order.line(line_item)?;
            let quantity = u32::try_from(one.get("quantity")?.as_i64()?).ok()?;
            let told = one.get("restockType").and_then(Value::as_str).and_then(words::restock_from);
            let restock = told.unwrap_or(if goods.unfulfilled() >= quantity {
                Restock::Cancel
            } else {
                Restock::Return
            });
            Some(Units { line_item, quantity, restock })
        })
        .collect()
}

fn shipping(order: &Order, arguments: &Arguments, full: bool) -> Result<Price, Box<Refusal>> {
    let left = shipping_left(order);
    if full || arguments.is_true("refundShipping") {
        return Ok(left);
    }
    let Some(text) = arguments.text("shippingAmount") else {
        return Ok(Price::ZERO);
    };
    let asked = amount::presentment(order, text)
        .ok_or_else(|| Box::new(Refusal::new("BAD_REQUEST", format!("invalid money: {text}"))))?;
    Ok(asked.at_most(left))
}

fn transaction<'a>(order: &'a Order, part: &Part) -> Val<'a> {
    let parent = order.transaction(part.parent);
    let account = parent.and_then(|t| match &t.paid_with {
        crate::demo::shop::PaidWith::Card(card) => Some(Val::Str(&card.masked)),
        _ => None,
    });
    Val::record(
        "SuggestedOrderTransaction",
        vec![
            ("kind", Val::Str("SUGGESTED_REFUND")),
            ("gateway", Val::Str(part.gateway.key())),
            ("formattedGateway", Val::Str(part.gateway.shown())),
            ("accountNumber", account.unwrap_or(Val::Null)),
            ("amountSet", Val::bag(part.amount, order)),
            ("maximumRefundableSet", Val::bag(part.most, order)),
            ("parentTransaction", Val::object(parent.map(|t| Obj::Payment((order, t))))),
        ],
    )
}
