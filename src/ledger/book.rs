//! The ledger as the rest of the house holds it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction};

use super::ending::{self, Ending};
use super::files::{FileMark, Files};
use super::migrations::{self, STEPS};
use super::restored;
use super::trouble::{Trouble, damaged};
use super::writer::{Durable, PATIENCE, Readers, Writer, settle_in};
use crate::domain::{Fault, Ids, Timestamp};

/// Above this size the whole file is checked by `journal --verify` only; up to it the
/// check at the start costs a few milliseconds.
const CHECKED_AT_START: u64 = 4 * 1024 * 1024;

/// The ledger; copies share one writer thread.
#[derive(Clone)]
pub struct Ledger {
    shared: Arc<Shared>,
}

struct Shared {
    files: Files,
    ids: Arc<dyn Ids>,
    writer: Writer,
    readers: Readers,
    /// The last `PRAGMA data_version` seen by the writer.
    version: AtomicI64,
    /// Which file was opened.
    opened: Option<FileMark>,
    /// One daily backup at a time.
    copying: Mutex<()>,
}

impl Ledger {
    /// Opens the ledger in `folder`, makes it when there is none, and brings an older
    /// one up to date after a backup. A damaged one is refused; of one that was restored
    /// from a copy every open row waits for a person.
    pub fn open(folder: &Path, ids: Arc<dyn Ids>, now: Timestamp) -> Result<Self, Fault> {
        let files = Files::prepare(folder)?;
        let (connection, ending) =
            open_checked(&files, &*ids, now).map_err(|trouble| trouble.told(&files))?;
        let shared = Shared {
            writer: Writer::start(connection, ending)?,
            readers: Readers::new(files.clone()),
            version: AtomicI64::new(0),
            opened: files.mark(),
            copying: Mutex::default(),
            files,
            ids,
        };
        let ledger = Self { shared: Arc::new(shared) };
        ledger.others_wrote()?;
        Ok(ledger)
    }

    /// Copies the ledger into `backups/` and says where.
    pub fn back_up(&self, now: Timestamp) -> Result<PathBuf, Fault> {
        let files = self.shared.files.clone();
        self.told(
            self.shared.writer.ask(move |connection| migrations::back_up(connection, &files, now)),
        )
    }

    /// Makes the day's backup when there is none yet, and says where. It is made on a
    /// connection of its own: decisions are recorded meanwhile.
    pub fn back_up_daily(&self, now: Timestamp) -> Result<Option<PathBuf>, Fault> {
        let files = &self.shared.files;
        let _alone = self.hold_copies();
        let made = self
            .shared
            .readers
            .open_alone()
            .and_then(|connection| migrations::back_up_daily(&connection, files, now));
        self.told(made)
    }

    /// Makes no copy until the answer is dropped.
    pub(super) fn hold_copies(&self) -> MutexGuard<'_, ()> {
        self.shared.copying.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether another process has written since this was asked last
    /// (`PRAGMA data_version`); our own writes do not count.
    pub fn others_wrote(&self) -> Result<bool, Fault> {
        let version = self.told(self.shared.writer.ask(|connection| {
            Ok(connection.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0))?)
        }))?;
        let before = self.shared.version.swap(version, Ordering::Relaxed);
        Ok(before != version)
    }

    pub(super) fn files(&self) -> &Files {
        &self.shared.files
    }

    pub(super) fn ids(&self) -> Arc<dyn Ids> {
        Arc::clone(&self.shared.ids)
    }

    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Trouble>,
    ) -> Result<T, Fault> {
        self.told(self.shared.readers.read(work))
    }

    /// Work on the whole file, outside of a change.
    pub(super) fn aside_of_changes<T, W>(&self, work: W) -> Result<T, Fault>
    where
        T: Send + 'static,
        W: FnOnce(&mut Connection) -> Result<T, Trouble> + Send + 'static,
    {
        self.told(self.shared.writer.ask(work))
    }

    pub(super) fn write<T, W>(&self, durable: Durable, work: W) -> Result<T, Fault>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T, Trouble> + Send + 'static,
    {
        let shared = &self.shared;
        if durable == Durable::Now && shared.files.mark() != shared.opened {
            return Err(shared.files.gone());
        }
        self.told(shared.writer.write(durable, work))
    }

    /// How many durable changes were made so far.
    #[cfg(test)]
    pub(crate) fn syncs(&self) -> u32 {
        let syncs = self.shared.writer.ask(|_| Ok(super::writer::SYNCS.get()));
        self.told(syncs).unwrap_or_default()
    }

    /// Lets the file grow no more, as a full disk would.
    #[cfg(test)]
    pub(super) fn limit_pages(&self) -> Result<(), Fault> {
        self.told(self.shared.writer.ask(|connection| {
            let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
            Ok(())
        }))
    }

    fn told<T>(&self, answer: Result<T, Trouble>) -> Result<T, Fault> {
        answer.map_err(|trouble| trouble.told(&self.shared.files))
    }
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").field("files", &self.shared.files).finish_non_exhaustive()
    }
}

fn open_checked(
    files: &Files,
    ids: &dyn Ids,
    now: Timestamp,
) -> Result<(Connection, Ending), Trouble> {
    let noted = ending::noted(files);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(files.ledger(), flags)?;
    settle_in(&connection)?;
    write_ahead(&connection)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    check(&connection, files)?;
    if restored::is_copy(&connection)? {
        ending::forget(files)?;
    } else {
        ending::check(noted, &connection, files)?;
    }
    migrations::migrate(&mut connection, files, STEPS, now)?;
    restored::take_into_use(&mut connection, ids, now)?;
    let ending = Ending::open(files, &connection)?;
    Ok((connection, ending))
}

/// Two that switch a new file at once may each hold what the other needs: `SQLite` then says
/// "busy" at once, whatever the busy timeout, and one of them has to ask again.
fn write_ahead(connection: &Connection) -> Result<(), Trouble> {
    let start = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && start.elapsed() < PATIENCE =>
            {
                thread::sleep(Duration::from_millis(5));
            }
            answer => return Ok(answer?),
        }
    }
}

fn check(connection: &Connection, files: &Files) -> Result<(), Trouble> {
    let size = std::fs::metadata(files.ledger()).map_or(0, |about| about.len());
    if size > CHECKED_AT_START || is_sound(connection)? {
        return Ok(());
    }
    Err(damaged(files).into())
}

/// Whether every page of the file can be read and its trees hang together.
pub(super) fn is_sound(connection: &Connection) -> Result<bool, Trouble> {
    let word: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    Ok(word == "ok")
}
