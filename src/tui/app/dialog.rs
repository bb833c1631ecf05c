//! What can lie over the panels.

use tui_input::Input;

use super::{Evidence, Outside, PlanDialog, Receipts, Typing};
use crate::domain::{Clean, OrderId, OutboxRow, Sums};
use crate::tui::keymap::Focus;

/// A dialog; at most one is open.
#[derive(Debug)]
pub(crate) enum Dialog {
    /// A plan.
    Plan(Box<PlanDialog>),
    /// Receipts of this shift.
    Receipts(Box<Receipts>),
    /// The evidence behind a step of the checklist.
    Evidence(Box<Evidence>),
    /// The filter being typed, and what it was before.
    Filter { input: Input, before: String },
    /// The number of an order being typed.
    GoTo(GoTo),
    /// A list to choose from.
    Menu(Menu),
    /// An address that no browser could be started for.
    Address {
        /// The address.
        url: String,
        /// What it is for.
        place: Outside,
    },
    /// The question before quitting.
    Quit(Quitting),
}

/// The line for an order's number.
#[derive(Debug, Default)]
pub(crate) struct GoTo {
    /// What is typed.
    pub(crate) input: Input,
    /// The ticket of the search under way.
    pub(crate) asked: Option<u64>,
    /// Why nothing was opened.
    pub(crate) trouble: Option<String>,
}

/// What a line of a menu brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Picked {
    /// Copies a text.
    Copy(Clean),
    /// Opens an order.
    Open(OrderId),
}

/// A list to choose from.
#[derive(Debug)]
pub(crate) struct Menu {
    /// What is chosen.
    pub(crate) title: String,
    /// The lines: what it is, how it reads, what it brings.
    pub(crate) lines: Vec<(String, Clean, Picked)>,
    /// The marked line.
    pub(crate) mark: usize,
}

/// The question before quitting.
#[derive(Debug, Default)]
pub(crate) struct Quitting {
    /// The rows that are not finished, and what each does with money; `None` until they are
    /// loaded.
    pub(crate) rows: Option<Vec<(OutboxRow, Sums)>>,
}

impl Dialog {
    /// Where keys go while it is open.
    pub(crate) fn focus(&self) -> Focus {
        match self {
            Self::Plan(plan) => match plan.typing {
                Some(Typing::Text(_)) => Focus::Writing,
                Some(Typing::Line { .. }) => Focus::Line,
                None => Focus::Plan,
            },
            Self::Receipts(receipts) if receipts.why.is_some() => Focus::Line,
            Self::Receipts(receipts) if receipts.question.is_some() => Focus::Question,
            Self::Receipts(_) => Focus::Receipts,
            Self::Evidence(_) => Focus::Evidence,
            Self::Filter { .. } => Focus::Filter,
            Self::GoTo(_) => Focus::GoTo,
            Self::Menu(_) => Focus::Menu,
            Self::Address { .. } => Focus::Address,
            Self::Quit(_) => Focus::Quit,
        }
    }

    /// The question that `x` would answer now.
    pub(crate) fn question(&self) -> Option<u64> {
        match self {
            Self::Plan(plan) => plan.question(),
            Self::Receipts(receipts) => receipts.question.as_ref().map(|question| question.ticket),
            _ => None,
        }
    }
}
