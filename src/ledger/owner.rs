//! Who runs the outbox: a lock of the operating system, and a row that says who.

use std::fs::{File, TryLockError};

use rusqlite::OptionalExtension;

use super::book::Ledger;
use super::moves::{Change, Move, make_move};
use super::rows::load_all;
use super::staging::{set_state, state_of_steps};
use super::writer::Durable;
use crate::domain::{Fault, Kind, RowId, RowState, StepId, StepState, Timestamp};

/// The process that runs the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its number.
    pub pid: u32,
    /// The machine it runs on.
    pub host: String,
    /// Since when.
    pub since: Timestamp,
}

/// The right to run the outbox; given up when dropped, or when the process dies.
#[derive(Debug)]
pub struct Ownership {
    ledger: Ledger,
    lock: File,
    owner: Owner,
}

impl Ownership {
    /// Who owns it.
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Marks what a call left open: every running step becomes unknown, because nobody
    /// is waiting for its answer any more, and begun rows are free to be begun again.
    /// Called while nothing of ours is under way.
    pub fn take_over(&self, now: Timestamp) -> Result<Vec<RowId>, Fault> {
        let ids = self.ledger.ids();
        // Lost to a power cut, it is found again by the next owner.
        self.ledger.write(Durable::Later, move |change| {
            change.execute("UPDATE outbox SET began_by = NULL WHERE began_by IS NOT NULL", [])?;
            let running =
                load_all(change, "WHERE state IN ('running', 'unknown', 'stopped')", &[])?;
            let mut found = Vec::new();
            for row in running {
                let left = row.steps.iter().filter(|step| step.state == StepState::Running);
                for step in left {
                    found.push(row.id);
                    let noted = Change::at(now).error(LEFT_RUNNING);
                    let step = StepId { row: row.id, place: step.place };
                    let (from, to) = (StepState::Running, StepState::Unknown);
                    make_move(change, &*ids, &Move { step, from, to, noted })?;
                }
                if !found.contains(&row.id) && row.state == RowState::Running {
                    set_state(change, row.id, state_of_steps(&row))?;
                }
            }
            Ok(found)
        })
    }
}

const LEFT_RUNNING: &str =
    "the program ended while this was being sent; the order is read to find out what happened";

impl Drop for Ownership {
    fn drop(&mut self) {
        // The lock alone decides; a stale row is overwritten by the next owner.
        drop(self.ledger.write(Durable::Later, |change| {
            change.execute("DELETE FROM owner", [])?;
            Ok(())
        }));
        drop(self.lock.unlock());
    }
}

impl Ledger {
    /// Takes the running of the outbox over; `None` while another process has it.
    pub fn own(&self, now: Timestamp) -> Result<Option<Ownership>, Fault> {
        let lock = self.files().open_lock()?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(cause)) => {
                return Err(Fault::new(Kind::Failed, "the outbox could not be locked")
                    .because(cause)
                    .hint("keep the data directory on a disk of this machine"));
            }
        }
        let owner = Owner { pid: std::process::id(), host: host_name(), since: now };
        let (pid, host) = (owner.pid, owner.host.clone());
        self.write(Durable::Later, move |change| {
            change.execute(
                "INSERT INTO owner (only, pid, host, since) VALUES (1, ?1, ?2, ?3)
                 ON CONFLICT (only) DO UPDATE SET pid = ?1, host = ?2, since = ?3",
                (pid, host, now.millis()),
            )?;
            Ok(())
        })?;
        Ok(Some(Ownership { ledger: self.clone(), lock, owner }))
    }

    /// Who said last that it runs the outbox.
    pub fn owner(&self) -> Result<Option<Owner>, Fault> {
        self.read(|look| {
            Ok(look
                .prepare_cached("SELECT pid, host, since FROM owner")?
                .query_row([], |row| {
                    let since = Timestamp::from_millis(row.get(2)?);
                    Ok(Owner { pid: row.get(0)?, host: row.get(1)?, since })
                })
                .optional()?)
        })
    }
}

#[cfg(unix)]
fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host_name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_else(|_| "this machine".to_owned())
}
