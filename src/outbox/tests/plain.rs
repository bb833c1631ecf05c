use std::time::Duration;

use crate::domain::{Kind, Readable, RowState, StepState, Verb};
use crate::ledger::Case;
use crate::ledger::testing::{archive, note, release, sam, shop};
use crate::outbox::testing::{Act, Bench, cancel, hold, refund};
use crate::stores::Trouble;

fn release_plan() -> Vec<crate::domain::Step> {
    vec![release("h-ours"), crate::domain::Step::SetArchived { archived: false }, note("fine")]
}

#[tokio::test]
async fn a_release_runs_step_by_step_and_is_proved_by_reading() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Release, release_plan());

    let ran = bench.run().await;

    let after = bench.row(row);
    assert_eq!(after.state, RowState::Confirmed);
    assert_eq!(ran.rows.len(), 1);
    assert_eq!(bench.store.effects(), release_plan());
    let receipt = after.steps[0].receipt.as_ref().unwrap();
    assert_eq!(receipt.reference.as_deref(), Some("ref-1"));
    assert_eq!(
        receipt.before,
        "paid, unfulfilled, held by us (high risk) and Flow (high risk), archived"
    );
    assert!(receipt.after.contains("still held by Flow (high risk)"), "{}", receipt.after);
}

#[tokio::test]
async fn a_confirmed_release_decides_the_case_with_the_holds_left() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Release, release_plan());

    bench.run().await;

    let (shop, order) = (shop(), bench.row(row).order);
    let case = bench.desk.ledger.case(Case { shop: &shop, order: &order }).unwrap();
    assert_eq!(case.decided.unwrap().holds_then, ["h-staff"]);
}

#[tokio::test]
async fn the_cache_and_the_screen_are_told() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);

    bench.run().await;

    let states: Vec<RowState> =
        bench.told.changed.lock().unwrap().iter().map(|(_, state)| *state).collect();
    assert_eq!(states, [RowState::Running, RowState::Running, RowState::Confirmed]);
    assert_eq!(bench.told.refreshed.lock().unwrap().len(), 2, "once before and once after");
    assert_eq!(bench.row(row).steps[0].attempts, 1);
}

#[tokio::test]
async fn what_is_so_already_is_confirmed_without_sending() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Archive, vec![archive()]);

    bench.run().await;

    assert!(bench.store.calls().is_empty());
    let after = bench.row(row);
    assert_eq!(after.state, RowState::Confirmed);
    assert!(after.steps[0].receipt.as_ref().unwrap().after.contains("nothing was sent"));
}

#[tokio::test]
async fn a_hold_placed_while_the_plan_runs_is_not_released() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Release, vec![note("first"), release("h-ours")]);
    bench.store.will([Act::Do]);
    // Placed after the plan was shown: the plan stops before its first write.
    bench.store.change("1", |order| {
        order.fulfilment_orders[0].holds.push(hold("h-new", false));
    });

    bench.run().await;

    let after = bench.row(row);
    assert_eq!(after.state, RowState::Failed);
    assert!(bench.store.calls().is_empty());
    let words = after.steps[0].error.as_deref().unwrap();
    assert!(words.contains("a hold was placed by Flow (high risk)"), "{words}");
}

#[tokio::test]
async fn a_missing_permission_fails_the_step_without_sending() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    bench.store.forbids(crate::domain::StepKind::AppendNote);

    bench.run().await;

    assert!(bench.store.calls().is_empty());
    assert!(bench.row(row).steps[0].error.as_deref().unwrap().contains("write_orders"));
    assert_eq!(bench.row(row).state, RowState::Failed);
}

#[tokio::test]
async fn a_refused_middle_step_stops_the_row_and_a_skip_lets_the_rest_go_on() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Release, release_plan());
    bench.store.will([Act::Do, Act::Fail(Trouble::Refused)]);
    bench.run().await;
    assert_eq!(bench.row(row).state, RowState::Stopped);
    assert_eq!(bench.states(row), [StepState::Confirmed, StepState::Failed, StepState::Waiting]);

    bench.desk.ledger.skip(row, None, "done by hand", sam(bench.row(row).due_at)).unwrap();
    bench.run().await;

    assert_eq!(bench.states(row), [StepState::Confirmed, StepState::Skipped, StepState::Confirmed]);
    assert_eq!(bench.row(row).state, RowState::Confirmed);
}

#[tokio::test]
async fn a_refused_step_can_be_retried_with_the_same_key() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Refund, vec![refund(500)]);
    bench.store.will([Act::Fail(Trouble::Refused)]);
    bench.run().await;
    assert_eq!(bench.row(row).state, RowState::Failed);

    bench.desk.ledger.retry(row, None, sam(bench.row(row).due_at)).unwrap();
    bench.run().await;

    let calls = bench.store.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].1, calls[1].1);
    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert_eq!(bench.store.effects().len(), 1);
}

#[tokio::test]
async fn a_cancel_waits_for_its_job_and_is_proved_by_the_order() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Cancel, vec![cancel()]);
    bench.store.will([Act::Job(3)]);

    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert_eq!(bench.store.effects().len(), 1);
    assert!(bench.row(row).steps[0].receipt.as_ref().unwrap().after.contains("cancelled"));
}

#[tokio::test]
async fn a_job_that_fails_fails_the_step_with_the_stores_words() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Cancel, vec![cancel()]);
    bench.store.will([Act::JobFails]);

    bench.run().await;

    let after = bench.row(row);
    assert_eq!(after.state, RowState::Failed);
    assert!(after.steps[0].error.as_deref().unwrap().contains("insufficient funds"));
    assert!(bench.store.effects().is_empty());
}

#[tokio::test]
async fn a_row_of_another_shop_is_not_run() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    *bench.store.shop.lock().unwrap() = Some(crate::domain::ShopId::new("another"));

    bench.run().await;

    assert!(bench.store.calls().is_empty());
    assert_eq!(bench.row(row).state, RowState::Staged);
}

#[tokio::test]
async fn an_order_that_is_gone_fails_the_row() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    bench.store.change("1", |order| order.email = Readable::Absent);
    bench.store.reads_fail([]);
    bench.store.forget("1");

    bench.run().await;

    assert!(bench.row(row).steps[0].error.as_deref().unwrap().contains("no longer has this order"));
}

#[tokio::test]
async fn only_one_runner_works_and_the_other_is_told_who() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    let (first, second) = (bench.runner(), bench.runner());
    first.run_due(crate::outbox::Pace::background()).await.unwrap();
    let later = bench.stage("1", Verb::Note, vec![note("b")]);

    let ran = second.run_due(crate::outbox::Pace::drain()).await.unwrap();

    let crate::outbox::Who::Another(Some(owner)) = ran.ownership else {
        panic!("{ran:?}");
    };
    assert_eq!(owner.pid, std::process::id());
    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert_eq!(bench.row(later).state, RowState::Staged);
    first.give_up().await.unwrap();
    second.run_due(crate::outbox::Pace::drain()).await.unwrap();
    assert_eq!(bench.row(later).state, RowState::Confirmed);
}

#[tokio::test]
async fn following_a_row_ends_when_the_other_process_has_run_it() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    let (other, ours) = (bench.runner(), bench.runner());

    let (ran, followed) = tokio::time::timeout(Duration::from_secs(20), async {
        tokio::join!(other.run_due(crate::outbox::Pace::drain()), ours.follow(row))
    })
    .await
    .unwrap();

    ran.unwrap();
    assert_eq!(followed.unwrap().state, RowState::Confirmed);
}

#[tokio::test]
async fn a_row_taken_back_is_never_sent() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    bench.desk.ledger.take_back(row, bench.row(row).due_at).unwrap();

    let ran = bench.run().await;

    assert!(ran.rows.is_empty());
    assert!(bench.store.calls().is_empty());
    let again = bench.desk.ledger.take_back(row, bench.row(row).due_at).unwrap_err();
    assert_eq!(again.kind(), Kind::State);
}

#[tokio::test]
async fn a_step_costs_the_disk_two_syncs_and_a_row_one() {
    let bench = Bench::new();
    let before = bench.desk.ledger.syncs();
    bench.stage("1", Verb::Note, vec![note("a"), note("b"), note("c")]);
    let staged = bench.desk.ledger.syncs() - before;
    let ledger = bench.desk.another();
    let runner = bench.runner_on(ledger.clone());

    runner.run_due(crate::outbox::Pace::background()).await.unwrap();

    assert_eq!(bench.store.effects().len(), 3);
    assert_eq!((staged, ledger.syncs()), (1, 6));
}

#[tokio::test]
async fn a_half_done_row_says_what_was_mended_by_hand_and_goes_on_when_asked_again() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Release, release_plan());
    bench.store.will([Act::Do, Act::Fail(Trouble::Refused)]);
    bench.run().await;
    bench.store.change("1", |order| order.closed.archived_at = None);
    let sam = sam(bench.row(row).due_at);

    bench.desk.ledger.skip(row, None, "unarchived by hand", sam).unwrap();
    bench.run().await;
    let told = bench.row(row);
    bench.desk.ledger.retry(row, None, sam).unwrap();
    bench.run().await;

    assert_eq!(told.state, RowState::Stopped);
    let words = told.steps[2].error.as_deref().unwrap();
    assert!(words.contains("it was taken out of the archive"), "{words}");
    assert_eq!(bench.row(row).state, RowState::Confirmed);
}

#[tokio::test]
async fn a_plan_of_which_nothing_was_done_is_not_retried_against_another_order_than_it_was_made_for()
 {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Refund, vec![refund(500)]);
    bench.store.change("1", |order| order.email = Readable::Known("new@example.org".into()));
    bench.run().await;

    bench.desk.ledger.retry(row, None, sam(bench.row(row).due_at)).unwrap();
    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Failed);
    assert!(bench.store.calls().is_empty());
}
