//! The Shopify adapter against the embedded store, over real HTTP. Two hands wrote the two
//! sides from the same API page; these tests are where they must agree.

#![cfg(feature = "demo")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::BTreeSet;
use std::future::Future;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use unhold::demo::{
    self, Elsewhere, FaultRule, JobResultKind, Options, Protected, RequestKind, Running, Throttle,
};
use unhold::domain::{
    CancelReason, Clean, FulfilmentOrderState, HoldReason, Money, Notify, Order, OrderId, Proof,
    RefundTo, Restock, RiskLevel, ShortOrder, Step, StepKind, Timestamp, TransactionKind,
};
use unhold::stores::shopify::{self, Credentials, Settings, ShopifyStore};
use unhold::stores::{Feed, Item, Mark, Performed, Progress, StepKey, Store, StoreFault, Trouble};
use uuid::Uuid;
use zeroize::Zeroizing;

const ORDERS: u32 = 150;
const DAY: i64 = 86_400;

struct Desk {
    shop: Running,
    store: ShopifyStore,
    _folder: TempDir,
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn serve(throttle: Throttle) -> (Running, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::new(folder.path().join("shop"));
    options.orders = ORDERS;
    options.throttle = throttle;
    let shop = demo::serve(options).unwrap();
    shop.quirks(|quirks| quirks.cancel_takes_ms = 50);
    (shop, folder)
}

fn settings(shop: &Running) -> Settings {
    let mut settings =
        Settings::new(shop.url(), Credentials::Static(Zeroizing::new(shop.token().to_owned())));
    settings.limits.deadline = Duration::from_secs(5);
    settings.limits.shortest_wait = Duration::from_millis(20);
    settings
}

fn desk() -> Desk {
    let (shop, folder) = serve(Throttle::Off);
    let store = shopify::connect(settings(&shop)).unwrap();
    Desk { shop, store, _folder: folder }
}

fn long_ago() -> Timestamp {
    now().plus_seconds(-90 * DAY)
}

fn now() -> Timestamp {
    unhold::domain::Clock::now(&unhold::domain::SystemClock)
}

impl Desk {
    fn pull(&self, feed: &Feed) -> Vec<Item> {
        let mut items = Vec::new();
        let mut cursor = None;
        loop {
            let page = run(self.store.pull(feed, cursor.as_ref())).unwrap();
            items.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                return items;
            }
        }
    }

    fn ids(&self) -> Vec<OrderId> {
        self.shop.look(|shop| {
            shop.orders().iter().map(|order| OrderId::new(order.id.to_string())).collect()
        })
    }

    fn order(&self, id: &OrderId) -> Order {
        run(self.store.order(id)).unwrap().unwrap()
    }

    /// The first order that fits.
    fn order_where(&self, fits: impl Fn(&Order) -> bool) -> Order {
        let orders = self.ids().into_iter().map(|id| self.order(&id));
        orders.into_iter().find(|order| fits(order)).expect("the generated shop has such an order")
    }

    fn perform(&self, order: &Order, step: &Step, key: StepKey) -> Result<Performed, StoreFault> {
        run(self.store.perform(&order.id, step, key))
    }

    /// Performs a step, waits for its ticket, and gives the proof of a fresh read.
    fn settled(&self, order: &Order, step: &Step, key: StepKey) -> Proof {
        let mark = self.mark(order, step, key);
        if let Performed::Accepted { ticket } = self.perform(order, step, key).unwrap() {
            assert_eq!(self.awaited(order, &ticket), Progress::Done);
        }
        self.store.proof(step, mark, &self.order(&order.id))
    }

    /// What is noted before a step's call.
    fn mark(&self, order: &Order, step: &Step, key: StepKey) -> Mark {
        Mark { key, stood: self.store.stands(step, &self.order(&order.id)) }
    }

    fn awaited(&self, order: &Order, ticket: &str) -> Progress {
        let started = Instant::now();
        loop {
            let progress = run(self.store.progress(&order.id, ticket)).unwrap();
            if progress != Progress::Running {
                return progress;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "the job never ended");
            std::thread::yield_now();
        }
    }
}

fn key(number: u128) -> StepKey {
    StepKey(Uuid::from_u128(0x4000_8000_0000_0000_0000 + number))
}

fn is_held(order: &Order) -> bool {
    order.is_held() && !order.is_cancelled()
}

fn release_all(order: &Order) -> Step {
    let part = order.fulfilment_orders.iter().find(|part| !part.holds.is_empty()).unwrap();
    Step::ReleaseHolds {
        fulfilment_order: part.id.clone(),
        holds: part.holds.iter().map(|hold| hold.id.clone()).collect(),
    }
}

fn may_hold(order: &Order) -> bool {
    order
        .fulfilment_orders
        .iter()
        .any(|part| part.may_hold && part.state == FulfilmentOrderState::Open)
}

fn place_hold(order: &Order) -> Step {
    let part = order.fulfilment_orders.iter().find(|part| part.may_hold).unwrap();
    Step::PlaceHold {
        fulfilment_order: part.id.clone(),
        reason: HoldReason::FraudRisk,
        notes: "SE until Friday, then decide".into(),
    }
}

fn cancel() -> Step {
    Step::Cancel {
        reason: CancelReason::Fraud,
        refund: RefundTo::Original,
        restock: Restock::Yes,
        notify: Notify::Nobody,
        staff_note: "not the card's owner".into(),
    }
}

/// Paid, nothing sent, nothing pending: can be refunded and cancelled.
fn is_paid_and_whole(order: &Order) -> bool {
    order.payment == unhold::domain::Payment::Paid
        && order.fulfilment == unhold::domain::Fulfilment::Unfulfilled
        && !order.is_cancelled()
        && order.disputes.is_empty()
}

fn refund(desk: &Desk, order: &Order) -> Step {
    let quote = run(desk.store.refund_quote(order)).unwrap();
    let mut part = quote.parts[0].clone();
    part.amount = Money { minor: part.amount.minor / 2, ..part.amount };
    Step::Refund {
        parts: vec![part],
        lines: vec![],
        restock: Restock::No,
        notify: Notify::Nobody,
        note: "half back [row 7]".into(),
        refunded_before: order.totals.refunded.charged,
    }
}

#[test]
fn the_shop_says_who_it_is_and_gives_every_permission() {
    let desk = desk();

    let identity = run(desk.store.identity()).unwrap();

    assert!(identity.shop.as_str().starts_with("shopify-"));
    assert_eq!(identity.missing, Vec::<String>::new());
    assert_eq!(identity.notices, Vec::<String>::new());
    assert_eq!(identity.reach_days, None);
}

#[test]
fn client_credentials_open_the_shop_too() {
    let (shop, _folder) = serve(Throttle::Off);
    let (id, secret) = shop.client();
    let mut settings = settings(&shop);
    settings.credentials = Credentials::Client {
        id: Zeroizing::new(id.to_owned()),
        secret: Zeroizing::new(secret.to_owned()),
    };
    let store = shopify::connect(settings).unwrap();

    assert!(run(store.identity()).is_ok());
    shop.expire_tokens(demo::Tokens::GivenOut);
    assert!(run(store.identity()).is_ok(), "a token that ended is renewed");
}

#[test]
fn the_window_brings_every_order_once_and_agrees_with_the_full_form() {
    let desk = desk();

    let items = desk.pull(&Feed::Window { from: long_ago(), since: None });

    let mut seen = BTreeSet::new();
    for item in &items {
        let Item::Short(short) = item else { panic!("the window is short") };
        assert!(seen.insert(short.id.clone()), "{} came twice", short.id);
        let mut full = ShortOrder::from(&desk.order(&short.id));
        // The short form has no lines: what was removed since still counts there.
        full.pieces = short.pieces;
        // Nor payments, attributes or disputes: flagged orders are read in full for these.
        (full.card, full.device, full.bad_end) = (None, None, None);
        assert_eq!(**short, full, "{}", short.name.raw());
    }
    assert_eq!(seen, desk.ids().into_iter().collect());
}

#[test]
fn the_flagged_orders_are_those_that_are_held_risky_or_tagged() {
    let desk = desk();
    let tags = vec!["fraud-review".to_owned(), "Fraud Scanner".to_owned()];
    let tagged = |order: &Order| {
        order
            .tags
            .iter()
            .any(|tag| tags.iter().any(|wanted| wanted.eq_ignore_ascii_case(tag.raw())))
    };

    let items = desk.pull(&Feed::Flagged { tags: tags.clone(), from: long_ago(), since: None });

    let mut came = BTreeSet::new();
    for item in items {
        let Item::Full(order) = item else { panic!("a flagged order comes in full") };
        let level = order.risk.level();
        let flagged = order.is_held() || level >= RiskLevel::Medium || tagged(&order);
        assert!(flagged, "{} is not flagged", order.name.raw());
        came.insert(order.id.clone());
    }
    let expected: BTreeSet<OrderId> = desk
        .ids()
        .into_iter()
        .map(|id| desk.order(&id))
        .filter(|order| order.is_held() || order.risk.level() >= RiskLevel::Medium || tagged(order))
        .map(|order| order.id)
        .collect();
    assert_eq!(came, expected);
    assert!(!came.is_empty());
}

#[test]
fn words_that_stood_in_the_note_before_prove_nothing_about_a_lost_answer() {
    let desk = desk();
    let order = desk.order(&desk.ids()[3]);
    let step = Step::AppendNote { text: "SE looked\nnobody answers".into() };
    assert_eq!(desk.settled(&order, &step, key(70)), Proof::Done);

    for (trouble, proof) in
        [(demo::Trouble::DropBefore, Proof::NotDone), (demo::Trouble::DropAfter, Proof::Done)]
    {
        let mark = desk.mark(&order, &step, key(71));
        let rule = FaultRule::once(trouble.clone());
        desk.shop.fault(FaultRule { kind: Some(RequestKind::Mutation), ..rule });

        let fault = desk.perform(&order, &step, key(71)).unwrap_err();

        assert_eq!(fault.trouble, Trouble::Unknown, "{trouble:?}");
        assert_eq!(desk.store.proof(&step, mark, &desk.order(&order.id)), proof, "{trouble:?}");
        desk.shop.clear_faults();
    }
}

#[test]
fn an_order_is_found_by_its_name_and_a_strange_id_is_none() {
    let desk = desk();
    let order = desk.order(&desk.ids()[3]);

    assert_eq!(run(desk.store.find(order.name.raw())).unwrap(), std::slice::from_ref(&order.id));
    assert_eq!(run(desk.store.find(order.name.raw().trim_start_matches('#'))).unwrap(), [order.id]);
    assert_eq!(run(desk.store.find("#999999999")).unwrap(), []);
    assert_eq!(run(desk.store.order(&OrderId::new("999999999"))).unwrap(), None);
}

#[test]
fn a_release_frees_the_named_holds() {
    let desk = desk();
    let order = desk.order_where(is_held);
    let step = release_all(&order);

    assert_eq!(desk.store.proof(&step, key(1).into(), &order), Proof::NotDone);
    assert_eq!(desk.settled(&order, &step, key(1)), Proof::Done);
}

#[test]
fn a_hold_is_placed_once_however_often_it_is_sent() {
    let desk = desk();
    let order = desk.order_where(|order| may_hold(order) && !is_held(order));
    let step = place_hold(&order);

    assert_eq!(desk.settled(&order, &step, key(2)), Proof::Done);
    assert_eq!(desk.settled(&order, &step, key(2)), Proof::Done);

    let ours = desk.order(&order.id).holds().filter(|(_, hold)| hold.ours).count();
    assert_eq!(ours, 1);
}

#[test]
fn a_new_hold_shows_in_the_feed_of_holds_although_the_order_did_not_change() {
    let desk = desk();
    let order = desk.order_where(may_hold);
    let since = now().plus_seconds(-1);
    let number = desk.shop.look(|shop| {
        shop.orders().iter().find(|found| found.id.to_string() == order.id.as_str()).unwrap().number
    });
    desk.shop.elsewhere(&Elsewhere::Hold { order: number, by: "flow".to_owned() }).unwrap();

    let changed = desk.pull(&Feed::Holds { since });

    assert!(changed.iter().any(|item| matches!(item, Item::Changed(id) if *id == order.id)));
    assert_eq!(desk.order(&order.id).updated_at, order.updated_at);
}

#[test]
fn archive_note_and_tags_are_written_and_proven() {
    let desk = desk();
    let order =
        desk.order_where(|order| !order.is_archived() && order.note.raw().chars().count() < 4000);
    let steps = [
        Step::SetArchived { archived: true },
        Step::SetArchived { archived: false },
        Step::AppendNote { text: "SE 2047\nreleased".into() },
        Step::AddTags { tags: vec!["reviewed".into()] },
        Step::RemoveTags { tags: vec!["reviewed".into()] },
    ];
    for (place, step) in steps.iter().enumerate() {
        assert_eq!(desk.settled(&order, step, key(10 + place as u128)), Proof::Done, "{step:?}");
    }

    let after = desk.order(&order.id);
    assert!(after.note.raw().starts_with(order.note.raw().trim_end()));
    assert_eq!(after.tags, order.tags);
}

#[test]
fn an_open_authorisation_is_voided_and_not_twice() {
    let desk = desk();
    let order = desk
        .order_where(|order| order.open_authorisations().next().is_some() && !order.is_cancelled());
    let authorisation = order.open_authorisations().next().unwrap();
    let step =
        Step::Void { transaction: authorisation.id.clone(), amount: authorisation.amount.charged };

    assert_eq!(desk.settled(&order, &step, key(20)), Proof::Done);
    assert_eq!(desk.perform(&order, &step, key(20)).unwrap_err().trouble, Trouble::Refused);
    let after = desk.order(&order.id);
    assert!(after.transactions.iter().any(|transaction| transaction.kind == TransactionKind::Void));
    assert!(desk.store.capabilities(&after).allows(StepKind::Void).is_err());
}

#[test]
fn a_refund_happens_once_with_one_key() {
    let desk = desk();
    let order = desk.order_where(is_paid_and_whole);
    let step = refund(&desk, &order);

    assert_eq!(desk.settled(&order, &step, key(30)), Proof::Done);
    assert_eq!(desk.settled(&order, &step, key(30)), Proof::Done);

    let after = desk.order(&order.id);
    assert_eq!(after.refunds.len(), order.refunds.len() + 1);
    let Step::Refund { parts, .. } = &step else { unreachable!() };
    assert_eq!(after.totals.refunded.charged, parts[0].amount);
}

#[test]
fn a_refund_whose_money_is_pending_is_not_proven_yet() {
    let desk = desk();
    desk.shop.quirks(|quirks| quirks.refund_pending_ms = 3_600_000);
    let order = desk.order_where(is_paid_and_whole);
    let step = refund(&desk, &order);

    assert!(matches!(desk.settled(&order, &step, key(31)), Proof::CannotTell(_)));
}

#[test]
fn a_cancellation_is_done_when_its_job_is_whatever_its_result_is_called() {
    for kind in [JobResultKind::OrderCancelJobResult, JobResultKind::JobResult] {
        let desk = desk();
        desk.shop.quirks(|quirks| quirks.job_result_kind = kind);
        let order = desk.order_where(is_paid_and_whole);

        assert_eq!(desk.settled(&order, &cancel(), key(40)), Proof::Done);

        let after = desk.order(&order.id);
        assert_eq!(after.totals.left_to_refund().minor, 0);
        let again = desk.perform(&after, &cancel(), key(41)).unwrap_err();
        assert_eq!(again.trouble, Trouble::Refused, "{again}");
    }
}

#[test]
fn a_cancellation_that_fails_later_says_why() {
    let desk = desk();
    desk.shop.quirks(|quirks| quirks.cancel_fails = Some("The payment is pending".to_owned()));
    let order = desk.order_where(is_paid_and_whole);

    let Performed::Accepted { ticket } = desk.perform(&order, &cancel(), key(42)).unwrap() else {
        panic!("it is only queued")
    };
    let Progress::Failed(why) = desk.awaited(&order, &ticket) else { panic!("it fails") };

    assert!(why.contains("The payment is pending"), "{why}");
    assert_eq!(desk.store.proof(&cancel(), key(42).into(), &desk.order(&order.id)), Proof::NotDone);
}

#[test]
fn an_older_version_cancels_without_a_result() {
    let (shop, folder) = serve(Throttle::Off);
    let mut settings = settings(&shop);
    settings.api_version = "2026-07".to_owned();
    let store = shopify::connect(settings).unwrap();
    let desk = Desk { shop, store, _folder: folder };
    let order = desk.order_where(is_paid_and_whole);

    assert_eq!(desk.settled(&order, &cancel(), key(43)), Proof::Done);
}

#[test]
fn an_answer_lost_after_the_write_is_unknown_and_the_read_back_tells() {
    let desk = desk();
    let order = desk.order_where(is_held);
    let paid = desk.order_where(is_paid_and_whole);
    for (order, step, number) in [
        (&order, release_all(&order), 50),
        (&paid, Step::AddTags { tags: vec!["seen".into()] }, 51),
        (&paid, refund(&desk, &paid), 52),
    ] {
        desk.shop.fault(after_the_write());

        let fault = desk.perform(order, &step, key(number)).unwrap_err();

        assert_eq!(fault.trouble, Trouble::Unknown, "{fault}");
        assert_eq!(
            desk.store.proof(&step, key(number).into(), &desk.order(&order.id)),
            Proof::Done
        );
        desk.shop.clear_faults();
    }
}

fn after_the_write() -> FaultRule {
    FaultRule {
        operation: None,
        field: None,
        kind: Some(RequestKind::Mutation),
        skip: 0,
        times: Some(1),
        trouble: demo::Trouble::DropAfter,
        fired: 0,
    }
}

#[test]
fn a_page_that_breaks_off_is_asked_for_again() {
    let desk = desk();
    desk.shop.fault(FaultRule {
        kind: Some(RequestKind::Query),
        trouble: demo::Trouble::Truncated,
        ..after_the_write()
    });

    assert_eq!(desk.pull(&Feed::Window { from: long_ago(), since: None }).len(), desk.ids().len());
}

#[test]
fn protected_data_that_is_refused_is_told_and_the_rest_is_read() {
    let desk = desk();
    let whole =
        desk.order_where(|order| order.email.known().is_some() && order.billing.known().is_some());
    desk.shop.access(|access| access.protected = Protected::NoIdentity);

    let order = desk.order(&whole.id);

    assert!(order.email.denied().is_some(), "{:?}", order.email);
    assert!(order.billing.denied().is_some());
    assert_eq!(order.ip, whole.ip);
    assert_eq!(order.totals, whole.totals);
    let items = desk.pull(&Feed::Window { from: long_ago(), since: None });
    let short = items.iter().find_map(|item| match item {
        Item::Short(short) if short.id == whole.id => Some(short),
        _ => None,
    });
    assert!(short.unwrap().email.denied().is_some());
}

#[test]
fn without_any_customer_data_the_store_is_forbidden_and_says_so() {
    let desk = desk();
    let id = desk.ids()[0].clone();
    desk.shop.access(|access| access.protected = Protected::Nothing);

    let fault = run(desk.store.order(&id)).unwrap_err();

    assert_eq!(fault.trouble, Trouble::Forbidden, "{fault}");
}

#[test]
fn missing_permissions_are_named_and_forbid_their_steps() {
    let desk = desk();
    desk.shop.access(|access| {
        access.scopes.retain(|scope| {
            !scope.contains("fulfillment") && scope != "write_orders" && scope != "read_apps"
        });
    });

    let identity = run(desk.store.identity()).unwrap();
    let order = desk.order(&desk.ids()[0]);

    assert_eq!(identity.missing.len(), 4, "{:?}", identity.missing);
    let capabilities = desk.store.capabilities(&order);
    for kind in StepKind::ALL {
        assert!(capabilities.allows(kind).is_err(), "{kind:?}");
    }
    assert!(order.gaps.iter().any(|gap| gap.starts_with("Fulfilment orders")), "{:?}", order.gaps);
    let fault = desk.perform(&order, &Step::SetArchived { archived: true }, key(60)).unwrap_err();
    assert_eq!(fault.trouble, Trouble::Forbidden, "{fault}");
}

#[test]
fn a_wrong_token_stops_everything() {
    let desk = desk();
    desk.shop.expire_tokens(demo::Tokens::All);

    assert_eq!(run(desk.store.identity()).unwrap_err().trouble, Trouble::Unauthorised);
}

#[test]
fn at_the_standard_pace_a_whole_sync_ends_without_a_fault() {
    let (shop, folder) = serve(Throttle::STANDARD);
    let store = shopify::connect(settings(&shop)).unwrap();
    let desk = Desk { shop, store, _folder: folder };

    let flagged = desk.pull(&Feed::Flagged { tags: vec![], from: long_ago(), since: None });

    assert!(!flagged.is_empty());
}

#[test]
fn a_read_for_the_screen_does_not_wait_for_a_sync_that_empties_the_bucket() {
    let (shop, folder) = serve(Throttle::Bucket { most: 1000, restore: 500 });
    let store = shopify::connect(settings(&shop)).unwrap();
    let desk = Desk { shop, store, _folder: folder };
    let id = desk.ids()[0].clone();
    let feed = Feed::Flagged { tags: vec![], from: long_ago(), since: None };

    let longest = run(async {
        let sync = async {
            let mut cursor = None;
            loop {
                let page = desk.store.pull(&feed, cursor.as_ref()).await.unwrap();
                cursor = page.next;
                if cursor.is_none() {
                    return;
                }
            }
        };
        let screen = async {
            let mut longest = Duration::ZERO;
            for _ in 0..3 {
                let asked = Instant::now();
                desk.store.order(&id).await.unwrap();
                longest = longest.max(asked.elapsed());
            }
            longest
        };
        tokio::join!(sync, screen).1
    });

    assert!(longest < Duration::from_secs(4), "the screen waited {longest:?}");
}

#[test]
fn later_pulls_bring_what_changed_and_nothing_else() {
    let desk = desk();
    let order =
        desk.order_where(|order| order.risk.level() >= RiskLevel::Medium && !order.is_cancelled());
    let since = Some(now().plus_seconds(-1));
    desk.settled(&order, &Step::AppendNote { text: "SE looked".into() }, key(70));

    let flagged = desk.pull(&Feed::Flagged { tags: vec![], from: long_ago(), since });
    let window = desk.pull(&Feed::Window { from: long_ago(), since });

    let full = flagged.iter().filter_map(|item| match item {
        Item::Full(full) => Some((full.id.clone(), full.updated_at)),
        _ => None,
    });
    let full: Vec<_> = full.collect();
    assert!(full.iter().any(|(id, _)| *id == order.id), "{full:?}");
    assert!(full.iter().all(|(_, at)| Some(*at) >= since), "{full:?}");
    let came: Vec<_> = window
        .iter()
        .map(|item| match item {
            Item::Short(short) => (short.id.clone(), short.updated_at),
            other => panic!("{other:?}"),
        })
        .collect();
    // The shop's newest orders may have changed in the very second in which it was made.
    assert!(came.iter().any(|(id, _)| *id == order.id), "{came:?}");
    assert!(came.iter().all(|(_, at)| Some(*at) >= since), "{came:?} since {since:?}");
    assert!(came.len() < 5, "{came:?}");
}

#[test]
fn a_held_order_that_cannot_be_cancelled_stays_held() {
    let desk = desk();
    desk.shop.quirks(|quirks| quirks.cancel_while_held = demo::Answered::Refused);
    let order = desk.order_where(|order| is_held(order) && order.disputes.is_empty());

    match desk.perform(&order, &cancel(), key(71)) {
        Err(fault) => assert_eq!(fault.trouble, Trouble::Refused, "{fault}"),
        Ok(Performed::Accepted { ticket }) => {
            assert!(matches!(desk.awaited(&order, &ticket), Progress::Failed(_)));
        }
        Ok(done) => panic!("it must not be cancelled: {done:?}"),
    }

    let after = desk.order(&order.id);
    assert!(after.is_held() && !after.is_cancelled());
}

#[test]
fn hostile_text_comes_in_clean() {
    let desk = desk();
    let tricky = desk
        .order_where(|order| order.buyer().is_some_and(Clean::is_tricky) || order.note.is_tricky());

    assert!(!tricky.note.shown().contains('\u{1b}'));
}
