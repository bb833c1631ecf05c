//! A plan is confirmed by x alone, read after the plan was on the screen.

use super::bench::Bench;
use super::sample::{case_file, order, plan, refund_plan, release_plan};
use crate::domain::{CancelReason, Clean, Kind, Money, Revision, Step, Verb};
use crate::tui::app::{Answer, Effect, Msg, Said};
use crate::tui::keymap::Key;
use crate::tui::view::Theme;
use crate::verbs::Amount;

const SIZE: (u16, u16) = (120, 40);

/// A release whose plan is on the screen.
fn shown_release() -> Bench {
    let mut bench = Bench::ready(SIZE);
    bench.press("u");
    bench.show_plan(release_plan());
    bench.draw();
    bench
}

#[test]
fn a_drawn_plan_is_confirmed_by_x_and_staged_once() {
    let mut bench = shown_release();

    bench.press("xx");

    assert_eq!(bench.stages(), 1);
    let staged = bench.asked(|effect| match effect {
        Effect::Stage { plan, .. } => Some((**plan).clone()),
        _ => None,
    });
    assert_eq!(staged, release_plan());
}

#[test]
fn no_other_key_confirms() {
    let mut bench = shown_release();
    let keys = "⏎ ⇥uhcrntTaAzsJ?";
    for key in keys.chars() {
        let mut bench = shown_release();
        bench.press(&key.to_string());
        assert_eq!(bench.stages(), 0, "{key}");
    }

    bench.send(Msg::Paste("x".to_owned()));

    assert_eq!(bench.stages(), 0);
}

#[test]
fn an_x_read_before_the_plan_was_drawn_confirms_nothing() {
    let mut bench = Bench::ready(SIZE);
    bench.press("u");
    let typed_ahead = bench.frame;
    bench.show_plan(release_plan());
    bench.draw();

    bench.send(Msg::Key { key: Key::char('x'), frame: typed_ahead });

    assert_eq!(bench.stages(), 0);
    assert!(bench.notice().contains("before the plan"), "{}", bench.notice());
}

#[test]
fn x_while_the_plan_is_being_made_confirms_nothing() {
    let mut bench = Bench::ready(SIZE);

    bench.press("ux");
    bench.show_plan(release_plan());
    bench.press("x");

    assert_eq!(bench.stages(), 0);
}

#[test]
fn a_plan_that_does_not_fit_is_confirmed_only_after_its_end_was_shown() {
    let mut bench = Bench::ready((60, 20));
    bench.press("n");
    let ticket = bench.asked(|effect| match effect {
        Effect::NoteText { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let text = "line\n".repeat(60);
    bench.answer(Answer::NoteText { ticket, result: Ok(text.clone()) });
    bench.press("⇥");
    bench.show_plan(plan(Verb::Note, vec![Step::AppendNote { text: Clean::new(&text) }]));
    bench.draw();

    bench.press("x");
    assert_eq!(bench.stages(), 0);
    assert!(bench.notice().contains("PgDn"), "{}", bench.notice());

    bench.press("G");
    bench.draw();
    bench.press("x");
    assert_eq!(bench.stages(), 1);
}

/// The reason that the newest question for a plan asks for.
fn reason_asked(bench: &Bench) -> Option<CancelReason> {
    bench.asked(|effect| match effect {
        Effect::Plan { wish, .. } => Some(wish.reason),
        _ => None,
    })
}

#[test]
fn the_reason_is_chosen_by_its_key_shown_and_never_confirmed_by_it() {
    for (verb, ask, line) in
        [(Verb::Hold, "h", "2"), (Verb::Refund, "r", "2"), (Verb::Cancel, "c", "1")]
    {
        let mut bench = Bench::ready(SIZE);
        let steps = vec![Step::AppendNote { text: Clean::new("x") }];
        bench.press(ask);
        bench.show_plan(plan(verb, steps.clone()));
        bench.draw();
        let before = super::paint::paint(&bench.model, Theme::Mono);
        assert!(before.contains("reason     suspected fraud"), "{before}");

        bench.press(line);

        assert_eq!(reason_asked(&bench), Some(CancelReason::Reseller), "{verb:?}");
        let after = super::paint::paint(&bench.model, Theme::Mono);
        assert!(after.contains("reason     reseller, shop policy"), "{after}");
        for _ in CancelReason::ALL {
            bench.show_plan(plan(verb, steps.clone()));
            bench.draw();
            bench.press(line);
        }
        assert_eq!(reason_asked(&bench), Some(CancelReason::Reseller), "all seven go round");
        assert_eq!(bench.stages(), 0);
    }
}

#[test]
fn an_x_right_after_a_choice_waits_for_the_plan_with_it() {
    let mut bench = Bench::ready(SIZE);
    bench.press("c");
    bench.show_plan(plan(Verb::Cancel, vec![Step::AppendNote { text: Clean::new("a") }]));
    bench.draw();

    bench.press("1x");
    assert_eq!(bench.stages(), 0);
    bench.show_plan(plan(Verb::Cancel, vec![Step::AppendNote { text: Clean::new("b") }]));
    bench.press("x");
    assert_eq!(bench.stages(), 0, "the new plan was not on the screen yet");

    bench.draw();
    bench.press("x");
    assert_eq!(bench.stages(), 1);
}

#[test]
fn e_writes_the_note_whichever_line_is_marked() {
    let mut bench = Bench::ready(SIZE);
    bench.press("r");
    bench.show_plan(refund_plan());

    bench.press("e");

    assert!(bench.effects.iter().any(|effect| matches!(effect, Effect::NoteText { .. })));
    assert!(bench.plan_dialog().typing.is_none(), "the marked amount is not opened");
}

/// A cancellation whose note was filled with this text and taken over, and then `typed` into.
fn noted(filled: &str, typed: &str) -> Bench {
    let mut bench = Bench::ready(SIZE);
    bench.press("c");
    bench.show_plan(plan(Verb::Cancel, vec![Step::AppendNote { text: Clean::new("a") }]));
    bench.press("e");
    let ticket = note_ticket(&bench);
    bench.answer(Answer::NoteText { ticket, result: Ok(filled.to_owned()) });
    bench.press(typed);
    bench.press("⇥");
    bench.show_plan(plan(Verb::Cancel, vec![Step::AppendNote { text: Clean::new("a") }]));
    bench.forget();
    bench
}

fn note_ticket(bench: &Bench) -> u64 {
    bench.asked(|effect| match effect {
        Effect::NoteText { ticket, .. } => Some(*ticket),
        _ => None,
    })
}

fn note_asked(bench: &Bench) -> String {
    let note = bench.asked(|effect| match effect {
        Effect::Plan { wish, .. } => Some(wish.note.clone()),
        _ => None,
    });
    note.unwrap().raw().to_owned()
}

#[test]
fn untouched_lines_of_a_note_follow_a_choice_made_after_it() {
    let mut bench = noted("EX SE\nOrder cancelled: suspected fraud.\n", "Called twice.");

    bench.press("1");
    let now = Ok("EX SE\nOrder cancelled: reseller, shop policy.\n".to_owned());
    bench.answer(Answer::NoteText { ticket: note_ticket(&bench), result: now });

    assert_eq!(note_asked(&bench), "EX SE\nOrder cancelled: reseller, shop policy.\nCalled twice.");
    assert_eq!(bench.notice(), "");
}

#[test]
fn a_note_that_a_person_wrote_anew_stays_and_that_is_said() {
    let mut bench = noted("Order cancelled: suspected fraud.", " I think");

    bench.press("1");
    let now = Ok("Order cancelled: reseller, shop policy.".to_owned());
    bench.answer(Answer::NoteText { ticket: note_ticket(&bench), result: now });

    assert_eq!(note_asked(&bench), "Order cancelled: suspected fraud. I think");
    assert!(bench.notice().contains("note stays as you wrote it"), "{}", bench.notice());
}

#[test]
fn the_note_is_prefilled_for_the_choices_made() {
    let mut bench = Bench::ready(SIZE);
    bench.press("h");
    bench.show_plan(plan(Verb::Hold, vec![Step::AppendNote { text: Clean::new("a") }]));

    bench.press("2e");

    let wish = bench.asked(|effect| match effect {
        Effect::NoteText { wish, .. } => Some(wish.clone()),
        _ => None,
    });
    assert_eq!(wish.reason, Some(CancelReason::Reseller));
}

#[test]
fn a_release_waits_until_every_hold_is_listed() {
    let mut bench = Bench::starting(SIZE);
    bench.show_rows(5);
    bench.press("u");
    bench.show_plan(release_plan());
    bench.draw();

    bench.press("x");
    assert_eq!(bench.stages(), 0);

    bench.show_case(case_file());
    bench.draw();
    bench.press("x");
    assert_eq!(bench.stages(), 1);
}

#[test]
fn an_order_that_changed_since_it_was_read_is_not_released() {
    let mut bench = Bench::ready(SIZE);
    bench.press("u");
    let mut changed = release_plan();
    changed.revision = Revision::new("another");
    bench.show_plan(changed);
    bench.draw();
    bench.forget();

    bench.press("x");

    assert_eq!(bench.stages(), 0);
    assert!(bench.notice().contains("changed"), "{}", bench.notice());
}

#[test]
fn a_case_file_that_changes_under_a_plan_asks_to_look_again() {
    let mut bench = Bench::ready(SIZE);
    bench.press("r");
    bench.show_plan(refund_plan());
    bench.draw();
    bench.send(Msg::Happened(crate::tui::Happened::CacheChanged));
    let mut changed = case_file();
    changed.revision = Revision::new("another");
    bench.show_case(changed);
    bench.draw();

    bench.press("x");

    assert_eq!(bench.stages(), 0);
    assert!(bench.notice().contains("Look again"), "{}", bench.notice());
    assert!(bench.plan_dialog().asking, "the plan is made anew");
}

#[test]
fn changing_a_hold_asks_for_the_plan_again_and_needs_to_be_drawn_again() {
    let mut bench = shown_release();
    let before = bench.plan_ticket();

    bench.press("2");

    let (ticket, holds) = bench.asked(|effect| match effect {
        Effect::Plan { ticket, wish, .. } => Some((*ticket, wish.holds.clone())),
        _ => None,
    });
    assert!(ticket > before);
    assert_eq!(holds.unwrap(), ["h1".into(), "h2".into()]);
    bench.press("x");
    assert_eq!(bench.stages(), 0);
}

#[test]
fn a_late_plan_for_an_earlier_choice_is_dropped() {
    let mut bench = shown_release();
    bench.press("2");
    let first = bench.plan_ticket();
    bench.press("2");
    let late = Box::new(crate::tui::app::Planned { plan: refund_plan(), calls: vec![] });

    bench.answer(Answer::Plan { ticket: first, result: Ok(late) });

    assert!(bench.plan_dialog().asking);
    assert_eq!(bench.plan_dialog().planned.as_ref().unwrap().plan, release_plan());
}

#[test]
fn what_the_state_does_not_allow_says_why_and_asks_nothing() {
    let mut bench = Bench::ready(SIZE);
    bench.forget();

    bench.press("a");

    assert!(bench.effects.is_empty());
    assert_eq!(bench.notice(), "Archive is not possible: it is archived already");
}

#[test]
fn under_read_only_no_verb_asks_for_a_plan() {
    let mut bench = Bench::ready(SIZE);
    bench.model.terms.read_only =
        Some("Started with --read-only: nothing can be changed.".to_owned());
    bench.forget();

    bench.press("uhcrntTA");

    assert!(bench.effects.is_empty());
    assert!(bench.notice().contains("--read-only"));
}

#[test]
fn a_refused_plan_says_what_to_do_and_cannot_be_confirmed() {
    let mut bench = Bench::ready(SIZE);
    bench.press("r");
    bench.refuse_plan(Said {
        kind: Kind::Store,
        words: "the store does not answer".to_owned(),
        hint: Some("try again in a minute".to_owned()),
    });
    bench.draw();

    bench.press("x");

    assert_eq!(bench.stages(), 0);
}

#[test]
fn a_typed_amount_becomes_part_of_the_wish() {
    let mut bench = Bench::ready(SIZE);
    bench.press("r");
    bench.show_plan(refund_plan());
    bench.draw();
    bench.press(" ");
    bench.press("⌫⌫⌫⌫⌫⌫12.5x");

    bench.press("⏎");
    assert!(bench.plan_dialog().typing.is_some(), "12.5x is no amount");
    bench.press("⌫⏎");

    let amount = bench.asked(|effect| match effect {
        Effect::Plan { wish, .. } => Some(wish.amount.clone()),
        _ => None,
    });
    let Amount::Part(amount) = amount else { panic!("a part was typed") };
    assert_eq!(amount, Money { minor: 1250, currency: amount.currency });
}

#[test]
fn leaving_a_note_keeps_what_was_typed() {
    let mut bench = Bench::ready(SIZE);
    bench.press("n");
    let ticket = bench.asked(|effect| match effect {
        Effect::NoteText { ticket, .. } => Some(*ticket),
        _ => None,
    });
    bench.answer(Answer::NoteText { ticket, result: Ok("EX SE".to_owned()) });
    bench.press(" called, x no answer⎋");
    assert!(bench.model.dialog.is_none());

    bench.press("n⇥");

    let note = bench.asked(|effect| match effect {
        Effect::Plan { wish, .. } => Some(wish.note.clone()),
        _ => None,
    });
    assert_eq!(note.unwrap().raw(), "EX SE called, x no answer");
}

#[test]
fn leaving_tags_half_typed_keeps_them() {
    let mut bench = Bench::ready(SIZE);
    bench.press("tvip, chec⎋");
    assert!(bench.model.dialog.is_none());

    bench.press("tked⏎");

    let tags = bench.asked(|effect| match effect {
        Effect::Plan { wish, .. } => Some(wish.tags.clone()),
        _ => None,
    });
    assert_eq!(tags, [Clean::new("vip"), Clean::new("checked")]);
}

#[test]
fn pasted_text_shows_its_tricks_and_masks_cards() {
    let mut bench = Bench::ready(SIZE);
    bench.press("t");

    bench.send(Msg::Paste("a\u{202E}b 4111 1111 1111 1111\nx".to_owned()));
    bench.press("⏎");

    let tags = bench.asked(|effect| match effect {
        Effect::Plan { wish, .. } => Some(wish.tags.clone()),
        _ => None,
    });
    assert_eq!(tags[0].raw(), "a⟨U+202E⟩b [card …1111] x");
}

#[test]
fn the_plan_is_for_the_order_that_was_selected_when_it_was_asked() {
    let mut bench = Bench::ready(SIZE);
    bench.press("u");

    let asked = bench.asked(|effect| match effect {
        Effect::Plan { order, verb, .. } => Some((order.clone(), *verb)),
        _ => None,
    });

    assert_eq!(asked, (order().id, Verb::Release));
}

#[test]
fn help_inside_a_plan_comes_back_to_it_and_x_waits_until_it_is_drawn_again() {
    let mut bench = shown_release();

    bench.press("?");
    assert_eq!(bench.model.focus(), crate::tui::keymap::Focus::Help);
    bench.draw();
    bench.press("x");
    assert_eq!(bench.stages(), 0, "the keys cover the plan");
    bench.press("⎋x");
    assert_eq!(bench.stages(), 0, "the plan was not on the screen again");

    bench.draw();
    bench.press("x");
    assert_eq!(bench.stages(), 1);
}

#[test]
fn a_plan_refused_at_once_has_no_lines_to_change() {
    let mut bench = Bench::ready(SIZE);
    bench.press("r");
    bench.refuse_plan(Said { kind: Kind::State, words: "nothing is left".to_owned(), hint: None });
    bench.draw();
    let before = bench.plan_dialog().wish.clone();
    bench.forget();

    bench.press(" ⏎123e");

    assert!(bench.effects.is_empty(), "{:?}", bench.effects);
    assert_eq!(bench.plan_dialog().wish, before);
    assert!(bench.plan_dialog().typing.is_none());
}

#[test]
fn an_amount_left_as_it_was_filled_in_stays_the_whole() {
    let mut bench = Bench::ready(SIZE);
    bench.press("r");
    bench.show_plan(refund_plan());
    bench.draw();

    bench.press("1⏎");

    assert_eq!(bench.plan_dialog().wish.amount, Amount::All);
}

#[test]
fn a_cancellation_names_what_goes_back_in_the_plan_and_after_it() {
    let step = Step::Cancel {
        reason: CancelReason::Fraud,
        refund: crate::domain::RefundTo::Original,
        restock: crate::domain::Restock::Yes,
        notify: crate::domain::Notify::Nobody,
        staff_note: Clean::new(""),
    };
    let cancel = plan(Verb::Cancel, vec![step]);
    let mut bench = Bench::ready(SIZE);
    let sum = cancel.sums(&case_file().order).back.expect("the order was paid");
    let words = format!("{sum} goes back");
    bench.press("c");
    bench.show_plan(cancel.clone());
    bench.draw();
    let shown = super::paint::paint(&bench.model, Theme::Mono);
    assert!(shown.contains(&words), "{shown}");

    bench.press("x");
    let staged = super::sample::row(&cancel, crate::domain::RowState::Staged, 7);
    bench.staged(staged.clone());
    let foot = super::paint::paint(&bench.model, Theme::Mono);
    bench.press("J");
    bench.answer(Answer::Receipts(Ok(vec![staged.clone()])));
    let receipts = super::paint::paint(&bench.model, Theme::Mono);
    bench.press("⎋q");
    bench.answer(Answer::OpenRows(Ok(vec![staged])));
    let quitting = super::paint::paint(&bench.model, Theme::Mono);

    for screen in [foot, receipts, quitting] {
        assert!(screen.contains(&words), "{screen}");
    }
}
