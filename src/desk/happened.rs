//! What happens behind the screen, told to whoever listens.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use super::Trouble;
use crate::domain::{OrderId, OutboxRow};
use crate::sync;

/// Something that changed while nobody asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    /// A sync has got so far.
    SyncProgress(sync::Report),
    /// A sync has ended.
    Synced(sync::Summary),
    /// A sync could not be ended, and why.
    SyncFailed(Trouble),
    /// A row of the outbox changed.
    RowChanged(Box<OutboxRow>),
    /// These orders were read again; empty when too many to name.
    OrdersChanged(Vec<OrderId>),
    /// Another process wrote to the ledger.
    OthersWrote,
    /// The store is not talked to, and why; `None` when it is again.
    Trouble(Option<Trouble>),
    /// A row fell due long ago and waits to be asked about.
    NeedsAsking(Box<OutboxRow>),
    /// Another process runs the outbox: its name for itself.
    OutboxElsewhere(String),
}

/// Those who listen.
#[derive(Default)]
pub(super) struct Listeners(Mutex<Vec<Sender<Happened>>>);

impl Listeners {
    pub(super) fn subscribe(&self) -> Receiver<Happened> {
        let (sender, receiver) = channel();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    /// Tells everybody; those who hung up are forgotten.
    pub(super) fn tell(&self, happened: &Happened) {
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|listener| listener.send(happened.clone()).is_ok());
    }
}
