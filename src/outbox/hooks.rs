//! What the runner asks of its surroundings.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use crate::domain::{Order, OrderId, OutboxRow, Revision, Timestamp};

/// What the desk does with what the runner learns. Called from the runner's threads;
/// must not block for long.
pub trait Hooks: Send + Sync {
    /// An order was read afresh, asked for at this moment: the cache may take it.
    fn refreshed(&self, order: &Order, asked: Timestamp);

    /// A row or one of its steps moved.
    fn changed(&self, row: &OutboxRow);

    /// The order as it was under this revision, when it is still known; with it the
    /// runner says in words what changed since.
    fn seen(&self, order: &OrderId, revision: &Revision) -> Option<Order>;
}

/// Waiting, and the time that no one can set back.
pub trait Pause: Send + Sync {
    /// Waits so long.
    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// Time since some fixed moment of this process, which only grows.
    fn uptime(&self) -> Duration;
}

/// Waits by the runtime's timers.
#[derive(Clone, Copy, Debug)]
pub struct TokioPause {
    start: Instant,
}

impl Default for TokioPause {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Pause for TokioPause {
    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(time))
    }

    fn uptime(&self) -> Duration {
        self.start.elapsed()
    }
}
