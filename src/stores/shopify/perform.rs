//! Writes: one mutation per step. Success is decided from the payload, never from the
//! absence of errors (`apis/shopify.md`, section 3).

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{fault, words};
use super::documents::{
    ADD_TAGS, ARCHIVE_ORDER, CANCEL_ORDER, CANCEL_ORDER_WITH_RESULT, CREATE_REFUND, Document,
    PLACE_HOLD, RELEASE_HOLD, REMOVE_TAGS, UNARCHIVE_ORDER, VOID_AUTHORIZATION,
};
use super::gid::{global, plain};
use super::refusal;
use super::shapes::Named;
use super::store::ShopifyStore;
use super::{cancel, refund};
use crate::domain::{Clean, HoldReason, OrderId, Step};
use crate::stores::{Performed, StepKey, StoreFault, Trouble};

/// The part of a payload that any of our mutations may bring.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Payload {
    fulfillment_order: Option<Named>,
    fulfillment_hold: Option<Named>,
    refund: Option<Named>,
    transaction: Option<Named>,
    node: Option<Named>,
    pub(super) order: Option<OrderShape>,
    pub(super) job: Option<Named>,
    pub(super) job_result: Option<cancel::ResultShape>,
    #[serde(alias = "orderCancelUserErrors")]
    pub(super) user_errors: Vec<UserError>,
}

/// The order in a payload: its id after archiving, its note after writing that.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OrderShape {
    pub(super) note: Option<String>,
}

/// What the store refused, in its words; only some mutations give a code.
#[derive(Debug, Deserialize)]
pub(super) struct UserError {
    #[serde(default)]
    pub(super) code: Option<String>,
    #[serde(default)]
    pub(super) message: String,
}

impl UserError {
    fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }
}

impl ShopifyStore {
    /// Makes the write of one step.
    pub(super) async fn make(
        &self,
        order: &OrderId,
        step: &Step,
        key: StepKey,
    ) -> Result<Performed, StoreFault> {
        let id = global("Order", order.as_str());
        match step {
            Step::ReleaseHolds { fulfilment_order, holds } => {
                self.release(fulfilment_order, holds).await
            }
            Step::PlaceHold { fulfilment_order, reason, notes } => {
                self.place_hold(fulfilment_order, (reason, notes), key).await
            }
            Step::Cancel { .. } => {
                let with_result = self.knows_cancel_results();
                let document = if with_result { &CANCEL_ORDER_WITH_RESULT } else { &CANCEL_ORDER };
                let payload = self.sent(document, &cancel::variables(&id, step)?).await?;
                cancel::accepted(document, payload)
            }
            Step::Refund { .. } => {
                let payload =
                    self.sent(&CREATE_REFUND, &refund::variables(&id, step, key)?).await?;
                done(&CREATE_REFUND, payload.refund)
            }
            Step::Void { transaction, .. } => {
                let variables = json!({ "parent": global("OrderTransaction", transaction) });
                let payload = self.sent(&VOID_AUTHORIZATION, &variables).await?;
                done(&VOID_AUTHORIZATION, payload.transaction)
            }
            Step::SetArchived { archived } => {
                let document = if *archived { &ARCHIVE_ORDER } else { &UNARCHIVE_ORDER };
                let payload = self.sent(document, &json!({ "id": id })).await?;
                payload
                    .order
                    .map(|_| Performed::Done { reference: None })
                    .ok_or_else(|| unsaid(document))
            }
            Step::AppendNote { text } => self.append_note(&id, text).await,
            Step::AddTags { tags } => self.tag(&ADD_TAGS, &id, tags).await,
            Step::RemoveTags { tags } => self.tag(&REMOVE_TAGS, &id, tags).await,
        }
    }

    /// The handle of a hold: the same for every attempt of one step, at most 64 characters.
    ///
    /// Letters only: it is read back as outside text, in which a run of digits that looks
    /// like a card number is masked (C1), and then no longer proves the hold.
    pub(super) fn handle(&self, key: StepKey) -> String {
        let digits = key.0.simple().to_string();
        let letters =
            digits.chars().filter_map(|digit| char::from_digit(digit.to_digit(16)? + 10, 36));
        letters.fold(self.prefix.clone(), |mut handle, letter| {
            handle.push(letter);
            handle
        })
    }

    /// From 2026-10 on a cancellation has a result with errors of its own.
    fn knows_cancel_results(&self) -> bool {
        self.version.as_str() >= "2026-10"
    }

    /// Releases these holds and no other: without ids Shopify would release all, other
    /// apps' too, so an empty list is refused here.
    async fn release(&self, part: &str, holds: &[Box<str>]) -> Result<Performed, StoreFault> {
        if holds.is_empty() {
            return Err(unsent(&RELEASE_HOLD, "no hold is named, and without one all would go"));
        }
        let ids: Vec<String> = holds.iter().map(|hold| global("FulfillmentHold", hold)).collect();
        let variables = json!({ "id": global("FulfillmentOrder", part), "holdIds": ids });
        let payload = self.sent(&RELEASE_HOLD, &variables).await?;
        done(&RELEASE_HOLD, payload.fulfillment_order).map(|_| Performed::Done { reference: None })
    }

    /// Places a hold; that its handle is taken means that it was placed before.
    async fn place_hold(
        &self,
        part: &str,
        (reason, notes): (&HoldReason, &Clean),
        key: StepKey,
    ) -> Result<Performed, StoreFault> {
        let variables = json!({
            "id": global("FulfillmentOrder", part),
            "hold": {
                "reason": super::terms::hold_reason_word(reason),
                "reasonNotes": notes.raw(),
                "handle": self.handle(key),
            },
        });
        let payload = self.answer(&PLACE_HOLD, &variables).await?;
        if payload.user_errors.iter().any(|error| error.is("DUPLICATE_FULFILLMENT_HOLD_HANDLE")) {
            return Ok(Performed::Done { reference: None });
        }
        done(&PLACE_HOLD, accepted(&PLACE_HOLD, payload)?.fulfillment_hold)
    }

    /// A comma would split one tag into several (`apis/shopify.md`, section 6).
    async fn tag(
        &self,
        document: &'static Document,
        id: &str,
        tags: &[Clean],
    ) -> Result<Performed, StoreFault> {
        if tags.is_empty() || tags.len() > 250 {
            return Err(unsent(document, "between 1 and 250 tags can be sent"));
        }
        if tags.iter().any(|tag| tag.raw().contains(',') || tag.is_blank()) {
            return Err(unsent(document, "a tag can neither be blank nor hold a comma"));
        }
        let tags: Vec<&str> = tags.iter().map(Clean::raw).collect();
        let payload = self.sent(document, &json!({ "id": id, "tags": tags })).await?;
        done(document, payload.node).map(|_| Performed::Done { reference: None })
    }

    /// Sends a mutation and gives its payload when the store accepted it.
    pub(super) async fn sent(
        &self,
        document: &'static Document,
        variables: &Value,
    ) -> Result<Payload, StoreFault> {
        accepted(document, self.answer(document, variables).await?)
    }

    /// Sends a mutation and gives its payload, user errors included. Errors beside a
    /// payload do not matter: the write was done all the same.
    async fn answer(
        &self,
        document: &'static Document,
        variables: &Value,
    ) -> Result<Payload, StoreFault> {
        let answered =
            self.api.write::<HashMap<String, Option<Payload>>>(document, variables).await?;
        let payload = answered.data.and_then(|fields| fields.into_values().next().flatten());
        payload.ok_or_else(|| refusal::of_write(document, &answered.errors))
    }
}

impl Payload {
    /// Whether it names what came to be, or what was written to.
    fn has_result(&self) -> bool {
        self.refund.is_some()
            || self.transaction.is_some()
            || self.fulfillment_hold.is_some()
            || self.fulfillment_order.is_some()
            || self.node.is_some()
            || self.order.is_some()
            || self.job.is_some()
    }
}

/// Refuses a payload with user errors, in Shopify's own words. Errors beside a result leave it
/// open what was done: the order is read, and says so.
fn accepted(document: &Document, payload: Payload) -> Result<Payload, StoreFault> {
    let Some(first) = payload.user_errors.first() else { return Ok(payload) };
    let trouble = if payload.has_result() {
        Trouble::Unknown
    } else {
        refusal::of_words(&first.message).unwrap_or_else(|| meaning(first))
    };
    let said: Vec<String> = payload.user_errors.iter().map(said).collect();
    Err(fault(document, trouble, &said.join("; ")))
}

/// Two codes mean that something broke on the way: then nobody knows.
fn meaning(error: &UserError) -> Trouble {
    match error.code.as_deref().unwrap_or_default() {
        "INTERNAL_ERROR" | "GENERIC_ERROR" => Trouble::Unknown,
        "NOT_FOUND" | "FULFILLMENT_ORDER_NOT_FOUND" | "TRANSACTION_NOT_FOUND" => Trouble::Missing,
        "INVALID_ACCESS" | "NO_REFUND_PERMISSION" | "NO_REFUND_TO_STORE_CREDIT_PERMISSION" => {
            Trouble::Forbidden
        }
        _ => Trouble::Refused,
    }
}

/// One user error in Shopify's words, with its code where it has one.
pub(super) fn said(error: &UserError) -> String {
    match error.code.as_deref() {
        Some(code) => format!("{} ({})", words(&error.message), words(code)),
        None => words(&error.message),
    }
}

fn done(document: &Document, made: Option<Named>) -> Result<Performed, StoreFault> {
    let made = made.ok_or_else(|| unsaid(document))?;
    Ok(Performed::Done { reference: Some(plain(&made.id).to_owned()) })
}

/// A payload without errors and without what should have come to be.
pub(super) fn unsaid(document: &Document) -> StoreFault {
    fault(document, Trouble::Unknown, "the answer does not say what happened")
        .hint("it may have happened; the order is read again before anything else")
}

/// A step that must not even be sent.
pub(super) fn unsent(document: &Document, why: &str) -> StoreFault {
    fault(document, Trouble::Refused, why).hint("nothing was sent")
}
