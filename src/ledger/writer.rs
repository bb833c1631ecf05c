//! The one thread that writes, and the connections that read.

use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::ending::Ending;
use super::files::Files;
use super::keep::keep;
use super::trouble::Trouble;
use crate::domain::{Fault, Kind};

type Work = Box<dyn FnOnce(&mut Connection) + Send>;

/// When a change must have reached the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durable {
    /// Before the answer: one sync.
    Now,
    /// With the next change that is durable. A killed process loses nothing, a power
    /// cut may, so this is for what can be found out again.
    Later,
}

#[cfg(test)]
thread_local! {
    /// Durable changes made by this writer's thread.
    pub(super) static SYNCS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Answers requests to write, one after the other, each in one transaction.
#[derive(Debug)]
pub(super) struct Writer {
    work: Option<Sender<Work>>,
    thread: Option<JoinHandle<()>>,
    ending: Arc<Ending>,
}

impl Writer {
    /// Starts the thread on an open ledger.
    pub(super) fn start(mut connection: Connection, ending: Ending) -> Result<Self, Fault> {
        let (work, requests) = channel::<Work>();
        let thread = std::thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || {
                for request in requests {
                    request(&mut connection);
                }
            })
            .map_err(|cause| {
                Fault::new(Kind::Failed, "the ledger's thread could not be started").because(cause)
            })?;
        Ok(Self { work: Some(work), thread: Some(thread), ending: Arc::new(ending) })
    }

    /// Runs `work` in a transaction and waits until it is kept; an error keeps nothing.
    pub(super) fn write<T, W>(&self, durable: Durable, work: W) -> Result<T, Trouble>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T, Trouble> + Send + 'static,
    {
        let ending = Arc::clone(&self.ending);
        self.ask(move |connection| {
            connection.pragma_update(
                None,
                "synchronous",
                match durable {
                    Durable::Now => "FULL",
                    Durable::Later => "NORMAL",
                },
            )?;
            let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = work(&change)?;
            keep(change)?;
            if durable == Durable::Now {
                ending.note(connection);
            }
            #[cfg(test)]
            SYNCS.with(|syncs| syncs.set(syncs.get() + u32::from(durable == Durable::Now)));
            Ok(answer)
        })
    }

    /// Runs `work` on the writing connection outside of a transaction.
    pub(super) fn ask<T, W>(&self, work: W) -> Result<T, Trouble>
    where
        T: Send + 'static,
        W: FnOnce(&mut Connection) -> Result<T, Trouble> + Send + 'static,
    {
        let (answer, answered) = sync_channel(1);
        let request: Work = Box::new(move |connection| {
            // A caller that went away needs no answer; the work is done all the same.
            drop(answer.send(work(connection)));
        });
        let sent = self.work.as_ref().is_some_and(|thread| thread.send(request).is_ok());
        if !sent {
            return Err(gone());
        }
        answered.recv().unwrap_or_else(|_| Err(gone()))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.work.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn gone() -> Trouble {
    Trouble::Refused(
        Fault::new(Kind::Failed, "the ledger's thread has ended; nothing was changed")
            .hint("start the program again"),
    )
}

/// Connections that read beside the writer; as many as were ever used at once.
#[derive(Debug)]
pub(super) struct Readers {
    files: Files,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(files: Files) -> Self {
        Self { files, idle: Mutex::new(Vec::new()) }
    }

    /// Runs `work` on one state of the ledger, untouched by writes that come meanwhile.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let mut connection = match self.lock().pop() {
            Some(connection) => connection,
            None => self.open()?,
        };
        let answer = {
            let look = connection.transaction()?;
            work(&look)
        };
        self.lock().push(connection);
        answer
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<Connection, Trouble> {
        let connection = self.open_alone()?;
        connection.pragma_update(None, "query_only", "ON")?;
        Ok(connection)
    }

    /// A connection for one long piece of work, a copy of the whole file.
    pub(super) fn open_alone(&self) -> Result<Connection, Trouble> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(self.files.ledger(), flags)?;
        settle_in(&connection)?;
        Ok(connection)
    }
}

/// How long a connection waits for another process's transaction.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// What every connection to the ledger is told first.
pub(super) fn settle_in(connection: &Connection) -> Result<(), Trouble> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "cache_size", -1024)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}
