//! The outbox against a scripted store.

mod compensating;
mod conflicts;
mod every_step;
mod pacing;
mod plain;
mod random;
mod restored;
mod unknown;
