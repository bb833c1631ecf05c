//! Syncing, as screen and commands ask for it.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::Desk;
use super::calm::Calm;
use super::desk::{Inner, Shop};
use super::happened::Happened;
use crate::domain::{Fault, Order, OrderId, Verdict};
use crate::ledger::Case;
use crate::policy::{self, Placement};
use crate::sync::{self, Assess, Busy, How, On, Patience, Report, Summary};

impl Desk {
    /// Pulls from the store; tells everybody how far it is and how it ended.
    pub fn sync(
        &self,
        how: How,
        busy: Busy,
        report: &mut (dyn FnMut(&Report) + Send),
    ) -> Result<Summary, Fault> {
        self.may_connect()?;
        self.inner.runtime.block_on(self.inner.pull(how, busy, report))
    }
}

/// A sync under way, for as long as it lives.
struct UnderWay<'a>(&'a AtomicUsize);

impl<'a> UnderWay<'a> {
    fn begin(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Inner {
    pub(super) async fn pull(
        &self,
        how: How,
        busy: Busy,
        report: &mut (dyn FnMut(&Report) + Send),
    ) -> Result<Summary, Fault> {
        let under_way = UnderWay::begin(&self.syncs);
        let bench = Bench { inner: self, unsighted: Mutex::default() };
        let on = On {
            store: &*self.store,
            cache: &self.cache,
            assess: &bench,
            clock: &*self.setup.clock,
        };
        let policy = &self.setup.config.policy;
        let settings = sync::Settings {
            tags: policy.flag_tags.clone(),
            window_days: policy.window_days,
            patience: Patience::default(),
            busy,
        };
        let mut calm = Calm::default();
        let mut told = |so_far: Report| {
            bench.sight();
            if self.known_shop().is_none() {
                let _not_yet = self.recall_shop();
            }
            report(&so_far);
            if so_far.note.is_some() || calm.is_over(Instant::now()) {
                self.listeners.tell(&Happened::SyncProgress(so_far));
                // The queue fills while the sync goes on.
                self.listeners.tell(&Happened::OrdersChanged(Vec::new()));
                self.wake_checks();
            }
        };
        let ended = sync::run(on, &settings, how, &mut told).await;
        bench.sight();
        self.recall_shop()?;
        if ended.is_err() {
            self.listeners.tell(&Happened::OrdersChanged(Vec::new()));
        }
        let summary = ended?;
        self.note(&summary.notices);
        self.troubles.note_unseen(summary.holds_unread.clone());
        drop(under_way);
        self.check_new();
        self.listeners.tell(&Happened::Synced(summary.clone()));
        Ok(summary)
    }
}

/// Judges the orders that a sync brings in, and remembers those seen for the first time.
struct Bench<'a> {
    inner: &'a Inner,
    unsighted: Mutex<HashSet<OrderId>>,
}

impl Bench<'_> {
    /// The shop; the sync has just kept it when this process did not know it yet.
    fn shop(&self) -> Option<Shop> {
        self.inner.known_shop().or_else(|| {
            self.inner.recall_shop().ok()?;
            self.inner.known_shop()
        })
    }

    /// Makes the cases of orders seen for the first time, all in one write. What fails
    /// here is made up for when the order is opened or decided.
    fn sight(&self) {
        let new: Vec<OrderId> =
            self.unsighted.lock().unwrap_or_else(PoisonError::into_inner).drain().collect();
        if let (Some(shop), false) = (self.shop(), new.is_empty()) {
            let _seen = self.inner.ledger.sight(&shop.facts.shop, &new, self.inner.now());
        }
    }
}

impl Assess for Bench<'_> {
    fn assess(&self, order: &Order) -> (Placement, Verdict) {
        let Some(shop) = self.shop() else {
            return (unplaced(), Verdict::Unknown);
        };
        let case = Case { shop: &shop.facts.shop, order: &order.id };
        let state = self.inner.ledger.case(case).unwrap_or_default();
        if state.first_seen.is_none() && policy::is_flagged(order, &shop.policy.flag_tags) {
            let mut unsighted = self.unsighted.lock().unwrap_or_else(PoisonError::into_inner);
            unsighted.insert(order.id.clone());
        }
        self.inner.standing(order, &state, &shop)
    }
}

fn unplaced() -> Placement {
    Placement { lane: crate::domain::Lane::New, clock: None, why: None }
}
