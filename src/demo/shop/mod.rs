//! The shop behind the embedded store: its books, and the generator of its orders.
//!
//! It knows no protocol. The server asks for orders, changes them through `Shop::change`,
//! and maps the shop's words to the protocol's.

pub mod books;
mod generate;
mod ids;
mod model;
mod refusal;
mod state;

pub use generate::generate;
pub use ids::Kind;
pub use model::*;
pub use refusal::Refusal;
pub use state::{Identity, Plot, Shop};
