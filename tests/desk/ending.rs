//! A plan stops half way at the real store, and a person ends it.

use serde_json::json;
use unhold::demo::{FaultRule, RequestKind, Running, Trouble};
use unhold::desk::{Desk, QueueRow, Window};
use unhold::domain::{Kind, Lane, OutboxRow, Payment, RowState, StepState, Verb};
use unhold::verbs::Wish;

use crate::bench::{Place, done_since, first, global, ran, row, say, store, synced, until};

struct Scene {
    store: Running,
    desk: Desk,
    order: QueueRow,
    _place: Place,
}

/// A held order whose release takes its holds and sets a tag while the customer writes, and
/// stops there.
fn stopped() -> (Scene, OutboxRow) {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = first(&desk, |row| row.held && row.payment == Payment::Paid && !row.cancelled);
    let wish =
        Wish { tags: vec!["looked at".into()], note: Some("fine".into()), ..Wish::default() };
    let plan = desk.plan(&order.id, Verb::Release, &wish).unwrap();
    let staged = desk.stage(&plan, Window::Now).unwrap();
    let mut slow = FaultRule::once(Trouble::Delay { ms: 1_500 }).on_field("tagsAdd");
    slow.kind = Some(RequestKind::Mutation);
    store.fault(slow);
    let edit = "mutation($id: ID!) { orderUpdate(input: {id: $id, email: \"new@example.org\"}) \
                { userErrors { message } } }";
    std::thread::scope(|threads| {
        let run = threads.spawn(|| ran(&desk, staged.id));
        until("the tag is being set", || store.faults()[0].fired == 1);
        say(&store, edit, &json!({"id": global(&order.id)}));
        run.join().unwrap();
    });
    let stopped = row(&desk, staged.id);
    assert_eq!(stopped.state, RowState::Stopped, "{:#?}", stopped.steps);
    (Scene { store, desk, order, _place: place }, stopped)
}

#[test]
fn a_stopped_release_is_taken_back_and_the_goods_are_held_again() {
    let (scene, stopped) = stopped();
    let Scene { store, desk, order, .. } = &scene;
    let before = store.log().len();

    let shown = desk.compensation(stopped.id).unwrap();
    assert!(store.log().len() == before, "looking writes nothing");
    desk.compensate(stopped.id, &shown).unwrap();
    ran(desk, stopped.id);

    let after = row(desk, stopped.id);
    assert_eq!(after.state, RowState::Compensated, "{:#?}", after.steps);
    let case = desk.fresh_case_file(&order.id).unwrap();
    assert!(case.order.is_held(), "held again");
    assert!(!case.order.tags.iter().any(|tag| tag.raw() == "looked at"));
    assert_ne!(case.placement.lane, Lane::Done, "nobody decided it");
    let done = done_since(store, before);
    assert_eq!(done.len(), shown.steps.len(), "{done:?}");
    assert_eq!(desk.verify_journal().unwrap().first_bad, None);
    let again = desk.compensation(stopped.id).unwrap_err();
    assert_eq!(again.kind(), Kind::State);
}

#[test]
fn a_stopped_release_is_handed_over_with_both_states_and_frees_the_order() {
    let (scene, stopped) = stopped();
    let Scene { store, desk, order, .. } = &scene;
    let cancel = |desk: &Desk| {
        let plan = desk.plan(&order.id, Verb::Cancel, &Wish::default()).unwrap();
        desk.stage(&plan, Window::Undo(600))
    };
    desk.fresh_case_file(&order.id).unwrap();
    let refused = cancel(desk).unwrap_err();
    assert!(refused.message().contains("is stopped"), "{refused:?}");
    let before = store.log().len();
    assert_eq!(desk.hand_over(stopped.id, " ").unwrap_err().kind(), Kind::Usage);

    let after = desk.hand_over(stopped.id, "the customer moved; Kim writes to him").unwrap();

    assert_eq!(after.state, RowState::HandedOver);
    let over = after.handed_over.unwrap();
    assert_eq!(over.by, "Sam Example");
    assert!(over.shows.unwrap().starts_with("paid"), "read from the store");
    let wanted: Vec<StepState> = after.steps.iter().map(|step| step.state).collect();
    assert!(wanted.contains(&StepState::Failed));
    ran(desk, stopped.id);
    assert_eq!(store.log().len(), before, "nothing more of it is sent");
    cancel(desk).unwrap();
}
