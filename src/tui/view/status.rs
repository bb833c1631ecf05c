//! The line above the footer: what was typed, what just happened, what waits.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use super::Theme;
use super::ink::Ink;
use super::queue::type_in;
use crate::tui::app::{Dialog, GoTo, Model, Reach, Recorded, RecordedState};
use crate::tui::page::{Role, first_upper};

/// How many rows the line takes: two while a plan can be taken back and a sentence leaves
/// no room to say so beside it.
pub(super) fn height(model: &Model) -> u16 {
    let (Some(notice), Some(words)) = (&model.notice, recorded(model)) else { return 1 };
    let needed = 1 + notice.text.width() + 2 + words.width();
    if matches!(model.dialog, Some(Dialog::GoTo(_))) || needed <= usize::from(model.width) {
        return 1;
    }
    2
}

pub(super) fn draw(model: &Model, theme: Theme, place: Rect, buf: &mut Buffer) -> Option<Position> {
    let row = Rect { height: 1, ..place };
    if place.height > 1
        && let Some(words) = recorded(model)
    {
        let below = Rect { y: row.y + 1, ..row };
        Ink::on(buf, below, theme).skip(1).say(&words, Role::Accent);
    }
    let mut ink = Ink::on(buf, row, theme);
    ink.skip(1);
    if let Some(Dialog::GoTo(goto)) = &model.dialog {
        return Some(number(goto, &mut ink));
    }
    if let Some(notice) = &model.notice {
        ink.say(&notice.text, notice.role);
        if let Some(words) = recorded(model).filter(|_| place.height == 1) {
            ink.skip(2).say(&words, Role::Accent);
        }
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

/// The newest plan that is still on its way, the one that `z` takes back.
fn recorded(model: &Model) -> Option<String> {
    let waiting = |recorded: &&Recorded| {
        matches!(recorded.state, RecordedState::Recording | RecordedState::Staged { .. })
    };
    let count = model.recorded.iter().filter(waiting).count();
    let newest = model.recorded.iter().rev().find(waiting)?;
    let what = match newest.amount {
        Some(amount) => format!("{} {} ({amount})", newest.verb.word(), newest.name),
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
