//! Decided cases with what their verdicts rested on, for precedents.

use super::book::Ledger;
use super::cases::state_of;
use super::queue::findings_in;
use super::rows::load_all;
use crate::domain::{CancelReason, Clean, Fault, Finding, OrderId, ShopId, Step};
use crate::policy::Decided;

/// A case that was decided through the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Precedent {
    /// The store's id of the order.
    pub order: OrderId,
    /// The name people use for it.
    pub order_name: Clean,
    /// The verdict.
    pub decided: Decided,
    /// Why, where the plan carried a reason.
    pub reason: Option<CancelReason>,
    /// What the verdict rested on; empty when it was purged.
    pub findings: Vec<Finding>,
}

impl Ledger {
    /// The newest decided cases of a shop, at most so many, newest first. One read.
    pub fn precedents(&self, shop: &ShopId, most: u32) -> Result<Vec<Precedent>, Fault> {
        self.read(|look| {
            let rows = load_all(
                look,
                "WHERE shop = ?1 AND EXISTS (
                     SELECT 1 FROM cases
                     WHERE cases.shop = outbox.shop AND cases.order_id = outbox.order_id
                     AND json_extract(cases.decided, '$.row') = outbox.id)
                 ORDER BY staged_at DESC, number DESC LIMIT ?2",
                &[&shop.as_str(), &most],
            )?;
            let mut found = Vec::with_capacity(rows.len());
            for row in rows {
                let state = state_of(look, shop.as_str(), row.order.as_str())?;
                let Some(decided) = state.decided else { continue };
                let reason = row.steps.iter().find_map(|step| match step.step {
                    Step::Cancel { reason, .. } => Some(reason),
                    _ => None,
                });
                let findings = findings_in(look, row.id)?;
                let (order, order_name) = (row.order, row.order_name);
                found.push(Precedent { order, order_name, decided, reason, findings });
            }
            Ok(found)
        })
    }
}
