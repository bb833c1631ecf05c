//! One file per command; the JSON documents.
//!
//! Commands ask the desk through `Office`, so that tests can put a scripted one in its place,
//! and print to a writer that they are given. `main` brings the doors: how to open a desk and
//! how to open the workstation.

mod act;
mod args;
mod at_desk;
mod at_desk_health;
mod bar;
mod command;
mod csv;
mod data;
#[cfg(feature = "demo")]
mod demo;
mod doctor;
mod doors;
mod evidence;
mod find;
mod import;
mod init;
mod journal;
mod json;
mod logbook;
mod lookup;
mod office;
mod out;
mod outbox;
mod place;
mod plan;
mod planned;
mod purge;
mod queue;
mod run;
mod session;
mod shell;
mod show;
mod sync;
mod table;
mod taken_back;
mod weights;
mod when;
mod wish;

pub use args::Colour;
pub use doors::{Doors, Opening};
pub use office::{Chain, Chosen, Entry, Examined, Health, Office, Pace, Ran};
pub use run::run;
pub use shell::command;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod documents;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::wildcard_imports, reason = "tests")]
mod testing;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests;
