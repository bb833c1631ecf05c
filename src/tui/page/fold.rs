//! Parts of the analysis, and which of them are unfolded (S105).

use std::collections::BTreeSet;

/// A part of the fraud analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    Summary,
    Brief,
    Advice,
    Risk,
    Payment,
    Contact,
    Addresses,
    Items,
    Customer,
    Linked,
    Findings,
    Holds,
    Note,
    Outbox,
    Timeline,
    Refused,
    /// A row of the receipts.
    Receipt(usize),
}

/// The parts shown in full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folds(BTreeSet<Part>);

impl Folds {
    /// Whether a part is shown in full.
    pub(crate) fn is_open(&self, part: Part) -> bool {
        self.0.contains(&part)
    }

    /// Unfolds a part, or folds it.
    pub(crate) fn toggle(&mut self, part: Part) {
        if !self.0.remove(&part) {
            self.0.insert(part);
        }
    }
}
