//! What the checks found on one order.

use serde::Serialize;

use super::finding::FindingJson;
use super::values::When;
use crate::domain::{Finding, Order};

/// `unhold/evidence/1`
#[derive(Serialize)]
pub(in crate::cli) struct EvidenceDocument<'a> {
    schema: &'static str,
    order: &'a str,
    id: &'a str,
    findings: Vec<FindingJson<'a>>,
}

impl<'a> EvidenceDocument<'a> {
    /// The findings asked for, in the order of the checks.
    pub(in crate::cli) fn of(order: &'a Order, findings: &[&'a Finding], when: When) -> Self {
        Self {
            schema: "unhold/evidence/1",
            order: order.name.raw(),
            id: order.id.as_str(),
            findings: findings.iter().map(|one| FindingJson::of(one, when)).collect(),
        }
    }
}
