//! Where an order that just came in stands: ledger and policy together.

use super::desk::{Inner, Shop};
use super::findings::reading;
use super::happened::Happened;
use crate::cache::FullEntry;
use crate::domain::{Fault, Order, OrderId, OutboxRow, Timestamp, Verdict};
use crate::evidence;
use crate::ledger::Case;
use crate::policy::{self, CaseState, Placement};

impl Inner {
    /// Keeps an order that was just read, with its place in the queue, and tells.
    pub(super) fn keep(&self, order: &Order, read_at: Timestamp) -> Result<(), Fault> {
        let shop = self.shop()?;
        let case = self.sighted(&shop, order)?;
        let entry = self.full_entry(order.clone(), read_at, (&case, &shop));
        self.cache.put_full(&order.shop, vec![entry])?;
        self.wake_checks();
        self.listeners.tell(&Happened::OrdersChanged(vec![order.id.clone()]));
        Ok(())
    }

    fn sighted(&self, shop: &Shop, order: &Order) -> Result<CaseState, Fault> {
        let case = Case { shop: &shop.facts.shop, order: &order.id };
        if !policy::is_flagged(order, &shop.policy.flag_tags) {
            return self.ledger.case(case);
        }
        let ids = std::slice::from_ref(&order.id);
        let seen = self.ledger.sight(&shop.facts.shop, ids, self.now())?;
        Ok(seen.into_iter().next().unwrap_or_default())
    }

    /// Places a cached order anew, after a verdict on it came to rest.
    pub(super) fn place_again(&self, id: &OrderId) -> Result<(), Fault> {
        self.forget_lent();
        let (Some(cached), shop) = (self.cache.full(id)?, self.shop()?) else { return Ok(()) };
        let case = self.ledger.case(Case { shop: &shop.facts.shop, order: id })?;
        let entry = self.full_entry(cached.order, cached.read_at, (&case, &shop));
        self.cache.put_full(&shop.facts.shop, vec![entry])?;
        self.wake_checks();
        self.listeners.tell(&Happened::OrdersChanged(vec![id.clone()]));
        Ok(())
    }

    pub(super) fn row_changed(&self, row: &OutboxRow) {
        self.listeners.tell(&Happened::RowChanged(Box::new(row.clone())));
    }

    /// A full order with its standing. Orders that never were flagged stay out of the queue;
    /// one that was decided or sighted there stays in it, as done.
    fn full_entry(
        &self,
        order: Order,
        read_at: Timestamp,
        (case, shop): (&CaseState, &Shop),
    ) -> FullEntry {
        let in_queue =
            policy::is_flagged(&order, &shop.policy.flag_tags) || case.first_seen.is_some();
        let standing = in_queue.then(|| self.standing(&order, case, shop));
        FullEntry { standing, ..FullEntry::new(order, read_at) }
    }

    /// The place of an order, and a verdict that rests on the order itself, to be shown until
    /// all checks have run.
    pub(super) fn standing(
        &self,
        order: &Order,
        case: &CaseState,
        shop: &Shop,
    ) -> (Placement, Verdict) {
        let placement = policy::place(order, case, &shop.policy, shop.facts.zone);
        let findings = evidence::of_order(order, &reading(shop));
        (placement, policy::advise(order, &findings, &shop.policy, self.now()).verdict)
    }
}
