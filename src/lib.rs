//! unhold: a terminal fraud-review desk.
//!
//! Rooms look downwards only, and rooms of one tier do not look at each other:
//!
//! ```text
//! main
//!   └─ cli   tui
//!        └─ desk
//!             └─ sync   outbox
//!                  └─ cache   ledger   stores
//!                       └─ policy   verbs   evidence
//!                            └─ config   words
//!                                 └─ domain
//! demo ─ domain      (the embedded store; it never looks at stores)
//! ```
//!
//! `docs/architecture.md` says what lives where; a test reads every `crate::room`
//! path and holds this drawing against the code.

pub mod desk;
pub mod domain;
pub mod policy;
pub mod stores;
pub mod verbs;

#[cfg(feature = "demo")]
pub mod demo;
