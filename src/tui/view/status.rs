//! The line above the footer: what was typed, what just happened, what waits.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use super::Theme;
use super::ink::Ink;
use super::queue::type_in;
use crate::domain::fit;
use crate::tui::app::{Dialog, GoTo, Model, Reach, Recorded, RecordedState};
use crate::tui::page::{Role, Span, first_upper, money_words, wrap};

/// The most rows of a notice; what is longer is cut with a sign.
const MOST_SAID: usize = 3;
/// The most rows of it all.
const MOST: usize = 4;

/// How many rows it takes: more than one while a sentence leaves no room beside it to say
/// that a plan can be taken back, or does not fit on one row.
pub(super) fn height(model: &Model) -> u16 {
    match &model.dialog {
        Some(Dialog::GoTo(_)) => 1,
        _ => u16::try_from(lines(model).len()).unwrap_or(1).max(1),
    }
}

pub(super) fn draw(model: &Model, theme: Theme, place: Rect, buf: &mut Buffer) -> Option<Position> {
    if let Some(Dialog::GoTo(goto)) = &model.dialog {
        let mut ink = Ink::on(buf, Rect { height: 1, ..place }, theme);
        ink.skip(1);
        return Some(number(goto, &mut ink));
    }
    for (row, line) in place.rows().zip(lines(model)) {
        Ink::on(buf, row, theme).skip(1).spans(&line);
    }
    None
}

/// What is said, and below or beside it the plan that waits.
fn lines(model: &Model) -> Vec<Vec<Span>> {
    let width = usize::from(model.width.saturating_sub(1)).max(2);
    let said = said(model);
    let waits = recorded(model).map(|words| Span::new(words, Role::Accent));
    let (said, waits) = match (said, waits) {
        (Some(said), Some(waits)) if said.text.width() + 2 + waits.text.width() <= width => {
            return vec![vec![said, Span::new("  ", Role::Plain), waits]];
        }
        both => both,
    };
    let mut lines = said.map(|said| fitted(said, width, MOST_SAID)).unwrap_or_default();
    if let Some(waits) = waits {
        let most = (MOST - lines.len()).min(2);
        lines.extend(fitted(waits, width, most));
    }
    lines
}

/// The sentence on at most so many rows.
fn fitted(sentence: Span, width: usize, most: usize) -> Vec<Vec<Span>> {
    let role = sentence.role;
    let mut lines = wrap(vec![sentence], width, 0);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let text: String = last.iter().map(|span| span.text.as_str()).collect();
            let cut = fit(format!("{} …", text.trim_end()).into(), width);
            *last = vec![Span::new(cut, role)];
        }
    }
    lines
}

/// What just happened; while nothing is to be said and nothing waits, what is going on.
fn said(model: &Model) -> Option<Span> {
    if let Some(notice) = &model.notice {
        return Some(Span::new(notice.text.clone(), notice.role));
    }
    if recorded(model).is_some() {
        return None;
    }
    if let Some(trouble) = &model.queue.trouble {
        return Some(Span::new(trouble.clone(), Role::Warn));
    }
    let looking = "Looking for the next undecided order…";
    model.seek.is_some().then(|| Span::new(looking, Role::Muted))
}

fn number(goto: &GoTo, ink: &mut Ink<'_>) -> Position {
    ink.say("Go to order ", Role::Plain);
    let cursor = type_in(ink, &goto.input);
    if goto.asked.is_some() {
        ink.skip(2).say("searching…", Role::Muted);
    } else if let Some(trouble) = &goto.trouble {
        ink.skip(2).say(trouble, Role::Warn);
    } else if goto.input.value().is_empty() {
        ink.skip(2).say("number or name, then Enter", Role::Muted);
    }
    cursor
}

/// The newest plan that is still on its way, the one that `z` takes back.
fn recorded(model: &Model) -> Option<String> {
    let waiting = |recorded: &&Recorded| {
        matches!(recorded.state, RecordedState::Recording | RecordedState::Staged { .. })
    };
    let count = model.recorded.iter().filter(waiting).count();
    let newest = model.recorded.iter().rev().find(waiting)?;
    let what = match money_words(newest.sums) {
        Some(sums) => format!("{} {} ({sums})", newest.verb.word(), newest.name),
        None => format!("{} {}", newest.verb.word(), newest.name),
    };
    let more = if count > 1 { format!(" ({count} in all)") } else { String::new() };
    Some(match newest.state {
        _ if newest.undo => format!("Taking back: {what}…"),
        RecordedState::Staged { due_at } => {
            let left = due_at.seconds_since(model.now());
            let words = waiting_words(model, left);
            if newest.before {
                format!("{}{more} {words}", first_upper(&what))
            } else {
                format!("Staged: {what}{more}. It {words}")
            }
        }
        _ => format!("Staging: {what}…"),
    })
}

fn waiting_words(model: &Model, left: i64) -> String {
    if model.reach() == Reach::Nothing {
        return "waits until the store can be reached; z takes it back.".to_owned();
    }
    if left <= 0 {
        return "starts now.".to_owned();
    }
    format!("starts in {left} s; z takes it back.")
}
