//! Running the outbox, in the background and for a command.

use std::sync::Arc;
use std::time::Duration;

use super::Desk;
use super::desk::Inner;
use crate::domain::{Fault, Order, OrderId, OutboxRow, Revision, RowId, Timestamp};
use crate::outbox::{Hooks, Pace, Ran, Runner, Who};

/// How running the outbox for a command ended.
#[derive(Debug)]
pub enum Ended {
    /// The run came to its end.
    Ran(Ran),
    /// The time given was up; what is under way goes on in the ledger.
    OutOfTime,
}

impl Desk {
    /// Runs the outbox as the pace says, or waits for the process that does.
    pub fn run_outbox(&self, pace: Pace, limit: Option<Duration>) -> Result<Ended, Fault> {
        self.may_write()?;
        self.may_connect()?;
        let runner = self.runner();
        self.inner.runtime.block_on(async {
            let run = run_or_follow(&runner, pace);
            let ended = match limit {
                None => Ended::Ran(run.await?),
                Some(limit) => match tokio::time::timeout(limit, run).await {
                    Ok(ran) => Ended::Ran(ran?),
                    Err(_) => Ended::OutOfTime,
                },
            };
            runner.give_up().await?;
            Ok(ended)
        })
    }

    pub(super) fn runner(&self) -> Runner {
        let inner = &self.inner;
        Runner::new(
            inner.store.clone(),
            inner.ledger.clone(),
            inner.setup.clock.clone(),
            Arc::new(DeskHooks(Arc::clone(inner))),
        )
        .with_grace(inner.setup.grace)
    }
}

async fn run_or_follow(runner: &Runner, pace: Pace) -> Result<Ran, Fault> {
    let ran = runner.run_due(pace).await?;
    let (Who::Another(_), Some(row)) = (&ran.ownership, pace.only) else { return Ok(ran) };
    let row = follow(runner, row).await?;
    Ok(Ran { rows: vec![row], ..ran })
}

async fn follow(runner: &Runner, row: RowId) -> Result<OutboxRow, Fault> {
    runner.follow(row).await
}

/// What the runner learns goes into the cache and to the listeners.
struct DeskHooks(Arc<Inner>);

impl Hooks for DeskHooks {
    fn refreshed(&self, order: &Order, asked: Timestamp) {
        // The read-back is proof whether or not the cache can take it; the next sync
        // brings the order again.
        let _kept = self.0.keep(order, asked);
    }

    fn changed(&self, row: &OutboxRow) {
        if !row.state.is_open() && row.verb.is_verdict() {
            let _placed = self.0.place_again(&row.order);
        }
        self.0.row_changed(row);
    }

    fn seen(&self, order: &OrderId, revision: &Revision) -> Option<Order> {
        let cached = self.0.cache.full(order).ok()??;
        (cached.revision == *revision).then_some(cached.order)
    }
}
