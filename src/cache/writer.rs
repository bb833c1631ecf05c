//! The one thread that writes: requests come over a channel and are answered.

use std::collections::HashMap;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll};
use std::thread::JoinHandle;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use tokio::sync::oneshot::{self, error::TryRecvError};

use super::file;
use super::keep::keep;
use super::snag::{Snag, file_fault};
use crate::domain::{Fault, Kind, ShopId};

type Job = Box<dyn FnOnce(&mut Pen) + Send>;

/// What the writer thread holds in its hand.
pub(super) struct Pen {
    connection: Connection,
    shops: HashMap<ShopId, i64>,
}

impl Pen {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, shops: HashMap::new() }
    }

    /// Runs `work` as one transaction: all of it is kept, or nothing.
    pub(super) fn transact<T>(
        &mut self,
        work: impl FnOnce(&mut Stroke<'_>) -> Result<T, Snag>,
    ) -> Result<T, Snag> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut stroke = Stroke { tx, shops: &mut self.shops, added: Vec::new() };
        let answer = work(&mut stroke);
        let Stroke { tx, shops, added } = stroke;
        let answer = answer.and_then(|answer| keep(tx).map(|()| answer));
        if answer.is_err() {
            shops.retain(|shop, _| !added.contains(shop));
        }
        answer
    }
}

/// One transaction of the writer.
pub(super) struct Stroke<'a> {
    pub(super) tx: Transaction<'a>,
    shops: &'a mut HashMap<ShopId, i64>,
    added: Vec<ShopId>,
}

impl Stroke<'_> {
    /// The number of a shop, given to it when it is new.
    pub(super) fn shop(&mut self, shop: &ShopId) -> Result<i64, Snag> {
        if let Some(number) = self.shops.get(shop) {
            return Ok(*number);
        }
        self.tx.execute(
            "INSERT INTO shops (id) VALUES (?1) ON CONFLICT DO NOTHING",
            [shop.as_str()],
        )?;
        let number = shop_number(&self.tx, shop)?.unwrap_or_default();
        self.shops.insert(shop.clone(), number);
        self.added.push(shop.clone());
        Ok(number)
    }
}

/// The number of a shop that is known already.
fn shop_number(connection: &Connection, shop: &ShopId) -> Result<Option<i64>, Snag> {
    let mut find = connection.prepare_cached("SELECT shop FROM shops WHERE id = ?1")?;
    Ok(find.query_row([shop.as_str()], |row| row.get(0)).optional()?)
}

/// The writer thread and the way to it.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    file: PathBuf,
}

impl Writer {
    pub(super) fn start(connection: Connection, file: PathBuf) -> Result<Self, Fault> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let mut pen = Pen::new(connection);
        let thread = std::thread::Builder::new()
            .name("cache writer".to_owned())
            .spawn(move || inbox.into_iter().for_each(|job| job(&mut pen)))
            .map_err(|error| file_fault("given a writer thread", &file, error))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), file })
    }

    /// Makes the thread nicer than the others.
    pub(super) fn step_back(&self) {
        #[cfg(target_os = "linux")]
        let _stopped = self.send(Box::new(|_| {
            let _refused = rustix::process::setpriority_process(None, 5);
        }));
    }

    /// Runs `work` as one transaction on the writer thread and waits for it.
    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Stroke<'_>) -> Result<T, Snag> + Send + 'static,
    ) -> Result<T, Fault> {
        let (answer, wait) = mpsc::channel();
        self.send(Box::new(move |pen| drop(answer.send(pen.transact(work)))))?;
        self.judged(wait.recv().map_err(|_| ()))
    }

    /// Runs `work` as one transaction on the writer thread; the answer is awaited. After
    /// a failure nothing that follows in the same order is written.
    pub(super) fn write_later<T: Send + 'static>(
        &self,
        order: &InOrder,
        work: impl FnOnce(&mut Stroke<'_>) -> Result<T, Snag> + Send + 'static,
    ) -> Landing<T> {
        let (answer, wait) = oneshot::channel();
        let (file, order) = (self.file.clone(), order.clone());
        let job: Job = Box::new(move |pen| {
            let done = if order.is_broken() {
                Err(broken())
            } else {
                pen.transact(work).map_err(|snag| judge(snag, &file))
            };
            if done.is_err() {
                order.break_off();
            }
            drop(answer.send(done));
        });
        match self.send(job) {
            Ok(()) => Landing(Ok(wait)),
            Err(fault) => Landing(Err(Some(fault))),
        }
    }

    /// Writes the whole file anew and empties the log beside it.
    pub(super) fn rewrite(&self) -> Result<(), Fault> {
        let (answer, wait) = mpsc::channel();
        self.send(Box::new(move |pen| drop(answer.send(file::rewrite(&pen.connection)))))?;
        self.judged(wait.recv().map_err(|_| ()))
    }

    fn send(&self, job: Job) -> Result<(), Fault> {
        let sent = self.jobs.as_ref().map(|jobs| jobs.send(job));
        match sent {
            Some(Ok(())) => Ok(()),
            _ => Err(stopped()),
        }
    }

    fn judged<T>(&self, answer: Result<Result<T, Snag>, ()>) -> Result<T, Fault> {
        match answer {
            Ok(answer) => answer.map_err(|snag| judge(snag, &self.file)),
            Err(()) => Err(stopped()),
        }
    }
}

/// Turns trouble into a sentence; damage is noted so that the next start rebuilds.
pub(super) fn judge(snag: Snag, file: &std::path::Path) -> Fault {
    if snag.is_damage() {
        file::mark_for_rebuild(file);
    }
    snag.into_fault(file)
}

fn stopped() -> Fault {
    Fault::new(Kind::Failed, "the cache's writer has stopped").hint("start unhold again")
}

impl Drop for Writer {
    /// Waits until everything that was asked for is written.
    fn drop(&mut self) {
        self.jobs = None;
        let here = std::thread::current().id();
        if let Some(thread) = self.thread.take().filter(|thread| thread.thread().id() != here) {
            // A panic of the writer was already answered to whoever asked.
            let _ = thread.join();
        }
    }
}

fn broken() -> Fault {
    Fault::new(Kind::Failed, "nothing more was written, because a page before could not be")
}

/// Writes of which none is kept without those before it.
#[derive(Clone, Debug, Default)]
pub struct InOrder(Arc<AtomicBool>);

impl InOrder {
    fn is_broken(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    fn break_off(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// A write under way. It goes on when this is dropped.
pub struct Landing<T>(Result<oneshot::Receiver<Result<T, Fault>>, Option<Fault>>);

impl<T> Landing<T> {
    /// How it ended, when it has; asked once more it says that the writer is gone.
    pub fn ended(&mut self) -> Option<Result<T, Fault>> {
        match &mut self.0 {
            Ok(wait) => match wait.try_recv() {
                Ok(answer) => Some(answer),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Closed) => Some(Err(stopped())),
            },
            Err(fault) => Some(Err(fault.take().unwrap_or_else(stopped))),
        }
    }
}

impl<T> Future for Landing<T> {
    type Output = Result<T, Fault>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Ok(wait) => {
                Pin::new(wait).poll(context).map(|answer| answer.unwrap_or_else(|_| Err(stopped())))
            }
            Err(fault) => Poll::Ready(Err(fault.take().unwrap_or_else(stopped))),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn put(name: &'static str) -> impl FnOnce(&mut Stroke<'_>) -> Result<usize, Snag> {
        move |stroke| Ok(stroke.tx.execute("INSERT INTO shops (id) VALUES (?1)", [name])?)
    }

    #[test]
    fn after_a_failure_nothing_that_follows_in_the_same_order_is_written() {
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("cache.sqlite");
        let writer = Writer::start(file::open(&file).unwrap().0, file).unwrap();
        let order = InOrder::default();

        let landings = [
            writer.write_later(&order, put("before")),
            writer.write_later(&order, |stroke| Ok(stroke.tx.execute("nonsense", [])?)),
            writer.write_later(&order, put("after")),
            writer.write_later(&InOrder::default(), put("other")),
        ];

        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let kept = landings.map(|landing| runtime.block_on(landing).is_ok());
        assert_eq!(kept, [true, false, false, true]);
        let rows = writer.write(|stroke| {
            Ok(stroke.tx.query_row("SELECT count(*) FROM shops", [], |row| row.get::<_, i64>(0))?)
        });
        assert_eq!(rows.unwrap(), 2);
    }
}
