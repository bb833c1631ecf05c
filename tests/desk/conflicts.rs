//! The order changes between the plan and its run, or in the middle of it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use unhold::demo::{Elsewhere, FaultRule, RequestKind, Running, Trouble};
use unhold::desk::{Desk, Filter, QueueRow, Which, Window};
use unhold::domain::{Kind, OrderId, OutboxRow, Payment, RowState, StepState, Verb};
use unhold::verbs::Wish;

use crate::bench::{
    Place, first, global, number, ran, row, say, staged, store, synced, until, wish,
};

struct Scene {
    store: Running,
    desk: Desk,
    _place: Place,
}

fn scene() -> Scene {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    Scene { store, desk, _place: place }
}

fn held(desk: &Desk) -> QueueRow {
    first(desk, |row| row.held && row.payment == Payment::Paid && !row.cancelled)
}

/// Runs a row that must stop before its first write, and says with which words.
fn refused(scene: &Scene, staged: &OutboxRow) -> String {
    let before = scene.store.log().len();
    ran(&scene.desk, staged.id);
    let done = row(&scene.desk, staged.id);
    assert_eq!(done.state, RowState::Failed, "{:#?}", done.steps);
    assert_eq!(scene.store.log().len(), before, "{:#?}", scene.store.log());
    assert!(done.steps.iter().all(|step| step.attempts == 0));
    done.steps.iter().find_map(|step| step.error.clone()).expect("a reason")
}

fn is_held(scene: &Scene, order: &OrderId) -> bool {
    scene.desk.fresh_case_file(order).unwrap().order.is_held()
}

#[test]
fn a_changed_address_stops_the_plan_and_is_named() {
    let scene = scene();
    let order = held(&scene.desk);
    let release = staged(&scene.desk, &order.id, Verb::Release);
    let edit = "mutation($id: ID!) { orderUpdate(input: {id: $id, email: \"new@example.org\"}) \
                { userErrors { message } } }";
    say(&scene.store, edit, &json!({"id": global(&order.id)}));

    let why = refused(&scene, &release);

    assert!(why.contains("e-mail address changed"), "{why}");
    assert!(is_held(&scene, &order.id));
}

/// Changes the order's mail address as its customer would.
fn edited(scene: &Scene, order: &OrderId, address: &str) {
    let edit = "mutation($id: ID!, $to: String!) { orderUpdate(input: {id: $id, email: $to}) \
                { userErrors { message } } }";
    say(&scene.store, edit, &json!({"id": global(order), "to": address}));
}

#[test]
fn a_sync_between_the_plan_shown_and_its_staging_keeps_it_from_being_staged() {
    let scene = scene();
    let order = held(&scene.desk).id;
    let shown = scene.desk.plan(&order, Verb::Release, &Wish::default()).unwrap();
    edited(&scene, &order, "new@example.org");
    synced(&scene.desk);

    let fault = scene.desk.stage(&shown, Window::Now).unwrap_err();

    assert_eq!(fault.kind().exit_code(), 6, "{fault}");
    assert!(scene.desk.outbox(&Which::All).unwrap().is_empty());
    assert_eq!(scene.desk.verify_journal().unwrap().rows, 0, "nothing is recorded");
    let anew = scene.desk.plan(&order, Verb::Release, &Wish::default()).unwrap();
    assert_ne!(anew.revision, shown.revision);
    let row = scene.desk.stage(&anew, Window::Now).unwrap();
    assert_eq!(row.revision, anew.revision);
}

/// A customer edits and a desk syncs all the time, while a reviewer decides on what is shown:
/// whatever comes between, a row is made for the revision that its plan showed, or not at all.
#[test]
fn syncs_that_land_while_plans_are_staged_never_change_what_was_decided() {
    let scene = scene();
    let order = held(&scene.desk).id;
    let ends = AtomicBool::new(false);
    let (mut kept, mut refused) = (0, 0);
    std::thread::scope(|threads| {
        threads.spawn(|| {
            for round in 0.. {
                if ends.load(Ordering::Relaxed) {
                    break;
                }
                edited(&scene, &order, &format!("mail{round}@example.org"));
                synced(&scene.desk);
            }
        });
        let end = Instant::now() + Duration::from_secs(60);
        while (kept == 0 || refused == 0) && Instant::now() < end {
            let shown = scene.desk.plan(&order, Verb::Tag, &wish(Verb::Tag)).unwrap();
            // Somebody reads for a while.
            std::thread::sleep(Duration::from_millis(u64::from(refused == 0) * 20));
            match scene.desk.stage(&shown, Window::Undo(600)) {
                Ok(row) => {
                    assert_eq!(row.revision, shown.revision);
                    kept += 1;
                }
                Err(fault) => {
                    assert_eq!(fault.kind(), Kind::State, "{fault}");
                    refused += 1;
                }
            }
        }
        ends.store(true, Ordering::Relaxed);
    });

    assert!(kept > 0 && refused > 0, "{kept} kept, {refused} refused");
    assert_eq!(scene.desk.outbox(&Which::All).unwrap().len(), kept);
}

#[test]
fn a_colleagues_cancellation_stops_the_plan_and_is_named() {
    let scene = scene();
    scene.store.quirks(|quirks| quirks.cancel_takes_ms = 0);
    let order = held(&scene.desk);
    let refund = staged(&scene.desk, &order.id, Verb::Refund);
    let cancel = "mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true) \
                  { orderCancelUserErrors { message } } }";
    say(&scene.store, cancel, &json!({"id": global(&order.id)}));
    let id: u64 = order.id.as_str().parse().unwrap();
    until("it is cancelled", || {
        scene.store.look(|shop| shop.order(id).unwrap().cancelled.is_some())
    });

    let why = refused(&scene, &refund);

    assert!(why.contains("it was cancelled"), "{why}");
}

#[test]
fn a_cancellation_of_an_order_that_a_colleague_cancelled_is_not_claimed_as_ours() {
    let scene = scene();
    scene.store.quirks(|quirks| quirks.cancel_takes_ms = 0);
    let order = held(&scene.desk);
    let ours = staged(&scene.desk, &order.id, Verb::Cancel);
    let cancel = "mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true) \
                  { orderCancelUserErrors { message } } }";
    say(&scene.store, cancel, &json!({"id": global(&order.id)}));
    let id: u64 = order.id.as_str().parse().unwrap();
    until("it is cancelled", || {
        scene.store.look(|shop| shop.order(id).unwrap().cancelled.is_some())
    });

    let why = refused(&scene, &ours);

    assert!(why.contains("it was cancelled"), "{why}");
}

#[test]
fn a_voided_payment_stops_the_plan_and_is_named() {
    let scene = scene();
    let order = first(&scene.desk, |row| row.payment == Payment::Authorised && !row.cancelled);
    let plan = staged(&scene.desk, &order.id, Verb::Refund);
    let case = scene.desk.case_file(&order.id).unwrap();
    let authorised = case.order.open_authorisations().next().unwrap().id.clone();
    let void = "mutation($id: ID!) { transactionVoid(parentTransactionId: $id) \
                { userErrors { message } } }";
    let id = format!("gid://shopify/OrderTransaction/{authorised}");
    let answer = say(&scene.store, void, &json!({ "id": id }));
    assert_eq!(answer["data"]["transactionVoid"]["userErrors"], json!([]), "{answer}");

    let why = refused(&scene, &plan);

    assert!(why.contains("there is a new movement of money"), "{why}");
    assert!(why.contains("the payment was authorised, is voided"), "{why}");
}

#[test]
fn a_new_hold_before_the_run_stops_the_release_and_is_named() {
    let scene = scene();
    let order = held(&scene.desk);
    let release = staged(&scene.desk, &order.id, Verb::Release);
    let by = "Kim Colleague".to_owned();
    scene.store.elsewhere(&Elsewhere::Hold { order: number(&order.order), by }).unwrap();

    let why = refused(&scene, &release);

    assert!(why.contains("a hold was placed"), "{why}");
    assert!(is_held(&scene, &order.id));
}

#[test]
fn a_hold_that_appears_between_reading_and_writing_is_not_released() {
    let scene = scene();
    let order = held(&scene.desk);
    let before = scene.desk.case_file(&order.id).unwrap().order;
    let old: Vec<Box<str>> = before.holds().map(|(_, hold)| hold.id.clone()).collect();
    let release = staged(&scene.desk, &order.id, Verb::Release);
    let mut slow = FaultRule::once(Trouble::Delay { ms: 1_500 });
    slow.kind = Some(RequestKind::Mutation);
    scene.store.fault(slow);

    let done = std::thread::scope(|threads| {
        let run = threads.spawn(|| ran(&scene.desk, release.id));
        until("the call is under way", || scene.store.faults()[0].fired == 1);
        let by = "Kim Colleague".to_owned();
        scene.store.elsewhere(&Elsewhere::Hold { order: number(&order.order), by }).unwrap();
        run.join().unwrap();
        row(&scene.desk, release.id)
    });

    let after = scene.desk.fresh_case_file(&order.id).unwrap().order;
    let new: Vec<_> = after.holds().filter(|(_, hold)| !old.contains(&hold.id)).collect();
    assert_eq!(new.len(), 1, "{:#?}", done.steps);
    let step = &done.steps[0];
    assert_eq!(step.state, StepState::Confirmed);
    assert!(step.receipt.as_ref().unwrap().after.contains("still held by"), "{step:#?}");
    assert_eq!(done.state, RowState::Confirmed, "{:#?}", done.steps);
    assert!(after.is_held(), "whatever else the plan did, nothing ships");
}

#[test]
fn what_a_colleague_changes_while_a_lost_answer_is_unknown_stops_the_steps_that_are_left() {
    let scene = scene();
    let rows = scene.desk.first_rows(&Filter::default(), 500).unwrap();
    let mut wish = wish(Verb::Refund);
    wish.note = Some("refunded as asked".into());
    let (order, plan) = rows
        .iter()
        .filter(|row| row.payment == Payment::Paid && !row.cancelled)
        .find_map(|row| {
            let plan = scene.desk.plan(&row.id, Verb::Refund, &wish).ok()?;
            (plan.steps.len() > 1).then_some((row, plan))
        })
        .expect("a plan of several steps");
    let staged = scene.desk.stage(&plan, Window::Now).unwrap();
    let mut lost = FaultRule::once(Trouble::DropAfter);
    lost.kind = Some(RequestKind::Mutation);
    scene.store.fault(lost);
    // The reads that would settle it, after those for the shop and the order, find the
    // token refused, so the run ends in between.
    let mut blind = FaultRule { skip: 2, ..FaultRule::once(Trouble::ExpiredToken) };
    blind.kind = Some(RequestKind::Query);
    blind.times = Some(5);
    scene.store.fault(blind);
    ran(&scene.desk, staged.id);
    assert_eq!(row(&scene.desk, staged.id).state, RowState::Unknown);
    scene.store.clear_faults();
    let edit = "mutation($id: ID!) { orderUpdate(input: {id: $id, email: \"new@example.org\"}) \
                { userErrors { message } } }";
    say(&scene.store, edit, &json!({"id": global(&order.id)}));
    let before = scene.store.log().len();

    ran(&scene.desk, staged.id);

    let done = row(&scene.desk, staged.id);
    assert_eq!(done.state, RowState::Stopped, "{:#?}", done.steps);
    assert_eq!(scene.store.log().len(), before);
    let why = done.steps.iter().find_map(|step| step.error.clone()).unwrap();
    assert!(why.contains("e-mail address changed"), "{why}");
}

#[test]
fn a_refund_that_the_store_refuses_leaves_the_order_held() {
    let scene = scene();
    let order = held(&scene.desk);
    for trouble in [Trouble::Status { code: 404 }, Trouble::Status { code: 423 }] {
        let refund = staged(&scene.desk, &order.id, Verb::Refund);
        let mut refuses = FaultRule::once(trouble);
        refuses.kind = Some(RequestKind::Mutation);
        scene.store.fault(refuses);

        ran(&scene.desk, refund.id);

        assert_eq!(row(&scene.desk, refund.id).state, RowState::Failed);
        assert!(is_held(&scene, &order.id));
    }
    assert!(scene.store.log().is_empty());
}
