//! One row per verb: allowed or why not, danger, inverse, and the neutral steps of its plan.
//!
//! Pure. JSON `why_not`, footer, help, refusal and docs all come from these rows.

mod wish;

pub use wish::{Amount, Wish};
