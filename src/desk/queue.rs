//! Pages of the queue, with what the ledger knows of each row.

use std::collections::HashMap;

use super::{Desk, Filter, HeaderFacts, OutboxCounts, QueueRow, RowKey};
use crate::domain::{Clean, Currency, Fault, OrderId, RowState};
use crate::ledger::Which;
use crate::sync;

impl Desk {
    /// Store, reviewer, last sync, counts.
    pub fn header(&self) -> Result<HeaderFacts, Fault> {
        let inner = &self.inner;
        let shop = inner.known_shop();
        let (lanes, outbox, last_sync) = match &shop {
            None => (Vec::new(), OutboxCounts::default(), None),
            Some(shop) => {
                let counts = inner.ledger.counts(&shop.facts.shop)?;
                let outbox = OutboxCounts {
                    staged: counts.staged,
                    running: counts.running,
                    stopped: counts.stopped,
                    unknown: counts.unknown,
                };
                let lanes = inner.cache.lane_counts(inner.moment())?;
                (lanes, outbox, sync::last_ended(&inner.cache)?)
            }
        };
        let currency = shop.as_ref().map_or(Currency::USD, |shop| shop.facts.currency);
        let store = shop.map_or_else(|| self.address(), |shop| shop.facts.name);
        Ok(HeaderFacts {
            store,
            reviewer: inner.setup.config.reviewer.name.clone(),
            zone: inner.zone(),
            currency,
            last_sync,
            lanes,
            outbox,
            trouble: inner.troubles.current(),
            unseen: inner.troubles.unseen(),
        })
    }

    /// The first rows of a view, from the index.
    pub fn first_rows(&self, filter: &Filter, limit: usize) -> Result<Vec<QueueRow>, Fault> {
        let rows = self.inner.cache.first_rows(filter, self.inner.moment(), limit)?;
        self.with_outbox(rows)
    }

    /// Every key of a view in its order, in chunks; ends early when not `wanted` any more.
    pub fn keys(
        &self,
        filter: &Filter,
        wanted: &dyn Fn() -> bool,
        found: &mut dyn FnMut(&[RowKey]),
    ) -> Result<(), Fault> {
        self.inner.cache.keys((filter, self.inner.moment()), wanted, found)
    }

    /// The rows of these keys, in that order; keys that are gone are left out.
    pub fn rows(&self, keys: &[RowKey]) -> Result<Vec<QueueRow>, Fault> {
        let rows = self.inner.cache.rows(keys, self.inner.moment())?;
        self.with_outbox(rows)
    }

    /// Every row of a view, in chunks, for commands.
    pub fn queue(&self, filter: &Filter, each: &mut dyn FnMut(&[QueueRow])) -> Result<(), Fault> {
        let mut keys = Vec::new();
        self.keys(filter, &|| true, &mut |found| keys.extend_from_slice(found))?;
        for chunk in keys.chunks(500) {
            each(&self.rows(chunk)?);
        }
        Ok(())
    }

    fn with_outbox(&self, mut rows: Vec<QueueRow>) -> Result<Vec<QueueRow>, Fault> {
        let Some(shop) = self.inner.known_shop() else { return Ok(rows) };
        let open = self.inner.ledger.rows(&shop.facts.shop, &Which::Open)?;
        let states: HashMap<&OrderId, RowState> =
            open.iter().map(|row| (&row.order, row.state)).collect();
        for row in &mut rows {
            row.outbox = states.get(&row.id).copied();
        }
        Ok(rows)
    }

    fn address(&self) -> Clean {
        Clean::new(self.inner.setup.config.store.url.host_str().unwrap_or_default())
    }
}
