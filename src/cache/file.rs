//! The file: made private, opened, moved aside when it is damaged.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::schema;
use super::snag::{Snag, file_fault};
use crate::domain::{Crossing, Fault, Kind, cross};

/// Kibibytes of pages that the writer may keep. All page caches of the house together
/// stay within 16 MiB (`house.md`, storage); the readers take 2 MiB each.
const WRITER_PAGES_KIB: i64 = 6 * 1024;
const READER_PAGES_KIB: i64 = 2 * 1024;

/// Pages in the write-ahead log before they are moved into the file: one page of orders
/// touches several hundred, and the next one many of the same again.
const CHECKPOINT_PAGES: i64 = 4_000;

/// How long a connection waits for another process's transaction.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to leave the file to another process before it is asked for again.
const ASK_AGAIN: Duration = Duration::from_millis(5);

/// Opens the file for writing, making or rebuilding it where needed; the sentence says
/// that it was rebuilt.
pub(super) fn open(file: &Path) -> Result<(Connection, Option<String>), Fault> {
    make_private(file)?;
    let marked = rebuild_mark(file).exists();
    match if marked { Err(None) } else { open_writer(file).map_err(Some) } {
        Ok(connection) => Ok((connection, None)),
        Err(Some(snag)) if !snag.is_damage() => Err(snag.into_fault(file)),
        Err(_) => {
            move_aside(file)?;
            make_private(file)?;
            let connection = open_writer(file).map_err(|snag| snag.into_fault(file))?;
            Ok((connection, Some(rebuilt_notice(file))))
        }
    }
    .and_then(|(connection, notice)| refuse_newer(&connection, file).map(|()| (connection, notice)))
}

/// Opens a file that nothing can bring back: damage is told, and the file stays as it is.
pub(super) fn open_kept(file: &Path) -> Result<Connection, Fault> {
    make_private(file)?;
    let connection = open_writer(file).map_err(|snag| {
        let is_damaged = snag.is_damage();
        let fault = snag.into_fault(file);
        if !is_damaged {
            return fault;
        }
        fault.hint("move the file away and import the orders again")
    })?;
    refuse_newer(&connection, file)?;
    Ok(connection)
}

fn rebuilt_notice(file: &Path) -> String {
    format!(
        "The cache was damaged and has been started anew; the next sync fills it. \
         The damaged file was kept as {}.",
        damaged_name(file).display()
    )
}

fn open_writer(file: &Path) -> Result<Connection, Snag> {
    let mut connection = connect(file, WRITER_PAGES_KIB)?;
    write_ahead(&connection)?;
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", CHECKPOINT_PAGES * 4096)?;
    if schema::version(&connection)? < schema::VERSION {
        schema::migrate(&mut connection)?;
    }
    connection.query_row("SELECT count(*) FROM shops", [], |_| Ok(()))?;
    Ok(connection)
}

/// Lets readers and the writer work side by side. Two that switch a new file at once may each
/// hold what the other needs: `SQLite` then says "busy" at once, whatever the busy timeout,
/// and one of them has to ask again.
fn write_ahead(connection: &Connection) -> Result<(), Snag> {
    let start = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && start.elapsed() < PATIENCE =>
            {
                thread::sleep(ASK_AGAIN);
            }
            answer => return Ok(answer?),
        }
    }
}

/// Writes the file anew, page by page, and empties the log beside it: nothing that was
/// deleted is left in either. Whoever reads meanwhile is waited for.
pub(super) fn rewrite(connection: &Connection) -> Result<(), Snag> {
    // The copy on the way is as large as the file, and is not to fill the memory.
    connection.execute_batch("PRAGMA temp_store = file; VACUUM; PRAGMA temp_store = memory")?;
    cross(Crossing::Cache);
    let start = Instant::now();
    loop {
        let busy: i64 =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 {
            return Ok(());
        }
        if start.elapsed() > PATIENCE {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
            return Err(rusqlite::Error::SqliteFailure(code, None).into());
        }
        thread::sleep(ASK_AGAIN);
    }
}

/// Deletes what is left of a damaged cache that was moved aside.
pub(super) fn drop_damaged(file: &Path) -> Result<(), Fault> {
    let damaged = damaged_name(file);
    match fs::remove_file(&damaged) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(file_fault("removed", &damaged, error))
        }
        _ => Ok(()),
    }
}

/// Opens a connection that only reads.
pub(super) fn open_reader(file: &Path) -> Result<Connection, Snag> {
    let connection = connect(file, READER_PAGES_KIB)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn connect(file: &Path, pages_kib: i64) -> Result<Connection, Snag> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "cache_size", -pages_kib)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.set_prepared_statement_cache_capacity(48);
    Ok(connection)
}

fn refuse_newer(connection: &Connection, file: &Path) -> Result<(), Fault> {
    let version = schema::version(connection).map_err(|snag| snag.into_fault(file))?;
    if version <= schema::VERSION {
        return Ok(());
    }
    Err(Fault::new(Kind::Failed, format!("{} was made by a newer unhold", file.display()))
        .hint("use the newer program, or delete the file: a sync rebuilds it"))
}

/// Asks for a rebuild at the next start; called when damage is met later on.
pub(super) fn mark_for_rebuild(file: &Path) {
    // If even this cannot be written, the next start meets the damage again.
    let _ = fs::write(rebuild_mark(file), b"");
}

fn rebuild_mark(file: &Path) -> PathBuf {
    file.with_extension("rebuild")
}

fn damaged_name(file: &Path) -> PathBuf {
    file.with_extension("damaged")
}

fn move_aside(file: &Path) -> Result<(), Fault> {
    let moved = fs::rename(file, damaged_name(file));
    moved.map_err(|error| file_fault("moved aside", file, error))?;
    for leftover in [beside(file, "-wal"), beside(file, "-shm"), rebuild_mark(file)] {
        match fs::remove_file(&leftover) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(file_fault("removed", &leftover, error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Makes folder and file for their owner only, from creation on (`contract.md`, files);
/// the files that `SQLite` puts beside take the same rights.
fn make_private(file: &Path) -> Result<(), Fault> {
    if let Some(folder) = file.parent() {
        make_folder(folder).map_err(|error| file_fault("made", folder, error))?;
    }
    make_file(file).map_err(|error| file_fault("made", file, error))
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn make_file(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    match made {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let rights = fs::metadata(file)?.permissions().mode();
            if rights.trailing_zeros() >= 6 {
                return Ok(());
            }
            fs::set_permissions(file, fs::Permissions::from_mode(0o600))
        }
        other => other.map(|_| ()),
    }
}

#[cfg(not(unix))]
fn make_file(file: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).create(true).truncate(false).open(file).map(|_| ())
}
