//! Trouble of the database as a sentence.

use std::path::Path;

use rusqlite::ErrorCode;

use super::files::Files;
use crate::domain::{Fault, Kind};

/// What can end a piece of work: our own refusal, or the database's.
#[derive(Debug)]
pub(super) enum Trouble {
    /// A sentence that is ready.
    Refused(Fault),
    /// The database failed; the transaction was rolled back.
    Database(rusqlite::Error),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl Trouble {
    /// Says it in words, with the backup to restore when the file is damaged.
    pub(super) fn told(self, files: &Files) -> Fault {
        match self {
            Self::Refused(fault) => fault,
            Self::Database(error) => of_database(error, files),
        }
    }
}

/// A row that says what no version of this program writes.
pub(super) fn unreadable(what: &str) -> Trouble {
    let words = format!("the ledger holds {what} that this version cannot read");
    Trouble::Refused(
        Fault::new(Kind::Failed, words).hint("use the version of unhold that wrote it last"),
    )
}

fn of_database(error: rusqlite::Error, files: &Files) -> Fault {
    let shown = files.ledger().display().to_string();
    let fault =
        |words: &str, hint: String| Fault::new(Kind::Failed, format!("{shown} {words}")).hint(hint);
    let told = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => return damaged(files),
        Some(ErrorCode::DiskFull) => fault(
            "could not be written, the disk is full; nothing was changed",
            "free some space and try again".to_owned(),
        ),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => fault(
            "may not be written; nothing was changed",
            "give yourself the right to write the file and its folder".to_owned(),
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => fault(
            "is being written by another program; nothing was changed",
            "try again in a moment".to_owned(),
        ),
        _ => fault(
            "could not be read or written; nothing was changed",
            "check the disk, then try again".to_owned(),
        ),
    };
    told.because(error)
}

/// A damaged ledger is refused, never mended by guessing.
pub(super) fn damaged(files: &Files) -> Fault {
    let words = format!("{} is damaged and was not opened", files.ledger().display());
    Fault::new(Kind::Failed, words).hint(remedy(files))
}

/// A ledger whose end is lost: an entry is noted in the file beside it and is not in it.
pub(super) fn cut_short(files: &Files, note: &Path, number: i64) -> Fault {
    let words = format!(
        "{} lacks entry {number} of its journal, which was recorded; its end is lost, and it was not opened",
        files.ledger().display()
    );
    let meant = format!(
        "if you put an older ledger there yourself, delete {} and start again, else {}",
        note.display(),
        remedy(files)
    );
    Fault::new(Kind::Failed, words).hint(meant)
}

/// How a ledger that cannot be opened is dealt with.
fn remedy(files: &Files) -> String {
    let ledger = files.ledger();
    match files.newest_backup() {
        Some(backup) => format!(
            "restore the newest backup with: {}; what was done since that backup is in the store's own timeline",
            restoring(files, &backup)
        ),
        None => format!(
            "no backup was made yet: keep {} aside and start anew; what was done is in the store's own timeline",
            ledger.display()
        ),
    }
}

/// The commands that put the damaged files aside and a backup in their place; nothing is
/// deleted. Each runs only when the one before went well.
#[cfg(unix)]
fn restoring(files: &Files, backup: &Path) -> String {
    let (ledger, backup) = (quoted(&files.ledger()), quoted(backup));
    let aside = quoted(&files.aside());
    format!("mkdir -m 700 {aside} && mv {ledger}* {aside}/ && cp -p {backup} {ledger}")
}

#[cfg(not(unix))]
fn restoring(files: &Files, backup: &Path) -> String {
    let ledger = files.ledger();
    format!(
        "move {} and the files ending in -wal and -shm beside it into another folder, then copy {} to {}",
        ledger.display(),
        backup.display(),
        ledger.display()
    )
}

/// A path as one word of a shell.
#[cfg(unix)]
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}
