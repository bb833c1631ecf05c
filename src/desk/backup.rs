//! The ledger's backup of the day, made behind everything else.

use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::Desk;
use crate::domain::Fault;

/// How long the start has the disk for itself.
const HEAD_START: Duration = Duration::from_secs(3);

/// A backup that is being made, or waits until the start is over.
pub struct DailyBackup {
    desk: Desk,
    hurry: Option<Sender<()>>,
    thread: Option<JoinHandle<Result<(), Fault>>>,
}

impl Desk {
    /// Makes the ledger's backup of the day, when there is none yet, behind whatever else is
    /// done: the screen is not kept waiting, and a short command makes it at its end. The
    /// end of the session tries again: what was recorded meanwhile may be the first there is.
    pub fn start_daily_backup(&self) -> DailyBackup {
        let (hurry, hurried) = channel::<()>();
        let desk = self.clone();
        let thread = thread::spawn(move || {
            // Both ends of the wait mean the same: the time is over, or nobody waits any more.
            let _over = hurried.recv_timeout(HEAD_START);
            desk.back_up_the_day()
        });
        DailyBackup { desk: self.clone(), hurry: Some(hurry), thread: Some(thread) }
    }

    /// Makes the day's backup when there is none yet. By a clock that stands still there is
    /// none: it would be named after a day that may never have been, and drive a real one out.
    pub(super) fn back_up_the_day(&self) -> Result<(), Fault> {
        if self.inner.setup.clock.stands_still() {
            return Ok(());
        }
        self.inner.ledger.back_up_daily(self.inner.now()).map(|_| ())
    }

    /// The same while a workstation stays open over days; why it failed is told at the end.
    pub(super) fn back_up_behind(&self) {
        if let Err(fault) = self.back_up_the_day() {
            self.inner.note(&[failed(&fault.full_message())]);
        }
    }
}

impl DailyBackup {
    /// Waits for it, and says why it could not be made.
    pub fn end(&mut self) -> Option<String> {
        drop(self.hurry.take());
        let ended = self.thread.take()?.join();
        let why = match ended.map(|made| made.and_then(|()| self.desk.back_up_the_day())) {
            Ok(Ok(())) => return None,
            Ok(Err(fault)) => fault.full_message(),
            Err(_) => "it broke off".to_owned(),
        };
        Some(failed(&why))
    }
}

fn failed(why: &str) -> String {
    format!("The day's backup of the ledger could not be made: {why}")
}

impl Drop for DailyBackup {
    fn drop(&mut self) {
        // Whoever wants to know why it failed calls `end`.
        let _unheard = self.end();
    }
}
