//! One row per verb: allowed or why not, danger, inverse, and the neutral steps of its plan.
//!
//! Pure. JSON `why_not`, footer, help, refusal and docs all come from these rows.

mod allowed;
mod build;
mod cancel;
mod compensation;
mod hold;
mod inverse;
mod note;
mod refund;
mod release;
mod row;
mod small;
mod wish;

pub use build::{Quote, Setting, build};
pub use cancel::no_money_to_send;
pub use compensation::compensation;
pub use hold::LONGEST_HOLD_DAYS;
pub use inverse::inverse;
pub use release::{CHOOSE_A_HOLD, preselected};
pub use row::{ROWS, VerbRow, row};
pub use wish::{Amount, Wish};
