//! One sequence of reviewers, faults, colleagues, crashes, clocks and restarts at the embedded
//! store, and the account that is kept of it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use unhold::demo::shop::{TransactionKind, TransactionState};
use unhold::demo::{Elsewhere, FaultRule, RequestKind, Trouble};
use unhold::desk::{Desk, Filter, Which, Window};
use unhold::domain::{
    Clean, Clock as _, Money, OrderId, OutboxRow, Payment, RowId, RowState, Step, StepKind,
    StepState, Timestamp, Verb,
};
use unhold::outbox::Pace;
use unhold::sync::{Busy, How};
use unhold::verbs::{Amount, Wish};

use crate::cases::is_free;
use crate::crash::killed_at;
use crate::dice::{Event, LATE};
use crate::stand::Stand;

/// How many orders the reviewers work on.
pub const ORDERS: usize = 6;

/// When the calls of a run are under way.
const UNDER_WAY: Duration = Duration::from_millis(15);

/// What a sequence came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub jumps: usize,
    /// Refunds sent again.
    pub repeated: usize,
    pub staged: usize,
    pub faults: usize,
    pub crashes: usize,
    pub effects: usize,
}

/// The sequence under way, and the account of it.
struct Weather {
    stand: Stand,
    desk: Option<Desk>,
    orders: Vec<(OrderId, Clean)>,
    /// Everything that the ledger said it had recorded.
    recorded: Vec<RowId>,
    /// What had gone back of each order before.
    back: BTreeMap<u32, i64>,
    before: usize,
    /// How often a colleague wrote over an order's note.
    overwritten: usize,
    /// How many late answers were waited for.
    late: usize,
    /// How often each refund was sent, as it was seen last.
    sent: BTreeMap<(RowId, u32), u32>,
    /// Refunds that a person wanted sent again, whatever their age.
    wanted: BTreeSet<RowId>,
    counts: Counts,
}

/// Plays a sequence and holds the end of it against the account; panics where they differ.
pub fn play(events: &[Event]) -> Counts {
    let mut weather = Weather::new();
    for event in events {
        let began = weather.stand.clock.now();
        weather.happens(event);
        weather.sends_no_old_key(began);
        weather.lets_late_writes_land();
        weather.nothing_doubtful_ships();
    }
    weather.lets_every_fault_happen();
    weather.calms_down();
    weather.adds_up();
    weather.counts
}

impl Weather {
    fn new() -> Self {
        let stand = Stand::new();
        let desk = stand.open();
        let rows = desk.first_rows(&Filter::default(), 500).unwrap();
        let fit = rows.into_iter().filter(|row| {
            row.held && matches!(row.payment, Payment::Paid | Payment::Authorised) && !row.cancelled
        });
        let orders: Vec<_> = fit.take(ORDERS).map(|row| (row.id, row.order)).collect();
        assert_eq!(orders.len(), ORDERS, "too few orders");
        let before = stand.store.log().len();
        let mut weather = Self {
            stand,
            desk: Some(desk),
            orders,
            recorded: Vec::new(),
            back: BTreeMap::new(),
            before,
            overwritten: 0,
            late: 0,
            sent: BTreeMap::new(),
            wanted: BTreeSet::new(),
            counts: Counts::default(),
        };
        weather.back = weather.given_back();
        weather
    }

    fn desk(&self) -> &Desk {
        self.desk.as_ref().unwrap()
    }

    fn happens(&mut self, event: &Event) {
        match event {
            Event::Stage { order, verb, in_part } => self.stage(*order, *verb, *in_part),
            Event::Fault { trouble, on_reading } => {
                let kind = if *on_reading { RequestKind::Query } else { RequestKind::Mutation };
                let rule = FaultRule { kind: Some(kind), ..FaultRule::once(trouble.clone()) };
                self.stand.store.fault(rule);
            }
            Event::Colleague { order, holds } => {
                let order = number(&self.orders[*order].1);
                let what = if *holds {
                    Elsewhere::Hold { order, by: "Kim Colleague".to_owned() }
                } else {
                    self.overwritten += 1;
                    Elsewhere::Note { order, text: "looked at it".to_owned() }
                };
                // What was cancelled meanwhile takes no hold; the store says so.
                let _refused = self.stand.store.elsewhere(&what);
            }
            Event::Restart => {
                self.desk = None;
                self.desk = Some(self.stand.open());
            }
            Event::Crash { at } => self.crash(*at),
            Event::Clock { seconds } => self.stand.clock.by(*seconds),
            Event::Person { skips } => self.person(*skips),
            Event::Sync => {
                // A fault may meet it; what it then says is for the person.
                let _told = self.desk().sync(How::Changes, Busy::Wait, &mut |_| {});
            }
            Event::Run { millis } => self.run(*millis),
            Event::Jump { millis, seconds } => {
                let clock = &self.stand.clock;
                std::thread::scope(|threads| {
                    threads.spawn(|| {
                        std::thread::sleep(UNDER_WAY);
                        clock.by(*seconds);
                    });
                    self.run(*millis);
                });
                self.counts.jumps += 1;
            }
        }
    }

    fn run(&self, millis: u64) {
        let _told = self.desk().run_outbox(Pace::drain_now(), Some(Duration::from_millis(millis)));
    }

    /// A refund is not sent again by itself once its key is old, by the clock as it was when
    /// the event began and as it is now: one of the two it was sent by.
    fn sends_no_old_key(&mut self, began: Timestamp) {
        let ended = self.stand.clock.now();
        let rows = self.desk().outbox(&Which::All).unwrap();
        for row in &rows {
            let refunds = row.steps.iter().filter(|step| step.step.kind() == StepKind::Refund);
            for step in refunds.filter(|step| step.attempts > 0) {
                let seen = self.sent.insert((row.id, step.place), step.attempts).unwrap_or(0);
                let again = seen > 0 && step.attempts > seen;
                let Some(first) = step.first_sent_at.filter(|_| again) else { continue };
                let is_young = |at: Timestamp| (0..20 * 3600).contains(&at.seconds_since(first));
                let allowed = is_young(began) || is_young(ended) || self.wanted.contains(&row.id);
                assert!(allowed, "sent with an old key: {row:#?}");
                self.counts.repeated += 1;
            }
        }
    }

    /// A write that lands after it was given up is what the grace is for, and that is counted
    /// by a clock which is put about here; so it is let land.
    fn lets_late_writes_land(&mut self) {
        let faults = self.stand.store.faults();
        let late = faults.iter().filter(|rule| matches!(rule.trouble, Trouble::Delay { .. }));
        let late = late.filter(|rule| rule.fired > 0).count();
        if late > self.late {
            std::thread::sleep(Duration::from_millis(2 * LATE));
            self.late = late;
        }
    }

    fn stage(&mut self, order: usize, verb: Verb, in_part: bool) {
        let order = self.orders[order].0.clone();
        let mut wish = wish(verb);
        if verb == Verb::Refund && in_part {
            let left = self.desk().case_file(&order).map(|case| case.order.totals.left_to_refund());
            if let Ok(left) = left {
                wish.amount = Amount::Part(Money { minor: (left.minor / 3).max(1), ..left });
            }
        }
        let planned = self.desk().plan(&order, verb, &wish);
        // Many are refused: that is the reviewer's day.
        if let Ok(row) = planned.and_then(|plan| self.desk().stage(&plan, Window::Now)) {
            self.recorded.push(row.id);
            self.counts.staged += 1;
        }
    }

    fn crash(&mut self, at: usize) {
        self.desk = None;
        // So much later that the program of its own waits for no late answer.
        self.stand.clock.by(200);
        let now = self.stand.clock.now().to_string();
        let killed = killed_at(&self.stand.config(), &self.stand.databases(), &now, at);
        self.counts.crashes += usize::from(killed);
        self.desk = Some(self.stand.open());
    }

    fn person(&mut self, skips: bool) {
        let open = self.desk().outbox(&Which::Open).unwrap();
        let Some(row) = open.iter().find(|row| row.state.wants_a_person()) else { return };
        self.wanted.insert(row.id);
        // Either may be refused: then the row stays as it is.
        let _told = if skips {
            self.desk().skip(row.id, None, "seen in the store")
        } else {
            self.desk().retry(row.id, None)
        };
    }

    /// Reads and writes until each fault has met something.
    fn lets_every_fault_happen(&mut self) {
        for _ in 0..12 {
            let left: Vec<_> = self.stand.store.faults();
            if left.iter().all(|rule| rule.fired > 0) {
                break;
            }
            let _read = self.desk().fresh_case_file(&self.orders[0].0);
            for order in 0..ORDERS {
                self.stage(order, Verb::Tag, false);
            }
            let limit = Some(Duration::from_secs(20));
            let _told = self.desk().run_outbox(Pace::drain_now(), limit);
        }
        let faults = self.stand.store.faults();
        assert!(faults.iter().all(|rule| rule.fired == 1), "a fault did not happen: {faults:?}");
        self.counts.faults = faults.len();
    }

    fn calms_down(&mut self) {
        self.stand.store.clear_faults();
        for _ in 0..3 {
            let limit = Some(Duration::from_secs(30));
            self.desk().run_outbox(Pace::drain_now(), limit).expect("a run in fair weather");
        }
    }

    fn adds_up(&mut self) {
        let rows = self.desk().outbox(&Which::All).unwrap();
        assert_eq!(self.desk().verify_journal().unwrap().first_bad, None);
        for id in &self.recorded {
            let row = rows.iter().find(|row| row.id == *id);
            let row = row.unwrap_or_else(|| panic!("{id} vanished: {rows:#?}"));
            // What was staged behind a doubt of the same order waits until a person settles it.
            let doubt =
                |other: &OutboxRow| other.order == row.order && other.state == RowState::Unknown;
            let rests = match row.state {
                RowState::Staged => rows.iter().any(doubt),
                state => state != RowState::Running,
            };
            assert!(rests, "left {:?}: {row:#?}", row.state);
        }
        let rows: Vec<_> = rows.into_iter().filter(|row| self.recorded.contains(&row.id)).collect();
        self.money_is_right(&rows);
        self.every_effect_is_known(&rows);
        self.notes_stand_once(&rows);
        self.nothing_doubtful_ships();
    }

    /// What has gone back of each order, in the currency charged.
    fn given_back(&self) -> BTreeMap<u32, i64> {
        self.stand.store.look(|shop| {
            let back = shop.orders().iter().map(|order| {
                let sum = |kinds: &[TransactionKind]| -> i64 {
                    let good = order.transactions.iter().filter(|one| {
                        kinds.contains(&one.kind) && one.state == TransactionState::Success
                    });
                    good.map(|one| one.amount.presentment).sum()
                };
                let paid = sum(&[TransactionKind::Sale, TransactionKind::Capture]);
                let back = sum(&[TransactionKind::Refund]);
                assert!(back <= paid, "#{}: {back} of {paid} went back", order.number);
                (order.number, back)
            });
            back.collect()
        })
    }

    /// No more went back than the confirmed and the doubtful refunds together.
    fn money_is_right(&self, rows: &[OutboxRow]) {
        let now = self.given_back();
        for (order, name) in &self.orders {
            let number = number(name);
            let gone = now[&number] - self.back[&number];
            let steps = || rows.iter().filter(|row| row.order == *order).flat_map(|row| &row.steps);
            if steps().any(|step| step.step.kind() == StepKind::Cancel && step.attempts > 0) {
                continue;
            }
            let sum = |wanted: &[StepState]| -> i64 {
                let sent = steps().filter(|one| one.attempts > 0 && wanted.contains(&one.state));
                sent.map(|one| refunded(&one.step)).sum()
            };
            let certain = sum(&[StepState::Confirmed]);
            let perhaps = sum(&[StepState::Unknown, StepState::Skipped]);
            let fits = certain <= gone && gone <= certain + perhaps;
            assert!(fits, "#{number}: {gone} went back, {certain} + {perhaps} known: {rows:#?}");
        }
    }

    /// Of each kind of call: confirmed is done, and done is confirmed or in doubt.
    fn every_effect_is_known(&mut self, rows: &[OutboxRow]) {
        let log = self.stand.store.log().split_off(self.before);
        let done: Vec<_> = log.iter().filter(|effect| effect.what != "job").collect();
        let mut calls: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
        for effect in &done {
            calls.entry(&effect.what).or_default().0 += 1;
        }
        for step in rows.iter().flat_map(|row| &row.steps).filter(|step| step.attempts > 0) {
            let known = calls.entry(&step.call).or_default();
            match step.state {
                StepState::Confirmed => known.1 += 1,
                StepState::Unknown | StepState::Skipped => known.2 += 1,
                _ => {}
            }
        }
        for (call, (done, certain, perhaps)) in calls {
            // A note that a colleague wrote over before it was read back is not there, and is
            // rightly written once more; `notes_stand_once` sees that it does not stand twice.
            let again = if call == "orderUpdate" { self.overwritten } else { 0 };
            let fits = certain <= done && done <= certain + perhaps + again;
            assert!(fits, "{call}: {done} done, {certain} + {perhaps} known: {log:#?} {rows:#?}");
        }
        let mut keys = BTreeMap::new();
        for key in done.iter().filter_map(|effect| effect.key.as_ref()) {
            *keys.entry(key).or_insert(0) += 1;
        }
        assert!(keys.values().all(|count| *count == 1), "{keys:?}");
        self.counts.effects = done.len();
    }

    fn notes_stand_once(&self, rows: &[OutboxRow]) {
        let notes = self.stand.store.look(|shop| {
            let texts = shop.orders().iter().filter_map(|order| order.note.as_ref());
            texts.map(ToString::to_string).collect::<Vec<_>>().join("\n")
        });
        for step in rows.iter().flat_map(|row| &row.steps) {
            if let Step::AppendNote { text } = &step.step {
                let times = notes.matches(text.raw().trim()).count();
                assert!(times <= 1, "{times} times: {}", text.raw());
            }
        }
    }

    /// Nothing but a release that a reviewer confirmed makes an order fit for shipping.
    fn nothing_doubtful_ships(&self) {
        let rows = self.desk().outbox(&Which::All).unwrap();
        for (order, name) in &self.orders {
            let released = rows.iter().filter(|row| row.order == *order).any(|row| {
                let sent = |step: &unhold::domain::StepRow| step.state != StepState::Waiting;
                let lifts = |kind| kind == StepKind::ReleaseHolds;
                row.steps.iter().any(|step| lifts(step.step.kind()) && sent(step))
            });
            let number = number(name);
            let free = self.stand.store.look(|shop| {
                let order = shop.orders().iter().find(|order| order.number == number).unwrap();
                !order.is_closed() && order.fulfilments.iter().any(is_free)
            });
            assert!(released || !free, "{} could be sent: {rows:#?}", name.raw());
        }
    }
}

/// How much a step gives back, in the currency charged.
fn refunded(step: &Step) -> i64 {
    match step {
        Step::Refund { parts, .. } => parts.iter().map(|part| part.amount.minor).sum(),
        _ => 0,
    }
}

/// What a verb is asked with, where it needs something.
fn wish(verb: Verb) -> Wish {
    let text = uuid::Uuid::new_v4().simple().to_string();
    match verb {
        Verb::Note => Wish { note: Some(Clean::new(&format!("called {text}"))), ..Wish::default() },
        Verb::Tag => Wish { tags: vec![Clean::new(&format!("t{text}"))], ..Wish::default() },
        _ => Wish::default(),
    }
}

/// The number in a name like `#2047`.
fn number(name: &Clean) -> u32 {
    name.raw().trim_start_matches('#').parse().unwrap()
}
