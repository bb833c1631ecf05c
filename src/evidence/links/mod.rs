//! Other orders that share name, e-mail, phone, address, card or IP (S31 to S33, S37, S77).
//!
//! An order's *print* is what is compared of it; *keys* are made of the print, and orders are
//! filed under them; a question *gathers* the orders filed under its keys, *surveys* their
//! prints, and the *finding* is made of the likeliest.

mod beside;
mod features;
mod find;
mod gather;
mod keys;
mod kin;
mod likeness;
mod parts;
mod print;
mod reach;
mod signals;
#[cfg(test)]
mod tests;
mod weights;

pub use beside::{Around, Beside, Crowd, MOST_BESIDE, Relative, Survey};
pub use features::{Counts, FEATURES, Feature, Features, Own, Speaks};
pub use find::find;
pub use gather::{Files, gather, is_hub};
pub use keys::{Key, KeyKind, keys, keys_of_print, wanted};
pub use kin::{Kin, kin};
pub use print::{PRINT_VERSION, Print, View};
pub use reach::{Found, Hop, Prints, Reach, Ring, reach};
pub use weights::{probability, weigh};
