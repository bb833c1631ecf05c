//! Note formats and the texts that go with a verdict. Pure.

mod hold;
mod reason;

pub use hold::{day, decision_day, hold_note};
pub use reason::reason;
