//! Leaving the program.

use crate::domain::{OutboxRow, RowState};
use crate::tui::app::{Dialog, Effect, Leaving, Model, Quitting, RecordedState, Said};
use crate::tui::keymap::Action;

/// Quits, or asks first when something is recorded and not finished.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    if model.leaving != Leaving::No || !has_work(model) {
        return vec![Effect::Quit];
    }
    model.dialog = Some(Dialog::Quit(Quitting { rows: None }));
    vec![Effect::OpenRows]
}

fn has_work(model: &Model) -> bool {
    let counted =
        model.facts.as_ref().is_some_and(|facts| facts.outbox.staged + facts.outbox.running > 0);
    let known = model.open_rows.iter().any(is_at_work);
    let ours = model.recorded.iter().any(|recorded| {
        matches!(recorded.state, RecordedState::Recording | RecordedState::Staged { .. })
    });
    counted || known || ours
}

fn is_at_work(row: &OutboxRow) -> bool {
    matches!(row.state, RowState::Staged | RowState::Running)
}

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Back => {
            model.dialog = None;
            vec![]
        }
        Action::LeaveAndQuit => vec![Effect::Quit],
        Action::FinishAndQuit => {
            model.dialog = None;
            model.leaving = Leaving::WhenFinished;
            model.say("Finishing what is staged, then quitting. q quits at once and leaves it staged for next time.");
            vec![Effect::FinishOutbox]
        }
        Action::TakeBackAndQuit => take_back(model),
        _ => vec![],
    }
}

fn take_back(model: &mut Model) -> Vec<Effect> {
    let staged = model.open_rows.iter().filter(|row| row.state == RowState::Staged);
    let effects: Vec<Effect> = staged.map(|row| Effect::TakeBack(row.id)).collect();
    model.dialog = None;
    if effects.is_empty() {
        return vec![Effect::Quit];
    }
    model.leaving = Leaving::WhenTakenBack(effects.len());
    effects
}

/// The rows of the outbox that are not finished.
pub(super) fn open_rows(model: &mut Model, result: Result<Vec<OutboxRow>, Said>) -> Vec<Effect> {
    let rows = match result {
        Ok(rows) => rows,
        Err(said) => {
            model.fail(&said);
            return vec![];
        }
    };
    let left = rows.iter().filter(|row| is_at_work(row));
    let left: Vec<_> = left.map(|row| (row.clone(), model.sums_of(row))).collect();
    if let Some(Dialog::Quit(quitting)) = &mut model.dialog {
        if left.is_empty() {
            model.dialog = None;
            model.open_rows = rows;
            return vec![Effect::Quit];
        }
        quitting.rows = Some(left);
    }
    model.open_rows = rows;
    super::before::look(model);
    vec![]
}

/// The outbox ran to its end. Nothing is left by itself when something needs a person.
pub(super) fn finished(model: &mut Model, result: Result<(), Said>) -> Vec<Effect> {
    if model.leaving != Leaving::WhenFinished {
        return vec![];
    }
    match result {
        Ok(()) => vec![Effect::Quit],
        Err(said) => {
            model.leaving = Leaving::No;
            model.fail(&said);
            vec![Effect::OpenRows, Effect::Header]
        }
    }
}
