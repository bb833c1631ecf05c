//! ledger.sqlite: what we decided, ticked, opened, staged, did and saw confirmed.
//!
//! Never thrown away. Requests are answered by one writer thread; reads have their own
//! connections; no type and no row id of the database leaves this room, so that a team
//! can keep its ledger elsewhere later (`house.md`, what lives where).

mod append;
mod asks;
mod beginning;
mod book;
mod cases;
mod chain;
mod compensate;
mod ending;
mod files;
mod journal;
mod keep;
mod marks;
mod migrations;
mod moves;
mod owner;
mod precedents;
mod purge;
mod queue;
mod restored;
mod rows;
mod settled;
mod staging;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod trouble;
mod writer;

pub use asks::Person;
pub use book::Ledger;
pub use cases::Case;
pub use chain::{BadRow, Verified, Wrong};
pub use compensate::{HandOver, Undone};
pub use journal::{Event, Facts, JournalRow, Payload};
pub use marks::Opened;
pub use moves::Change;
pub use owner::{Owner, Ownership};
pub use precedents::Precedent;
pub use purge::Purge;
pub use queue::{Counts, Sent, Which};
pub use restored::restored_words;
pub use settled::Seen;
pub use staging::{Slip, Staging};
