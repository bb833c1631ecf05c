//! What the program notes about its own work: `UNHOLD_LOG` writes it to a file, `-v` to the
//! error output.
//!
//! Every line is put together from our own words, names of calls, numbers and ids. Outside
//! text never is: no names, addresses, mail, phone numbers, tokens or card data can get in
//! (`contract.md`, files). Only our own lines are taken; crates below us note addresses.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::domain::{Clock, Fault, Kind, SystemClock};

/// A file that has grown so far is put aside when the program starts; one such is kept.
const LONGEST: u64 = 1024 * 1024;

/// What is noted, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Noting {
    /// How much goes into the file.
    pub(super) level: LevelFilter,
    /// The file.
    pub(super) file: PathBuf,
    /// How much goes to the error output.
    pub(super) aloud: LevelFilter,
}

/// Reads the value of `UNHOLD_LOG`.
pub(super) fn level(value: Option<std::ffi::OsString>) -> Result<LevelFilter, Fault> {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(LevelFilter::Off) };
    match value.to_str() {
        Some("off") => Ok(LevelFilter::Off),
        Some("error") => Ok(LevelFilter::Error),
        Some("info") => Ok(LevelFilter::Info),
        Some("debug") => Ok(LevelFilter::Debug),
        _ => Err(Fault::new(Kind::Usage, "UNHOLD_LOG is none of the words that it can be")
            .hint("write off, error, info or debug")),
    }
}

/// How much is said aloud for so many `-v`.
pub(super) fn aloud(verbose: u8) -> LevelFilter {
    match verbose {
        0 => LevelFilter::Off,
        1 => LevelFilter::Info,
        _ => LevelFilter::Debug,
    }
}

/// Begins to note, for the whole process; a second call changes nothing.
pub(super) fn begin(noting: &Noting) -> Result<(), Fault> {
    static BOOK: OnceLock<Book> = OnceLock::new();
    if noting.level.max(noting.aloud) == LevelFilter::Off || BOOK.get().is_some() {
        return Ok(());
    }
    let book = BOOK.get_or_init({
        let book = Book::open(noting)?;
        || book
    });
    if log::set_logger(book).is_ok() {
        log::set_max_level(noting.level.max(noting.aloud));
    }
    Ok(())
}

struct Book {
    level: LevelFilter,
    aloud: LevelFilter,
    file: Option<Mutex<File>>,
}

impl Book {
    fn open(noting: &Noting) -> Result<Self, Fault> {
        let file = match noting.level {
            LevelFilter::Off => None,
            _ => Some(Mutex::new(open(&noting.file).map_err(|error| {
                let sentence = format!("{} cannot be written", noting.file.display());
                Fault::new(Kind::Failed, sentence)
                    .because(error)
                    .hint("leave UNHOLD_LOG unset to go without it")
            })?)),
        };
        Ok(Self { level: noting.level, aloud: noting.aloud, file })
    }

    /// A line that cannot be written is lost: work does not stop for the sake of a note.
    fn write(&self, record: &Record<'_>) {
        let line = line(record);
        if let (true, Some(file)) = (record.level() <= self.level, &self.file) {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            let _lost = file.write_all(line.as_bytes());
        }
        if record.level() <= self.aloud {
            let _lost = io::stderr().write_all(said(record).as_bytes());
        }
    }
}

impl Log for Book {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_ours(metadata.target()) && metadata.level() <= self.level.max(self.aloud)
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            self.write(record);
        }
    }

    fn flush(&self) {}
}

fn is_ours(target: &str) -> bool {
    target == "unhold" || target.starts_with("unhold::")
}

/// `2026-11-22T12:00:00.123Z 4711 INFO cli::run: queue`
fn line(record: &Record<'_>) -> String {
    let room = record.target().trim_start_matches("unhold::");
    let (now, process) = (SystemClock.now(), std::process::id());
    format!("{now} {process} {:<5} {room}: {}\n", record.level(), one_line(record))
}

fn said(record: &Record<'_>) -> String {
    let mark = if record.level() == Level::Error { "!" } else { "·" };
    format!("{mark} {}\n", one_line(record))
}

fn one_line(record: &Record<'_>) -> String {
    super::out::harmless(&record.args().to_string()).into_owned()
}

/// Opens the file for adding to, readable by its owner alone from creation on.
fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    if path.metadata().is_ok_and(|about| about.len() > LONGEST) {
        std::fs::rename(path, path.with_extension("log.old"))?;
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record<'a>(target: &'a str, level: Level, words: std::fmt::Arguments<'a>) -> Record<'a> {
        Record::builder().target(target).level(level).args(words).build()
    }

    fn noting(folder: &Path) -> Noting {
        Noting {
            level: LevelFilter::Info,
            file: folder.join("deep").join("unhold.log"),
            aloud: LevelFilter::Off,
        }
    }

    #[test]
    fn the_file_takes_our_own_lines_up_to_its_level() {
        let folder = tempfile::tempdir().unwrap();
        let noting = noting(folder.path());
        let book = Book::open(&noting).unwrap();

        book.log(&record("unhold::stores", Level::Info, format_args!("one\u{1B}[2J\ntwo")));
        book.log(&record("unhold::stores", Level::Debug, format_args!("too much")));
        book.log(&record("reqwest::connect", Level::Error, format_args!("not ours")));
        book.log(&record("unholder", Level::Error, format_args!("not ours")));

        let text = std::fs::read_to_string(&noting.file).unwrap();
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains("INFO  stores: one?[2J?two"), "{text}");
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_its_owners_alone_and_does_not_grow_for_ever() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let noting = noting(folder.path());
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        drop(Book::open(&noting).unwrap());
        assert_eq!(mode(&noting.file), 0o600);
        assert_eq!(mode(noting.file.parent().unwrap()), 0o700);

        std::fs::write(&noting.file, vec![b'x'; 1024 * 1024 + 1]).unwrap();
        drop(Book::open(&noting).unwrap());

        assert_eq!(noting.file.metadata().unwrap().len(), 0);
        assert!(noting.file.with_extension("log.old").exists());
    }

    #[test]
    fn the_level_is_one_of_four_words() {
        let read = |word: &str| level(Some(word.into())).ok();
        assert_eq!(level(None).unwrap(), LevelFilter::Off);
        assert_eq!(read(""), Some(LevelFilter::Off));
        assert_eq!(read("debug"), Some(LevelFilter::Debug));
        assert_eq!(read("warn"), None);
        assert_eq!(level(Some("loud".into())).unwrap_err().kind(), Kind::Usage);
    }
}
