//! The workstation on the terminal.
//!
//! `app` knows and changes, `keymap` names the keys, `page` writes the text of panels,
//! `view` draws, `perform` asks the desk, `run` owns the terminal.

mod app;
mod keymap;
mod page;
mod perform;
mod run;
mod view;

#[cfg(test)]
mod tests;

pub use keymap::keys_markdown;
pub use perform::port::{Happened, Office, Progress, Target};
pub use run::{Colour, Options, Still, picture, run};
