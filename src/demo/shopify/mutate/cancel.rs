//! Cancelling: accepted now, done later (shopify.md section 8).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Ask, Item, Payload, Performed, UserError, invalid_id};
use crate::demo::shop::books::{self, Cancel, MoneyBack};
use crate::demo::shop::{CancelReason, FulfilmentState, Order, Refusal, Restock, ReturnState};
use crate::demo::shopify::quirks::Answered;
use crate::demo::shopify::world::{CancelJob, Change, Effect, Outcome, World};
use crate::demo::shopify::{gid, words};

const NOTE_LIMIT: usize = 255;

fn refused(code: &'static str, field: &[&str], message: &str) -> Payload {
    let errors = |type_name| {
        let code = (type_name == "OrderCancelUserError").then_some(code);
        Item::Errors(vec![UserError::coded(type_name, code, field, message)])
    };
    Payload::done(
        "OrderCancelPayload",
        vec![
            ("job", Item::Null),
            ("jobResult", Item::Null),
            ("orderCancelUserErrors", errors("OrderCancelUserError")),
            ("userErrors", errors("UserError")),
        ],
    )
}

/// `orderCancel`: a payload without errors only means that the job is queued.
pub(super) fn cancel(world: &mut World, ask: &Ask<'_>) -> Performed {
    let id = gid::number(ask.text("orderId"), "Order").ok_or_else(invalid_id)?;
    let Some(order) = world.shop.order(id) else {
        return Ok(refused("NOT_FOUND", &["orderId"], "Order does not exist"));
    };
    if let Err(payload) = allowed(world, order, ask) {
        return Ok(*payload);
    }
    let method = ask.arguments.get("refundMethod");
    let by_method =
        method.and_then(|m| m.get("originalPaymentMethodsRefund")).and_then(Value::as_bool);
    let money_back = by_method.unwrap_or_else(|| ask.arguments.is_true("refund"));
    let restock =
        if ask.arguments.is_true("restock") { Restock::Cancel } else { Restock::NoRestock };
    let takes = TimeDelta::milliseconds(i64::try_from(world.quirks.cancel_takes_ms).unwrap_or(0));
    let job = CancelJob {
        id: world.mint_job(),
        order: id,
        reason: words::cancel_reason_from(ask.text("reason")).unwrap_or(CancelReason::Other),
        restock,
        money_back,
        staff_note: ask.arguments.text("staffNote").map(str::to_owned),
        due: ask.now + takes,
        outcome: Outcome::Started,
    };
    let told = format!("gid://shopify/Job/{}", job.id);
    let result = format!("gid://shopify/{}/{}", world.quirks.job_result_kind.name(), job.id);
    let detail = json!({
        "job": told, "reason": ask.text("reason"), "refund": money_back,
        "restock": ask.arguments.is_true("restock"), "notify": ask.arguments.is_true("notifyCustomer"),
    });
    world.note(Change::Job(job));
    ask.did(world, format!("gid://shopify/Order/{id}"), detail);
    Ok(Payload::done(
        "OrderCancelPayload",
        vec![
            ("job", Item::Node(told)),
            ("jobResult", Item::Node(result)),
            ("orderCancelUserErrors", Item::Errors(vec![])),
            ("userErrors", Item::Errors(vec![])),
        ],
    ))
}

fn allowed(world: &World, order: &Order, ask: &Ask<'_>) -> Result<(), Box<Payload>> {
    let refuse = |code, field: &[&str], message: &str| Err(Box::new(refused(code, field, message)));
    let method = ask.arguments.get("refundMethod").filter(|m| !m.is_null());
    if method.is_some() && ask.arguments.get("refund").is_some_and(|refund| !refund.is_null()) {
        return refuse("INVALID", &["refund"], "Refund and refundMethod cannot both be present.");
    }
    if ask.text("staffNote").chars().count() > NOTE_LIMIT {
        return refuse(
            "INVALID",
            &["staffNote"],
            "Staff note is too long (maximum is 255 characters)",
        );
    }
    if order.cancelled.is_some() {
        return refuse(
            "INVALID",
            &["orderId"],
            "Cannot cancel an order that has already been canceled",
        );
    }
    if world.jobs.iter().any(|job| job.order == order.id && job.outcome == Outcome::Started) {
        return refuse("INVALID", &["orderId"], "Order is already being canceled");
    }
    if books::pending(order).next().is_some() {
        return refuse("INVALID", &["orderId"], "Cannot cancel an order with pending payments");
    }
    if matches!(order.returns, ReturnState::Requested | ReturnState::InProgress) {
        return refuse("INVALID", &["orderId"], "Cannot cancel an order with open returns");
    }
    if order.lines.iter().any(|line| line.shipped > 0) {
        return refuse(
            "INVALID",
            &["orderId"],
            "Cannot cancel an order with fulfillments that can't be canceled",
        );
    }
    let held = order.fulfilments.iter().any(|work| work.state == FulfilmentState::OnHold);
    if held && world.quirks.cancel_while_held == Answered::Refused {
        return refuse("INVALID", &["orderId"], "Cannot cancel an order that is on hold");
    }
    credit(order, method, ask.now)
}

/// This shop keeps no store credit; the refusals before that are Shopify's.
fn credit(order: &Order, method: Option<&Value>, now: DateTime<Utc>) -> Result<(), Box<Payload>> {
    let Some(credit) = method.and_then(|m| m.get("storeCreditRefund")).filter(|c| !c.is_null())
    else {
        return Ok(());
    };
    let at = ["refundMethod", "storeCreditRefund"];
    let expires = credit
        .get("expiresAt")
        .and_then(Value::as_str)
        .and_then(|t| DateTime::parse_from_rfc3339(t).ok());
    let (code, message) = match (order.customer, expires) {
        (None, _) => ("STORE_CREDIT_REFUND_MISSING_CUSTOMER", "The order has no customer."),
        (_, Some(expires)) if expires < now => {
            ("STORE_CREDIT_REFUND_EXPIRATION_IN_PAST", "The expiration date must be in the future.")
        }
        _ => {
            ("NO_REFUND_TO_STORE_CREDIT_PERMISSION", "Store credit is not available on this store.")
        }
    };
    Err(Box::new(refused(code, &at, message)))
}

/// Does the cancellations that are due.
pub(crate) fn settle(world: &mut World, now: DateTime<Utc>) {
    let due: Vec<CancelJob> = world
        .jobs
        .iter()
        .filter(|job| job.outcome == Outcome::Started && job.due <= now)
        .cloned()
        .collect();
    for mut job in due {
        job.outcome = match world.quirks.cancel_fails.clone() {
            Some(message) => Outcome::Failed(message),
            None => carried_out(world, &job),
        };
        let detail = match &job.outcome {
            Outcome::Failed(message) => json!({"job": job.id, "failed": message}),
            _ => json!({"job": job.id, "refund": job.money_back, "cancelled": true}),
        };
        let id = format!("gid://shopify/Order/{}", job.order);
        world.effect(Effect { at: now, what: "job".into(), id, detail, key: None });
        world.note(Change::Job(job));
    }
}

fn carried_out(world: &mut World, job: &CancelJob) -> Outcome {
    let money = if job.money_back { MoneyBack::ToOriginal } else { MoneyBack::Keep };
    let cancel = Cancel {
        reason: job.reason,
        money,
        restock: job.restock,
        staff_note: job.staff_note.as_deref().map(Into::into),
    };
    let due = job.due;
    match world.change_order(job.order, due, |order| books::cancel(order, cancel, due)) {
        Ok(()) => Outcome::Succeeded,
        Err(refusal) => Outcome::Failed(sentence(&refusal).to_owned()),
    }
}

fn sentence(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::AlreadyCancelled => "Cannot cancel an order that has already been canceled",
        Refusal::PaymentPending => "Cannot cancel an order with pending payments",
        Refusal::ReturnOpen => "Cannot cancel an order with open returns",
        Refusal::AlreadyShipped => {
            "Cannot cancel an order with fulfillments that can't be canceled"
        }
        _ => "The order could not be canceled",
    }
}
