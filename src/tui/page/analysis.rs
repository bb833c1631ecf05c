//! The fraud analysis: everything that a decision rests on, in the order in which it is read.

use super::{Folds, Page, Part, Pen, Role, Setting, Span};
use super::{addresses, findings, order, payment, risk};
use crate::desk::CaseFile;

/// Writes the analysis of a case file.
pub(crate) fn analysis(file: &CaseFile, folds: &Folds, setting: Setting) -> Page {
    let mut sheet = Sheet { pen: Pen::new(setting.width), file, folds, setting };
    sheet.whole(Part::Summary, "", order::summary);
    sheet.whole(Part::Brief, "In short", risk::brief);
    sheet.folded((Part::Risk, 12), "What the providers say", risk::providers);
    sheet.folded((Part::Advice, 8), "What the desk recommends", risk::advice);
    sheet.folded((Part::Holds, 8), "Holds", order::holds);
    sheet.whole(Part::Addresses, "Billing beside shipping", addresses::both);
    sheet.whole(Part::Contact, "Contact", order::contact);
    sheet.folded((Part::Payment, 10), "Payment and card", payment::payment);
    sheet.folded((Part::Findings, 10), "Checks", findings::checks);
    sheet.folded((Part::Linked, 6), "Linked orders", findings::linked);
    sheet.folded((Part::Items, 8), "Items", order::items);
    sheet.folded((Part::Customer, 8), "Customer", order::customer);
    sheet.folded((Part::Note, 6), "Note, tags, extras", order::notes);
    sheet.folded((Part::Outbox, 6), "Done from this desk", order::outbox);
    sheet.folded((Part::Timeline, 4), "Timeline of the store", order::timeline);
    sheet.folded((Part::Refused, 6), "Not offered now", order::refused);
    sheet.pen.done()
}

/// A page being written, with what it is written from.
pub(super) struct Sheet<'a> {
    pub(super) pen: Pen,
    pub(super) file: &'a CaseFile,
    pub(super) setting: Setting,
    folds: &'a Folds,
}

impl Sheet<'_> {
    /// Writes a part in full; nothing when it has nothing to say.
    fn whole(&mut self, part: Part, title: &str, write: fn(&mut Self)) {
        let start = self.begin(part, title);
        let body = self.pen.count();
        write(self);
        self.end(start, body);
    }

    /// Writes a part; when it is longer than so many lines, the rest is folded until it
    /// is asked for (S105).
    fn folded(&mut self, (part, shown): (Part, usize), title: &str, write: fn(&mut Self)) {
        let start = self.begin(part, title);
        let body = self.pen.count();
        write(self);
        let lines = self.pen.count() - body;
        if lines > shown + 2 && !self.folds.is_open(part) {
            self.pen.cut_to(body + shown);
            let words = format!("… {} more lines; Enter shows them", lines - shown);
            self.pen.push(vec![Span::new(words, Role::Accent)]);
        } else if lines > shown + 2 {
            self.pen.push(vec![Span::new("Enter folds this part", Role::Muted)]);
        }
        self.end(start, body);
    }

    fn begin(&mut self, part: Part, title: &str) -> usize {
        let start = self.pen.count();
        self.pen.part(None);
        self.pen.gap();
        self.pen.part(Some(part));
        if !title.is_empty() {
            self.pen.push(vec![Span::new(title, Role::Heading)]);
        }
        start
    }

    fn end(&mut self, start: usize, body: usize) {
        if self.pen.count() == body {
            self.pen.cut_to(start);
        }
        self.pen.part(None);
    }
}
