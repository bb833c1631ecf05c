//! The moments between which a program may die: everything kept, every request, every answer.

use std::sync::OnceLock;

/// A moment at which something outside the program has changed, or is about to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Crossing {
    /// The ledger has kept a change.
    Ledger,
    /// The cache has kept a change.
    Cache,
    /// A request is about to leave.
    Request,
    /// The whole answer to a request is here, or it is certain that none will come.
    Answer,
}

impl Crossing {
    /// The word in the records of tests.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Cache => "cache",
            Self::Request => "request",
            Self::Answer => "answer",
        }
    }
}

static WATCH: OnceLock<fn(Crossing)> = OnceLock::new();

/// Has every crossing of this process told to `watch`; the first watch stays.
///
/// Only tests and the binary they are about set one. A release sets none.
pub fn watch_crossings(watch: fn(Crossing)) {
    WATCH.get_or_init(|| watch);
}

/// Passes a crossing. Everything kept in ledger or cache, every request and every answer comes
/// through here (a test reads the code for it), so that tests can end the program at each.
pub fn cross(crossing: Crossing) {
    if let Some(watch) = WATCH.get() {
        watch(crossing);
    }
}
