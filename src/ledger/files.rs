//! The ledger's files: 0600 in a 0700 folder from creation on, and its backups.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::{Fault, Kind, Timestamp};

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
    pub(super) fn new_backup(&self, version: i64, now: Timestamp) -> Result<PathBuf, Fault> {
        let folder = self.backups();
        private_folder(&folder).map_err(|cause| self.denied(&folder, cause))?;
        let moment = now.0.format("%Y%m%dT%H%M%S%3fZ");
        let path = folder.join(format!("ledger-v{version}-{moment}.sqlite"));
        private_file(&path).map_err(|cause| self.denied(&path, cause))?;
        Ok(path)
    }

    /// Where the day's backup is written, and what it is called once it is whole. A file
    /// cut off half way never bears the name of a backup.
    pub(super) fn new_daily_backup(
        &self,
        version: i64,
        now: Timestamp,
    ) -> Result<(PathBuf, PathBuf), Fault> {
        let folder = self.backups();
        private_folder(&folder).map_err(|cause| self.denied(&folder, cause))?;
        let moment = now.0.format("%Y%m%dT%H%M%S%3fZ");
        let whole = folder.join(format!("{DAILY}v{version}-{moment}.sqlite"));
        let part = folder.join(format!("{DAILY}{}.part", std::process::id()));
        let emptied = match std::fs::remove_file(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => private_file(&part),
        };
        emptied.map_err(|cause| self.denied(&part, cause))?;
        Ok((part, whole))
    }

    /// Gives a finished copy its name: only when its content is on the disk.
    pub(super) fn finish_backup(&self, part: &Path, whole: &Path) -> Result<(), Fault> {
        OpenOptions::new()
            .write(true)
            .open(part)
            .and_then(|file| file.sync_all())
            .and_then(|()| std::fs::rename(part, whole))
            .map_err(|cause| self.denied(whole, cause))
    }

    /// Whether a backup was made on the day of `now`.
    pub(super) fn has_backup_of(&self, now: Timestamp) -> bool {
        let day = now.0.format("%Y%m%dT").to_string();
        self.daily_backups().iter().any(|path| moment_of(path).starts_with(&day))
    }

    /// Removes all but the newest daily backups; those made before a migration stay.
    pub(super) fn drop_old_backups(&self, kept: usize) -> Result<(), Fault> {
        let mut daily = self.daily_backups();
        daily.sort_by_key(|path| std::cmp::Reverse(moment_of(path)));
        for old in daily.iter().skip(kept) {
            std::fs::remove_file(old).map_err(|cause| self.denied(old, cause))?;
        }
        Ok(())
    }

    fn daily_backups(&self) -> Vec<PathBuf> {
        self.all_backups().filter(|path| name_of(path).starts_with(DAILY)).collect()
    }

    /// The newest backup that is not empty; names sort by time within a version.
    pub(super) fn newest_backup(&self) -> Option<PathBuf> {
        self.all_backups().max_by_key(|path| moment_of(path))
    }

    fn all_backups(&self) -> impl Iterator<Item = PathBuf> {
        std::fs::read_dir(self.backups())
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .filter(|entry| entry.metadata().is_ok_and(|about| about.len() > 0))
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "sqlite"))
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

    fn denied(&self, path: &Path, cause: io::Error) -> Fault {
        let shown = path.display();
        Fault::new(Kind::Failed, format!("{shown} cannot be opened for writing"))
            .because(cause)
            .hint(format!(
                "make {} writable for you, or name another folder with --data-dir",
                self.folder.display()
            ))
    }
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
fn private_file(path: &Path) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
