//! Analysis, checklist, copying, opening.

use super::bench::Bench;
use super::sample::case_file;
use crate::domain::{Clean, Readable};
use crate::policy::{Checked, ChecklistStep, LookUp, TickState, Ticked};
use crate::tui::app::{Answer, Effect, Outside, Panel};
use crate::tui::view::Theme;

const SIZE: (u16, u16) = (120, 40);

#[test]
fn enter_opens_the_analysis_and_tab_goes_round() {
    let mut bench = Bench::ready(SIZE);
    bench.press("⏎");
    assert_eq!(bench.model.panel, Panel::Analysis);
    bench.press("⇥");
    assert_eq!(bench.model.panel, Panel::Checklist);
    bench.press("⇥");
    assert_eq!(bench.model.panel, Panel::Queue);
}

#[test]
fn space_ticks_the_marked_step() {
    let mut bench = Bench::ready(SIZE);

    bench.press("⇥⇥jj ");

    let order = super::sample::order().id;
    assert!(bench.effects.contains(&Effect::Tick { order, step: ChecklistStep::HelpDesk }));
}

#[test]
fn space_ticks_a_looked_up_step_beside_its_data_and_says_what_enter_does() {
    let mut bench = Bench::ready(SIZE);

    bench.press("⇥⇥j ");

    let order = super::sample::order().id;
    assert!(bench.effects.contains(&Effect::Tick { order, step: ChecklistStep::CrossCheck }));
    bench.answer(Answer::Ticked { step: ChecklistStep::CrossCheck, result: Ok(Ticked::Made) });
    assert!(bench.notice().contains("Enter shows what it found"), "{}", bench.notice());
}

#[test]
fn a_tick_is_said_as_the_ledger_answers_and_with_whose_it_was() {
    let step = ChecklistStep::HelpDesk;
    let kim = || Ticked::TakenBack { by: "Kim Example".to_owned() };
    let own = || Ticked::TakenBack { by: super::sample::facts().reviewer };
    let mut bench = Bench::ready(SIZE);
    bench.press("⇥⇥jj  ");
    assert_eq!(bench.notice(), "", "nothing is claimed before the ledger answered");

    for (ticked, words) in [
        (Ticked::Made, "Ticked by you: the help desk search."),
        (own(), "Your tick is taken back: the help desk search."),
        (kim(), "The tick of Kim Example is taken back: the help desk search."),
    ] {
        bench.answer(Answer::Ticked { step, result: Ok(ticked) });
        assert!(bench.notice().starts_with(words), "{}", bench.notice());
    }
}

#[test]
fn a_step_checked_by_hand_shows_its_data_and_who_checked_it() {
    let mut bench = Bench::starting(SIZE);
    bench.show_rows(5);
    let mut file = case_file();
    for row in &mut file.checklist {
        if let TickState::ByData { checked, .. } = &mut row.state {
            let at = super::sample::now();
            *checked = Some(Checked { by: "Kim Example".to_owned(), at });
        }
    }
    bench.show_case(file);
    bench.press("⇥⇥");

    let screen = super::paint::paint(&bench.model, Theme::Mono);

    assert!(screen.contains("3 of 8 by hand, 2 looked up"), "{screen}");
    assert!(screen.contains("(Sat 21 Nov 22:00); checked by"), "{screen}");
    assert!(screen.contains("☑ Compare billing and shipping"), "{screen}");
}

fn admin() -> Outside {
    let order = super::sample::order().id;
    Outside { order, step: ChecklistStep::ReadAnalysis, look_up: LookUp::StoreAdmin }
}

#[test]
fn opening_outside_takes_the_look_up_of_the_step_else_the_stores_admin() {
    let order = super::sample::order().id;
    let mut bench = Bench::ready(SIZE);
    bench.press("o");
    assert!(bench.effects.contains(&Effect::OpenOutside(Outside {
        order: order.clone(),
        step: ChecklistStep::ReadAnalysis,
        look_up: LookUp::StoreAdmin,
    })));

    bench.press("⇥⇥jjjjo");

    assert!(bench.effects.contains(&Effect::OpenOutside(Outside {
        order,
        step: ChecklistStep::MapDistance,
        look_up: LookUp::Map,
    })));
}

#[test]
fn without_a_browser_the_whole_address_stands_there_and_y_copies_it() {
    let mut bench = Bench::ready((80, 24));
    bench.press("o");
    let url = format!("https://example.com/search?q={}-end", "anna%20lindqvist".repeat(12));

    bench.answer(Answer::Opened { place: admin(), url: Ok(url.clone()), opened: false });

    let screen = super::paint::paint(&bench.model, Theme::Mono);
    assert!(screen.contains("No browser could be started; the address is below; y copies it"));
    let inner = |line: &str| line.trim().trim_matches('│').trim().to_owned();
    let shown: String = screen.lines().map(inner).collect();
    assert!(shown.contains(&url), "{screen}");
    assert!(!bench.effects.iter().any(|effect| matches!(effect, Effect::Copy(_))));
    assert!(!bench.effects.contains(&Effect::NoteOpened(admin())), "it was only shown");
    bench.press("y");
    assert!(bench.effects.contains(&Effect::Copy(url)));
    assert!(bench.effects.contains(&Effect::NoteOpened(admin())));
    assert!(bench.model.dialog.is_none());
}

#[test]
fn an_address_that_comes_late_does_not_cover_a_plan() {
    let mut bench = Bench::ready(SIZE);
    bench.press("ou");

    let url = Ok("https://example.com".to_owned());
    bench.answer(Answer::Opened { place: admin(), url, opened: false });

    assert_eq!(bench.plan_dialog().verb, crate::domain::Verb::Release);
    assert!(bench.notice().contains("o shows the address"), "{}", bench.notice());
}

#[test]
fn copied_text_shows_its_tricks() {
    let mut bench = Bench::starting(SIZE);
    bench.show_rows(5);
    let mut file = case_file();
    file.order.email = Readable::Known(Clean::new("a\u{202E}b@example.org"));
    bench.show_case(file);

    bench.press("y2");

    assert!(bench.effects.contains(&Effect::Copy("a⟨U+202E⟩b@example.org".to_owned())));
}

#[test]
fn long_parts_unfold_in_place_and_fold_again() {
    let mut bench = Bench::ready(SIZE);
    bench.press("⏎");
    let folded = bench.model.case.analysis.lines.len();
    bench.press("G");
    let fold = bench
        .model
        .case
        .analysis
        .lines
        .iter()
        .position(|line| line.spans.iter().any(|span| span.text.contains("more lines")));
    bench.model.case.analysis_at.line = fold.unwrap();

    bench.press("⏎");
    let unfolded = bench.model.case.analysis.lines.len();
    bench.press(" ");

    assert!(unfolded > folded);
    assert_eq!(bench.model.case.analysis.lines.len(), folded);
}

#[test]
fn a_denied_field_says_so_in_its_place_and_nobody_asks_for_the_code() {
    let bench = Bench::ready((200, 120));

    let screen = super::paint::paint(&bench.model, Theme::Mono);

    assert!(screen.contains("IP address  may not be read: the token"));
    assert!(screen.contains("Nobody needs to ask for it"));
    assert!(screen.contains("⟨U+202E⟩before⟨U+202C⟩ noon."));
}

#[test]
fn no_hidden_character_reaches_a_cell() {
    for size in [(80, 24), (120, 40), (200, 120)] {
        let mut bench = Bench::ready(size);
        for keys in ["", "⏎", "⇥", "u", "⎋y"] {
            bench.press(keys);
            let buf = super::paint::buffer(&bench.model, Theme::Dark);
            for cell in buf.content() {
                assert!(!cell.symbol().contains(['\u{202E}', '\u{202C}', '\u{1b}', '\n']));
            }
        }
    }
}
