//! Taking back what a stopped plan has done, and closing it as a person's matter.

use serde::{Deserialize, Serialize};

use super::{Clean, Revision, Step, Timestamp};

/// A step that takes back another one of the same row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Undoing {
    /// The place of the step that it takes back.
    pub undoes: u32,
    /// What is written.
    pub step: Step,
}

/// A step that was done and stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stays {
    /// Its place.
    pub place: u32,
    /// Why nothing takes it back, as a sentence.
    pub why: String,
}

/// What taking a stopped plan back would do: shown before it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compensation {
    /// The state of the order that it was made for; the next write must find it.
    pub revision: Revision,
    /// The writes, in the order in which they run: what keeps goods back comes first.
    pub steps: Vec<Undoing>,
    /// What was done and stays.
    pub stays: Vec<Stays>,
}

/// A row that a person closed as a matter of their own, with both states: what we wanted
/// stands in its steps, what the store showed stands here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// When.
    pub at: Timestamp,
    /// Who took it on.
    pub by: String,
    /// Why, in that person's words; gone when it was purged.
    pub why: Clean,
    /// How the order stood, in words; `None` when it could not be read.
    pub shows: Option<String>,
    /// When that was read.
    pub read_at: Option<Timestamp>,
}
