//! Threads that do one thing after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use super::port::Office;
use crate::tui::app::{Errand, Msg};

/// What a job may use.
pub(super) struct Desk<'a> {
    /// The desk.
    pub(super) office: &'a dyn Office,
    /// Where answers go.
    pub(super) answers: &'a dyn Fn(Msg),
    /// Whether nothing newer waits.
    pub(super) wanted: &'a dyn Fn() -> bool,
}

/// Something to be done on a thread.
pub(super) type Job = Box<dyn FnOnce(&Desk<'_>) + Send>;

/// Where messages go.
pub(crate) type Post = Arc<dyn Fn(Msg) + Send + Sync>;

/// Runs a job; its panic becomes a message and ends nothing else.
fn run(errand: Errand, job: Job, desk: &Desk<'_>) {
    // The job's captures are gone after a panic, so nothing half-changed is seen again.
    if catch_unwind(AssertUnwindSafe(|| job(desk))).is_err() {
        (desk.answers)(Msg::Lost(errand));
    }
}

/// A lane for reads: one runs, the newest waits, those between are dropped.
pub(super) struct Reads {
    slot: Arc<(Mutex<Option<Job>>, Condvar)>,
}

impl Reads {
    /// Starts the lane's thread.
    pub(super) fn start(errand: Errand, office: &Arc<dyn Office>, post: &Post) -> Self {
        let slot: Arc<(Mutex<Option<Job>>, Condvar)> = Arc::default();
        let (mine, office, post) = (Arc::clone(&slot), Arc::clone(office), Arc::clone(post));
        spawn(errand.name(), move || {
            loop {
                let job = next_job(&mine);
                let wanted = || lock(&mine.0).is_none();
                run(errand, job, &Desk { office: &*office, answers: &*post, wanted: &wanted });
            }
        });
        Self { slot }
    }

    /// Asks; whatever waits is dropped.
    pub(super) fn ask(&self, job: impl FnOnce(&Desk<'_>) + Send + 'static) {
        *lock(&self.slot.0) = Some(Box::new(job));
        self.slot.1.notify_one();
    }
}

fn next_job(slot: &(Mutex<Option<Job>>, Condvar)) -> Job {
    let mut waiting = lock(&slot.0);
    loop {
        if let Some(job) = waiting.take() {
            return job;
        }
        waiting = slot.1.wait(waiting).unwrap_or_else(PoisonError::into_inner);
    }
}

fn lock(slot: &Mutex<Option<Job>>) -> std::sync::MutexGuard<'_, Option<Job>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A lane for writes: all run, in order.
pub(super) struct Writes {
    queue: Sender<Job>,
}

impl Writes {
    /// Starts the lane's thread.
    pub(super) fn start(errand: Errand, office: &Arc<dyn Office>, post: &Post) -> Self {
        let (queue, jobs) = channel::<Job>();
        let (office, post) = (Arc::clone(office), Arc::clone(post));
        spawn(errand.name(), move || {
            for job in jobs {
                run(errand, job, &Desk { office: &*office, answers: &*post, wanted: &|| true });
            }
        });
        Self { queue }
    }

    /// Queues a write.
    pub(super) fn ask(&self, job: impl FnOnce(&Desk<'_>) + Send + 'static) {
        // The thread ends only when this side is dropped, so the job is always taken.
        let _ = self.queue.send(Box::new(job));
    }
}

/// Starts a thread. Threads are never waited for: a store that hangs must not keep the
/// program from ending.
pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    let started = thread::Builder::new().name(format!("unhold {name}")).spawn(work);
    debug_assert!(started.is_ok(), "no thread for {name}");
}
