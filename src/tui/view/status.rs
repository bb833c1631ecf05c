//! The line above the footer: what was typed, what just happened, what waits.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Theme;
use super::ink::Ink;
use super::queue::type_in;
use crate::tui::app::{Dialog, GoTo, Model, Recorded, RecordedState};
use crate::tui::page::{Role, first_upper};

pub(super) fn draw(model: &Model, theme: Theme, row: Rect, buf: &mut Buffer) -> Option<Position> {
    let mut ink = Ink::on(buf, row, theme);
    ink.skip(1);
    if let Some(Dialog::GoTo(goto)) = &model.dialog {
        return Some(number(goto, &mut ink));
    }
    if let Some(notice) = &model.notice {
        ink.say(&notice.text, notice.role);
    } else if let Some(words) = recorded(model) {
        ink.say(&words, Role::Accent);
    } else if let Some(trouble) = &model.queue.trouble {
        ink.say(trouble, Role::Warn);
    } else if model.seek.is_some() {
        ink.say("Looking for the next undecided order…", Role::Muted);
    }
    None
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

/// The newest plan of this session that is still on its way.
fn recorded(model: &Model) -> Option<String> {
    let waiting = |recorded: &&Recorded| {
        matches!(recorded.state, RecordedState::Recording | RecordedState::Staged { .. })
    };
    let newest = model.recorded.iter().rev().find(waiting)?;
    let what = match newest.amount {
        Some(amount) => format!("{} {} ({amount})", newest.verb.word(), newest.name),
        None => format!("{} {}", newest.verb.word(), newest.name),
    };
    Some(match newest.state {
        _ if newest.undo => format!("Taking back: {what}…"),
        RecordedState::Staged { due_at } => {
            waiting_words(model, &what, due_at.seconds_since(model.now()))
        }
        _ => format!("{}: {what}…", first_upper("recording")),
    })
}

fn waiting_words(model: &Model, what: &str, left: i64) -> String {
    let offline = model.terms.offline.is_some()
        || model.facts.as_ref().is_some_and(|facts| facts.trouble.is_some());
    if offline {
        return format!(
            "Recorded: {what}. It waits until the store can be reached; z takes it back."
        );
    }
    if left <= 0 {
        return format!("Recorded: {what}. It starts now.");
    }
    format!("Recorded: {what}. It starts in {left} s; z takes it back.")
}
