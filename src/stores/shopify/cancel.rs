//! Cancelling: asked for at once, done later (`apis/shopify.md`, section 8).

use serde::Deserialize;
use serde_json::{Value, json};

use super::documents::{CANCEL_JOB, CANCEL_ORDER, CANCEL_RESULT, Document};
use super::gid::global;
use super::grants::LONGEST_STAFF_NOTE;
use super::pace::Class;
use super::perform::{Payload, UserError, said, unsaid, unsent};
use super::refusal;
use super::shapes::Named;
use super::store::ShopifyStore;
use super::terms;
use crate::domain::{Notify, OrderId, RefundTo, Restock, Step, Timestamp};
use crate::stores::{Performed, Progress, StoreFault, Trouble};

/// The result of a cancellation, from 2026-10 on.
#[derive(Debug, Deserialize)]
pub(super) struct ResultShape {
    #[serde(default)]
    id: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    done: bool,
    #[serde(default)]
    errors: Vec<UserError>,
}

#[derive(Debug, Deserialize)]
struct JobShape {
    #[serde(default)]
    done: bool,
}

#[derive(Debug, Deserialize)]
struct Standing {
    #[serde(default)]
    node: Option<ResultShape>,
    #[serde(default)]
    job: Option<JobShape>,
    order: Option<OrderShape>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrderShape {
    cancelled_at: Option<Timestamp>,
}

/// The variables of a cancellation. Left out, `refundMethod` keeps captured money.
pub(super) fn variables(id: &str, step: &Step) -> Result<Value, StoreFault> {
    let Step::Cancel { reason, refund, restock, notify, staff_note } = step else {
        return Err(unsent(&CANCEL_ORDER, "the step is no cancellation"));
    };
    if staff_note.raw().chars().count() > LONGEST_STAFF_NOTE {
        return Err(unsent(&CANCEL_ORDER, "the note for the staff is longer than 255 characters"));
    }
    let method = match refund {
        RefundTo::Original => json!({ "originalPaymentMethodsRefund": true }),
        RefundTo::Credit => json!({ "storeCreditRefund": {} }),
        RefundTo::None => Value::Null,
    };
    Ok(json!({
        "orderId": id,
        "reason": terms::cancel_reason_word(*reason),
        "restock": *restock == Restock::Yes,
        "refundMethod": method,
        "notifyCustomer": *notify == Notify::Customer,
        "staffNote": Some(staff_note.raw()).filter(|note| !note.is_empty()),
    }))
}

/// What the store's answer means: queued, done or refused already.
pub(super) fn accepted(document: &Document, payload: Payload) -> Result<Performed, StoreFault> {
    if let Some(result) = &payload.job_result {
        match result.status.as_str() {
            "FAILED" => return Err(StoreFault::new(Trouble::Refused, failure(&result.errors))),
            "SUCCEEDED" => return Ok(Performed::Done { reference: None }),
            _ => {}
        }
    }
    let result = payload.job_result.map(|result| result.id).filter(|id| !id.is_empty());
    let job = payload.job.map(|Named { id }| id);
    match ticket(result, job) {
        Some(ticket) => Ok(Performed::Accepted { ticket }),
        None => Err(unsaid(document)),
    }
}

/// The ticket holds both ids, parted by a blank: `result job`, the first only if there is one.
fn ticket(result: Option<String>, job: Option<String>) -> Option<String> {
    let ids: Vec<String> = result.into_iter().chain(job).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

impl ShopifyStore {
    /// Asks how a cancellation stands. The order has the last word: a job that is done
    /// may have failed.
    pub(super) async fn fetch_progress(
        &self,
        order: &OrderId,
        ticket: &str,
    ) -> Result<Progress, StoreFault> {
        let id_of = |kind: &str| ticket.split(' ').find(|id| id.contains(kind));
        let order = global("Order", order.as_str());
        if let Some(result) = id_of("Result/") {
            let variables = json!({ "result": result, "orderId": order });
            let standing = self.standing(&CANCEL_RESULT, &variables).await?;
            if let Some(progress) = of_result(standing) {
                return Ok(progress);
            }
        }
        let Some(job) = id_of("/Job/") else { return Err(lost_ticket()) };
        let variables = json!({ "job": job, "orderId": order });
        of_job(&self.standing(&CANCEL_JOB, &variables).await?).ok_or_else(lost_ticket)
    }

    async fn standing(
        &self,
        document: &'static Document,
        variables: &Value,
    ) -> Result<Standing, StoreFault> {
        let answered = self.api.read::<Standing>(document, Class::Front, variables).await?;
        answered.data.ok_or_else(|| refusal::of_read(document, &answered.errors))
    }
}

/// How it stands by its result; nothing when the result cannot be read (its id's form is
/// not verified), so that the job is asked instead.
fn of_result(standing: Standing) -> Option<Progress> {
    let cancelled = is_cancelled(&standing);
    let failed = standing.node.as_ref().filter(|result| result.status == "FAILED");
    if let Some(result) = failed {
        let tell = if cancelled { failure_of_cancelled } else { failure };
        return Some(Progress::Failed(tell(&result.errors)));
    }
    if cancelled {
        return Some(Progress::Done);
    }
    let result = standing.node?;
    match result.status.as_str() {
        "STARTED" => Some(Progress::Running),
        "SUCCEEDED" => Some(Progress::Done),
        _ if result.done => None,
        _ => Some(Progress::Running),
    }
}

fn of_job(standing: &Standing) -> Option<Progress> {
    if is_cancelled(standing) {
        return Some(Progress::Done);
    }
    let job = standing.job.as_ref()?;
    Some(if job.done {
        Progress::Failed("Shopify ended its work, and the order is not cancelled.".to_owned())
    } else {
        Progress::Running
    })
}

fn is_cancelled(standing: &Standing) -> bool {
    standing.order.as_ref().is_some_and(|order| order.cancelled_at.is_some())
}

fn failure(errors: &[UserError]) -> String {
    let words: Vec<String> = errors.iter().map(said).collect();
    if words.is_empty() {
        return "Shopify did not cancel the order and gave no reason.".to_owned();
    }
    format!("Shopify did not cancel the order: {}.", words.join("; "))
}

/// The order is cancelled, by somebody else or in part: money may not have gone back.
fn failure_of_cancelled(errors: &[UserError]) -> String {
    let words: Vec<String> = errors.iter().map(said).collect();
    let words = if words.is_empty() { "no reason is given".to_owned() } else { words.join("; ") };
    format!("The order is cancelled, but Shopify says that our cancellation failed: {words}.")
}

fn lost_ticket() -> StoreFault {
    StoreFault::new(Trouble::Missing, "Shopify no longer knows this cancellation.")
        .hint("the order itself tells; it is read again")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(json: &str) -> Standing {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_job_that_is_done_on_an_order_that_is_not_cancelled_has_failed() {
        let done = standing(r#"{"job":{"done":true},"order":{"cancelledAt":null}}"#);
        let running = standing(r#"{"job":{"done":false},"order":{"cancelledAt":null}}"#);
        let cancelled = standing(r#"{"job":null,"order":{"cancelledAt":"2026-11-22T10:00:00Z"}}"#);

        assert!(matches!(of_job(&done), Some(Progress::Failed(_))));
        assert_eq!(of_job(&running), Some(Progress::Running));
        assert_eq!(of_job(&cancelled), Some(Progress::Done));
    }

    #[test]
    fn a_result_that_failed_tells_shopifys_words() {
        let failed = standing(
            r#"{"node":{"done":true,"status":"FAILED","errors":[{"code":"INVALID","field":["orderId"],
            "message":"Cannot cancel an order with a pending payment"}]},"order":{"cancelledAt":null}}"#,
        );

        let Some(Progress::Failed(why)) = of_result(failed) else { panic!("it must have failed") };
        assert!(why.contains("pending payment (INVALID)"), "{why}");
    }

    #[test]
    fn a_result_that_failed_is_no_success_although_the_order_is_cancelled() {
        let failed = standing(
            r#"{"node":{"done":true,"status":"FAILED","errors":[{"message":"Refund declined"}]},
            "order":{"cancelledAt":"2026-11-22T10:00:00Z"}}"#,
        );

        let Some(Progress::Failed(why)) = of_result(failed) else { panic!("it must have failed") };
        assert!(why.contains("is cancelled, but") && why.contains("Refund declined"), "{why}");
    }

    #[test]
    fn a_result_that_cannot_be_read_leaves_it_to_the_job() {
        assert_eq!(of_result(standing(r#"{"node":null,"order":{"cancelledAt":null}}"#)), None);
        let new =
            standing(r#"{"node":{"done":true,"status":"NEW_ONE"},"order":{"cancelledAt":null}}"#);
        assert_eq!(of_result(new), None);
    }
}
