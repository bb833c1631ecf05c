//! What a refund asks for, checked against the order.

use serde_json::Value;

use super::Ask;
use super::outcome::Payload;
use super::refund::refused;
use crate::demo::shop::books::{
    self, NewRefund, Units, net_payment, pending, shipping_left, split,
};
use crate::demo::shop::{Order, Price, Restock, TransactionKind, TransactionState};
use crate::demo::shopify::quirks::WithoutTransactions;
use crate::demo::shopify::world::World;
use crate::demo::shopify::{amount, gid, words};

/// The refund asked for, or why it cannot be.
pub(super) fn wanted(
    world: &World,
    order: &Order,
    ask: &Ask<'_>,
) -> Result<NewRefund, Box<Payload>> {
    check_currency(world, order, ask)?;
    if ask
        .input("refundMethods")
        .and_then(Value::as_array)
        .is_some_and(|methods| !methods.is_empty())
    {
        return Err(refused(&["refundMethods"], "Store credit is not available on this store"));
    }
    let units = units(order, ask)?;
    let shipping = shipping(order, ask)?;
    let money =
        match ask.input("transactions").and_then(Value::as_array).filter(|list| !list.is_empty()) {
            Some(list) => money(order, list)?,
            None => unasked_money(world, order, &units, shipping),
        };
    check_total(world, order, ask, &money)?;
    if units.is_empty() && money.is_empty() && shipping.is_zero() {
        return Err(refused(
            &[],
            "Refund must have at least one line item, shipping or transaction",
        ));
    }
    let note = ask.input_text("note").filter(|note| !note.is_empty()).map(Into::into);
    let pending = world.quirks.refund_pending_ms > 0;
    let state = if pending { TransactionState::Pending } else { TransactionState::Success };
    Ok(NewRefund { units, shipping, money, note, state })
}

fn check_currency(world: &World, order: &Order, ask: &Ask<'_>) -> Result<(), Box<Payload>> {
    let shop = world.shop.identity.currency;
    match ask.input_text("currency") {
        None if order.currency != shop => {
            Err(refused(&["currency"], "Currency is required for multi-currency orders"))
        }
        Some(code) if code != order.currency.code() => {
            Err(refused(&["currency"], format!("Currency must be {}", order.currency.code())))
        }
        _ => Ok(()),
    }
}

fn units(order: &Order, ask: &Ask<'_>) -> Result<Vec<Units>, Box<Payload>> {
    let lines =
        ask.input("refundLineItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut units = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let index = index.to_string();
        let id = line
            .get("lineItemId")
            .and_then(Value::as_str)
            .and_then(|id| gid::number(id, "LineItem"));
        let Some(goods) = id.and_then(|id| order.line(id)) else {
            return Err(refused(
                &["refundLineItems", &index, "lineItemId"],
                "Line item does not exist on this order",
            ));
        };
        let quantity = line
            .get("quantity")
            .and_then(Value::as_i64)
            .and_then(|q| u32::try_from(q).ok())
            .unwrap_or(0);
        if quantity == 0 || quantity > goods.refundable() {
            let text = "Quantity cannot refund more items than were purchased";
            return Err(refused(&["refundLineItems", &index, "quantity"], text));
        }
        let restock = match line.get("restockType").and_then(Value::as_str) {
            None => Restock::NoRestock,
            Some(word) => words::restock_from(word).ok_or_else(|| {
                refused(
                    &["refundLineItems", &index, "restockType"],
                    "Restock type legacy_restock is not allowed",
                )
            })?,
        };
        units.push(Units { line_item: goods.id, quantity, restock });
    }
    Ok(units)
}

fn shipping(order: &Order, ask: &Ask<'_>) -> Result<Price, Box<Payload>> {
    let Some(asked) = ask.input("shipping").filter(|shipping| !shipping.is_null()) else {
        return Ok(Price::ZERO);
    };
    let left = shipping_left(order);
    if asked.get("fullRefund").and_then(Value::as_bool) == Some(true) {
        return Ok(left);
    }
    let Some(text) = asked.get("amount").and_then(Value::as_str) else {
        return Ok(Price::ZERO);
    };
    let Some(amount) = amount::presentment(order, text).filter(|amount| amount.presentment >= 0)
    else {
        return Err(refused(&["shipping", "amount"], "Amount is invalid"));
    };
    if amount.presentment > left.presentment {
        return Err(refused(
            &["shipping", "amount"],
            "Shipping refund amount exceeds the refundable shipping amount",
        ));
    }
    // The whole rest on one side is the whole rest on the other: rounding must not leave a cent.
    Ok(if amount.presentment == left.presentment { left } else { amount.at_most(left) })
}

fn money(order: &Order, list: &[Value]) -> Result<Vec<(u64, Price)>, Box<Payload>> {
    let mut money = Vec::new();
    for one in list {
        let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
        if gid::number(text("orderId"), "Order") != Some(order.id) {
            return Err(refused(&["transactions"], "Transactions must belong to the order"));
        }
        if text("kind") != "REFUND" {
            return Err(refused(
                &[],
                format!(
                    "Transaction kind {} is not allowed for a refund",
                    text("kind").to_lowercase()
                ),
            ));
        }
        let parent = gid::number(text("parentId"), "OrderTransaction")
            .filter(|id| order.transaction(*id).is_some());
        let Some(parent) = parent else {
            return Err(refused(
                &["transactions"],
                "Parent transaction does not exist on this order",
            ));
        };
        let Some(amount) =
            amount::presentment(order, text("amount")).filter(|amount| amount.presentment > 0)
        else {
            return Err(refused(&["transactions"], "Amount is invalid"));
        };
        money.push((parent, evened(order, parent, amount)));
    }
    Ok(money)
}

/// Gives back exactly what is left where the buyer's side says so: the shop's side must
/// not keep a cent of rounding.
fn evened(order: &Order, parent: u64, amount: Price) -> Price {
    let whole =
        split(order, Price::new(i64::MAX, i64::MAX)).into_iter().find(|part| part.parent == parent);
    match whole {
        Some(part) if part.most.presentment == amount.presentment => part.most,
        Some(part) => Price::new(amount.shop.min(part.most.shop.max(0)), amount.presentment),
        None => amount,
    }
}

fn unasked_money(
    world: &World,
    order: &Order,
    units: &[Units],
    shipping: Price,
) -> Vec<(u64, Price)> {
    if world.quirks.refund_without_transactions == WithoutTransactions::MovesNothing {
        return vec![];
    }
    let goods: Price = books::refund_lines(order, units)
        .unwrap_or_default()
        .iter()
        .map(|l| l.subtotal + l.tax)
        .sum();
    split(order, goods + shipping).into_iter().map(|part| (part.parent, part.amount)).collect()
}

/// Money already on its way back counts as gone, and `allowOverRefunding` changes nothing.
fn check_total(
    world: &World,
    order: &Order,
    ask: &Ask<'_>,
    money: &[(u64, Price)],
) -> Result<(), Box<Payload>> {
    let _ = (world, ask);
    let asked: i64 = money.iter().map(|(_, amount)| amount.presentment).sum();
    let on_its_way: i64 = pending(order)
        .filter(|t| t.kind == TransactionKind::Refund)
        .map(|t| t.amount.presentment)
        .sum();
    let left = net_payment(order).presentment - on_its_way;
    if asked <= left {
        return Ok(());
    }
    Err(refused(&[], too_much(order, asked, left)))
}

/// The sentence for too much money.
pub(super) fn too_much(order: &Order, asked: i64, left: i64) -> String {
    format!(
        "Refund amount {} is greater than net payment received {}",
        amount::shown(asked, order.currency),
        amount::shown(left.max(0), order.currency)
    )
}
