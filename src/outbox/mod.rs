//! Runs staged rows against the store and settles the unknown (`house.md`, third journey).
//!
//! Every write is noted before it is sent and proved by reading the order back. What
//! may have happened is read, never repeated blindly. This room draws nothing and asks
//! nobody: what needs a person is handed to the desk.

mod differences;
mod grace;
mod hooks;
mod job;
mod memory;
mod pace;
mod pick;
mod proved;
mod repeat;
mod row;
mod runner;
mod settle;
mod shared;
mod step;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod words;

pub use differences::{Aspect, Difference, changes};
pub use grace::Grace;
pub use hooks::Hooks;

pub use pace::{Overdue, Pace, Ran, Until, Who, Windows};
pub use pick::OVERDUE_SECONDS;
pub use runner::Runner;
pub use words::state_words;
