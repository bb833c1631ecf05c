//! Refunds and their idempotency keys (shopify.md section 8).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Ask, Item, Payload, Performed, UserError, invalid_id};
use crate::demo::graphql::Refusal as TopLevel;
use crate::demo::shop::books::{
    self, NewRefund, Units, net_payment, pending, shipping_left, split,
};
use crate::demo::shop::{Order, Price, Refusal, Restock, TransactionKind, TransactionState};
use crate::demo::shopify::quirks::WithoutTransactions;
use crate::demo::shopify::versions::wants_key;
use crate::demo::shopify::world::{Change, Effect, Unsettled, UsedKey, World};
use crate::demo::shopify::{amount, gid, words};

/// How long a key is remembered.
const KEPT_HOURS: i64 = 24;

fn payload(refund: Item, order: Item, errors: Vec<UserError>) -> Payload {
    Payload::done(
        "RefundCreatePayload",
        vec![
            ("refund", refund),
            ("order", order),
            ("userErrors", Item::Errors(errors)),
        ],
    )
}

fn refused(field: &[&str], message: impl Into<String>) -> Box<Payload> {
    Box::new(payload(
        Item::Null,
        Item::Null,
        vec![UserError::plain(field, message)],
    ))
}

fn made(order: u64, refund: u64) -> Payload {
    let id = |kind: &str, id: u64| Item::Node(format!("gid://shopify/{kind}/{id}"));
    payload(id("Refund", refund), id("Order", order), vec![])
}

/// `refundCreate`.
pub(super) fn refund(world: &mut World, ask: &Ask<'_>) -> Performed {
    let input = serde_json::to_string(ask.arguments.all()).unwrap_or_default();
    match earlier(world, ask, &input)? {
        Earlier::New => {}
        Earlier::Answered(payload) => return Ok(payload),
    }
    let id = gid::number(ask.input_text("orderId").unwrap_or_default(), "Order")
        .ok_or_else(invalid_id)?;
    let Some(order) = world.shop.order(id) else {
        return Ok(*refused(&["orderId"], "Order does not exist"));
    };
    let new = match wanted(world, order, ask) {
        Ok(new) => new,
        Err(payload) => return Ok(*payload),
    };
    let detail = detail(order, &new);
    let now = ask.now;
    let outcome = world.change_order(id, now, |order| books::refund(order, new, now));
    let refund = match outcome {
        Ok(refund) => refund,
        Err(refusal) => return Ok(*told(world, id, ask, &refusal)),
    };
    keep_unsettled(world, id, refund, now);
    if let Some(key) = &ask.key {
        world.note(Change::Key(
            key.clone(),
            UsedKey {
                at: now,
                input,
                order: id,
                refund,
            },
        ));
    }
    ask.did(
        world,
        format!("gid://shopify/Order/{id}"),
        json!({"refund": format!("gid://shopify/Refund/{refund}"), "made": detail}),
    );
    Ok(made(id, refund))
}

enum Earlier {
    New,
    Answered(Payload),
}

/// What an earlier use of the key means for this one.
fn earlier(world: &World, ask: &Ask<'_>, input: &str) -> Result<Earlier, Box<TopLevel>> {
    let Some(key) = ask.key.as_deref() else {
        if !wants_key(ask.version) {
            return Ok(Earlier::New);
        }
        let text = "The @idempotent directive is required for this mutation but was not provided.";
        return Err(Box::new(TopLevel::new("BAD_REQUEST", text)));
    };
    if key.trim().is_empty() || key.chars().count() > world.quirks.key_limit {
        return Err(Box::new(TopLevel::new(
            "BAD_REQUEST",
            "The idempotency key must not be blank or too long.",
        )));
    }
    if world.in_flight.contains(key) {
        return Ok(Earlier::Answered(*refused(
            &[],
            world.quirks.key_in_progress_text.clone(),
        )));
    }
    let Some(used) = world
        .keys
        .get(key)
        .filter(|used| ask.now - used.at < TimeDelta::hours(KEPT_HOURS))
    else {
        return Ok(Earlier::New);
    };
    if used.input != input {
        return Ok(Earlier::Answered(*refused(
            &[],
            world.quirks.key_mismatch_text.clone(),
        )));
    }
    Ok(Earlier::Answered(made(used.order, used.refund)))
}

fn wanted(world: &World, order: &Order, ask: &Ask<'_>) -> Result<NewRefund, Box<Payload>> {
    check_currency(world, order, ask)?;
    if ask
        .input("refundMethods")
        .and_then(Value::as_array)
        .is_some_and(|methods| !methods.is_empty())
    {
        return Err(refused(
            &["refundMethods"],
            "Store credit is not available on this store",
        ));
    }
    let units = units(order, ask)?;
    let shipping = shipping(order, ask)?;
    let money = match ask
        .input("transactions")
        .and_then(Value::as_array)
        .filter(|list| !list.is_empty())
    {
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
    let note = ask
        .input_text("note")
        .filter(|note| !note.is_empty())
        .map(Into::into);
    let pending = world.quirks.refund_pending_ms > 0;
    let state = if pending {
        TransactionState::Pending
    } else {
        TransactionState::Success
    };
    Ok(NewRefund {
        units,
        shipping,
        money,
        note,
        state,
    })
}

fn check_currency(world: &World, order: &Order, ask: &Ask<'_>) -> Result<(), Box<Payload>> {
    let shop = world.shop.identity.currency;
    match ask.input_text("currency") {
        None if order.currency != shop => Err(refused(
            &["currency"],
            "Currency is required for multi-currency orders",
        )),
        Some(code) if code != order.currency.code() => Err(refused(
            &["currency"],
            format!("Currency must be {}", order.currency.code()),
        )),
        _ => Ok(()),
    }
}

fn units(order: &Order, ask: &Ask<'_>) -> Result<Vec<Units>, Box<Payload>> {
    let lines = ask
        .input("refundLineItems")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
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
        let wants_place =
            restock == Restock::Return && line.get("locationId").is_none_or(Value::is_null);
        if wants_place {
            return Err(refused(
                &["refundLineItems", &index, "locationId"],
                "Location is required to restock returned items",
            ));
        }
        units.push(Units {
            line_item: goods.id,
            quantity,
            restock,
        });
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
    Ok(if amount.presentment == left.presentment {
        left
    } else {
        amount.at_most(left)
    })
}

fn money(order: &Order, list: &[Value]) -> Result<Vec<(u64, Price)>, Box<Payload>> {
    let mut money = Vec::new();
    for one in list {
        let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
        if gid::number(text("orderId"), "Order") != Some(order.id) {
            return Err(refused(
                &["transactions"],
                "Transactions must belong to the order",
            ));
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
    let whole = split(order, Price::new(i64::MAX, i64::MAX))
        .into_iter()
        .find(|part| part.parent == parent);
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
    split(order, goods + shipping)
        .into_iter()
        .map(|part| (part.parent, part.amount))
        .collect()
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

fn too_much(order: &Order, asked: i64, left: i64) -> String {
    format!(
        "Refund amount {} is greater than net payment received {}",
        amount::shown(asked, order.currency),
        amount::shown(left.max(0), order.currency)
    )
}

fn told(world: &World, order: u64, ask: &Ask<'_>, refusal: &Refusal) -> Box<Payload> {
    let lines = ask
        .input("refundLineItems")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    match (refusal, world.shop.order(order)) {
        (Refusal::TooMuch { asked, left }, Some(order)) => {
            refused(&[], too_much(order, asked.presentment, left.presentment))
        }
        (Refusal::TooMany { line_item }, _) => {
            let own = |line: &Value| {
                line.get("lineItemId")
                    .and_then(Value::as_str)
                    .and_then(|id| gid::number(id, "LineItem"))
            };
            let index = lines
                .iter()
                .position(|line| own(line) == Some(*line_item))
                .unwrap_or(0)
                .to_string();
            refused(
                &["refundLineItems", &index, "quantity"],
                "Quantity cannot refund more items than were purchased",
            )
        }
        (Refusal::WrongParent, _) => refused(
            &["transactions"],
            "Parent transaction must be a sale or a capture",
        ),
        _ => refused(&[], "Refund could not be created"),
    }
}

fn detail(order: &Order, new: &NewRefund) -> Value {
    let money: Vec<Value> = new
        .money
        .iter()
        .map(|(parent, amount)| json!({"parent": parent, "minor": amount.presentment, "currency": order.currency.code()}))
        .collect();
    let units: Vec<Value> =
        new.units.iter().map(|u| json!({"line": u.line_item, "quantity": u.quantity, "restock": words::restock(u.restock)})).collect();
    json!({"money": money, "units": units, "shipping_minor": new.shipping.presentment})
}

fn keep_unsettled(world: &mut World, order: u64, refund: u64, now: DateTime<Utc>) {
    let wait = world.quirks.refund_pending_ms;
    if wait == 0 {
        return;
    }
    let due = now + TimeDelta::milliseconds(i64::try_from(wait).unwrap_or(i64::MAX));
    let made = world
        .shop
        .order(order)
        .and_then(|o| o.refunds.iter().find(|r| r.id == refund));
    let moved: Vec<u64> = made
        .map(|refund| refund.transactions.clone())
        .unwrap_or_default();
    for transaction in moved {
        world.note(Change::Unsettled(Unsettled {
            due,
            order,
            transaction,
        }));
    }
}

/// Settles refunds whose time has come.
pub(crate) fn settle(world: &mut World, now: DateTime<Utc>) {
    let due: Vec<Unsettled> = world
        .unsettled
        .iter()
        .filter(|money| money.due <= now)
        .cloned()
        .collect();
    for money in due {
        let at = money.due;
        let settled = world.change_order(money.order, at, |order| {
            let own = order
                .transactions
                .iter_mut()
                .find(|t| t.id == money.transaction);
            own.ok_or(Refusal::NotFound)?.state = TransactionState::Success;
            order.updated_at = at;
            Ok(())
        });
        if settled.is_ok() {
            let detail =
                json!({"settled": format!("gid://shopify/OrderTransaction/{}", money.transaction)});
            let id = format!("gid://shopify/Order/{}", money.order);
            world.effect(Effect {
                at,
                what: "job".into(),
                id,
                detail,
                key: None,
            });
        }
        world.note(Change::Settled(money));
    }
}
