//! The embedded store over real HTTP, asked with documents that our adapter does not use.

mod changes;
mod faults;
mod reads;
mod refusals;
mod restart;
mod shop;
mod speed;
