//! The input of a refund (`apis/shopify.md`, section 8).

use serde_json::{Value, json};

use super::documents::CREATE_REFUND;
use super::gid::global;
use super::perform::unsent;
use crate::domain::{Notify, RefundLine, RefundPart, Restock, Step};
use crate::stores::{StepKey, StoreFault};

/// The variables of a refund. Without `transactions` no money would move, so a refund
/// without parts is refused here.
pub(super) fn variables(id: &str, step: &Step, key: StepKey) -> Result<Value, StoreFault> {
    let Step::Refund { parts, lines, restock, notify, note, .. } = step else {
        return Err(unsent(&CREATE_REFUND, "the step is no refund"));
    };
    let Some(first) = parts.first() else {
        return Err(unsent(&CREATE_REFUND, "it names no payment to give back from"));
    };
    let currency = first.amount.currency;
    if parts.iter().any(|part| part.amount.currency != currency || !part.amount.is_positive()) {
        return Err(unsent(&CREATE_REFUND, "its parts are in two currencies, or of nothing"));
    }
    Ok(json!({
        "key": key.0.hyphenated().to_string(),
        "input": {
            "orderId": id,
            "currency": currency.code(),
            "note": note.raw(),
            "notify": *notify == Notify::Customer,
            "refundLineItems": lines.iter().map(|line| goods(line, *restock)).collect::<Vec<_>>(),
            "transactions": parts.iter().map(|part| money_back(part, id)).collect::<Vec<_>>(),
        },
    }))
}

/// CANCEL puts goods back that were never sent, which is what a fraud review refunds.
fn goods(line: &RefundLine, restock: Restock) -> Value {
    let (kind, location) = match restock {
        Restock::Yes => {
            ("CANCEL", line.location.as_ref().map(|location| global("Location", location)))
        }
        Restock::No => ("NO_RESTOCK", None),
    };
    json!({
        "lineItemId": global("LineItem", &line.item),
        "quantity": line.quantity,
        "restockType": kind,
        "locationId": location,
    })
}

fn money_back(part: &RefundPart, order: &str) -> Value {
    json!({
        "orderId": order,
        "parentId": global("OrderTransaction", &part.parent),
        "gateway": part.gateway.raw(),
        "kind": "REFUND",
        "amount": part.amount.decimal(),
    })
}
