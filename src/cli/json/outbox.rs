//! Rows of the outbox.

use serde::Serialize;

use super::fault::FaultJson;
use super::step::StepJson;
use super::values::When;
use crate::domain::{Fault, HandedOver, OutboxRow, Receipt, StepId, StepRow};

/// `unhold/outbox/1`
#[derive(Serialize)]
pub(in crate::cli) struct OutboxDocument<'a> {
    schema: &'static str,
    outbox: Vec<RowJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<FaultJson>,
}

impl<'a> OutboxDocument<'a> {
    /// Rows, and what is wrong with them where something is.
    pub(in crate::cli) fn of(rows: &'a [OutboxRow], fault: Option<&Fault>, when: When) -> Self {
        let outbox = rows.iter().map(|row| RowJson::of(row, when)).collect();
        Self { schema: "unhold/outbox/1", outbox, error: fault.map(FaultJson::from) }
    }
}

/// `unhold/act/1`
#[derive(Serialize)]
pub(in crate::cli) struct ActDocument<'a> {
    schema: &'static str,
    row: RowJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<FaultJson>,
}

impl<'a> ActDocument<'a> {
    /// A row, and what is wrong with it where something is.
    pub(in crate::cli) fn of(row: &'a OutboxRow, fault: Option<&Fault>, when: When) -> Self {
        let error = fault.map(FaultJson::from);
        Self { schema: "unhold/act/1", row: RowJson::of(row, when), error }
    }
}

#[derive(Serialize)]
pub(super) struct RowJson<'a> {
    id: String,
    order: &'a str,
    order_id: &'a str,
    shop: &'a str,
    verb: &'static str,
    state: &'static str,
    revision: &'a str,
    reviewer: &'a str,
    staged_at: String,
    due_at: String,
    steps: Vec<StepRowJson<'a>>,
    handed_over: Option<HandedOverJson<'a>>,
}

#[derive(Serialize)]
struct HandedOverJson<'a> {
    at: String,
    by: &'a str,
    why: &'a str,
    shows: Option<&'a str>,
    read_at: Option<String>,
}

#[derive(Serialize)]
struct StepRowJson<'a> {
    id: String,
    system: &'a str,
    call: &'a str,
    state: &'static str,
    key: String,
    attempts: u32,
    #[serde(flatten)]
    what: StepJson<'a>,
    receipt: Option<ReceiptJson<'a>>,
    error: Option<&'a str>,
    undoes: Option<u32>,
}

#[derive(Serialize)]
struct ReceiptJson<'a> {
    at: String,
    reference: Option<&'a str>,
    before: &'a str,
    after: &'a str,
}

impl<'a> RowJson<'a> {
    pub(super) fn of(row: &'a OutboxRow, when: When) -> Self {
        let step = |step: &'a StepRow| StepRowJson {
            id: StepId { row: row.id, place: step.place }.to_string(),
            system: &step.system,
            call: &step.call,
            state: step.state.word(),
            key: step.key.to_string(),
            attempts: step.attempts,
            what: (&step.step).into(),
            receipt: step.receipt.as_ref().map(|receipt| ReceiptJson::of(receipt, when)),
            error: step.error.as_deref(),
            undoes: step.undoes,
        };
        Self {
            id: row.id.to_string(),
            order: row.order_name.raw(),
            order_id: row.order.as_str(),
            shop: row.shop.as_str(),
            verb: row.verb.word(),
            state: row.state.word(),
            revision: row.revision.as_str(),
            reviewer: &row.reviewer,
            staged_at: when.text(row.staged_at),
            due_at: when.text(row.due_at),
            steps: row.steps.iter().map(step).collect(),
            handed_over: row.handed_over.as_ref().map(|over| HandedOverJson::of(over, when)),
        }
    }
}

impl<'a> HandedOverJson<'a> {
    fn of(over: &'a HandedOver, when: When) -> Self {
        Self {
            at: when.text(over.at),
            by: &over.by,
            why: over.why.raw(),
            shows: over.shows.as_deref(),
            read_at: over.read_at.map(|at| when.text(at)),
        }
    }
}

impl<'a> ReceiptJson<'a> {
    fn of(receipt: &'a Receipt, when: When) -> Self {
        Self {
            at: when.text(receipt.at),
            reference: receipt.reference.as_deref(),
            before: &receipt.before,
            after: &receipt.after,
        }
    }
}
