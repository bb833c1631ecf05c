//! Connections that only read; a reader never waits for the writer or for another reader.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::file;
use super::snag::Snag;

/// Kept open between reads; more are opened when more read at once and closed after.
const KEPT: usize = 3;

/// The readers of one file.
pub(super) struct Readers {
    pub(super) file: PathBuf,
    idle: Mutex<Vec<Connection>>,
    /// Reads nothing but the file's change counter, which is a number per connection.
    watch: Mutex<Option<Connection>>,
}

impl Readers {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { file, idle: Mutex::new(Vec::new()), watch: Mutex::new(None) }
    }

    /// Runs `read` on one consistent view of the file.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, Snag>,
    ) -> Result<T, Snag> {
        let connection = match self.take() {
            Some(connection) => connection,
            None => file::open_reader(&self.file)?,
        };
        let view = connection.unchecked_transaction()?;
        let answer = read(&view);
        view.finish()?;
        if answer.is_ok() {
            self.keep(connection);
        }
        answer
    }

    /// A number that changes whenever anybody has written, in this process or another.
    pub(super) fn stamp(&self) -> Result<i64, Snag> {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = match watch.take() {
            Some(connection) => connection,
            None => file::open_reader(&self.file)?,
        };
        let stamp = connection.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        *watch = Some(connection);
        Ok(stamp)
    }

    fn take(&self) -> Option<Connection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn keep(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(connection);
        }
    }
}
