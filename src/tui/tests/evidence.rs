//! The evidence behind a step of the checklist.

use super::bench::Bench;
use super::sample::case_file;
use crate::domain::{Check, FindingFact, OrderId};
use crate::tui::app::{Answer, Dialog, Effect, Evidence, Panel};
use crate::tui::page::Page;

fn evidence(bench: &Bench) -> &Evidence {
    match &bench.model.dialog {
        Some(Dialog::Evidence(evidence)) => evidence,
        other => panic!("no evidence is open but {other:?}"),
    }
}

fn text(page: &Page) -> String {
    let line = |line: &crate::tui::page::Line| {
        line.spans.iter().map(|span| span.text.as_str()).collect::<String>()
    };
    page.lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn opened() -> Bench {
    let mut bench = Bench::ready((120, 40));
    bench.open_cross_check();
    bench
}

#[test]
fn enter_on_a_step_opens_its_evidence_and_reads_the_linked_orders() {
    let bench = opened();

    let asked = bench.asked(|effect| match effect {
        Effect::Others { orders, .. } => Some(orders.clone()),
        _ => None,
    });
    assert_eq!(asked, [OrderId::new("#2031"), OrderId::new("#1990")]);
    assert!(text(&evidence(&bench).page).contains("Reading…"));
}

#[test]
fn what_two_orders_share_is_marked_side_by_side() {
    let mut bench = opened();

    bench.answer_others();

    let text = text(&evidence(&bench).page);
    let signs = |word: &str| -> String {
        let line = text.lines().find(|line| line.starts_with(word)).unwrap();
        line.chars().filter(|c| matches!(c, '=' | '≈')).collect()
    };
    assert_eq!(signs("e-mail"), "=", "{text}");
    assert_eq!(signs("phone"), "≈", "{text}");
    assert_eq!(signs("name"), "", "{text}");
    assert_eq!(signs("IP"), "", "what is withheld is never the same:\n{text}");
}

#[test]
fn enter_opens_the_marked_linked_order() {
    let mut bench = opened();
    bench.answer_others();

    bench.press("j⏎");

    assert!(bench.model.dialog.is_none());
    assert_eq!(bench.model.panel, Panel::Analysis);
    let (order, name) = bench.model.case.visited.clone().unwrap();
    assert_eq!((order.as_str(), name.raw()), ("#1990", "#1990"));
}

#[test]
fn the_mark_stays_inside_the_list_and_is_always_visible() {
    let mut bench = Bench::ready((80, 24));
    bench.open_cross_check();
    bench.answer_others();

    bench.press("jjjjj");
    let low = evidence(&bench);
    let first = low.page.first_line_of(low.mark).unwrap();
    assert_eq!(low.mark, 1);
    assert!((low.at.offset..low.at.offset + 18).contains(&first), "{first} at {:?}", low.at);

    bench.press("kkkkkkg");
    assert_eq!((evidence(&bench).mark, evidence(&bench).at.offset), (0, 0));
}

#[test]
fn a_step_without_links_scrolls_by_lines_and_goes_back_with_esc() {
    let mut bench = Bench::ready((80, 24));
    let mut file = case_file();
    let distance = file.findings.iter_mut().find(|finding| finding.check == Check::Distance);
    let fact =
        |i: usize| FindingFact { label: format!("fact {i}"), value: "x".into(), weight: 0.0 };
    distance.unwrap().facts = (0..40).map(fact).collect();
    bench.model.case.file = Some(Box::new(file));

    bench.press("⇥⇥jjj⏎");
    assert_eq!(evidence(&bench).at.offset, 0);
    bench.press("jj");
    assert_eq!(evidence(&bench).at.offset, 2);
    bench.press("⏎");
    assert!(bench.model.dialog.is_some(), "Enter opens nothing where nothing is linked");
    bench.press("G");
    assert!(text(&evidence(&bench).page).lines().count() > evidence(&bench).at.offset);
    bench.press("⎋");
    assert!(bench.model.dialog.is_none());
    assert_eq!(bench.model.panel, Panel::Checklist);
}

#[test]
fn a_late_answer_to_another_question_is_dropped() {
    let mut bench = opened();
    let ticket = bench.asked(|effect| match effect {
        Effect::Others { ticket, .. } => Some(*ticket),
        _ => None,
    });

    bench.answer(Answer::Others {
        ticket: ticket + 1000,
        result: Ok(vec![super::sample::other_order("#2031")]),
    });

    assert!(evidence(&bench).others.is_empty());
}
