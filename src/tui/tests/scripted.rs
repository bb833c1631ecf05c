//! A desk that answers from memory, and misbehaves when told to.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::sample::{case_file, facts, other_order, queue_row, release_plan, row};
use crate::desk::{CaseFile, Filter, HeaderFacts, QueueRow, RowKey};
use crate::domain::{
    Clean, Compensation, Fault, Kind, OrderId, OutboxRow, Plan, RowId, RowState, ShortOrder,
    Timestamp, Verb,
};
use crate::policy::{ChecklistStep, LookUp, Ticked};
use crate::tui::{Happened, Office, Progress, Target};
use crate::verbs::Wish;

/// How the desk misbehaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mood {
    #[default]
    Well,
    /// Case files never come.
    Hangs,
    /// Reading a case file panics.
    Breaks,
}

#[derive(Default)]
pub(super) struct Scripted {
    pub(super) mood: Mood,
    pub(super) staged: Mutex<Vec<OutboxRow>>,
    reports: Mutex<Option<Sender<Happened>>>,
}

impl Scripted {
    pub(super) fn in_mood(mood: Mood) -> Self {
        Self { mood, ..Self::default() }
    }
}

const ROWS: u32 = 500;

impl Office for Scripted {
    fn header(&self) -> Result<HeaderFacts, Fault> {
        let mut facts = facts();
        facts.outbox.staged = self.staged.lock().unwrap().len();
        Ok(facts)
    }

    fn keys(
        &self,
        _: &Filter,
        wanted: &dyn Fn() -> bool,
        found: &mut dyn FnMut(&[RowKey]),
    ) -> Result<(), Fault> {
        let keys: Vec<RowKey> = (0..ROWS).map(RowKey).collect();
        for some in keys.chunks(100).take_while(|_| wanted()) {
            found(some);
        }
        Ok(())
    }

    fn rows(&self, keys: &[RowKey]) -> Result<Vec<QueueRow>, Fault> {
        Ok(keys.iter().map(|key| queue_row(key.0)).collect())
    }

    fn case_file(&self, order: &OrderId) -> Result<CaseFile, Fault> {
        match self.mood {
            Mood::Hangs => loop {
                std::thread::park();
            },
            Mood::Breaks => panic!("the case file is on fire"),
            Mood::Well => {
                let mut file = case_file();
                file.order.id = order.clone();
                Ok(file)
            }
        }
    }

    fn others(&self, orders: &[OrderId]) -> Result<Vec<ShortOrder>, Fault> {
        Ok(orders.iter().map(|order| other_order(order.as_str())).collect())
    }

    fn find(&self, name: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        Ok(vec![(OrderId::new(name), Clean::new(name))])
    }

    fn plan(&self, _: &OrderId, _: Verb, _: &Wish) -> Result<Plan, Fault> {
        Ok(release_plan())
    }

    fn calls(&self, plan: &Plan) -> Vec<String> {
        plan.steps.iter().map(|_| "call".to_owned()).collect()
    }

    fn note_text(&self, _: &OrderId, _: Verb, _: &Wish) -> Result<String, Fault> {
        Ok("EX".to_owned())
    }

    fn stage(&self, plan: &Plan) -> Result<OutboxRow, Fault> {
        let mut staged = self.staged.lock().unwrap();
        let row = row(plan, RowState::Staged, staged.len() as u128 + 1);
        staged.push(row.clone());
        Ok(row)
    }

    fn take_back(&self, row: RowId) -> Result<OutboxRow, Fault> {
        let mut staged = self.staged.lock().unwrap();
        let at = staged.iter().position(|staged| staged.id == row);
        let at = at.ok_or_else(|| Fault::new(Kind::State, "it has already begun"))?;
        Ok(OutboxRow { state: RowState::Dropped, ..staged.remove(at) })
    }

    fn tick(&self, _: &OrderId, _: ChecklistStep) -> Result<Ticked, Fault> {
        Ok(Ticked::Made)
    }

    fn opened(&self, _: &OrderId, _: ChecklistStep, _: LookUp) -> Result<(), Fault> {
        Ok(())
    }

    fn look_up_url(&self, _: &OrderId, _: LookUp) -> Result<String, Fault> {
        Err(Fault::new(Kind::Failed, "no look-up in this test"))
    }

    fn open_rows(&self) -> Result<Vec<OutboxRow>, Fault> {
        Ok(self.staged.lock().unwrap().clone())
    }

    fn receipts(&self, _: Timestamp) -> Result<Vec<OutboxRow>, Fault> {
        self.open_rows()
    }

    fn retry(&self, _: Target) -> Result<OutboxRow, Fault> {
        Err(Fault::new(Kind::State, "nothing failed"))
    }

    fn skip(&self, _: Target, _: &str) -> Result<OutboxRow, Fault> {
        Err(Fault::new(Kind::State, "nothing failed"))
    }

    fn drop_row(&self, row: RowId) -> Result<OutboxRow, Fault> {
        self.take_back(row)
    }

    fn compensation(&self, _: RowId) -> Result<Compensation, Fault> {
        Err(Fault::new(Kind::State, "nothing stopped"))
    }

    fn compensate(&self, _: RowId, _: &Compensation) -> Result<OutboxRow, Fault> {
        Err(Fault::new(Kind::State, "nothing stopped"))
    }

    fn hand_over(&self, _: RowId, _: &str) -> Result<OutboxRow, Fault> {
        Err(Fault::new(Kind::State, "nothing stopped"))
    }

    fn sync(&self, report: &mut dyn FnMut(Progress)) -> Result<String, Fault> {
        report(Progress { words: "reading".to_owned(), done: 1, total: Some(2) });
        Ok("Synced: nothing new.".to_owned())
    }

    fn finish(&self) -> Result<(), Fault> {
        self.staged.lock().unwrap().clear();
        Ok(())
    }

    fn step_aside(&self) {}

    fn carry_on(&self) {}

    fn happenings(&self) -> Receiver<Happened> {
        let (sender, receiver) = channel();
        *self.reports.lock().unwrap() = Some(sender);
        receiver
    }
}
