//! What goes on behind the screen: the outbox, the sync, other processes' writes.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::checker::Call;
use super::happened::Happened;
use super::{Desk, Trouble};
use crate::domain::{Fault, Kind};
use crate::outbox::{Pace, Ran, Runner, Who};
use crate::stores;
use crate::sync::{Busy, How, Report};

/// How often another process's writes are looked for.
const LOOK_AROUND: Duration = Duration::from_secs(2);
/// How long to wait with a store that could not be reached.
const BREATHER: Duration = Duration::from_secs(15);

/// How long the end of the program waits for them.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// The threads behind the screen.
pub(super) struct Background {
    stop: watch::Sender<bool>,
    runner: Sender<()>,
    syncer: Sender<How>,
    pub(super) checker: Sender<Call>,
    threads: Vec<JoinHandle<()>>,
}

impl Desk {
    /// Starts syncing and running the outbox; a second call changes nothing.
    pub fn start_background(&self) {
        let mut background = self.inner.background.lock().unwrap_or_else(PoisonError::into_inner);
        if background.is_some() {
            return;
        }
        self.inner.ends.store(false, Ordering::Relaxed);
        self.reopen_windows();
        let (stop, stopped) = watch::channel(false);
        let (runner, run_asked) = channel();
        let (syncer, sync_asked) = channel();
        let (checker, check_asked) = channel();
        let mut threads = Vec::new();
        let desk = self.clone();
        threads.push(thread::spawn(move || {
            step_back(10);
            desk.keep_checked(&check_asked);
        }));
        let (desk, ends) = (self.clone(), stopped.clone());
        threads.push(thread::spawn(move || desk.run_rows(&run_asked, &ends)));
        if self.is_online() {
            let desk = self.clone();
            threads.push(thread::spawn(move || desk.keep_synced(&sync_asked, &stopped)));
        }
        // Rules or tables may be others than at the last start.
        let _gone = checker.send(Call::News);
        *background = Some(Background { stop, runner, syncer, checker, threads });
    }

    /// Asks for a sync in the background; it also lets a stopped outbox try again.
    pub fn ask_sync(&self, how: How) -> Result<(), Fault> {
        self.may_connect()?;
        self.wake_runner();
        let background = self.inner.background.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = background.as_ref().map(|threads| threads.syncer.send(how));
        match asked {
            Some(Ok(())) => Ok(()),
            _ => Err(Fault::new(Kind::Failed, "nothing syncs in the background any more")
                .hint("leave the program and start it again")),
        }
    }

    pub(super) fn wake_runner(&self) {
        let background = self.inner.background.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(threads) = background.as_ref() {
            let _gone = threads.runner.send(());
        }
    }

    /// Stops what goes on behind the screen. A call under way is given up, and counts as
    /// unknown until the next start reads the order again.
    pub fn stop_background(&self) {
        let taken = self.inner.background.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Background { stop, runner, syncer, checker, threads }) = taken else { return };
        self.inner.ends.store(true, Ordering::Relaxed);
        let _gone = stop.send(true);
        drop((runner, syncer, checker));
        join_within(threads, LAST_WAIT);
    }

    fn run_rows(&self, asked: &Receiver<()>, ends: &watch::Receiver<bool>) {
        let runner = Arc::new(self.runner());
        let mut wait = Duration::ZERO;
        loop {
            match self.rest(asked, wait) {
                Rest::Ended => break,
                Rest::Asked | Rest::Over if !self.may_run() => wait = Duration::from_secs(3600),
                Rest::Asked | Rest::Over => match self.run_once(&runner, ends.clone()) {
                    Some(next) => wait = next,
                    None => break,
                },
            }
        }
        let second = Duration::from_secs(1);
        let _late = self
            .inner
            .runtime
            .block_on(async { tokio::time::timeout(second, runner.give_up()).await });
    }

    fn may_run(&self) -> bool {
        self.is_online() && self.may_write().is_ok()
    }

    /// Waits until somebody asks or the time is over; meanwhile looks for what other
    /// processes wrote.
    fn rest(&self, asked: &Receiver<()>, wait: Duration) -> Rest {
        let mut left = wait;
        loop {
            let nap = left.min(LOOK_AROUND);
            match asked.recv_timeout(nap) {
                Ok(()) => {
                    while asked.try_recv().is_ok() {}
                    return Rest::Asked;
                }
                Err(RecvTimeoutError::Disconnected) => return Rest::Ended,
                Err(RecvTimeoutError::Timeout) => {}
            }
            left = left.saturating_sub(nap);
            if self.inner.ledger.others_wrote().unwrap_or(false) {
                self.inner.listeners.tell(&Happened::OthersWrote);
                return Rest::Over;
            }
            if left.is_zero() {
                return Rest::Over;
            }
        }
    }

    /// Runs what is due; answers how long to wait, or `None` when the program ends.
    fn run_once(&self, runner: &Runner, mut ends: watch::Receiver<bool>) -> Option<Duration> {
        let ran = self.inner.runtime.block_on(async {
            tokio::select! {
                ran = runner.run_due(Pace::background()) => Some(ran),
                _ = ends.wait_for(|ended| *ended) => None,
            }
        })?;
        match ran {
            Ok(ran) => {
                if !ran.rows.is_empty() {
                    self.back_up_behind();
                }
                Some(self.after_run(&ran))
            }
            Err(fault) => {
                self.inner.troubles.note(Some(Trouble::from(&fault)), &self.inner.listeners);
                Some(BREATHER)
            }
        }
    }

    fn after_run(&self, ran: &Ran) -> Duration {
        for row in &ran.ask {
            self.inner.listeners.tell(&Happened::NeedsAsking(Box::new(row.clone())));
        }
        if let Who::Another(owner) = &ran.ownership {
            let who =
                owner.as_ref().map_or_else(String::new, |owner| format!("process {}", owner.pid));
            self.inner.listeners.tell(&Happened::OutboxElsewhere(who));
            return LOOK_AROUND;
        }
        if let Some(fault) = &ran.halted {
            let stops = fault.trouble == stores::Trouble::Unauthorised;
            let fault = Fault::from(fault.clone());
            self.inner.troubles.note(Some(Trouble::from(&fault)), &self.inner.listeners);
            return if stops { Duration::from_secs(3600) } else { BREATHER };
        }
        let now = self.inner.now();
        match ran.next_due {
            Some(due) => {
                let millis = u64::try_from(due.millis() - now.millis()).unwrap_or(0);
                Duration::from_millis(millis.clamp(50, 3_600_000))
            }
            None => Duration::from_secs(3600),
        }
    }

    fn keep_synced(&self, asked: &Receiver<How>, ends: &watch::Receiver<bool>) {
        step_back(5);
        self.inner.cache.write_behind();
        let pause = Duration::from_secs(u64::from(self.inner.setup.config.store.sync_seconds));
        let mut how = How::Changes;
        loop {
            if self.sync_once(how, ends.clone()).is_none() {
                return;
            }
            how = match asked.recv_timeout(pause) {
                Ok(asked) => asked,
                Err(RecvTimeoutError::Timeout) => How::Changes,
                Err(RecvTimeoutError::Disconnected) => return,
            };
        }
    }

    /// One sync; `None` when the program ends meanwhile.
    fn sync_once(&self, how: How, mut ends: watch::Receiver<bool>) -> Option<()> {
        let mut quiet = |_: &Report| {};
        let ended = self.inner.runtime.block_on(async {
            tokio::select! {
                ended = self.inner.pull(how, Busy::Wait, &mut quiet) => Some(ended),
                _ = ends.wait_for(|ended| *ended) => None,
            }
        })?;
        let trouble = ended.err().map(|fault| Trouble::from(&fault));
        let is_well = trouble.is_none();
        if let Some(trouble) = trouble.clone() {
            self.inner.listeners.tell(&Happened::SyncFailed(trouble));
        }
        self.inner.troubles.note(trouble, &self.inner.listeners);
        if is_well {
            self.wake_runner();
        }
        Some(())
    }
}

/// Lets the screen's threads go first where cores are scarce. Linux counts niceness per
/// thread; elsewhere the whole program would step back.
fn step_back(steps: i32) {
    #[cfg(target_os = "linux")]
    let _refused = rustix::process::setpriority_process(None, steps);
    #[cfg(not(target_os = "linux"))]
    let _nowhere = steps;
}

/// Waits for threads to end, and leaves behind those that do not in time: they end with
/// the process, and what they had under way counts as unknown.
fn join_within(threads: Vec<JoinHandle<()>>, limit: Duration) {
    let start = Instant::now();
    for thread in threads {
        while !thread.is_finished() && start.elapsed() < limit {
            thread::sleep(Duration::from_millis(5));
        }
        if thread.is_finished() {
            let _panicked = thread.join();
        }
    }
}

enum Rest {
    Asked,
    Over,
    Ended,
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;
    use std::time::{Duration, Instant};

    use super::join_within;

    #[test]
    fn the_end_waits_for_a_thread_that_never_ends_only_so_long() {
        let (_open, waits) = channel::<()>();
        let stuck = thread::spawn(move || {
            let _never = waits.recv();
        });
        let quick = thread::spawn(|| {});
        let start = Instant::now();

        join_within(vec![stuck, quick], Duration::from_millis(50));

        assert!(start.elapsed() < Duration::from_secs(2));
    }
}
