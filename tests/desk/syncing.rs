//! What a sync brings, drops and keeps out.

use std::fs;

use unhold::demo::shop::{Transaction, TransactionKind, TransactionState};
use unhold::demo::{Elsewhere, FaultRule, Running, Trouble};
use unhold::desk::{Desk, Filter, QueueRow};
use unhold::domain::{Kind, Lane, OrderId, Payment, RowState, Verb};
use unhold::sync::{Busy, How};

use crate::bench::{Place, first, number, ran, row, staged, store, synced};

fn all(desk: &Desk) -> Vec<OrderId> {
    let mut ids = Vec::new();
    for lane in Lane::ALL {
        let filter = Filter { lane: Some(lane), ..Filter::default() };
        ids.extend(desk.first_rows(&filter, 5_000).unwrap().into_iter().map(|row| row.id));
    }
    ids.sort();
    ids
}

fn lane_of(desk: &Desk, order: &OrderId) -> Lane {
    desk.case_file(order).unwrap().placement.lane
}

/// The case says why it is not done, where it is not.
fn is_done(desk: &Desk, order: &OrderId, what: &str) {
    let placement = desk.case_file(order).unwrap().placement;
    assert_eq!(placement.lane, Lane::Done, "{what}: {:?}", placement.why);
}

fn in_queue(desk: &Desk, order: &OrderId) -> Option<QueueRow> {
    desk.first_rows(&Filter::default(), 500).unwrap().into_iter().find(|row| row.id == *order)
}

fn is_income(one: &Transaction) -> bool {
    let kinds = [TransactionKind::Sale, TransactionKind::Capture];
    kinds.contains(&one.kind) && one.state == TransactionState::Success
}

/// Numbers of orders that nothing flags, open and paid.
fn unflagged(store: &Running, desk: &Desk) -> Vec<u32> {
    let flagged = all(desk);
    store.look(|shop| {
        shop.orders()
            .iter()
            .filter(|order| order.cancelled.is_none() && order.closed_at.is_none())
            .filter(|order| order.transactions.iter().any(is_income) && order.refunds.is_empty())
            .filter(|order| {
                order.fulfilments.iter().any(|f| f.lines.iter().any(|l| l.remaining > 0))
            })
            .filter(|order| flagged.iter().all(|id| id.as_str() != order.id.to_string()))
            .map(|order| order.number)
            .collect()
    })
}

#[test]
fn an_interrupted_sync_goes_on_and_misses_nothing() {
    let place = Place::new();
    let store = store(&place.folder, 120, 7);
    let desk = place.open(&store);
    store.fault(FaultRule { skip: 4, ..FaultRule::once(Trouble::Status { code: 403 }) });

    let broken = desk.sync(How::Changes, Busy::Wait, &mut |_| {}).unwrap_err();
    let so_far = all(&desk).len();
    drop(desk);
    let desk = place.open(&store);
    synced(&desk);

    assert_eq!(broken.kind(), Kind::Store);
    assert!(so_far > 0);
    let other = Place::new();
    let whole = other.open(&store);
    synced(&whole);
    assert_eq!(all(&desk), all(&whole));
    assert!(all(&desk).len() > so_far);
}

#[test]
fn a_later_sync_takes_only_what_changed_and_holds_too() {
    let place = Place::new();
    let store = store(&place.folder, 300, 7);
    let desk = place.open(&store);
    let all_of_it = synced(&desk);
    let number = unflagged(&store, &desk)[0];
    store.elsewhere(&Elsewhere::Hold { order: number, by: "scanner".to_owned() }).unwrap();

    let later = synced(&desk);

    let (id, _) = desk.find(&format!("#{number}")).unwrap().remove(0);
    let case = desk.case_file(&id).unwrap();
    let found = in_queue(&desk, &id);
    assert!(found.is_some_and(|row| row.held), "{:?}", case.placement);
    assert!(later.requests < all_of_it.requests, "{later:?} {all_of_it:?}");
    assert!(later.changed < 5, "{later:?}");
    let idle = synced(&desk);
    assert_eq!(idle.changed, 0, "{idle:?}");
}

#[test]
fn an_order_shipped_elsewhere_is_done() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = first(&desk, |row| row.held && row.payment == Payment::Paid && !row.cancelled);
    store.elsewhere(&Elsewhere::Ship { order: number(&order.order) }).unwrap();

    synced(&desk);

    assert_eq!(lane_of(&desk, &order.id), Lane::Done);
    assert!(in_queue(&desk, &order.id).is_none());
    assert!(all(&desk).contains(&order.id));
}

#[test]
fn a_decided_order_comes_back_with_the_reason() {
    let place = Place::new();
    let store = store(&place.folder, 120, 7);
    let desk = place.open(&store);
    synced(&desk);
    let rows = desk.first_rows(&Filter::default(), 500).unwrap();
    let mut held = rows.into_iter().filter(|row| {
        row.held && row.payment == Payment::Paid && !row.cancelled && {
            let case = desk.case_file(&row.id).unwrap();
            case.actions.iter().any(|a| a.verb == Verb::Release && a.allowed.is_ok())
                && !case.preselected.is_empty()
                && case.preselected.len() == case.order.holds().count()
                && case.order.risk.level() < unhold::domain::RiskLevel::High
                && case.order.disputes.is_empty()
        }
    });
    let by = "scanner".to_owned();
    for (what, word) in [("hold", "hold"), ("risk", "risk"), ("chargeback", "dispute")] {
        let order = held.next().unwrap_or_else(|| panic!("an order for {what}"));
        let number = number(&order.order);
        let release = staged(&desk, &order.id, Verb::Release);
        let ended = ran(&desk, release.id);
        let done = row(&desk, release.id);
        assert_eq!(done.state, RowState::Confirmed, "{what}: {:?} {:#?}", ended.halted, done.steps);
        is_done(&desk, &order.id, what);
        synced(&desk);
        is_done(&desk, &order.id, what);
        let event = match what {
            "hold" => Elsewhere::Hold { order: number, by: by.clone() },
            "risk" => Elsewhere::Risk { order: number, level: "high".to_owned() },
            _ => Elsewhere::Chargeback { order: number },
        };
        store.elsewhere(&event).unwrap();

        synced(&desk);

        let back = in_queue(&desk, &order.id).unwrap_or_else(|| panic!("{what}: not back"));
        let why = back.why.unwrap_or_default();
        assert!(why.contains(word), "{what}: {why:?}");
    }
}

#[test]
fn an_order_that_nothing_flags_is_found_by_number_and_can_be_acted_on() {
    let place = Place::new();
    let store = store(&place.folder, 120, 7);
    let desk = place.open(&store);
    synced(&desk);
    let number = unflagged(&store, &desk)[0];

    for typed in [format!("#{number}"), number.to_string(), format!("EX-{number}")] {
        let found = desk.find(&typed).unwrap();
        assert_eq!(found.len(), 1, "{typed}");
        let (id, name) = found.into_iter().next().unwrap();
        assert_eq!(name.raw(), format!("#{number}"), "{typed}");
        let tag = staged(&desk, &id, Verb::Tag);
        ran(&desk, tag.id);
        assert_eq!(row(&desk, tag.id).state, RowState::Confirmed, "{typed}");
    }
    assert_eq!(desk.find("#99999999").unwrap(), vec![]);
    assert_eq!(store.log().len(), 3);
    let (id, _) = desk.find(&number.to_string()).unwrap().remove(0);
    let hold = staged(&desk, &id, Verb::Hold);
    ran(&desk, hold.id);
    assert_eq!(row(&desk, hold.id).state, RowState::Confirmed);
}

#[test]
fn card_numbers_in_hostile_text_never_reach_the_disk() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let number = store.look(|shop| {
        let planted = |note: &str| note.contains("4111 1111 1111 1111");
        let mut all = shop.orders().iter();
        all.find(|order| order.note.as_ref().is_some_and(|note| planted(note)))
            .map(|order| order.number)
            .expect("an order with a card number in its note")
    });
    let (id, _) = desk.find(&format!("#{number}")).unwrap().remove(0);
    desk.case_file(&id).unwrap();
    let note = staged(&desk, &id, Verb::Note);
    ran(&desk, note.id);
    assert_eq!(row(&desk, note.id).state, RowState::Confirmed);
    let mut wish = crate::bench::wish(Verb::Note);
    wish.note = Some("customer reads out 4111-1111-1111-1111".into());
    let plan = desk.plan(&id, Verb::Note, &wish).unwrap();
    desk.stage(&plan, unhold::desk::Window::Now).unwrap();

    let cards = [
        "4111 1111 1111 1111",
        "4111111111111111",
        "4111-1111-1111-1111",
        "5555-5555-5555-4444",
        "5555555555554444",
        "3782 822463 10005",
        "378282246310005",
    ];
    for entry in fs::read_dir(place.databases()).unwrap().flatten() {
        let bytes = fs::read(entry.path()).unwrap_or_default();
        for card in cards {
            let found = bytes.windows(card.len()).any(|part| part == card.as_bytes());
            assert!(!found, "{card} in {}", entry.path().display());
        }
    }
    // What the customer wrote stands in the store as before, with our lines after it.
    let kept = store.look(|shop| shop.order_numbered(number).unwrap().note.clone().unwrap());
    assert!(kept.contains("4111 1111 1111 1111") && kept.contains("called"), "{kept:?}");
}
