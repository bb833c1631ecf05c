//! Answers late, early and twice.

use super::bench::Bench;
use super::sample::{case_file, queue_rows};
use crate::domain::{Clean, Lane, OrderId};
use crate::tui::Happened;
use crate::tui::app::{Answer, Effect, Errand, Msg};
use crate::tui::view::{Theme, queue_height};

const SIZE: (u16, u16) = (120, 40);

fn view(bench: &Bench) -> (u64, crate::desk::Filter) {
    bench.asked(|effect| match effect {
        Effect::View { ticket, filter, .. } => Some((*ticket, filter.clone())),
        _ => None,
    })
}

#[test]
fn every_typed_letter_asks_anew_and_earlier_rows_stay_until_the_answer() {
    let mut bench = Bench::ready(SIZE);

    bench.press("/risk");

    let asked = bench.effects.iter().filter(|e| matches!(e, Effect::View { .. })).count();
    assert_eq!(asked, 1 + 4);
    assert_eq!(view(&bench).1.typed, "risk");
    assert_eq!(bench.selected(), Clean::new("#2047"));
}

#[test]
fn a_mistake_in_the_filter_is_said_under_it_and_the_rows_make_room() {
    for size in [(60, 20), (80, 24), (120, 40), (200, 60)] {
        let mut bench = Bench::ready(size);
        let before = queue_height(&bench.model);

        bench.press("/risk:bogus");

        let screen = super::paint::paint(&bench.model, Theme::Mono);
        let lines: Vec<&str> = screen.lines().map(|line| line.get(..56).unwrap_or(line)).collect();
        let filter = lines.iter().position(|line| line.contains("/ risk:bogus")).unwrap();
        assert!(lines[filter + 1].contains("risk:bogus is left out: a risk is high"), "{screen}");
        assert!(screen.contains("unscored."), "{screen}");
        assert!(screen.contains("#2047"), "{screen}");
        assert!(queue_height(&bench.model) < before);
        bench.press("⌫⌫⌫⌫⌫");
        assert_eq!(queue_height(&bench.model), before);
    }
}

#[test]
fn a_mistake_stays_said_after_the_filter_was_typed() {
    let mut bench = Bench::ready(SIZE);

    bench.press("/foo:bar⏎");
    let (ticket, _) = view(&bench);
    bench.answer(Answer::FirstRows { ticket, rows: vec![] });
    bench.answer(Answer::KeysEnd { ticket, result: Ok(()) });

    let screen = super::paint::paint(&bench.model, Theme::Mono);
    assert!(screen.contains("foo:bar is looked for as text"), "{screen}");
    assert!(screen.contains("No open order fits this filter."), "{screen}");
}

#[test]
fn the_order_whose_number_is_typed_is_selected_wherever_it_stands() {
    for typed in ["2050", "#2050"] {
        let mut bench = Bench::ready(SIZE);
        bench.press(&format!("/{typed}"));
        let (ticket, _) = view(&bench);
        let rows = queue_rows(6);
        let keys = rows.iter().map(|row| row.key).collect();

        bench.answer(Answer::FirstRows { ticket, rows });
        assert_eq!(bench.selected(), Clean::new("#2050"));

        bench.answer(Answer::Keys { ticket, keys });
        bench.answer(Answer::KeysEnd { ticket, result: Ok(()) });
        bench.answer_rows();
        assert_eq!(bench.selected(), Clean::new("#2050"));
    }
}

#[test]
fn an_older_answer_never_overwrites_a_newer_one() {
    let mut bench = Bench::ready(SIZE);
    bench.press("/a");
    let (older, _) = view(&bench);
    bench.press("b");
    let (newer, _) = view(&bench);

    bench.answer(Answer::FirstRows { ticket: newer, rows: queue_rows(3) });
    bench.answer(Answer::FirstRows { ticket: older, rows: queue_rows(9) });
    bench.answer(Answer::KeysEnd { ticket: older, result: Ok(()) });

    assert_eq!(bench.model.queue.keys.len(), 3);
}

#[test]
fn a_change_of_the_cache_keeps_the_selected_order_selected() {
    let mut bench = Bench::ready(SIZE);
    bench.press("jjjj");
    let selected = bench.selected();
    bench.send(Msg::Happened(Happened::CacheChanged));
    let (ticket, _) = view(&bench);

    let keys = queue_rows(40).iter().rev().map(|row| row.key).collect();
    bench.answer(Answer::FirstRows { ticket, rows: queue_rows(5) });
    bench.answer(Answer::Keys { ticket, keys });
    bench.answer(Answer::KeysEnd { ticket, result: Ok(()) });
    bench.answer_rows();

    assert_eq!(bench.selected(), selected);
    assert_eq!(bench.model.queue.selected, 35);
}

#[test]
fn first_rows_are_asked_only_where_another_view_is_to_be_shown() {
    let mut bench = Bench::ready(SIZE);
    let first = |bench: &Bench| {
        bench.asked(|effect| match effect {
            Effect::View { first, .. } => Some(*first),
            _ => None,
        })
    };

    bench.send(Msg::Happened(Happened::CacheChanged));
    assert_eq!(first(&bench), 0);
    bench.press("/a");

    assert!(first(&bench) >= 60);
}

#[test]
fn changes_during_a_refresh_are_asked_once_after_it() {
    let mut bench = Bench::ready(SIZE);
    bench.forget();
    for _ in 0..5 {
        bench.send(Msg::Happened(Happened::CacheChanged));
    }
    let views =
        |bench: &Bench| bench.effects.iter().filter(|e| matches!(e, Effect::View { .. })).count();
    assert_eq!(views(&bench), 1);

    let (ticket, _) = view(&bench);
    bench.answer(Answer::KeysEnd { ticket, result: Ok(()) });

    assert_eq!(views(&bench), 2);
}

#[test]
fn moving_asks_for_the_case_file_of_the_new_order_and_drops_the_old_answer() {
    let mut bench = Bench::ready(SIZE);
    bench.press("j");
    let old = bench.asked(|effect| match effect {
        Effect::Case { ticket, .. } => Some(*ticket),
        _ => None,
    });
    bench.press("j");
    let mut late = case_file();
    late.order.id = OrderId::new("5002048");

    bench.answer(Answer::Case { ticket: old, result: Ok(Box::new(late)) });

    let shown = bench.model.case.file.as_ref().unwrap();
    assert_eq!(shown.order.id, super::sample::order().id);
}

#[test]
fn only_the_window_around_the_screen_is_asked_for() {
    let mut bench = Bench::starting(SIZE);
    bench.show_rows(5_000);

    bench.press("G");

    let keys = bench.asked(|effect| match effect {
        Effect::Rows { keys, .. } => Some(keys.clone()),
        _ => None,
    });
    assert!(keys.len() <= 5 * 40, "{} rows", keys.len());
    assert_eq!(keys.last().unwrap().0, 4_999);
}

#[test]
fn the_next_undecided_order_beyond_the_window_is_looked_for_by_the_desk() {
    let mut bench = Bench::starting(SIZE);
    bench.show_rows(5_000);
    bench.press("G");
    bench.answer_rows();
    bench.press(".");
    assert!(bench.notice().contains("No undecided order further down"));

    bench.press("g");
    bench.press(".");

    assert!(bench.effects.iter().any(|effect| matches!(effect, Effect::Seek { .. })));
}

#[test]
fn lanes_go_round_and_digits_go_straight() {
    let mut bench = Bench::ready(SIZE);
    bench.press("[");
    assert_eq!(view(&bench).1.lane, Some(Lane::Done));
    bench.press("]");
    assert_eq!(view(&bench).1.lane, None);
    bench.press("3");
    assert_eq!(view(&bench).1.lane, Some(Lane::New));
    bench.press("0");
    assert_eq!(view(&bench).1.lane, None);
}

#[test]
fn going_to_a_number_opens_an_order_that_is_not_in_the_queue() {
    let mut bench = Bench::ready(SIZE);
    bench.press("#9001⏎");
    let ticket = bench.asked(|effect| match effect {
        Effect::Find { ticket, name } => (name == "9001").then_some(*ticket),
        _ => None,
    });

    let order = (OrderId::new("77"), Clean::new("#9001"));
    bench.answer(Answer::Found { ticket, name: "9001".to_owned(), result: Ok(vec![order]) });

    assert_eq!(bench.model.subject().unwrap().order, OrderId::new("77"));
    bench.press("⎋");
    assert_eq!(bench.model.subject().unwrap().order, super::sample::order().id);
}

#[test]
fn a_number_that_is_not_found_says_so_and_stays() {
    let mut bench = Bench::ready(SIZE);
    bench.press("#9001⏎");
    let ticket = bench.asked(|effect| match effect {
        Effect::Find { ticket, .. } => Some(*ticket),
        _ => None,
    });

    bench.answer(Answer::Found { ticket, name: "9001".to_owned(), result: Ok(vec![]) });

    let screen = super::paint::paint(&bench.model, Theme::Mono);
    assert!(screen.contains("The store has no order 9001."));
}

#[test]
fn a_lost_view_can_be_asked_for_again() {
    let mut bench = Bench::ready(SIZE);
    bench.press("/a");
    bench.send(Msg::Lost(Errand::View));
    bench.forget();

    bench.send(Msg::Happened(Happened::CacheChanged));

    assert!(bench.effects.iter().any(|effect| matches!(effect, Effect::View { .. })));
}

#[test]
fn a_lost_write_is_looked_up_and_never_repeated() {
    let mut bench = Bench::ready(SIZE);
    bench.press("u");
    bench.show_plan(super::sample::release_plan());
    bench.draw();
    bench.press("x");
    bench.forget();

    bench.send(Msg::Lost(Errand::Write));

    assert_eq!(bench.stages(), 0);
    assert!(bench.effects.contains(&Effect::OpenRows));
    assert!(bench.notice().starts_with("Not known whether this was staged: release #2047"));
}

#[test]
fn a_lost_case_file_says_so_and_the_next_order_can_be_opened() {
    let mut bench = Bench::ready(SIZE);
    bench.press("j");
    bench.send(Msg::Lost(Errand::Case));
    assert!(bench.model.case.trouble.is_some());
    bench.forget();

    bench.press("j");

    assert!(bench.effects.iter().any(|effect| matches!(effect, Effect::Case { .. })));
}
