//! The fraud analysis: everything that a decision rests on, in the order in which it is read.

use super::{Folds, Page, Part, Pen, Role, Setting, Span};
use super::{addresses, findings, order, payment, risk};
use crate::desk::CaseFile;

/// How many lines of a folded part are shown.
const SHOWN: usize = 5;

/// Writes the analysis of a case file.
pub(crate) fn analysis(file: &CaseFile, folds: &Folds, setting: Setting) -> Page {
    let mut sheet = Sheet { pen: Pen::new(setting.width), file, folds, setting };
    sheet.whole(Part::Summary, None, order::summary);
    sheet.folded(Part::Risk, Some("What the providers say"), risk::providers);
    sheet.folded(Part::Advice, Some("What the desk recommends"), risk::advice);
    sheet.folded(Part::Holds, Some("Holds"), order::holds);
    sheet.whole(Part::Addresses, Some("Billing beside shipping"), addresses::both);
    sheet.whole(Part::Contact, Some("Contact"), order::contact);
    sheet.folded(Part::Payment, Some("Payment and card"), payment::payment);
    sheet.folded(Part::Findings, Some("Checks"), findings::checks);
    sheet.folded(Part::Linked, Some("Linked orders"), findings::linked);
    sheet.folded(Part::Items, Some("Items"), order::items);
    sheet.folded(Part::Customer, Some("Customer"), order::customer);
    sheet.folded(Part::Note, Some("Note, tags, extras"), order::notes);
    sheet.folded(Part::Outbox, Some("Done and recorded here"), order::outbox);
    sheet.folded(Part::Timeline, Some("Timeline of the store"), order::timeline);
    sheet.folded(Part::Refused, Some("Not offered now"), order::refused);
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
    fn whole(&mut self, part: Part, title: Option<&str>, write: fn(&mut Self)) {
        let start = self.begin(part, title);
        let body = self.pen.count();
        write(self);
        self.end(start, body);
    }

    /// Writes a part whose long text is folded until it is asked for (S105).
    fn folded(&mut self, part: Part, title: Option<&str>, write: fn(&mut Self)) {
        let start = self.begin(part, title);
        let body = self.pen.count();
        write(self);
        let lines = self.pen.count() - body;
        if lines > SHOWN + 2 && !self.folds.is_open(part) {
            self.pen.cut_to(body + SHOWN);
            let words = format!("… {} more lines; Enter shows them", lines - SHOWN);
            self.pen.push(vec![Span::new(words, Role::Accent)]);
        } else if lines > SHOWN + 2 {
            self.pen.push(vec![Span::new("Enter folds this part", Role::Muted)]);
        }
        self.end(start, body);
    }

    fn begin(&mut self, part: Part, title: Option<&str>) -> usize {
        let start = self.pen.count();
        self.pen.part(None);
        self.pen.gap();
        self.pen.part(Some(part));
        if let Some(title) = title {
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
