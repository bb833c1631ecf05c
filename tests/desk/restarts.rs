//! The program ends in the middle; the next one finds out what happened.

use std::time::Duration;

use unhold::demo::{FaultRule, RequestKind, Running, Trouble};
use unhold::desk::{Desk, Ended, Filter, QueueRow, Window};
use unhold::domain::{Clock as _, Payment, RowState, StepState, Verb};
use unhold::outbox::Pace;

use crate::bench::{Place, done_since, ran, row, staged, store, synced, until, wish};

fn paid(desk: &Desk) -> Vec<QueueRow> {
    let rows = desk.first_rows(&Filter::default(), 500).unwrap();
    let may = |row: &QueueRow, verb| {
        let case = desk.case_file(&row.id).unwrap();
        case.actions.iter().any(|action| action.verb == verb && action.allowed.is_ok())
    };
    let wanted = |row: &QueueRow| row.held && row.payment == Payment::Paid && !row.cancelled;
    rows.into_iter()
        .filter(|row| wanted(row) && may(row, Verb::Cancel) && may(row, Verb::Release))
        .collect()
}

fn slow(store: &Running, ms: u64) {
    let mut rule = FaultRule::once(Trouble::Delay { ms });
    rule.kind = Some(RequestKind::Mutation);
    store.fault(rule);
}

#[test]
fn a_row_left_running_is_unknown_then_settled_and_its_effect_is_there_once() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let orders = paid(&desk);
    for (order, verb) in orders.iter().zip([Verb::Refund, Verb::Release, Verb::Note]) {
        let desk = place.open(&store);
        let before = store.log().len();
        let recorded = staged(&desk, &order.id, verb);
        slow(&store, 1_000);
        let limit = Some(Duration::from_millis(600));
        let ended = desk.run_outbox(Pace::one(recorded.id), limit).unwrap();
        assert!(matches!(ended, Ended::OutOfTime), "{verb:?}: {ended:?}");
        drop(desk);

        let desk = place.open(&store);
        let found = row(&desk, recorded.id);
        assert_eq!(found.state, RowState::Unknown, "{verb:?}: {:#?}", found.steps);
        until("the store has ended its work", || store.log().len() > before);
        ran(&desk, recorded.id);

        let done = row(&desk, recorded.id);
        assert_eq!(done.state, RowState::Confirmed, "{verb:?}: {:#?}", done.steps);
        assert_eq!(done_since(&store, before).len(), done.steps.len(), "{verb:?}");
        store.clear_faults();
    }
}

#[test]
fn a_cancel_job_is_taken_up_by_its_ticket_and_done_once() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    store.quirks(|quirks| quirks.cancel_takes_ms = 3_000);
    let desk = place.open(&store);
    synced(&desk);
    let order = paid(&desk).remove(0);
    let recorded = staged(&desk, &order.id, Verb::Cancel);
    let limit = Some(Duration::from_millis(1_500));
    let ended = desk.run_outbox(Pace::one(recorded.id), limit).unwrap();
    assert!(matches!(ended, Ended::OutOfTime), "{ended:?}");
    drop(desk);

    let desk = place.open(&store);
    let found = row(&desk, recorded.id);
    let step = found.steps.iter().find(|step| step.ticket.is_some()).expect("a ticket");
    assert_eq!(step.state, StepState::Unknown);
    ran(&desk, recorded.id);

    let done = row(&desk, recorded.id);
    assert_eq!(done.state, RowState::Confirmed, "{:#?}", done.steps);
    let log = store.log();
    let asked = log.iter().filter(|effect| effect.what == "orderCancel").count();
    assert_eq!(asked, 1, "{log:#?}");
}

#[test]
fn rows_of_an_earlier_session_get_a_fresh_window_and_then_run() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let orders = paid(&desk);
    let rows: Vec<_> = orders.iter().take(3).map(|o| staged(&desk, &o.id, Verb::Tag)).collect();
    let later = desk.plan(&orders[3].id, Verb::Tag, &wish(Verb::Tag)).unwrap();
    let later = desk.stage(&later, Window::Undo(3_600)).unwrap();
    drop(desk);
    place.clock.by(90);

    let desk = place.open(&store);
    let started = place.clock.now();
    desk.start_background();

    for recorded in &rows {
        let open = row(&desk, recorded.id);
        assert_eq!(open.state, RowState::Staged);
        assert!(open.due_at.seconds_since(started) >= 29, "{:?}", open.due_at);
    }
    assert_eq!(row(&desk, later.id).due_at, later.due_at);
    assert_eq!(desk.take_back(rows[0].id).unwrap().state, RowState::Dropped);
    place.clock.by(31);
    assert_eq!(desk.take_back(later.id).unwrap().state, RowState::Dropped);
    for recorded in &rows[1..] {
        until("it ran", || row(&desk, recorded.id).state == RowState::Confirmed);
    }
    desk.stop_background();
    assert_eq!(store.log().len(), 2);
}

#[test]
fn a_row_that_slept_too_long_is_asked_about_and_runs_when_told_to() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = paid(&desk).remove(0);
    let recorded = staged(&desk, &order.id, Verb::Tag);
    drop(desk);
    place.clock.by(3_600);

    let desk = place.open(&store);
    let happened = desk.subscribe();
    desk.start_background();
    until("it is asked about", || {
        happened.try_iter().any(|what| {
            matches!(what, unhold::desk::Happened::NeedsAsking(row) if row.id == recorded.id)
        })
    });
    assert!(store.log().is_empty());
    desk.let_run(recorded.id).unwrap();
    until("it ran", || row(&desk, recorded.id).state == RowState::Confirmed);
    desk.stop_background();
}

#[test]
fn finishing_ends_the_windows_and_waits_until_all_has_run() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let orders = paid(&desk);
    desk.start_background();
    let rows: Vec<_> = orders
        .iter()
        .take(2)
        .map(|order| {
            let plan = desk.plan(&order.id, Verb::Tag, &wish(Verb::Tag)).unwrap();
            desk.stage(&plan, Window::Undo(3_600)).unwrap()
        })
        .collect();

    desk.finish_open().unwrap();

    for recorded in &rows {
        assert_eq!(row(&desk, recorded.id).state, RowState::Confirmed);
    }
    desk.stop_background();
    assert_eq!(store.log().len(), 2);
}

#[test]
fn finishing_with_a_store_that_is_gone_says_so_and_leaves_everything_recorded() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = paid(&desk).remove(0);
    let plan = desk.plan(&order.id, Verb::Tag, &wish(Verb::Tag)).unwrap();
    let recorded = desk.stage(&plan, Window::Undo(3_600)).unwrap();
    store.stop();
    desk.start_background();

    let fault = desk.finish_open().unwrap_err();

    assert_eq!(fault.kind(), unhold::domain::Kind::Store, "{fault:?}");
    desk.stop_background();
    assert_eq!(row(&desk, recorded.id).state, RowState::Staged);
}
