#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::cache::sample::{at, due, full, held, moment, noon, order, shop, shop_facts};
use crate::cache::{Cache, Filter};
use crate::domain::{
    Capabilities, Clean, Fault, Kind, Lane, Order, OrderId, Payment, Proof, RiskLevel, ShortOrder,
    Step, Timestamp, Verdict,
};
use crate::policy::Placement;
use crate::stores::{
    Answer, Cursor, Feed, Identity, Item, Link, Mark, Page, Performed, Progress, RefundQuote,
    Repeat, StepKey, Store, StoreFault, Trouble,
};

enum Reply {
    Page(Vec<Item>, Option<&'static str>),
    Trouble(Trouble),
    /// Never answers.
    Silence,
}

/// A store that answers from a script, and notes what it was asked.
struct Scripted {
    pulls: Mutex<VecDeque<Reply>>,
    orders: Mutex<HashMap<OrderId, Order>>,
    asked: Mutex<Vec<String>>,
    locked_out: bool,
}

impl Scripted {
    fn new(pulls: Vec<Reply>) -> Self {
        Self {
            pulls: Mutex::new(pulls.into()),
            orders: Mutex::new(HashMap::new()),
            asked: Mutex::new(Vec::new()),
            locked_out: false,
        }
    }

    fn with(self, order: Order) -> Self {
        self.orders.lock().unwrap().insert(order.id.clone(), order);
        self
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    fn note(&self, what: String) {
        self.asked.lock().unwrap().push(what);
    }
}

fn describe(feed: &Feed, after: Option<&Cursor>) -> String {
    let (name, since) = match feed {
        Feed::Flagged { since, .. } => ("flagged", *since),
        Feed::Window { since, .. } => ("window", *since),
        Feed::Holds { since } => ("holds", Some(*since)),
    };
    let since = since.map_or(String::new(), |since| format!(" since {since}"));
    let after = after.map_or(String::new(), |after| format!(" after {}", after.0));
    format!("{name}{since}{after}")
}

fn refused<'a, T: Send + 'a>() -> Answer<'a, T> {
    Box::pin(async { Err(StoreFault::new(Trouble::Refused, "not in this script")) })
}

impl Store for Scripted {
    fn identity(&self) -> Answer<'_, Identity> {
        let facts = shop_facts();
        let identity = Identity {
            shop: facts.shop,
            name: facts.name,
            currency: facts.currency,
            zone: facts.zone,
            missing: vec![],
            holds_unread: None,
            notices: vec![],
            reach_days: None,
        };
        let locked_out = self.locked_out;
        Box::pin(async move {
            if locked_out {
                return Err(StoreFault::new(Trouble::Unauthorised, "the token is not accepted"));
            }
            Ok(identity)
        })
    }

    fn pull<'a>(&'a self, feed: &'a Feed, after: Option<&'a Cursor>) -> Answer<'a, Page> {
        Box::pin(async move {
            self.note(describe(feed, after));
            let reply = self.pulls.lock().unwrap().pop_front();
            match reply {
                None => Ok(Page { items: vec![], next: None, total: None }),
                Some(Reply::Page(items, next)) => {
                    let next = next.map(|next| Cursor(next.to_owned()));
                    Ok(Page { items, next, total: Some(9) })
                }
                Some(Reply::Trouble(trouble)) => Err(StoreFault::new(trouble, "no luck")),
                Some(Reply::Silence) => std::future::pending().await,
            }
        })
    }

    fn order<'a>(&'a self, id: &'a OrderId) -> Answer<'a, Option<Order>> {
        self.note(format!("order {id}"));
        let order = self.orders.lock().unwrap().get(id).cloned();
        Box::pin(async move { Ok(order) })
    }

    fn find<'a>(&'a self, _: &'a str) -> Answer<'a, Vec<OrderId>> {
        refused()
    }

    fn refund_quote<'a>(&'a self, _: &'a Order) -> Answer<'a, RefundQuote> {
        refused()
    }

    fn capabilities(&self, _: &Order) -> Capabilities {
        Capabilities::default()
    }

    fn call(&self, _: &Step) -> &'static str {
        "scripted"
    }

    fn repeat(&self, _: &Step) -> Repeat {
        Repeat::Harmless("scripted")
    }

    fn perform<'a>(&'a self, _: &'a OrderId, _: &'a Step, _: StepKey) -> Answer<'a, Performed> {
        refused()
    }

    fn progress<'a>(&'a self, _: &'a OrderId, _: &'a str) -> Answer<'a, Progress> {
        refused()
    }

    fn stands(&self, _: &Step, _: &Order) -> Option<u32> {
        None
    }

    fn proof(&self, _: &Step, _: Mark, _: &Order) -> Proof {
        Proof::CannotTell("scripted".to_owned())
    }

    fn admin_page(&self, id: &OrderId) -> Link {
        Link(id.as_str().to_owned())
    }
}

/// Refunded orders are done, all others are new.
struct Judge;

impl Assess for Judge {
    fn assess(&self, order: &Order) -> (Placement, Verdict) {
        let lane = if order.payment == Payment::Refunded { Lane::Done } else { Lane::New };
        (due(lane, 90_000), Verdict::Verify)
    }
}

struct Desk {
    folder: TempDir,
    cache: Cache,
}

fn desk() -> Desk {
    let folder = TempDir::new().unwrap();
    let (cache, _) = Cache::open(folder.path()).unwrap();
    Desk { folder, cache }
}

fn settings() -> Settings {
    let patience =
        Patience { first: Duration::ZERO, most: Duration::ZERO, tries: 2, busy_tries: 3 };
    Settings { patience, tags: vec!["review".to_owned()], ..Settings::default() }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap()
}

fn sync_at(desk: &Desk, store: &Scripted, how: How, now: Timestamp) -> Result<Summary, Fault> {
    let on = On { store, cache: &desk.cache, assess: &Judge, clock: &now };
    runtime().block_on(run(on, &settings(), how, &mut |_| {}))
}

fn sync(desk: &Desk, store: &Scripted) -> Result<Summary, Fault> {
    sync_at(desk, store, How::Changes, noon())
}

fn queue(desk: &Desk) -> Vec<String> {
    let rows = desk.cache.first_rows(&Filter::default(), moment(), 100).unwrap();
    let mut names: Vec<_> = rows.iter().map(|row| row.order.raw().to_owned()).collect();
    names.sort_unstable();
    names
}

fn whole(order: Order) -> Item {
    Item::Full(Box::new(order))
}

fn brief(order: &Order) -> Item {
    Item::Short(Box::new(ShortOrder::from(order)))
}

/// An order that nothing flags.
fn calm(n: u64) -> Order {
    let mut order = order(n);
    order.risk.assessments[0].level = RiskLevel::Low;
    order
}

#[test]
fn the_first_sync_brings_flagged_orders_first_and_then_the_window() {
    let desk = desk();
    let store = Scripted::new(vec![
        Reply::Page(vec![whole(order(1)), whole(order(2))], Some("p2")),
        Reply::Page(vec![whole(held(calm(3)))], None),
        Reply::Page(vec![brief(&order(1)), brief(&calm(4))], None),
    ]);

    let summary = sync(&desk, &store).unwrap();

    assert_eq!(store.asked(), ["flagged", "flagged after p2", "window"]);
    assert_eq!((summary.flagged, summary.linked, summary.changed), (3, 2, 4));
    assert_eq!(summary.requests, 4);
    assert_eq!(queue(&desk), ["#2001", "#2002", "#2003"]);
    assert!(desk.cache.short(&calm(4).id).unwrap().is_some());
    assert_eq!(desk.cache.shop().unwrap().unwrap().name.raw(), "Vitamins");
    assert_eq!(last_ended(&desk.cache).unwrap(), Some(noon()));
}

#[test]
fn later_syncs_take_what_changed_with_one_minute_of_overlap() {
    let desk = desk();
    let first = Scripted::new(vec![Reply::Page(vec![whole(order(1))], None)]);
    sync(&desk, &first).unwrap();

    let later = Scripted::new(vec![]);
    sync(&desk, &later).unwrap();

    // The newest change seen lay an hour back: 11:00:00, less the second it may have taken.
    let since = at("2026-03-02T10:58:59Z");
    let asked = later.asked();
    let expected = ["flagged", "window", "holds"].map(|feed| format!("{feed} since {since}"));
    assert_eq!(asked, expected);
}

#[test]
fn a_store_whose_clock_runs_ahead_or_behind_loses_no_change() {
    for skew in [-7_200, 0, 7_200] {
        let mut pass =
            pass::Pass::new((How::Full, &settings()), (noon(), noon().plus_seconds(-86_400)), None);
        let began_there = noon().plus_seconds(skew);
        // Seen ten minutes after the beginning, changed one second before that.
        pass.learn(began_there.plus_seconds(599), noon().plus_seconds(600));

        let high = pass.high.unwrap();
        assert!(high <= began_there, "what changed after the beginning must be asked for again");
        assert!(high >= began_there.plus_seconds(-10), "no more than needed is asked for again");
    }
}

#[test]
fn an_order_that_comes_twice_is_one_order() {
    let desk = desk();
    let store = Scripted::new(vec![
        Reply::Page(vec![whole(order(1)), whole(order(1))], Some("p2")),
        Reply::Page(vec![whole(order(1))], None),
    ]);

    let summary = sync(&desk, &store).unwrap();

    assert_eq!(summary.changed, 1);
    assert_eq!(queue(&desk), ["#2001"]);
}

#[test]
fn half_a_page_and_a_time_out_keep_what_was_got_and_the_next_sync_goes_on_there() {
    let desk = desk();
    let store = Scripted::new(vec![
        Reply::Page(vec![whole(order(1))], Some("p2")),
        Reply::Trouble(Trouble::Unreadable),
        Reply::Trouble(Trouble::Unknown),
        Reply::Trouble(Trouble::Unknown),
    ]);

    let fault = sync(&desk, &store).unwrap_err();
    assert_eq!(fault.kind(), Kind::Store, "a read that was lost leaves nothing unsettled");
    assert!(fault.remedy().unwrap().contains("kept"));
    assert_eq!(queue(&desk), ["#2001"]);
    assert_eq!(last_ended(&desk.cache).unwrap(), None);

    let resumed = Scripted::new(vec![Reply::Page(vec![whole(order(2))], None)]);
    sync(&desk, &resumed).unwrap();
    let asked = resumed.asked();

    assert_eq!(asked[..2], ["flagged after p2", "window"]);
    assert!(asked[2].starts_with("flagged since "), "then what changed meanwhile: {asked:?}");
    assert_eq!(queue(&desk), ["#2001", "#2002"]);
}

#[test]
fn a_feed_that_came_to_its_end_is_not_pulled_again() {
    let desk = desk();
    let cut = Scripted::new(vec![
        Reply::Page(vec![whole(order(1))], None),
        Reply::Trouble(Trouble::Stopped),
    ]);
    sync(&desk, &cut).unwrap_err();

    let resumed = Scripted::new(vec![]);
    sync(&desk, &resumed).unwrap();

    assert_eq!(resumed.asked()[0], "window");
}

#[test]
fn a_store_that_is_busy_is_asked_again_and_says_so() {
    let desk = desk();
    let store = Scripted::new(vec![
        Reply::Trouble(Trouble::Throttled(Duration::from_secs(2))),
        Reply::Trouble(Trouble::Unreachable),
        Reply::Page(vec![whole(order(1))], None),
    ]);
    let mut notes = Vec::new();

    let on = On { store: &store, cache: &desk.cache, assess: &Judge, clock: &noon() };
    let mut report = |report: Report| notes.extend(report.note);
    runtime().block_on(run(on, &settings(), How::Changes, &mut report)).unwrap();

    assert_eq!(notes.len(), 2);
    assert!(notes[0].starts_with("no luck; asking again in"), "{notes:?}");
    assert_eq!(queue(&desk), ["#2001"]);
}

#[test]
fn a_store_that_stays_busy_ends_the_sync_with_a_sentence() {
    let desk = desk();
    let busy = || Reply::Trouble(Trouble::Throttled(Duration::ZERO));
    let store = Scripted::new(vec![busy(), busy(), busy(), busy(), busy()]);

    let fault = sync(&desk, &store).unwrap_err();

    assert_eq!(fault.kind(), Kind::Store);
    assert_eq!(store.asked().len(), 4);
}

#[test]
fn a_wrong_token_stops_at_once_and_keeps_everything() {
    let desk = desk();
    sync(&desk, &Scripted::new(vec![Reply::Page(vec![whole(order(1))], None)])).unwrap();
    let store = Scripted { locked_out: true, ..Scripted::new(vec![]) };

    let fault = sync(&desk, &store).unwrap_err();

    assert_eq!(fault.kind(), Kind::Store);
    assert!(store.asked().is_empty());
    assert_eq!(queue(&desk), ["#2001"]);
}

#[test]
fn an_order_that_changes_between_two_pages_is_read_again() {
    let desk = desk();
    let mut changed = order(1);
    changed.updated_at = noon();
    changed.payment = Payment::Refunded;
    let store = Scripted::new(vec![
        Reply::Page(vec![whole(order(1))], None),
        Reply::Page(vec![brief(&changed)], None),
    ])
    .with(changed);

    sync(&desk, &store).unwrap();

    assert_eq!(store.asked(), ["flagged", "window", "order 9001"]);
    assert!(queue(&desk).is_empty());
    let row = desk.cache.row(&order(1).id, moment()).unwrap().unwrap();
    assert_eq!(row.lane, Lane::Done);
}

#[test]
fn a_flagged_order_that_the_search_left_out_is_read_in_full() {
    let desk = desk();
    let mut tagged = calm(2);
    tagged.tags = vec![Clean::new("Review")];
    let store = Scripted::new(vec![
        Reply::Page(vec![], None),
        Reply::Page(vec![brief(&order(1)), brief(&tagged), brief(&calm(3))], None),
    ])
    .with(order(1))
    .with(tagged);

    sync(&desk, &store).unwrap();

    assert_eq!(queue(&desk), ["#2001", "#2002"]);
}

#[test]
fn changed_holds_bring_an_order_in_and_leave_strangers_out() {
    let desk = desk();
    sync(&desk, &Scripted::new(vec![Reply::Page(vec![whole(calm(1))], None)])).unwrap();
    let store = Scripted::new(vec![
        Reply::Page(vec![], None),
        Reply::Page(vec![], None),
        Reply::Page(
            vec![
                Item::Changed(calm(2).id),
                Item::Changed(calm(2).id),
                Item::Changed(calm(3).id),
                Item::Changed(OrderId::new("404")),
            ],
            None,
        ),
    ])
    .with(held(calm(2)))
    .with(calm(3));

    sync(&desk, &store).unwrap();

    let asked = store.asked();
    assert_eq!(asked[3..], ["order 404", "order 9002", "order 9003"]);
    assert_eq!(queue(&desk), ["#2001", "#2002"]);
    assert!(desk.cache.full(&calm(3).id).unwrap().unwrap().standing.is_none());
    assert!(desk.cache.to_reread(9).unwrap().is_empty());
}

#[test]
fn an_order_that_is_gone_from_the_store_stays_as_it_was_last_seen() {
    let desk = desk();
    sync(&desk, &Scripted::new(vec![Reply::Page(vec![whole(order(1))], None)])).unwrap();
    let gone = Scripted::new(vec![
        Reply::Page(vec![], None),
        Reply::Page(vec![], None),
        Reply::Page(vec![Item::Changed(order(1).id)], None),
    ]);

    sync(&desk, &gone).unwrap();

    assert_eq!(queue(&desk), ["#2001"]);
}

#[test]
fn holds_that_may_not_be_read_are_a_notice_and_not_the_end() {
    let desk = desk();
    sync(&desk, &Scripted::new(vec![Reply::Page(vec![whole(order(1))], None)])).unwrap();
    let store = Scripted::new(vec![
        Reply::Page(vec![], None),
        Reply::Page(vec![], None),
        Reply::Trouble(Trouble::Forbidden),
    ]);

    let summary = sync(&desk, &store).unwrap();

    assert_eq!(summary.notices, ["no luck"]);
}

#[test]
fn a_sync_that_is_dropped_between_two_pages_is_taken_up_again() {
    let desk = desk();
    let store = Scripted::new(vec![Reply::Page(vec![whole(order(1))], Some("p2")), Reply::Silence]);
    runtime().block_on(async {
        let on = On { store: &store, cache: &desk.cache, assess: &Judge, clock: &noon() };
        let (settings, mut landed) = (settings(), |_| {});
        let mut sync = Box::pin(run(on, &settings, How::Changes, &mut landed));
        let mut ceiling = 0;
        // The store is silent now; wait until the first page has landed, then drop.
        while queue(&desk).is_empty() {
            let poll = tokio::time::timeout(Duration::from_millis(5), &mut sync).await;
            assert!(poll.is_err(), "the store never answers");
            ceiling += 1;
            assert!(ceiling < 1_000);
        }
    });

    let resumed = Scripted::new(vec![Reply::Page(vec![whole(order(2))], None)]);
    sync(&desk, &resumed).unwrap();

    assert_eq!(resumed.asked()[0], "flagged after p2");
    assert_eq!(queue(&desk), ["#2001", "#2002"]);
}

#[test]
fn a_place_that_the_store_no_longer_knows_starts_the_feed_anew() {
    let desk = desk();
    let cut = Scripted::new(vec![
        Reply::Page(vec![whole(order(1))], Some("old")),
        Reply::Trouble(Trouble::Stopped),
    ]);
    sync(&desk, &cut).unwrap_err();
    let store = Scripted::new(vec![
        Reply::Trouble(Trouble::Refused),
        Reply::Page(vec![whole(order(1)), whole(order(2))], None),
    ]);

    sync(&desk, &store).unwrap();

    assert_eq!(store.asked()[..3], ["flagged after old", "flagged", "window"]);
    assert_eq!(queue(&desk), ["#2001", "#2002"]);
}

#[test]
fn a_store_that_gives_one_page_for_ever_is_left() {
    let desk = desk();
    let again = || Reply::Page(vec![whole(order(1))], Some("p1"));
    let store = Scripted::new(vec![again(), again(), again()]);

    let fault = sync(&desk, &store).unwrap_err();

    assert!(fault.message().contains("same page"));
    assert_eq!(store.asked().len(), 2);
}

#[test]
fn a_full_sync_asks_for_everything_and_a_late_since_leaves_no_gap() {
    let desk = desk();
    sync(&desk, &Scripted::new(vec![Reply::Page(vec![whole(order(1))], None)])).unwrap();

    let everything = Scripted::new(vec![Reply::Page(vec![whole(order(1))], None)]);
    sync_at(&desk, &everything, How::Full, noon()).unwrap();
    assert_eq!(everything.asked(), ["flagged", "window"]);

    let late = noon().plus_seconds(-60);
    let mut newest = order(2);
    newest.updated_at = noon();
    let since = Scripted::new(vec![Reply::Page(vec![whole(newest)], None)]);
    sync_at(&desk, &since, How::Since(late), noon()).unwrap();
    assert_eq!(since.asked()[0], format!("flagged since {late}"));

    let after = Scripted::new(vec![]);
    sync(&desk, &after).unwrap();
    assert_eq!(after.asked()[0], "flagged since 2026-03-02T10:58:59Z");
}

#[test]
fn new_tags_or_a_longer_window_ask_for_everything_again() {
    let desk = desk();
    sync(&desk, &Scripted::new(vec![Reply::Page(vec![whole(order(1))], None)])).unwrap();
    let longer = Settings { window_days: 90, ..settings() };
    let tagged = Settings { tags: vec!["other".to_owned()], ..settings() };

    for settings in [longer, tagged] {
        let store = Scripted::new(vec![Reply::Page(vec![whole(order(1))], None)]);
        let on = On { store: &store, cache: &desk.cache, assess: &Judge, clock: &noon() };
        runtime().block_on(run(on, &settings, How::Changes, &mut |_| {})).unwrap();

        assert_eq!(store.asked(), ["flagged", "window"]);
    }
}

#[test]
fn two_syncs_never_run_at_once() {
    let desk = desk();
    let (other, _) = Cache::open(desk.folder.path()).unwrap();
    let silent = Scripted::new(vec![Reply::Silence]);
    let quick = Scripted::new(vec![Reply::Page(vec![whole(order(1))], None)]);
    let mut notes = Vec::new();
    let clock = noon();

    runtime().block_on(async {
        let settings = settings();
        let on = On { store: &silent, cache: &desk.cache, assess: &Judge, clock: &clock };
        let mut quiet = |_| {};
        let mut first = Box::pin(run(on, &settings, How::Changes, &mut quiet));
        let begun = tokio::time::timeout(Duration::from_millis(50), &mut first).await;
        assert!(begun.is_err());

        let second = On { store: &quick, cache: &other, assess: &Judge, clock: &clock };
        let tell = Settings { busy: Busy::Tell, ..settings.clone() };
        let told = run(second, &tell, How::Changes, &mut |_| {}).await.unwrap_err();
        assert!(told.message().contains("running already"), "{told}");
        assert!(told.message().contains(&std::process::id().to_string()), "{told}");

        let mut report = |report: Report| notes.extend(report.note);
        let mut waiting = Box::pin(run(second, &settings, How::Changes, &mut report));
        let waits = tokio::time::timeout(Duration::from_millis(50), &mut waiting).await;
        assert!(waits.is_err());
        assert!(quick.asked().is_empty(), "nothing is asked while another one syncs");

        drop(first);
        let ended = tokio::time::timeout(Duration::from_secs(10), waiting).await;
        ended.expect("the lock is free").unwrap();
    });

    assert!(notes[0].contains("waiting"), "{notes:?}");
    assert_eq!(queue(&desk), ["#2001"]);
}

#[test]
fn a_sync_may_run_on_any_thread() {
    fn sendable<T: Send>(_: &T) {}
    let desk = desk();
    let store = Scripted::new(vec![]);
    let on = On { store: &store, cache: &desk.cache, assess: &Judge, clock: &noon() };
    let (settings, mut report) = (settings(), |_| {});

    let sync = run(on, &settings, How::Changes, &mut report);

    sendable(&sync);
}

#[test]
fn a_late_page_never_undoes_a_read_back() {
    let desk = desk();
    desk.cache.put_shop(shop_facts()).unwrap();
    let mut refunded = full(order(1), due(Lane::Done, 0));
    refunded.order.payment = Payment::Refunded;
    refunded.read_at = noon().plus_seconds(1);
    desk.cache.put_full(&shop(), vec![refunded]).unwrap();

    sync(&desk, &Scripted::new(vec![Reply::Page(vec![whole(order(1))], None)])).unwrap();

    assert!(queue(&desk).is_empty());
}
