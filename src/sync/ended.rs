//! Why a sync ended early, as sentences.

use crate::domain::{Fault, Kind};
use crate::stores::StoreFault;

/// Why a feed ended early; the store's own trouble is kept apart, because a missing
/// permission for one feed must not end the others.
pub(super) enum Ended {
    Store(StoreFault),
    Told(Fault),
}

impl From<StoreFault> for Ended {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Self {
        Self::Told(fault)
    }
}

impl From<Ended> for Fault {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Store(fault) => read_fault(fault),
            Ended::Told(fault) => fault,
        }
    }
}

/// Trouble with a read: whatever it was, nothing happened at the store, so that it is
/// never `Unsettled` (exit code 7 would say "do not repeat").
pub(super) fn read_fault(fault: StoreFault) -> Fault {
    let sentence = Fault::new(Kind::Store, fault.message);
    match fault.hint {
        Some(hint) => sentence.hint(hint),
        None => sentence,
    }
}

/// Says that nothing is lost, where nothing better is known.
pub(super) fn kept(fault: Fault) -> Fault {
    if fault.remedy().is_some() {
        return fault;
    }
    fault.hint("what was read so far is kept; the next sync goes on there")
}

/// A feed without an end; following it would never end either.
pub(super) fn same_page_again() -> Fault {
    Fault::new(Kind::Store, "the store gave the same page of orders twice, without an end")
        .hint("what came before is kept; sync again later")
}
