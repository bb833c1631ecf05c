//! From what a person types to an order.

use super::Desk;
use crate::cache::Cache;
use crate::domain::{Clean, Fault, Kind, Order, OrderId, ShortOrder};
use crate::stores::StoreFault;

impl Desk {
    /// Orders that a name may mean: the exact display name, then the name without `#` or
    /// the brand's prefix, then the store's own id; asks the store when none is cached.
    pub fn find(&self, typed: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        let cached = self.cached_by_name(typed)?;
        if !cached.is_empty() {
            return Ok(cached);
        }
        let imported = self.imported_by_name(typed)?;
        if !self.is_online() && !imported.is_empty() {
            return Ok(imported);
        }
        if !self.is_online() {
            let sentence = "Not on this machine, and the store cannot be asked (--offline)";
            return Err(Fault::new(Kind::Store, sentence)
                .hint("check the order number, or start without --offline"));
        }
        // The store knows an order better than an import does, as long as it answers.
        match self.found_in_store(typed) {
            Ok(found) if !found.is_empty() => Ok(found),
            Err(fault) if imported.is_empty() => Err(fault),
            _ => Ok(imported),
        }
    }

    fn found_in_store(&self, typed: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        let mut found = Vec::new();
        for id in self.inner.runtime.block_on(self.inner.store.find(typed))? {
            if let Some(order) = self.fetch(&id)? {
                found.push((order.id, order.name));
            }
        }
        Ok(found)
    }

    fn cached_by_name(&self, typed: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        self.named(&self.inner.cache, typed)
    }

    fn imported_by_name(&self, typed: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        self.inner.history().map_or(Ok(Vec::new()), |history| self.named(&history, typed))
    }

    fn named(&self, orders: &Cache, typed: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        let exact = orders.find_by_name(typed)?;
        let prefix = &self.inner.setup.config.brand.prefix;
        if !exact.is_empty() || prefix.is_empty() {
            return Ok(exact);
        }
        let bare = typed.trim().trim_start_matches('#');
        match bare.strip_prefix(prefix.as_str()).map(|rest| rest.trim_start_matches('-')) {
            Some(rest) if !rest.is_empty() => orders.find_by_name(rest),
            Some(_) | None => orders.find_by_name(&format!("{prefix}-{bare}")),
        }
    }

    /// Orders in short form, those that are on this machine, in the order asked.
    pub fn others(&self, ids: &[OrderId]) -> Result<Vec<ShortOrder>, Fault> {
        let history = self.inner.history();
        let read = ids.iter().map(|id| match (self.inner.cache.short(id)?, &history) {
            (None, Some(history)) => history.short(id),
            (found, _) => Ok(found),
        });
        Ok(read.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// Reads an order from the store and keeps it; `None` when the store has none.
    pub(super) fn fetch(&self, id: &OrderId) -> Result<Option<Order>, Fault> {
        self.may_connect()?;
        let asked_at = self.inner.now();
        let answer = self.inner.runtime.block_on(async {
            if self.inner.known_shop().is_none() {
                let identity = self.inner.store.identity().await?;
                return Ok::<_, StoreFault>((Some(identity), self.inner.store.order(id).await?));
            }
            Ok((None, self.inner.store.order(id).await?))
        });
        let (identity, order) = answer?;
        if let Some(identity) = identity {
            self.inner.meet(&identity)?;
        }
        if let Some(order) = &order {
            self.inner.keep(order, asked_at)?;
        }
        Ok(order)
    }
}
