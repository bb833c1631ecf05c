//! Receipts, and what can be done about rows.

use super::bench::Bench;
use super::sample::{plan, refund_plan, release_plan, row};
use crate::domain::{RowState, Step, Verb};
use crate::tui::app::{Answer, Dialog, Effect};

const SIZE: (u16, u16) = (100, 30);

fn open(rows: Vec<crate::domain::OutboxRow>) -> Bench {
    let mut bench = Bench::ready(SIZE);
    bench.press("J");
    bench.answer(Answer::Receipts(Ok(rows)));
    bench.draw();
    bench
}

#[test]
fn unknown_and_stopped_rows_stand_on_top() {
    let bench = open(vec![
        row(&release_plan(), RowState::Confirmed, 1),
        row(&refund_plan(), RowState::Stopped, 2),
        row(&release_plan(), RowState::Unknown, 3),
    ]);

    let Some(Dialog::Receipts(receipts)) = &bench.model.dialog else { panic!("no receipts") };
    let states: Vec<_> = receipts.rows.iter().flatten().map(|row| row.state).collect();
    assert_eq!(states, [RowState::Stopped, RowState::Unknown, RowState::Confirmed]);
}

#[test]
fn trying_again_is_asked_and_confirmed_by_x_after_it_was_drawn() {
    let stopped = row(&refund_plan(), RowState::Stopped, 2);
    let mut bench = open(vec![stopped.clone()]);

    bench.press("Rx");
    let retries =
        |bench: &Bench| bench.effects.iter().filter(|e| matches!(e, Effect::Retry { .. })).count();
    assert_eq!(retries(&bench), 0);
    bench.draw();
    bench.press("x");

    assert!(bench.effects.contains(&Effect::Retry { row: stopped.id, place: Some(2) }));
}

#[test]
fn a_step_is_left_out_only_with_a_reason() {
    let stopped = row(&refund_plan(), RowState::Stopped, 2);
    let mut bench = open(vec![stopped.clone()]);

    bench.press("S⏎");
    assert!(bench.notice().contains("Say why"));
    bench.press("noted by hand⏎");
    bench.draw();
    bench.press("x");

    let why = "noted by hand".to_owned();
    assert!(bench.effects.contains(&Effect::Skip { row: stopped.id, place: Some(2), why }));
}

#[test]
fn what_may_have_been_sent_is_never_dropped() {
    for state in [RowState::Unknown, RowState::Failed] {
        let mut bench = open(vec![row(&release_plan(), state, 3)]);
        let screen = super::paint::paint(&bench.model, crate::tui::view::Theme::Mono);
        assert!(!screen.contains("D takes it back"), "{screen}");

        bench.press("D");
        bench.draw();
        bench.press("x");

        assert!(!bench.effects.iter().any(|effect| matches!(effect, Effect::Drop(_))));
        assert!(bench.notice().contains("cannot be taken back"));
    }
}

#[test]
fn a_row_that_fell_due_long_ago_stands_above_the_queue_and_is_started_only_by_hand() {
    let mut bench = Bench::ready(SIZE);
    let mut left = row(&release_plan(), RowState::Staged, 5);
    left.due_at = super::sample::now().plus_seconds(-3_600);
    bench.answer(Answer::OpenRows(Ok(vec![left.clone()])));
    let screen = super::paint::paint(&bench.model, crate::tui::view::Theme::Mono);
    assert!(screen.contains("It fell due while nobody was here"));

    bench.press("J");
    bench.answer(Answer::Receipts(Ok(vec![])));
    bench.press("R");
    bench.draw();
    bench.press("x");

    assert!(bench.effects.contains(&Effect::Retry { row: left.id, place: None }));
}

#[test]
fn a_confirmed_row_offers_nothing() {
    let tags = plan(Verb::Tag, vec![Step::AddTags { tags: vec!["vip".into()] }]);
    let mut bench = open(vec![row(&tags, RowState::Confirmed, 3)]);
    bench.forget();

    for key in ["R", "S", "D"] {
        bench.press(key);
        bench.draw();
        bench.press("x⎋");
        bench.press("J");
    }

    let acts =
        |e: &Effect| matches!(e, Effect::Retry { .. } | Effect::Skip { .. } | Effect::Drop(_));
    assert!(!bench.effects.iter().any(acts));
}

#[test]
fn a_receipt_shows_the_text_that_went_to_the_note() {
    let note = plan(Verb::Note, vec![Step::AppendNote { text: "called, no answer".into() }]);
    let mut bench = open(vec![row(&note, RowState::Confirmed, 3)]);

    bench.press("⏎");

    let screen = super::paint::paint(&bench.model, crate::tui::view::Theme::Mono);
    assert!(screen.contains("called, no answer"), "{screen}");
}

#[test]
fn a_step_left_out_is_called_so() {
    let mut left_out = row(&refund_plan(), RowState::Stopped, 2);
    left_out.steps[1].state = crate::domain::StepState::Skipped;
    let bench = open(vec![left_out]);

    let screen = super::paint::paint(&bench.model, crate::tui::view::Theme::Mono);

    assert!(screen.contains("2. left out: "), "{screen}");
    assert!(!screen.contains("skipped"), "{screen}");
}
