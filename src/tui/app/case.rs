//! The one open case file and its two panels.

use crate::desk::CaseFile;
use crate::domain::{Clean, OrderId};
use crate::tui::page::{Folds, Page};

use super::Said;

/// The case file beside the queue.
#[derive(Debug, Default)]
pub(crate) struct Case {
    /// The case file shown.
    pub(crate) file: Option<Box<CaseFile>>,
    /// What was asked and has not answered.
    pub(crate) asked: Option<(u64, OrderId)>,
    /// Why the last one asked for could not be loaded.
    pub(crate) trouble: Option<(OrderId, Said)>,
    /// An order opened by number, beside the queue's selection.
    pub(crate) visited: Option<(OrderId, Clean)>,
    /// The row on which the bar stood before an order was opened by number.
    pub(crate) came_from: Option<crate::desk::RowKey>,
    /// The search for the visited order among the rows of the queue.
    pub(crate) locating: Option<u64>,
    /// Parts shown in full.
    pub(crate) folds: Folds,
    /// The analysis as lines.
    pub(crate) analysis: Page,
    /// Its marked line and scroll.
    pub(crate) analysis_at: Scroll,
    /// The checklist as lines.
    pub(crate) checklist: Page,
    /// The marked step.
    pub(crate) step: usize,
    /// The checklist's scroll.
    pub(crate) checklist_at: Scroll,
    /// Whether the case file must be read again although it is the right one.
    pub(crate) stale: bool,
    /// What the pages were built from.
    pub(crate) built: Option<Built>,
}

/// What pages were built from; when it differs, they are built anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Built {
    pub(crate) folds: Folds,
    pub(crate) widths: (u16, u16),
    pub(crate) minute: i64,
}

/// A marked line and the first visible line of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scroll {
    /// The marked line.
    pub(crate) line: usize,
    /// The first visible line.
    pub(crate) offset: usize,
}

impl Scroll {
    /// Moves the marked line.
    pub(crate) fn move_by(&mut self, lines: isize) {
        self.line = self.line.saturating_add_signed(lines);
    }

    /// Keeps the marked line inside the page and on the screen.
    pub(crate) fn settle(&mut self, lines: usize, height: usize) {
        self.line = self.line.min(lines.saturating_sub(1));
        self.show(self.line..=self.line, lines, height);
    }

    /// Scrolls so that a range of lines is visible, its first line above all.
    pub(crate) fn show(
        &mut self,
        range: std::ops::RangeInclusive<usize>,
        lines: usize,
        height: usize,
    ) {
        let height = height.max(1);
        let lowest = (range.end() + 1).saturating_sub(height);
        self.offset = self.offset.max(lowest).min(*range.start()).min(lines.saturating_sub(height));
    }
}

impl Case {
    /// The case file, when it is the one of this order.
    pub(crate) fn of(&self, order: &OrderId) -> Option<&CaseFile> {
        self.file.as_deref().filter(|file| file.order.id == *order)
    }
}
