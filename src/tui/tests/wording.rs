//! What the screen says, as somebody reads it who never saw the store's own interface.

use super::bench::Bench;
use super::paint::paint;
use super::sample::{facts, plan, queue_row, refund_plan, release_plan, row};
use crate::domain::{HoldReason, RowState, Step, Verb};
use crate::tui::app::{Answer, Effect, Terms};
use crate::tui::view::Theme;

/// The lines of the screen, without their styles.
fn lines(bench: &Bench) -> Vec<String> {
    let rows = usize::from(bench.model.height);
    paint(&bench.model, Theme::Mono).lines().take(rows).map(str::to_owned).collect()
}

fn footer(bench: &Bench) -> String {
    lines(bench).pop().unwrap()
}

fn shows(bench: &Bench, words: &str) -> bool {
    lines(bench).iter().any(|line| line.contains(words))
}

fn planned(size: (u16, u16), key: &str, plan: crate::domain::Plan) -> Bench {
    let mut bench = Bench::ready(size);
    bench.press(key);
    bench.show_plan(plan);
    bench.draw();
    bench
}

#[test]
fn a_plan_names_the_stores_calls_in_one_line_of_their_own() {
    let bench = planned((120, 40), "u", release_plan());

    let with_call: Vec<String> =
        lines(&bench).into_iter().filter(|line| line.contains("fulfillmentOrder")).collect();

    assert_eq!(with_call.len(), 1);
    assert!(with_call[0].contains("store calls: fulfillmentOrderReleaseHold"));
    assert!(shows(&bench, "1. Release the hold placed by Fraud Scanner"));
    assert!(shows(&bench, "2. Take the order out of the archive"));
}

#[test]
fn what_belongs_to_a_step_stays_under_its_text_when_it_wraps() {
    let mut bench = Bench::ready((60, 24));
    bench.press("tvip⏎");
    let tags = ["reviewed", "fraud-desk", "called-the-customer", "second-look"];
    let tags = tags.into_iter().map(Into::into).collect();
    bench.show_plan(plan(Verb::Tag, vec![Step::AddTags { tags }]));

    let lines = lines(&bench);
    let first = lines.iter().position(|line| line.contains("1. Add the tags")).unwrap();

    assert!(lines[first + 1].starts_with("│    "), "{}", lines[first + 1]);
}

#[test]
fn goods_are_said_to_leave_only_by_the_verb_that_knows_of_the_other_holds() {
    let hold = Step::PlaceHold {
        fulfilment_order: "fo1".into(),
        reason: HoldReason::FraudRisk,
        notes: "Suspected fraud. Decide by Thursday 26 November 2026 – SE".into(),
    };
    let release = Step::ReleaseHolds { fulfilment_order: "fo1".into(), holds: vec!["h1".into()] };
    let moved = planned((120, 40), "h", plan(Verb::Hold, vec![hold, release]));
    let left = planned((120, 40), "u", release_plan());

    for bench in [&moved, &left] {
        assert!(!shows(bench, "may leave"));
    }
    assert!(shows(&moved, "1. Place a hold; decide by Thursday 26 November 2026"));
    assert!(shows(&moved, "decide by  Thursday 26 November 2026, the policy's day"));
}

#[test]
fn a_sum_says_what_it_is_measured_by_and_which_way_each_reason_weighs() {
    let mut file = super::sample::case_file();
    file.advice.reasons.push(crate::policy::Why { words: "Unpaid".to_owned(), weight: 0.0 });
    let mut bench = Bench::starting((120, 60));
    bench.answer(Answer::Header(Ok(Box::new(facts()))));
    bench.show_rows(3);
    bench.show_case(file);

    for words in [
        "Sum +1.3: release up to −1.5, refund from",
        "▲ an earlier order shares e-mail and",
        "▼ the security code matched −0.6",
        "! Unpaid",
        "▲ raises suspicion, ▼ lowers it",
    ] {
        assert!(shows(&bench, words), "{words}");
    }
    assert!(!shows(&bench, "+0.0"));
}

#[test]
fn the_brief_comes_before_the_analysis_and_names_what_it_rests_on() {
    let mut file = super::sample::case_file();
    file.brief = vec![crate::policy::Sentence {
        text: "Two orders at once.".to_owned(),
        grounds: vec![crate::policy::Ground::Check(crate::domain::Check::OrderForm)],
    }];
    let mut bench = Bench::starting((160, 60));
    bench.answer(Answer::Header(Ok(Box::new(facts()))));
    bench.show_rows(3);
    bench.show_case(file);

    let at = |words: &str| lines(&bench).iter().position(|line| line.contains(words)).unwrap();
    assert!(shows(&bench, "Two orders at once. (order form)"));
    assert!(at("In short") < at("What the providers say"));
}

#[test]
fn findings_that_may_no_longer_hold_are_shown_with_their_date_and_say_so() {
    let shown = |is_refreshing| {
        let mut file = super::sample::case_file();
        file.is_refreshing = is_refreshing;
        let mut bench = Bench::starting((120, 60));
        bench.answer(Answer::Header(Ok(Box::new(facts()))));
        bench.show_rows(3);
        bench.show_case(file);
        shows(&bench, "Checks as of Fri 20 Nov 10:00, being")
    };

    assert!(shown(true));
    assert!(!shown(false));
}

#[test]
fn a_receipt_is_found_by_verb_and_number_and_says_amount_and_outcome() {
    let mut bench = Bench::ready((120, 40));
    bench.press("J");
    bench.answer(Answer::Receipts(Ok(vec![
        row(&refund_plan(), RowState::Confirmed, 1),
        row(&release_plan(), RowState::Staged, 2),
        row(&release_plan(), RowState::Dropped, 3),
    ])));
    bench.draw();

    for words in [
        "confirmed   refund #2047   389.70 USD went back · the order is now paid, archived",
        "staged      release #2047  starts in 30 s",
        "taken back  release #2047  nothing was sent",
    ] {
        assert!(shows(&bench, words), "{words}");
    }
    assert!(!footer(&bench).contains("retry"), "a confirmed plan is not tried again");
}

#[test]
fn an_empty_lane_names_no_order_and_says_what_to_do() {
    let mut bench = Bench::ready((120, 40));
    assert!(lines(&bench)[2].contains("#2047"));

    bench.press("4");
    bench.show_rows(0);

    assert!(!shows(&bench, "#2047"));
    assert!(shows(&bench, "No order is in the lane “waiting” now."));
    assert!(shows(&bench, "0 shows every open order."));
    assert!(shows(&bench, "No order is selected."));
    assert!(!footer(&bench).contains("release"));
}

#[test]
fn the_lane_of_what_is_done_says_what_came_of_it() {
    let mut bench = Bench::ready((120, 40));
    bench.press("7");
    let ticket = bench.asked(|effect| match effect {
        Effect::View { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let mut done = queue_row(0);
    done.why = Some("Refunded: 389.70 USD went back.".to_owned());
    let keys = vec![done.key];
    bench.answer(Answer::FirstRows { ticket, rows: vec![done] });
    bench.answer(Answer::Keys { ticket, keys });
    bench.answer(Answer::KeysEnd { ticket, result: Ok(()) });

    assert!(shows(&bench, "outcome"));
    assert!(shows(&bench, "389.70 USD  Refunded: 389.70 USD went back."));
}

#[test]
fn the_footer_of_the_queue_names_sync_and_receipts_at_120_columns() {
    let footer = footer(&Bench::ready((120, 40)));

    for key in ["s sync", "J receipts", "? help", "q quit"] {
        assert!(footer.contains(key), "{key} in {footer}");
    }
}

#[test]
fn the_footer_names_the_page_keys_only_when_there_is_more() {
    let mut bench = planned((80, 24), "r", refund_plan());
    assert!(footer(&bench).contains("PgDn more"), "{}", footer(&bench));
    bench.press("⇟");
    bench.draw();
    assert!(!footer(&bench).contains("PgDn"), "{}", footer(&bench));
    assert!(footer(&bench).contains("PgUp back up"), "{}", footer(&bench));

    assert!(!footer(&planned((120, 40), "u", release_plan())).contains("Pg"));
}

#[test]
fn a_plan_that_is_refused_at_once_offers_nothing_to_change() {
    let mut bench = Bench::ready((80, 24));
    bench.press("c");
    bench.refuse_plan(crate::tui::app::Said {
        kind: crate::domain::Kind::State,
        words: "#2047 has already shipped".to_owned(),
        hint: None,
    });
    bench.draw();

    assert!(!footer(&bench).contains("change"), "{}", footer(&bench));
}

#[test]
fn offline_says_what_still_works() {
    let mut bench = Bench::ready((120, 40));
    let offline = Some("The store is not talked to.".to_owned());
    bench.model.terms = Terms { offline, undo_seconds: 30, ..Terms::default() };

    assert!(shows(&bench, "Offline: every order that is here can be read"));
    assert!(!footer(&bench).contains("sync"));
}

#[test]
fn the_footer_names_the_look_up_only_on_a_step_that_opens_something() {
    let mut bench = Bench::ready((120, 40));

    bench.press("⇥⇥");
    let opens = footer(&bench);
    bench.press("jj");
    let nothing = footer(&bench);

    assert!(opens.contains("o look up"), "{opens}");
    assert!(!nothing.contains("o look up"), "{nothing}");
}
