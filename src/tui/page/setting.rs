//! What pages are written for.

use crate::domain::{Timestamp, Zone};

/// Width, present moment and zone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// The store's zone.
    pub(crate) zone: Zone,
    /// The present moment.
    pub(crate) now: Timestamp,
    /// Cells in a line.
    pub(crate) width: u16,
}

/// What happens after a plan is confirmed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Promise {
    /// How long it can be taken back.
    pub(crate) undo_seconds: u32,
    /// Whether the store is not being talked to.
    pub(crate) offline: bool,
}
