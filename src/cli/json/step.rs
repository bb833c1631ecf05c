//! What one step writes.

use serde::Serialize;

use super::values::{MoneyJson, raw};
use crate::domain::{
    CancelReason, Clean, HoldReason, Notify, RefundLine, RefundPart, RefundTo, Restock, Step,
    StepKind,
};

/// A step with everything that it carries; what does not belong to its kind is left out.
#[derive(Default, Serialize)]
pub(super) struct StepJson<'a> {
    step: Option<StepKind>,
    sentence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fulfilment_order: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holds: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refund: Option<RefundTo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restock: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<PartJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<LineJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<MoneyJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<&'a str>>,
}

#[derive(Serialize)]
struct PartJson<'a> {
    transaction: &'a str,
    gateway: &'a str,
    amount: MoneyJson,
}

#[derive(Serialize)]
struct LineJson<'a> {
    item: &'a str,
    quantity: u32,
    location: Option<&'a str>,
}

impl<'a> From<&'a Step> for StepJson<'a> {
    fn from(step: &'a Step) -> Self {
        let bare = Self { step: Some(step.kind()), sentence: step.sentence(), ..Self::default() };
        bare.filled(step)
    }
}

impl<'a> StepJson<'a> {
    fn filled(self, step: &'a Step) -> Self {
        match step {
            Step::ReleaseHolds { fulfilment_order, holds } => Self {
                fulfilment_order: Some(fulfilment_order),
                holds: Some(holds.iter().map(|hold| &**hold).collect()),
                ..self
            },
            Step::PlaceHold { fulfilment_order, reason, notes } => Self {
                fulfilment_order: Some(fulfilment_order),
                reason: Some(hold_reason(reason)),
                text: Some(notes.raw()),
                ..self
            },
            Step::Cancel { reason, refund, restock, notify, staff_note } => {
                let cancel = Self { refund: Some(*refund), ..self.choices(*restock, *notify) };
                Self {
                    reason: Some(CancelReason::word(*reason)),
                    text: Some(staff_note.raw()),
                    ..cancel
                }
            }
            Step::Refund { parts, lines, restock, notify, note, refunded_before: _ } => Self {
                parts: Some(parts.iter().map(part).collect()),
                lines: Some(lines.iter().map(line).collect()),
                text: Some(note.raw()),
                ..self.choices(*restock, *notify)
            },
            Step::Void { transaction, amount } => {
                Self { transaction: Some(transaction), amount: Some((*amount).into()), ..self }
            }
            Step::SetArchived { archived } => Self { archived: Some(*archived), ..self },
            Step::AppendNote { text } => Self { text: Some(text.raw()), ..self },
            Step::AddTags { tags } | Step::RemoveTags { tags } => {
                Self { tags: Some(raw(tags)), ..self }
            }
        }
    }

    fn choices(self, restock: Restock, notify: Notify) -> Self {
        let notify = notify == Notify::Customer;
        Self { restock: Some(restock == Restock::Yes), notify: Some(notify), ..self }
    }
}

/// The reason of a hold as a word; a reason of the store's own stays as it is written there.
pub(super) fn hold_reason(reason: &HoldReason) -> &str {
    match reason {
        HoldReason::FraudRisk => "fraud_risk",
        HoldReason::AwaitingPayment => "awaiting_payment",
        HoldReason::Address => "address",
        HoldReason::Stock => "stock",
        HoldReason::Other => "other",
        HoldReason::Unlisted(word) => Clean::raw(word),
    }
}

fn part(part: &RefundPart) -> PartJson<'_> {
    PartJson { transaction: &part.parent, gateway: part.gateway.raw(), amount: part.amount.into() }
}

fn line(line: &RefundLine) -> LineJson<'_> {
    LineJson { item: &line.item, quantity: line.quantity, location: line.location.as_deref() }
}
