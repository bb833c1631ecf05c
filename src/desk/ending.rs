//! Ending a stopped plan: taking back what it did, or handing it over to a person.

use std::time::Duration;

use super::Desk;
use crate::domain::{Clean, Compensation, Fault, Kind, Order, OutboxRow, RowId, Timestamp};
use crate::ledger::{HandOver, Undone};
use crate::outbox::state_words;
use crate::verbs;

/// So long the store is waited for before the order is taken as it was read last.
const PATIENCE: Duration = Duration::from_secs(4);

impl Desk {
    /// What taking a stopped plan back would write, and what would stay.
    pub fn compensation(&self, row: RowId) -> Result<Compensation, Fault> {
        let row = self.known_row(row)?;
        let order = match self.read_now(&row) {
            Some((order, _)) => order,
            None => self.cached(&row.order)?.order,
        };
        let shop = self.inner.shop()?;
        self.with_setting((&order, &shop), None, |setting| {
            verbs::compensation(&row, &order, setting)
        })
    }

    /// Records that a stopped plan is taken back, as it was shown.
    pub fn compensate(&self, row: RowId, shown: &Compensation) -> Result<OutboxRow, Fault> {
        self.may_write()?;
        let steps = shown.steps.iter().map(|undoing| &undoing.step);
        let undone = Undone {
            row,
            compensation: shown,
            slips: self.slips(steps.clone()),
            decide_by: self.day_of(steps)?,
        };
        let row = self.inner.ledger.compensate(undone, self.person())?;
        Ok(self.told(row))
    }

    /// Closes a stopped or doubtful plan as the reviewer's own matter; what the store shows
    /// is kept with it.
    pub fn hand_over(&self, row: RowId, why: &str) -> Result<OutboxRow, Fault> {
        self.may_write()?;
        if why.trim().is_empty() {
            return Err(Fault::new(Kind::Usage, "A plan is handed over with a reason")
                .hint("say what is left to do, and for whom"));
        }
        let known = self.known_row(row)?;
        let cached = || {
            let cached = self.inner.cache.full(&known.order).ok().flatten()?;
            Some((cached.order, cached.read_at))
        };
        let seen = self.read_now(&known).or_else(cached);
        let over = HandOver {
            why: Clean::new(why.trim()),
            shows: seen.map(|(order, at)| (state_words(&order), at)),
        };
        let row = self.inner.ledger.hand_over(row, &over, self.person())?;
        Ok(self.told(row))
    }

    fn known_row(&self, row: RowId) -> Result<OutboxRow, Fault> {
        self.inner.ledger.row(row)?.ok_or_else(|| {
            Fault::new(Kind::Usage, format!("there is no row {row} in the outbox"))
                .hint("`unhold outbox` lists them")
        })
    }

    /// The order as the store shows it now, when it answers in time; the cache takes it in.
    fn read_now(&self, row: &OutboxRow) -> Option<(Order, Timestamp)> {
        self.may_connect().ok()?;
        let asked = self.inner.now();
        let read =
            async { tokio::time::timeout(PATIENCE, self.inner.store.order(&row.order)).await };
        let order = self.inner.runtime.block_on(read).ok()?.ok()??;
        // The plan rests on what was read, whether or not the cache can take it.
        let _kept = self.inner.keep(&order, asked);
        Some((order, asked))
    }
}
