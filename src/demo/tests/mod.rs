//! The embedded store over real HTTP, asked with documents that our adapter does not use.

#![expect(clippy::needless_pass_by_value, reason = "`json!` makes values to be given away")]

mod changes;
mod faults;
mod reads;
mod refusals;
mod restart;
mod shop;
