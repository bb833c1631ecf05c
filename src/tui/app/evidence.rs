//! The evidence behind a step of the checklist, in full.

use super::Scroll;
use crate::domain::{OrderId, ShortOrder};
use crate::policy::ChecklistStep;
use crate::tui::page::Page;

/// The evidence on the screen.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// The order that it is about.
    pub(crate) order: OrderId,
    /// The step.
    pub(crate) step: ChecklistStep,
    /// What was asked and has not answered.
    pub(crate) asked: Option<u64>,
    /// The linked orders in short form, as far as they are on this machine.
    pub(crate) others: Vec<ShortOrder>,
    /// The evidence as lines.
    pub(crate) page: Page,
    /// The marked linked order.
    pub(crate) mark: usize,
    /// Its scroll.
    pub(crate) at: Scroll,
}
