use std::time::Duration;

use super::every_step::{bench, step_of};
use crate::domain::{RowId, RowState, Step, StepKind, StepState, Verb};
use crate::ledger::testing::{archive, note, release, sam};
use crate::outbox::testing::{Act, Bench, cancel, refund};
use crate::outbox::{Pace, Runner};
use crate::stores::Trouble;

#[tokio::test]
async fn an_answer_lost_after_the_effect_is_settled_by_reading_and_not_sent_again() {
    for kind in StepKind::ALL {
        let bench = bench();
        let (verb, step) = step_of(kind);
        let row = bench.stage("1", verb, vec![step]);
        bench.store.will([Act::DoAndLose]);

        bench.run().await;

        assert_eq!(bench.row(row).state, RowState::Confirmed, "{kind:?}");
        assert_eq!(bench.store.calls().len(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn an_answer_lost_before_the_effect_is_sent_again_with_the_same_key() {
    for kind in StepKind::ALL {
        let bench = bench();
        let (verb, step) = step_of(kind);
        let row = bench.stage("1", verb, vec![step]);
        bench.store.will([Act::Lose]);

        bench.run().await;

        let calls = bench.store.calls();
        assert_eq!(bench.row(row).state, RowState::Confirmed, "{kind:?}");
        assert_eq!((calls.len(), bench.store.effects().len()), (2, 1), "{kind:?}");
        assert_eq!(calls[0].1, calls[1].1, "{kind:?}");
        assert_eq!(bench.row(row).steps[0].attempts, 2, "{kind:?}");
    }
}

#[tokio::test]
async fn a_write_that_lands_late_is_waited_for_and_not_repeated() {
    for kind in [StepKind::Refund, StepKind::Cancel, StepKind::AppendNote] {
        let bench = bench();
        let (verb, step) = step_of(kind);
        let row = bench.stage("1", verb, vec![step]);
        bench.store.will([Act::DoLate(1)]);

        bench.run().await;

        assert_eq!(bench.row(row).state, RowState::Confirmed, "{kind:?}");
        assert_eq!((bench.store.calls().len(), bench.store.effects().len()), (1, 1), "{kind:?}");
    }
}

#[tokio::test]
async fn a_write_that_lands_after_it_was_read_as_undone_is_ours_and_no_strangers() {
    for kind in [StepKind::Refund, StepKind::Cancel, StepKind::AppendNote] {
        let bench = bench();
        let (verb, step) = step_of(kind);
        let row = bench.stage("1", verb, vec![step]);
        // Two reads find it undone; it is there when the order is read to send it again.
        bench.store.will([Act::DoLate(2)]);

        bench.run().await;

        let after = bench.row(row);
        assert_eq!(after.state, RowState::Confirmed, "{kind:?}: {:?}", after.steps);
        assert_eq!((bench.store.calls().len(), bench.store.effects().len()), (1, 1), "{kind:?}");
    }
}

#[tokio::test]
async fn a_refund_without_a_key_is_handed_to_a_person() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Refund, vec![refund(500)]);
    bench.store.will([Act::Lose]);

    bench.run().await;
    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Unknown);
    assert_eq!(bench.store.calls().len(), 1);
    let words = bench.row(row).steps[0].error.clone().unwrap();
    assert!(words.contains("look at the payments"), "{words}");
}

#[tokio::test]
async fn a_person_may_have_an_undone_refund_sent_again() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Refund, vec![refund(500)]);
    bench.store.will([Act::Lose]);
    bench.run().await;

    bench.desk.ledger.retry(row, None, sam(bench.row(row).due_at)).unwrap();
    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert_eq!((bench.store.calls().len(), bench.store.effects().len()), (2, 1));
}

#[tokio::test]
async fn a_retry_asked_for_something_that_did_happen_sends_nothing() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Refund, vec![refund(500)]);
    bench.store.will([Act::DoLate(30)]);
    bench.run().await;
    assert_eq!(bench.row(row).state, RowState::Unknown);
    for _ in 0..30 {
        bench.run().await;
    }

    drop(bench.desk.ledger.retry(row, None, sam(bench.row(row).due_at)));
    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert_eq!((bench.store.calls().len(), bench.store.effects().len()), (1, 1));
}

#[tokio::test]
async fn a_key_older_than_twenty_hours_protects_no_longer() {
    for (hours, sends) in [(19, 2), (21, 1)] {
        let bench = bench();
        let row = crashed(&bench, Act::Hang, vec![refund(500)]).await;
        bench.clock.pass(hours * 3600);

        bench.run().await;

        assert_eq!(bench.store.calls().len(), sends, "{hours} hours");
        let state = if sends == 2 { RowState::Confirmed } else { RowState::Unknown };
        assert_eq!(bench.row(row).state, state, "{hours} hours");
    }
}

#[tokio::test]
async fn setting_the_wall_clock_back_does_not_make_a_key_young() {
    let bench = bench();
    let row = bench.stage("1", Verb::Refund, vec![refund(500)]);
    let runner = bench.runner();
    bench.store.will([Act::Hang]);
    give_up_when_called(&bench, &runner).await;
    bench.clock.pass(21 * 3600);
    bench.clock.set_wall(-20 * 3600);

    runner.run_due(Pace::drain()).await.unwrap();

    assert_eq!(bench.store.calls().len(), 1);
    assert_eq!(bench.row(row).state, RowState::Unknown);
}

#[tokio::test]
async fn a_crash_between_journal_and_answer_is_settled_by_the_next_process() {
    for (act, sends) in [(Act::Hang, 2), (Act::DoAndHang, 1)] {
        for kind in StepKind::ALL {
            let bench = bench();
            let (verb, step) = step_of(kind);
            let row = crashed_with(&bench, act.clone(), verb, vec![step]).await;
            assert_eq!(bench.states(row), [StepState::Running]);

            bench.run().await;

            assert_eq!(bench.row(row).state, RowState::Confirmed, "{act:?} {kind:?}");
            let counts = (bench.store.calls().len(), bench.store.effects().len());
            assert_eq!(counts, (sends, 1), "{act:?} {kind:?}");
        }
    }
}

#[tokio::test]
async fn a_job_left_by_a_crash_is_resumed_by_its_ticket() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Cancel, vec![cancel()]);
    bench.store.will([Act::Job(100)]);
    bench.run().await;
    assert_eq!(bench.row(row).state, RowState::Unknown, "two minutes were not enough");
    assert_eq!(bench.row(row).steps[0].ticket.as_deref(), Some("job-1"));

    for _ in 0..4 {
        bench.run().await;
    }

    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert_eq!((bench.store.calls().len(), bench.store.effects().len()), (1, 1));
}

#[tokio::test]
async fn a_store_that_says_done_and_shows_nothing_is_not_believed() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Refund, vec![refund(500)]);
    bench.store.will([Act::Lie]);

    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Unknown);
    assert_eq!(bench.store.calls().len(), 1);
}

#[tokio::test]
async fn a_read_back_that_fails_at_first_is_tried_again() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    let runner = bench.runner();
    bench.store.will([Act::Do]);
    bench.store.fail_reads_after_call([Trouble::Unreachable, Trouble::Unreadable]);

    runner.run_due(Pace::drain()).await.unwrap();

    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert_eq!(bench.store.calls().len(), 1);
}

#[tokio::test]
async fn a_step_that_never_shows_is_sent_three_times_at_most() {
    let bench = bench();
    let row = bench.stage("1", Verb::Unarchive, vec![Step::SetArchived { archived: false }]);
    bench.store.will(std::iter::repeat_n(Act::Lose, 10));

    for _ in 0..6 {
        bench.run().await;
    }

    assert_eq!(bench.store.calls().len(), 3);
    assert_eq!(bench.row(row).state, RowState::Unknown);
}

#[tokio::test]
async fn a_refusal_of_a_repeat_is_checked_against_the_order() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Cancel, vec![cancel()]);
    // The first sending lands only after the second was refused as "already cancelled".
    bench.store.will([Act::DoLate(4), Act::Fail(Trouble::Refused)]);

    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert_eq!(bench.store.effects().len(), 1);
}

#[tokio::test]
async fn later_steps_go_on_once_the_unknown_one_is_settled() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Release, vec![release("h-ours"), note("fine")]);
    bench.store.will([Act::DoAndLose]);

    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert_eq!(bench.store.effects(), [release("h-ours"), note("fine")]);
}

#[tokio::test]
async fn nothing_of_an_order_runs_past_its_unknown_step() {
    let bench = Bench::new();
    let stuck = bench.stage("1", Verb::Refund, vec![refund(500)]);
    let behind = bench.stage("1", Verb::Note, vec![note("b")]);
    bench.store.will([Act::Lose]);

    bench.run().await;

    assert_eq!(bench.row(stuck).state, RowState::Unknown);
    assert_eq!(bench.row(behind).state, RowState::Staged);
    assert_eq!(bench.store.calls().len(), 1);
}

#[tokio::test]
async fn a_skipped_unknown_step_ends_the_row_and_frees_the_order() {
    let bench = Bench::new();
    let stuck = bench.stage("1", Verb::Refund, vec![refund(500)]);
    bench.store.will([Act::Lose]);
    bench.run().await;

    let now = bench.row(stuck).due_at;
    bench.desk.ledger.skip(stuck, Some(1), "refunded by hand", sam(now)).unwrap();

    assert_eq!(bench.row(stuck).state, RowState::Confirmed);
    let next = bench.stage("1", Verb::Archive, vec![archive()]);
    bench.run().await;
    assert_eq!(bench.row(next).state, RowState::Confirmed);
}

/// Runs until the store is called, then gives the run up as a crash would.
async fn give_up_when_called(bench: &Bench, runner: &Runner) {
    let ceiling = Duration::from_secs(20);
    tokio::select! {
        ran = runner.run_due(Pace::drain()) => panic!("ended: {ran:?}"),
        called = tokio::time::timeout(ceiling, bench.store.called.notified()) => called.unwrap(),
    }
}

async fn crashed(bench: &Bench, act: Act, steps: Vec<Step>) -> RowId {
    crashed_with(bench, act, Verb::Refund, steps).await
}

/// A row whose process died while the store was being called.
async fn crashed_with(bench: &Bench, act: Act, verb: Verb, steps: Vec<Step>) -> RowId {
    let row = bench.stage("1", verb, steps);
    bench.store.will([act]);
    let runner = bench.runner();
    give_up_when_called(bench, &runner).await;
    row
}
