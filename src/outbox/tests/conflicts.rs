use crate::domain::{Readable, RowState, StepState, Verb};
use crate::ledger::Change;
use crate::ledger::testing::{noon, note, release, sam};
use crate::outbox::testing::{Act, Bench, order};
use crate::outbox::{Aspect, changes};

#[tokio::test]
async fn an_order_that_changed_meanwhile_is_not_written_to_and_says_what_changed() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Release, vec![release("h-ours"), note("fine")]);
    bench.store.change("1", |order| {
        order.shipping = Readable::Denied("moved".into());
        order.closed.cancelled_at = order.closed.archived_at;
    });

    bench.run().await;

    let after = bench.row(row);
    assert!(bench.store.calls().is_empty());
    assert_eq!(after.state, RowState::Failed);
    let words = after.steps[0].error.as_deref().unwrap();
    assert!(words.contains("the shipping address changed, it was cancelled"), "{words}");
}

#[tokio::test]
async fn without_the_order_as_it_was_the_sentence_still_stands() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    bench.told.seen.lock().unwrap().clear();
    bench.store.change("1", |order| order.payment = crate::domain::Payment::Voided);

    bench.run().await;

    let words = bench.row(row).steps[0].error.clone().unwrap();
    assert!(words.starts_with("the order changed since it was looked at;"), "{words}");
}

#[tokio::test]
async fn a_change_by_somebody_else_between_two_steps_stops_the_plan() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Release, vec![release("h-ours"), note("fine")]);
    bench.store.will([Act::DoWhileCustomerWrites]);

    bench.run().await;

    let after = bench.row(row);
    assert_eq!(after.state, RowState::Stopped);
    assert_eq!(bench.states(row), [StepState::Confirmed, StepState::Failed]);
    assert!(after.steps[1].error.as_deref().unwrap().contains("the shipping address changed"));
    assert_eq!(bench.store.calls().len(), 1);
}

#[tokio::test]
async fn a_strangers_change_is_noticed_also_when_the_step_was_settled_later() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Release, vec![release("h-ours"), note("fine")]);
    bench.store.will([Act::DoLate(0)]);
    bench.store.change_at_next_call("1", |order| {
        order.shipping = Readable::Denied("moved".into());
    });

    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Stopped);
    assert_eq!(bench.store.calls().len(), 1);
}

/// A row whose first step was under way when the program ended; the hold is gone since.
fn left_behind(bench: &Bench) -> crate::domain::RowId {
    let row = bench.stage("1", Verb::Release, vec![release("h-ours"), note("fine")]);
    let step = crate::domain::StepId { row, place: 1 };
    let (from, to) = (StepState::Waiting, StepState::Running);
    bench.desk.ledger.move_step(step, from, to, Change::at(noon())).unwrap();
    bench.told.seen.lock().unwrap().clear();
    bench.store.change("1", |order| {
        order.fulfilment_orders[0].holds.retain(|hold| &*hold.id != "h-ours");
    });
    row
}

#[tokio::test]
async fn what_settles_late_and_cannot_be_compared_stops_the_steps_that_are_left() {
    let bench = Bench::new();
    let row = left_behind(&bench);
    bench.store.change("1", |order| order.shipping = Readable::Denied("moved".into()));

    bench.run().await;

    assert_eq!(bench.states(row), [StepState::Confirmed, StepState::Failed]);
    let words = bench.row(row).steps[1].error.clone().unwrap();
    assert!(words.starts_with("the order could not be compared with what was seen"), "{words}");
    assert!(bench.store.calls().is_empty());
}

#[tokio::test]
async fn a_retry_goes_on_from_what_the_failure_saw_and_from_nothing_later() {
    let bench = Bench::new();
    let row = left_behind(&bench);
    bench.run().await;
    bench.store.change("1", |order| order.shipping = Readable::Denied("moved".into()));

    bench.desk.ledger.retry(row, None, sam(noon())).unwrap();
    bench.run().await;
    assert_eq!(bench.states(row), [StepState::Confirmed, StepState::Failed]);
    assert!(bench.row(row).steps[1].error.clone().unwrap().contains("the shipping address"));

    bench.desk.ledger.retry(row, None, sam(noon())).unwrap();
    bench.run().await;
    assert_eq!(bench.row(row).state, RowState::Confirmed);
}

#[tokio::test]
async fn two_plans_made_from_the_same_sight_both_run_when_only_we_changed_the_order() {
    let bench = Bench::new();
    let first = bench.stage("1", Verb::Release, vec![release("h-ours")]);
    let second = bench.stage("1", Verb::Note, vec![note("released")]);

    bench.run().await;

    assert_eq!(bench.row(first).state, RowState::Confirmed);
    assert_eq!(bench.row(second).state, RowState::Confirmed);
    assert_eq!(bench.store.effects(), [release("h-ours"), note("released")]);
}

#[test]
fn tags_notes_and_time_stamps_are_no_change() {
    let seen = order("1");
    let mut now = seen.clone();
    now.tags.push("vip".into());
    now.note = "called".into();
    now.updated_at = now.updated_at.plus_seconds(5);

    assert_eq!(changes(&seen, &now), []);
}

#[test]
fn each_thing_that_moves_the_revision_has_its_words() {
    use crate::domain::{Order, Payment, Revision, RiskLevel};
    type Change = fn(&mut Order);
    let table: [(Aspect, Change); 9] = [
        (Aspect::Contact, |o| o.email = Readable::Known("a@b.c".into())),
        (Aspect::Billing, |o| o.billing = Readable::Denied("x".into())),
        (Aspect::Shipping, |o| o.shipping = Readable::Denied("x".into())),
        (Aspect::Totals, |o| o.totals.refunded = o.totals.total),
        (Aspect::Payment, |o| o.payment = Payment::Refunded),
        (Aspect::Parts, |o| o.fulfilment_orders[0].holds.clear()),
        (Aspect::Cancelled, |o| o.closed.cancelled_at = Some(o.placed_at)),
        (Aspect::Archived, |o| o.closed.archived_at = None),
        (Aspect::Risk, |o| {
            o.risk.assessments.push(crate::domain::Assessment {
                provider: "Shop".into(),
                level: RiskLevel::High,
                score: None,
                facts: vec![],
            });
        }),
    ];
    for (aspect, change) in table {
        let seen = order("1");
        let mut now = seen.clone();
        change(&mut now);

        let found: Vec<Aspect> = changes(&seen, &now).iter().map(|one| one.aspect).collect();

        assert_eq!(found, [aspect]);
        assert_ne!(Revision::of(&seen), Revision::of(&now), "{aspect:?}");
    }
}
