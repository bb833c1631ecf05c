//! What the checks found on one order.

use serde::Serialize;

use super::finding::FindingJson;
use super::values::When;
use crate::desk::CaseFile;
use crate::domain::Finding;

/// `unhold/evidence/1`
#[derive(Serialize)]
pub(in crate::cli) struct EvidenceDocument<'a> {
    schema: &'static str,
    order: &'a str,
    id: &'a str,
    checked_at: String,
    checking_again: bool,
    findings: Vec<FindingJson<'a>>,
}

impl<'a> EvidenceDocument<'a> {
    /// The findings asked for, in the order of the checks.
    pub(in crate::cli) fn of(file: &'a CaseFile, findings: &[&'a Finding], when: When) -> Self {
        let order = &file.order;
        Self {
            schema: "unhold/evidence/1",
            order: order.name.raw(),
            id: order.id.as_str(),
            checked_at: when.text(file.checked_at),
            checking_again: file.is_refreshing,
            findings: findings.iter().map(|one| FindingJson::of(one, when)).collect(),
        }
    }
}
