//! Where places and networks are: compact tables read in place, and databases of the user.
//!
//! Nothing is parsed at the start and nothing is unpacked: a table is a mapped file (or a part
//! of the program), and a look-up touches the few pages that it needs. What was damaged on the
//! disk gives “not known”, never a panic: every read is checked against the table's end.

mod bits;
pub mod build;
mod built_in;
mod codes;
mod fingers;
mod fold;
#[cfg(test)]
mod fuzz;
mod gazetteer;
mod lists;
mod map;
mod mmdb;
mod networks;
mod notices;
mod own;
mod phones;
mod postal_form;
mod ranges;
mod region;
mod special;
mod strings;
mod table;
mod tables;
mod update;

pub use fingers::{Named, finger};
pub use fold::{fold, spelled_out};
pub use networks::KINDS;
pub use notices::{Notice, notices};
pub use phones::DIGITS;
pub use region::{RegionRow, TownRow};
pub use table::Kind;
pub use tables::{Sources, State, Status, Tables, open};
pub use update::{Taken, update};
