//! From what a person types to an order.

use super::Desk;
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
        if !self.is_online() {
            let sentence = "Not on this machine, and the store cannot be asked (--offline)";
            return Err(Fault::new(Kind::Store, sentence)
                .hint("check the order number, or start without --offline"));
        }
        let mut found = Vec::new();
        for id in self.inner.runtime.block_on(self.inner.store.find(typed))? {
            if let Some(order) = self.fetch(&id)? {
                found.push((order.id, order.name));
            }
        }
        Ok(found)
    }

    fn cached_by_name(&self, typed: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        let exact = self.inner.cache.find_by_name(typed)?;
        let prefix = &self.inner.setup.config.brand.prefix;
        if !exact.is_empty() || prefix.is_empty() {
            return Ok(exact);
        }
        let bare = typed.trim().trim_start_matches('#');
        match bare.strip_prefix(prefix.as_str()).map(|rest| rest.trim_start_matches('-')) {
            Some(rest) if !rest.is_empty() => self.inner.cache.find_by_name(rest),
            Some(_) | None => self.inner.cache.find_by_name(&format!("{prefix}-{bare}")),
        }
    }

    /// Orders in short form, those that are on this machine, in the order asked.
    pub fn others(&self, ids: &[OrderId]) -> Result<Vec<ShortOrder>, Fault> {
        let read = ids.iter().map(|id| self.inner.cache.short(id));
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
