//! Effects: the only door to the desk, to other programs and to threads.
//!
//! Reads keep one running and the newest waiting; writes queue and never merge.

mod at_desk;
mod case;
mod lane;
mod outbox;
mod outside;
mod performer;
mod plan;
pub(crate) mod port;
mod queue;
mod sync;
mod watch;

pub(crate) use lane::Post;
pub(crate) use performer::Performer;
pub(crate) use watch::watch;
