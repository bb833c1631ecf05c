//! Lanes, clocks, the business calendar, the recommendation and the checklist's state.
//!
//! Pure: what it judges is passed in, and so is the present moment.

mod checklist;
mod placement;

pub use checklist::{ChecklistRow, ChecklistStep, LookUp, Tick, TickState};
pub use placement::{Advice, CaseState, Decided, Placement, Why};
