//! Pictures of the main states, with styles.

use super::bench::Bench;
use super::paint::{buffer, paint};
use super::sample::{facts, refund_plan, release_plan, row};
use crate::desk::Trouble;
use crate::domain::{Kind, RowState};
use crate::tui::app::{Answer, Model, Said};
use crate::tui::perform::port::Progress;
use crate::tui::view::Theme;

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (160, 45), (200, 60)];

/// Compares a state with its pictures: each size, dark and mono.
fn compare(name: &str, sizes: &[(u16, u16)], make: impl Fn((u16, u16)) -> Bench) {
    for size in sizes {
        let bench = make(*size);
        for (theme, word) in [(Theme::Dark, "dark"), (Theme::Mono, "mono")] {
            let picture = paint(&bench.model, theme);
            insta::assert_snapshot!(format!("{name}-{}x{}-{word}", size.0, size.1), picture);
        }
    }
}

fn release(size: (u16, u16)) -> Bench {
    let mut bench = Bench::ready(size);
    bench.press("u");
    bench.show_plan(release_plan());
    bench.draw();
    bench
}

#[test]
fn the_queue() {
    compare("queue", &SIZES, Bench::ready);
}

#[test]
fn the_analysis() {
    compare("analysis", &SIZES[..2], |size| {
        let mut bench = Bench::ready(size);
        bench.press("⏎");
        bench
    });
}

#[test]
fn the_checklist() {
    compare("checklist", &SIZES[..2], |size| {
        let mut bench = Bench::ready(size);
        bench.press("⇥⇥jj");
        bench
    });
}

#[test]
fn the_evidence_behind_a_step() {
    compare("evidence", &SIZES, |size| {
        let mut bench = Bench::ready(size);
        bench.open_cross_check();
        bench.answer_others();
        bench
    });
}

#[test]
fn a_release() {
    compare("release", &SIZES, release);
}

#[test]
fn a_refund_with_its_amount_being_typed() {
    compare("refund", &SIZES[..2], |size| {
        let mut bench = Bench::ready(size);
        bench.press("r");
        bench.show_plan(refund_plan());
        bench.draw();
        bench.press(" ⌫⌫⌫⌫⌫⌫12,50⏎");
        bench
    });
}

#[test]
fn a_note_being_written() {
    compare("note", &SIZES[..1], |size| {
        let mut bench = Bench::ready(size);
        bench.press("n");
        let ticket = bench.asked(|effect| match effect {
            crate::tui::app::Effect::NoteText { ticket, .. } => Some(*ticket),
            _ => None,
        });
        let text = "EX [conversation] SE\nFraud Risk Order. Order # EX-2047\n".to_owned();
        bench.answer(Answer::NoteText { ticket, result: Ok(text) });
        bench.press("Called, voicemail.");
        bench
    });
}

#[test]
fn a_refused_plan() {
    compare("refused", &SIZES[..1], |size| {
        let mut bench = Bench::ready(size);
        bench.press("c");
        bench.refuse_plan(Said {
            kind: Kind::State,
            words: "#2047 has already shipped".to_owned(),
            hint: Some("a refund is still possible: r".to_owned()),
        });
        bench
    });
}

#[test]
fn recorded_and_counting_down() {
    compare("recorded", &SIZES[..1], |size| {
        let mut bench = release(size);
        bench.press("x");
        bench.staged(row(&release_plan(), RowState::Staged, 7));
        bench
    });
}

#[test]
fn trouble_above_the_queue() {
    compare("trouble", &SIZES[..2], |size| {
        let mut bench = Bench::ready(size);
        let mut facts = facts();
        facts.outbox.unknown = 1;
        facts.outbox.stopped = 1;
        facts.trouble = Some(Trouble {
            sentence:
                "The store refuses the token (401); nothing is sent, everything stays recorded"
                    .to_owned(),
            hint: Some("run `unhold doctor`".to_owned()),
        });
        bench.answer(Answer::Header(Ok(Box::new(facts))));
        bench.answer(Answer::OpenRows(Ok(vec![
            row(&release_plan(), RowState::Unknown, 9),
            row(&refund_plan(), RowState::Stopped, 10),
        ])));
        bench.answer(Answer::SyncProgress(Progress {
            words: "reading flagged orders".to_owned(),
            done: 1200,
            total: Some(4000),
        }));
        bench
    });
}

#[test]
fn receipts_of_the_shift() {
    compare("receipts", &SIZES[..2], |size| {
        let mut bench = Bench::ready(size);
        bench.press("J");
        bench.answer(Answer::Receipts(Ok(vec![
            row(&release_plan(), RowState::Confirmed, 1),
            row(&refund_plan(), RowState::Stopped, 2),
            row(&release_plan(), RowState::Staged, 3),
        ])));
        bench
    });
}

#[test]
fn help_and_quitting_and_copying() {
    compare("help", &SIZES[..1], |size| {
        let mut bench = Bench::ready(size);
        bench.press("?");
        bench
    });
    compare("copy", &SIZES[..1], |size| {
        let mut bench = Bench::ready(size);
        bench.press("yj");
        bench
    });
    compare("quit", &SIZES[..1], |size| {
        let mut bench = Bench::ready(size);
        bench.answer(Answer::OpenRows(Ok(vec![row(&release_plan(), RowState::Staged, 7)])));
        bench.press("q");
        bench.answer(Answer::OpenRows(Ok(vec![row(&release_plan(), RowState::Staged, 7)])));
        bench
    });
}

#[test]
fn an_empty_queue_says_why_and_what_to_do() {
    compare("empty", &SIZES[..1], |size| {
        let mut bench = Bench::starting(size);
        bench.answer(Answer::Header(Ok(Box::new(facts()))));
        bench.show_rows(0);
        bench
    });
    compare("opening", &SIZES[..1], Bench::starting);
}

#[test]
fn a_filter_being_typed() {
    compare("filter", &SIZES[..1], |size| {
        let mut bench = Bench::ready(size);
        bench.press("/risk:high held");
        bench
    });
}

#[test]
fn no_size_panics_and_small_ones_say_so() {
    let states: [fn((u16, u16)) -> Bench; 3] = [Bench::ready, release, |size| {
        let mut bench = Bench::ready(size);
        bench.press("J");
        bench.answer(Answer::Receipts(Ok(vec![row(&refund_plan(), RowState::Stopped, 2)])));
        bench.press("S");
        bench
    }];
    for make in states {
        let mut bench = make((70, 25));
        for height in 1..=25 {
            for width in 1..=70 {
                bench.send(crate::tui::app::Msg::Resized { width, height });
                buffer(&bench.model, Theme::Dark);
            }
        }
    }
    assert!(text_of(&Bench::ready((40, 10)).model).contains("This window is 40x10;"));
}

fn text_of(model: &Model) -> String {
    paint(model, Theme::Mono).lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_screen_becomes_a_picture_with_its_words_and_colours() {
    let picture = crate::tui::view::svg(&buffer(&Bench::ready((200, 60)).model, Theme::Dark));

    assert!(picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>"));
    assert!(picture.contains(">Lindqvist</text>"));
    assert!(picture.contains("font-weight=\"bold\""));
    assert!(!picture.contains('\u{202E}'));
}

#[test]
fn a_picture_is_drawn_without_a_terminal_from_a_desk_that_answers() {
    let office: std::sync::Arc<dyn crate::tui::Office> =
        std::sync::Arc::new(super::scripted::Scripted::default());
    let options = crate::tui::Options {
        clock: std::sync::Arc::new(super::sample::now()),
        colour: crate::tui::Colour::Never,
        ..crate::tui::Options::default()
    };

    let picture = crate::tui::picture(&office, &options, (120, 40), "u");

    assert!(picture.contains(">confirms</text>"), "the plan is shown");
}
