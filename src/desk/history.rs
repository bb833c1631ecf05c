//! Imported orders beside the cached ones: one order is never shown as two.

use std::sync::{MutexGuard, PoisonError};

use super::Desk;
use super::desk::Inner;
use crate::cache::Cache;
use crate::domain::{Fault, Kind, OrderId, ShortOrder};
use crate::evidence::links::Beside;

/// The mark that changes with every import.
pub(super) const IMPORTED: &str = "imported";

impl Desk {
    /// An order that is known from an import alone.
    pub fn imported(&self, id: &OrderId) -> Result<Option<ShortOrder>, Fault> {
        if self.inner.cache.short(id)?.is_some() {
            return Ok(None);
        }
        self.inner.history().map_or(Ok(None), |history| history.short(id))
    }
}

impl Inner {
    /// The imported orders, when anything was ever imported. A history that cannot be opened
    /// is told once; links are then looked for in the cache alone.
    pub(super) fn history(&self) -> Option<Cache> {
        self.open_history().unwrap_or_else(|fault| {
            let hint = fault.remedy().map_or_else(String::new, |hint| format!("; {hint}"));
            self.note(&[format!("Imported orders are left out: {}{hint}", fault.full_message())]);
            None
        })
    }

    /// The same, with the fault.
    pub(super) fn open_history(&self) -> Result<Option<Cache>, Fault> {
        let mut kept = self.kept_history();
        if kept.is_none() && Cache::history_file(&self.setup.folder).exists() {
            *kept = Some(Cache::open_history(&self.setup.folder)?);
        }
        Ok(kept.clone())
    }

    /// The imported orders, with a file made for them where there is none.
    pub(super) fn history_made(&self) -> Result<Cache, Fault> {
        if let Some(history) = self.open_history()? {
            return Ok(history);
        }
        let history = Cache::open_history(&self.setup.folder)?;
        *self.kept_history() = Some(history.clone());
        Ok(history)
    }

    fn kept_history(&self) -> MutexGuard<'_, Option<Cache>> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Which imports findings rest on; blank before the first.
    pub(super) fn imports(&self) -> String {
        let mark = self.history().map(|history| history.mark(IMPORTED));
        // A history that cannot be read says nothing: its orders are left out as well.
        mark.and_then(Result::ok).flatten().unwrap_or_default()
    }

    /// Adds what lies beside `order` among the imported orders. Copies of it and of cached
    /// orders are left out: the cache has them already, and knows them better.
    pub(super) fn with_imported(
        &self,
        order: &ShortOrder,
        beside: &mut Beside,
    ) -> Result<(), Fault> {
        let Some(history) = self.history() else { return Ok(()) };
        let mut imported = history.beside(order)?;
        let mut new = Vec::with_capacity(imported.orders.len());
        for other in std::mem::take(&mut imported.orders) {
            let is_itself =
                other.shop == order.shop && (other.id == order.id || other.name == order.name);
            if !is_itself && !self.is_cached(&other)? {
                new.push(other);
            }
        }
        imported.orders = new;
        beside.join(imported);
        Ok(())
    }

    /// Whether the cache holds the same order: by shop and id, else by shop and name.
    fn is_cached(&self, imported: &ShortOrder) -> Result<bool, Fault> {
        if let Some(cached) = self.cache.short(&imported.id)? {
            return Ok(cached.shop == imported.shop);
        }
        let named = self.cache.find_by_name(imported.name.raw())?;
        Ok(named.iter().any(|(_, name)| *name == imported.name))
    }

    /// Says of an order that is only known from an import what can be done.
    pub(super) fn only_imported(&self, id: &OrderId) -> Option<Fault> {
        let order = self.history()?.short(id).ok()??;
        let sentence = format!("{} is known from an import alone", order.name.fitted(60));
        Some(
            Fault::new(Kind::State, sentence)
                .hint("`unhold show` says what was imported; work on it in the store itself"),
        )
    }
}
