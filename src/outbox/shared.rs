//! What every task of a run holds: the store, the ledger, the clock, the hooks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Grace;
use super::hooks::{Hooks, Pause, TokioPause};
use crate::domain::{
    Clock, Fault, Kind, Order, OrderId, OutboxRow, Revision, RowId, StepId, StepState, Timestamp,
};
use crate::ledger::{Change, Ledger};
use crate::stores::{Store, StoreFault, Trouble};

/// Why work on a row ends before its last step.
#[derive(Debug)]
pub(super) enum Stop {
    /// The row is where it can go no further by itself; its steps say why.
    Ended,
    /// The store cannot be talked to now; nothing was sent, the row waits.
    Later(StoreFault),
    /// Our own ledger failed, or somebody else moved the row.
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// How an order may stand when nobody but us has touched it.
pub(super) struct Known {
    /// Its revisions, as planned for and as our steps left it.
    pub(super) good: Vec<Revision>,
    /// The order in the latest of these that is still at hand.
    pub(super) order: Option<Order>,
}

/// The answer of work that may stop early.
pub(super) type Going<T> = Result<T, Stop>;

pub(super) struct Shared {
    pub(super) store: Arc<dyn Store>,
    pub(super) ledger: Ledger,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) hooks: Arc<dyn Hooks>,
    pub(super) pause: Arc<dyn Pause>,
    pub(super) grace: Grace,
    /// When keys were first sent, by the clock that nobody can set back.
    sent_at: Mutex<HashMap<StepId, Duration>>,
    /// Orders as they were read last, which the cache has not been shown yet.
    unshown: Mutex<HashMap<OrderId, (Order, Timestamp)>>,
    /// Why nothing more is sent in this run.
    halted: Mutex<Option<StoreFault>>,
}

impl Shared {
    pub(super) fn new(
        store: Arc<dyn Store>,
        ledger: Ledger,
        clock: Arc<dyn Clock>,
        hooks: Arc<dyn Hooks>,
    ) -> Self {
        Self {
            store,
            ledger,
            clock,
            hooks,
            pause: Arc::new(TokioPause::default()),
            grace: Grace::default(),
            sent_at: Mutex::default(),
            unshown: Mutex::default(),
            halted: Mutex::default(),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Asks the ledger without holding up the other tasks while the disk works.
    pub(super) async fn ledger<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let ledger = self.ledger.clone();
        tokio::task::spawn_blocking(move || work(&ledger)).await.unwrap_or_else(|_| {
            Err(Fault::new(Kind::Failed, "the ledger could not be asked")
                .hint("start the program again"))
        })
    }

    /// Moves a step and tells the desk.
    pub(super) async fn move_step(
        &self,
        step: StepId,
        (from, to): (StepState, StepState),
        change: Change,
    ) -> Result<OutboxRow, Fault> {
        let row = self.ledger(move |ledger| ledger.move_step(step, from, to, change)).await?;
        self.show(&row.order);
        self.hooks.changed(&row);
        Ok(row)
    }

    /// Reads the order of a row afresh; the cache is shown it with the next move.
    pub(super) async fn read(&self, row: &OutboxRow) -> Result<Option<Order>, StoreFault> {
        let asked = self.now();
        let order = self.store.order(&row.order).await?;
        if let Some(order) = &order {
            lock(&self.unshown).insert(row.order.clone(), (order.clone(), asked));
        }
        Ok(order)
    }

    /// Shows the cache how an order was read last. Only after the ledger has kept what that
    /// reading proved: a program that dies in between finds in the cache how the order was
    /// before, and can say what changed since.
    pub(super) fn show(&self, order: &OrderId) {
        let read = lock(&self.unshown).remove(order);
        if let Some((order, asked)) = read {
            self.hooks.refreshed(&order, asked);
        }
    }

    /// How the order of a row was left. Asked before the order is read again: the cache
    /// takes in what is read, and what it held before is gone.
    pub(super) async fn known(&self, row: &OutboxRow) -> Result<Known, Fault> {
        let asked = row.clone();
        let good = self.ledger(move |ledger| ledger.good_revisions(&asked)).await?;
        let order = good.iter().rev().find_map(|left| self.hooks.seen(&row.order, left));
        Ok(Known { good, order })
    }

    /// Notes when a key is sent for the first time in this process.
    pub(super) fn note_sent(&self, step: StepId) {
        let now = self.pause.uptime();
        lock(&self.sent_at).entry(step).or_insert(now);
    }

    /// Seconds since the key was first sent by this process, if it was.
    pub(super) fn sent_for(&self, step: StepId) -> Option<i64> {
        let first = lock(&self.sent_at).get(&step).copied()?;
        i64::try_from(self.pause.uptime().saturating_sub(first).as_secs()).ok()
    }

    /// Gives a row back that could not be sent, with the reason.
    pub(super) async fn put_back(&self, row: RowId, why: &StoreFault) -> Result<(), Fault> {
        let words = format!("waiting: {}", why.message);
        let row = self.ledger(move |ledger| ledger.put_back(row, &words)).await?;
        self.hooks.changed(&row);
        Ok(())
    }

    /// Sends nothing more in this run when the trouble is not this order's alone; the
    /// first reason stays.
    pub(super) fn halt(&self, why: StoreFault) {
        let concerns_all = matches!(
            why.trouble,
            Trouble::Unreachable | Trouble::Throttled(_) | Trouble::Stopped | Trouble::Unauthorised
        );
        if concerns_all {
            lock(&self.halted).get_or_insert(why);
        }
    }

    pub(super) fn halted(&self) -> Option<StoreFault> {
        lock(&self.halted).clone()
    }

    pub(super) fn start_over(&self) {
        *lock(&self.halted) = None;
    }
}

/// A panic elsewhere does not make these maps wrong.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
