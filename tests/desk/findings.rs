//! How long findings hold, and what lets them be computed anew.

use std::fs;

use unhold::demo::Elsewhere;
use unhold::desk::{Desk, Filter, QueueRow, Window};
use unhold::domain::{Check, LinkReason, OrderId, Payment, Timestamp, Verb};

use crate::bench::{Place, number, ran, store, synced, until, wish};

fn open_orders(desk: &Desk) -> Vec<OrderId> {
    let rows = desk.first_rows(&Filter::default(), 500).unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

fn checked_at(desk: &Desk, id: &OrderId) -> Timestamp {
    let case = desk.case_file(id).unwrap();
    assert!(!case.is_refreshing && !case.findings.is_empty(), "{:?}", case.order.name);
    case.checked_at
}

#[test]
fn what_was_found_is_kept_for_later_sessions_and_only_authorised_payments_are_looked_at_again() {
    let place = Place::new();
    let store = store(&place.folder, 120, 7);
    let desk = place.open(&store);
    synced(&desk);
    // The sync after the first one may still bring what changed while that one went on.
    synced(&desk);
    let orders = open_orders(&desk);
    place.clock.by(60);
    let before: Vec<_> = orders.iter().map(|id| checked_at(&desk, id)).collect();
    drop(desk);
    place.clock.by(600);

    let desk = place.open(&store);
    let idle = synced(&desk);

    assert_eq!(idle.changed, 0, "{idle:?}");
    let (mut kept, mut again) = (0, 0);
    for (id, before) in orders.iter().zip(before) {
        // An authorisation runs out by time alone, so that a new session advises anew on it.
        let runs_out = desk.case_file(id).unwrap().order.payment == Payment::Authorised;
        assert_eq!(checked_at(&desk, id) != before, runs_out, "{id}");
        if runs_out { again += 1 } else { kept += 1 }
    }
    assert!(kept > 0 && again > 0, "{kept} kept, {again} looked at again");
}

#[test]
fn a_chargeback_reaches_the_orders_linked_with_it_and_few_others() {
    let place = Place::new();
    let store = store(&place.folder, 300, 7);
    let desk = place.open(&store);
    synced(&desk);
    let orders = open_orders(&desk);
    let link = |id: &OrderId| {
        let findings = desk.case_file(id).unwrap().findings;
        let mut links = findings.into_iter().flat_map(|finding| finding.links);
        links.find(|link| !orders.contains(&link.id)).map(|link| (id.clone(), link))
    };
    let (linked, link) = orders.iter().find_map(link).expect("an order with a link");
    place.clock.by(120);
    store.elsewhere(&Elsewhere::Chargeback { order: number(&link.order) }).unwrap();
    let began = place.setup(&store.url(), store.token()).clock.now();

    synced(&desk);

    let again: Vec<_> = orders.iter().filter(|id| checked_at(&desk, id) >= began).collect();
    assert!(again.contains(&&linked), "{linked} of {} checked again", again.len());
    assert!(again.len() <= 50 && again.len() < orders.len(), "{} again", again.len());
}

#[test]
fn other_tables_let_old_findings_be_shown_with_their_date_until_new_ones_are_there() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = open_orders(&desk).remove(0);
    let before = checked_at(&desk, &order);
    drop(desk);
    let tables = place.databases().join("places");
    fs::create_dir_all(&tables).unwrap();
    fs::copy("tests/places/lists/tor.txt", tables.join("tor.txt")).unwrap();
    place.clock.by(600);

    let desk = place.open(&store);
    desk.start_background();

    until("it is checked again", || {
        let case = desk.case_file(&order).unwrap();
        assert_eq!(case.is_refreshing, case.checked_at == before, "old ones say so");
        !case.is_refreshing
    });
    desk.stop_background();
    drop(desk);
    let desk = place.open(&store);
    assert!(checked_at(&desk, &order) > before);
}

#[test]
fn a_program_that_ends_before_all_was_checked_goes_on_at_the_next_start() {
    let place = Place::new();
    let store = store(&place.folder, 300, 7);
    let desk = place.open(&store);
    desk.start_background();
    until("orders came in", || !open_orders(&desk).is_empty());
    // The sync and its checks are given up where they are.
    desk.stop_background();
    drop(desk);

    let desk = place.open(&store);
    synced(&desk);

    let began = place.setup(&store.url(), store.token()).clock.now();
    place.clock.by(60);
    for order in open_orders(&desk) {
        assert!(checked_at(&desk, &order) <= began, "it was checked before it was looked at");
    }
}

/// The fact of a check under a label, when there is one.
fn fact(desk: &Desk, id: &OrderId, (check, label): (Check, &str)) -> Option<String> {
    desk.recheck(id).unwrap();
    let findings = desk.case_file(id).unwrap().findings;
    let finding = findings.into_iter().find(|finding| finding.check == check)?;
    let fact = finding.facts.into_iter().find(|fact| fact.label == label)?;
    Some(fact.value.shown().into_owned())
}

#[test]
fn a_verdict_is_told_with_the_buyers_other_orders_and_as_a_precedent() {
    let place = Place::new();
    let store = store(&place.folder, 300, 7);
    let desk = place.open(&store);
    synced(&desk);
    let rows = desk.first_rows(&Filter::default(), 500).unwrap();
    let with_earlier = |later: &QueueRow| {
        let links = desk.case_file(&later.id).unwrap().findings.into_iter().flat_map(|f| f.links);
        let mut same = links.filter(|link| {
            link.reasons.contains(&LinkReason::SameEmail) && link.placed_at < later.placed_at
        });
        let earlier = same.find_map(|link| rows.iter().find(|row| row.id == link.id))?;
        let plan = desk.plan(&earlier.id, Verb::Cancel, &wish(Verb::Cancel)).ok()?;
        Some((earlier.clone(), plan, later.id.clone()))
    };
    let (earlier, plan, later) = rows.iter().find_map(with_earlier).expect("a buyer of two orders");
    assert_eq!(fact(&desk, &later, (Check::History, "verdict")), None);

    let staged = desk.stage(&plan, Window::Now).unwrap();
    ran(&desk, staged.id);

    let verdict = fact(&desk, &later, (Check::History, "verdict")).unwrap();
    assert!(verdict.starts_with(&format!("{}: cancel (fraud) by ", earlier.order)), "{verdict}");
    let refused = fact(&desk, &later, (Check::History, "fraud")).unwrap();
    assert_eq!(refused, format!("{} was refused as fraud", earlier.order));
    let told = |row: &&QueueRow| {
        let precedent = fact(&desk, &row.id, (Check::History, "precedent"));
        precedent.is_some_and(|told| told.starts_with(&format!("{}: cancel", earlier.order)))
    };
    assert!(rows.iter().find(told).is_some(), "no order is like {}", earlier.order);
}
