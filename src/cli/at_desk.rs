//! The desk as the commands' office.

use std::cell::RefCell;
use std::io::BufRead;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::doors::Opening;
use super::office::{Chain, Chosen, Entry, Examined, Office, Pace, Ran};
use crate::desk::{
    CaseFile, DailyBackup, Desk, Ended, Filter, Format, Happened, HeaderFacts, Imported, QueueRow,
    Which, Window, connect,
};
use crate::domain::{
    Clean, Compensation, Fault, Kind, OrderId, OutboxRow, Plan, PurgeFound, PurgeScope, RowId,
    RowState, ShortOrder, StepState, Verb,
};
use crate::ledger::{JournalRow, Payload};
use crate::outbox;
use crate::stores::Store;
use crate::sync::{Busy, How, Report, Summary};
use crate::verbs::Wish;

/// Opens the desk that the config names.
pub(super) fn open(opening: &Opening) -> Result<Box<dyn Office>, Fault> {
    let store = connect(&opening.config, opening.presence)?;
    let desk = Desk::open(opening.setup(), Arc::clone(&store))?;
    let backup = RefCell::new(desk.start_daily_backup());
    Ok(Box::new(AtDesk { desk, backup, store, window_days: opening.config.policy.window_days }))
}

pub(super) struct AtDesk {
    pub(super) desk: Desk,
    backup: RefCell<DailyBackup>,
    pub(super) store: Arc<dyn Store>,
    pub(super) window_days: u32,
}

impl Office for AtDesk {
    fn header(&self) -> Result<HeaderFacts, Fault> {
        self.desk.header()
    }

    fn queue(&self, filter: &Filter, each: &mut dyn FnMut(&[QueueRow])) -> Result<(), Fault> {
        self.desk.queue(filter, each)
    }

    fn case_file(&self, order: &OrderId) -> Result<CaseFile, Fault> {
        self.desk.case_file(order)
    }

    fn checked_again(&self, order: &OrderId) -> Result<CaseFile, Fault> {
        self.desk.checked_again(order)
    }

    fn find(&self, name: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        self.desk.find(name)
    }

    fn plan(&self, order: &OrderId, verb: Verb, wish: &Wish) -> Result<Plan, Fault> {
        self.desk.plan(order, verb, wish)
    }

    fn stage(&self, plan: &Plan, window: Window) -> Result<OutboxRow, Fault> {
        self.desk.stage(plan, window)
    }

    fn outbox(&self, which: &Which) -> Result<Vec<OutboxRow>, Fault> {
        self.desk.outbox(which)
    }

    fn run(
        &self,
        pace: Pace,
        limit: Option<Duration>,
        seen: &mut dyn FnMut(&OutboxRow),
    ) -> Result<Ran, Fault> {
        let desk = &self.desk;
        let news = desk.subscribe();
        let ended = thread::scope(|scope| {
            let run = scope.spawn(|| desk.run_outbox(runner_pace(pace), limit));
            listen(&news, &|| run.is_finished(), seen);
            run.join()
        });
        let ended = ended.unwrap_or_else(|_| {
            Err(Fault::new(Kind::Unsettled, "The outbox broke off")
                .hint("see `unhold outbox` before anything is repeated"))
        })?;
        self.ran(pace, ended)
    }

    fn retry(&self, chosen: Chosen) -> Result<OutboxRow, Fault> {
        self.desk.retry(chosen.row, chosen.place)
    }

    fn skip(&self, chosen: Chosen, why: &str) -> Result<OutboxRow, Fault> {
        self.desk.skip(chosen.row, chosen.place, why)
    }

    fn compensation(&self, row: RowId) -> Result<Compensation, Fault> {
        self.desk.compensation(row)
    }

    fn compensate(&self, row: RowId, shown: &Compensation) -> Result<OutboxRow, Fault> {
        self.desk.compensate(row, shown)
    }

    fn hand_over(&self, row: RowId, why: &str) -> Result<OutboxRow, Fault> {
        self.desk.hand_over(row, why)
    }

    fn drop_row(&self, row: RowId) -> Result<OutboxRow, Fault> {
        self.desk.drop_row(row)
    }

    fn journal(&self, order: Option<&OrderId>) -> Result<Vec<Entry>, Fault> {
        let names = self.desk.outbox(&Which::All)?;
        let entries = self.desk.journal(order)?.into_iter().map(entry);
        Ok(entries.map(|entry| named(entry, &names)).collect())
    }

    fn verify(&self) -> Result<Chain, Fault> {
        let verified = self.desk.verify_journal()?;
        let wrong = verified.first_bad.iter().map(|bad| (bad.number, bad.to_string()));
        Ok(Chain { rows: verified.rows, purged: verified.purged, wrong: wrong.collect() })
    }

    fn look_purge(&self, scope: &PurgeScope) -> Result<PurgeFound, Fault> {
        self.desk.look_purge(scope)
    }

    fn purge(&self, scope: &PurgeScope) -> Result<PurgeFound, Fault> {
        self.desk.purge(scope)
    }

    fn import(
        &self,
        from: Box<dyn BufRead + '_>,
        format: Option<Format>,
        each: &mut dyn FnMut(&Imported),
    ) -> Result<Imported, Fault> {
        self.desk.import(from, format, each)
    }

    fn imported(&self, order: &OrderId) -> Result<Option<ShortOrder>, Fault> {
        self.desk.imported(order)
    }

    fn sync(&self, how: How, each: &mut (dyn FnMut(&Report) + Send)) -> Result<Summary, Fault> {
        self.desk.sync(how, Busy::Wait, each)
    }

    fn notices(&self) -> Vec<String> {
        let mut notices = self.desk.take_notices();
        notices.extend(self.backup.borrow_mut().end());
        notices
    }

    fn examine(&self) -> Vec<Examined> {
        self.examined()
    }
}

/// Tells of every row that changes until the run has ended.
fn listen(
    news: &Receiver<Happened>,
    has_ended: &dyn Fn() -> bool,
    seen: &mut dyn FnMut(&OutboxRow),
) {
    loop {
        match news.recv_timeout(Duration::from_millis(50)) {
            Ok(Happened::RowChanged(row)) => seen(&row),
            Err(RecvTimeoutError::Timeout) if has_ended() => break,
            Err(RecvTimeoutError::Disconnected) => break,
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn runner_pace(pace: Pace) -> outbox::Pace {
    match pace {
        Pace::AsDue => outbox::Pace::drain(),
        Pace::Now => outbox::Pace::drain_now(),
        Pace::Row(row) => outbox::Pace::one(row),
    }
}

impl AtDesk {
    /// What a run came to; rows that it did not get to are read from the ledger.
    fn ran(&self, pace: Pace, ended: Ended) -> Result<Ran, Fault> {
        let rows = match ended {
            Ended::Ran(ran) => {
                if let Some(halted) = ran.halted {
                    return Err(self.halted(pace, &ran.rows, halted.into())?);
                }
                if let (outbox::Who::Another(owner), Pace::AsDue | Pace::Now) =
                    (&ran.ownership, pace)
                {
                    return Err(elsewhere(owner.as_ref().map(|owner| owner.pid)));
                }
                ran.rows
            }
            Ended::OutOfTime => Vec::new(),
        };
        let rows = match pace {
            Pace::Row(wanted) if rows.iter().all(|row| row.id != wanted) => self.row(wanted)?,
            _ => rows,
        };
        let why = rows.iter().find_map(why_failed);
        Ok(Ran { rows, why })
    }

    /// Why a run stopped early. What it left unknown weighs more than a store that cannot be
    /// reached: a script must not take it for "nothing happened".
    fn halted(&self, pace: Pace, rows: &[OutboxRow], fault: Fault) -> Result<Fault, Fault> {
        let named = match pace {
            Pace::Row(wanted) => self.row(wanted)?,
            Pace::AsDue | Pace::Now => Vec::new(),
        };
        let is_unknown = |row: &OutboxRow| row.state == RowState::Unknown;
        if !rows.iter().chain(&named).any(is_unknown) {
            return Ok(fault);
        }
        let unsettled = Fault::new(Kind::Unsettled, fault.full_message());
        Ok(unsettled.hint("see `unhold outbox`; what is unknown is read again at the next run"))
    }

    fn row(&self, wanted: RowId) -> Result<Vec<OutboxRow>, Fault> {
        let rows = self.desk.outbox(&Which::All)?;
        Ok(rows.into_iter().filter(|row| row.id == wanted).collect())
    }
}

fn elsewhere(process: Option<u32>) -> Fault {
    let who = process.map_or_else(|| "Another process".to_owned(), |pid| format!("Process {pid}"));
    Fault::new(Kind::Unfinished, format!("{who} runs the outbox already"))
        .hint("it carries out what is staged; see `unhold outbox`")
}

/// A row that failed before anything was sent was refused on the order's own state.
fn why_failed(row: &OutboxRow) -> Option<Kind> {
    let failed = row.steps.iter().find(|step| step.state == StepState::Failed)?;
    let is_refused = row.state == RowState::Failed && failed.attempts == 0;
    is_refused.then_some(Kind::State)
}

/// Steps that moved are recorded without the order's name and the reviewer of the plan;
/// their outbox row has both. A receipt names the reviewer (C18), other moves are nobody's.
fn named(entry: Entry, rows: &[OutboxRow]) -> Entry {
    let row = entry.row.and_then(|id| rows.iter().find(|row| row.id == id));
    let order = entry.order.or_else(|| row.map(|row| row.order_name.clone()));
    let is_receipt = entry.moved.is_some_and(|(_, to)| to == StepState::Confirmed);
    let reviewer = row.filter(|_| is_receipt).map(|row| row.reviewer.clone());
    Entry { order, by: entry.by.or(reviewer), ..entry }
}

fn error_of(payload: &Payload) -> Option<String> {
    let Payload::Kept(body) = payload else { return None };
    let beside: serde_json::Value = serde_json::from_str(body).ok()?;
    beside.get("error")?.as_str().map(str::to_owned)
}

fn entry(row: JournalRow) -> Entry {
    let error = error_of(&row.payload);
    let facts = row.facts;
    let word = |value: Option<serde_json::Value>| Some(value?.as_str()?.to_owned());
    let kind = facts.kind.and_then(|kind| word(serde_json::to_value(kind).ok()));
    let tick = facts.checklist_step.and_then(|step| word(serde_json::to_value(step).ok()));
    let look_up = facts.look_up.and_then(|look_up| word(serde_json::to_value(look_up).ok()));
    Entry {
        number: row.number,
        at: row.at,
        shop: row.shop,
        id: row.order,
        order: facts.order_name.as_deref().map(Clean::new),
        event: facts.event.word().to_owned(),
        by: facts.reviewer,
        verb: facts.verb,
        row: row.row,
        place: facts.place,
        what: kind.or(look_up).or(tick),
        moved: facts.from.zip(facts.to),
        reference: facts.reference,
        change: facts.before.zip(facts.after),
        error,
        purged: row.payload == Payload::Purged,
        hash: row.hash,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_names_the_reviewer_of_its_plan_and_other_moves_name_nobody() {
        let row = crate::cli::testing::outbox_row(&[], &[]);
        let moved = |to| Entry {
            by: None,
            order: None,
            moved: Some((StepState::Running, to)),
            ..crate::cli::testing::entry()
        };

        let receipt = named(moved(StepState::Confirmed), std::slice::from_ref(&row));
        let doubt = named(moved(StepState::Unknown), &[row]);

        assert_eq!(receipt.by.as_deref(), Some("Sam Example"));
        assert_eq!(receipt.order.as_ref().map(Clean::raw), Some("#2047"));
        assert_eq!(doubt.by, None);
    }
}
