//! Note formats and the texts that go with a verdict. Pure.

mod copy;
mod due;
mod hold;
mod look_up;
mod note;
mod reason;
mod signed;
mod told;
mod typed_day;

pub use copy::{Copy, copies};
pub use due::{due, last_day};
pub use hold::{day, decision_day, hold_note, sentence};
pub use look_up::look_up_url;
pub use note::{CONVERSATION, Deed, NoteFacts, has_refills, note};
pub use reason::reason;
pub use signed::signed;
pub use told::{Told, followed, told};
pub use typed_day::{DAY_FORMS, typed_day};
