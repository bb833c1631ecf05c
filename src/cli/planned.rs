//! A plan beside the order that it was made for: what both the lines and the JSON show.

use crate::desk::CaseFile;
use crate::domain::{Plan, Step, Sums};

/// A plan, and the order as it stood when the plan was made.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) file: CaseFile,
}

impl Planned {
    /// What it does with money.
    pub(super) fn sums(&self) -> Sums {
        self.plan.sums(&self.file.order)
    }

    /// Whether a step of the plan takes the hold away.
    pub(super) fn releases(&self, id: &str) -> bool {
        self.plan.steps.iter().any(|step| match step {
            Step::ReleaseHolds { holds, .. } => holds.iter().any(|hold| &**hold == id),
            _ => false,
        })
    }
}
