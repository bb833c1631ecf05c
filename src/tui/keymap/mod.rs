//! Keys as rows: focus, key, action, words. Help, footer and `docs/keys.md` come from here.

mod action;
mod doc;
mod focus;
mod key;
mod lookup;
mod row;
mod table;

pub(crate) use action::{Action, Edit};
pub use doc::keys_markdown;
pub(crate) use doc::{HelpLine, help_lines};
pub(crate) use focus::Focus;
pub(crate) use key::Key;
pub(crate) use lookup::{action_for, footer_rows};
pub(crate) use row::Row;
pub(crate) use table::ROWS;
