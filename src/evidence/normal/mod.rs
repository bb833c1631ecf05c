//! Names, e-mail addresses, telephone numbers and postal addresses in forms in which
//! variants of one writing are equal.
//!
//! Linking runs them over every order of a shop, so that they are short and call no
//! library but the one that turns letters to Latin.

pub mod address;
mod calling_codes;
#[cfg(test)]
mod cases;
pub mod email;
mod fold;
mod house;
pub mod name;
mod nicknames;
pub mod phone;
pub mod postal;
mod providers;
mod region;
mod street_words;

pub use address::{AddressForm, Delivery};
pub use email::EmailForm;
pub use name::{Likeness, NameForm};
pub use phone::PhoneForm;

use crate::domain::Clean;

/// The words of a text in plain Latin and lower case, hidden characters left out.
pub fn words(text: &Clean) -> Vec<String> {
    fold::split(&fold::latin(text))
}
