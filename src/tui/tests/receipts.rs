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

fn way_back() -> crate::domain::Compensation {
    crate::domain::Compensation {
        revision: crate::domain::Revision::new("seen"),
        steps: vec![crate::domain::Undoing {
            undoes: 1,
            step: Step::RemoveTags { tags: vec!["vip".into()] },
        }],
        stays: vec![crate::domain::Stays { place: 2, why: "the note stays".to_owned() }],
    }
}

#[test]
fn undoing_a_stopped_plan_is_shown_with_what_stays_and_confirmed_by_x_after_it_was_drawn() {
    let stopped = row(&refund_plan(), RowState::Stopped, 2);
    let mut bench = open(vec![stopped.clone()]);
    bench.press("C");
    let ticket = bench.asked(|effect| match effect {
        Effect::Compensation { ticket, row } if *row == stopped.id => Some(*ticket),
        _ => None,
    });

    bench.answer(Answer::Compensation {
        ticket,
        row: stopped.id,
        result: Ok(Box::new(way_back())),
    });
    bench.press("x");
    assert!(!bench.effects.iter().any(|effect| matches!(effect, Effect::Compensate { .. })));
    bench.draw();
    let screen = super::paint::paint(&bench.model, crate::tui::view::Theme::Mono);
    assert!(screen.contains("undoes step 1: "), "{screen}");
    assert!(screen.contains("step 2 stays: the note stays"), "{screen}");
    bench.press("x");

    let shown = Box::new(way_back());
    assert!(bench.effects.contains(&Effect::Compensate { row: stopped.id, shown }));
}

#[test]
fn a_late_answer_about_undoing_asks_nothing() {
    let stopped = row(&refund_plan(), RowState::Stopped, 2);
    let mut bench = open(vec![stopped.clone()]);
    bench.press("C");
    let ticket = bench.asked(|effect| match effect {
        Effect::Compensation { ticket, .. } => Some(*ticket),
        _ => None,
    });
    bench.press("⎋J");
    bench.answer(Answer::Receipts(Ok(vec![stopped.clone()])));

    bench.answer(Answer::Compensation {
        ticket,
        row: stopped.id,
        result: Ok(Box::new(way_back())),
    });

    assert!(bench.model.question().is_none());
}

#[test]
fn a_plan_is_handed_over_only_with_a_reason() {
    let stopped = row(&refund_plan(), RowState::Stopped, 2);
    let mut bench = open(vec![stopped.clone()]);

    bench.press("H⏎");
    assert!(bench.notice().contains("Say what is left to do"));
    bench.press("Kim calls⏎");
    bench.draw();
    bench.press("x");

    let why = "Kim calls".to_owned();
    assert!(bench.effects.contains(&Effect::HandOver { row: stopped.id, why }));
}

#[test]
fn steps_that_are_in_doubt_together_are_left_out_together() {
    let mut unknown = row(&refund_plan(), RowState::Unknown, 2);
    unknown.steps.iter_mut().for_each(|step| step.state = crate::domain::StepState::Unknown);
    let mut bench = open(vec![unknown.clone()]);

    bench.press("Sdone by hand⏎");
    bench.draw();
    let screen = super::paint::paint(&bench.model, crate::tui::view::Theme::Mono);
    bench.press("x");

    assert!(screen.contains("Leave all 2 doubtful steps of this plan out?"), "{screen}");
    let why = "done by hand".to_owned();
    assert!(bench.effects.contains(&Effect::Skip { row: unknown.id, place: None, why }));
}

#[test]
fn z_on_a_done_plan_opens_the_plan_that_undoes_it_and_sends_nothing() {
    let tags = plan(Verb::Tag, vec![Step::AddTags { tags: vec!["vip".into()] }]);
    let done = row(&tags, RowState::Confirmed, 3);
    let mut bench = open(vec![done.clone()]);

    bench.press("z");

    let wish = bench.asked(|effect| match effect {
        Effect::Plan { order, verb: Verb::Untag, wish, .. } if *order == done.order => {
            Some(wish.clone())
        }
        _ => None,
    });
    assert_eq!(wish.tags, ["vip".into()] as [crate::domain::Clean; 1]);
    assert!(!bench.effects.iter().any(|effect| matches!(effect, Effect::Stage { .. })));
    assert!(bench.notice().contains("once you confirm it"), "{}", bench.notice());
}

#[test]
fn z_on_a_refund_that_is_done_says_why_nothing_undoes_it() {
    let mut bench = open(vec![row(&refund_plan(), RowState::Confirmed, 3)]);
    bench.forget();

    bench.press("z");

    assert!(bench.notice().contains("money that went back is not fetched again"));
    assert!(!bench.effects.iter().any(|effect| matches!(effect, Effect::Plan { .. })));
}
