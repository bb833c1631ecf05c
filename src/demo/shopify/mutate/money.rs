//! Voiding and capturing authorisations (shopify.md section 8).

use serde_json::json;

use super::{Ask, Item, Payload, Performed, UserError, invalid_id};
use crate::demo::shop::{Kind, Refusal, books};
use crate::demo::shopify::world::World;
use crate::demo::shopify::{amount, gid};

fn voided(transaction: Item, errors: Vec<UserError>) -> Payload {
    Payload::done(
        "TransactionVoidPayload",
        vec![("transaction", transaction), ("userErrors", Item::Errors(errors))],
    )
}

/// `transactionVoid`: only a successful, wholly uncaptured authorisation.
pub(super) fn void(world: &mut World, ask: &Ask<'_>) -> Performed {
    let id =
        gid::number(ask.text("parentTransactionId"), "OrderTransaction").ok_or_else(invalid_id)?;
    let order =
        world.shop.owner(Kind::Transaction, id).filter(|order| order.transaction(id).is_some());
    let Some(order) = order.map(|order| order.id) else {
        return Ok(void_refused("TRANSACTION_NOT_FOUND", "Transaction does not exist"));
    };
    let now = ask.now;
    match world.change_order(order, now, |order| books::void(order, id, now)) {
        Ok(made) => {
            let made = format!("gid://shopify/OrderTransaction/{made}");
            let detail =
                json!({"transaction": made, "order": format!("gid://shopify/Order/{order}")});
            ask.did(world, format!("gid://shopify/OrderTransaction/{id}"), detail);
            Ok(voided(Item::Node(made), vec![]))
        }
        Err(Refusal::NotAnAuthorisation) => Ok(void_refused(
            "AUTH_NOT_SUCCESSFUL",
            "Parent transaction must be a successful authorization",
        )),
        Err(Refusal::NotVoidable) => Ok(void_refused(
            "AUTH_NOT_VOIDABLE",
            "Parent transaction require a parent_id referring to a voidable transaction",
        )),
        Err(_) => Ok(void_refused("GENERIC_ERROR", "The transaction could not be voided")),
    }
}

fn void_refused(code: &'static str, message: &str) -> Payload {
    let error =
        UserError::coded("TransactionVoidUserError", Some(code), &["parentTransactionId"], message);
    voided(Item::Null, vec![error])
}

fn captured(transaction: Item, errors: Vec<UserError>) -> Payload {
    Payload::done(
        "OrderCapturePayload",
        vec![("transaction", transaction), ("userErrors", Item::Errors(errors))],
    )
}

/// `orderCapture`.
pub(super) fn capture(world: &mut World, ask: &Ask<'_>) -> Performed {
    let id =
        gid::number(ask.input_text("id").unwrap_or_default(), "Order").ok_or_else(invalid_id)?;
    let parent = ask.input_text("parentTransactionId").unwrap_or_default();
    let parent = gid::number(parent, "OrderTransaction").ok_or_else(invalid_id)?;
    let refuse = |field: &[&str], message: &str| {
        Ok(captured(Item::Null, vec![UserError::plain(field, message)]))
    };
    let Some(order) = world.shop.order(id) else {
        return refuse(&["id"], "Order does not exist");
    };
    let text = ask.input_text("amount").unwrap_or_default();
    let Some(amount) = amount::presentment(order, text).filter(|amount| amount.presentment > 0)
    else {
        return refuse(&["amount"], "Amount is invalid");
    };
    let now = ask.now;
    match world.change_order(id, now, |order| books::capture(order, parent, amount, now)) {
        Ok(made) => {
            let made = format!("gid://shopify/OrderTransaction/{made}");
            ask.did(
                world,
                format!("gid://shopify/Order/{id}"),
                json!({"transaction": made, "amount": text}),
            );
            Ok(captured(Item::Node(made), vec![]))
        }
        Err(Refusal::TooMuch { .. }) => {
            refuse(&["amount"], "Amount exceeds the amount that can be captured")
        }
        Err(_) => refuse(
            &["parentTransactionId"],
            "Parent transaction must be a capturable authorization",
        ),
    }
}
