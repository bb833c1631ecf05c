//! Keys in the receipts of this shift.

use tui_input::Input;

use super::recorded;
use crate::domain::{Compensation, OutboxRow, RowId, RowState, Step, Timestamp};
use crate::tui::app::typing::{edit_line, type_line};
use crate::tui::app::{
    Dialog, Effect, Mend, Model, Reason, RowQuestion, Said, may_retry, meant_step, stuck_step,
    wants_person,
};
use crate::tui::keymap::Action;
use crate::tui::page::{Part, state_word};
use crate::tui::view;

/// A shift is at most this long, in seconds.
const SHIFT: i64 = 12 * 60 * 60;

pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    model.dialog = Some(Dialog::Receipts(Box::default()));
    reload(model)
}

/// Loads the list again when it is open.
pub(super) fn reload(model: &mut Model) -> Vec<Effect> {
    match model.dialog {
        Some(Dialog::Receipts(_)) => vec![Effect::Receipts(model.now().plus_seconds(-SHIFT))],
        _ => vec![],
    }
}

pub(super) fn loaded(model: &mut Model, result: Result<Vec<OutboxRow>, Said>) {
    let now = model.now();
    let sums = result.iter().flatten().chain(&model.open_rows);
    let sums: Vec<_> = sums.map(|row| (row.id, model.sums_of(row))).collect();
    let Some(Dialog::Receipts(receipts)) = &mut model.dialog else { return };
    match result {
        Ok(mut rows) => {
            receipts.sums = sums;
            // What needs a person is shown even when it is older than the shift.
            let older = model.open_rows.iter().filter(|row| wants_person(row, now));
            let older = older.filter(|row| !rows.iter().any(|shown| shown.id == row.id)).cloned();
            let older: Vec<OutboxRow> = older.collect();
            rows.extend(older);
            rows.sort_by_key(|row| !wants_person(row, now));
            let marked = receipts.marked().map(|row| row.id);
            let at = marked.and_then(|id| rows.iter().position(|row| row.id == id));
            receipts.mark = at.unwrap_or(0);
            receipts.rows = Some(rows);
        }
        Err(said) => model.fail(&said),
    }
}

pub(super) fn act(model: &mut Model, action: Action, frame: u64) -> Vec<Effect> {
    let page = view::dialog_height(model).max(1);
    let Some(Dialog::Receipts(receipts)) = &mut model.dialog else { return vec![] };
    let last = receipts.rows.as_ref().map_or(0, |rows| rows.len().saturating_sub(1));
    match action {
        Action::Down => receipts.mark = (receipts.mark + 1).min(last),
        Action::Up => receipts.mark = receipts.mark.saturating_sub(1),
        Action::PageDown => receipts.mark = (receipts.mark + page / 2).min(last),
        Action::PageUp => receipts.mark = receipts.mark.saturating_sub(page / 2),
        Action::Top => receipts.mark = 0,
        Action::Bottom => receipts.mark = last,
        Action::Open => receipts.folds.toggle(Part::Receipt(receipts.mark)),
        Action::Retry => ask(model, Mend::Retry),
        Action::Skip => ask_why(model, Reason::Skip),
        Action::Drop => ask(model, Mend::Drop),
        Action::Compensate => return ask_way_back(model),
        Action::HandOver => ask_why(model, Reason::HandOver),
        Action::Undo => return undo_marked(model),
        Action::Confirm => return confirm(model, frame),
        Action::Help => model.help = Some(crate::tui::app::Scroll::default()),
        Action::Back if receipts.question.is_some() => receipts.question = None,
        Action::Back => model.dialog = None,
        _ => {}
    }
    vec![]
}

fn ask(model: &mut Model, mend: Mend) {
    if let Some(why) = model.terms.read_only.clone() {
        model.warn(why);
        return;
    }
    let (ticket, now) = (model.ticket(), model.now());
    let Some(Dialog::Receipts(receipts)) = &mut model.dialog else { return };
    let Some(row) = receipts.marked() else { return };
    if let Some(why) = why_not(row, &mend, now) {
        model.say(why);
        return;
    }
    let place = match mend {
        Mend::Drop | Mend::Compensate(_) | Mend::HandOver(_) => None,
        Mend::Retry | Mend::Skip(_) => meant_step(row),
    };
    let row = row.id;
    receipts.question = Some(RowQuestion { ticket, mend, row, place, drawn: None });
}

fn why_not(row: &OutboxRow, mend: &Mend, now: Timestamp) -> Option<&'static str> {
    match mend {
        Mend::Retry if !may_retry(row, now) => {
            Some("Only what failed, stopped or is not known can be tried again.")
        }
        Mend::Skip(_) if stuck_step(row).is_none() => {
            Some("No step of this row failed or is unknown; there is nothing to leave out.")
        }
        Mend::Drop if !row.can_be_taken_back() => Some(
            "Something of this plan was sent or it has ended, so it cannot be taken back. R tries a stuck plan again, S leaves its step out.",
        ),
        Mend::Compensate(_) if !row.may_be_compensated() => Some(
            "Only a plan that stopped half way is undone so; z opens the plan that undoes a done one.",
        ),
        Mend::HandOver(_) if !row.may_be_handed_over() => {
            Some("Only a plan that stopped or is not known is handed over.")
        }
        _ => None,
    }
}

fn ask_why(model: &mut Model, reason: Reason) {
    let now = model.now();
    let Some(Dialog::Receipts(receipts)) = &mut model.dialog else { return };
    let mend = with_reason(reason, String::new());
    let why_not = receipts.marked().and_then(|row| why_not(row, &mend, now));
    match (why_not, receipts.marked()) {
        (Some(why), _) => model.say(why),
        (None, Some(_)) => (receipts.why, receipts.reason) = (Some(Input::default()), reason),
        (None, None) => {}
    }
}

fn with_reason(reason: Reason, why: String) -> Mend {
    match reason {
        Reason::Skip => Mend::Skip(why),
        Reason::HandOver => Mend::HandOver(why),
    }
}

/// Asks the desk what undoing the marked plan would write; the question comes with it.
fn ask_way_back(model: &mut Model) -> Vec<Effect> {
    if let Some(why) = model.terms.read_only.clone() {
        model.warn(why);
        return vec![];
    }
    let ticket = model.ticket();
    let Some(Dialog::Receipts(receipts)) = &mut model.dialog else { return vec![] };
    let Some(row) = receipts.marked() else { return vec![] };
    if !row.may_be_compensated() {
        model.say("Only a plan that stopped half way is undone so; z opens the plan that undoes a done one.");
        return vec![];
    }
    let row = row.id;
    receipts.asked = Some(ticket);
    model.say("Reading the order, to see what can be undone…");
    vec![Effect::Compensation { ticket, row }]
}

/// What undoing a plan would write is known: it is shown, and asked.
pub(super) fn way_back(
    model: &mut Model,
    (ticket, row): (u64, RowId),
    result: Result<Box<Compensation>, Said>,
) {
    let Some(Dialog::Receipts(receipts)) = &mut model.dialog else { return };
    if receipts.asked.take_if(|asked| *asked == ticket).is_none() {
        return;
    }
    match result {
        Ok(shown) => {
            let mend = Mend::Compensate(shown);
            receipts.question = Some(RowQuestion { ticket, mend, row, place: None, drawn: None });
            model.notice = None;
        }
        Err(said) => model.fail(&said),
    }
}

/// `z` on a receipt: a plan in its window is taken back, a done one gets the plan that
/// undoes it, to be read and confirmed like any other.
fn undo_marked(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Receipts(receipts)) = &model.dialog else { return vec![] };
    let Some(row) = receipts.marked().cloned() else { return vec![] };
    match row.state {
        RowState::Staged if row.can_be_taken_back() => vec![Effect::TakeBack(row.id)],
        RowState::Confirmed => {
            let steps: Vec<Step> = row.steps.into_iter().map(|step| step.step).collect();
            recorded::open_inverse(model, (row.order, row.order_name), row.verb, &steps)
        }
        RowState::Stopped | RowState::Unknown | RowState::Failed => {
            model.say("This plan is not done; the keys below say what can be done about it.");
            vec![]
        }
        _ => {
            model.say("There is nothing to undo here.");
            vec![]
        }
    }
}

/// Keys while the reason for leaving a step out is typed.
pub(super) fn write(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Receipts(receipts)) = &mut model.dialog else { return vec![] };
    let Some(input) = &mut receipts.why else { return vec![] };
    match action {
        Action::Edit(edit) => edit_line(input, edit),
        Action::Back => receipts.why = None,
        Action::Finish => {
            let why = input.value().trim().to_owned();
            if why.is_empty() {
                let words = match receipts.reason {
                    Reason::Skip => "Say why the step is not needed; the journal keeps the reason.",
                    Reason::HandOver => "Say what is left to do; the journal keeps it.",
                };
                model.say(words);
                return vec![];
            }
            receipts.why = None;
            let mend = with_reason(receipts.reason, why);
            ask(model, mend);
        }
        _ => {}
    }
    vec![]
}

pub(super) fn typed(model: &mut Model, c: char) {
    if let Some(Dialog::Receipts(receipts)) = &mut model.dialog
        && let Some(input) = &mut receipts.why
    {
        type_line(input, c);
    }
}

fn confirm(model: &mut Model, frame: u64) -> Vec<Effect> {
    let Some(Dialog::Receipts(receipts)) = &mut model.dialog else { return vec![] };
    let Some(asked) = receipts.question.take_if(|asked| asked.drawn.is_some_and(|at| frame >= at))
    else {
        return vec![];
    };
    let (row, place) = (asked.row, asked.place);
    vec![match asked.mend {
        Mend::Retry => Effect::Retry { row, place },
        Mend::Skip(why) => Effect::Skip { row, place, why },
        Mend::Drop => Effect::Drop(row),
        Mend::Compensate(shown) => Effect::Compensate { row, shown },
        Mend::HandOver(why) => Effect::HandOver { row, why },
    }]
}

pub(super) fn mended(model: &mut Model, result: Result<Box<OutboxRow>, Said>) -> Vec<Effect> {
    match result {
        Ok(row) => model.say(format!(
            "{} {} is now {}.",
            row.verb.word(),
            row.order_name,
            state_word(row.state)
        )),
        Err(said) => model.fail(&said),
    }
    let mut effects = reload(model);
    effects.extend([Effect::OpenRows, Effect::Header]);
    effects
}
