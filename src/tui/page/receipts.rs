//! Receipts of this shift: unknown and stopped on top.

use super::words::{day_time, first_upper, hour_minute};
use super::{Page, Part, Pen, Role, Setting, Span};
use crate::domain::{OutboxRow, RowState, StepRow, StepState, Timestamp};
use crate::tui::app::{Receipts, is_left_over, may_drop, may_retry, stuck_step, wants_person};

/// Writes the list.
pub(crate) fn receipts(receipts: &Receipts, setting: Setting) -> Page {
    let mut pen = Pen::new(setting.width);
    let Some(rows) = &receipts.rows else {
        pen.say("Reading the receipts…", Role::Muted);
        return pen.done();
    };
    if rows.is_empty() {
        pen.say("Nothing was recorded in this shift.", Role::Strong);
        pen.say(
            "A verb key shows a plan; x records it, and its receipt appears here.",
            Role::Muted,
        );
        return pen.done();
    }
    for (at, row) in rows.iter().enumerate() {
        pen.item(Some(at));
        head(&mut pen, row, setting);
        let unfolded = wants_person(row, setting.now) || row.state == RowState::Failed;
        if unfolded || receipts.folds.is_open(Part::Receipt(at)) {
            for step in &row.steps {
                one_step(&mut pen, step, setting);
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
        RowState::Dropped => Role::Muted,
    }
}

fn head(pen: &mut Pen, row: &OutboxRow, setting: Setting) {
    let mut spans = vec![
        Span::new(format!("{}  ", day_time(setting.zone, row.staged_at)), Role::Muted),
        Span::new(format!("{:<10}", row.state.word()), role_of(row.state)),
        Span::new(format!("{:<8}", row.verb.word()), Role::Strong),
    ];
    spans.extend(Span::outside(&row.order_name, Role::Strong));
    let done = row.steps.iter().filter(|step| step.state == StepState::Confirmed).count();
    spans.push(Span::new(
        format!("  {done} of {} done", super::counted(row.steps.len(), "step")),
        Role::Muted,
    ));
    pen.flow(spans, 2);
}

fn one_step(pen: &mut Pen, step: &StepRow, setting: Setting) {
    let role = match step.state {
        StepState::Confirmed => Role::Good,
        StepState::Failed | StepState::Unknown => Role::Danger,
        _ => Role::Muted,
    };
    let mut spans = vec![
        Span::new(format!("  {}. ", step.place), Role::Muted),
        Span::new(step.state.word(), role),
        Span::new(format!(": {}", step.step.sentence()), Role::Plain),
        Span::new(format!("  {}", step.call), Role::Muted),
    ];
    if let Some(receipt) = &step.receipt {
        let at = hour_minute(setting.zone, receipt.at);
        spans.push(Span::new(
            format!(" · read back {at}: {} → {}", receipt.before, receipt.after),
            Role::Muted,
        ));
    }
    pen.flow(spans, 5);
    if let Some(error) = &step.error {
        pen.flow(vec![Span::new("     ", Role::Plain), Span::new(error.clone(), Role::Warn)], 5);
    }
}

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
    if may_drop(row) {
        offers.push("D drops it, nothing was sent");
    }
    if !offers.is_empty() {
        pen.say(format!("     {}", first_upper(&offers.join("; "))), Role::Accent);
    }
}
