//! What the config changes of the evidence reaches the findings that are kept.

use unhold::config::{Entry, Spot};
use unhold::desk::{CaseFile, Desk, Filter};
use unhold::domain::{Check, Kind, OrderId};

use crate::bench::{Place, store, synced};

fn entry<T>(name: &str, value: T) -> Entry<T> {
    Entry { name: name.to_owned(), value, spot: Spot { file: "shop.toml".into(), line: 9 } }
}

fn weight(file: &CaseFile, check: Check) -> Option<f64> {
    file.findings.iter().find(|finding| finding.check == check).map(|finding| finding.weight)
}

#[test]
fn another_weight_lets_findings_be_computed_anew_and_a_check_that_is_off_gives_none() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let orders: Vec<OrderId> =
        desk.first_rows(&Filter::default(), 60).unwrap().into_iter().map(|row| row.id).collect();
    // An order that goes where the bill goes.
    let is_same = |id: &&OrderId| {
        let weight = weight(&desk.case_file(id).unwrap(), Check::Distance);
        weight.is_some_and(|weight| (weight + 0.4).abs() < 1e-9)
    };
    let order = orders.iter().find(is_same).expect("such an order").clone();
    let before = desk.case_file(&order).unwrap();
    assert!(weight(&before, Check::Name).is_some());
    drop(desk);
    place.clock.by(600);

    let mut setup = place.setup(&store.url(), store.token());
    setup.config.evidence.weights = vec![entry("distance_same", -0.9), entry("start", -1.0)];
    setup.config.evidence.off = vec![entry("name", ())];
    let desk = Desk::open(setup, place.adapter(&store.url(), store.token())).unwrap();
    let after = desk.case_file(&order).unwrap();

    assert!(after.checked_at > before.checked_at, "the checks ran again");
    assert_eq!(weight(&after, Check::Distance), Some(-0.9));
    assert_eq!(weight(&after, Check::Name), None);
    let moved = after.advice.score - before.advice.score;
    assert!(
        (moved - weight(&before, Check::Name).map_or(0.0, |name| -name)).abs() < 1e-6,
        "{moved}"
    );
}

#[test]
fn a_name_that_no_signal_has_is_refused_before_anything_is_read() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let mut setup = place.setup(&store.url(), store.token());
    setup.config.evidence.weights = vec![entry("distance_sme", 1.0)];

    let refused = Desk::open(setup, place.adapter(&store.url(), store.token())).err().unwrap();

    assert_eq!(refused.kind(), Kind::Config);
    assert!(refused.message().starts_with("shop.toml, line 9: "), "{refused}");
    assert!(refused.remedy().unwrap().contains("`distance_same`"));
}
