//! A scripted store, its order, and a desk for the tests of this room.

use std::collections::{HashMap, HashSet, VecDeque};
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::hooks::{Hooks, Pause};
use super::shared::Shared;
use super::{Pace, Ran, Runner};
use crate::domain::{
    Capabilities, Clean, Clock, Currency, Fulfilment, FulfilmentOrder, FulfilmentOrderState, Hold,
    HoldReason, Money, MoneyPair, Notify, Order, OrderId, OutboxRow, Payment, PaymentDetails, Plan,
    Proof, Readable, RefundPart, RefundTo, Refunded, Restock, Revision, Risk, RowId, RowState,
    ShopId, Step, StepKind, StepState, Timestamp, Totals, Transaction, TransactionKind,
    TransactionState, Verb, Zone,
};
use crate::ledger::testing::{Desk, noon, shop};
use crate::stores::{
    Answer, Cursor, Feed, Identity, Link, Mark, Page, Performed, Progress, RefundQuote, Repeat,
    StepKey, Store, StoreFault, Trouble,
};

/// What the store does with one write.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Does it and says so.
    Do,
    /// Does it, and the answer is lost.
    DoAndLose,
    /// The answer is lost, and nothing was done.
    Lose,
    /// The answer is lost, and it is done so many reads later.
    DoLate(u32),
    /// Says that it is done and does nothing.
    Lie,
    /// Says what is wrong and does nothing.
    Fail(Trouble),
    /// Takes it on; the job runs for so many questions, then does it.
    Job(u32),
    /// Takes it on; the job fails.
    JobFails,
    /// Never answers; nothing was done.
    Hang,
    /// Does it and never answers.
    DoAndHang,
    /// Does it, and meanwhile the customer changes the shipping address.
    DoWhileCustomerWrites,
}

type Change = Box<dyn FnOnce(&mut Order) + Send>;

#[derive(Default)]
struct Inside {
    orders: HashMap<String, Order>,
    script: VecDeque<Act>,
    /// Every write that reached the store, with its key.
    calls: Vec<(Step, StepKey)>,
    /// Every write that took effect.
    effects: Vec<(String, Step)>,
    hanging: bool,
    /// Jobs by order: how many questions they still run for; `None` fails.
    jobs: HashMap<String, (Step, Option<u32>, StepKey)>,
    /// Writes by order that land so many reads later.
    late: HashMap<String, Vec<(u32, Step, StepKey)>>,
    /// What becomes of the next reads; `None` goes well.
    reads: VecDeque<Option<Trouble>>,
    refuses: Option<StepKind>,
    /// What happens to an order when the next write comes.
    meanwhile: Option<(String, Change)>,
    reads_after_call: VecDeque<Trouble>,
    /// Keys that were used up, for steps whose key the store keeps.
    used: HashSet<uuid::Uuid>,
    keeps_keys: bool,
}

/// A store that does what the script says.
#[derive(Default)]
pub(super) struct Fake {
    inside: Mutex<Inside>,
    /// How repeats are promised, by kind; `AfterProof` where nothing is said.
    pub(super) promises: Mutex<HashMap<StepKind, Repeat>>,
    pub(super) called: tokio::sync::Notify,
    /// Who the store says it is.
    pub(super) shop: Mutex<Option<ShopId>>,
}

impl Fake {
    fn with<T>(&self, work: impl FnOnce(&mut Inside) -> T) -> T {
        work(&mut self.inside.lock().unwrap())
    }

    pub(super) fn put(&self, order: Order) {
        self.with(|inside| inside.orders.insert(order.id.to_string(), order));
    }

    pub(super) fn get(&self, order: &str) -> Order {
        self.with(|inside| inside.orders[order].clone())
    }

    pub(super) fn change(&self, order: &str, change: impl FnOnce(&mut Order)) {
        self.with(|inside| change(inside.orders.get_mut(order).unwrap()));
    }

    pub(super) fn will(&self, acts: impl IntoIterator<Item = Act>) {
        self.with(|inside| inside.script.extend(acts));
    }

    pub(super) fn reads_fail(&self, troubles: impl IntoIterator<Item = Trouble>) {
        self.with(|inside| inside.reads.extend(troubles.into_iter().map(Some)));
    }

    /// So many reads go well, and the next one fails.
    pub(super) fn read_fails_after(&self, reads: usize, trouble: Trouble) {
        self.with(|inside| {
            inside.reads.extend(std::iter::repeat_n(None, reads));
            inside.reads.push_back(Some(trouble));
        });
    }

    /// The first reads after the next write fail.
    pub(super) fn fail_reads_after_call(&self, troubles: impl IntoIterator<Item = Trouble>) {
        self.with(|inside| inside.reads_after_call.extend(troubles));
    }

    /// Somebody else changes the order while the next write is under way.
    pub(super) fn change_at_next_call(
        &self,
        order: &str,
        change: impl FnOnce(&mut Order) + Send + 'static,
    ) {
        self.with(|inside| inside.meanwhile = Some((order.to_owned(), Box::new(change))));
    }

    /// Somebody else has done it already, with a key of theirs.
    pub(super) fn does_already(&self, order: &str, step: &Step, key: StepKey) {
        self.change(order, |order| apply(order, step, key));
    }

    pub(super) fn forget(&self, order: &str) {
        self.with(|inside| inside.orders.remove(order));
    }

    pub(super) fn forbids(&self, kind: StepKind) {
        self.with(|inside| inside.refuses = Some(kind));
    }

    pub(super) fn calls(&self) -> Vec<(Step, StepKey)> {
        self.with(|inside| inside.calls.clone())
    }

    pub(super) fn effects(&self) -> Vec<Step> {
        self.with(|inside| inside.effects.iter().map(|(_, step)| step.clone()).collect())
    }

    pub(super) fn effects_by_order(&self) -> HashMap<String, Vec<Step>> {
        self.with(|inside| {
            let mut by_order: HashMap<String, Vec<Step>> = HashMap::new();
            for (order, step) in &inside.effects {
                by_order.entry(order.clone()).or_default().push(step.clone());
            }
            by_order
        })
    }

    /// Whether a call hangs for good.
    pub(super) fn hangs(&self) -> bool {
        self.with(|inside| inside.hanging)
    }

    /// Forgets the caller that hung.
    pub(super) fn wake_up(&self) {
        self.with(|inside| inside.hanging = false);
    }

    /// From now on everything works, and what was late is done.
    pub(super) fn calm_down(&self) {
        self.with(|inside| {
            inside.script.clear();
            for (order, writes) in std::mem::take(&mut inside.late) {
                for (_, step, key) in writes {
                    inside.effect(&order, &step, key);
                }
            }
        });
    }

    pub(super) fn promise(&self, kind: StepKind, repeat: Repeat) {
        let keeps = kind == StepKind::Refund && matches!(repeat, Repeat::WithKeyFor(..));
        self.with(|inside| inside.keeps_keys |= keeps);
        self.promises.lock().unwrap().insert(kind, repeat);
    }

    fn act(
        &self,
        order: &OrderId,
        step: &Step,
        key: StepKey,
    ) -> Option<Result<Performed, StoreFault>> {
        let lost = || StoreFault::new(Trouble::Unknown, "the answer did not come");
        let done = Ok(Performed::Done { reference: Some("ref-1".to_owned()) });
        self.with(|inside| {
            inside.calls.push((step.clone(), key));
            let act = inside.script.pop_front().unwrap_or(Act::Do);
            let name = order.to_string();
            let failing: Vec<_> = inside.reads_after_call.drain(..).map(Some).collect();
            inside.reads.extend(failing);
            if let Some((changed, change)) = inside.meanwhile.take() {
                change(inside.orders.get_mut(&changed).unwrap());
            }
            match act {
                Act::Do => inside.effect(&name, step, key),
                Act::DoAndLose => {
                    inside.effect(&name, step, key);
                    return Some(Err(lost()));
                }
                Act::Lose => return Some(Err(lost())),
                Act::DoLate(reads) => {
                    let late = (reads, step.clone(), key);
                    inside.late.entry(name).or_default().push(late);
                    return Some(Err(lost()));
                }
                Act::Lie => {}
                Act::Fail(trouble) => {
                    return Some(Err(StoreFault::new(trouble, "the store said no")));
                }
                Act::Job(questions) => {
                    inside.jobs.insert(name, (step.clone(), Some(questions), key));
                    return Some(Ok(Performed::Accepted { ticket: "job-1".to_owned() }));
                }
                Act::JobFails => {
                    inside.jobs.insert(name, (step.clone(), None, key));
                    return Some(Ok(Performed::Accepted { ticket: "job-1".to_owned() }));
                }
                Act::Hang => {
                    inside.hanging = true;
                    return None;
                }
                Act::DoAndHang => {
                    inside.hanging = true;
                    inside.effect(&name, step, key);
                    return None;
                }
                Act::DoWhileCustomerWrites => {
                    inside.effect(&name, step, key);
                    let order = inside.orders.get_mut(&name).unwrap();
                    order.shipping = Readable::Denied("moved".to_owned());
                }
            }
            Some(done)
        })
    }
}

impl Inside {
    fn effect(&mut self, order: &str, step: &Step, key: StepKey) {
        if self.keeps_keys && step.kind() == StepKind::Refund && !self.used.insert(key.0) {
            return;
        }
        let there = self.orders.get_mut(order).unwrap();
        if !changes_anything(there, step, key) {
            return;
        }
        self.effects.push((order.to_owned(), step.clone()));
        apply(there, step, key);
    }

    fn read(&mut self, id: &OrderId) -> Option<Order> {
        for (left, step, key) in self.late.remove(id.as_str()).unwrap_or_default() {
            if left == 0 {
                self.effect(id.as_str(), &step, key);
            } else {
                self.late.entry(id.to_string()).or_default().push((left - 1, step, key));
            }
        }
        self.orders.get(id.as_str()).cloned()
    }

    fn progress(&mut self, order: &OrderId) -> Progress {
        match self.jobs.remove(order.as_str()) {
            None => Progress::Done,
            Some((_, None, _)) => Progress::Failed("insufficient funds at the gateway".to_owned()),
            Some((step, Some(0), key)) => {
                self.effect(order.as_str(), &step, key);
                Progress::Done
            }
            Some((step, Some(left), key)) => {
                self.jobs.insert(order.to_string(), (step, Some(left - 1), key));
                Progress::Running
            }
        }
    }
}

/// What is so already is not done again, as at the stores: a hold's handle is taken, a tag
/// is there or gone.
fn changes_anything(order: &Order, step: &Step, key: StepKey) -> bool {
    match step {
        Step::PlaceHold { .. } => !bears(order, key),
        Step::AddTags { tags } => !tags.iter().all(|tag| order.tags.contains(tag)),
        Step::RemoveTags { tags } => tags.iter().any(|tag| order.tags.contains(tag)),
        Step::SetArchived { archived } => order.is_archived() != *archived,
        Step::ReleaseHolds { .. }
        | Step::Cancel { .. }
        | Step::Refund { .. }
        | Step::Void { .. }
        | Step::AppendNote { .. } => true,
    }
}

/// Whether a hold on the order bears this key as its handle.
fn bears(order: &Order, key: StepKey) -> bool {
    let handle = Clean::new(&handle(key));
    order.holds().any(|(_, hold)| hold.handle.as_ref() == Some(&handle))
}

/// Letters only: outside text, in which digits may be masked.
fn handle(key: StepKey) -> String {
    let letters = |byte: u8| [b'a' + byte / 16, b'a' + byte % 16];
    let bytes: Vec<u8> = key.0.as_bytes().iter().copied().flat_map(letters).collect();
    String::from_utf8(bytes).unwrap()
}

/// How often a text stands in the order's note, on lines of its own.
fn times_in_note(order: &Order, text: &Clean) -> u32 {
    let lines = order.note.raw().lines().filter(|line| *line == text.raw());
    u32::try_from(lines.count()).unwrap()
}

fn is_voided(order: &Order, authorisation: &str) -> bool {
    order.transactions.iter().any(|one| {
        one.kind == TransactionKind::Void && one.parent.as_deref() == Some(authorisation)
    })
}

fn apply(order: &mut Order, step: &Step, key: StepKey) {
    match step {
        Step::ReleaseHolds { holds, .. } => {
            for part in &mut order.fulfilment_orders {
                part.holds.retain(|hold| !holds.contains(&hold.id));
                if part.holds.is_empty() {
                    part.state = FulfilmentOrderState::Open;
                }
            }
        }
        Step::PlaceHold { .. } => {
            let part = &mut order.fulfilment_orders[0];
            let id = format!("h-new-{}", part.holds.len());
            let handle = Some(Clean::new(&handle(key)));
            part.holds.push(Hold { handle, ..hold(&id, true) });
            part.state = FulfilmentOrderState::OnHold;
        }
        Step::RemoveTags { tags } => order.tags.retain(|tag| !tags.contains(tag)),
        Step::Void { transaction, .. } => {
            let authorised = order.transactions.iter().find(|one| one.id == *transaction).unwrap();
            let void = Transaction {
                id: format!("void-{}", order.transactions.len()).into(),
                kind: TransactionKind::Void,
                parent: Some(transaction.clone()),
                ..authorised.clone()
            };
            order.transactions.push(void);
            order.payment = Payment::Voided;
        }
        Step::SetArchived { archived } => {
            order.closed.archived_at = archived.then(noon);
        }
        Step::AppendNote { text } => {
            order.note = Clean::new(&format!("{}\n{}", order.note.raw(), text.raw()));
        }
        Step::AddTags { tags } => order.tags.extend(tags.iter().cloned()),
        Step::Cancel { .. } => {
            order.closed.cancelled_at = Some(noon());
            order.payment = Payment::Refunded;
        }
        Step::Refund { parts, note, .. } => {
            for part in parts {
                let amount = MoneyPair::same(part.amount);
                let refunds = order.refunds.len();
                order.refunds.push(Refunded {
                    id: format!("refund-{refunds}").into(),
                    at: Some(noon()),
                    note: note.clone(),
                    amount,
                    state: TransactionState::Success,
                });
                let before = order.totals.refunded.charged;
                order.totals.refunded = MoneyPair::same(before.plus(part.amount).unwrap());
            }
        }
    }
}

impl Store for Fake {
    fn identity(&self) -> Answer<'_, Identity> {
        let shop = self.shop.lock().unwrap().clone().unwrap_or_else(shop);
        Box::pin(async move {
            Ok(Identity {
                shop,
                name: "Test".into(),
                currency: Currency::USD,
                zone: Zone::UTC,
                missing: vec![],
                holds_unread: None,
                notices: vec![],
                reach_days: None,
            })
        })
    }

    fn pull<'a>(&'a self, _: &'a Feed, _: Option<&'a Cursor>) -> Answer<'a, Page> {
        Box::pin(async { Ok(Page { items: vec![], next: None, total: None }) })
    }

    fn order<'a>(&'a self, id: &'a OrderId) -> Answer<'a, Option<Order>> {
        Box::pin(async move {
            self.with(|inside| match inside.reads.pop_front().flatten() {
                Some(trouble) => Err(StoreFault::new(trouble, "the order could not be read")),
                None => Ok(inside.read(id)),
            })
        })
    }

    fn find<'a>(&'a self, _: &'a str) -> Answer<'a, Vec<OrderId>> {
        Box::pin(async { Ok(vec![]) })
    }

    fn refund_quote<'a>(&'a self, order: &'a Order) -> Answer<'a, RefundQuote> {
        let most = order.totals.left_to_refund();
        Box::pin(async move { Ok(RefundQuote { parts: vec![], lines: vec![], most }) })
    }

    fn capabilities(&self, _: &Order) -> Capabilities {
        let refuses = self.with(|inside| inside.refuses);
        refuses.map_or_else(Capabilities::default, |kind| {
            Capabilities::default().without(kind, "the permission write_orders is missing")
        })
    }

    fn call(&self, _: &Step) -> &'static str {
        "call"
    }

    fn repeat(&self, step: &Step) -> Repeat {
        let promises = self.promises.lock().unwrap();
        promises.get(&step.kind()).cloned().unwrap_or(Repeat::AfterProof("no key"))
    }

    fn perform<'a>(
        &'a self,
        order: &'a OrderId,
        step: &'a Step,
        key: StepKey,
    ) -> Answer<'a, Performed> {
        Box::pin(async move {
            let answer = self.act(order, step, key);
            self.called.notify_one();
            match answer {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        })
    }

    fn progress<'a>(&'a self, order: &'a OrderId, _: &'a str) -> Answer<'a, Progress> {
        Box::pin(async move { Ok(self.with(|inside| inside.progress(order))) })
    }

    fn stands(&self, step: &Step, order: &Order) -> Option<u32> {
        let Step::AppendNote { text } = step else { return None };
        Some(times_in_note(order, text))
    }

    fn proof(&self, step: &Step, mark: Mark, order: &Order) -> Proof {
        let done = match step {
            Step::ReleaseHolds { holds, .. } => {
                !order.holds().any(|(_, hold)| holds.contains(&hold.id))
            }
            Step::PlaceHold { .. } => bears(order, mark.key),
            Step::SetArchived { archived } => order.is_archived() == *archived,
            Step::AppendNote { text } => {
                times_in_note(order, text) > mark.stood.unwrap_or_default()
            }
            Step::AddTags { tags } => tags.iter().all(|tag| order.tags.contains(tag)),
            Step::RemoveTags { tags } => !tags.iter().any(|tag| order.tags.contains(tag)),
            Step::Cancel { .. } => order.is_cancelled(),
            Step::Refund { note, .. } => order.refunds.iter().any(|one| one.note == *note),
            Step::Void { transaction, .. } => is_voided(order, transaction),
        };
        if done { Proof::Done } else { Proof::NotDone }
    }

    fn admin_page(&self, order: &OrderId) -> Link {
        Link(format!("https://example.org/{order}"))
    }
}

/// An order with two holds, paid, archived.
pub(super) fn order(id: &str) -> Order {
    let paid = MoneyPair::same(Money { minor: 12_990, currency: Currency::USD });
    let none = MoneyPair::same(Money::zero(Currency::USD));
    Order {
        shop: shop(),
        id: OrderId::new(id),
        name: Clean::new(&format!("#{id}")),
        placed_at: noon(),
        updated_at: noon(),
        closed: crate::domain::ClosedHow { archived_at: Some(noon()), ..Default::default() },
        tags: vec![],
        note: "".into(),
        attributes: vec![],
        email: Readable::Absent,
        phone: Readable::Absent,
        ip: Readable::Absent,
        billing: Readable::Absent,
        shipping: Readable::Absent,
        customer: Readable::Absent,
        risk: Risk::default(),
        payment: Payment::Paid,
        fulfilment: Fulfilment::Unfulfilled,
        totals: Totals { total: paid, received: paid, refunded: none, capturable: none },
        transactions: vec![],
        refunds: vec![],
        fulfilment_orders: vec![FulfilmentOrder {
            id: "fo-1".into(),
            state: FulfilmentOrderState::OnHold,
            location: "Main".into(),
            holds: vec![hold("h-ours", true), hold("h-staff", false)],
            may_hold: true,
            may_release: true,
        }],
        items: vec![],
        coupons: vec![],
        disputes: vec![],
        timeline: vec![],
        source: "web".into(),
        holds_unread: None,
        gaps: vec![],
    }
}

pub(super) fn hold(id: &str, ours: bool) -> Hold {
    Hold {
        id: id.into(),
        reason: HoldReason::FraudRisk,
        reason_shown: "high risk".into(),
        notes: "".into(),
        by: Readable::Known("Flow".into()),
        ours,
        handle: None,
    }
}

/// An authorisation of the order's whole sum.
pub(super) fn authorisation(id: &str) -> Transaction {
    Transaction {
        id: id.into(),
        kind: TransactionKind::Authorisation,
        state: TransactionState::Success,
        amount: MoneyPair::same(Money { minor: 12_990, currency: Currency::USD }),
        gateway: "bogus".into(),
        parent: None,
        at: Some(noon()),
        expires_at: None,
        error: None,
        details: PaymentDetails::Unsaid,
    }
}

pub(super) fn void(authorisation: &str) -> Step {
    let amount = Money { minor: 12_990, currency: Currency::USD };
    Step::Void { transaction: authorisation.into(), amount }
}

pub(super) fn place_hold() -> Step {
    Step::PlaceHold {
        fulfilment_order: "fo-1".into(),
        reason: HoldReason::FraudRisk,
        notes: "Decide by Thursday 26 November 2026".into(),
    }
}

pub(super) fn refund(cents: i64) -> Step {
    let amount = Money { minor: cents, currency: Currency::USD };
    Step::Refund {
        parts: vec![RefundPart { parent: "sale-1".into(), gateway: "bogus".into(), amount }],
        lines: vec![],
        restock: Restock::No,
        notify: Notify::Nobody,
        note: "mark-1".into(),
        refunded_before: Money::zero(Currency::USD),
    }
}

pub(super) fn cancel() -> Step {
    Step::Cancel {
        reason: crate::domain::CancelReason::Fraud,
        refund: RefundTo::Original,
        restock: Restock::No,
        notify: Notify::Nobody,
        staff_note: "".into(),
    }
}

/// A clock that moves only when somebody waits or the test says so.
pub(super) struct Hands(AtomicI64, AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

impl Hands {
    /// Time passes.
    pub(super) fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
        self.1.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Somebody sets the wall clock.
    pub(super) fn set_wall(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

impl Pause for Hands {
    fn wait(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let millis = i64::try_from(time.as_millis()).unwrap();
        self.0.fetch_add(millis, Ordering::SeqCst);
        self.1.fetch_add(millis, Ordering::SeqCst);
        Box::pin(tokio::task::yield_now())
    }

    fn uptime(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.1.load(Ordering::SeqCst)).unwrap())
    }
}

/// Keeps what the runner tells, and like the cache only the latest reading of an order.
#[derive(Default)]
pub(super) struct Told {
    pub(super) seen: Mutex<Vec<Order>>,
    pub(super) refreshed: Mutex<Vec<Order>>,
    pub(super) changed: Mutex<Vec<(RowId, RowState)>>,
}

impl Hooks for Told {
    fn refreshed(&self, order: &Order, _asked: Timestamp) {
        self.refreshed.lock().unwrap().push(order.clone());
        let mut seen = self.seen.lock().unwrap();
        seen.retain(|one| one.id != order.id);
        seen.push(order.clone());
    }

    fn changed(&self, row: &OutboxRow) {
        self.changed.lock().unwrap().push((row.id, row.state));
    }

    fn seen(&self, order: &OrderId, revision: &Revision) -> Option<Order> {
        let seen = self.seen.lock().unwrap();
        seen.iter().find(|one| one.id == *order && Revision::of(one) == *revision).cloned()
    }
}

/// A desk, a store and a clock.
pub(super) struct Bench {
    pub(super) desk: Desk,
    pub(super) store: Arc<Fake>,
    pub(super) clock: Arc<Hands>,
    pub(super) told: Arc<Told>,
}

impl Bench {
    /// A bench whose store has order 1.
    pub(super) fn new() -> Self {
        let bench = Self {
            desk: Desk::new(),
            store: Arc::new(Fake::default()),
            clock: Arc::new(Hands(AtomicI64::new(noon().millis()), AtomicI64::new(0))),
            told: Arc::new(Told::default()),
        };
        bench.store.put(order("1"));
        bench
    }

    /// A new process on the same ledger and store.
    pub(super) fn runner(&self) -> Runner {
        self.runner_on(self.desk.another())
    }

    pub(super) fn runner_on(&self, ledger: crate::ledger::Ledger) -> Runner {
        let mut shared =
            Shared::new(self.store.clone(), ledger, self.clock.clone(), self.told.clone());
        shared.pause = self.clock.clone();
        Runner::on(shared)
    }

    /// Records a plan on an order as it is at the store now.
    pub(super) fn stage(&self, id: &str, verb: Verb, steps: Vec<Step>) -> RowId {
        self.stage_at(id, verb, steps, self.clock.now())
    }

    pub(super) fn stage_at(
        &self,
        id: &str,
        verb: Verb,
        steps: Vec<Step>,
        due_at: Timestamp,
    ) -> RowId {
        let seen = self.store.get(id);
        let revision = Revision::of(&seen);
        self.told.seen.lock().unwrap().push(seen);
        let plan = Plan { revision, ..crate::ledger::testing::plan(id, verb, steps) };
        self.desk.try_stage(&plan, due_at).unwrap().id
    }

    pub(super) fn row(&self, id: RowId) -> OutboxRow {
        self.desk.ledger.row(id).unwrap().unwrap()
    }

    pub(super) fn states(&self, id: RowId) -> Vec<StepState> {
        self.row(id).steps.iter().map(|step| step.state).collect()
    }

    /// Waits until the store was called and hangs.
    pub(super) async fn hung(&self) {
        while !self.store.hangs() {
            self.store.called.notified().await;
        }
    }

    /// The moment so many seconds from now.
    pub(super) fn row_due_in(&self, seconds: i64) -> Timestamp {
        self.clock.now().plus_seconds(seconds)
    }

    /// Runs the outbox once, in a process of its own.
    pub(super) async fn run(&self) -> Ran {
        self.runner().run_due(Pace::drain()).await.unwrap()
    }
}
