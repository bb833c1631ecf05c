//! What every command works with.

use super::json::When;
use super::office::Office;
use super::out::{Person, Printer};
use crate::desk::Access;
use crate::domain::{Fault, Kind};

/// How a command ended, when it did not fail outright.
#[derive(Debug)]
pub(super) enum Ended {
    /// Well.
    Good,
    /// With trouble that the output already tells; only the exit code is left to give.
    Told(Fault),
}

/// How the answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Lines for people.
    Lines,
    /// One JSON document.
    Json,
}

impl Form {
    pub(super) fn of(json: bool) -> Self {
        if json { Self::Json } else { Self::Lines }
    }
}

/// The desk, the output, the person.
pub(super) struct Session<'a, 'o> {
    pub(super) office: &'a dyn Office,
    pub(super) when: When,
    pub(super) out: &'a mut Printer<'o>,
    pub(super) person: Option<&'a mut (dyn Person + 'static)>,
    pub(super) access: Access,
    /// Seconds of the undo window, by the policy.
    pub(super) undo_seconds: u32,
}

impl Session<'_, '_> {
    /// Refuses to go on under `--read-only`.
    pub(super) fn check_writes(&self) -> Result<(), Fault> {
        match self.access {
            Access::Full => Ok(()),
            Access::ReadOnly => {
                Err(Fault::new(Kind::Usage, "Nothing is written under --read-only")
                    .hint("leave --read-only out to decide orders"))
            }
        }
    }

    /// Reads the store's zone again: the first order fetched makes it known.
    pub(super) fn look_again(&mut self) -> Result<(), Fault> {
        self.when.zone = self.office.header()?.zone;
        Ok(())
    }

    /// Ends with a document that also carries the fault, or with lines and the fault.
    pub(super) fn finish(&mut self, fault: Option<Fault>, form: Form) -> Result<Ended, Fault> {
        self.out.end()?;
        match (fault, form) {
            (None, _) => Ok(Ended::Good),
            (Some(fault), Form::Json) => Ok(Ended::Told(fault)),
            (Some(fault), Form::Lines) => Err(fault),
        }
    }
}
