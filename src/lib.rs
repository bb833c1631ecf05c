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
//!                            └─ config   words   places
//!                                 └─ domain
//! demo ─ domain      (the embedded store; it never looks at stores)
//! ```
//!
//! `docs/architecture.md` says what lives where; a test reads every `crate::room`
//! path and holds this drawing against the code.

pub mod cache;
pub mod cli;
pub mod config;
#[cfg(feature = "demo")]
pub mod demo;
pub mod desk;
pub mod domain;
pub mod evidence;
pub mod ledger;
pub mod outbox;
pub mod places;
pub mod policy;
pub mod stores;
pub mod sync;
pub mod tui;
pub mod verbs;
pub mod words;
