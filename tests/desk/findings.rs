//! How long findings hold, and what lets them be computed anew.

use std::fs;

use unhold::demo::Elsewhere;
use unhold::desk::{Desk, Filter};
use unhold::domain::{OrderId, Timestamp};

use crate::bench::{Place, number, store, synced, until};

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
