//! What goes wrong inside, and the sentence that leaves the room.

use std::fmt;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::domain::{Fault, Kind};

/// Trouble while reading or writing the cache.
#[derive(Debug)]
pub(super) enum Snag {
    /// `SQLite` says no.
    Sql(rusqlite::Error),
    /// A kept order cannot be read, or one cannot be written down.
    Form(serde_json::Error),
    /// Packed bytes are cut short or of a form that this program does not know.
    Packed,
}

impl From<rusqlite::Error> for Snag {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<serde_json::Error> for Snag {
    fn from(error: serde_json::Error) -> Self {
        Self::Form(error)
    }
}

impl fmt::Display for Snag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sql(error) => error.fmt(f),
            // The text of a serde error may quote the value, which is customers' data.
            Self::Form(error) => write!(f, "kept form unreadable at byte {}", error.column()),
            Self::Packed => f.write_str("packed bytes unreadable"),
        }
    }
}

impl std::error::Error for Snag {}

impl Snag {
    /// Whether the file itself is damaged, so that only rebuilding helps.
    pub(super) fn is_damage(&self) -> bool {
        match self {
            Self::Sql(error) => matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
            ),
            Self::Form(_) | Self::Packed => true,
        }
    }

    /// The sentence for a person; `file` is named so that it can be looked for.
    pub(super) fn into_fault(self, file: &Path) -> Fault {
        let place = file.display();
        let (message, hint) = match &self {
            snag if snag.is_damage() => (
                format!("the cache {place} is damaged"),
                "start unhold again: the cache is rebuilt and the next sync fills it; \
                 decisions are not in it and are not lost",
            ),
            Self::Sql(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => (
                    format!("the disk is full: {place} cannot grow"),
                    "free some space and sync again; what was cached before is still there",
                ),
                Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => (
                    format!("the cache {place} may not be written"),
                    "give yourself write permission on the file and its folder, or choose \
                     another folder with --data-dir",
                ),
                Some(ErrorCode::CannotOpen) => (
                    format!("the cache {place} cannot be opened"),
                    "check that its folder exists and that you may write there, or choose \
                     another folder with --data-dir",
                ),
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
                    format!("another program keeps the cache {place} locked"),
                    "wait until the other one has finished and try again",
                ),
                _ => (
                    format!("the cache {place} could not be read or written"),
                    "try again; if it stays so, delete the file: a sync rebuilds it",
                ),
            },
            Self::Form(_) | Self::Packed => (format!("the cache {place} is damaged"), "sync again"),
        };
        Fault::new(Kind::Failed, message).hint(hint).because(self)
    }
}

/// The sentence for trouble with a file or folder.
pub(super) fn file_fault(doing: &str, file: &Path, error: std::io::Error) -> Fault {
    Fault::new(Kind::Failed, format!("{} could not be {doing}", file.display()))
        .hint("check that you may write there and that the disk is not full, or choose another folder with --data-dir")
        .because(error)
}
