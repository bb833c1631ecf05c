//! The ledger's files: 0600 in a 0700 folder from creation on, and its backups.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::domain::{Fault, Kind, Timestamp};

/// Copies that this process began: no two write into one file.
static COPIES: AtomicU32 = AtomicU32::new(0);

/// Which file a path leads to, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileMark(u64, u64);

impl FileMark {
    #[cfg(unix)]
    fn of(about: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(about.dev(), about.ino())
    }

    #[cfg(not(unix))]
    fn of(_: &std::fs::Metadata) -> Self {
        Self(0, 0)
    }
}

/// Where the ledger and what belongs to it lie.
#[derive(Clone, Debug)]
pub(super) struct Files {
    folder: PathBuf,
}

impl Files {
    /// Makes the folder and an empty ledger where there are none.
    pub(super) fn prepare(folder: &Path) -> Result<Self, Fault> {
        let files = Self { folder: folder.to_owned() };
        private_folder(folder).map_err(|cause| files.denied(&files.folder, cause))?;
        let ledger = files.ledger();
        private_file(&ledger).map_err(|cause| files.denied(&ledger, cause))?;
        Ok(files)
    }

    pub(super) fn ledger(&self) -> PathBuf {
        self.folder.join("ledger.sqlite")
    }

    /// Opens the file whose lock says who runs the outbox.
    pub(super) fn open_lock(&self) -> Result<std::fs::File, Fault> {
        let path = self.folder.join("outbox.lock");
        private_file(&path)
            .and_then(|()| OpenOptions::new().write(true).open(&path))
            .map_err(|cause| self.denied(&path, cause))
    }

    /// Makes an empty file for a backup; the database fills it.
    pub(super) fn new_backup(&self, version: i64, now: Timestamp) -> Result<Copy, Fault> {
        self.new_copy(&format!("ledger-v{version}-{}", stamp(now)), now)
    }

    /// Makes an empty file for the day's backup.
    pub(super) fn new_daily_backup(&self, version: i64, now: Timestamp) -> Result<Copy, Fault> {
        self.new_copy(&format!("{DAILY}v{version}-{}", stamp(now)), now)
    }

    /// A file cut off half way never bears the name of a backup.
    fn new_copy(&self, name: &str, now: Timestamp) -> Result<Copy, Fault> {
        let folder = self.backups();
        private_folder(&folder).map_err(|cause| self.denied(&folder, cause))?;
        self.sweep(now);
        let (process, copy) = (std::process::id(), COPIES.fetch_add(1, Ordering::Relaxed));
        let part = folder.join(format!("{name}-{process}-{copy}.part"));
        let emptied = match std::fs::remove_file(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => private_file(&part),
        };
        emptied.map_err(|cause| self.denied(&part, cause))?;
        Ok(Copy { part, whole: folder.join(format!("{name}.sqlite")) })
    }

    /// Removes what a process that was cut off left half written. Files just written may be
    /// another process's at work.
    fn sweep(&self, now: Timestamp) {
        let stale = |path: &PathBuf| {
            path.extension().is_some_and(|end| end == "part")
                && written(path).is_some_and(|at| now.seconds_since(at) > STALE_SECONDS)
        };
        for left in self.in_backups().filter(stale) {
            // It is in nobody's way; the next one tries again.
            let _left = std::fs::remove_file(left);
        }
    }

    /// Gives a finished copy its name: only when its content is on the disk.
    pub(super) fn finish_backup(&self, copy: &Copy) -> Result<(), Fault> {
        OpenOptions::new()
            .write(true)
            .open(&copy.part)
            .and_then(|file| file.sync_all())
            .and_then(|()| std::fs::rename(&copy.part, &copy.whole))
            .map_err(|cause| self.denied(&copy.whole, cause))
    }

    /// Removes a copy that could not be finished; why it could not be is told already.
    pub(super) fn give_up_backup(copy: &Copy) {
        let _gone = std::fs::remove_file(&copy.part);
    }

    /// Whether a backup was made on the day of `now`, by UTC.
    pub(super) fn has_backup_of(&self, now: Timestamp) -> bool {
        let day = now.0.format("%Y%m%dT").to_string();
        self.daily_backups(now).iter().any(|path| moment_of(path).starts_with(&day))
    }

    /// Removes all but the newest daily backups; those made before a migration stay, and so
    /// do those named after a time that has not come yet.
    pub(super) fn drop_old_backups(&self, kept: usize, now: Timestamp) -> Result<(), Fault> {
        let mut daily = self.daily_backups(now);
        daily.sort_by_key(|path| std::cmp::Reverse(moment_of(path)));
        for old in daily.iter().skip(kept) {
            std::fs::remove_file(old).map_err(|cause| self.denied(old, cause))?;
        }
        Ok(())
    }

    /// The daily backups up to now. A name later than now was given by a clock that was
    /// wrong, and says nothing about the days that were copied.
    fn daily_backups(&self, now: Timestamp) -> Vec<PathBuf> {
        let now = stamp(now);
        let is_daily = |path: &PathBuf| name_of(path).starts_with(DAILY) && moment_of(path) <= now;
        self.all_backups().filter(is_daily).collect()
    }

    /// The backup that was written last and is not empty. The file system's time comes before
    /// the name's: a clock that was wrong for a day names a copy after another.
    pub(super) fn newest_backup(&self) -> Option<PathBuf> {
        self.all_backups().max_by_key(|path| (written(path), moment_of(path)))
    }

    /// Deletes a finished copy.
    pub(super) fn remove_backup(&self, copy: &Path) -> Result<(), Fault> {
        match std::fs::remove_file(copy) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(self.denied(copy, cause)),
            _ => Ok(()),
        }
    }

    /// Folders of damaged ledgers that a person moved aside, as the hint to a damaged one says.
    pub(super) fn set_aside(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let names = entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        let mut aside: Vec<String> = names.filter(|name| name.starts_with("damaged")).collect();
        aside.sort();
        aside
    }

    pub(super) fn all_backups(&self) -> impl Iterator<Item = PathBuf> {
        let is_backup = |path: &PathBuf| path.extension().is_some_and(|end| end == "sqlite");
        self.in_backups().filter(is_backup)
    }

    /// The files in `backups/` that are not empty.
    fn in_backups(&self) -> impl Iterator<Item = PathBuf> {
        std::fs::read_dir(self.backups())
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .filter(|entry| entry.metadata().is_ok_and(|about| about.len() > 0))
            .map(|entry| entry.path())
    }

    /// A folder of its own for a damaged ledger: named after the moment at which the file was
    /// written last, and numbered where that name is taken.
    pub(super) fn aside(&self) -> PathBuf {
        let moment = written(&self.ledger());
        let moment =
            moment.map_or_else(String::new, |at| at.0.format("-%Y%m%dT%H%M%SZ").to_string());
        let name = |count: u32| match count {
            1 => format!("damaged{moment}"),
            _ => format!("damaged{moment}-{count}"),
        };
        let folders = (1..u32::MAX).map(|count| self.folder.join(name(count)));
        let mut free = folders.filter(|folder| !folder.exists());
        free.next().unwrap_or_else(|| self.folder.join("damaged"))
    }

    /// Which file the ledger is now; `None` when there is none. A system without such
    /// marks only says whether it is there.
    pub(super) fn mark(&self) -> Option<FileMark> {
        std::fs::metadata(self.ledger()).ok().map(|about| FileMark::of(&about))
    }

    /// What was opened is no longer what the next start would open: a decision written
    /// there would be lost without a word.
    pub(super) fn gone(&self) -> Fault {
        let words = format!(
            "{} was deleted or replaced while the program was open; nothing was recorded",
            self.ledger().display()
        );
        Fault::new(Kind::Failed, words)
            .hint("leave the program, put the folder back where it was, and start again")
    }

    fn backups(&self) -> PathBuf {
        self.folder.join("backups")
    }

    pub(super) fn denied(&self, path: &Path, cause: io::Error) -> Fault {
        let shown = path.display();
        Fault::new(Kind::Failed, format!("{shown} cannot be opened for writing"))
            .because(cause)
            .hint(format!(
                "make {} writable for you, or name another folder with --data-dir",
                self.folder.display()
            ))
    }
}

/// A backup being made: where it is written, and what it is called once it is whole.
#[derive(Debug)]
pub(super) struct Copy {
    pub(super) part: PathBuf,
    pub(super) whole: PathBuf,
}

/// A half-written copy of this age belongs to nobody any more.
const STALE_SECONDS: i64 = 3600;

/// A moment in the name of a file; such names sort by time.
fn stamp(moment: Timestamp) -> String {
    moment.0.format("%Y%m%dT%H%M%S%3fZ").to_string()
}

/// When a file was written last, by the file system.
fn written(path: &Path) -> Option<Timestamp> {
    let modified = std::fs::metadata(path).ok()?.modified().ok()?;
    Some(Timestamp(modified.into()))
}

/// How the names of the backups begin that are made day by day.
const DAILY: &str = "ledger-daily-";

fn name_of(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The part of a backup's name that says when it was made.
fn moment_of(path: &Path) -> String {
    name_of(path).rsplit('-').next().map(str::to_owned).unwrap_or_default()
}

fn private_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// `SQLite` gives its side files the mode of the file itself, so this one decides.
pub(super) fn private_file(path: &Path) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
