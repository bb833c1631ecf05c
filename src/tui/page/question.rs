//! Questions: about a row of the outbox, and before quitting.

use super::steps::in_words;
use super::words::{day_time, first_upper, state_word};
use super::{Page, Pen, Role, Setting, Span, money};
use crate::domain::{Compensation, OutboxRow, RowState, StepState, Sums};
use crate::tui::app::{Mend, Quitting, Reach, Receipts, RowQuestion};

/// Writes the question about a row.
pub(crate) fn question(question: &RowQuestion, receipts: &Receipts, setting: Setting) -> Page {
    let mut pen = Pen::new(setting.width);
    let row = receipts.rows.iter().flatten().find(|row| row.id == question.row);
    let Some(row) = row else {
        pen.say("This plan is not here any more; Esc goes back.", Role::Muted);
        return pen.done();
    };
    let step = match question.place {
        Some(place) => format!("step {place} of "),
        None if doubtful(row) > 1 => format!("all {} doubtful steps of ", doubtful(row)),
        None => String::new(),
    };
    let (words, note) = match &question.mend {
        Mend::Retry => (
            format!("Try {step}this plan again?"),
            "The store is read first: what already happened is not done twice.".to_owned(),
        ),
        Mend::Skip(why) => (
            format!("Leave {step}this plan out?"),
            format!("It will not be done. The reason is kept: {why}"),
        ),
        Mend::Drop => (
            "Take this plan back?".to_owned(),
            "Nothing of it was sent, and nothing will be.".to_owned(),
        ),
        Mend::Compensate(_) => (
            "Undo what this plan did?".to_owned(),
            "What was not done yet is left out. No hold is lifted for it.".to_owned(),
        ),
        Mend::HandOver(why) => (
            "Take this plan on as your own matter?".to_owned(),
            format!("Nothing more of it is sent or read. The reason is kept: {why}"),
        ),
    };
    pen.say(words, Role::Strong);
    pen.flow(of_row(row, receipts.sums_of(row), setting), 2);
    if let Mend::Compensate(shown) = &question.mend {
        way_back(&mut pen, row, shown);
    }
    pen.say(note, Role::Muted);
    pen.gap();
    pen.say("x confirms, Esc goes back.", Role::Plain);
    pen.done()
}

fn doubtful(row: &OutboxRow) -> usize {
    row.steps.iter().filter(|step| step.state == StepState::Unknown).count()
}

/// What would be written back, and what stays with its reason.
fn way_back(pen: &mut Pen, row: &OutboxRow, shown: &Compensation) {
    for undoing in &shown.steps {
        let mut spans = vec![Span::new(format!("undoes step {}: ", undoing.undoes), Role::Muted)];
        spans.extend(in_words(&undoing.step, (row.verb, &[])));
        pen.flow(spans, 2);
    }
    for stays in &shown.stays {
        let words = format!("step {} stays: {}", stays.place, stays.why);
        pen.flow(vec![Span::new(words, Role::Warn)], 2);
    }
}

fn of_row(row: &OutboxRow, sums: Sums, setting: Setting) -> Vec<Span> {
    let mut spans = vec![Span::new(format!("{} ", first_upper(row.verb.word())), Role::Plain)];
    spans.extend(Span::outside(&row.order_name, Role::Strong));
    let at = day_time(setting.zone, row.staged_at);
    if let Some(sums) = money::in_words(sums) {
        spans.push(Span::new(format!(" ({sums})"), Role::Strong));
    }
    let state = match row.state {
        RowState::Staged => String::new(),
        state => format!(", {} now", state_word(state)),
    };
    spans.push(Span::new(format!(", staged {at}{state}"), Role::Muted));
    spans
}

/// Writes an address that no browser could be started for, whole.
pub(crate) fn address(url: &str, setting: Setting) -> Page {
    let mut pen = Pen::new(setting.width);
    pen.say(
        "No browser could be started; the address is below; y copies it and logs the look-up.",
        Role::Plain,
    );
    pen.gap();
    pen.say(url, Role::Strong);
    pen.done()
}

/// Writes what is asked before quitting; whether the store is reached says what finishing
/// can do.
pub(crate) fn quitting(quitting: &Quitting, setting: Setting, reach: Reach) -> Page {
    let mut pen = Pen::new(setting.width);
    match &quitting.rows {
        None => pen.say("Reading what is staged…", Role::Muted),
        Some(rows) => {
            pen.say("Staged and not finished:", Role::Strong);
            for (row, sums) in rows.iter().take(8) {
                pen.flow(of_row(row, *sums, setting), 2);
            }
            if rows.len() > 8 {
                pen.say(format!("… and {} more", rows.len() - 8), Role::Muted);
            }
        }
    }
    let (finish, leave) = match reach {
        Reach::Store => (
            "finish: start them now, wait for them, then quit",
            "leave them staged: they start when unhold runs again; after 10 minutes it asks first",
        ),
        Reach::Nothing => (
            "finish: try now; unhold stays open when the store is not reached",
            "leave them staged: they start when unhold runs again and reaches the store; after 10 minutes it asks first",
        ),
    };
    if reach == Reach::Nothing {
        pen.say("All of it waits until the store can be reached.", Role::Warn);
    }
    pen.gap();
    for (key, words) in [
        ("f", finish),
        ("l", leave),
        ("t", "take back what has not begun, then quit"),
        ("Esc", "stay"),
    ] {
        pen.flow(
            vec![Span::new(format!("{key:<4} "), Role::Key), Span::new(words, Role::Plain)],
            5,
        );
    }
    pen.done()
}
