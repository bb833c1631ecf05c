//! Orders on their way into the history: pages are written while the next is read.

use super::super::desk::Inner;
use super::super::history::IMPORTED;
use super::{Found, Imported, Refused};
use crate::cache::{Cache, ImportedEntry, InOrder, Landed, Landing};
use crate::domain::{Fault, ShopId, Timestamp};

/// Orders that are written in one transaction.
const PAGE: usize = 1_000;
/// So many pages apart, open orders learn that more was imported, should the import break off.
const MARK_EVERY: u64 = 64;
/// Refusals that are kept word for word; the rest is counted.
const MOST_REFUSED: usize = 1_000;
/// Lines between two reports of how far it is.
const TELL_EVERY: u64 = 5_000;

/// What was taken and is being written.
pub(super) struct Intake {
    history: Cache,
    shop: ShopId,
    /// Names this import, so that findings from before it are looked at again.
    began: Timestamp,
    order: InOrder,
    page: Vec<ImportedEntry>,
    pages: u64,
    landing: Option<Landing<Landed>>,
    told: Imported,
}

impl Intake {
    pub(super) fn new(history: Cache, shop: ShopId, began: Timestamp) -> Self {
        Self {
            history,
            shop,
            began,
            order: InOrder::default(),
            page: Vec::with_capacity(PAGE),
            pages: 0,
            landing: None,
            told: Imported::default(),
        }
    }

    /// Takes an order; a full page goes to the writer, behind the one under way.
    pub(super) fn take(&mut self, found: Found, desk: &Inner) -> Result<(), Fault> {
        let Found { order, has_id } = found;
        self.page.push(ImportedEntry { order, has_id });
        if self.page.len() < PAGE {
            return Ok(());
        }
        self.pages += 1;
        let marks = if self.pages.is_multiple_of(MARK_EVERY) { self.mark() } else { Vec::new() };
        self.send(desk, marks)
    }

    pub(super) fn refuse(&mut self, refused: Refused) {
        self.told.refusals += 1;
        if self.told.refused.len() < MOST_REFUSED {
            self.told.refused.push(refused);
        }
    }

    /// Tells now and then how far it is.
    pub(super) fn tell(&mut self, read: u64, each: &mut dyn FnMut(&Imported)) {
        if read >= self.told.read + TELL_EVERY {
            self.told.read = read;
            each(&self.told);
        }
    }

    /// Writes what is left, also when the file broke off, and says what was brought.
    pub(super) fn end(mut self, desk: &Inner, read: u64) -> Result<Imported, Fault> {
        let marks = self.mark();
        self.send(desk, marks)?;
        self.landed(desk)?;
        desk.runtime.block_on(self.history.tidy_links())?;
        self.told.read = read;
        Ok(self.told)
    }

    fn mark(&self) -> Vec<(&'static str, Option<String>)> {
        vec![(IMPORTED, Some(format!("{} {}", self.began.millis(), self.pages)))]
    }

    fn send(
        &mut self,
        desk: &Inner,
        marks: Vec<(&'static str, Option<String>)>,
    ) -> Result<(), Fault> {
        self.landed(desk)?;
        let page = std::mem::replace(&mut self.page, Vec::with_capacity(PAGE));
        let landing = self.history.land_imported(&self.order, (&self.shop, page), marks);
        self.landing = Some(landing);
        Ok(())
    }

    fn landed(&mut self, desk: &Inner) -> Result<(), Fault> {
        let Some(landing) = self.landing.take() else { return Ok(()) };
        let landed = desk.runtime.block_on(landing)?;
        self.told.added += landed.added;
        self.told.updated += landed.changed.saturating_sub(landed.added);
        Ok(())
    }
}
