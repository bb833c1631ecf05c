//! The procedure's steps in order (S31 to S48, S77 to S82).

use super::evidence::opens;
use super::words::day_time;
use super::{Page, Pen, Role, Setting, Span};
use crate::desk::CaseFile;
use crate::domain::Outcome;
use crate::policy::{ChecklistRow, ChecklistStep, TickState, outcome_of};

/// Writes the checklist of a case file; every step is a row of the list.
pub(crate) fn checklist(file: &CaseFile, setting: Setting) -> Page {
    let mut pen = Pen::new(setting.width);
    let count =
        |of: fn(&TickState) -> bool| file.checklist.iter().filter(|row| of(&row.state)).count();
    let by_hand = count(|state| {
        matches!(state, TickState::ByHand { .. } | TickState::ByData { checked: Some(_), .. })
    });
    let by_data = count(|state| matches!(state, TickState::ByData { .. }));
    pen.say(
        format!("{by_hand} of {} by hand, {by_data} looked up by the desk", file.checklist.len()),
        Role::Muted,
    );
    for (at, row) in file.checklist.iter().enumerate() {
        pen.item(Some(at));
        step(&mut pen, row, file, setting);
    }
    pen.done()
}

/// The mark of a step that the desk looked up: what came of its own question.
fn looked_up(step: ChecklistStep, file: &CaseFile) -> (&'static str, Role) {
    match outcome_of(step, &file.findings) {
        Some(Outcome::Alarm) => ("‼", Role::Danger),
        Some(Outcome::Warn | Outcome::Notice) => ("!", Role::Warn),
        Some(Outcome::Clear) => ("✓", Role::Good),
        Some(Outcome::Unknown) | None => ("?", Role::Muted),
    }
}

fn is_done(row: &ChecklistRow) -> bool {
    matches!(row.state, TickState::ByData { .. } | TickState::ByHand { .. })
}

fn step(pen: &mut Pen, row: &ChecklistRow, file: &CaseFile, setting: Setting) {
    let (sign, role) = match row.state {
        TickState::Waiting => ("☐", Role::Plain),
        TickState::ByData { .. } => looked_up(row.step, file),
        TickState::ByHand { .. } => ("☑", Role::Good),
        TickState::NotPossible(_) => ("–", Role::Muted),
    };
    let title_role = if is_done(row) { Role::Plain } else { Role::Strong };
    let mut title = vec![Span::new(row.title, title_role)];
    if matches!(row.state, TickState::ByData { checked: Some(_), .. }) {
        title.insert(0, Span::new("☑ ", Role::Good));
    }
    pen.bullet(&Span::new(sign, role), title);
    let mut below = state(row, setting);
    if let Some(look_up) = row.opens {
        below.push(Span::new(format!(" · o opens {}", opens(look_up)), Role::Muted));
    }
    pen.flow(below, 2);
}

/// Where a step stands, indented below its title.
fn state(row: &ChecklistRow, setting: Setting) -> Vec<Span> {
    let (words, role) = match &row.state {
        TickState::Waiting => ("  to do".to_owned(), Role::Muted),
        TickState::ByData { as_of, headline, checked, .. } => {
            let checked = checked.as_ref().map(|checked| {
                format!("; checked by {}, {}", checked.by, day_time(setting.zone, checked.at))
            });
            let as_of = day_time(setting.zone, *as_of);
            (format!("  {headline} ({as_of}){}", checked.unwrap_or_default()), Role::Plain)
        }
        TickState::ByHand { by, at } => {
            (format!("  done by {by}, {}", day_time(setting.zone, *at)), Role::Muted)
        }
        TickState::NotPossible(why) => (format!("  not possible: {why}"), Role::Muted),
    };
    vec![Span::new(words, role)]
}
