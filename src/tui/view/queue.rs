//! The queue: only the visible rows reach the cells.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use tui_input::Input;

use super::ink::{Ink, tint};
use super::panel::tabs;
use super::{Theme, layout};
use crate::desk::QueueRow;
use crate::domain::{Fulfilment, Lane, OutboxRow, Payment, RiskLevel, RowState, Verdict};
use crate::tui::app::{Dialog, Model, Panel};
use crate::tui::page::{
    Role, age, clock_words, grouped, hour_minute, spaced, state_word, time_left,
};

/// A column of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Risk,
    Order,
    Customer,
    Total,
    Age,
    Clock,
    NamedClock,
    State,
    LongState,
    Advice,
    Outcome,
}

impl Column {
    fn head(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Order => "order",
            Self::Customer => "customer",
            Self::Total => "total",
            Self::Age => "age",
            Self::Clock | Self::NamedClock => "clock",
            Self::State | Self::LongState => "state",
            Self::Advice => "advice",
            Self::Outcome => "outcome",
        }
    }

    /// Cells left free in front: a text after right-aligned numbers needs air.
    fn air(self) -> u16 {
        u16::from(matches!(self, Self::Clock | Self::NamedClock | Self::Outcome))
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Total | Self::Age)
    }
}

/// Column sets with their widths from rich to poor; the first that fits is taken. The age
/// goes first, the state last: it says whether goods can leave.
const SETS: [&[(Column, u16)]; 9] = {
    use Column::{Advice, Age, Clock, Customer, LongState, NamedClock, Order, Risk, State, Total};
    [
        &[
            (Risk, 8),
            (Order, 9),
            (Customer, 18),
            (Total, 12),
            (Age, 4),
            (NamedClock, 30),
            (LongState, 28),
            (Advice, 7),
        ],
        &[
            (Risk, 8),
            (Order, 9),
            (Customer, 16),
            (Total, 12),
            (Age, 4),
            (Clock, 17),
            (LongState, 22),
            (Advice, 7),
        ],
        &[
            (Risk, 8),
            (Order, 7),
            (Customer, 12),
            (Total, 11),
            (Age, 4),
            (Clock, 15),
            (State, 18),
            (Advice, 7),
        ],
        &[
            (Risk, 8),
            (Order, 7),
            (Customer, 10),
            (Total, 11),
            (Clock, 15),
            (State, 18),
            (Advice, 7),
        ],
        &[(Risk, 8), (Order, 7), (Customer, 10), (Total, 11), (Clock, 15), (State, 18)],
        &[(Risk, 8), (Order, 9), (Customer, 12), (Total, 12), (Clock, 17)],
        &[(Risk, 8), (Order, 7), (Customer, 10), (Total, 11), (Clock, 15)],
        &[(Risk, 8), (Order, 7), (Customer, 10), (Clock, 15)],
        &[(Risk, 8), (Order, 7), (Customer, 10)],
    ]
};

/// The columns of the lane of what is done: no clock runs, the outcome counts.
const DONE: [&[(Column, u16)]; 3] = {
    use Column::{Customer, LongState, Order, Outcome, Risk, Total};
    [
        &[(Risk, 8), (Order, 9), (Customer, 16), (Total, 12), (Outcome, 40), (LongState, 28)],
        &[(Risk, 8), (Order, 7), (Customer, 12), (Total, 11), (Outcome, 32)],
        &[(Order, 7), (Customer, 10), (Total, 11), (Outcome, 18)],
    ]
};

/// The columns for a width with the cells each gets; the customer takes what is left, or
/// in what is done the outcome.
fn columns(lane: Option<Lane>, width: u16) -> Vec<(Column, u16)> {
    let sets: &[&[(Column, u16)]] = if lane == Some(Lane::Done) { &DONE } else { &SETS };
    let needed = |set: &[(Column, u16)]| {
        set.iter().map(|(_, cells)| cells + 1).sum::<u16>().saturating_sub(1)
    };
    let fits = |set: &&&[(Column, u16)]| needed(set) <= width;
    let set = sets.iter().find(fits).copied().unwrap_or(&[(Column::Risk, 8), (Column::Order, 7)]);
    let spare = width.saturating_sub(needed(set));
    let is_wide = if lane == Some(Lane::Done) { Column::Outcome } else { Column::Customer };
    let extra = |column: Column| if column == is_wide { spare } else { 0 };
    set.iter().map(|(column, cells)| (*column, cells + extra(*column))).collect()
}

pub(super) fn draw(
    model: &Model,
    theme: Theme,
    place: Option<Rect>,
    buf: &mut Buffer,
) -> Option<Position> {
    let place = place?;
    let mut rows = place.rows();
    let cursor = title(model, theme, rows.next()?, buf);
    for line in layout::mistake_lines(model) {
        Ink::on(buf, rows.next()?, theme).spans(&line);
    }
    let columns = columns(model.queue.filter.lane, place.width.saturating_sub(2));
    heads(&columns, theme, rows.next()?, buf);
    if model.queue.keys.is_empty() {
        if let Some(first) = rows.next() {
            let height = place.bottom().saturating_sub(first.y);
            empty(model, theme, Rect { y: first.y, height, ..place }, buf);
        }
        return cursor;
    }
    let visible = rows.zip(model.queue.offset..model.queue.keys.len());
    for (row_place, at) in visible {
        let selected = at == model.queue.selected;
        let drawing = Drawing { theme, model, columns: &columns };
        match model.queue.row(at) {
            Some(row) => drawing.row(row, row_place, buf),
            None => drop(Ink::on(buf, row_place, theme).skip(1).say("…", Role::Muted)),
        }
        if selected {
            mark(model, theme, row_place, buf);
        }
    }
    cursor
}

fn mark(model: &Model, theme: Theme, row: Rect, buf: &mut Buffer) {
    if model.case.visited.is_some() {
        return;
    }
    let focused = model.panel == Panel::Queue && model.dialog.is_none();
    tint(buf, row, theme.selected(focused));
    Ink::on(buf, Rect { width: 1, ..row }, theme)
        .styled("▌", theme.selected(focused).patch(theme.frame()));
}

fn title(model: &Model, theme: Theme, row: Rect, buf: &mut Buffer) -> Option<Position> {
    let mut ink = Ink::on(buf, row, theme);
    ink.skip(1);
    tabs(model, Panel::Queue, theme, &mut ink);
    if let Some(Dialog::Filter { input, .. }) = &model.dialog {
        ink.say("  / ", Role::Key);
        return Some(type_in(&mut ink, input));
    }
    if !model.queue.filter.typed.is_empty() {
        ink.say("  / ", Role::Key).say(&model.queue.filter.typed, Role::Strong);
    }
    let lane = model.queue.filter.lane.map_or("open", |lane| lane.title());
    let count = if model.queue.whole {
        format!("{} of {}", grouped(place_of(model)), grouped(model.queue.keys.len() as u64))
    } else {
        "counting".to_owned()
    };
    let words = format!("  {lane} · {count}");
    let sorted = format!("{words} · by {}", sort_word(model));
    ink.say(if cells(&sorted) <= ink.room() { &sorted } else { &words }, Role::Muted);
    None
}

fn place_of(model: &Model) -> u64 {
    let last = model.queue.keys.len();
    (model.queue.selected + 1).min(last) as u64
}

fn sort_word(model: &Model) -> &'static str {
    use crate::desk::Sort;
    match model.queue.filter.sort {
        Sort::Clock => "clock",
        Sort::Risk => "risk",
        Sort::Total => "total",
        Sort::Newest => "newest",
        Sort::Customer => "customer",
    }
}

/// Draws an input so that its cursor stays visible; answers where the cursor stands.
pub(super) fn type_in(ink: &mut Ink<'_>, input: &Input) -> Position {
    let room = usize::from(ink.room().saturating_sub(1)).max(1);
    let scroll = input.visual_scroll(room);
    let shown = after_cells(input.value(), scroll);
    let start = ink.x();
    let y = ink.y();
    ink.say(shown, Role::Strong);
    let cells = input.visual_cursor().saturating_sub(scroll);
    Position { x: start + u16::try_from(cells).unwrap_or(0), y }
}

/// The text without its first cells.
fn after_cells(text: &str, cells: usize) -> &str {
    use unicode_width::UnicodeWidthChar;
    let mut gone = 0;
    for (at, c) in text.char_indices() {
        if gone >= cells {
            return text.get(at..).unwrap_or_default();
        }
        gone += c.width().unwrap_or(0);
    }
    if cells == 0 { text } else { "" }
}

fn heads(columns: &[(Column, u16)], theme: Theme, row: Rect, buf: &mut Buffer) {
    let mut x = row.x + 1;
    for (column, width) in columns {
        let head = column.head();
        let pad = if column.is_number() { width.saturating_sub(cells(head)) } else { column.air() };
        let place = Rect { x, width: *width, ..row };
        Ink::on(buf, place, theme).skip(pad).say(head, Role::Muted);
        x += width + 1;
    }
}

fn cells(text: &str) -> u16 {
    use unicode_width::UnicodeWidthStr;
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

struct Drawing<'a> {
    theme: Theme,
    model: &'a Model,
    columns: &'a [(Column, u16)],
}

impl Drawing<'_> {
    fn row(&self, row: &QueueRow, place: Rect, buf: &mut Buffer) {
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
    let Some(open) = rows.min_by_key(|open| !open.state.wants_a_person()) else {
        let state = row.outbox.filter(|state| state.is_open())?;
        return Some((state_word(state).to_owned(), state_role(state)));
    };
    let verb = open.verb.word();
    let left = open.due_at.seconds_since(model.now());
    let words = match open.state {
        RowState::Staged if left > 0 => format!("{verb} in {left} s"),
        RowState::Staged => format!("{verb} waits"),
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

/// The state in words: money, holds and goods; what our outbox does stands at the clock; a word
/// that does not fit whole is left out.
fn states(row: &QueueRow, between: &str, ink: &mut Ink<'_>) {
    let mut words: Vec<(String, Role)> = Vec::new();
    if row.cancelled {
        words.push(("cancelled".to_owned(), Role::Muted));
    }
    let payment = if row.payment == Payment::Unknown {
        "payment unknown".to_owned()
    } else {
        spaced(row.payment.word())
    };
    words.push((payment, Role::Plain));
    if row.held {
        words.push(("held".to_owned(), Role::Plain));
    }
    if row.archived {
        words.push(("archived".to_owned(), Role::Plain));
    }
    if matches!(row.fulfilment, Fulfilment::Fulfilled | Fulfilment::Partial) {
        let sent = if row.fulfilment == Fulfilment::Partial { "partly sent" } else { "sent" };
        words.push((sent.to_owned(), Role::Warn));
    }
    for (at, (word, role)) in words.iter().enumerate() {
        if at > 0 {
            if ink.room() < cells(word) + cells(between) {
                return;
            }
            ink.say(between, Role::Muted);
        }
        ink.say(word, *role);
    }
}

fn advice(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unknown => "–",
        other => other.word(),
    }
}

/// What an empty queue says: why, and what to do.
fn empty(model: &Model, theme: Theme, place: Rect, buf: &mut Buffer) {
    let mut rows = place.rows().skip(1);
    let mut say = |text: &str, role: Role| {
        if let Some(row) = rows.next() {
            Ink::on(buf, row, theme).skip(1).say(text, role);
        }
    };
    if let Some(trouble) = &model.queue.trouble {
        say("The queue could not be read.", Role::Danger);
        say(trouble, Role::Plain);
        return;
    }
    if model.queue.is_loading() || !model.queue.whole {
        say("Reading the queue…", Role::Muted);
        return;
    }
    if !model.queue.filter.typed.is_empty() {
        if let Some(lane) = model.queue.filter.lane {
            let words = format!("No order in the lane “{}” fits this filter.", lane.title());
            say(&words, Role::Strong);
            say("Esc takes the filter off, then 0 shows every open order.", Role::Muted);
        } else {
            say("No open order fits this filter.", Role::Strong);
            say("Esc takes the filter off.", Role::Muted);
        }
        say("# goes to any order of the store by its number.", Role::Muted);
        return;
    }
    match model.queue.filter.lane {
        Some(lane) => {
            say(&format!("No order is in the lane “{}” now.", lane.title()), Role::Strong);
            say("0 shows every open order.", Role::Muted);
        }
        None => say("Every order is decided: there is nothing to do here now.", Role::Strong),
    }
    if model.terms.offline.is_some() {
        return;
    }
    let synced = model.facts.as_ref().and_then(|facts| facts.last_sync);
    match synced {
        Some(at) => {
            let at = hour_minute(model.zone(), at);
            say(&format!("The last sync was at {at}; s looks for new orders."), Role::Muted);
        }
        None => say("No order was read from the store yet; s reads them.", Role::Muted),
    }
}
