//! How long a sending may still be landing after its answer was lost.

use std::time::Duration;

use crate::domain::{Step, StepKind};

/// How long "undone" is not believed yet: a read may come before the write it asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grace {
    /// With a write that the store carries out while it is called.
    pub write: Duration,
    /// With a cancellation, whose job goes on after its answer was lost: it is watched for
    /// two minutes (`apis/shopify.md`, section 8), and may have begun late.
    pub job: Duration,
}

impl Default for Grace {
    fn default() -> Self {
        Self { write: Duration::from_secs(30), job: Duration::from_secs(150) }
    }
}

impl Grace {
    /// How long a sending of this step may still be landing.
    pub(super) fn with(self, step: &Step) -> Duration {
        match step.kind() {
            StepKind::Cancel => self.job,
            StepKind::ReleaseHolds
            | StepKind::PlaceHold
            | StepKind::Refund
            | StepKind::Void
            | StepKind::SetArchived
            | StepKind::AppendNote
            | StepKind::AddTags
            | StepKind::RemoveTags => self.write,
        }
    }
}
