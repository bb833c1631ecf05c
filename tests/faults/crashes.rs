//! The crash matrix: every verb, killed at every crossing, then started again.
//!
//! The store is a process of its own and its log the witness. A dry run of a verb counts its
//! crossings (everything kept in ledger or cache, every request, every answer); then the real
//! program is killed with SIGKILL at each of them and started again, once to its end and once
//! more killed in the middle of that. Looked at after each death: whatever the store did, the
//! ledger allows for it, and nothing that is held could be sent.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use unhold::domain::{Clock as _, OutboxRow, RowState, StepKind, StepState, SystemClock};
use unhold::domain::{SystemIds, Timestamp};
use unhold::ledger::{Ledger, Which};

use crate::cases::{CASES, Case, Order, ready};
use crate::shop::{Effect, Shop, Told};

/// One order of one copy of the shop, through deaths and starts.
pub struct Trial {
    pub shop: Shop,
    pub case: &'static Case,
    order: Order,
    pub what: String,
}

impl Trial {
    pub fn new(place: usize) -> Self {
        let ready = ready();
        let case = &CASES[place];
        let shop = Shop::copy_of(ready.folder.path());
        Self { shop, case, order: ready.orders[place].clone(), what: case.name.to_owned() }
    }

    /// `act`; gives the crossings that it passed.
    fn act(&self, killed_at: Option<usize>) -> Vec<String> {
        self.run(&self.words(), killed_at)
    }

    /// `act`, started by a shell that narrows what it can do.
    pub fn act_in(&self, shell: &[String]) -> Told {
        self.shop.run_in(shell, &self.words())
    }

    fn words(&self) -> Vec<&str> {
        [&["act", &*self.order.name], self.case.verb, &["--yes", "--wait", "--json"]].concat()
    }

    /// `outbox run`, so many times later than now that no answer is waited for any more.
    pub fn go_on(&self, later: i64, killed_at: Option<usize>) -> Vec<String> {
        let now = SystemClock.now().plus_seconds(later * 200).to_string();
        self.run(&["--now", &now, "outbox", "run", "--json"], killed_at)
    }

    fn run(&self, words: &[&str], killed_at: Option<usize>) -> Vec<String> {
        let told = self.shop.run_counted(words, killed_at);
        let (what, out) = (&self.what, &told.out);
        match killed_at {
            None => assert_eq!(told.code, Some(0), "{what}: {out} {}", told.err),
            Some(at) => {
                assert_eq!(told.code, None, "{what}: was not killed: {out}");
                assert!(told.crossings.len() >= at, "{what}: {:?}", told.crossings);
            }
        }
        told.crossings
    }

    fn row(&self) -> Option<OutboxRow> {
        let ledger = open(&self.shop.desk());
        assert_eq!(ledger.verify().unwrap().first_bad, None, "{}", self.what);
        let mut rows = ledger.rows(&ready().shop, &Which::All).unwrap();
        rows.retain(|row| row.order.as_str() == self.order.id);
        // What prepared the order was recorded before.
        let known = usize::from(!self.case.before.is_empty());
        assert!(rows.len() <= known + 1, "{}: {rows:#?}", self.what);
        if rows.len() > known { rows.into_iter().next() } else { None }
    }

    fn effects(&self) -> Vec<Effect> {
        self.shop.log().split_off(ready().effects)
    }

    /// What must hold at any moment, dead or alive.
    pub fn is_sound(&self) {
        let (row, effects) = (self.row(), self.effects());
        let what = &self.what;
        for effect in &effects {
            let same = effects.iter().filter(|other| other.call == effect.call).count();
            let meant = row.iter().flat_map(|row| &row.steps);
            let meant = meant.filter(|step| step.call == effect.call && was_sent(step.state));
            assert!(same <= meant.count(), "{what}: {effects:?} {row:#?}");
        }
        for step in row.iter().flat_map(|row| &row.steps) {
            let done = effects.iter().filter(|effect| effect.call == step.call).count();
            let is_there = step.state != StepState::Confirmed || step.attempts == 0 || done >= 1;
            assert!(is_there, "{what}: confirmed and not there: {effects:?} {row:#?}");
        }
        let released = row
            .iter()
            .flat_map(|row| &row.steps)
            .any(|step| step.step.kind() == StepKind::ReleaseHolds && was_sent(step.state));
        if self.order.stays || (self.case.verb[0] == "release" && !released) {
            assert!(!self.shop.could_ship(&self.order.id), "{what}: could be sent: {row:#?}");
        }
    }

    /// What must hold when the program was let run to its end: all of it, or nothing at all.
    pub fn is_settled(&self) -> Settled {
        self.is_sound();
        let (row, effects) = (self.row(), self.effects());
        let what = &self.what;
        let Some(row) = row else {
            assert!(effects.is_empty(), "{what}: nothing recorded, and {effects:?}");
            return Settled::Nothing;
        };
        assert_eq!(row.state, RowState::Confirmed, "{what}: {row:#?}");
        let mut wanted: Vec<&str> = row.steps.iter().map(|step| &*step.call).collect();
        let mut done: Vec<&str> = effects.iter().map(|effect| &*effect.call).collect();
        wanted.sort_unstable();
        done.sort_unstable();
        assert_eq!(wanted, done, "{what}: {row:#?}");
        for (key, call) in effects.iter().filter_map(|one| Some((one.key.as_ref()?, &one.call))) {
            let step = row.steps.iter().find(|step| step.call == *call).unwrap();
            assert_eq!(*key, step.key.to_string(), "{what}");
        }
        Settled::Once
    }
}

/// What came of a verb in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    Once,
    Nothing,
}

fn was_sent(state: StepState) -> bool {
    !matches!(state, StepState::Waiting)
}

fn open(folder: &Path) -> Ledger {
    let now = Timestamp::parse("2026-11-22T12:00:00Z").unwrap();
    Ledger::open(folder, Arc::new(SystemIds), now).unwrap()
}

/// The whole row of the matrix that belongs to one case.
fn dies_everywhere(name: &str) {
    let place = CASES.iter().position(|case| case.name == name).unwrap();
    let dry = Trial::new(place);
    let crossings = dry.act(None);
    assert_eq!(dry.is_settled(), Settled::Once, "{name}");
    let (mut once, mut nothing) = (0, 0);
    for at in 1..=crossings.len() {
        let mut trial = Trial::new(place);
        trial.what = format!("{name}, killed at {at}");
        let passed = trial.act(Some(at));
        trial.is_sound();
        let more = trial.go_on(1, None);
        match trial.is_settled() {
            Settled::Once => once += 1,
            Settled::Nothing => nothing += 1,
        }

        let again = Trial::new(place);
        dies_twice(again, (at, 1 + at * 5 % more.len()), &passed);
    }
    let points = crossings.len();
    assert!(once > 0 && points >= 10, "{name}: {once} of {points}");
    let line = format!(
        "crash matrix: {name}: {points} points, killed at each, and at each with the restart \
         killed too; {once} settled as done once, {nothing} as not done\n"
    );
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// Killed, killed once more while it is finding out, then let run.
fn dies_twice(mut trial: Trial, (first, second): (usize, usize), passed: &[String]) {
    trial.what = format!("{}, killed at {first}, then at {second}", trial.case.name);
    assert_eq!(trial.act(Some(first)), passed, "{}", trial.what);
    trial.go_on(1, Some(second));
    trial.is_sound();
    trial.go_on(2, None);
    trial.is_settled();
}

macro_rules! matrix {
    ($($test:ident: $name:literal,)*) => {
        $(#[test]
        fn $test() {
            dies_everywhere($name);
        })*

        #[test]
        fn every_case_has_its_test() {
            let tried = [$($name),*];
            assert!(CASES.iter().map(|case| case.name).eq(tried));
        }
    };
}

matrix! {
    a_release_survives_every_death: "release",
    a_release_from_the_archive_survives_every_death: "release from the archive",
    a_release_with_a_note_survives_every_death: "release with a note",
    a_hold_survives_every_death: "hold",
    a_hold_placed_anew_survives_every_death: "hold anew",
    a_cancellation_survives_every_death: "cancel",
    a_cancellation_before_capture_survives_every_death: "cancel before capture",
    a_full_refund_survives_every_death: "refund in full",
    a_partial_refund_survives_every_death: "refund in part",
    a_void_survives_every_death: "void",
    a_note_survives_every_death: "note",
    a_tag_survives_every_death: "tag",
    taking_a_tag_off_survives_every_death: "untag",
    archiving_survives_every_death: "archive",
    unarchiving_survives_every_death: "unarchive",
}
