//! How far the journal was written, noted in a file beside the ledger.
//!
//! `SQLite` drops a damaged end of its write-ahead log without a word, and the chain cannot
//! miss what was its end. The note is written after each durable change and costs no sync: a
//! power cut may lose it, and then it tells of an earlier entry. It never tells of a later one
//! than the disk has.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};

use super::chain::{digest_of, hex};
use super::files::{Files, private_file};
use super::trouble::{Trouble, cut_short};

/// An entry of the journal: its number and its hash as hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    number: i64,
    hash: String,
}

/// The note of the last entry, kept by the one who writes.
#[derive(Debug)]
pub(super) struct Ending {
    file: File,
    noted: Mutex<Option<Entry>>,
}

impl Ending {
    /// Opens the note, and writes down how far the ledger goes now.
    pub(super) fn open(files: &Files, connection: &Connection) -> Result<Self, Trouble> {
        let path = path(files);
        let file = private_file(&path).and_then(|()| OpenOptions::new().write(true).open(&path));
        let file = file.map_err(|cause| files.denied(&path, cause))?;
        let ending = Self { file, noted: Mutex::new(None) };
        ending.note(connection);
        Ok(ending)
    }

    /// Notes how far the journal goes, where that is news. A note that cannot be written is
    /// left as it was: it tells of an earlier entry then.
    pub(super) fn note(&self, connection: &Connection) {
        // What was recorded is recorded, whether or not it can be noted.
        let Ok(Some(last)) = last_of(connection) else { return };
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.as_ref() != Some(&last) {
            *noted = write(&self.file, &last).is_ok().then_some(last);
        }
    }
}

/// Refuses a ledger that lacks an entry which was recorded in it. Read before the ledger is:
/// another process may write on in between.
pub(super) fn check(
    noted: Option<Noted>,
    connection: &Connection,
    files: &Files,
) -> Result<(), Trouble> {
    let Some(Noted(noted)) = noted else { return Ok(()) };
    let stands = entry(connection, noted.number)?;
    if stands.as_ref() == Some(&noted) {
        return Ok(());
    }
    Err(cut_short(files, &path(files), noted.number).into())
}

/// What the note said when the ledger was about to be opened.
#[derive(Debug)]
pub(super) struct Noted(Entry);

/// Reads the note; one that is not there or not whole says nothing.
pub(super) fn noted(files: &Files) -> Option<Noted> {
    let text = std::fs::read_to_string(path(files)).ok()?;
    let mut words = text.split_whitespace();
    let (number, hash, sum) = (words.next()?, words.next()?, words.next()?);
    let entry = Entry { number: number.parse().ok()?, hash: hash.to_owned() };
    (sum == sum_of(&entry)).then_some(Noted(entry))
}

/// Forgets the note: what lies there now is a copy of an earlier day.
pub(super) fn forget(files: &Files) -> Result<(), Trouble> {
    let path = path(files);
    match std::fs::remove_file(&path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
            Err(files.denied(&path, cause).into())
        }
        _ => Ok(()),
    }
}

/// Its name begins as the ledger's does, so that it goes with it when that is put aside.
fn path(files: &Files) -> PathBuf {
    let mut name = files.ledger().into_os_string();
    name.push("-end");
    PathBuf::from(name)
}

fn write(mut file: &File, last: &Entry) -> io::Result<()> {
    let line = format!("{} {} {}\n", last.number, last.hash, sum_of(last));
    file.seek(SeekFrom::Start(0))?;
    file.write_all(line.as_bytes())
}

fn sum_of(entry: &Entry) -> String {
    let whole = digest_of(&entry.number.to_le_bytes(), &entry.hash);
    hex(whole.get(..8).unwrap_or_default())
}

fn last_of(connection: &Connection) -> Result<Option<Entry>, Trouble> {
    let last = connection
        .prepare_cached("SELECT number, hash FROM journal_end WHERE only = 1")?
        .query_row([], |row| {
            Ok(Entry { number: row.get(0)?, hash: hex(row.get_ref(1)?.as_blob()?) })
        })
        .optional()?;
    Ok(last)
}

/// The entry with this number; a file without a journal has none.
fn entry(connection: &Connection, number: i64) -> Result<Option<Entry>, Trouble> {
    let known = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'journal')";
    let has_journal: bool = connection.query_row(known, [], |row| row.get(0))?;
    if !has_journal {
        return Ok(None);
    }
    let hash = connection
        .query_row("SELECT hash FROM journal WHERE number = ?1", [number], |row| {
            Ok(hex(row.get_ref(0)?.as_blob()?))
        })
        .optional()?;
    Ok(hash.map(|hash| Entry { number, hash }))
}
