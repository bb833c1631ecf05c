//! Ticks by hand, look-ups that were opened, the journal.

use super::Desk;
use crate::domain::{Fault, OrderId};
use crate::ledger::{Case, JournalRow, Opened, Verified};
use crate::policy::{ChecklistStep, LookUp, Ticked};
use crate::words;

impl Desk {
    /// Ticks a step of the checklist by hand, or takes the tick away; answers which.
    pub fn tick(&self, order: &OrderId, step: ChecklistStep) -> Result<Ticked, Fault> {
        self.may_write()?;
        let (inner, shop) = (&self.inner, self.inner.shop_id()?);
        let by = &inner.setup.config.reviewer.name;
        inner.ledger.tick(Case { shop: &shop, order }, step, by, inner.now())
    }

    /// Notes that a look-up was opened for a step (C19: opened on purpose, and logged).
    pub fn opened(
        &self,
        order: &OrderId,
        step: ChecklistStep,
        look_up: LookUp,
    ) -> Result<(), Fault> {
        let (inner, shop) = (&self.inner, self.inner.shop_id()?);
        let by = inner.setup.config.reviewer.name.clone();
        let opened = Opened { step, look_up, by, at: inner.now() };
        inner.ledger.note_opened(Case { shop: &shop, order }, opened)
    }

    /// The address that a look-up opens, encoded.
    pub fn look_up_url(&self, order: &OrderId, look_up: LookUp) -> Result<String, Fault> {
        let page = self.inner.store.admin_page(order).0;
        words::look_up_url(look_up, &self.cached(order)?.order, &page)
    }

    /// The journal, of one order or of all, oldest first.
    pub fn journal(&self, order: Option<&OrderId>) -> Result<Vec<JournalRow>, Fault> {
        match self.inner.known_shop() {
            Some(shop) => self.inner.ledger.journal(&shop.facts.shop, order),
            None => Ok(Vec::new()),
        }
    }

    /// Checks the chain of the journal.
    pub fn verify_journal(&self) -> Result<Verified, Fault> {
        self.inner.ledger.verify()
    }
}
