//! The shop behind the embedded store: its books, and the generator of its orders.
//!
//! It knows no protocol. The server asks for orders, changes them through `Shop::change`,
//! and maps the shop's words to the protocol's.

pub mod books;
mod generate;
mod model;
mod state;

pub use generate::generate;
pub use model::*;
pub use state::{Identity, Kind, Plot, Refusal, Shop};
