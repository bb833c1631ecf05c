use crate::domain::{Compensation, Revision, RowState, Step, StepState, Undoing, Verb};
use crate::ledger::testing::{release, sam};
use crate::ledger::{Slip, Undone};
use crate::outbox::testing::{Act, Bench, place_hold};
use crate::stores::Trouble;

fn tags() -> Step {
    Step::AddTags { tags: vec!["reviewed".into()] }
}

fn untag() -> Step {
    Step::RemoveTags { tags: vec!["reviewed".into()] }
}

/// A release that took our hold and set a tag, and could not open the archive.
async fn stopped(bench: &Bench) -> crate::domain::RowId {
    let steps = vec![release("h-ours"), tags(), Step::SetArchived { archived: false }];
    let row = bench.stage("1", Verb::Release, steps);
    bench.store.will([Act::Do, Act::Do, Act::Fail(Trouble::Refused)]);
    bench.run().await;
    assert_eq!(bench.row(row).state, RowState::Stopped);
    row
}

/// Records the way back, for the order as it is at the store now.
fn compensate(bench: &Bench, row: crate::domain::RowId) {
    let seen = bench.store.get("1");
    let compensation = Compensation {
        revision: Revision::of(&seen),
        steps: vec![
            Undoing { undoes: 1, step: place_hold() },
            Undoing { undoes: 2, step: untag() },
        ],
        stays: vec![],
    };
    bench.told.seen.lock().unwrap().push(seen);
    let slip = || Slip { system: "store".into(), call: "call".into(), key: bench.desk.ids_key() };
    let undone =
        Undone { row, compensation: &compensation, slips: vec![slip(), slip()], decide_by: None };
    bench.desk.ledger.compensate(undone, sam(bench.row_due_in(0))).unwrap();
}

#[tokio::test]
async fn what_a_stopped_plan_did_is_taken_back_and_proved_by_reading() {
    use StepState::{Compensated, Confirmed, Skipped};
    let bench = Bench::new();
    let row = stopped(&bench).await;
    compensate(&bench, row);

    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Compensated);
    assert_eq!(bench.states(row), [Compensated, Compensated, Skipped, Confirmed, Confirmed]);
    assert_eq!(bench.store.effects(), [release("h-ours"), tags(), place_hold(), untag()]);
    let order = bench.store.get("1");
    assert!(order.is_held() && order.is_archived() && order.tags.is_empty());
    let receipt = bench.row(row).steps[3].receipt.clone().unwrap();
    assert!(receipt.after.contains("and us (high risk)"), "{}", receipt.after);
}

#[tokio::test]
async fn a_lost_answer_on_the_way_back_is_settled_by_reading_and_done_once() {
    for lost in [Act::DoAndLose, Act::Lose] {
        let bench = Bench::new();
        let row = stopped(&bench).await;
        compensate(&bench, row);
        bench.store.will([lost.clone()]);
        bench.run().await;
        bench.run().await;

        assert_eq!(bench.row(row).state, RowState::Compensated, "{lost:?}");
        let holds = bench.store.effects().into_iter().filter(|step| *step == place_hold());
        assert_eq!(holds.count(), 1, "{lost:?}");
    }
}

#[tokio::test]
async fn a_way_back_that_is_refused_stops_and_can_be_retried_or_left_out() {
    use StepState::{Compensated, Confirmed, Skipped};
    let bench = Bench::new();
    let row = stopped(&bench).await;
    compensate(&bench, row);
    bench.store.will([Act::Do, Act::Fail(Trouble::Refused)]);
    bench.run().await;
    assert_eq!(bench.row(row).state, RowState::Stopped);
    assert!(!bench.row(row).may_be_compensated(), "it is on its way back already");

    bench.desk.ledger.skip(row, None, "the tag may stay", sam(bench.row_due_in(0))).unwrap();
    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Compensated);
    assert_eq!(bench.states(row), [Compensated, Confirmed, Skipped, Confirmed, Skipped]);
}

#[tokio::test]
async fn an_order_that_changed_since_the_way_back_was_shown_stops_it_before_the_first_write() {
    let bench = Bench::new();
    let row = stopped(&bench).await;
    compensate(&bench, row);
    let before = bench.store.effects().len();
    bench.store.change("1", |order| order.email = crate::domain::Readable::Known("a@b.c".into()));

    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Stopped);
    assert_eq!(bench.store.effects().len(), before);
    let why = bench.row(row).steps[3].error.clone().unwrap();
    assert!(why.contains("e-mail address changed"), "{why}");
}
