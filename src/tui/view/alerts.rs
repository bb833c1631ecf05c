//! Trouble with the store, and plans that a person must settle, above the panels.

use std::collections::VecDeque;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ink::Ink;
use super::{Theme, layout};
use crate::domain::{OutboxRow, RowState, StepState};
use crate::tui::app::Model;
use crate::tui::page::{Role, counted, state_word};

pub(super) fn draw(model: &Model, theme: Theme, place: Rect, buf: &mut Buffer) {
    let mut rows: VecDeque<Rect> = place.rows().collect();
    for line in layout::trouble_lines(model) {
        if let Some(row) = rows.pop_front() {
            Ink::on(buf, row, theme).spans(&line);
        }
    }
    let alerts: Vec<&OutboxRow> = model.alerts().collect();
    let room = rows.len();
    let hidden = alerts.len().saturating_sub(room);
    for (at, (row, alert)) in rows.into_iter().zip(&alerts).enumerate() {
        if at + 1 == room && hidden > 0 {
            let words =
                format!(" ! {} more wait for you; J shows them.", counted(hidden + 1, "plan"));
            Ink::on(buf, row, theme).say(&words, Role::Danger);
        } else {
            one(alert, theme, row, buf);
        }
    }
}

fn one(row: &OutboxRow, theme: Theme, place: Rect, buf: &mut Buffer) {
    let mut ink = Ink::on(buf, place, theme);
    ink.say(" ! ", Role::Danger).say(state_word(row.state), Role::Danger).say(": ", Role::Danger);
    ink.say(row.verb.word(), Role::Strong)
        .say(" ", Role::Plain)
        .outside(&row.order_name, Role::Strong);
    ink.say(". ", Role::Plain).say(&what_to_do(row), Role::Plain);
}

fn what_to_do(row: &OutboxRow) -> String {
    let done = row.steps.iter().filter(|step| step.state == StepState::Confirmed).count();
    match row.state {
        RowState::Unknown => "It may have happened. Do not repeat it; J shows more.".to_owned(),
        RowState::Staged => {
            "It fell due while nobody was here and was not started. J starts it or takes it back."
                .to_owned()
        }
        _ => format!(
            "{done} of {} done, then it failed. J shows what to do.",
            counted(row.steps.len(), "step")
        ),
    }
}
