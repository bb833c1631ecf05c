//! Why the store is not talked to, said once.

use std::sync::{Mutex, PoisonError};

use super::Trouble;
use super::happened::{Happened, Listeners};
use crate::domain::{Fault, Kind};

/// The trouble of the moment.
#[derive(Default)]
pub(super) struct Troubles {
    now: Mutex<Option<Trouble>>,
    unseen: Mutex<Option<Trouble>>,
}

impl Troubles {
    pub(super) fn current(&self) -> Option<Trouble> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the store shows of no order.
    pub(super) fn unseen(&self) -> Option<Trouble> {
        self.unseen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes in what the store shows of no order, as it was said at the last connection.
    pub(super) fn note_unseen(&self, sentence: Option<String>) {
        let hint =
            "release, hold and unarchive wait for that permission; `unhold doctor` says more";
        let unseen = sentence.map(|sentence| Trouble { sentence, hint: Some(hint.to_owned()) });
        *self.unseen.lock().unwrap_or_else(PoisonError::into_inner) = unseen;
    }

    /// Takes in trouble, or its end; tells only when it differs from what was told. Sync
    /// and outbox meet the same trouble at different questions: what is to be done about it
    /// makes it the same.
    pub(super) fn note(&self, trouble: Option<Trouble>, listeners: &Listeners) {
        let mut current = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if !is_same(current.as_ref(), trouble.as_ref()) {
            current.clone_from(&trouble);
            listeners.tell(&Happened::Trouble(trouble));
        }
    }
}

fn is_same(told: Option<&Trouble>, new: Option<&Trouble>) -> bool {
    match (told, new) {
        (Some(told), Some(new)) if told.hint.is_some() => told.hint == new.hint,
        _ => told == new,
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
