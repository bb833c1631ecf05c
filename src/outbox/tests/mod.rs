//! The outbox against a scripted store.

mod conflicts;
mod pacing;
mod plain;
mod random;
mod unknown;
