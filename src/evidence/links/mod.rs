//! Other orders that share name, e-mail, phone, address or IP (S31 to S33, S37, S77).

mod find;
mod form;
mod keys;
mod signals;

pub use find::find;
pub use keys::{Key, KeyKind, keys, wanted};
