use std::time::Duration;

use crate::domain::{RowState, StepState, Verb};
use crate::ledger::testing::{note, release, sam};
use crate::outbox::testing::{Act, Bench, cancel, order, refund};
use crate::outbox::{Pace, Who};
use crate::stores::Trouble;

fn many() -> Bench {
    let bench = Bench::new();
    for id in ["2", "3", "4", "5", "6"] {
        bench.store.put(order(id));
    }
    bench
}

#[tokio::test]
async fn a_row_in_its_undo_window_is_waited_for_by_a_drain_and_left_by_the_background() {
    let bench = Bench::new();
    let due = bench.row_due_in(30);
    let row = bench.stage_at("1", Verb::Note, vec![note("a")], due);

    let ran = bench.runner().run_due(Pace::background()).await.unwrap();
    assert_eq!((ran.next_due, bench.row(row).state), (Some(due), RowState::Staged));
    bench.run().await;

    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert!(bench.row(row).steps[0].first_sent_at.unwrap() >= due);
}

#[tokio::test]
async fn running_now_ends_the_windows() {
    let bench = Bench::new();
    let due = bench.row_due_in(3000);
    let row = bench.stage_at("1", Verb::Note, vec![note("a")], due);

    bench.runner().run_due(Pace::drain_now()).await.unwrap();

    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert!(bench.row(row).steps[0].first_sent_at.unwrap() < due);
}

#[tokio::test]
async fn one_row_is_run_without_the_others() {
    let bench = many();
    let other = bench.stage("2", Verb::Note, vec![note("a")]);
    let before = bench.stage("1", Verb::Note, vec![note("b")]);
    let row = bench.stage("1", Verb::Note, vec![note("c")]);
    let after = bench.stage("1", Verb::Note, vec![note("d")]);

    bench.runner().run_due(Pace::one(row)).await.unwrap();

    assert_eq!(bench.row(before).state, RowState::Confirmed);
    assert_eq!(bench.row(row).state, RowState::Confirmed);
    assert_eq!(bench.row(other).state, RowState::Staged);
    assert_eq!(bench.row(after).state, RowState::Staged);
}

#[tokio::test]
async fn rows_of_one_order_run_in_the_order_of_staging() {
    let bench = Bench::new();
    for text in ["a", "b", "c", "d"] {
        bench.stage("1", Verb::Note, vec![note(text)]);
    }

    bench.run().await;

    assert_eq!(bench.store.effects(), [note("a"), note("b"), note("c"), note("d")]);
}

#[tokio::test]
async fn refunds_and_cancels_go_last_among_rows_due_at_once() {
    let bench = many();
    bench.stage("1", Verb::Cancel, vec![cancel()]);
    bench.stage("2", Verb::Refund, vec![refund(100)]);
    for id in ["3", "4", "5", "6"] {
        bench.stage(id, Verb::Release, vec![release("h-ours")]);
    }

    bench.run().await;

    let effects = bench.store.effects();
    assert_eq!(effects.len(), 6);
    assert!(effects[..4].iter().all(|step| *step == release("h-ours")), "{effects:?}");
}

#[tokio::test]
async fn an_overdue_row_is_asked_about_and_runs_when_let() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    bench.clock.pass(601);
    let runner = bench.runner();

    let ran = runner.run_due(Pace::background()).await.unwrap();
    assert_eq!(ran.ask.iter().map(|row| row.id).collect::<Vec<_>>(), [row]);
    assert!(bench.store.calls().is_empty());
    bench.desk.ledger.make_due(row, bench.row_due_in(0)).unwrap();
    runner.run_due(Pace::background()).await.unwrap();

    assert_eq!(bench.row(row).state, RowState::Confirmed);
}

#[tokio::test]
async fn a_drain_reads_an_overdue_row_afresh_and_runs_it() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    bench.clock.pass(9 * 3600);

    let ran = bench.run().await;

    assert!(ran.ask.is_empty());
    assert_eq!(bench.row(row).state, RowState::Confirmed);
}

#[tokio::test]
async fn a_row_that_waited_for_slow_work_is_not_asked_about() {
    let bench = many();
    // The first keeps the store busy for longer than a row may lie unasked.
    let slow = bench.stage("1", Verb::Cancel, vec![cancel()]);
    bench.store.will([Act::Fail(Trouble::Throttled(Duration::from_secs(60)))]);
    let runner = bench.runner();
    runner.run_due(Pace::background()).await.unwrap();
    assert_eq!(bench.row(slow).state, RowState::Confirmed);
    let row = bench.stage("2", Verb::Note, vec![note("a")]);
    bench.store.will(std::iter::repeat_n(Act::Fail(Trouble::Throttled(Duration::ZERO)), 6));
    runner.run_due(Pace::background()).await.unwrap();
    assert_eq!(bench.row(row).state, RowState::Staged);

    bench.clock.pass(599);
    let ran = runner.run_due(Pace::background()).await.unwrap();

    assert!(ran.ask.is_empty());
    assert_eq!(bench.row(row).state, RowState::Confirmed);
}

#[tokio::test]
async fn too_much_at_once_is_waited_out_and_sent_again() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    bench.store.will([Act::Fail(Trouble::Throttled(Duration::from_secs(2))), Act::Do]);

    bench.run().await;

    let after = bench.row(row);
    assert_eq!(after.state, RowState::Confirmed);
    assert_eq!(bench.store.effects().len(), 1);
    assert_eq!(after.steps[0].attempts, 1, "what was turned away is no attempt");
}

#[tokio::test]
async fn an_unreachable_store_leaves_the_row_waiting_and_says_so() {
    for act in [Trouble::Unreachable, Trouble::Stopped] {
        let bench = Bench::new();
        let row = bench.stage("1", Verb::Note, vec![note("a")]);
        bench.store.will([Act::Fail(act.clone())]);

        let ran = bench.run().await;

        let after = bench.row(row);
        assert_eq!(after.state, RowState::Staged);
        assert_eq!(after.steps[0].error.as_deref(), Some("waiting: the store said no"));
        assert_eq!((after.steps[0].attempts, after.steps[0].first_sent_at), (0, None));
        assert_eq!(ran.halted.unwrap().trouble, act);
        bench.run().await;
        assert_eq!(bench.row(row).state, RowState::Confirmed);
        assert_eq!(bench.row(row).steps[0].error, None);
    }
}

#[tokio::test]
async fn a_store_that_cannot_be_read_first_sends_nothing() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a")]);
    bench.store.reads_fail([Trouble::Unreachable]);

    let ran = bench.run().await;

    assert!(bench.store.calls().is_empty());
    assert_eq!(bench.row(row).state, RowState::Staged);
    assert!(ran.halted.is_some());
}

#[tokio::test]
async fn a_wrong_token_stops_sending_and_keeps_everything_staged() {
    let bench = many();
    let rows: Vec<_> = ["1", "2", "3", "4", "5", "6"]
        .map(|id| bench.stage(id, Verb::Release, vec![release("h-ours"), note("a")]))
        .to_vec();
    bench.store.will(std::iter::repeat_n(Act::Fail(Trouble::Unauthorised), 6));

    let ran = bench.run().await;

    assert_eq!(ran.halted.unwrap().trouble, Trouble::Unauthorised);
    assert!(bench.store.calls().len() <= 4, "only what was under way met the refusal");
    for row in rows {
        assert_eq!(bench.row(row).state, RowState::Staged);
        assert_eq!(bench.states(row), [StepState::Waiting, StepState::Waiting]);
    }
}

#[tokio::test]
async fn a_person_skipping_a_waiting_step_meanwhile_wins() {
    let bench = Bench::new();
    let row = bench.stage("1", Verb::Note, vec![note("a"), note("b")]);
    bench.desk.ledger.skip(row, Some(2), "not needed", sam(bench.row_due_in(0))).unwrap();

    bench.run().await;

    assert_eq!(bench.states(row), [StepState::Confirmed, StepState::Skipped]);
    assert_eq!(bench.store.effects(), [note("a")]);
}

#[tokio::test]
async fn undo_against_start_has_one_winner_and_the_store_agrees() {
    for _ in 0..20 {
        let bench = Bench::new();
        let row = bench.stage(
            "1",
            Verb::Unarchive,
            vec![crate::domain::Step::SetArchived { archived: false }],
        );
        let (ledger, now) = (bench.desk.ledger.clone(), bench.row_due_in(0));
        let undo = std::thread::spawn(move || ledger.take_back(row, now).is_ok());

        let ran = bench.run().await;
        let undone = undo.join().unwrap();

        assert_eq!(ran.ownership, Who::We);
        let state = if undone { RowState::Dropped } else { RowState::Confirmed };
        assert_eq!(bench.row(row).state, state);
        assert_eq!(bench.store.effects().is_empty(), undone);
    }
}

#[tokio::test]
async fn many_orders_are_drained_each_once() {
    let bench = Bench::new();
    for id in 1..=60 {
        bench.store.put(order(&id.to_string()));
        bench.stage(&id.to_string(), Verb::Release, vec![release("h-ours"), note("fine")]);
    }

    let ran = bench.run().await;

    assert_eq!(ran.rows.len(), 60);
    assert!(ran.rows.iter().all(|row| row.state == RowState::Confirmed));
    assert_eq!(bench.store.effects().len(), 120);
}

#[tokio::test]
async fn one_order_that_cannot_be_read_does_not_hold_up_the_others() {
    for (trouble, state) in
        [(Trouble::Unreadable, RowState::Staged), (Trouble::Forbidden, RowState::Failed)]
    {
        let bench = many();
        let bad = bench.stage("1", Verb::Note, vec![note("a")]);
        bench.store.reads_fail([trouble.clone()]);
        let ran = bench.run().await;
        assert!(ran.halted.is_none(), "{trouble:?}");
        assert_eq!(bench.row(bad).state, state, "{trouble:?}");
        assert!(bench.store.calls().is_empty());
        let good = bench.stage("2", Verb::Note, vec![note("b")]);

        bench.run().await;

        assert_eq!(bench.row(good).state, RowState::Confirmed, "{trouble:?}");
    }
}

#[test]
fn a_run_can_be_spawned_on_any_runtime() {
    fn is_send<T: Send>(_: &T) {}
    let runner = Bench::new().runner();

    is_send(&runner);
    is_send(&runner.run_due(Pace::drain()));
    is_send(&runner.follow(crate::domain::RowId(uuid::Uuid::nil())));
    is_send(&runner.give_up());
}
