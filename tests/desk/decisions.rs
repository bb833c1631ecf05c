//! An order goes from the queue to a confirmed action.

use tempfile::TempDir;
use unhold::desk::{Ended, Filter, Window};
use unhold::domain::{Lane, Payment, RowState, Verb};
use unhold::outbox::Pace;
use unhold::verbs::Wish;

use crate::bench::{desk, first, store, synced};

#[test]
fn a_held_order_is_released_and_leaves_the_queue() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder, 60, 7);
    let desk = desk(&folder, &store);
    let summary = synced(&desk);
    assert!(summary.flagged >= 20, "{summary:?}");
    let row = first(&desk, |row| row.held && !row.cancelled && row.payment == Payment::Paid);

    let plan = desk.plan(&row.id, Verb::Release, &Wish::default()).unwrap();
    let staged = desk.stage(&plan, Window::Now).unwrap();
    let ended = desk.run_outbox(Pace::one(staged.id), None).unwrap();

    let Ended::Ran(ran) = ended else { panic!("out of time") };
    assert_eq!(ran.halted, None);
    let done = &ran.rows[0];
    assert_eq!(done.state, RowState::Confirmed, "{:?}", done.steps);
    let case = desk.case_file(&row.id).unwrap();
    assert!(!case.order.is_held());
    assert!(!case.order.is_archived());
    assert_eq!(case.placement.lane, Lane::Done);
    let rows = desk.first_rows(&Filter::default(), 500).unwrap();
    assert!(rows.iter().all(|other| other.id != row.id));
    assert_eq!(desk.verify_journal().unwrap().first_bad, None);
}

#[test]
fn a_paid_order_is_refunded_once_to_its_original_payment() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder, 60, 7);
    let desk = desk(&folder, &store);
    synced(&desk);
    let row = first(&desk, |row| row.payment == Payment::Paid && !row.cancelled);

    let plan = desk.plan(&row.id, Verb::Refund, &Wish::default()).unwrap();
    let staged = desk.stage(&plan, Window::Now).unwrap();
    let Ended::Ran(ran) = desk.run_outbox(Pace::one(staged.id), None).unwrap() else {
        panic!("out of time")
    };

    assert_eq!(ran.rows[0].state, RowState::Confirmed, "{:?}", ran.rows[0].steps);
    let case = desk.case_file(&row.id).unwrap();
    assert_eq!(case.order.payment, Payment::Refunded);
    let refunds = store.log().into_iter().filter(|effect| effect.what.contains("refund"));
    assert_eq!(refunds.count(), 1);
}

#[test]
fn an_order_that_was_released_is_not_released_twice() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder, 60, 7);
    let desk = desk(&folder, &store);
    synced(&desk);
    let row = first(&desk, |row| row.held && !row.cancelled && row.payment == Payment::Paid);
    let plan = desk.plan(&row.id, Verb::Release, &Wish::default()).unwrap();
    let staged = desk.stage(&plan, Window::Now).unwrap();
    desk.run_outbox(Pace::one(staged.id), None).unwrap();

    let fault = desk.plan(&row.id, Verb::Release, &Wish::default()).unwrap_err();

    assert_eq!(fault.kind(), unhold::domain::Kind::State);
    assert!(fault.message().contains("it was already released by"), "{fault:?}");
    let case = desk.case_file(&row.id).unwrap();
    let release = case.actions.iter().find(|action| action.verb == Verb::Release).unwrap();
    let why = &release.allowed.as_ref().unwrap_err().0;
    assert_eq!(why, fault.message());
}

#[test]
fn an_order_is_cancelled_and_the_jobs_outcome_is_waited_for() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder, 60, 7);
    let desk = desk(&folder, &store);
    synced(&desk);
    let row = first(&desk, |row| row.payment == Payment::Paid && row.held && !row.cancelled);

    let plan = desk.plan(&row.id, Verb::Cancel, &Wish::default()).unwrap();
    let staged = desk.stage(&plan, Window::Now).unwrap();
    let Ended::Ran(ran) = desk.run_outbox(Pace::one(staged.id), None).unwrap() else {
        panic!("out of time")
    };

    assert_eq!(ran.rows[0].state, RowState::Confirmed, "{:?}", ran.rows[0].steps);
    assert!(desk.case_file(&row.id).unwrap().order.is_cancelled());
}

#[test]
fn a_plan_taken_back_sends_nothing() {
    let folder = TempDir::new().unwrap();
    let store = store(&folder, 60, 7);
    let desk = desk(&folder, &store);
    synced(&desk);
    let row = first(&desk, |row| row.held);
    let plan = desk.plan(&row.id, Verb::Release, &Wish::default()).unwrap();
    let staged = desk.stage(&plan, Window::Undo(30)).unwrap();

    let back = desk.take_back(staged.id).unwrap();

    assert_eq!(back.state, RowState::Dropped);
    desk.run_outbox(Pace::drain_now(), None).unwrap();
    assert!(store.log().is_empty());
}
