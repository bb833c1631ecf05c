//! Syncing, as screen and commands ask for it.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Desk;
use super::assess::standing;
use super::desk::{Inner, Shop};
use super::findings::keys;
use super::happened::Happened;
use crate::cache::{CachedOrder, Filter, FullEntry, Key};
use crate::domain::{Fault, Order, OrderId, ShortOrder, Verdict};
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

/// Does something with each, and no more once the program ends: who quits does not wait for
/// thousands.
fn while_open<T>(ends: &AtomicBool, items: impl IntoIterator<Item = T>, mut each: impl FnMut(T)) {
    for item in items {
        if ends.load(Ordering::Relaxed) {
            return;
        }
        each(item);
    }
}

impl Inner {
    pub(super) async fn pull(
        &self,
        how: How,
        busy: Busy,
        report: &mut (dyn FnMut(&Report) + Send),
    ) -> Result<Summary, Fault> {
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
        if !self.is_weighed(&summary) {
            self.weigh_new();
        }
        self.listeners.tell(&Happened::Synced(summary.clone()));
        Ok(summary)
    }

    /// Whether the checks ran within the hour over what the cache holds now: a sync that
    /// changed nothing and links that are the same find the same; what they advise
    /// follows the hour.
    fn is_weighed(&self, summary: &Summary) -> bool {
        const AGAIN_SECONDS: i64 = 3_600;
        let weighed = *self.weighed.lock().unwrap_or_else(PoisonError::into_inner);
        let (Some((generation, at)), 0) = (weighed, summary.changed) else { return false };
        self.cache.generation().is_ok_and(|now| now == generation)
            && self.now().seconds_since(at) < AGAIN_SECONDS
    }

    /// Runs the checks over open orders that have none yet, or whose links changed, so
    /// that the queue shows a recommendation that rests on all of them. Failing to is no
    /// failure of the sync: opening the order does the same.
    fn weigh_new(&self) {
        const AT_MOST: usize = 2_000;
        let (Some(shop), Ok(generation)) = (self.known_shop(), self.cache.generation()) else {
            return;
        };
        let Ok(rows) = self.cache.first_rows(&Filter::default(), self.moment(), AT_MOST) else {
            return;
        };
        while_open(&self.ends, rows, |row| {
            let _unweighed = self.weigh(&row.id, &shop);
        });
        if self.ends.load(Ordering::Relaxed) {
            return;
        }
        let mut weighed = self.weighed.lock().unwrap_or_else(PoisonError::into_inner);
        *weighed = Some((generation, self.now()));
    }

    fn weigh(&self, id: &OrderId, shop: &Shop) -> Result<(), Fault> {
        let Some(cached) = self.cache.full(id)? else { return Ok(()) };
        let verdict = self.judged(&cached, shop)?.advice.verdict;
        if cached.standing.as_ref().is_some_and(|(_, before)| *before != verdict) {
            let keys = keys(&ShortOrder::from(&cached.order));
            let standing = cached.standing.map(|(placement, _)| (placement, verdict));
            let CachedOrder { order, read_at, .. } = cached;
            let entry = FullEntry { order, read_at, standing, keys };
            self.cache.put_full(&shop.facts.shop, vec![entry])?;
        }
        Ok(())
    }
}

/// Keeps listeners calm: whoever hears of a page reads the queue anew, and pages come a
/// hundred a second. The first is told at once, the later ones less and less often.
#[derive(Default)]
struct Calm {
    until: Option<Instant>,
    pause: Duration,
}

impl Calm {
    const SHORTEST: Duration = Duration::from_millis(100);
    const LONGEST: Duration = Duration::from_secs(1);

    /// Whether to tell now; if so, the next calm begins.
    fn is_over(&mut self, now: Instant) -> bool {
        if self.until.is_some_and(|until| now < until) {
            return false;
        }
        self.pause = (self.pause * 2).clamp(Self::SHORTEST, Self::LONGEST);
        self.until = Some(now + self.pause);
        true
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
        standing(order, &state, &shop, self.inner.now())
    }

    fn keys(&self, order: &ShortOrder) -> Vec<Key> {
        keys(order)
    }
}

fn unplaced() -> Placement {
    Placement { lane: crate::domain::Lane::New, clock: None, why: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighing_ends_with_the_order_at_which_the_program_ends() {
        let ends = AtomicBool::new(false);
        let mut weighed = Vec::new();

        while_open(&ends, 1..=2_000, |order| {
            weighed.push(order);
            ends.store(order == 3, Ordering::Relaxed);
        });

        assert_eq!(weighed, [1, 2, 3]);
    }

    #[test]
    fn the_first_page_is_told_at_once_and_the_later_ones_less_and_less_often() {
        let (mut calm, began) = (Calm::default(), Instant::now());
        let at = |millis| began + Duration::from_millis(millis);

        let told = [0, 50, 100, 250, 300, 600, 700, 1_400, 1_500, 2_400, 2_500];
        let told: Vec<u64> = told.into_iter().filter(|millis| calm.is_over(at(*millis))).collect();

        assert_eq!(told, [0, 100, 300, 700, 1_500, 2_500]);
    }
}
