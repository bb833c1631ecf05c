//! What all requests share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use super::tokens::Given;
use crate::demo::elsewhere::Elsewhere;
use crate::demo::faults::Faults;
use crate::demo::folder::Folder;
use crate::demo::serve::Now;
use crate::demo::shopify::{Effect, Engine, Entry};

/// The door that requests come through; one request at a time goes through the store.
pub(crate) struct Door {
    state: Mutex<State>,
    clock: Now,
}

/// The store, its folder, and who may come in.
pub(crate) struct State {
    pub(crate) engine: Engine,
    pub(crate) folder: Folder,
    pub(crate) faults: Faults,
    pub(crate) tokens: Given,
    pub(crate) log: Vec<Effect>,
}

impl Door {
    /// A door to a store.
    pub(crate) fn new(state: State, clock: Now) -> Self {
        Self { state: Mutex::new(state), clock }
    }

    /// The present moment of the shop.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// The state, with what has fallen due done. A panic elsewhere leaves the shop's
    /// records whole: each change is made in one place, and the journal decides.
    pub(crate) fn enter(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.now();
        state.settle(now);
        state
    }
}

impl State {
    fn settle(&mut self, now: DateTime<Utc>) {
        let settled = self.engine.settle(now);
        for (id, lines) in &settled.files {
            // An export that could not be kept has no file, and its download says so.
            let _ = self.folder.keep_export(*id, lines);
        }
        if let Some(entry) = settled.entry {
            // What fell due falls due again at the next start when it could not be kept.
            let _ = self.keep(entry);
        }
    }

    /// Puts an entry on disk and its side effects into the log.
    pub(crate) fn keep(&mut self, entry: Entry) -> std::io::Result<()> {
        self.folder.append(&entry)?;
        self.log.extend(entry.effects);
        Ok(())
    }

    /// Lets somebody else do something to an order.
    pub(crate) fn happened(&mut self, what: &Elsewhere, now: DateTime<Utc>) -> Result<(), String> {
        what.happen(&mut self.engine.world, now)?;
        match self.engine.world.take_entry() {
            Some(entry) => self.keep(entry).map_err(|error| error.to_string()),
            None => Ok(()),
        }
    }

    /// Whether a token opens the door.
    pub(crate) fn knows(&self, token: Option<&str>, now: DateTime<Utc>) -> bool {
        token.is_some_and(|token| {
            let is_static = token == self.folder.card.token && !self.tokens.static_revoked;
            is_static || self.tokens.is_good(token, now)
        })
    }
}
