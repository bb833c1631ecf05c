//! The workstation on the terminal.
//!
//! `app` knows and changes, `keymap` names the keys, `page` writes the text of panels,
//! `view` draws, `perform` asks the desk, `run` owns the terminal.

mod app;
mod keymap;
mod page;
mod perform;
mod view;

pub use keymap::keys_markdown;
