//! The loop: picks rows, runs orders side by side, ends when there is nothing to do.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinSet;

use super::hooks::Hooks;
use super::memory::Memory;
use super::pace::{Pace, Ran, Until, Who, Windows};
use super::pick::{Look, Picked, pick};
use super::row::nobody_home;
use super::shared::{Shared, lock};
use super::{Grace, row, settle};
use crate::domain::{Clock, Fault, Kind, OrderId, OutboxRow, RowId, RowState, ShopId, Timestamp};
use crate::ledger::{Ledger, Ownership, Which};
use crate::stores::{Store, StoreFault};

/// So many orders are worked on at once; the store's own limits pace the calls.
const SIDE_BY_SIDE: usize = 4;
/// So often the ledger is looked at for new rows while others are at work or waited for.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Runs the outbox of the connected shop.
///
/// Dropping a run's future gives it up: a call under way is marked unknown by the next
/// run, never repeated blindly.
pub struct Runner {
    shared: Arc<Shared>,
    ownership: Mutex<Option<Ownership>>,
    shop: Mutex<Option<ShopId>>,
    memory: Mutex<Memory>,
    /// One run at a time.
    turn: tokio::sync::Mutex<()>,
}

/// One run under way.
struct Run {
    shop: ShopId,
    pace: Pace,
    busy: HashSet<OrderId>,
    begun: HashSet<RowId>,
    settled: HashSet<RowId>,
    /// Rows picked and not begun yet, each of another order.
    ready: VecDeque<OutboxRow>,
    /// When rows were picked, by the clock that only grows.
    looked_at: Duration,
    tasks: JoinSet<(OrderId, Result<OutboxRow, Fault>)>,
    ran: Ran,
    trouble: Option<Fault>,
}

impl Runner {
    /// Makes a runner; it owns nothing until its first run.
    pub fn new(
        store: Arc<dyn Store>,
        ledger: Ledger,
        clock: Arc<dyn Clock>,
        hooks: Arc<dyn Hooks>,
    ) -> Self {
        Self::on(Shared::new(store, ledger, clock, hooks))
    }

    /// The same runner with another grace, before its first run.
    #[must_use]
    pub fn with_grace(mut self, grace: Grace) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.shared) {
            shared.grace = grace;
        }
        self
    }

    /// Makes a runner on what its tasks share.
    pub(super) fn on(shared: Shared) -> Self {
        Self {
            shared: Arc::new(shared),
            ownership: Mutex::default(),
            shop: Mutex::default(),
            memory: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// Runs what the pace allows, and settles what is unknown.
    ///
    /// Does nothing while another process owns the outbox. Trouble with the store is no
    /// fault of the run: it is in the answer, and the rows wait.
    pub async fn run_due(&self, pace: Pace) -> Result<Ran, Fault> {
        let _turn = self.turn.lock().await;
        self.shared.start_over();
        if let Some(who) = self.owned_by_another().await? {
            return Ok(Ran { ownership: who, ..Ran::default() });
        }
        let shop = match self.connected_shop().await {
            Ok(shop) => shop,
            Err(fault) => return Ok(Ran { halted: Some(fault), ..Ran::default() }),
        };
        self.end_windows(&shop, pace).await?;
        let mut run = Run {
            shop,
            pace,
            busy: HashSet::new(),
            begun: HashSet::new(),
            settled: HashSet::new(),
            ready: VecDeque::new(),
            looked_at: Duration::ZERO,
            tasks: JoinSet::new(),
            ran: Ran::default(),
            trouble: None,
        };
        while self.turn_once(&mut run).await? {}
        self.close(run)
    }

    /// Gives the outbox up for another process; a call under way counts as unknown.
    pub async fn give_up(&self) -> Result<(), Fault> {
        let _turn = self.turn.lock().await;
        let Some(ownership) = lock(&self.ownership).take() else { return Ok(()) };
        let now = self.shared.now();
        self.shared.ledger(move |_| ownership.take_over(now)).await?;
        Ok(())
    }

    /// Waits until another process has brought a row to rest, and answers with it.
    pub async fn follow(&self, id: RowId) -> Result<OutboxRow, Fault> {
        loop {
            let row = self.shared.ledger(move |ledger| ledger.row(id)).await?;
            match row {
                Some(row) if !matches!(row.state, RowState::Staged | RowState::Running) => {
                    return Ok(row);
                }
                Some(_) => self.shared.pause.wait(LOOK_AGAIN / 4).await,
                None => {
                    return Err(Fault::new(Kind::Usage, format!("there is no row {id}")));
                }
            }
        }
    }

    /// Looks, begins what it may, and waits for something to happen; `false` at the end.
    async fn turn_once(&self, run: &mut Run) -> Result<bool, Fault> {
        if run.trouble.is_some() || self.shared.halted().is_some() {
            run.take(Picked::default());
        } else if run.ready.is_empty() || run.looked_at + LOOK_AGAIN <= self.shared.pause.uptime() {
            let picked = self.look(run).await?;
            run.take(picked);
            run.looked_at = self.shared.pause.uptime();
        }
        while run.tasks.len() < SIDE_BY_SIDE {
            let Some(row) = run.ready.pop_front() else { break };
            self.start(run, row);
        }
        if !run.tasks.is_empty() {
            self.wait_for_one(run).await;
            return Ok(true);
        }
        let Some(due) = run.ran.next_due.filter(|_| run.pace.until == Until::Empty) else {
            return Ok(false);
        };
        self.wait_until(due).await;
        Ok(true)
    }

    async fn look(&self, run: &Run) -> Result<Picked, Fault> {
        let shop = run.shop.clone();
        let open = self.shared.ledger(move |ledger| ledger.rows(&shop, &Which::Open)).await?;
        let now = self.shared.now();
        let mut memory = lock(&self.memory);
        memory.note(&open, now);
        Ok(pick(&Look {
            open: &open,
            now,
            pace: run.pace,
            busy: &run.busy,
            begun: &run.begun,
            settled: &run.settled,
            fresh: &memory.fresh,
        }))
    }

    fn start(&self, run: &mut Run, row: OutboxRow) {
        let (shared, shop) = (Arc::clone(&self.shared), run.shop.clone());
        let order = row.order.clone();
        run.busy.insert(order.clone());
        if row.state == RowState::Unknown {
            // Settled once in a run; what then waits again may begin once more.
            run.settled.insert(row.id);
            run.begun.remove(&row.id);
            run.tasks.spawn(async move { (order, settle::settle(&shared, row).await) });
        } else {
            run.begun.insert(row.id);
            run.tasks.spawn(async move { (order, Box::pin(row::run(&shared, &shop, row)).await) });
        }
    }

    /// Waits for a task to end, but not so long that a new row goes unnoticed.
    async fn wait_for_one(&self, run: &mut Run) {
        let Ok(Some(ended)) = tokio::time::timeout(LOOK_AGAIN, run.tasks.join_next()).await else {
            return;
        };
        match ended {
            Ok((order, outcome)) => run.note(&order, outcome),
            Err(broken) => {
                let fault = Fault::new(Kind::Unsettled, "a task of the outbox broke off")
                    .because(broken)
                    .hint("see `unhold outbox`; what was under way is read again at the next run");
                run.trouble.get_or_insert(fault);
            }
        }
    }

    async fn wait_until(&self, due: Timestamp) {
        let left = due.millis().saturating_sub(self.shared.now().millis());
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0).max(1));
        self.shared.pause.wait(left.min(LOOK_AGAIN)).await;
    }

    fn close(&self, run: Run) -> Result<Ran, Fault> {
        let Run { ran: mut answer, trouble, .. } = run;
        if let Some(fault) = trouble {
            return Err(fault);
        }
        answer.halted = self.shared.halted();
        if answer.halted.as_ref().is_some_and(nobody_home) {
            // A row that waits out a long outage is asked about, like one that slept.
            lock(&self.memory).fresh.clear();
        }
        Ok(answer)
    }

    /// Takes the outbox over when nobody has it; says who has it otherwise.
    async fn owned_by_another(&self) -> Result<Option<Who>, Fault> {
        let now = self.shared.now();
        let owned = lock(&self.ownership).take();
        let owned = match owned {
            Some(owned) => Some(owned),
            None => self.shared.ledger(move |ledger| ledger.own(now)).await?,
        };
        let Some(owned) = owned else {
            let who = self.shared.ledger(Ledger::owner).await?;
            return Ok(Some(Who::Another(who)));
        };
        // Nothing of ours is under way here, so whatever runs was left behind.
        let (owned, left) = self
            .shared
            .ledger(move |ledger| {
                let left = owned.take_over(now)?;
                let left: Result<Vec<_>, Fault> = left.iter().map(|id| ledger.row(*id)).collect();
                Ok((owned, left?))
            })
            .await?;
        *lock(&self.ownership) = Some(owned);
        left.iter().flatten().for_each(|row| self.shared.hooks.changed(row));
        Ok(None)
    }

    /// The shop that the credentials reach, asked once.
    async fn connected_shop(&self) -> Result<ShopId, StoreFault> {
        let known = lock(&self.shop).clone();
        if let Some(shop) = known {
            return Ok(shop);
        }
        let identity = self.shared.store.identity().await?;
        *lock(&self.shop) = Some(identity.shop.clone());
        Ok(identity.shop)
    }

    async fn end_windows(&self, shop: &ShopId, pace: Pace) -> Result<(), Fault> {
        if pace.windows == Windows::Keep {
            return Ok(());
        }
        let (shop, now) = (shop.clone(), self.shared.now());
        self.shared
            .ledger(move |ledger| {
                for row in ledger.rows(&shop, &Which::Open)? {
                    if row.due_at > now {
                        ledger.make_due(row.id, now)?;
                    }
                }
                Ok(())
            })
            .await
    }
}

impl Run {
    /// Takes over what was picked; what was ready before is picked anew if it still is.
    fn take(&mut self, picked: Picked) {
        self.ready = picked.work.into();
        self.ran.next_due = picked.next_due;
        self.ran.ask = picked.ask;
    }

    fn note(&mut self, order: &OrderId, outcome: Result<OutboxRow, Fault>) {
        self.busy.remove(order);
        match outcome {
            Ok(row) => {
                self.ran.rows.retain(|known| known.id != row.id);
                self.ran.rows.push(row);
            }
            Err(fault) => {
                self.trouble.get_or_insert(fault);
            }
        }
    }
}
