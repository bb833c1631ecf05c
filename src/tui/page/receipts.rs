//! Receipts of this shift: unknown and stopped on top.

use unicode_width::UnicodeWidthStr;

use super::steps::in_words;
use super::words::{day_time, first_upper, hour_minute, state_word, step_word};
use super::{Page, Part, Pen, Role, Setting, Span, money};
use crate::domain::{
    HandedOver, OutboxRow, RowState, Step, StepRow, StepState, Sums, Timestamp, Verb,
};
use crate::tui::app::{Receipts, is_left_over, may_retry, stuck_step, wants_person};

/// Writes the list.
pub(crate) fn receipts(receipts: &Receipts, setting: Setting) -> Page {
    let mut pen = Pen::new(setting.width);
    let Some(rows) = &receipts.rows else {
        pen.say("Reading the receipts…", Role::Muted);
        return pen.done();
    };
    if rows.is_empty() {
        pen.say("You have done nothing in this shift yet.", Role::Strong);
        pen.say(
            "Choose an order, press u, h, c or r, read the plan and confirm it with x: its receipt appears here.",
            Role::Muted,
        );
        return pen.done();
    }
    let widest = rows.iter().map(|row| what(row).width()).max().unwrap_or(0).min(24);
    for (at, row) in rows.iter().enumerate() {
        pen.item(Some(at));
        head(&mut pen, (row, receipts.sums_of(row)), widest, setting);
        let unfolded = wants_person(row, setting.now) || row.state == RowState::Failed;
        if unfolded || receipts.folds.is_open(Part::Receipt(at)) {
            for step in &row.steps {
                one_step(&mut pen, (row.verb, step), setting);
            }
            offers(&mut pen, row, setting.now);
        }
    }
    pen.done()
}

fn role_of(state: RowState) -> Role {
    match state {
        RowState::Unknown | RowState::Stopped | RowState::Failed => Role::Danger,
        RowState::Confirmed => Role::Good,
        RowState::Staged | RowState::Running => Role::Accent,
        RowState::Dropped | RowState::Compensated => Role::Muted,
        RowState::HandedOver => Role::Warn,
    }
}

/// One line: when, where it stands, what on which order, what came of it.
fn head(pen: &mut Pen, (row, sums): (&OutboxRow, Sums), widest: usize, setting: Setting) {
    let mut spans = vec![
        Span::new(format!("{}  ", day_time(setting.zone, row.staged_at)), Role::Muted),
        Span::new(format!("{:<STATE$}", state_word(row.state)), role_of(row.state)),
        Span::new(format!("{} ", row.verb.word()), Role::Strong),
    ];
    spans.extend(Span::outside(&row.order_name, Role::Strong));
    let pad = widest.saturating_sub(what(row).width());
    spans.push(Span::new(" ".repeat(pad + 2), Role::Plain));
    let sums = match row.state {
        RowState::Confirmed => money::done(sums),
        _ => money::in_words(sums),
    };
    let sums = sums.map(|sums| format!("{sums} · ")).unwrap_or_default();
    spans.push(Span::new(sums, Role::Strong));
    spans.push(Span::new(outcome(row, setting), Role::Muted));
    pen.flow(spans, INDENT);
}

/// Cells for the state: `handed over` is the longest word.
const STATE: usize = 12;
/// Cells before the state, so that what does not fit stands below it.
const INDENT: usize = 19;

/// The verb and its order, as the head names them.
fn what(row: &OutboxRow) -> String {
    format!("{} {}", row.verb.word(), row.order_name.shown())
}

/// What came of a row, in a few words.
fn outcome(row: &OutboxRow, setting: Setting) -> String {
    let done = row.steps.iter().filter(|step| step.state == StepState::Confirmed).count();
    let steps = super::counted(row.steps.len(), "step");
    match row.state {
        RowState::Confirmed => {
            row.steps.iter().rev().find_map(|step| step.receipt.as_ref()).map_or_else(
                || "done".to_owned(),
                |seen| format!("the order is now {}", seen.after),
            )
        }
        RowState::Staged if row.due_at > setting.now => {
            format!("starts in {} s", row.due_at.seconds_since(setting.now))
        }
        RowState::Staged => "waits to start".to_owned(),
        RowState::Failed => "nothing was done".to_owned(),
        RowState::Dropped => "nothing was sent".to_owned(),
        RowState::Compensated => match done_and_stays(row) {
            0 => "what was done is undone".to_owned(),
            stay => format!("undone, {stay} of {steps} stay"),
        },
        RowState::HandedOver => row.handed_over.as_ref().map_or_else(String::new, handed_over),
        RowState::Unknown => format!("it may have happened, {done} of {steps} done"),
        RowState::Running | RowState::Stopped => format!("{done} of {steps} done"),
    }
}

/// How many steps were done and were not taken back.
fn done_and_stays(row: &OutboxRow) -> usize {
    let stays = |step: &&StepRow| step.state == StepState::Confirmed && step.undoes.is_none();
    row.steps.iter().filter(stays).count()
}

/// Who took a plan on, and how the order stood then.
fn handed_over(over: &HandedOver) -> String {
    let shows = over.shows.as_deref().unwrap_or("the order could not be read");
    format!("to {}: {} · the store showed: {shows}", over.by, over.why.shown())
}

fn one_step(pen: &mut Pen, (verb, step): (Verb, &StepRow), setting: Setting) {
    let role = match step.state {
        StepState::Confirmed => Role::Good,
        StepState::Failed | StepState::Unknown => Role::Danger,
        _ => Role::Muted,
    };
    let mut spans = vec![
        Span::new(format!("  {}. ", step.place), Role::Muted),
        Span::new(step_word(step.state), role),
        Span::new(": ", Role::Plain),
    ];
    spans.extend(in_words(&step.step, (verb, &[])));
    pen.flow(spans, BELOW);
    if let Step::AppendNote { text } = &step.step {
        pen.outside_lines(text, BELOW + 2);
    }
    if let Some(receipt) = &step.receipt {
        let at = hour_minute(setting.zone, receipt.at);
        let words = format!("read back {at}: {} → {}", receipt.before, receipt.after);
        pen.below(BELOW, vec![Span::new(words, Role::Muted)]);
    }
    if let Some(error) = &step.error {
        pen.below(BELOW, vec![Span::new(error.clone(), Role::Warn)]);
    }
    let call = format!("store call: {}", step.call);
    pen.below(BELOW, vec![Span::new(call, Role::Muted)]);
}

/// Cells in front of what belongs to a step.
const BELOW: usize = 5;

/// What can be done about a row, in keys.
fn offers(pen: &mut Pen, row: &OutboxRow, now: Timestamp) {
    let mut offers = Vec::new();
    if is_left_over(row, now) {
        offers.push("it fell due while nobody was here; R starts it, the order is read first");
    } else if may_retry(row, now) {
        offers.push("R reads back and tries again");
    }
    if stuck_step(row).is_some() {
        offers.push("S leaves the step out");
    }
    if row.may_be_compensated() {
        offers.push("C undoes what was done");
    }
    if row.may_be_handed_over() {
        offers.push("H hands it over");
    }
    if row.can_be_taken_back() {
        offers.push("D takes it back, nothing was sent");
    }
    if !offers.is_empty() {
        let words = format!("{}.", first_upper(&offers.join("; ")));
        pen.below(BELOW, vec![Span::new(words, Role::Accent)]);
    }
}
