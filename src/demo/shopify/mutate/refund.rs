//! Refunds and their idempotency keys (shopify.md section 8).

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::refund_input::{too_much, wanted};
use super::settle::keep_unsettled;
use super::{Ask, Item, Payload, Performed, UserError, invalid_id};
use crate::demo::graphql::Refusal as TopLevel;
use crate::demo::shop::books::{self, NewRefund};
use crate::demo::shop::{Order, Refusal};
use crate::demo::shopify::versions::wants_key;
use crate::demo::shopify::world::{Change, UsedKey, World};
use crate::demo::shopify::{gid, words};

/// How long a key is remembered.
const KEPT_HOURS: i64 = 24;

fn payload(refund: Item, order: Item, errors: Vec<UserError>) -> Payload {
    Payload::done(
        "RefundCreatePayload",
        vec![("refund", refund), ("order", order), ("userErrors", Item::Errors(errors))],
    )
}

#[expect(clippy::unnecessary_box_returns, reason = "it goes into results whose error is boxed")]
pub(super) fn refused(field: &[&str], message: impl Into<String>) -> Box<Payload> {
    Box::new(payload(Item::Null, Item::Null, vec![UserError::plain(field, message)]))
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
        Err(refusal) => return Ok(told(world, id, ask, &refusal)),
    };
    keep_unsettled(world, id, refund, now);
    if let Some(key) = &ask.key {
        world.note(Change::Key(key.clone(), UsedKey { at: now, input, order: id, refund }));
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
        return Ok(Earlier::Answered(*refused(&[], world.quirks.key_in_progress_text.clone())));
    }
    let Some(used) =
        world.keys.get(key).filter(|used| ask.now - used.at < TimeDelta::hours(KEPT_HOURS))
    else {
        return Ok(Earlier::New);
    };
    if used.input != input {
        return Ok(Earlier::Answered(*refused(&[], world.quirks.key_mismatch_text.clone())));
    }
    Ok(Earlier::Answered(made(used.order, used.refund)))
}

fn told(world: &World, order: u64, ask: &Ask<'_>, refusal: &Refusal) -> Payload {
    let lines =
        ask.input("refundLineItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let payload = match (refusal, world.shop.order(order)) {
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
        (Refusal::WrongParent, _) => {
            refused(&["transactions"], "Parent transaction must be a sale or a capture")
        }
        _ => refused(&[], "Refund could not be created"),
    };
    *payload
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
