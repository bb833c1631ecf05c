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

impl Happened {
    /// Notes it in the log: ids, states and numbers, and no sentence, because one may hold
    /// what somebody wrote.
    fn note(&self) {
        match self {
            Self::Synced(sync::Summary { flagged, linked, changed, requests, seconds, .. }) => {
                log::info!(
                    "synced: {flagged} flagged, {linked} linked, {changed} changed, \
                     {requests} requests in {seconds:.1} s"
                );
            }
            Self::SyncProgress(report) => {
                log::debug!("syncing: {:?} {}", report.phase, report.done);
            }
            Self::SyncFailed(_) => log::error!("a sync failed"),
            Self::RowChanged(row) => {
                let steps: Vec<&str> = row.steps.iter().map(|step| step.state.word()).collect();
                let (verb, state) = (row.verb.word(), row.state.word());
                log::info!("row {} {verb}: {state} ({})", row.id, steps.join(", "));
            }
            Self::NeedsAsking(row) => log::info!("row {} fell due long ago", row.id),
            Self::Trouble(Some(_)) => log::error!("the store is not talked to"),
            Self::Trouble(None) => log::info!("the store is talked to again"),
            Self::OutboxElsewhere(_) => log::info!("another process runs the outbox"),
            Self::OrdersChanged(_) | Self::OthersWrote => {}
        }
    }
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
        happened.note();
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|listener| listener.send(happened.clone()).is_ok());
    }
}
