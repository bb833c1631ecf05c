//! Why the store is not talked to, said once.

use std::sync::{Mutex, PoisonError};

use super::Trouble;
use super::happened::{Happened, Listeners};
use crate::domain::{Fault, Kind};

/// The trouble of the moment.
#[derive(Default)]
pub(super) struct Troubles(Mutex<Option<Trouble>>);

impl Troubles {
    pub(super) fn current(&self) -> Option<Trouble> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes in trouble, or its end; tells only when it differs from what was told.
    pub(super) fn note(&self, trouble: Option<Trouble>, listeners: &Listeners) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != trouble {
            current.clone_from(&trouble);
            listeners.tell(&Happened::Trouble(trouble));
        }
    }
}

impl From<&Fault> for Trouble {
    fn from(fault: &Fault) -> Self {
        Self { sentence: fault.full_message(), hint: fault.remedy().map(str::to_owned) }
    }
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        let fault = Self::new(Kind::Store, trouble.sentence);
        match trouble.hint {
            Some(hint) => fault.hint(hint),
            None => fault,
        }
    }
}
