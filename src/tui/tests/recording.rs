//! Recorded, taken back, carried out.

use super::bench::Bench;
use super::sample::{now, plan, release_plan, row};
use crate::domain::{Clean, Kind, RowState, Step, Verb};
use crate::tui::Happened;
use crate::tui::app::{Answer, Effect, Msg, Said, next_change};
use crate::tui::view::Theme;

const SIZE: (u16, u16) = (120, 40);

/// A release that was confirmed and has not been answered by the ledger.
fn confirmed() -> Bench {
    let mut bench = Bench::ready(SIZE);
    bench.press("u");
    bench.show_plan(release_plan());
    bench.draw();
    bench.press("x");
    bench
}

fn status(bench: &Bench) -> String {
    let buf = super::paint::buffer(&bench.model, Theme::Mono);
    let y = buf.area.height - 2;
    (0..buf.area.width)
        .map(|x| buf[(x, y)].symbol().to_owned())
        .collect::<String>()
        .trim()
        .to_owned()
}

#[test]
fn recording_is_said_in_the_next_frame_and_recorded_only_when_durable() {
    let mut bench = confirmed();
    assert_eq!(status(&bench), "Staging: release #2047…");
    assert_eq!(bench.selected(), Clean::new("#2047"));

    bench.staged(row(&release_plan(), RowState::Staged, 7));

    assert_eq!(status(&bench), "Staged: release #2047. It starts in 30 s; z takes it back.");
    assert_eq!(bench.selected(), Clean::new("#2048"));
}

#[test]
fn the_countdown_runs_in_whole_seconds_and_only_while_something_waits() {
    let mut bench = confirmed();
    bench.staged(row(&release_plan(), RowState::Staged, 7));

    assert_eq!(next_change(&bench.model), Some(now().plus_seconds(1)));
    bench.wait(now().plus_seconds(12));

    assert!(status(&bench).contains("in 18 s"), "{}", status(&bench));
    let mut done = row(&release_plan(), RowState::Confirmed, 7);
    done.due_at = now();
    bench.send(Msg::Happened(Happened::RowChanged(Box::new(done))));
    assert!(next_change(&bench.model).unwrap() > now().plus_seconds(13));
    assert_eq!(status(&bench), "Done and read back: release #2047.");
}

#[test]
fn undo_brings_back_the_order_and_its_place() {
    let mut bench = confirmed();
    let staged = row(&release_plan(), RowState::Staged, 7);
    bench.staged(staged.clone());
    bench.press("jj");

    bench.press("z");
    assert!(bench.effects.contains(&Effect::TakeBack(staged.id)));
    let dropped = row(&release_plan(), RowState::Dropped, 7);
    bench.answer(Answer::TakenBack { row: staged.id, result: Ok(Box::new(dropped)) });

    assert_eq!(bench.selected(), Clean::new("#2047"));
    assert_eq!(bench.notice(), "Taken back: release #2047. Nothing was sent.");
}

#[test]
fn undo_before_the_ledger_answered_takes_back_as_soon_as_it_did() {
    let mut bench = confirmed();
    bench.press("z");
    assert_eq!(status(&bench), "Taking back: release #2047…");
    let staged = row(&release_plan(), RowState::Staged, 7);

    bench.staged(staged.clone());

    assert!(bench.effects.contains(&Effect::TakeBack(staged.id)));
    assert_eq!(bench.selected(), Clean::new("#2047"));
}

#[test]
fn undo_that_comes_too_late_says_so() {
    let mut bench = confirmed();
    let staged = row(&release_plan(), RowState::Staged, 7);
    bench.staged(staged.clone());
    bench.press("z");
    let said = Said { kind: Kind::State, words: "it has already begun".to_owned(), hint: None };

    bench.answer(Answer::TakenBack { row: staged.id, result: Err(said) });
    bench.forget();

    assert_eq!(bench.notice(), "it has already begun.");
    bench.press("z");
    assert!(bench.notice().starts_with("Nothing to undo"));
}

#[test]
fn a_plan_that_could_not_be_recorded_says_so_and_nothing_moves() {
    let mut bench = confirmed();
    let ticket = bench.asked(|effect| match effect {
        Effect::Stage { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let said = Said {
        kind: Kind::Failed,
        words: "the disk is full".to_owned(),
        hint: Some("free some space and confirm again".to_owned()),
    };

    bench.answer(Answer::Staged { ticket, result: Err(said) });

    assert_eq!(
        bench.notice(),
        "Release of #2047 was not staged: the disk is full; free some space and confirm again"
    );
    assert_eq!(bench.selected(), Clean::new("#2047"));
}

#[test]
fn an_order_opened_by_number_gives_way_to_the_queue_as_it_was() {
    let mut bench = Bench::ready(SIZE);
    bench.press("jjj#2047⏎");
    let ticket = bench.asked(|effect| match effect {
        Effect::Find { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let order = (super::sample::order().id, Clean::new("#2047"));
    bench.answer(Answer::Found { ticket, name: "2047".to_owned(), result: Ok(vec![order]) });
    bench.press("u");
    bench.show_plan(release_plan());
    bench.draw();
    bench.press("x");

    bench.staged(row(&release_plan(), RowState::Staged, 7));

    assert_eq!(bench.selected(), Clean::new("#2050"));
    assert_eq!(bench.model.case.visited, None);
}

#[test]
fn a_note_decides_nothing_and_leaves_the_selection() {
    let mut bench = Bench::ready(SIZE);
    let note = plan(Verb::Note, vec![Step::AppendNote { text: Clean::new("called") }]);
    bench.press("n");
    let ticket = bench.asked(|effect| match effect {
        Effect::NoteText { ticket, .. } => Some(*ticket),
        _ => None,
    });
    bench.answer(Answer::NoteText { ticket, result: Ok("called".to_owned()) });
    bench.press("⇥");
    bench.show_plan(note.clone());
    bench.draw();
    bench.press("x");

    bench.staged(row(&note, RowState::Staged, 8));

    assert_eq!(bench.selected(), Clean::new("#2047"));
}

#[test]
fn an_order_under_way_is_not_the_next_undecided_one() {
    let mut bench = confirmed();
    bench.staged(row(&release_plan(), RowState::Staged, 7));
    bench.press("g");

    bench.press(".");

    assert_eq!(bench.selected(), Clean::new("#2048"));
}

#[test]
fn quitting_with_staged_work_asks_and_without_quits() {
    let mut bench = Bench::ready(SIZE);
    bench.press("q");
    assert!(bench.effects.contains(&Effect::Quit));

    let mut bench = confirmed();
    let staged = row(&release_plan(), RowState::Staged, 7);
    bench.staged(staged.clone());
    bench.press("q");
    assert!(!bench.effects.contains(&Effect::Quit));
    bench.answer(Answer::OpenRows(Ok(vec![staged.clone()])));

    bench.press("t");
    assert!(!bench.effects.contains(&Effect::Quit));
    let dropped = row(&release_plan(), RowState::Dropped, 7);
    bench.answer(Answer::TakenBack { row: staged.id, result: Ok(Box::new(dropped)) });
    assert!(bench.effects.contains(&Effect::Quit));
}

#[test]
fn finishing_quits_when_the_outbox_is_at_its_end() {
    let mut bench = confirmed();
    bench.staged(row(&release_plan(), RowState::Staged, 7));
    bench.press("qf");
    assert!(bench.effects.contains(&Effect::FinishOutbox));
    assert!(!bench.effects.contains(&Effect::Quit));

    bench.answer(Answer::Finished(Ok(())));

    assert!(bench.effects.contains(&Effect::Quit));
}

#[test]
fn offline_the_question_before_quitting_says_that_all_waits_for_the_store() {
    let mut bench = confirmed();
    let staged = row(&release_plan(), RowState::Staged, 7);
    bench.staged(staged.clone());
    bench.press("q");
    bench.answer(Answer::OpenRows(Ok(vec![staged])));
    let reached = super::paint::paint(&bench.model, Theme::Mono);
    bench.model.terms.offline = Some("The program was started with --offline.".to_owned());

    let offline = super::paint::paint(&bench.model, Theme::Mono);

    assert!(!reached.contains("waits until the store"));
    assert!(offline.contains("Release #2047"), "{offline}");
    assert!(offline.contains("All of it waits until the store can be reached."), "{offline}");
}

#[test]
fn what_is_said_does_not_hide_that_z_takes_it_back() {
    for size in [(60, 20), (80, 24), (120, 40)] {
        let mut bench = Bench::ready(size);
        bench.press("u");
        bench.show_plan(release_plan());
        bench.press("G");
        bench.draw();
        bench.press("x");
        bench.staged(row(&release_plan(), RowState::Staged, 7));
        let elsewhere = "Another unhold (Mia Chen) carries decisions out; yours run there.";

        bench.send(Msg::Happened(Happened::Trouble(elsewhere.to_owned())));

        let screen = super::paint::paint(&bench.model, Theme::Mono);
        assert!(screen.contains("z takes it back"), "{screen}");
        assert!(screen.contains("Another unhold (Mia Chen) carries"), "{screen}");
    }
}

#[test]
fn an_unknown_row_stands_above_the_queue_until_it_is_settled() {
    let mut bench = Bench::ready(SIZE);
    let unknown = row(&release_plan(), RowState::Unknown, 9);

    bench.answer(Answer::OpenRows(Ok(vec![unknown])));
    let with = super::paint::paint(&bench.model, Theme::Mono);
    bench.answer(Answer::OpenRows(Ok(vec![])));
    let without = super::paint::paint(&bench.model, Theme::Mono);

    assert!(with.contains("unknown: release #2047. It may have happened."));
    assert!(!without.contains("may have happened"));
}

#[test]
fn a_decision_from_before_is_told_and_taken_back_by_z() {
    let mut bench = Bench::ready((120, 40));
    let mut before = row(&release_plan(), RowState::Staged, 9);
    before.staged_at = now().plus_seconds(-8);
    before.due_at = now().plus_seconds(22);
    bench.answer(Answer::OpenRows(Ok(vec![before.clone()])));
    assert_eq!(status(&bench), "Release #2047 starts in 22 s; z takes it back.");

    bench.press("z");

    assert!(bench.effects.contains(&Effect::TakeBack(before.id)));
}

#[test]
fn a_decision_from_before_that_runs_after_the_start_is_said() {
    let mut bench = Bench::ready((120, 40));
    let mut before = row(&release_plan(), RowState::Running, 9);
    before.staged_at = now().plus_seconds(-60);

    bench.send(Msg::Happened(Happened::RowChanged(Box::new(before))));

    assert_eq!(bench.notice(), "Carrying out a decision from before: release #2047.");
}

#[test]
fn a_decision_of_somebody_else_is_not_taken_back() {
    let mut bench = Bench::ready((120, 40));
    let mut other = row(&release_plan(), RowState::Staged, 9);
    other.staged_at = now().plus_seconds(-8);
    other.reviewer = "Mia Chen".to_owned();
    bench.answer(Answer::OpenRows(Ok(vec![other])));
    bench.forget();

    bench.press("z");

    assert_eq!(bench.effects, vec![]);
}

#[test]
fn after_a_part_refund_the_order_opened_by_number_stays_the_one_that_keys_act_on() {
    let mut bench = Bench::ready(SIZE);
    bench.press("jjj#2047⏎");
    let ticket = bench.asked(|effect| match effect {
        Effect::Find { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let order = (super::sample::order().id, Clean::new("#2047"));
    bench.answer(Answer::Found { ticket, name: "2047".to_owned(), result: Ok(vec![order]) });
    bench.show_case(super::sample::case_file());
    let refund = super::sample::refund_plan();
    bench.press("r");
    bench.show_plan(refund.clone());
    bench.press("112.50⏎");
    bench.show_plan(refund.clone());
    bench.draw();
    bench.press("x");

    bench.staged(row(&refund, RowState::Staged, 7));

    let subject = bench.model.subject().expect("an order");
    assert_eq!(subject.name, Clean::new("#2047"));
}

#[test]
fn a_long_notice_is_whole_on_a_narrow_screen() {
    let mut bench = Bench::ready((60, 20));
    let notice = "The amount is more than is left of the order; type an amount of at most \
                  129.90 USD, or leave it empty to give back all that is left.";

    bench.send(Msg::Notice(notice.to_owned()));

    let screen = super::paint::paint(&bench.model, Theme::Mono);
    let words: Vec<&str> = screen.split_whitespace().collect();
    assert!(words.join(" ").contains(notice), "{screen}");
}

#[test]
fn a_notice_that_would_fill_the_screen_is_cut_with_a_sign() {
    let mut bench = Bench::ready((60, 20));

    bench.send(Msg::Notice("words and more words ".repeat(40)));

    assert!(status(&bench).ends_with('…'), "{}", status(&bench));
}
