//! Pulls what the store says into the cache.
//!
//! First the flagged orders in full, so that there is a queue to work on, then every
//! order of the window in short form; later only what changed. Every page is one
//! transaction that also keeps the place where to go on. Never writes to a store.

mod again;
mod ended;
mod lock;
mod pass;
mod patience;
mod run;
mod wish;

#[cfg(test)]
mod tests;

pub use lock::Busy;
pub use pass::last_ended;
pub use patience::Patience;
pub use run::run;
pub use wish::{Assess, How, On, Phase, Report, Settings, Summary};
