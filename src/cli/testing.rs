//! A scripted office, and the program run on it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::BufRead;
use std::rc::Rc;
use std::time::Duration;

use uuid::Uuid;

use super::doors::{Doors, Opening};
use super::logbook::Noting;
use super::office::{Chain, Chosen, Entry, Examined, Office, Pace, Ran};
use super::out::Person;
use super::run::World;
use crate::config::{Secret, sample};
use crate::desk::{
    Action, CaseFile, Filter, Format, HeaderFacts, Imported, Limits, QueueRow, Refused, RowKey,
    Which, Window,
};
use crate::domain::sample::{at, held, money};
use crate::domain::*;
use crate::policy::{
    Advice, Checked, ChecklistRow, ChecklistStep, Ground, LookUp, Placement, Sentence, TickState,
    Weights, Why,
};
use crate::sync::{How, Phase, Report, Summary};
use crate::verbs::Wish;

/// What the office is asked, in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    Queue(Filter),
    Plan(Verb, Wish),
    Stage(Revision, Window),
    Run(Pace, Option<Duration>),
    Retry(Chosen),
    Skip(Chosen, String),
    Drop(RowId),
    Compensate(RowId),
    HandOver(RowId, String),
    Purge(PurgeScope),
    Sync(How),
}

/// What the office answers.
#[derive(Clone)]
pub(super) struct Script {
    pub(super) found: Vec<(OrderId, Clean)>,
    pub(super) queue: Vec<QueueRow>,
    pub(super) file: CaseFile,
    pub(super) imported: Option<ShortOrder>,
    pub(super) steps: Vec<Step>,
    pub(super) states: Vec<StepState>,
    pub(super) why: Option<Kind>,
    pub(super) run_fails: bool,
    pub(super) plan_refused: bool,
    pub(super) last_sync: Option<Timestamp>,
    pub(super) chain: Chain,
    pub(super) examined: Vec<Examined>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            found: vec![(OrderId::new("2047"), "#2047".into())],
            queue: vec![queue_row()],
            file: case_file(),
            imported: None,
            steps: vec![Step::SetArchived { archived: false }],
            states: vec![StepState::Confirmed],
            why: None,
            run_fails: false,
            plan_refused: false,
            last_sync: Some(at("2026-11-22T11:00:00Z")),
            chain: Chain { rows: 4, purged: 1, wrong: vec![] },
            examined: vec![Examined::good("connection", "Example Store answers")],
        }
    }
}

pub(super) const NOW: &str = "2026-11-22T12:00:00Z";
pub(super) const ROW: &str = "019ab000-0000-7000-8000-00000000abcd";

pub(super) fn row_id() -> RowId {
    RowId(Uuid::parse_str(ROW).unwrap())
}

/// The world of one run: what was asked, what was printed.
#[derive(Default)]
pub(super) struct Stage {
    pub(super) script: Script,
    pub(super) answers: Option<Vec<&'static str>>,
    pub(super) asked: Rc<RefCell<Vec<Asked>>>,
}

/// What a run printed and how it ended.
pub(super) struct Told {
    pub(super) code: u8,
    pub(super) out: String,
    pub(super) err: String,
    pub(super) asked: Vec<Asked>,
    pub(super) noted: Vec<Noting>,
}

impl Told {
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

impl Stage {
    /// Runs a command line whose words are parted by blanks.
    pub(super) fn run(self, line: &str) -> Told {
        self.run_words(line.split(' ').map(OsString::from))
    }

    pub(super) fn run_words(self, words: impl IntoIterator<Item = OsString>) -> Told {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("config.toml");
        std::fs::write(&config, sample()).unwrap();
        let data = folder.path().join("data");
        let environment = |name: &str| match name {
            "UNHOLD_CONFIG" => Some(config.clone().into_os_string()),
            "UNHOLD_DATA_DIR" => Some(data.clone().into_os_string()),
            _ => None,
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let noted = RefCell::new(Vec::new());
        let said = Rc::new(RefCell::new(String::new()));
        let mut person = self.answers.map(|answers| Scripted {
            answers: answers.into_iter().collect(),
            said: Rc::clone(&said),
        });
        let doors = ScriptedDoors { script: self.script, asked: Rc::clone(&self.asked) };
        let world = World {
            doors: &doors,
            out: &mut out,
            err: &mut err,
            person: person.as_mut().map(|person| person as &mut (dyn Person + 'static)),
            environment: &environment,
            note: &|noting| {
                noted.borrow_mut().push(noting.clone());
                Ok(())
            },
        };
        let words: Vec<OsString> = words.into_iter().collect();
        let mut all = vec![OsString::from("unhold")];
        if !words.iter().any(|word| word == "--now") {
            all.extend(["--now", NOW].map(OsString::from));
        }
        let code = world.run(all.into_iter().chain(words));
        let asked = self.asked.borrow().clone();
        let err = String::from_utf8(err).unwrap() + &said.borrow();
        let noted = noted.into_inner();
        Told { code, out: String::from_utf8(out).unwrap(), err, asked, noted }
    }
}

struct Scripted {
    answers: VecDeque<&'static str>,
    said: Rc<RefCell<String>>,
}

impl Person for Scripted {
    fn ask(&mut self, question: &str) -> Result<Option<String>, Fault> {
        self.tell(question)?;
        Ok(self.answers.pop_front().map(str::to_owned))
    }

    fn ask_secret(&mut self, question: &str) -> Result<Option<Secret>, Fault> {
        Ok(self.ask(question)?.map(Secret::new))
    }

    fn tell(&mut self, words: &str) -> Result<(), Fault> {
        self.said.borrow_mut().push_str(words);
        self.said.borrow_mut().push('\n');
        Ok(())
    }
}

struct ScriptedDoors {
    script: Script,
    asked: Rc<RefCell<Vec<Asked>>>,
}

impl Doors for ScriptedDoors {
    fn desk(&self, _: &Opening) -> Result<Box<dyn Office>, Fault> {
        Ok(Box::new(ScriptedOffice { script: self.script.clone(), asked: Rc::clone(&self.asked) }))
    }

    fn workstation(&self, _: &Opening) -> Result<(), Fault> {
        Ok(())
    }
}

struct ScriptedOffice {
    script: Script,
    asked: Rc<RefCell<Vec<Asked>>>,
}

impl ScriptedOffice {
    fn asked(&self, asked: Asked) {
        self.asked.borrow_mut().push(asked);
    }

    fn row(&self, states: &[StepState]) -> OutboxRow {
        outbox_row(&self.script.steps, states)
    }

    fn staged(&self) -> OutboxRow {
        self.row(&vec![StepState::Waiting; self.script.steps.len()])
    }
}

impl Office for ScriptedOffice {
    fn header(&self) -> Result<HeaderFacts, Fault> {
        Ok(HeaderFacts {
            store: "Example Store".into(),
            reviewer: "Sam Example".into(),
            zone: Zone::named("America/New_York").unwrap(),
            currency: Currency::USD,
            last_sync: self.script.last_sync,
            lanes: vec![],
            outbox: crate::desk::OutboxCounts::default(),
            trouble: None,
            unseen: None,
        })
    }

    fn queue(&self, filter: &Filter, each: &mut dyn FnMut(&[QueueRow])) -> Result<(), Fault> {
        self.asked(Asked::Queue(filter.clone()));
        self.script.queue.chunks(2).for_each(each);
        Ok(())
    }

    fn case_file(&self, _: &OrderId) -> Result<CaseFile, Fault> {
        Ok(self.script.file.clone())
    }

    fn checked_again(&self, _: &OrderId) -> Result<CaseFile, Fault> {
        Ok(self.script.file.clone())
    }

    fn find(&self, _: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        Ok(self.script.found.clone())
    }

    fn plan(&self, order: &OrderId, verb: Verb, wish: &Wish) -> Result<Plan, Fault> {
        self.asked(Asked::Plan(verb, wish.clone()));
        if self.script.plan_refused {
            return Err(Fault::new(Kind::State, "No hold of #2047 is chosen")
                .hint(crate::verbs::CHOOSE_A_HOLD));
        }
        Ok(Plan {
            shop: ShopId::new("shop-1"),
            order: order.clone(),
            order_name: "#2047".into(),
            verb,
            revision: Revision::new("rev-1"),
            steps: self.script.steps.clone(),
            warnings: vec!["still held by Fraud Scanner".into()],
        })
    }

    fn stage(&self, plan: &Plan, window: Window) -> Result<OutboxRow, Fault> {
        self.asked(Asked::Stage(plan.revision.clone(), window));
        Ok(self.staged())
    }

    fn outbox(&self, _: &Which) -> Result<Vec<OutboxRow>, Fault> {
        Ok(vec![self.row(&self.script.states)])
    }

    fn run(
        &self,
        pace: Pace,
        limit: Option<Duration>,
        seen: &mut dyn FnMut(&OutboxRow),
    ) -> Result<Ran, Fault> {
        self.asked(Asked::Run(pace, limit));
        if self.script.run_fails {
            return Err(Fault::new(Kind::Store, "The store cannot be reached"));
        }
        let row = self.row(&self.script.states);
        seen(&self.staged());
        seen(&row);
        Ok(Ran { rows: vec![row], why: self.script.why })
    }

    fn retry(&self, chosen: Chosen) -> Result<OutboxRow, Fault> {
        self.asked(Asked::Retry(chosen));
        Ok(self.staged())
    }

    fn skip(&self, chosen: Chosen, why: &str) -> Result<OutboxRow, Fault> {
        self.asked(Asked::Skip(chosen, why.to_owned()));
        Ok(self.row(&[StepState::Skipped]))
    }

    fn compensation(&self, _: RowId) -> Result<Compensation, Fault> {
        let step = Step::SetArchived { archived: true };
        Ok(Compensation {
            revision: Revision::new("rev-1"),
            steps: vec![Undoing { undoes: 1, step }],
            stays: vec![Stays { place: 2, why: "the note stays".to_owned() }],
        })
    }

    fn compensate(&self, row: RowId, _: &Compensation) -> Result<OutboxRow, Fault> {
        self.asked(Asked::Compensate(row));
        Ok(self.staged())
    }

    fn hand_over(&self, row: RowId, why: &str) -> Result<OutboxRow, Fault> {
        self.asked(Asked::HandOver(row, why.to_owned()));
        let over = HandedOver { why: why.into(), ..handed_over() };
        Ok(OutboxRow { state: RowState::HandedOver, handed_over: Some(over), ..self.staged() })
    }

    fn drop_row(&self, row: RowId) -> Result<OutboxRow, Fault> {
        self.asked(Asked::Drop(row));
        Ok(OutboxRow { state: RowState::Dropped, ..self.staged() })
    }

    fn journal(&self, _: Option<&OrderId>) -> Result<Vec<Entry>, Fault> {
        Ok(vec![entry()])
    }

    fn verify(&self) -> Result<Chain, Fault> {
        Ok(self.script.chain.clone())
    }

    fn look_purge(&self, _: &PurgeScope) -> Result<PurgeFound, Fault> {
        Ok(purge_found())
    }

    fn purge(&self, scope: &PurgeScope) -> Result<PurgeFound, Fault> {
        self.asked(Asked::Purge(scope.clone()));
        Ok(purge_found())
    }

    fn import(
        &self,
        from: Box<dyn BufRead + '_>,
        _: Option<Format>,
        each: &mut dyn FnMut(&Imported),
    ) -> Result<Imported, Fault> {
        let read = from.lines().count() as u64;
        let refused = vec![Refused { line: 2, why: "`id` is missing".to_owned() }];
        let told = Imported { read, added: read - 1, updated: 0, refused, refusals: 1 };
        each(&told);
        Ok(told)
    }

    fn imported(&self, _: &OrderId) -> Result<Option<ShortOrder>, Fault> {
        Ok(self.script.imported.clone())
    }

    fn sync(&self, how: How, each: &mut (dyn FnMut(&Report) + Send)) -> Result<Summary, Fault> {
        self.asked(Asked::Sync(how));
        each(&Report { phase: Phase::Flagged, done: 1, total: Some(2), seconds: 0, note: None });
        Ok(Summary {
            flagged: 3,
            linked: 40,
            changed: 5,
            requests: 6,
            seconds: 1.5,
            notices: vec!["read_all_orders is missing".into()],
            holds_unread: None,
        })
    }

    fn notices(&self) -> Vec<String> {
        vec!["the cache was rebuilt".into()]
    }

    fn examine(&self) -> Vec<Examined> {
        self.script.examined.clone()
    }
}

fn purge_found() -> PurgeFound {
    PurgeFound {
        orders: 1,
        rows: 2,
        entries: 5,
        backups: 1,
        open: vec!["#2048".into()],
        aside: vec!["damaged-1".into()],
    }
}

pub(super) fn queue_row() -> QueueRow {
    QueueRow {
        key: RowKey(1),
        shop: ShopId::new("shop-1"),
        id: OrderId::new("2047"),
        order: "#2047".into(),
        customer: "Ada Lindgren".into(),
        revision: Revision::new("rev-1"),
        risk: RiskLevel::High,
        score: Some("41.5".into()),
        provider: "Shopify".into(),
        total: MoneyPair { shop: money("129.90 USD"), charged: money("1350.00 SEK") },
        placed_at: at("2026-11-19T15:00:00Z"),
        payment: Payment::Paid,
        fulfilment: Fulfilment::Unfulfilled,
        held: true,
        archived: true,
        cancelled: false,
        lane: Lane::Overdue,
        clock: Some(ClockReading {
            name: ClockName::FirstDecision,
            at: at("2026-11-20T22:00:00Z"),
        }),
        why: Some("a new hold".into()),
        recommendation: Verdict::Verify,
        outbox: Some(RowState::Staged),
    }
}

fn handed_over() -> HandedOver {
    HandedOver {
        at: at(NOW),
        by: "Sam Example".into(),
        why: "Kim calls".into(),
        shows: Some("paid, held".into()),
        read_at: Some(at(NOW)),
    }
}

/// A row; one whose first step was taken back was handed over on its way.
pub(super) fn outbox_row(steps: &[Step], states: &[StepState]) -> OutboxRow {
    let is_half_way_back = states.first() == Some(&StepState::Compensated);
    let of = |(place, (step, state)): (u32, (&Step, &StepState))| StepRow {
        place,
        system: "store".into(),
        step: step.clone(),
        call: "orderOpen".into(),
        state: *state,
        key: Uuid::nil(),
        first_sent_at: None,
        attempts: 1,
        stood: None,
        ticket: None,
        receipt: (*state == StepState::Confirmed).then(|| Receipt {
            at: at(NOW),
            reference: Some("gid-1".into()),
            before: "paid, archived".into(),
            after: "paid".into(),
        }),
        error: matches!(state, StepState::Failed | StepState::Unknown)
            .then(|| "the store said no\u{1B}[2J".into()),
        undoes: (is_half_way_back && place == 2).then_some(1),
    };
    OutboxRow {
        id: row_id(),
        shop: ShopId::new("shop-1"),
        order: OrderId::new("2047"),
        order_name: "#2047".into(),
        verb: Verb::Unarchive,
        revision: Revision::new("rev-1"),
        state: RowState::of_steps(states),
        reviewer: "Sam Example".into(),
        staged_at: at(NOW),
        due_at: at("2026-11-22T12:00:30Z"),
        steps: (1..).zip(steps.iter().zip(states)).map(of).collect(),
        money: None,
        handed_over: is_half_way_back.then(handed_over),
    }
}

/// One step of every kind, with everything that it can carry.
pub(super) fn every_step() -> Vec<Step> {
    vec![
        Step::ReleaseHolds { fulfilment_order: "part-1".into(), holds: vec!["hold-1".into()] },
        Step::PlaceHold {
            fulfilment_order: "part-1".into(),
            reason: HoldReason::FraudRisk,
            notes: "Decide by Thursday".into(),
        },
        Step::Cancel {
            reason: CancelReason::Fraud,
            refund: RefundTo::Original,
            restock: Restock::Yes,
            notify: Notify::Nobody,
            staff_note: "stolen card".into(),
        },
        Step::Refund {
            parts: vec![RefundPart {
                parent: "sale-1".into(),
                gateway: "shopify_payments".into(),
                amount: money("12.50 USD"),
            }],
            lines: vec![RefundLine {
                item: "line-1".into(),
                quantity: 1,
                location: Some("place-1".into()),
            }],
            restock: Restock::No,
            notify: Notify::Customer,
            note: "part".into(),
            refunded_before: money("0 USD"),
        },
        Step::Void { transaction: "auth-1".into(), amount: money("12.50 USD") },
        Step::SetArchived { archived: true },
        Step::AppendNote { text: "EX\nSE".into() },
        Step::AddTags { tags: vec!["vip".into()] },
        Step::RemoveTags { tags: vec!["new".into()] },
    ]
}

pub(super) fn entry() -> Entry {
    Entry {
        number: 4,
        at: at(NOW),
        shop: ShopId::new("shop-1"),
        id: OrderId::new("2047"),
        order: Some("#2047".into()),
        event: "moved".into(),
        by: Some("Sam Example".into()),
        verb: Some(Verb::Unarchive),
        row: Some(row_id()),
        place: Some(1),
        what: Some("set_archived".into()),
        moved: Some((StepState::Running, StepState::Confirmed)),
        reference: Some("gid-1".into()),
        change: Some(("paid, archived".into(), "paid".into())),
        error: Some("the store said no\u{1B}[2J".into()),
        purged: true,
        hash: "ab".repeat(32),
    }
}

/// A case file in which everything that can be said is said.
pub(super) fn case_file() -> CaseFile {
    let order = full_order();
    CaseFile {
        advised: "Verify it with the customer",
        no_money: None,
        closed_days: vec![],
        revision: Revision::of(&order),
        checked_at: at("2026-11-20T15:00:00Z"),
        is_refreshing: false,
        read_at: at("2026-11-22T11:00:00Z"),
        placement: Placement {
            lane: Lane::Waiting,
            clock: Some(ClockReading { name: ClockName::Decision, at: at("2026-11-27T22:00:00Z") }),
            why: Some("a new hold".into()),
        },
        findings: vec![duplicates()],
        brief: vec![Sentence {
            text: "2 other orders.".into(),
            grounds: vec![Ground::Risk, Ground::Payment, Ground::Check(Check::Duplicates)],
        }],
        advice: Advice {
            verdict: Verdict::Verify,
            score: 0.8,
            reasons: vec![Why { words: "one name, two addresses".into(), weight: 0.8 }],
            without: vec!["the phone number".into()],
        },
        limits: Limits::of(&Weights::default()),
        checklist: checklist(),
        actions: vec![
            Action { verb: Verb::Release, allowed: Ok(()) },
            Action { verb: Verb::Refund, allowed: Err(WhyNot("#2047 is not paid".into())) },
        ],
        preselected: vec!["hold-1".into()],
        outbox: vec![
            outbox_row(&every_step(), &[StepState::Confirmed; 9]),
            outbox_row(
                &every_step(),
                &[StepState::Compensated, StepState::Confirmed, StepState::Failed],
            ),
        ],
        order,
    }
}

fn checklist() -> Vec<ChecklistRow> {
    let row = |step, state| ChecklistRow {
        step,
        title: "look",
        source: "S31",
        state,
        opens: Some(LookUp::StoreAdmin),
    };
    let by_data = TickState::ByData {
        check: Check::Duplicates,
        as_of: at(NOW),
        headline: "2 other orders".into(),
        checked: Some(Checked { by: "Kim".to_owned(), at: at(NOW) }),
    };
    vec![
        row(ChecklistStep::ReadAnalysis, TickState::Waiting),
        row(ChecklistStep::CrossCheck, by_data),
        row(ChecklistStep::SearchName, TickState::ByHand { by: "Sam".into(), at: at(NOW) }),
        row(ChecklistStep::CheckIp, TickState::NotPossible("the store gives no IP".into())),
    ]
}

fn duplicates() -> Finding {
    Finding {
        check: Check::Duplicates,
        outcome: Outcome::Warn,
        headline: "2 other orders share a name".into(),
        facts: vec![FindingFact {
            label: "name".into(),
            value: "Ada Lindgren".into(),
            weight: 0.8,
        }],
        weight: 0.8,
        source: "the cache".into(),
        as_of: at(NOW),
        links: vec![Link {
            shop: ShopId::new("shop-1"),
            id: OrderId::new("2046"),
            order: "#2046".into(),
            placed_at: at(NOW),
            score: 0.75,
            reasons: vec![LinkReason::SameName],
            state: "paid, unfulfilled".into(),
        }],
    }
}

fn full_order() -> Order {
    let mut order = held();
    order.closed.staff_note = Some("stolen".into());
    order.tags = vec!["vip".into()];
    order.note = "call\u{202E} first".into();
    order.attributes = vec![("gift".into(), "yes".into())];
    order.ip = Readable::Denied("read_orders is missing".into());
    order.customer = Readable::Known(Customer {
        id: "77".into(),
        name: Readable::Known("Ada Lindgren".into()),
        since: Some(at(NOW)),
        orders: Some(3),
        spent: Some(money("400.00 USD")),
        email_verified: Some(true),
        note: "polite".into(),
        tags: vec!["old".into()],
    });
    order.risk = Risk {
        advice: ProviderAdvice::Investigate,
        assessments: vec![Assessment {
            provider: "Shopify".into(),
            level: RiskLevel::High,
            score: Some("41.5".into()),
            facts: vec![RiskFact { text: "far away".into(), sentiment: Sentiment::Negative }],
        }],
    };
    order.transactions = vec![Transaction {
        parent: Some("auth-1".into()),
        expires_at: Some(at(NOW)),
        error: Some("CARD_DECLINED".into()),
        details: PaymentDetails::Card(Box::new(CardPayment {
            avs: Some("N".into()),
            cvv: Some("M".into()),
            bin: Some("424242".into()),
            brand: Some("Visa".into()),
            number: Some("•••• 4242".into()),
            name: Readable::Known("A LINDGREN".into()),
            expiry_month: Some(4),
            expiry_year: Some(2030),
            wallet: Some("apple_pay".into()),
        })),
        ..order.transactions.remove(0)
    }];
    order.refunds = vec![Refunded {
        id: "refund-1".into(),
        at: Some(at(NOW)),
        note: "part".into(),
        amount: MoneyPair::same(money("1.00 USD")),
        state: TransactionState::Success,
    }];
    order.coupons = vec!["SPRING".into()];
    order.disputes =
        vec![Dispute { id: "dispute-1".into(), kind: "chargeback".into(), state: "open".into() }];
    order.timeline =
        vec![TimelineEvent { at: at(NOW), by: "Shopify".into(), text: "placed".into() }];
    order.gaps = vec!["more than 100 lines".into()];
    order
}
