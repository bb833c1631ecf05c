//! Keys in the receipts of this shift.

use tui_input::Input;

use crate::domain::{OutboxRow, Timestamp};
use crate::tui::app::typing::{edit_line, type_line};
use crate::tui::app::{
    Dialog, Effect, Mend, Model, RowQuestion, Said, may_retry, stuck_step, wants_person,
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
        Action::Skip => ask_why(model),
        Action::Drop => ask(model, Mend::Drop),
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
        Mend::Drop => None,
        Mend::Retry | Mend::Skip(_) => stuck_step(row),
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
        _ => None,
    }
}

fn ask_why(model: &mut Model) {
    let now = model.now();
    let Some(Dialog::Receipts(receipts)) = &mut model.dialog else { return };
    let why_not = receipts.marked().and_then(|row| why_not(row, &Mend::Skip(String::new()), now));
    match (why_not, receipts.marked()) {
        (Some(why), _) => model.say(why),
        (None, Some(_)) => receipts.why = Some(Input::default()),
        (None, None) => {}
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
                model.say("Say why the step is not needed; the journal keeps the reason.");
                return vec![];
            }
            receipts.why = None;
            ask(model, Mend::Skip(why));
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
