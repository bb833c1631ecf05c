//! Screens for terminals whose locale is not UTF-8.

use super::bench::Bench;
use super::sample::{refund_plan, release_plan, row};
use crate::domain::RowState;
use crate::tui::app::Answer;
use crate::tui::view::{Theme, to_ascii};

/// The signs on the screen that are not ASCII; letters and faces are the customers' own.
fn odd(bench: &Bench) -> Vec<String> {
    let mut buf = super::paint::buffer(&bench.model, Theme::Mono);
    to_ascii(&mut buf);
    let signs = buf.content.iter().map(ratatui::buffer::Cell::symbol);
    let theirs = |c: char| c.is_ascii() || c.is_alphabetic() || c == '\u{200d}' || c > '\u{1f000}';
    let odd = signs.filter(|sign| !sign.chars().all(theirs));
    odd.map(str::to_owned).collect()
}

#[test]
fn every_sign_of_ours_becomes_ascii() {
    let mut bench = Bench::ready((200, 120));
    assert_eq!(odd(&bench), [""; 0], "the three panels");
    bench.press("?");
    assert_eq!(odd(&bench), [""; 0], "the keys");
    bench.press("⎋r");
    bench.show_plan(refund_plan());
    assert_eq!(odd(&bench), [""; 0], "a plan");
    bench.press("⎋J");
    let states = [RowState::Confirmed, RowState::Unknown, RowState::Stopped, RowState::Staged];
    let rows = (1..).zip(states).map(|(at, state)| row(&release_plan(), state, at));
    bench.answer(Answer::Receipts(Ok(rows.collect())));
    assert_eq!(odd(&bench), [""; 0], "the receipts");
    bench.press("⎋q");
    assert_eq!(odd(&bench), [""; 0], "the end");
}
