//! What hands rely on: where the bar is, what Esc leaves, what a key means where.

use super::bench::Bench;
use super::sample::{plan, queue_rows, refund_plan, release_plan, row};
use crate::domain::{Clean, Lane, RowState, Step, Verb};
use crate::tui::Happened;
use crate::tui::app::{Answer, Dialog, Effect, Msg, Panel};
use crate::tui::keymap::{Focus, Key};

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

const SIZE: (u16, u16) = (120, 40);

fn view_ticket(bench: &Bench) -> u64 {
    bench.asked(|effect| match effect {
        Effect::View { ticket, .. } => Some(*ticket),
        _ => None,
    })
}

/// The view is read again, its rows in another order.
fn turned_round(bench: &mut Bench) {
    bench.send(Msg::Happened(Happened::CacheChanged));
    let ticket = view_ticket(bench);
    let keys = queue_rows(40).iter().rev().map(|row| row.key).collect();
    bench.answer(Answer::Keys { ticket, keys });
    bench.answer(Answer::KeysEnd { ticket, result: Ok(()) });
    bench.answer_rows();
}

#[test]
fn the_top_row_stays_selected_until_the_first_key_and_then_the_order_does() {
    let mut bench = Bench::ready(SIZE);

    turned_round(&mut bench);
    assert_eq!(bench.model.queue.selected, 0);
    assert_eq!(bench.selected(), Clean::new("#2086"));

    let mut bench = Bench::ready(SIZE);
    bench.press("j");
    turned_round(&mut bench);
    assert_eq!(bench.selected(), Clean::new("#2048"));
}

#[test]
fn undo_brings_back_the_filter_and_the_row_that_the_plan_was_confirmed_in() {
    let mut bench = Bench::ready(SIZE);
    bench.press("jju");
    bench.show_plan(refund_plan());
    bench.press("⎋");
    bench.press("/risk:high⏎");
    bench.show_rows(10);
    bench.press("u");
    bench.show_plan(release_plan());
    bench.draw();
    bench.press("x");
    let staged = row(&release_plan(), RowState::Staged, 7);
    bench.staged(staged.clone());
    bench.press("⎋5jj");
    bench.show_rows(3);
    bench.forget();

    bench.press("z");
    let dropped = row(&release_plan(), RowState::Dropped, 7);
    bench.answer(Answer::TakenBack { row: staged.id, result: Ok(Box::new(dropped)) });

    assert_eq!(bench.model.queue.filter.typed, "risk:high");
    assert_eq!(bench.model.queue.filter.lane, None);
    bench.show_rows(10);
    assert_eq!(bench.selected(), Clean::new("#2047"));
}

#[test]
fn esc_leaves_the_line_then_the_plan_then_the_panel_then_the_filter_and_never_the_program() {
    let mut bench = Bench::ready(SIZE);
    bench.press("/risk⏎");
    bench.show_rows(40);
    bench.press("⇥r");
    bench.show_plan(refund_plan());
    bench.press("1");
    assert_eq!(bench.model.focus(), Focus::Line);

    bench.press("⎋");
    assert_eq!(bench.model.focus(), Focus::Plan);
    bench.press("⎋");
    assert_eq!(bench.model.focus(), Focus::Analysis);
    bench.press("⎋");
    assert_eq!(bench.model.focus(), Focus::Queue);
    assert_eq!(bench.model.queue.filter.typed, "risk");
    bench.press("⎋");
    assert_eq!(bench.model.queue.filter.typed, "");
    bench.press("⎋⎋⎋");

    assert!(!bench.effects.contains(&Effect::Quit));
    assert_eq!(bench.stages(), 0);
}

#[test]
fn esc_while_typing_a_filter_brings_the_one_before_back() {
    let mut bench = Bench::ready(SIZE);
    bench.press("/risk:high⏎");

    bench.press("/ held⎋");

    assert_eq!(bench.model.queue.filter.typed, "risk:high");
    assert!(bench.model.dialog.is_none());
}

#[test]
fn a_paste_answers_no_question() {
    let mut bench = Bench::ready(SIZE);
    bench.press("J");
    bench.answer(Answer::Receipts(Ok(vec![row(&refund_plan(), RowState::Stopped, 2)])));
    bench.press("R");
    bench.draw();
    bench.forget();

    bench.send(Msg::Paste("x".to_owned()));

    assert!(!bench.effects.iter().any(|effect| matches!(effect, Effect::Retry { .. })));
    let Some(Dialog::Receipts(receipts)) = &bench.model.dialog else { panic!("no receipts") };
    assert!(receipts.question.is_some(), "it still waits for x");
}

#[test]
fn a_paste_into_a_text_is_text_whatever_keys_it_spells() {
    let mut bench = Bench::ready(SIZE);
    bench.press("t");

    bench.send(Msg::Paste("x\r\nq\u{1b}\tx".to_owned()));

    assert_eq!(bench.model.focus(), Focus::Line);
    assert_eq!(bench.stages(), 0);
    assert!(!bench.effects.contains(&Effect::Quit));
}

#[test]
fn a_plan_confirmed_before_its_last_change_was_drawn_is_not_recorded() {
    let mut bench = Bench::ready(SIZE);
    bench.press("h");
    bench.show_plan(plan(Verb::Hold, vec![Step::AppendNote { text: Clean::new("a") }]));
    bench.draw();
    bench.press("2");
    bench.show_plan(plan(Verb::Hold, vec![Step::AppendNote { text: Clean::new("b") }]));

    bench.press("x");

    assert_eq!(bench.stages(), 0);
    assert!(bench.notice().contains("before the plan was on the screen"), "{}", bench.notice());
}

#[test]
fn a_number_that_stands_in_the_list_moves_the_bar_to_its_row() {
    let mut bench = Bench::ready(SIZE);
    bench.press("#2050⏎");
    let ticket = bench.asked(|effect| match effect {
        Effect::Find { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let wanted = super::sample::queue_row(3);

    let found = vec![(wanted.id.clone(), wanted.order.clone())];
    bench.answer(Answer::Found { ticket, name: "2050".to_owned(), result: Ok(found) });

    assert_eq!(bench.selected(), wanted.order);
    assert_eq!(bench.model.case.visited, None);
    assert_eq!(bench.model.subject().unwrap().order, wanted.id);
}

#[test]
fn a_digit_shows_its_lane_from_every_panel() {
    let mut bench = Bench::ready(SIZE);
    bench.press("⇥⇥");

    bench.press("2");

    assert_eq!(bench.model.panel, Panel::Queue);
    assert_eq!(bench.model.queue.filter.lane, Some(Lane::DueToday));
}

#[test]
fn a_key_without_a_meaning_says_so_and_does_nothing() {
    let mut bench = Bench::ready(SIZE);
    bench.forget();

    bench.press("w");

    assert_eq!(bench.notice(), "w does nothing here; ? shows the keys.");
    assert_eq!(bench.effects, vec![]);
}

#[test]
fn a_screen_down_scrolls_by_a_screen_from_the_first_press() {
    let mut bench = Bench::ready((80, 24));
    let height = crate::tui::view::queue_height(&bench.model);

    bench.press("⇟");

    assert_eq!(bench.model.queue.offset, height);
    assert_eq!(bench.model.queue.selected, height);
}

#[test]
fn typing_replaces_the_amount_that_was_filled_in() {
    let mut bench = Bench::ready(SIZE);
    bench.press("r");
    bench.show_plan(refund_plan());

    bench.press("19.5⏎");

    let amount = bench.asked(|effect| match effect {
        Effect::Plan { wish, .. } => Some(wish.amount.clone()),
        _ => None,
    });
    let part = crate::domain::sample::money("9.50 USD");
    assert_eq!(amount, crate::verbs::Amount::Part(part));
}

/// Alt and a letter, as some keyboards write ü.
fn with_alt(bench: &mut Bench, c: char) {
    let key = Key::read(KeyEvent::new(KeyCode::Char(c), KeyModifiers::ALT)).unwrap();
    bench.send(Msg::Key { key, frame: u64::MAX });
}

#[test]
fn a_letter_with_alt_never_leaves_a_text_for_the_keys_below() {
    let mut bench = Bench::ready(SIZE);
    bench.press("t");
    assert_eq!(bench.model.focus(), Focus::Line);
    bench.press("f");
    with_alt(&mut bench, 'u');
    bench.press("r Max");

    assert_eq!(bench.model.focus(), Focus::Line);
    assert_eq!(bench.stages(), 0);

    let mut bench = Bench::ready(SIZE);
    bench.press("/m");
    with_alt(&mut bench, 'u');

    assert_eq!(bench.model.focus(), Focus::Filter);
}

#[test]
fn esc_and_a_key_in_one_breath_are_both_read() {
    let mut bench = Bench::ready(SIZE);
    bench.press("⏎");
    assert_eq!(bench.model.focus(), Focus::Analysis);

    with_alt(&mut bench, '?');

    assert_eq!(bench.model.focus(), Focus::Help);
    bench.press("⎋");
    assert_eq!(bench.model.focus(), Focus::Queue);
}

#[test]
fn what_is_wrong_with_a_filter_is_found_when_it_changes_and_a_paste_is_cut() {
    let mut bench = Bench::ready(SIZE);
    bench.press("/");

    bench.send(Msg::Paste("risk:bogus ".repeat(2_000)));

    assert!(bench.model.queue.filter.typed.chars().count() <= 500);
    assert_eq!(bench.model.queue.mistakes.len(), 4);
    assert!(bench.notice().contains("at most 500 characters"), "{}", bench.notice());
    bench.model.queue.mistakes.clear();
    bench.wait(super::sample::now().plus_seconds(1));
    assert!(bench.model.queue.mistakes.is_empty(), "the same filter is not read again");
    bench.press("x");
    bench.press("⌫⌫⌫⌫");
    assert_eq!(bench.model.queue.mistakes.len(), 4);
}

/// #2049 is opened by number while the bar stands on the first row.
fn opened_by_number() -> Bench {
    let mut bench = Bench::ready(SIZE);
    bench.press("#2049⏎");
    let ticket = bench.asked(|effect| match effect {
        Effect::Find { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let order = (super::sample::queue_row(bench.model.queue.keys[2].0).id, Clean::new("#2049"));
    bench.answer(Answer::Found { ticket, name: "2049".to_owned(), result: Ok(vec![order]) });
    assert_eq!(bench.selected(), Clean::new("#2049"));
    bench
}

#[test]
fn esc_from_an_order_opened_by_number_brings_the_bar_back_and_names_the_order() {
    let mut bench = opened_by_number();

    bench.press("⎋");

    assert_eq!(bench.model.panel, Panel::Queue);
    assert_eq!(bench.selected(), Clean::new("#2047"));
    assert_eq!(bench.notice(), "Back in the queue: keys act on #2047 now.");
}

#[test]
fn two_plans_on_one_order_are_counted_and_offline_they_wait() {
    let mut bench = Bench::ready(SIZE);
    let release = row(&release_plan(), RowState::Staged, 5);
    let tags = plan(Verb::Tag, vec![Step::AddTags { tags: vec!["vip".into()] }]);
    let tag = row(&tags, RowState::Staged, 6);
    bench.answer(Answer::OpenRows(Ok(vec![tag, release.clone()])));
    let both = super::paint::paint(&bench.model, crate::tui::view::Theme::Mono);
    bench.model.terms.offline = Some("Offline.".to_owned());
    bench.answer(Answer::OpenRows(Ok(vec![release])));
    let offline = super::paint::paint(&bench.model, crate::tui::view::Theme::Mono);

    assert!(both.contains("2 plans in "), "{both}");
    assert!(offline.contains("release waits"), "{offline}");
}
