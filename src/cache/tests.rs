#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;

use tempfile::TempDir;

use super::query::Query;
use super::sample::{at, due, full, held, moment, noon, order, shop, shop_facts, short};
use super::scan::{Scan, Ways};
use super::sink::Sink;
use super::*;
use crate::domain::{
    Lane, Order, OrderId, Payment, PurgedOrder, Readable, Revision, RiskLevel, ShopId, ShortOrder,
    Verdict,
};
use crate::evidence::links::KeyKind;
use crate::policy::Placement;

fn fresh() -> (TempDir, Cache) {
    let folder = TempDir::new().unwrap();
    let (cache, notice) = Cache::open(folder.path()).unwrap();
    assert_eq!(notice, None);
    cache.put_shop(shop_facts()).unwrap();
    (folder, cache)
}

fn names(rows: &[QueueRow]) -> Vec<&str> {
    rows.iter().map(|row| row.order.raw()).collect()
}

fn found(cache: &Cache, typed: &str) -> Vec<String> {
    let filter = Filter { typed: typed.to_owned(), ..Filter::default() };
    let rows = cache.first_rows(&filter, moment(), 100).unwrap();
    rows.iter().map(|row| row.order.raw().to_owned()).collect()
}

fn count(cache: &Cache, lane: Lane) -> u64 {
    let counts = cache.lane_counts(moment()).unwrap();
    counts.iter().find(|(one, _)| *one == lane).unwrap().1
}

#[test]
fn a_sample_is_spread_over_all_orders_and_is_the_shops_own() {
    let (_folder, cache) = fresh();
    let all: Vec<_> = (1..=100).map(|n| short(&order(n))).collect();
    cache.put_short(&shop(), all).unwrap();

    let names = |most| -> Vec<String> {
        let sample = cache.sample(most).unwrap();
        sample.iter().map(|order| order.name.raw().to_owned()).collect()
    };

    assert_eq!(names(1_000).len(), 100);
    assert_eq!(names(3), ["#2001", "#2035", "#2069"]);
    cache.put_shop(ShopFacts { shop: ShopId::new("another"), ..shop_facts() }).unwrap();
    assert_eq!(names(1_000), [""; 0]);
}

#[test]
fn the_queue_comes_in_the_order_of_deadlines_without_what_is_done() {
    let (_folder, cache) = fresh();
    let entries = vec![
        full(order(1), due(Lane::New, 90_000)),
        full(order(2), due(Lane::New, -60)),
        full(order(3), Placement { lane: Lane::Unscored, clock: None, why: None }),
        full(order(4), due(Lane::Waiting, 600)),
        full(order(5), due(Lane::Done, -600)),
        full(held(order(6)), due(Lane::New, 90_000)),
    ];

    let landed = cache.put_full(&shop(), entries).unwrap();
    let rows = cache.first_rows(&Filter::default(), moment(), 100).unwrap();

    assert_eq!(landed, Landed { added: 6, changed: 6 });
    assert_eq!(names(&rows), ["#2002", "#2004", "#2006", "#2001", "#2003"]);
    let lanes: Vec<Lane> = rows.iter().map(|row| row.lane).collect();
    assert_eq!(lanes, [Lane::Overdue, Lane::DueToday, Lane::New, Lane::New, Lane::Unscored]);
}

#[test]
fn a_row_shows_what_the_order_says() {
    let (_folder, cache) = fresh();
    let mut one = held(order(7));
    one.closed.archived_at = Some(noon());
    cache.put_full(&shop(), vec![full(one.clone(), due(Lane::New, 60))]).unwrap();

    let row = cache.row(&one.id, moment()).unwrap().unwrap();

    assert_eq!(row.shop, one.shop);
    assert_eq!(row.customer.raw(), "Buyer 7");
    assert_eq!(row.revision, Revision::of(&one));
    assert_eq!((row.risk, row.payment), (RiskLevel::High, Payment::Paid));
    assert_eq!(row.score.unwrap().raw(), "41.5");
    assert_eq!(row.provider.raw(), "Filter");
    assert_eq!(row.total, one.totals.total);
    assert_eq!(row.placed_at, one.placed_at);
    assert!(row.held && row.archived && !row.cancelled);
    assert_eq!(row.clock, due(Lane::New, 60).clock);
    assert_eq!(row.recommendation, Verdict::Verify);
}

#[test]
fn an_order_is_read_back_as_it_was_put() {
    let (_folder, cache) = fresh();
    let one = held(order(8));
    cache.put_full(&shop(), vec![full(one.clone(), due(Lane::New, 60))]).unwrap();

    let cached = cache.full(&one.id).unwrap().unwrap();

    assert_eq!(cached.order, one);
    assert_eq!(cached.read_at, noon());
    assert_eq!(cached.standing, Some((due(Lane::New, 60), Verdict::Verify)));
    assert_eq!(cache.short(&one.id).unwrap().unwrap(), ShortOrder::from(&one));
    assert_eq!(cache.full(&OrderId::new("1")).unwrap(), None);
}

#[test]
fn a_telephone_number_that_looks_like_a_card_comes_back_unmasked_and_so_does_the_revision() {
    let (_folder, cache) = fresh();
    // Thirteen digits whose check digit holds.
    let phone = crate::domain::Clean::phone("+4915123456787");
    let mut one = order(8);
    one.phone = Readable::Known(phone.clone());
    if let Readable::Known(place) = &mut one.shipping {
        place.phone = phone.clone();
    }
    assert!(crate::domain::Clean::new(phone.raw()).raw().contains("[card"));
    cache.put_full(&shop(), vec![full(one.clone(), due(Lane::New, 60))]).unwrap();

    let cached = cache.full(&one.id).unwrap().unwrap();

    assert_eq!(cached.order, one);
    assert_eq!(Revision::of(&cached.order), cached.revision);
    assert_eq!(cache.short(&one.id).unwrap().unwrap(), ShortOrder::from(&one));
}

#[test]
fn an_older_answer_never_overwrites_a_newer_one() {
    let (_folder, cache) = fresh();
    let mut newer = full(order(1), due(Lane::Done, 60));
    newer.order.payment = Payment::Refunded;
    cache.put_full(&shop(), vec![newer]).unwrap();

    let older =
        FullEntry { read_at: noon().plus_seconds(-1), ..full(order(1), due(Lane::New, 60)) };
    let landed = cache.put_full(&shop(), vec![older]).unwrap();

    assert_eq!(landed, Landed::default());
    let cached = cache.full(&order(1).id).unwrap().unwrap();
    assert_eq!(cached.order.payment, Payment::Refunded);
}

#[test]
fn the_same_page_twice_changes_nothing() {
    let (_folder, cache) = fresh();
    let page = || vec![full(order(1), due(Lane::New, 60)), full(order(2), due(Lane::New, 60))];
    cache.put_full(&shop(), page()).unwrap();
    while let Some(id) = cache.unchecked(1).unwrap().pop() {
        let found = tests_of_findings::found_of(&cache, &id, Verdict::Verify);
        cache.put_findings(vec![found]).unwrap();
    }

    assert_eq!(cache.put_full(&shop(), page()).unwrap(), Landed::default());
    assert_eq!(cache.put_short(&shop(), vec![short(&order(1))]).unwrap(), Landed::default());
    assert!(cache.unchecked(9).unwrap().is_empty());
    assert_eq!(count(&cache, Lane::DueToday), 2);
}

#[test]
fn lanes_are_counted_right_at_every_moment_and_after_every_move() {
    let (_folder, cache) = fresh();
    let offsets = [-90_000, -3_601, -61, -1, 0, 1, 59, 3_599, 7_200, 43_199, 43_200, 90_000];
    let lanes = [Lane::New, Lane::Waiting, Lane::HighValue, Lane::Unscored, Lane::Done];
    let entries = (0_u64..60).map(|n| {
        let at = usize::try_from(n).unwrap();
        full(order(n), due(lanes[at % 5], offsets[at % 12]))
    });
    cache.put_full(&shop(), entries.collect()).unwrap();
    cache.set_placement(&order(3).id, due(Lane::Done, 0)).unwrap();
    cache.set_placement(&order(4).id, due(Lane::New, -5)).unwrap();

    for seconds in [-100_000, -3_600, -1, 0, 1, 58, 3_600, 43_199, 43_200, 200_000] {
        let then = Moment::new(noon().plus_seconds(seconds), crate::domain::Zone::UTC);
        let counts = cache.lane_counts(then).unwrap();

        for (lane, n) in counts {
            let filter = Filter { lane: Some(lane), ..Filter::default() };
            let rows = cache.first_rows(&filter, then, 100).unwrap();
            assert_eq!(rows.len() as u64, n, "{lane:?} at {seconds}");
            assert!(rows.iter().all(|row| row.lane == lane));
        }
    }
}

#[test]
fn a_placement_moves_the_row_and_an_unknown_order_has_none() {
    let (_folder, cache) = fresh();
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();

    let done = Placement { why: Some("released".to_owned()), ..due(Lane::Done, 60) };
    assert!(cache.set_placement(&order(1).id, done).unwrap());
    assert!(!cache.set_placement(&order(2).id, due(Lane::New, 1)).unwrap());

    assert!(cache.first_rows(&Filter::default(), moment(), 9).unwrap().is_empty());
    let row = cache.row(&order(1).id, moment()).unwrap().unwrap();
    assert_eq!((row.lane, row.why.as_deref()), (Lane::Done, Some("released")));
    assert_eq!(found(&cache, "lane:done"), ["#2001"]);
    // The next sync may put it back where it belongs.
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();
    assert_eq!(found(&cache, ""), ["#2001"]);
    assert_eq!((count(&cache, Lane::Done), count(&cache, Lane::DueToday)), (0, 1));
}

fn varied() -> Vec<Order> {
    let mut orders: Vec<Order> = (1..=6).map(order).collect();
    orders[0].billing = Readable::Absent;
    orders[0].shipping = Readable::Absent;
    if let Readable::Known(address) = &mut orders[1].billing {
        address.name = "Ana Núñez".into();
        address.country_code = "DE".into();
    }
    orders[2].coupons = vec!["SPRING 10".into()];
    orders[2].tags = vec!["VIP customer".into()];
    orders[3].ip = Readable::Known("2001:db8::7".into());
    orders[4].risk.assessments[0].level = RiskLevel::Low;
    orders[5].closed.cancelled_at = Some(noon());
    orders
}

#[test]
fn the_filter_finds_by_every_field() {
    let (_folder, cache) = fresh();
    let entries = varied().into_iter().map(|order| full(order, due(Lane::New, 60)));
    cache.put_full(&shop(), entries.collect()).unwrap();

    for (typed, expected) in [
        ("nunez", vec!["#2002"]),
        ("NÚÑ ana", vec!["#2002"]),
        ("\"ana nunez\"", vec!["#2002"]),
        ("\"nunez ana\"", vec![]),
        ("name:ana", vec!["#2002"]),
        ("country:de", vec!["#2002"]),
        ("coupon:\"spring 10\"", vec!["#2003"]),
        ("coupon:spr", vec!["#2003"]),
        ("tag:vip", vec!["#2003"]),
        ("ip:2001:db8", vec!["#2004"]),
        ("risk:low", vec!["#2005"]),
        ("cancelled", vec!["#2006"]),
        ("#2004", vec!["#2004"]),
        ("buyer4@example.org", vec!["#2004"]),
        ("email:buyer4", vec!["#2004"]),
        ("4155550004", vec!["#2004"]),
        ("5550004", vec!["#2004"]),
        (">14 risk:high", vec!["#2006"]),
        ("malmo -name:buyer -cancelled risk:high", vec!["#2002"]),
        ("-example", vec![]),
        ("risk:high -malmo", vec!["#2001"]),
        ("nothing like it", vec![]),
    ] {
        assert_eq!(found(&cache, typed), expected, "{typed}");
    }
}

#[test]
fn a_changed_name_is_found_under_the_new_one_only() {
    let (_folder, cache) = fresh();
    let mut one = order(1);
    cache.put_full(&shop(), vec![full(one.clone(), due(Lane::New, 60))]).unwrap();
    one.updated_at = noon();
    one.email = Readable::Known("other@example.net".into());

    cache.put_full(&shop(), vec![full(one, due(Lane::New, 60))]).unwrap();

    assert_eq!(found(&cache, "email:buyer1"), Vec::<String>::new());
    assert_eq!(found(&cache, "example.net"), ["#2001"]);
}

/// The names that a search finds when it takes the given ways.
fn found_by(cache: &Cache, filter: &Filter, ways: Ways) -> Vec<RowKey> {
    let query = Query::of(filter, crate::domain::Currency::USD);
    let mut all = Vec::new();
    let mut found = |keys: &[RowKey]| all.extend_from_slice(keys);
    cache
        .read(|view| {
            let (connection, shop) = (view.connection, view.shop);
            let (sort, moment) = (filter.sort, moment());
            let scan = Scan { connection, shop, sort, query: &query, moment, ways };
            scan.run(&mut Sink::new(&|| true, &mut found, 10))
        })
        .unwrap();
    all
}

#[test]
fn every_way_of_searching_gives_the_same_rows_in_the_same_order() {
    let (_folder, cache) = fresh();
    let entries: Vec<FullEntry> = (0..400_u64)
        .map(|n| {
            let mut one = order(n * 7919 % 400);
            one.risk.assessments[0].level = [RiskLevel::Low, RiskLevel::Medium, RiskLevel::High]
                [usize::try_from(n % 3).unwrap()];
            let offset = i64::try_from(n * 31 % 97).unwrap() * 1_000 - 20_000;
            full(one, due(if n % 9 == 0 { Lane::Done } else { Lane::New }, offset))
        })
        .collect();
    cache.put_full(&shop(), entries).unwrap();
    let walk = Ways { probe: (0, 0), enough: 50, small: 1_000, few: (1, 0) };
    let sorted = Ways { few: (1, 1_000), ..walk };
    let probe_then_walk = Ways { probe: (37, 90), small: 0, ..walk };
    let probe_then_sorted = Ways { probe: (37, 90), small: 0, ..sorted };

    for sort in [Sort::Clock, Sort::Risk, Sort::Total, Sort::Newest, Sort::Customer] {
        for plain in ["", "lane:all", "risk:high", "lane:all -risk:low", "lane:overdue"] {
            let without = Filter { typed: plain.to_owned(), sort, lane: None };
            let expected = found_by(&cache, &without, walk);
            assert!(expected.len() > 30, "{plain} finds {}", expected.len());
            for words in ["buyer malmo", "-nobody", "\"buyer\" -\"malmo buyer example nobody\""] {
                let with = Filter { typed: format!("{plain} {words}"), ..without.clone() };
                for ways in [walk, sorted, probe_then_walk, probe_then_sorted] {
                    let found = found_by(&cache, &with, ways);
                    assert_eq!(found, expected, "{sort:?} {plain} {words} {ways:?}");
                }
            }
        }
        let some = Filter { typed: "2 -buyer3".to_owned(), sort, lane: None };
        let expected = found_by(&cache, &some, walk);
        assert!(expected.len() > 30);
        for ways in [sorted, probe_then_walk, probe_then_sorted] {
            assert_eq!(found_by(&cache, &some, ways), expected, "{sort:?} {ways:?}");
        }
    }
}

#[test]
fn a_search_that_is_no_longer_wanted_ends() {
    let (_folder, cache) = fresh();
    let entries = (0..300).map(|n| full(order(n), due(Lane::New, 60)));
    cache.put_full(&shop(), entries.collect()).unwrap();
    let got = std::cell::Cell::new(0);

    let filter = Filter::default();
    cache
        .keys((&filter, moment()), &|| got.get() == 0, &mut |keys| got.set(got.get() + keys.len()))
        .unwrap();

    assert_eq!(got.get(), 192);
}

#[test]
fn rows_come_in_the_order_asked_for() {
    let (_folder, cache) = fresh();
    cache.put_full(&shop(), (0..3).map(|n| full(order(n), due(Lane::New, 60))).collect()).unwrap();
    let keys: Vec<RowKey> = cache
        .first_rows(&Filter::default(), moment(), 3)
        .unwrap()
        .iter()
        .rev()
        .map(|row| row.key)
        .chain([RowKey(77)])
        .collect();

    let rows = cache.rows(&keys, moment()).unwrap();

    assert_eq!(names(&rows), ["#2002", "#2001", "#2000"]);
}

#[test]
fn orders_are_found_by_name_then_bare_name_then_id() {
    let (_folder, cache) = fresh();
    let named = |n: u64, name: &str| {
        let mut one = order(n);
        one.name = name.into();
        short(&one)
    };
    let entries =
        vec![named(1, "#2047"), named(2, "DML-2047"), named(3, "EX-9001"), named(4, "#9")];
    cache.put_short(&shop(), entries).unwrap();
    let ids = |typed: &str| -> Vec<String> {
        let found = cache.find_by_name(typed).unwrap();
        found.iter().map(|(id, _)| id.as_str().to_owned()).collect()
    };

    assert_eq!(ids("#2047"), ["9001"]);
    assert_eq!(ids("dml-2047"), ["9002"]);
    assert_eq!(ids("2047"), ["9001", "9002"]);
    assert_eq!(ids("9001"), ["9003"]);
    assert_eq!(ids("EX-2047"), ["9001"]);
    assert_eq!(ids("9004"), ["9004"]);
    assert!(ids("#777").is_empty());
}

/// The orders beside one, by id.
fn beside(cache: &Cache, order: &Order) -> Vec<OrderId> {
    let beside = cache.beside(&ShortOrder::from(order)).unwrap();
    beside.orders.into_iter().map(|order| order.id).collect()
}

/// An order that shares nothing with others, but for a mailbox.
fn with_mailbox(n: u64, mailbox: &str) -> Order {
    let mut one = order(n);
    one.email = Readable::Known(mailbox.into());
    one
}

#[test]
fn an_order_lies_beside_those_that_share_a_mailbox() {
    let (_folder, cache) = fresh();
    let apart = |n: u64| short(&with_mailbox(n, &format!("nobody{n}@example{n}.org")));
    cache.put_short(&shop(), (3..=10).map(apart).collect()).unwrap();
    let ring = |n| with_mailbox(n, "ring.leader@example.org");
    cache.put_short(&shop(), vec![short(&ring(1)), short(&ring(2))]).unwrap();

    let first = beside(&cache, &ring(1));

    assert_eq!(first.first(), Some(&ring(2).id));
    assert!(!first.contains(&ring(1).id));
    let unknown = with_mailbox(99, "ring.leader@example.org");
    assert_eq!(beside(&cache, &unknown).len(), 2, "an order need not be kept itself");
}

#[test]
fn links_are_found_before_and_after_the_runs_of_large_pages_are_brought_together() {
    let (_folder, cache) = fresh();
    let ring = |n: u64| {
        let of_ring = n.is_multiple_of(50);
        let mailbox = format!("somebody{n}@example{n}.org");
        with_mailbox(n, if of_ring { "ring.leader@example.org" } else { &mailbox })
    };
    let page = |range: std::ops::Range<u64>| range.map(|n| short(&ring(n))).collect::<Vec<_>>();
    cache.put_short(&shop(), page(0..150)).unwrap();
    cache.put_short(&shop(), page(150..201)).unwrap();
    let members = || {
        let mut members = beside(&cache, &ring(0));
        members.sort();
        members
    };
    let expected = {
        let mut expected = [50, 100, 150, 200].map(|n| order(n).id).to_vec();
        expected.sort();
        expected
    };

    assert_eq!(members(), expected);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(cache.tidy_links()).unwrap();
    assert_eq!(members(), expected);
    cache.put_short(&shop(), page(300..450)).unwrap();
    let mut left = with_mailbox(350, "gone@example350.org");
    left.updated_at = noon();
    cache.put_short(&shop(), vec![short(&left)]).unwrap();
    assert_eq!(members().len(), 6);
    assert!(!members().contains(&left.id));
}

#[test]
fn an_order_that_changed_is_found_under_what_it_says_now() {
    let (_folder, cache) = fresh();
    let mut one = with_mailbox(2, "first@example.org");
    cache.put_short(&shop(), vec![short(&one)]).unwrap();

    one.email = Readable::Known("second@example.org".into());
    one.updated_at = noon();
    cache.put_short(&shop(), vec![short(&one)]).unwrap();

    assert!(beside(&cache, &with_mailbox(1, "first@example.org")).is_empty());
    assert_eq!(beside(&cache, &with_mailbox(1, "second@example.org")), [one.id]);
}

#[test]
fn a_purged_order_leaves_no_key_for_the_one_that_takes_its_row() {
    let (_folder, cache) = fresh();
    cache.put_short(&shop(), vec![short(&with_mailbox(1, "first@example.org"))]).unwrap();
    let gone = PurgedOrder { shop: shop(), id: order(1).id };
    cache.purge(vec![gone]).unwrap();
    cache.put_short(&shop(), vec![short(&with_mailbox(2, "second@example.org"))]).unwrap();

    let beside = cache.beside(&ShortOrder::from(&with_mailbox(3, "first@example.org"))).unwrap();

    assert_eq!(beside.counts.most(KeyKind::Email), 0);
}

#[test]
fn a_full_order_that_changed_in_the_window_is_asked_for_again() {
    let (_folder, cache) = fresh();
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();
    let mut changed = order(1);
    changed.updated_at = noon();
    changed.payment = Payment::Refunded;
    let flagged = ShortEntry { flagged: true, ..short(&order(2)) };

    cache.put_short(&shop(), vec![short(&changed), flagged, short(&order(3))]).unwrap();
    assert_eq!(cache.to_reread(9).unwrap(), [order(1).id, order(2).id]);

    let settled = vec![order(1).id];
    let batch = Batch { settled, ..Batch::new(shop()) };
    cache.shared_land(batch);
    assert_eq!(cache.to_reread(9).unwrap(), [order(2).id]);
}

impl Cache {
    fn shared_land(&self, batch: Batch) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(self.land(batch)).unwrap();
    }
}

#[test]
fn two_shops_never_mix() {
    let (_folder, cache) = fresh();
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();
    let other = ShopId::new("shop-2");
    let mut theirs = order(1);
    theirs.shop = other.clone();
    theirs.name = "#77".into();
    cache.put_full(&other, vec![full(theirs, due(Lane::New, 60))]).unwrap();

    assert_eq!(found(&cache, ""), ["#2001"]);
    cache.put_shop(ShopFacts { shop: other, ..shop_facts() }).unwrap();
    assert_eq!(found(&cache, "buyer"), ["#77"]);
    assert_eq!(count(&cache, Lane::DueToday), 1);
}

#[test]
fn everything_is_there_after_a_restart() {
    let (folder, cache) = fresh();
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();
    drop(cache);

    let (cache, notice) = Cache::open(folder.path()).unwrap();

    assert_eq!(notice, None);
    assert_eq!(cache.shop().unwrap(), Some(shop_facts()));
    assert_eq!(found(&cache, "buyer"), ["#2001"]);
}

#[test]
fn several_processes_may_make_the_cache_at_once() {
    for _ in 0..5 {
        let folder = TempDir::new().unwrap();
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let path = folder.path().to_owned();
                std::thread::spawn(move || {
                    let (cache, notice) = Cache::open(&path).unwrap();
                    cache.put_shop(shop_facts()).unwrap();
                    notice
                })
            })
            .collect();

        let notices: Vec<_> = threads.into_iter().map(|one| one.join().unwrap()).collect();

        assert!(notices.iter().all(Option::is_none), "{notices:?}");
    }
}

#[cfg(unix)]
#[test]
fn files_and_folder_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let inside = folder.path().join("a/b");
    let (cache, _) = Cache::open(&inside).unwrap();
    cache.put_shop(shop_facts()).unwrap();

    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;

    assert_eq!(mode(&inside), 0o700);
    let files: Vec<_> = fs::read_dir(&inside).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.len() >= 2, "the write-ahead log lies beside");
    assert!(files.iter().all(|file| mode(file) == 0o600), "{files:?}");
}

#[test]
fn a_damaged_cache_is_put_aside_and_started_anew_with_a_notice() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("cache.sqlite"), vec![b'x'; 9_000]).unwrap();

    let (cache, notice) = Cache::open(folder.path()).unwrap();

    assert!(notice.unwrap().contains("damaged"));
    assert_eq!(fs::read(folder.path().join("cache.damaged")).unwrap().len(), 9_000);
    cache.put_shop(shop_facts()).unwrap();
    assert!(found(&cache, "").is_empty());
}

#[test]
fn damage_met_later_is_a_sentence_and_the_next_start_rebuilds() {
    let (folder, cache) = fresh();
    let entries = (0..200).map(|n| full(order(n), due(Lane::New, 60)));
    cache.put_full(&shop(), entries.collect()).unwrap();
    drop(cache);
    let file = folder.path().join("cache.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    let from = 4096 * 40;
    bytes[from..].fill(0xA5);
    fs::write(&file, bytes).unwrap();

    let (cache, notice) = Cache::open(folder.path()).unwrap();
    assert_eq!(notice, None, "the first pages are whole");
    let mut faults = Vec::new();
    for n in 0..200 {
        faults.extend(cache.full(&order(n).id).err());
    }
    drop(cache);

    assert!(faults[0].message().contains("damaged"), "{:?}", faults[0]);
    let (cache, notice) = Cache::open(folder.path()).unwrap();
    assert!(notice.is_some());
    assert!(cache.shop().unwrap().is_none());
}

#[test]
fn a_full_disk_keeps_nothing_of_the_page_and_everything_before_it() {
    let (_folder, cache) = fresh();
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();
    let limit = |pages: i64| {
        cache
            .write(move |stroke| {
                let set = format!("PRAGMA max_page_count = {pages}");
                Ok(stroke.tx.query_row(&set, [], |row| row.get::<_, i64>(0))?)
            })
            .unwrap()
    };
    let page = || (2..300).map(|n| full(order(n), due(Lane::New, 60))).collect();
    limit(1);

    let fault = cache.put_full(&shop(), page()).unwrap_err();

    assert!(fault.message().contains("disk is full"), "{fault}");
    assert!(fault.remedy().is_some());
    assert_eq!(found(&cache, ""), ["#2001"]);
    assert_eq!(count(&cache, Lane::DueToday), 1);
    limit(1_000_000);
    assert_eq!(cache.put_full(&shop(), page()).unwrap().added, 298);
    assert_eq!(count(&cache, Lane::DueToday), 299);
}

#[test]
fn a_file_that_may_not_be_written_is_a_sentence_and_stays_readable() {
    let (_folder, cache) = fresh();
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();
    cache.write(|stroke| Ok(stroke.tx.pragma_update(None, "query_only", true)?)).unwrap();

    let fault = cache.put_full(&shop(), vec![full(order(2), due(Lane::New, 60))]).unwrap_err();

    assert!(fault.message().contains("may not be written"), "{fault}");
    assert_eq!(found(&cache, ""), ["#2001"]);
}

#[test]
fn writes_of_another_process_change_the_stamp() {
    let (folder, cache) = fresh();
    let (other, _) = Cache::open(folder.path()).unwrap();
    let before = other.stamp().unwrap();
    assert_eq!(other.stamp().unwrap(), before);

    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();

    assert_ne!(other.stamp().unwrap(), before);
    assert_eq!(found(&other, ""), ["#2001"]);
}

#[test]
fn readers_and_the_writer_do_not_wait_for_each_other() {
    let (_folder, cache) = fresh();
    let entries = (0..300).map(|n| full(order(n), due(Lane::New, 60)));
    cache.put_full(&shop(), entries.collect()).unwrap();
    let filter = Filter::default();
    let mut seen = 0;

    cache
        .keys((&filter, moment()), &|| true, &mut |keys| {
            // In the middle of one read: another read, and a write that it does not see.
            assert_eq!(found(&cache, "buyer").len(), 100);
            let more = full(order(1_000 + seen), due(Lane::New, 60));
            cache.put_full(&shop(), vec![more]).unwrap();
            seen += keys.len() as u64;
        })
        .unwrap();

    assert_eq!(seen, 300);
}

#[test]
fn a_cache_of_a_newer_program_is_refused() {
    let (folder, cache) = fresh();
    drop(cache);
    let raw = rusqlite::Connection::open(folder.path().join("cache.sqlite")).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    drop(raw);

    let fault = Cache::open(folder.path()).err().unwrap();

    assert!(fault.message().contains("newer"));
    assert!(fault.remedy().is_some());
}

#[test]
fn the_words_of_an_older_file_are_found_after_its_migration() {
    let (folder, cache) = fresh();
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();
    drop(cache);
    let raw = rusqlite::Connection::open(folder.path().join("cache.sqlite")).unwrap();
    raw.execute_batch(
        "ALTER TABLE words RENAME TO newer;
         CREATE VIRTUAL TABLE words USING fts5 (
             text, detail = none, columnsize = 0, tokenize = \"ascii tokenchars '=_'\");
         INSERT INTO words (rowid, text) SELECT rowid, text FROM newer;
         DROP TABLE newer;
         DROP TABLE unchecked;
         DROP TABLE arrived;
         DROP TABLE order_short;
         CREATE TABLE order_short (
             row INTEGER PRIMARY KEY, shop INTEGER NOT NULL, id TEXT NOT NULL,
             bare TEXT NOT NULL, updated INTEGER NOT NULL, digest INTEGER NOT NULL,
             hashes BLOB NOT NULL, body BLOB NOT NULL);
         CREATE UNIQUE INDEX order_short_id ON order_short (shop, id);
         CREATE INDEX order_short_bare ON order_short (shop, bare);
         CREATE TABLE link_keys (
             hash INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (hash, row)) WITHOUT ROWID;
         CREATE TABLE link_new (
             place INTEGER PRIMARY KEY, hash INTEGER NOT NULL, row INTEGER NOT NULL);
         DROP TABLE link_waiting;
         DROP TABLE link_run;
         DROP TABLE link_block;
         PRAGMA user_version = 1;",
    )
    .unwrap();
    for number in [1, 2] {
        let short = ShortOrder::from(&order(number));
        raw.execute(
            "INSERT INTO order_short VALUES (?1, 1, ?2, ?3, ?4, 7, x'', ?5)",
            rusqlite::params![
                number.cast_signed(),
                short.id.as_str(),
                (2_000 + number).to_string(),
                short.updated_at.millis(),
                serde_json::to_vec(&short).unwrap(),
            ],
        )
        .unwrap();
    }
    drop(raw);

    let (cache, notice) = Cache::open(folder.path()).unwrap();

    assert_eq!(notice, None);
    assert_eq!(found(&cache, "bu"), ["#2001"]);
    assert_eq!(cache.short(&order(2).id).unwrap(), Some(ShortOrder::from(&order(2))));
    let mut like = order(3);
    like.email = order(2).email;
    assert_eq!(beside(&cache, &like).first(), Some(&order(2).id), "search keys are made anew");
    assert_eq!(found(&cache, "email:buyer1@"), ["#2001"]);
    assert!(found(&cache, "nobody").is_empty());
    assert_eq!(cache.unchecked(9).unwrap(), [order(1).id], "its findings are computed anew");
}

#[test]
fn a_folder_that_cannot_be_made_is_a_sentence() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), b"").unwrap();

    let fault = Cache::open(&folder.path().join("file")).err().unwrap();

    assert!(fault.message().contains("could not be made"), "{fault}");
}

#[test]
fn a_moment_knows_where_its_day_ends_in_the_shops_zone() {
    let zone = crate::domain::Zone::named("America/New_York").unwrap();

    let moment = Moment::new(at("2026-03-02T04:30:00Z"), zone);

    assert_eq!(moment.day_ends, at("2026-03-02T05:00:00Z"));
}

#[test]
fn an_answer_that_comes_late_is_taken_when_the_store_changed_the_order_or_the_clock_was_set_back() {
    let (_folder, cache) = fresh();
    let first = full(order(1), due(Lane::New, 60));
    let (id, updated) = (first.order.id.clone(), first.order.updated_at);
    cache.put_full(&shop(), vec![first]).unwrap();
    let paid = |payment, changed: i64, asked: i64| {
        let mut entry = full(order(1), due(Lane::New, 60));
        entry.order.payment = payment;
        entry.order.updated_at = updated.plus_seconds(changed);
        entry.read_at = noon().plus_seconds(asked);
        cache.put_full(&shop(), vec![entry]).unwrap();
        cache.full(&id).unwrap().unwrap().order.payment
    };

    assert_eq!(paid(Payment::Refunded, 1, -1), Payment::Refunded);
    assert_eq!(paid(Payment::Voided, 1, -3600), Payment::Voided);
}

#[test]
fn an_order_whose_reading_was_left_out_as_late_is_still_to_be_read() {
    let (_folder, cache) = fresh();
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();
    let id = order(1).id;
    let asking = Batch { reread: vec![id.clone()], ..Batch::new(shop()) };
    cache.shared_land(asking);

    let late = FullEntry { read_at: noon().plus_seconds(-1), ..full(order(1), due(Lane::New, 60)) };
    let batch = Batch { full: vec![late], settled: vec![id.clone()], ..Batch::new(shop()) };
    cache.shared_land(batch);

    assert_eq!(cache.to_reread(9).unwrap(), [id]);
}
