//! The desk as the workstation's office.

use std::sync::mpsc::{Receiver, channel};
use std::thread;

use super::port::{Happened, Office, Progress, Target};
use crate::desk::{self, CaseFile, Desk, Filter, HeaderFacts, QueueRow, RowKey, Which};
use crate::domain::{
    Clean, Compensation, Fault, OrderId, OutboxRow, Plan, RowId, RowState, ShortOrder, Timestamp,
    Verb,
};
use crate::policy::{ChecklistStep, LookUp, Ticked};
use crate::sync::{How, Report, Summary};
use crate::verbs::Wish;

impl Office for Desk {
    fn header(&self) -> Result<HeaderFacts, Fault> {
        self.header()
    }

    fn keys(
        &self,
        filter: &Filter,
        wanted: &dyn Fn() -> bool,
        found: &mut dyn FnMut(&[RowKey]),
    ) -> Result<(), Fault> {
        self.keys(filter, wanted, found)
    }

    fn rows(&self, keys: &[RowKey]) -> Result<Vec<QueueRow>, Fault> {
        self.rows(keys)
    }

    fn case_file(&self, order: &OrderId) -> Result<CaseFile, Fault> {
        self.case_file(order)
    }

    fn others(&self, orders: &[OrderId]) -> Result<Vec<ShortOrder>, Fault> {
        self.others(orders)
    }

    fn find(&self, name: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        self.find(name)
    }

    fn plan(&self, order: &OrderId, verb: Verb, wish: &Wish) -> Result<Plan, Fault> {
        self.plan(order, verb, wish)
    }

    fn calls(&self, plan: &Plan) -> Vec<String> {
        self.calls(plan)
    }

    fn note_text(&self, order: &OrderId, verb: Verb, wish: &Wish) -> Result<String, Fault> {
        self.note_text(order, Some(verb).filter(|verb| *verb != Verb::Note), wish)
    }

    fn stage(&self, plan: &Plan) -> Result<OutboxRow, Fault> {
        self.stage(plan, self.usual_window())
    }

    fn take_back(&self, row: RowId) -> Result<OutboxRow, Fault> {
        self.take_back(row)
    }

    fn tick(&self, order: &OrderId, step: ChecklistStep) -> Result<Ticked, Fault> {
        self.tick(order, step)
    }

    fn opened(&self, order: &OrderId, step: ChecklistStep, look_up: LookUp) -> Result<(), Fault> {
        self.opened(order, step, look_up)
    }

    fn look_up_url(&self, order: &OrderId, look_up: LookUp) -> Result<String, Fault> {
        self.look_up_url(order, look_up)
    }

    fn open_rows(&self) -> Result<Vec<OutboxRow>, Fault> {
        self.outbox(&Which::Open)
    }

    fn receipts(&self, since: Timestamp) -> Result<Vec<OutboxRow>, Fault> {
        self.receipts(since)
    }

    fn retry(&self, target: Target) -> Result<OutboxRow, Fault> {
        self.retry(target.row, target.place)
    }

    fn skip(&self, target: Target, why: &str) -> Result<OutboxRow, Fault> {
        self.skip(target.row, target.place, why)
    }

    fn drop_row(&self, row: RowId) -> Result<OutboxRow, Fault> {
        self.drop_row(row)
    }

    fn compensation(&self, row: RowId) -> Result<Compensation, Fault> {
        self.compensation(row)
    }

    fn compensate(&self, row: RowId, shown: &Compensation) -> Result<OutboxRow, Fault> {
        self.compensate(row, shown)
    }

    fn hand_over(&self, row: RowId, why: &str) -> Result<OutboxRow, Fault> {
        self.hand_over(row, why)
    }

    fn sync(&self, report: &mut dyn FnMut(Progress)) -> Result<String, Fault> {
        let happenings = self.subscribe();
        self.ask_sync(How::Changes)?;
        for happened in happenings {
            match happened {
                desk::Happened::SyncProgress(so_far) => report(progress(so_far)),
                desk::Happened::Synced(summary) => return Ok(sum_up(&summary)),
                desk::Happened::SyncFailed(trouble) => return Err(trouble.into()),
                _ => {}
            }
        }
        Ok("The sync goes on in the background.".to_owned())
    }

    fn finish(&self) -> Result<(), Fault> {
        self.finish_open()
    }

    fn step_aside(&self) {
        self.stop_background();
    }

    fn carry_on(&self) {
        self.start_background();
    }

    fn happenings(&self) -> Receiver<Happened> {
        let (sender, receiver) = channel();
        let heard = self.subscribe();
        thread::spawn(move || {
            for happened in heard {
                let told = translated(happened).into_iter().all(|told| sender.send(told).is_ok());
                if !told {
                    return;
                }
            }
        });
        receiver
    }
}

fn translated(happened: desk::Happened) -> Vec<Happened> {
    match happened {
        desk::Happened::SyncProgress(so_far) => vec![Happened::SyncProgress(progress(so_far))],
        desk::Happened::Synced(_) => vec![Happened::Synced],
        desk::Happened::SyncFailed(_) => vec![],
        // Whoever records a plan or lets one be tried again is answered; told as well, the
        // screen would read everything twice, the first time before it says "recorded".
        desk::Happened::RowChanged(row) if is_untouched(&row) => vec![],
        desk::Happened::RowChanged(row) | desk::Happened::NeedsAsking(row) => {
            vec![Happened::RowChanged(row)]
        }
        desk::Happened::OrdersChanged(_) | desk::Happened::OthersWrote => {
            vec![Happened::CacheChanged]
        }
        desk::Happened::Trouble(None) => vec![Happened::CacheChanged],
        desk::Happened::Trouble(Some(trouble)) => {
            let hint = trouble.hint.map(|hint| format!(" – {hint}")).unwrap_or_default();
            vec![Happened::Trouble(format!("{}{hint}", trouble.sentence)), Happened::CacheChanged]
        }
        desk::Happened::OutboxElsewhere(who) => {
            vec![Happened::Trouble(format!(
                "Another unhold ({who}) carries decisions out; yours are recorded and run there."
            ))]
        }
    }
}

fn is_untouched(row: &OutboxRow) -> bool {
    row.state == RowState::Staged && row.steps.iter().all(|step| step.attempts == 0)
}

fn progress(so_far: Report) -> Progress {
    let words = match so_far.note {
        Some(note) => format!("{}: {note}", so_far.phase.words()),
        None => so_far.phase.words().to_owned(),
    };
    Progress { words, done: so_far.done, total: so_far.total }
}

fn sum_up(summary: &Summary) -> String {
    match summary.changed {
        0 => "Synced; nothing had changed.".to_owned(),
        1 => "Synced; 1 order had changed.".to_owned(),
        changed => format!("Synced; {changed} orders had changed."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Revision, ShopId};

    fn row(state: RowState) -> Box<OutboxRow> {
        let now = Timestamp::from_millis(0);
        Box::new(OutboxRow {
            id: RowId(uuid::Uuid::nil()),
            shop: ShopId::new("shop-1"),
            order: OrderId::new("1"),
            order_name: "#1".into(),
            verb: Verb::Release,
            revision: Revision::new("r"),
            state,
            reviewer: "Sam".to_owned(),
            staged_at: now,
            due_at: now,
            steps: Vec::new(),
            money: None,
            handed_over: None,
        })
    }

    #[test]
    fn a_row_is_told_once_it_moves_and_not_when_it_was_just_recorded() {
        let told = |state| translated(desk::Happened::RowChanged(row(state))).len();

        assert_eq!([RowState::Staged, RowState::Running, RowState::Confirmed].map(told), [0, 1, 1]);
    }
}
