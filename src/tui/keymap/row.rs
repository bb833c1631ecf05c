//! What a row says, and the places and headings that rows share.

use super::{Action, Focus, Key};

/// One key row: where, which keys, what they ask for, in which words.
#[derive(Debug)]
pub(crate) struct Row {
    /// The heading it stands under in the help.
    pub(crate) group: &'static str,
    /// Where it works.
    pub(crate) at: &'static [Focus],
    /// The keys; the first is the one shown in the footer.
    pub(crate) keys: &'static [Key],
    /// What they ask for.
    pub(crate) action: Action,
    /// What they do, in the words of the help.
    pub(crate) help: &'static str,
    /// The word in the footer; rows without one are only in the help.
    pub(crate) footer: Option<&'static str>,
}

pub(super) const PANELS: &[Focus] = &[Focus::Queue, Focus::Analysis, Focus::Checklist];
pub(super) const SCROLLING: &[Focus] = &[
    Focus::Queue,
    Focus::Analysis,
    Focus::Checklist,
    Focus::Menu,
    Focus::Plan,
    Focus::Receipts,
    Focus::Evidence,
    Focus::Help,
];
pub(super) const QUEUE: &[Focus] = &[Focus::Queue];
pub(super) const TYPING: &[Focus] = &[Focus::Filter, Focus::GoTo, Focus::Line, Focus::Writing];
pub(super) const LINES: &[Focus] = &[Focus::Filter, Focus::GoTo, Focus::Line];
pub(super) const ANYWHERE: &[Focus] = &[
    Focus::Queue,
    Focus::Analysis,
    Focus::Checklist,
    Focus::Filter,
    Focus::GoTo,
    Focus::Menu,
    Focus::Address,
    Focus::Plan,
    Focus::Writing,
    Focus::Line,
    Focus::Receipts,
    Focus::Evidence,
    Focus::Question,
    Focus::Help,
    Focus::Quit,
];

pub(super) const MOVING: &str = "Moving";
pub(super) const ORDER: &str = "The order";
pub(super) const VERBS: &str = "Actions: each shows its plan first";
pub(super) const DESK: &str = "The desk";
pub(super) const PLAN: &str = "In a plan";
pub(super) const WRITING: &str = "While typing";
pub(super) const RECEIPTS: &str = "In the receipts";
pub(super) const QUITTING: &str = "When quitting";

macro_rules! row {
    ($group:expr, $at:expr, [$($key:expr),+], $action:expr, $help:expr) => {
        Row { group: $group, at: $at, keys: &[$($key),+], action: $action, help: $help, footer: None }
    };
    ($group:expr, $at:expr, [$($key:expr),+], $action:expr, $help:expr, $footer:expr) => {
        Row { group: $group, at: $at, keys: &[$($key),+], action: $action, help: $help, footer: Some($footer) }
    };
}

pub(super) use row;

pub(super) const fn ch(c: char) -> Key {
    Key::char(c)
}
