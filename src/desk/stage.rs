//! Recording a confirmed plan, taking it back, and a person's word on a stuck step.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use super::Desk;
use crate::domain::{
    Fault, Kind, OrderId, OutboxRow, Plan, RowId, RowState, Step, Timestamp, Verb,
};
use crate::ledger::{Person, Slip, Staging, Which};
use crate::outbox::OVERDUE_SECONDS;
use crate::policy;

/// How long a recorded plan can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// So many seconds.
    Undo(u32),
    /// Not at all: it may run at once.
    Now,
}

/// How long finishing waits while no row moves.
const STANDSTILL: Duration = Duration::from_secs(30);
/// How often finishing looks whether a row moved.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

impl Desk {
    /// The undo window that the config names.
    pub fn usual_window(&self) -> Window {
        match self.inner.setup.config.policy.undo_seconds {
            0 => Window::Now,
            seconds => Window::Undo(seconds),
        }
    }

    /// Records a plan as it was shown; it is on the disk when this returns. Refused when the
    /// order as cached is no longer the one that the plan was made for.
    pub fn stage(&self, plan: &Plan, window: Window) -> Result<OutboxRow, Fault> {
        self.may_write()?;
        let inner = &self.inner;
        let now = inner.now();
        let due_at = match window {
            Window::Undo(seconds) => now.plus_seconds(i64::from(seconds)),
            Window::Now => now,
        };
        let known = inner.cache.checked(&plan.order)?.and_then(|seen| seen.found);
        let findings = known.map(|known| known.findings).unwrap_or_default();
        let money = inner.cache.full(&plan.order)?.map(|cached| plan.sums(&cached.order));
        let staging = Staging {
            plan,
            row: RowId(inner.setup.ids.row()),
            reviewer: &inner.setup.config.reviewer.name,
            now,
            due_at,
            slips: self.slips(&plan.steps),
            findings: &findings,
            decide_by: self.decide_by(plan)?,
            money,
        };
        let (cache, order) = (inner.cache.clone(), plan.order.clone());
        let row = inner.ledger.stage(&staging, move || cache.revision(&order))?;
        Ok(self.told(row))
    }

    /// Takes a recorded plan back; refused once it has begun.
    pub fn take_back(&self, row: RowId) -> Result<OutboxRow, Fault> {
        self.may_write()?;
        let row = self.inner.ledger.take_back(row, self.inner.now())?;
        Ok(self.told(row))
    }

    /// Lets a stuck step be tried again, or the row's first stuck one. A row that only
    /// waits, because it fell due while nobody was here, may run now.
    pub fn retry(&self, row: RowId, place: Option<u32>) -> Result<OutboxRow, Fault> {
        self.may_write()?;
        if self.is_waiting(row)? {
            return self.let_run(row);
        }
        let row = self.inner.ledger.retry(row, place, self.person())?;
        Ok(self.told(row))
    }

    /// Settles a stuck step by a person's word; the reason is kept.
    pub fn skip(&self, row: RowId, place: Option<u32>, why: &str) -> Result<OutboxRow, Fault> {
        self.may_write()?;
        let row = self.inner.ledger.skip(row, place, why, self.person())?;
        Ok(self.told(row))
    }

    /// Drops a row of which nothing was sent.
    pub fn drop_row(&self, row: RowId) -> Result<OutboxRow, Fault> {
        self.may_write()?;
        let row = self.inner.ledger.drop_row(row, self.person())?;
        Ok(self.told(row))
    }

    /// Ends the undo windows, and waits until nothing that can run is staged or running any
    /// more; what the store does not take now stays recorded.
    pub fn finish_open(&self) -> Result<(), Fault> {
        self.may_write()?;
        self.may_connect()?;
        let staged = |row: &OutboxRow| row.state == RowState::Staged;
        for row in self.outbox(&Which::Open)?.into_iter().filter(staged) {
            self.inner.ledger.make_due(row.id, self.inner.now())?;
        }
        self.wake_runner();
        self.wait_for_rows(STANDSTILL)
    }

    /// Waits until no row can run any more; gives up when none moves for so long.
    fn wait_for_rows(&self, standstill: Duration) -> Result<(), Fault> {
        let open = || self.outbox(&Which::Open);
        until_still(standstill, open, || self.inner.troubles.current().map(Fault::from))
    }

    /// Gives rows staged before the program started their whole window again: it went on
    /// while nobody could press `z`. Rows that fell due long ago are left as they are, for
    /// a person is asked about them.
    pub(super) fn reopen_windows(&self) {
        let Window::Undo(seconds) = self.usual_window() else { return };
        if self.may_write().is_err() {
            return;
        }
        let now = self.inner.now();
        let due_at = now.plus_seconds(i64::from(seconds));
        let asks = |row: &OutboxRow| now.seconds_since(row.due_at) > OVERDUE_SECONDS;
        // A ledger that cannot be read now says so to whatever asks it next.
        let open = self.outbox(&Which::Open).unwrap_or_default();
        let before =
            |row: &OutboxRow| row.state == RowState::Staged && row.staged_at < self.inner.opened;
        let staged = open.into_iter().filter(before);
        for row in staged.filter(|row| !asks(row) && row.due_at < due_at) {
            if let Ok(row) = self.inner.ledger.make_due(row.id, due_at) {
                self.inner.row_changed(&row);
            }
        }
    }

    /// Lets a row that fell due long ago run now.
    pub fn let_run(&self, row: RowId) -> Result<OutboxRow, Fault> {
        self.may_write()?;
        let row = self.inner.ledger.make_due(row, self.inner.now())?;
        Ok(self.told(row))
    }

    /// Rows of the outbox.
    pub fn outbox(&self, which: &Which) -> Result<Vec<OutboxRow>, Fault> {
        match self.inner.known_shop() {
            Some(shop) => self.inner.ledger.rows(&shop.facts.shop, which),
            None => Ok(Vec::new()),
        }
    }

    /// My rows since a moment: unknown and stopped first, then the newest.
    pub fn receipts(&self, since: Timestamp) -> Result<Vec<OutboxRow>, Fault> {
        let me = &self.inner.setup.config.reviewer.name;
        let mut rows = self.outbox(&Which::Since(since))?;
        rows.retain(|row| row.reviewer == *me);
        for row in self.outbox(&Which::Open)? {
            if rows.iter().all(|known| known.id != row.id) {
                rows.push(row);
            }
        }
        rows.sort_by_key(|row| (!row.state.wants_a_person(), std::cmp::Reverse(row.staged_at)));
        Ok(rows)
    }

    pub(super) fn told(&self, row: OutboxRow) -> OutboxRow {
        self.inner.row_changed(&row);
        self.wake_runner();
        row
    }

    /// The reviewer. What the cache holds now may be newer than what is on the screen, so a
    /// row goes on from what its failure recorded.
    pub(super) fn person(&self) -> Person<'_> {
        let name = &self.inner.setup.config.reviewer.name;
        Person { name, at: self.inner.now() }
    }

    fn is_waiting(&self, row: RowId) -> Result<bool, Fault> {
        let row = self.inner.ledger.row(row)?;
        Ok(row.is_some_and(|row| row.state == RowState::Staged))
    }

    pub(super) fn slips<'a>(&self, steps: impl IntoIterator<Item = &'a Step>) -> Vec<Slip> {
        let slip = |step: &Step| Slip {
            system: "store".to_owned(),
            call: self.inner.store.call(step).to_owned(),
            key: self.inner.setup.ids.key(),
        };
        steps.into_iter().map(slip).collect()
    }

    /// The end of the day that a hold names (C7): from the plan as it was shown.
    fn decide_by(&self, plan: &Plan) -> Result<Option<Timestamp>, Fault> {
        if plan.verb != Verb::Hold {
            return Ok(None);
        }
        self.day_of(&plan.steps)
    }

    /// The end of the first day that holds among these steps name.
    pub(super) fn day_of<'a>(
        &self,
        steps: impl IntoIterator<Item = &'a Step>,
    ) -> Result<Option<Timestamp>, Fault> {
        let zone = self.inner.shop()?.facts.zone;
        let days = steps.into_iter().filter_map(|step| match step {
            Step::PlaceHold { notes, .. } => crate::words::decision_day(notes.raw()),
            _ => None,
        });
        Ok(days.min().map(|day| policy::end_of_day(day, zone)))
    }

    /// Rows of one order, newest first.
    pub fn rows_of(&self, order: &OrderId) -> Result<Vec<OutboxRow>, Fault> {
        self.outbox(&Which::Order(order.clone()))
    }
}

/// Looks at the open rows until none can run any more. Ends with the trouble there is, or
/// when no row moves for so long: nobody runs them then, and who quits must not wait.
fn until_still(
    standstill: Duration,
    mut open: impl FnMut() -> Result<Vec<OutboxRow>, Fault>,
    trouble: impl Fn() -> Option<Fault>,
) -> Result<(), Fault> {
    let (mut before, mut since) = (Vec::new(), Instant::now());
    loop {
        let rows = open()?;
        if !any_can_run(&rows) {
            return Ok(());
        }
        if let Some(trouble) = trouble() {
            return Err(trouble);
        }
        if rows != before {
            (before, since) = (rows, Instant::now());
        } else if since.elapsed() >= standstill {
            return Err(Fault::new(Kind::Store, "what is staged does not get on")
                .hint("leave without finishing; it stays staged and runs at the next start"));
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// Whether any of the open rows, which come in the order of staging, can run: a row waits
/// behind an earlier one of its order whose end is unknown.
fn any_can_run(open: &[OutboxRow]) -> bool {
    let mut blocked: HashSet<&OrderId> = HashSet::new();
    for row in open {
        if row.state == RowState::Unknown {
            blocked.insert(&row.order);
        } else if !row.state.wants_a_person() && !blocked.contains(&row.order) {
            return true;
        }
    }
    false
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use std::time::{Duration, Instant};

    use super::{any_can_run, until_still};
    use crate::domain::{Fault, Kind, RowState, Verb};
    use crate::ledger::testing::{Desk, note, plan};

    #[test]
    fn a_row_behind_an_unknown_one_of_its_order_is_not_waited_for() {
        let desk = Desk::new();
        let row = |order| desk.stage(&plan(order, Verb::Note, vec![note("a")]));
        let mut open = vec![row("1"), row("1")];
        assert!(any_can_run(&open));

        open[0].state = RowState::Unknown;
        assert!(!any_can_run(&open));

        open.push(row("2"));
        assert!(any_can_run(&open));
        open[2].state = RowState::Stopped;
        assert!(!any_can_run(&open));
    }

    #[test]
    fn finishing_ends_when_the_last_row_that_can_run_has_run() {
        let desk = Desk::new();
        let row = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
        let mut looks = 0;

        let ended = until_still(
            Duration::from_secs(60),
            || {
                looks += 1;
                let running = crate::domain::OutboxRow { state: RowState::Running, ..row.clone() };
                Ok([vec![row.clone()], vec![running], vec![]][looks - 1].clone())
            },
            || None,
        );

        assert!(ended.is_ok());
        assert_eq!(looks, 3);
    }

    #[test]
    fn finishing_gives_up_on_rows_that_nobody_runs_and_on_a_store_in_trouble() {
        let desk = Desk::new();
        let rows = vec![desk.stage(&plan("1", Verb::Note, vec![note("a")]))];
        let began = Instant::now();

        let still =
            until_still(Duration::from_millis(120), || Ok(rows.clone()), || None).unwrap_err();
        let gone = || Some(Fault::new(Kind::Store, "the store is gone"));
        let trouble = until_still(Duration::from_secs(60), || Ok(rows.clone()), gone).unwrap_err();

        assert!(still.message().contains("does not get on"), "{still:?}");
        assert!(still.remedy().unwrap().contains("leave without finishing"));
        assert_eq!(trouble.message(), "the store is gone");
        assert!(began.elapsed() < Duration::from_secs(20), "neither waited for its full time");
    }
}
