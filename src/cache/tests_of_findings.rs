#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use tempfile::TempDir;

use super::sample::{at, due, full, moment, noon, order, shop, shop_facts, short};
use super::*;
use crate::domain::{
    Check, Finding, Lane, OrderId, Outcome, Payment, PurgedOrder, Readable, Verdict,
};
use crate::policy::Advice;

fn fresh() -> (TempDir, Cache) {
    let folder = TempDir::new().unwrap();
    let (cache, _) = Cache::open(folder.path()).unwrap();
    cache.put_shop(shop_facts()).unwrap();
    (folder, cache)
}

fn found(cache: &Cache, number: u64, verdict: Verdict) -> NewFindings {
    found_of(cache, &order(number).id, verdict)
}

/// Findings of an order as it stands, with the mark that it bears now.
pub(super) fn found_of(cache: &Cache, id: &OrderId, verdict: Verdict) -> NewFindings {
    let read = cache.material(id).unwrap().unwrap();
    let found = CachedFindings {
        revision: read.cached.revision,
        basis: "rules 1".to_owned(),
        checked_at: noon(),
        findings: vec![Finding {
            check: Check::Card,
            outcome: Outcome::Warn,
            headline: "The address was not checked".to_owned(),
            facts: vec![],
            weight: 0.25,
            source: "payment".to_owned(),
            as_of: noon(),
            links: vec![],
        }],
        advice: Advice { verdict, ..Advice::default() },
    };
    NewFindings { id: id.clone(), found, mark: read.mark }
}

fn checked(cache: &Cache, numbers: &[u64]) {
    let new = numbers.iter().map(|number| found(cache, *number, Verdict::Verify)).collect();
    assert_eq!(cache.put_findings(new).unwrap(), numbers.len());
}

fn awaited(cache: &Cache) -> Vec<OrderId> {
    while cache.spread_arrived().unwrap() {}
    cache.unchecked(99).unwrap()
}

#[test]
fn findings_are_kept_with_what_they_rest_on_and_show_in_the_row() {
    let (_folder, cache) = fresh();
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();
    let new = found(&cache, 1, Verdict::Refund);
    let unknown = NewFindings { id: order(2).id, ..new.clone() };

    assert_eq!(cache.put_findings(vec![new.clone(), unknown]).unwrap(), 1);

    let seen = cache.checked(&order(1).id).unwrap().unwrap();
    assert_eq!((seen.found, seen.is_awaited), (Some(new.found), false));
    let verdict = || cache.row(&order(1).id, moment()).unwrap().unwrap().recommendation;
    assert_eq!(verdict(), Verdict::Refund);
    // A later page knows less than the checks did.
    let mut changed = order(1);
    changed.tags.push("vip".into());
    cache.put_full(&shop(), vec![full(changed, due(Lane::New, 90))]).unwrap();
    assert_eq!(verdict(), Verdict::Refund);
}

#[test]
fn new_and_changed_orders_of_the_open_queue_await_a_check() {
    let (_folder, cache) = fresh();
    let page = vec![
        full(order(1), due(Lane::New, 60)),
        full(order(2), due(Lane::New, 60)),
        full(order(3), due(Lane::Done, 60)),
    ];
    cache.put_full(&shop(), page).unwrap();
    assert_eq!(awaited(&cache).len(), 2);
    checked(&cache, &[1, 2]);
    assert!(awaited(&cache).is_empty());

    let mut changed = order(2);
    changed.note = "call first".into();
    cache.put_full(&shop(), vec![full(changed, due(Lane::New, 60))]).unwrap();
    // Back in the open queue without ever having been looked at.
    cache.put_full(&shop(), vec![full(order(3), due(Lane::New, 60))]).unwrap();

    assert_eq!(awaited(&cache).len(), 2);
    assert!(!awaited(&cache).contains(&order(1).id));
}

#[test]
fn what_changed_while_it_was_checked_still_awaits_a_check() {
    let (_folder, cache) = fresh();
    cache.put_full(&shop(), vec![full(order(1), due(Lane::New, 60))]).unwrap();
    let before = found(&cache, 1, Verdict::Verify);
    let mut changed = order(1);
    changed.note = "call first".into();
    cache.put_full(&shop(), vec![full(changed, due(Lane::New, 60))]).unwrap();

    cache.put_findings(vec![before]).unwrap();

    assert_eq!(awaited(&cache), [order(1).id]);
}

#[test]
fn a_new_order_marks_what_it_shares_something_with_and_nothing_else() {
    let (_folder, cache) = fresh();
    for number in [1, 2] {
        cache.put_full(&shop(), vec![full(order(number), due(Lane::New, 60))]).unwrap();
    }
    checked(&cache, &[1, 2]);
    let mut like = order(3);
    like.email = order(1).email;

    cache.put_short(&shop(), vec![short(&like)]).unwrap();

    assert_eq!(awaited(&cache), [order(1).id]);
    checked(&cache, &[1]);
    // A page long enough to be sorted in later marks as well.
    let mut page: Vec<_> = (100..240).map(|number| short(&order(number))).collect();
    let mut like = order(240);
    like.email = order(2).email;
    page.push(short(&like));
    for number in 10..30 {
        cache.put_full(&shop(), vec![full(order(number), due(Lane::New, 60))]).unwrap();
        checked(&cache, &[number]);
    }
    cache.put_short(&shop(), page).unwrap();
    assert_eq!(awaited(&cache), [order(2).id]);
}

#[test]
fn what_becomes_of_an_order_marks_its_links_though_its_keys_stay() {
    let (_folder, cache) = fresh();
    let mut like = order(2);
    like.email = order(1).email;
    let page = [order(1), like.clone(), order(3)];
    let page = page.into_iter().map(|order| full(order, due(Lane::New, 60))).collect();
    cache.put_full(&shop(), page).unwrap();
    checked(&cache, &[1, 2, 3]);
    like.payment = Payment::Refunded;
    like.updated_at = noon();

    cache.put_short(&shop(), vec![short(&like)]).unwrap();

    assert_eq!(awaited(&cache), [order(1).id]);
}

#[test]
fn a_value_that_many_share_marks_nobody() {
    let (_folder, cache) = fresh();
    let shared = |number| {
        let mut order = order(number);
        order.email = Readable::Known("front.desk@example.org".into());
        order
    };
    let page = (1..=60).map(|number| full(shared(number), due(Lane::New, 60))).collect();
    cache.put_full(&shop(), page).unwrap();
    checked(&cache, &(1..=60).collect::<Vec<_>>());

    cache.put_short(&shop(), vec![short(&shared(61))]).unwrap();

    assert!(awaited(&cache).is_empty());
}

#[test]
fn other_rules_or_tables_let_everything_await_a_check() {
    let (_folder, cache) = fresh();
    let page = vec![full(order(1), due(Lane::New, 60)), full(order(2), due(Lane::New, 60))];
    cache.put_full(&shop(), page).unwrap();
    cache.rest_on("rules 1").unwrap();
    checked(&cache, &[1, 2]);

    assert!(!cache.rest_on("rules 1").unwrap());
    assert!(awaited(&cache).is_empty());
    assert!(cache.rest_on("rules 2").unwrap());
    assert_eq!(awaited(&cache).len(), 2);
}

#[test]
fn marks_and_what_arrived_outlive_a_restart() {
    let (folder, cache) = fresh();
    for number in 1..=9 {
        cache.put_full(&shop(), vec![full(order(number), due(Lane::New, 60))]).unwrap();
    }
    checked(&cache, &(1..=9).collect::<Vec<_>>());
    let mut changed = order(1);
    changed.note = "call first".into();
    cache.put_full(&shop(), vec![full(changed, due(Lane::New, 60))]).unwrap();
    // A long page whose links are marked later, in a process that does not live so long.
    let mut page: Vec<_> = (100..240).map(|number| short(&order(number))).collect();
    let mut like = order(240);
    like.email = order(2).email;
    page.push(short(&like));
    cache.put_short(&shop(), page).unwrap();
    drop(cache);

    let (cache, _) = Cache::open(folder.path()).unwrap();

    assert_eq!(awaited(&cache), [order(2).id, order(1).id]);
}

#[test]
fn a_new_order_marks_no_more_than_fifty_others_those_first_that_share_most() {
    let (_folder, cache) = fresh();
    // Two values of 45 and 15 orders: no hub, and together more than fifty links.
    let of = |number: u64| {
        let mut order = order(number);
        if number <= 44 || number == 80 {
            order.email = Readable::Known("family@example.org".into());
        }
        if number > 65 {
            order.ip = Readable::Known("93.184.216.34".into());
        }
        order
    };
    let page = (1..=80).map(|number| full(of(number), due(Lane::New, 60))).collect();
    cache.put_full(&shop(), page).unwrap();
    checked(&cache, &(1..=80).collect::<Vec<_>>());
    let mut like = of(90);
    like.email = of(1).email;

    cache.put_short(&shop(), vec![short(&like)]).unwrap();

    let awaited = awaited(&cache);
    assert_eq!(awaited.len(), 50);
    assert!(awaited.contains(&order(80).id), "it shares e-mail and IP address");
}

#[test]
fn a_purge_lets_what_is_open_await_a_check_and_forgets_the_purged() {
    let (_folder, cache) = fresh();
    for number in [1, 2] {
        cache.put_full(&shop(), vec![full(order(number), due(Lane::New, 60))]).unwrap();
    }
    checked(&cache, &[1]);

    cache.purge(vec![PurgedOrder { shop: shop(), id: order(2).id }]).unwrap();

    assert_eq!(awaited(&cache), [order(1).id]);
    assert_eq!(cache.checked(&order(1).id).unwrap().unwrap().found, None);
}

#[test]
fn held_orders_are_checked_first_then_the_newest() {
    let (_folder, cache) = fresh();
    let placed = |number, day: &str| {
        let mut order = order(number);
        order.placed_at = at(&format!("2026-11-{day}T10:00:00Z"));
        order
    };
    let mut held = crate::domain::sample::held();
    held.id = OrderId::new("9");
    held.placed_at = at("2026-11-01T10:00:00Z");
    let orders = [placed(1, "12"), placed(2, "14"), held, placed(3, "13")];
    let page = orders.into_iter().map(|order| full(order, due(Lane::New, 60))).collect();

    cache.put_full(&shop(), page).unwrap();

    let turns: Vec<_> = cache.unchecked(9).unwrap();
    let numbers = |ids: &[OrderId]| ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    let wanted = [OrderId::new("9"), order(2).id, order(3).id, order(1).id];
    assert_eq!(numbers(&turns), numbers(&wanted));
    assert_eq!(cache.unchecked(2).unwrap().len(), 2);
}
