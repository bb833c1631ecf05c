//! Reads single orders again: changed holds, and what a feed showed to have changed.

use std::collections::HashSet;

use super::ended::read_fault;
use super::run::{Sync, is_flagged};
use super::wish::Phase;
use crate::cache::{Batch, FullEntry};
use crate::domain::{Fault, Order, OrderId, Timestamp};
use crate::stores::{StoreFault, Trouble};

/// Orders read again before they are written down together.
const AGAIN_AT_ONCE: usize = 20;

impl Sync<'_> {
    /// Reads again what changed or is flagged without being cached in full.
    pub(super) async fn again(&mut self) -> Result<(), Fault> {
        let mut tried = HashSet::new();
        loop {
            let mut ids = self.on.cache.to_reread(AGAIN_AT_ONCE)?;
            ids.retain(|id| !tried.contains(id));
            if ids.is_empty() {
                return Ok(());
            }
            self.enter(Phase::Again);
            let mut batch = Batch::new(self.shop.clone());
            let ended = self.read_again(&ids, &mut batch).await;
            let landed = self.on.cache.land(batch).await?;
            self.landed(landed);
            ended?;
            tried.extend(ids);
        }
    }

    async fn read_again(&mut self, ids: &[OrderId], batch: &mut Batch) -> Result<(), Fault> {
        let store = self.on.store;
        for id in ids {
            let asked_at = self.on.clock.now();
            match self.ask(|| store.order(id)).await {
                Ok(Some(order)) => batch.full.push(self.judged(order, asked_at)?),
                // One that is gone, or out of our reach now, stays as it was last seen.
                Ok(None) => {}
                // One that the store cannot show must not keep all others waiting.
                Err(fault) if is_of_one_order(&fault) => {
                    self.summary.notices.push(format!("order {id}: {}", fault.message));
                }
                Err(fault) => return Err(read_fault(fault)),
            }
            batch.settled.push(id.clone());
            self.at.done += 1;
        }
        Ok(())
    }

    /// An order that was read again: it has a place in the queue when something flags it
    /// or when it had one before.
    fn judged(&self, order: Order, asked_at: Timestamp) -> Result<FullEntry, Fault> {
        let is_wanted = order.is_held()
            || is_flagged(order.risk.level(), &order.tags, &self.settings.tags)
            || self.on.cache.is_queued(&order.id)?;
        let standing = is_wanted.then(|| self.on.assess.assess(&order));
        Ok(FullEntry { standing, ..FullEntry::new(order, asked_at) })
    }
}

/// Whether the trouble is with the order asked for, not with the store.
fn is_of_one_order(fault: &StoreFault) -> bool {
    matches!(
        fault.trouble,
        Trouble::Refused | Trouble::Missing | Trouble::Forbidden | Trouble::Unreadable
    )
}
