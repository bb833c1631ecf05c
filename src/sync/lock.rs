//! Two syncs never run at once, not even from two processes.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

use crate::domain::{Fault, Kind, Timestamp};

/// How often a waiting sync looks whether the other one has ended.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// What to do while another process syncs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Busy {
    /// Wait until it has ended.
    #[default]
    Wait,
    /// Say who it is, and end.
    Tell,
}

/// The right to sync; the operating system takes it back when the process ends.
pub(super) struct SyncLock {
    _file: File,
}

impl SyncLock {
    /// Takes the lock; calls `waiting` once with a sentence when it must wait.
    pub(super) async fn take(
        folder: &Path,
        (busy, now): (Busy, Timestamp),
        waiting: &mut (dyn FnMut(String) + Send),
    ) -> Result<Self, Fault> {
        let path = folder.join("sync.lock");
        let file = open(&path).map_err(|error| unlockable(&path, error))?;
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Self::signed(file, now).map_err(|error| unlockable(&path, error)),
                Err(TryLockError::Error(error)) => return Err(unlockable(&path, error)),
                Err(TryLockError::WouldBlock) if busy == Busy::Tell => {
                    return Err(taken(&holder(&path)));
                }
                Err(TryLockError::WouldBlock) => {}
            }
            if !told {
                waiting(format!("{} is syncing; waiting for it", holder(&path)));
                told = true;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Writes into the file who holds it; the lock itself lies with the system.
    fn signed(mut file: File, now: Timestamp) -> std::io::Result<Self> {
        file.set_len(0)?;
        file.rewind()?;
        write!(file, "unhold, process {}, since {now}", std::process::id())?;
        Ok(Self { _file: file })
    }
}

#[cfg(unix)]
fn open(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

fn holder(path: &Path) -> String {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(200).read_to_string(&mut text));
    match read {
        Ok(_) if !text.is_empty() => text,
        _ => "another unhold".to_owned(),
    }
}

fn taken(holder: &str) -> Fault {
    Fault::new(Kind::Failed, format!("a sync is running already ({holder})"))
        .hint("wait until it has ended; its orders appear here too")
}

fn unlockable(path: &Path, error: std::io::Error) -> Fault {
    Fault::new(Kind::Failed, format!("{} could not be locked", path.display()))
        .hint("check that you may write in its folder, or choose another one with --data-dir")
        .because(error)
}
