//! Orders of which each takes up one or several rows of a table.

use super::sheet::Sheet;
use super::{Found, Refused, Source, Step};
use crate::domain::Fault;

/// What the rows of one kind of table mean.
pub(super) trait Layout {
    /// What the rows of one order share; blank belongs to the row before.
    fn group(&self, sheet: &Sheet<'_>) -> String;
    /// Reads the order from its first row.
    fn first(&self, sheet: &Sheet<'_>) -> Result<Found, String>;
    /// Adds what another row of the same order says.
    fn more(&self, sheet: &Sheet<'_>, found: &mut Found) -> Result<(), String>;
}

/// A table's orders.
pub(super) struct Rows<'a, L> {
    sheet: Sheet<'a>,
    layout: L,
    /// The order whose rows are being read, with what they share; nothing where its first
    /// row was refused: the others then say too little.
    open: Option<(String, Option<Found>)>,
    /// What follows what was just given.
    then: Option<Step>,
}

impl<'a, L: Layout> Rows<'a, L> {
    pub(super) fn new(sheet: Sheet<'a>, layout: L) -> Self {
        Self { sheet, layout, open: None, then: None }
    }

    fn close(&mut self) -> Option<Step> {
        let (_, found) = self.open.take()?;
        found.map(|found| Step::Order(Box::new(found)))
    }

    fn refused(&self, why: String) -> Step {
        Step::Refused(Refused { line: self.sheet.line(), why })
    }

    /// Takes in the row that was just read.
    fn row(&mut self) -> Step {
        let group = self.layout.group(&self.sheet);
        if let Some((open, found)) = &mut self.open
            && (group.is_empty() || *open == group)
        {
            let Some(found) = found else {
                return self.refused("the first row of this order was refused".to_owned());
            };
            return match self.layout.more(&self.sheet, found) {
                Ok(()) => Step::Read,
                Err(why) => self.refused(why),
            };
        }
        let before = self.close();
        let (found, step) = match self.layout.first(&self.sheet) {
            Ok(found) => (Some(found), Step::Read),
            Err(why) => (None, self.refused(why)),
        };
        self.open = Some((group, found));
        match before {
            Some(before) => {
                self.then = Some(step);
                before
            }
            None => step,
        }
    }
}

impl<L: Layout> Source for Rows<'_, L> {
    fn step(&mut self) -> Result<Option<Step>, Fault> {
        if let Some(step) = self.then.take() {
            return Ok(Some(step));
        }
        Ok(match self.sheet.next()? {
            Some(Ok(())) => Some(self.row()),
            Some(Err(refused)) => Some(Step::Refused(refused)),
            None => self.close(),
        })
    }

    fn read(&self) -> u64 {
        self.sheet.read()
    }
}
