//! One row of the queue, cell by cell.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Theme;
use super::columns::Column;
use super::ink::Ink;
use crate::desk::QueueRow;
use crate::domain::{Fulfilment, OutboxRow, Payment, RiskLevel, RowState, Verdict};
use crate::tui::app::{Model, Reach};
use crate::tui::page::{Role, age, clock_words, spaced, state_word, time_left};

pub(super) fn cells(text: &str) -> u16 {
    use unicode_width::UnicodeWidthStr;
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// Rows of the queue being drawn.
pub(super) struct Drawing<'a> {
    pub(super) theme: Theme,
    pub(super) model: &'a Model,
    pub(super) columns: &'a [(Column, u16)],
}

impl Drawing<'_> {
    /// Draws one row.
    pub(super) fn row(&self, row: &QueueRow, place: Rect, buf: &mut Buffer) {
        let mut x = place.x + 1;
        for (column, width) in self.columns {
            let cell = Rect { x, width: *width, ..place };
            self.cell(*column, row, cell, buf);
            x += width + 1;
        }
    }

    fn cell(&self, column: Column, row: &QueueRow, place: Rect, buf: &mut Buffer) {
        let mut ink = Ink::on(buf, place, self.theme);
        let under_way = column.air() > 0 && under_way(self.model, row).is_some();
        ink.skip(if under_way { 0 } else { column.air() });
        match column {
            Column::Risk => drop(ink.styled(row.risk.word(), self.risk(row.risk))),
            Column::Order => drop(ink.outside(&row.order, Role::Strong)),
            Column::Customer => drop(ink.outside(&row.customer, Role::Plain)),
            Column::Total => right(&mut ink, &row.total.shop.to_string()),
            Column::Age => right(&mut ink, &age(self.model.now(), row.placed_at)),
            Column::Clock | Column::NamedClock => self.clock(column, row, &mut ink),
            Column::Outcome => self.outcome(row, &mut ink),
            Column::State => states(row, " ", &mut ink),
            Column::LongState => states(row, " · ", &mut ink),
            Column::Advice => drop(ink.say(advice(row.recommendation), Role::Plain)),
        }
    }

    fn outcome(&self, row: &QueueRow, ink: &mut Ink<'_>) {
        match under_way(self.model, row) {
            Some((words, role)) => ink.say(&words, role),
            None => ink.say(row.why.as_deref().unwrap_or_default(), Role::Plain),
        };
    }

    fn risk(&self, level: RiskLevel) -> Style {
        self.theme.risk(level)
    }

    fn clock(&self, column: Column, row: &QueueRow, ink: &mut Ink<'_>) {
        if let Some((words, role)) = under_way(self.model, row) {
            ink.say(&words, role);
            return;
        }
        let now = self.model.now();
        let Some(clock) = &row.clock else { return };
        let role = if clock.is_overdue(now) { Role::Danger } else { Role::Plain };
        let words = match column {
            Column::NamedClock => clock_words(now, clock),
            _ => time_left(now, clock),
        };
        ink.say(&words, role);
    }
}

/// What the outbox does with an order, in the place of its clock: `release in 24 s`.
fn under_way(model: &Model, row: &QueueRow) -> Option<(String, Role)> {
    let of_order = |open: &&OutboxRow| open.order == row.id && open.shop == row.shop;
    let rows = model.open_rows.iter().filter(of_order);
    let count = rows.clone().count();
    let weight = |open: &&OutboxRow| (!open.state.wants_a_person(), !open.verb.is_verdict());
    let Some(open) = rows.min_by_key(weight) else {
        let state = row.outbox.filter(|state| state.is_open())?;
        return Some((state_word(state).to_owned(), state_role(state)));
    };
    let verb = match (open.state, count) {
        (RowState::Staged, 2..) => format!("{count} plans"),
        _ => open.verb.word().to_owned(),
    };
    let waits = if count > 1 { "wait" } else { "waits" };
    let left = open.due_at.seconds_since(model.now());
    let words = match open.state {
        RowState::Staged if left > 0 && model.reach() == Reach::Store => {
            format!("{verb} in {left} s")
        }
        RowState::Staged => format!("{verb} {waits}"),
        state => format!("{verb} {}", state_word(state)),
    };
    Some((words, state_role(open.state)))
}

fn state_role(state: RowState) -> Role {
    match state {
        RowState::Stopped | RowState::Unknown | RowState::Failed => Role::Danger,
        _ => Role::Accent,
    }
}

fn right(ink: &mut Ink<'_>, text: &str) {
    let pad = ink.room().saturating_sub(cells(text));
    ink.skip(pad).say(text, Role::Plain);
}

/// The state in words: holds and goods before money, because they say whether it may leave;
/// what our outbox does stands at the clock. A word that does not fit whole is left out, with
/// a sign.
fn states(row: &QueueRow, between: &str, ink: &mut Ink<'_>) {
    let mut words: Vec<(String, Role)> = Vec::new();
    if row.cancelled {
        words.push(("cancelled".to_owned(), Role::Muted));
    }
    if row.held {
        words.push(("held".to_owned(), Role::Plain));
    }
    if matches!(row.fulfilment, Fulfilment::Fulfilled | Fulfilment::Partial) {
        let sent = if row.fulfilment == Fulfilment::Partial { "partly sent" } else { "sent" };
        words.push((sent.to_owned(), Role::Warn));
    }
    let payment = if row.payment == Payment::Unknown {
        "payment unknown".to_owned()
    } else {
        spaced(row.payment.word())
    };
    words.push((payment, Role::Plain));
    if row.archived {
        words.push(("archived".to_owned(), Role::Plain));
    }
    // What is left out is told by a sign, which needs a cell of its own.
    let needed = |count: usize| {
        let texts: u16 = words.iter().take(count).map(|(word, _)| cells(word)).sum();
        let gaps = cells(between) * u16::try_from(count.saturating_sub(1)).unwrap_or(0);
        texts + gaps + u16::from(count < words.len())
    };
    let room = ink.room();
    let shown = (1..=words.len()).rev().find(|count| needed(*count) <= room).unwrap_or(1);
    for (at, (word, role)) in words.iter().take(shown).enumerate() {
        ink.say(if at > 0 { between } else { "" }, Role::Muted).say(word, *role);
    }
    if shown < words.len() {
        ink.say("…", Role::Muted);
    }
}

fn advice(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unknown => "–",
        other => other.word(),
    }
}
