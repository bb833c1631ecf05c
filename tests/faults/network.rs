//! The network matrix: every verb meets every trouble on the way to the store and back.
//!
//! Each step of each plan meets each trouble while it is written, and once more while it is
//! read back. The condition is that of the crash matrix: the store's log shows each effect once
//! or not at all, and the ledger says which. A cell whose trouble did not happen fails.

use std::io::Write as _;
use std::time::Duration;

use unhold::demo::{FaultRule, RequestKind, Trouble};
use unhold::desk::{Desk, Window};
use unhold::domain::{Clean, Money, OrderId, OutboxRow, RowState, StepKind, StepState, Verb};
use unhold::outbox::Grace;
use unhold::verbs::{Amount, Wish};

use crate::cases::{CASES, Case, Order, ready};
use crate::stand::{Stand, ran, row};

/// What befalls a request, by the name that the issue of it has.
const TROUBLES: [(&str, Trouble); 13] = [
    ("delay beyond the time-out", Trouble::Delay { ms: LATE }),
    ("429 with Retry-After", Trouble::TooManyRequests { retry_after: 1 }),
    ("THROTTLED", Trouble::Throttled),
    ("500", Trouble::Status { code: 500 }),
    ("502", Trouble::StatusAfter { code: 502 }),
    ("dropped before the store saw it", Trouble::DropBefore),
    ("dropped after the store did it", Trouble::DropAfter),
    ("truncated answer", Trouble::Truncated),
    ("malformed answer", Trouble::Malformed),
    ("partial error beside success", Trouble::PartialError { field: String::new() }),
    ("user error beside success", Trouble::UserErrorBeside { message: String::new() }),
    ("expired token", Trouble::ExpiredToken),
    ("slow drip", Trouble::Drip { bytes: 64, ms: 1 }),
];

/// How late an answer comes that is not waited for, in milliseconds.
const LATE: u64 = 2_500;
const DEADLINE: Duration = Duration::from_millis(1_500);
/// How long after a sending the order is believed: by then a late answer's write has landed.
const QUIET: Duration = Duration::from_millis(3_500);

/// Which request of a plan the trouble meets.
#[derive(Clone, Copy, Debug)]
enum Where {
    /// The write of this step, counted from nothing.
    Write(usize),
    /// The reading before the first write.
    ReadBefore,
    /// The reading that is to prove the first write.
    ReadBack,
}

impl Where {
    fn rule(self, trouble: Trouble) -> FaultRule {
        // By its name: the shop is asked who it is before, and what could be refunded.
        let reading = || Some("OrderDetail".to_owned());
        let (kind, operation, skip) = match self {
            Self::Write(step) => (RequestKind::Mutation, None, step),
            Self::ReadBefore => (RequestKind::Query, reading(), 0),
            Self::ReadBack => (RequestKind::Query, reading(), 1),
        };
        let skip = u32::try_from(skip).unwrap();
        FaultRule { kind: Some(kind), operation, skip, ..FaultRule::once(trouble) }
    }
}

/// One cell: a copy of the shop, a desk at it and the order.
struct Cell {
    stand: Stand,
    case: &'static Case,
    order: Order,
    rule: FaultRule,
    before: usize,
    what: String,
}

impl Cell {
    fn new(number: usize, (name, trouble): &(&str, Trouble), at: Where) -> Self {
        let (ready, case) = (ready(), &CASES[number]);
        let mut stand = Stand::new();
        if matches!(trouble, Trouble::Delay { .. }) {
            stand.limits.deadline = DEADLINE;
            stand.grace = Grace { write: QUIET, job: QUIET };
        }
        let before = stand.store.log().len();
        let what = format!("{}: {name}, {at:?}", case.name);
        let rule = at.rule(trouble.clone());
        Self { stand, case, order: ready.orders[number].clone(), rule, before, what }
    }

    /// Does the verb until it is settled, and holds the ledger against the store.
    fn is_done_once(&self) -> RowState {
        let what = &self.what;
        let (desk, order) = (self.stand.open(), OrderId::new(&*self.order.id));
        let (verb, wish) = asked(self.case, &desk, &order);
        let plan = desk.plan(&order, verb, &wish).unwrap_or_else(|why| panic!("{what}: {why:?}"));
        let kinds: Vec<StepKind> = plan.steps.iter().map(unhold::domain::Step::kind).collect();
        assert_eq!(kinds.len(), self.case.steps.len(), "{what}: {kinds:?}");
        let staged = desk.stage(&plan, Window::Now).unwrap();
        self.stand.store.fault(self.rule.clone());
        // What turned us away said when to come back, so we do, as a person or the clock would.
        for _ in 0..3 {
            let ended = ran(&desk, staged.id);
            let now = row(&desk, staged.id);
            self.agrees(&now);
            if ended.halted.is_none() && !matches!(now.state, RowState::Staged | RowState::Unknown)
            {
                break;
            }
        }
        let fired: Vec<u32> = self.stand.store.faults().iter().map(|rule| rule.fired).collect();
        assert_eq!(fired, [1], "{what}: the trouble did not happen");
        assert_eq!(desk.verify_journal().unwrap().first_bad, None, "{what}");
        self.lets_a_late_write_land();
        let settled = row(&desk, staged.id);
        let done = self.stand.done_since(self.before);
        match settled.state {
            RowState::Confirmed => assert_eq!(done, settled.steps.len(), "{what}"),
            RowState::Failed => assert_eq!(done, 0, "{what}"),
            _ => panic!("{what}: was not settled: {settled:#?}"),
        }
        settled.state
    }

    /// A write that is under way still must not escape the count.
    fn lets_a_late_write_land(&self) {
        if let Trouble::Delay { ms } = self.rule.trouble {
            std::thread::sleep(Duration::from_millis(ms).saturating_sub(DEADLINE));
        }
    }

    /// What must hold at any moment.
    fn agrees(&self, row: &OutboxRow) {
        let (what, log) = (&self.what, self.stand.store.log());
        let done: Vec<_> = log[self.before..].iter().filter(|one| one.what != "job").collect();
        for step in &row.steps {
            let times = done.iter().filter(|one| one.what == step.call).count();
            let of_the_call = row.steps.iter().filter(|other| other.call == step.call).count();
            assert!(times <= of_the_call, "{what}: {done:#?} {row:#?}");
            match step.state {
                StepState::Confirmed => assert!(times >= 1, "{what}: {done:#?} {row:#?}"),
                StepState::Waiting | StepState::Failed if of_the_call == 1 => {
                    assert_eq!(times, 0, "{what}: {done:#?} {row:#?}");
                }
                _ => {}
            }
        }
        let ours = |key: &String| row.steps.iter().any(|step| step.key.to_string() == *key);
        assert!(done.iter().filter_map(|one| one.key.as_ref()).all(ours), "{what}: {done:#?}");
        assert!(!self.order.stays || !self.could_ship(), "{what}: could be sent: {row:#?}");
    }

    /// Whether the warehouse could send anything of the order.
    fn could_ship(&self) -> bool {
        let id: u64 = self.order.id.parse().unwrap();
        self.stand.store.look(|shop| {
            let order = shop.orders().iter().find(|order| order.id == id).unwrap();
            !order.is_closed() && order.fulfilments.iter().any(crate::cases::is_free)
        })
    }
}

/// What the words of a case mean to the desk.
pub fn asked(case: &Case, desk: &Desk, order: &OrderId) -> (Verb, Wish) {
    let (verb, rest) = case.verb.split_first().unwrap();
    let verb = match *verb {
        "release" => Verb::Release,
        "hold" => Verb::Hold,
        "cancel" => Verb::Cancel,
        "refund" => Verb::Refund,
        "note" => Verb::Note,
        "tag" => Verb::Tag,
        "untag" => Verb::Untag,
        "archive" => Verb::Archive,
        "unarchive" => Verb::Unarchive,
        other => panic!("{other}"),
    };
    let wish = match rest {
        [] => Wish::default(),
        ["--note", text] => Wish { note: Some(Clean::new(text)), ..Wish::default() },
        ["--amount", _] => {
            let left = desk.case_file(order).unwrap().order.totals.left_to_refund();
            let part = Money { minor: 100, ..left };
            Wish { amount: Amount::Part(part), ..Wish::default() }
        }
        [tag] => Wish { tags: vec![Clean::new(tag)], ..Wish::default() },
        other => panic!("{other:?}"),
    };
    (verb, wish)
}

/// The whole row of the matrix that belongs to one case.
fn meets_everything(number: usize) -> (usize, usize) {
    let writes = (0..CASES[number].steps.len()).map(Where::Write);
    let places: Vec<Where> = writes.chain([Where::ReadBefore, Where::ReadBack]).collect();
    let (mut cells, mut nothing) = (0, 0);
    for at in places {
        for trouble in &TROUBLES {
            let settled = Cell::new(number, trouble, at).is_done_once();
            cells += 1;
            nothing += usize::from(settled == RowState::Failed);
        }
    }
    let line = format!(
        "network matrix: {}: {cells} cells, each trouble happened; {nothing} settled as not done\n",
        CASES[number].name
    );
    std::io::stderr().write_all(line.as_bytes()).unwrap();
    (cells, nothing)
}

/// The cases lie side by side, so that the waits for late answers do.
#[test]
fn whatever_befalls_a_request_its_effect_is_there_once_or_not_at_all() {
    ready();
    let counts: Vec<(usize, usize)> = std::thread::scope(|threads| {
        let rows: Vec<_> = (0..CASES.len())
            .map(|number| threads.spawn(move || meets_everything(number)))
            .collect();
        rows.into_iter().map(|row| row.join().unwrap()).collect()
    });
    let cells: usize = counts.iter().map(|(cells, _)| cells).sum();
    let steps: usize = CASES.iter().map(|case| case.steps.len()).sum();
    assert_eq!(cells, (steps + 2 * CASES.len()) * TROUBLES.len());
    let line = format!("network matrix: {cells} cells in all\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}
