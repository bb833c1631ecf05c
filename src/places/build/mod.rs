//! Makes tables: used by `examples/tables`, and by tests for tiny ones.
//!
//! It works on memory and panics on nonsense: what it makes is checked before it is shipped.
#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "this makes tables from files at hand; nonsense in them must stop it"
)]

mod bits;
mod codes;
mod fingers;
mod ranges;
mod strings;
mod table;

pub use codes::{Code, CodesWriter, PackedCodes};
pub use fingers::pack_fingers;
pub use ranges::{Narrow, PackedRanges, pack_ranges};
pub use strings::{Pool, pack_strings};
pub use table::TableWriter;

/// A place in a table; none has four thousand million.
fn size(size: usize) -> u32 {
    assert!(u32::try_from(size).is_ok(), "a part of {size} bytes is too big");
    size as u32
}
