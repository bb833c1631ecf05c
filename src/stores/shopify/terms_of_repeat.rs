//! What each step calls at Shopify, and why it may be sent again or not
//! (`apis/shopify.md`, section 8).

use crate::domain::Step;
use crate::stores::{KEY_LIFE_SECONDS, Repeat};

/// Shopify's name of the mutation.
pub(super) fn call(step: &Step) -> &'static str {
    match step {
        Step::ReleaseHolds { .. } => "fulfillmentOrderReleaseHold",
        Step::PlaceHold { .. } => "fulfillmentOrderHold",
        Step::Cancel { .. } => "orderCancel",
        Step::Refund { .. } => "refundCreate",
        Step::Void { .. } => "transactionVoid",
        Step::SetArchived { archived: true } => "orderClose",
        Step::SetArchived { archived: false } => "orderOpen",
        Step::AppendNote { .. } => "orderUpdate",
        Step::AddTags { .. } => "tagsAdd",
        Step::RemoveTags { .. } => "tagsRemove",
    }
}

/// Why the step may be sent again after its answer was lost.
pub(super) fn repeat(step: &Step) -> Repeat {
    match step {
        Step::ReleaseHolds { .. } => {
            Repeat::AfterProof("only these holds, and only while they are there")
        }
        Step::PlaceHold { .. } => {
            Repeat::Harmless("Shopify refuses a second hold with the same handle")
        }
        Step::Cancel { .. } => Repeat::AfterProof("Shopify refuses to cancel a cancelled order"),
        Step::Refund { .. } => Repeat::WithKeyFor(
            KEY_LIFE_SECONDS,
            "Shopify does a refund with the same key once, for 24 hours",
        ),
        Step::Void { .. } => Repeat::AfterProof("Shopify refuses to void an authorisation twice"),
        Step::SetArchived { .. } => Repeat::Harmless(
            "archiving an archived order, or unarchiving an open one, changes nothing",
        ),
        Step::AppendNote { .. } => {
            Repeat::AfterProof("a note is replaced whole: it must be read again first")
        }
        Step::AddTags { .. } => Repeat::Harmless("a tag that is there already is not added again"),
        Step::RemoveTags { .. } => Repeat::Harmless("removing a tag that is gone changes nothing"),
    }
}
