//! The ledger's backup of the day, made behind everything else.

use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::Desk;
use crate::domain::Fault;

/// How long the start has the disk for itself.
const HEAD_START: Duration = Duration::from_secs(3);

/// A backup that is being made, or waits until the start is over.
#[derive(Debug)]
pub struct DailyBackup {
    hurry: Option<Sender<()>>,
    thread: Option<JoinHandle<Result<(), Fault>>>,
}

impl Desk {
    /// Makes the ledger's backup of the day, when there is none yet, behind whatever else is
    /// done: the screen is not kept waiting, and a short command makes it at its end.
    pub fn start_daily_backup(&self) -> DailyBackup {
        let (hurry, hurried) = channel::<()>();
        let (ledger, now) = (self.inner.ledger.clone(), self.inner.now());
        let thread = thread::spawn(move || {
            // Both ends of the wait mean the same: the time is over, or nobody waits any more.
            let _over = hurried.recv_timeout(HEAD_START);
            ledger.back_up_daily(now).map(|_| ())
        });
        DailyBackup { hurry: Some(hurry), thread: Some(thread) }
    }
}

impl DailyBackup {
    /// Waits for it, and says why it could not be made.
    pub fn end(&mut self) -> Option<String> {
        drop(self.hurry.take());
        let ended = self.thread.take()?.join();
        let why = match ended {
            Ok(Ok(())) => return None,
            Ok(Err(fault)) => fault.full_message(),
            Err(_) => "it broke off".to_owned(),
        };
        Some(format!("The day's backup of the ledger could not be made: {why}"))
    }
}

impl Drop for DailyBackup {
    fn drop(&mut self) {
        // Whoever wants to know why it failed calls `end`.
        let _unheard = self.end();
    }
}
