//! The ledger's behaviour, through its own doors and a vandal's.

mod chain;
mod compensate;
mod earlier;
mod files;
mod moves;
mod precedents;
mod purge;
mod staging;
