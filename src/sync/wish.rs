//! What a sync is asked to do, what it works on, and what it says.

use super::{Busy, Patience};
use crate::cache::Cache;
use crate::domain::{Clock, Order, Timestamp, Verdict};
use crate::policy::Placement;
use crate::stores::Store;

/// How much to pull.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    /// What changed since the last sync; everything when there was none.
    #[default]
    Changes,
    /// Everything.
    Full,
    /// What changed since a moment.
    Since(Timestamp),
}

/// Judges orders for the queue; the desk knows the ledger, the sync does not.
pub trait Assess: Send + Sync {
    /// Where a flagged order stands in the queue, and what is recommended.
    fn assess(&self, order: &Order) -> (Placement, Verdict);
}

/// What a sync works on.
#[derive(Clone, Copy)]
pub struct On<'a> {
    /// Where orders come from.
    pub store: &'a dyn Store,
    /// Where they go.
    pub cache: &'a Cache,
    /// Who judges them.
    pub assess: &'a dyn Assess,
    /// The present moment.
    pub clock: &'a dyn Clock,
}

/// What the config says about syncing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Tags that flag an order.
    pub tags: Vec<String>,
    /// How many days the window reaches back.
    pub window_days: u32,
    /// How long to bear with a store that does not answer.
    pub patience: Patience,
    /// What to do while another process syncs.
    pub busy: Busy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tags: Vec::new(),
            window_days: 60,
            patience: Patience::default(),
            busy: Busy::default(),
        }
    }
}

/// The parts of a sync, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Waiting for another process.
    Waiting,
    /// Asking the store who it is.
    Identity,
    /// Flagged orders in full.
    Flagged,
    /// Every order of the window in short form.
    Window,
    /// Orders whose holds changed.
    Holds,
    /// Orders that must be read again in full.
    Again,
}

impl Phase {
    /// The words used on screen.
    pub fn words(self) -> &'static str {
        match self {
            Self::Waiting => "waiting for another sync",
            Self::Identity => "connecting",
            Self::Flagged => "flagged orders",
            Self::Window => "all orders",
            Self::Holds => "holds",
            Self::Again => "changed orders",
        }
    }
}

/// How far a sync is; sent after every page and before every wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which part.
    pub phase: Phase,
    /// Orders of this part so far.
    pub done: u64,
    /// Orders of this part in all, where the store says so.
    pub total: Option<u64>,
    /// Seconds since the sync began.
    pub seconds: i64,
    /// Why nothing moves, when nothing moves.
    pub note: Option<String>,
}

/// What a sync brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Flagged orders read in full.
    pub flagged: u64,
    /// Orders read in short form, for linking.
    pub linked: u64,
    /// Orders of which something changed in the cache.
    pub changed: u64,
    /// Questions asked of the store, repetitions included.
    pub requests: u64,
    /// How long it took.
    pub seconds: f64,
    /// What the reviewer should know: missing permissions, parts left out.
    pub notices: Vec<String>,
    /// Why nobody can tell which orders are held, when the store shows no holds at all.
    pub holds_unread: Option<String>,
}
