//! Lanes, clocks, the business calendar, the recommendation and the checklist's state.
//!
//! Pure: what it judges is passed in, and so is the present moment.

mod advise;
mod brief;
mod calendar;
mod checklist;
mod clocks;
mod flagged;
mod place;
mod placement;
mod rows;
mod settings;
mod weights;
mod would_change;

pub use crate::domain::LookUp;
pub use advise::advise;
pub use brief::{Ground, Sentence, brief};
pub use calendar::Calendar;
pub use checklist::{Checked, ChecklistRow, ChecklistStep, Tick, TickState, Ticked};
pub use clocks::{end_of_day, hold_day, lane_now};
pub use flagged::{is_flagged, is_short_flagged};
pub use place::place;
pub use placement::{Advice, CaseState, Decided, Placement, Why};
pub use rows::{outcome_of, rows};
pub use settings::{HighValueWhen, PolicySettings};
pub use weights::{WeightKind, WeightRow, Weights};
