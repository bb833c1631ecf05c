//! Removing personal data: from the cache, the history, the ledger and its copies.

use std::collections::HashSet;

use super::Desk;
use crate::cache::PersonalOrder;
use crate::domain::{Clean, Fault, Kind, PurgeFound, PurgeScope, PurgedOrder};
use crate::ledger::Purge;

impl Desk {
    /// What a purge would remove; removes nothing.
    pub fn look_purge(&self, scope: &PurgeScope) -> Result<PurgeFound, Fault> {
        self.purge_of(scope)?.look(self)
    }

    /// Removes it. What is still open keeps its data; of a customer nothing is removed then,
    /// because the rest would stay behind unseen.
    pub fn purge(&self, scope: &PurgeScope) -> Result<PurgeFound, Fault> {
        self.may_write()?;
        let purge = self.purge_of(scope)?;
        let would = purge.look(self)?;
        if let Some(first) = would.open.first().filter(|_| scope.customer.is_some()) {
            return Err(Fault::new(
                Kind::State,
                format!("{first} is still open; nothing was purged"),
            )
            .hint("settle it first, in the workstation or with `unhold outbox`, then purge"));
        }
        // The ledger first: its rows are found by what the cache knows of the customer.
        let found = self.inner.ledger.purge(&purge.ledger, self.person())?;
        if purge.orders > 0 {
            self.inner.cache.purge(purge.ledger.orders.clone())?;
            if let Some(history) = self.inner.open_history()? {
                history.purge(purge.ledger.orders.clone())?;
            }
        }
        Ok(PurgeFound { orders: purge.orders, open: would.open, ..found })
    }

    fn purge_of(&self, scope: &PurgeScope) -> Result<OfDesk, Fault> {
        let mut known = self.inner.cache.personal(scope)?;
        if let Some(history) = self.inner.open_history()? {
            add_imported(&mut known, history.personal(scope)?);
        }
        let (open, closed): (Vec<_>, Vec<_>) = known.into_iter().partition(|order| order.is_open);
        let open = open.into_iter().map(|order| order.name).collect();
        let orders = u64::try_from(closed.len()).unwrap_or(u64::MAX);
        let mut ledger = Purge { scope: scope.clone(), ..Purge::default() };
        for order in closed {
            ledger.orders.push(order.order);
            ledger.traces.extend(order.traces);
        }
        ledger.traces.sort();
        ledger.traces.dedup();
        Ok(OfDesk { ledger, orders, open })
    }
}

/// Adds what was imported. A copy of a cached order goes or stays with that one: the cache
/// says whether it is still open.
fn add_imported(known: &mut Vec<PersonalOrder>, imported: Vec<PersonalOrder>) {
    let cached: HashSet<PurgedOrder> = known.iter().map(|order| order.order.clone()).collect();
    known.extend(imported.into_iter().filter(|copy| !cached.contains(&copy.order)));
}

/// A purge as the whole desk sees it.
struct OfDesk {
    ledger: Purge,
    orders: u64,
    /// Orders that wait for a decision.
    open: Vec<Clean>,
}

impl OfDesk {
    fn look(&self, desk: &Desk) -> Result<PurgeFound, Fault> {
        let mut found = desk.inner.ledger.look_purge(&self.ledger)?;
        found.orders = self.orders;
        found.open.extend(self.open.iter().cloned());
        Ok(found)
    }
}
