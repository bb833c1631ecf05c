//! The text of panels and dialogs as lines with roles: pure, no colours, no screen.
//!
//! Built when its content or width changes; drawing takes the visible lines only.

mod addresses;
mod analysis;
mod card;
mod checklist;
mod evidence;
mod findings;
mod fold;
mod help;
mod line;
mod linked;
mod money;
mod order;
mod payment;
mod plan;
mod question;
mod receipts;
mod risk;
mod setting;
mod steps;
mod words;
mod wrap;

pub(crate) use analysis::analysis;
pub(crate) use checklist::checklist;
pub(crate) use evidence::{evidence, links_behind};
pub(crate) use fold::{Folds, Part};
pub(crate) use help::help;
pub(crate) use line::{Line, Page, Pen, Role, Span};
pub(crate) use money::{done as money_moved, in_words as money_words};
pub(crate) use plan::{lists_fields, plan};
pub(crate) use question::{address, question, quitting};
pub(crate) use receipts::receipts;
pub(crate) use setting::{Promise, Setting};
pub(crate) use words::{
    age, age_changes_at, clock_changes_at, clock_words, counted, day_time, first_upper, grouped,
    hour_minute, spaced, state_word, step_words, time_left,
};
pub(crate) use wrap::wrap;
