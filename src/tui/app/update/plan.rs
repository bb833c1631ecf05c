//! A plan: asked for, shown, changed, confirmed.

use tui_input::Input;

use super::{plan_fields, recorded};
use crate::domain::{Clean, Kind, OrderId, Verb};
use crate::tui::app::typing::{edit_line, edit_text, paste_line, paste_text, text_area, type_line};
use crate::tui::app::{
    Dialog, Draft, Effect, Field, Model, PlanDialog, Planned, Said, Scroll, Typing,
};
use crate::tui::keymap::{Action, Edit};
use crate::tui::page::lists_fields;
use crate::tui::view;
use crate::verbs::{Amount, Wish};
use crate::words;

/// Opens the plan of a verb for the order that keys act on.
pub(super) fn ask(model: &mut Model, verb: Verb) -> Vec<Effect> {
    let Some(subject) = model.subject() else {
        model.say("There is no order here to act on.");
        return vec![];
    };
    if let Some(why) = model.terms.read_only.clone() {
        model.warn(why);
        return vec![];
    }
    let file = model.case.of(&subject.order);
    let action = file.and_then(|file| file.actions.iter().find(|action| action.verb == verb));
    if let Some(Err(why)) = action.map(|action| &action.allowed) {
        let why =
            format!("{} is not possible: {}", crate::tui::page::first_upper(verb.word()), why.0);
        model.warn(why);
        return vec![];
    }
    let draft = model.drafts.get(&(subject.order.clone(), verb)).cloned().unwrap_or_default();
    let mut dialog = PlanDialog::new(subject.order, subject.name, verb, draft);
    dialog.list_fields(model.case.of(&dialog.order));
    open(model, dialog)
}

/// Opens the plan of a verb with these choices for an order that is named.
pub(super) fn ask_for(
    model: &mut Model,
    (order, name): (OrderId, Clean),
    verb: Verb,
    wish: Wish,
) -> Vec<Effect> {
    if let Some(why) = model.terms.read_only.clone() {
        model.warn(why);
        return vec![];
    }
    let draft = Draft { wish, ..Draft::default() };
    let mut dialog = PlanDialog::new(order, name, verb, draft);
    dialog.list_fields(model.case.of(&dialog.order));
    open(model, dialog)
}

fn open(model: &mut Model, mut dialog: PlanDialog) -> Vec<Effect> {
    let begun = dialog.typing.is_some();
    let wants_text = dialog.verb == Verb::Note && dialog.wish.note.is_none();
    if dialog.verb == Verb::Tag && dialog.wish.tags.is_empty() && !begun {
        plan_fields::write_line(&mut dialog, Field::Tags);
    }
    model.dialog = Some(Dialog::Plan(Box::new(dialog)));
    match model.dialog {
        Some(Dialog::Plan(_)) if wants_text => write_text(model),
        Some(Dialog::Plan(ref dialog)) if dialog.typing.is_some() => vec![],
        _ => ask_again(model),
    }
}

/// Asks for the plan with the choices as they now are.
pub(super) fn ask_again(model: &mut Model) -> Vec<Effect> {
    let ticket = model.ticket();
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return vec![] };
    dialog.ticket = ticket;
    dialog.asking = true;
    dialog.drawn = None;
    dialog.refused = None;
    if dialog.wants_choice() {
        dialog.asking = false;
        dialog.planned = None;
        return vec![];
    }
    vec![Effect::Plan {
        ticket,
        order: dialog.order.clone(),
        verb: dialog.verb,
        wish: Box::new(dialog.wish.clone()),
    }]
}

pub(super) fn act(model: &mut Model, action: Action, frame: u64) -> Vec<Effect> {
    let page = isize::try_from(view::dialog_height(model)).unwrap_or(1).max(1);
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return vec![] };
    let changes = matches!(action, Action::Mark | Action::Rewrite | Action::Digit(_));
    if changes && !lists_fields(dialog) {
        return vec![];
    }
    match action {
        Action::Confirm => return confirm(model, frame),
        Action::Help => {
            // What x would answer is covered: it must be on the screen again before it counts.
            dialog.drawn = None;
            model.help = Some(Scroll::default());
        }
        Action::Back => return leave(model),
        Action::Down => plan_fields::mark(dialog, 1),
        Action::Up => plan_fields::mark(dialog, -1),
        Action::PageDown => scroll(dialog, page),
        Action::PageUp => scroll(dialog, -page),
        Action::Top => scroll(dialog, isize::MIN + 1),
        Action::Bottom => scroll(dialog, isize::MAX / 2),
        Action::Mark => return plan_fields::change(model),
        Action::Rewrite => return plan_fields::rewrite(model),
        Action::Digit(digit) => {
            let place = usize::from(digit).saturating_sub(1);
            if place < dialog.fields.len() {
                dialog.mark = place;
                return plan_fields::change(model);
            }
        }
        _ => {}
    }
    vec![]
}

/// Scrolls without moving the mark.
fn scroll(dialog: &mut PlanDialog, lines: isize) {
    dialog.at.offset = dialog.at.offset.saturating_add_signed(lines);
    dialog.at.line = usize::MAX;
}

/// Records the plan that stands on the screen; refuses with a reason otherwise.
fn confirm(model: &mut Model, frame: u64) -> Vec<Effect> {
    let Some(Dialog::Plan(dialog)) = &model.dialog else { return vec![] };
    if has_changed(model, dialog) {
        return look_again(model);
    }
    if dialog.question().is_none() {
        let why = why_not_yet(dialog);
        model.warn(why);
        return vec![];
    }
    if dialog.drawn.is_none_or(|drawn| frame < drawn) {
        model.warn("That x came before the plan was on the screen. Read it, then press x.");
        return vec![];
    }
    let Some(Dialog::Plan(dialog)) = model.dialog.take() else { return vec![] };
    model.drafts.insert((dialog.order.clone(), dialog.verb), dialog.draft());
    let part = matches!(dialog.wish.amount, Amount::Part(_));
    let asked = recorded::Question { ticket: dialog.ticket, sums: dialog.sums(), part };
    let Some(planned) = dialog.planned else { return vec![] };
    model.notice = None;
    recorded::record(model, asked, planned.plan)
}

/// Whether the case file beside the plan shows another state than the plan rests on.
fn has_changed(model: &Model, dialog: &PlanDialog) -> bool {
    let file = model.case.of(&dialog.order);
    let planned = dialog.planned.as_ref().filter(|_| !dialog.asking);
    file.zip(planned).is_some_and(|(file, planned)| file.revision != planned.plan.revision)
}

/// The order changed: it is read and planned again, and nothing is recorded.
fn look_again(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Plan(dialog)) = &model.dialog else { return vec![] };
    let words =
        format!("{} changed while you decided. Look again: the plan is made anew.", dialog.name);
    model.warn(words);
    model.case.stale = true;
    ask_again(model)
}

fn why_not_yet(dialog: &PlanDialog) -> &'static str {
    let listed = dialog.listed.is_some() || dialog.verb != Verb::Release;
    match &dialog.planned {
        _ if dialog.refused.is_some() => "There is no plan to confirm; Esc goes back.",
        None if dialog.wants_choice() => "Tick at least one line first; Space ticks it.",
        None => "The plan is still being made.",
        Some(_) if dialog.asking => "The plan is being made again with your change.",
        Some(planned) if planned.plan.steps.is_empty() => {
            "This plan does nothing; there is nothing to confirm."
        }
        Some(_) if !dialog.end_visible => "There is more below: PgDn shows it, then x confirms.",
        Some(_) if !listed => "The holds are still being read.",
        Some(_) => "The plan cannot be confirmed yet.",
    }
}

/// Leaves the plan and keeps what was chosen and typed.
fn leave(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Plan(dialog)) = model.dialog.take() else { return vec![] };
    let draft = dialog.draft();
    let kept = draft.text.is_some() || draft.line.is_some();
    if kept {
        model.say(format!("Nothing was done. What you typed for {} is kept.", dialog.name));
    }
    model.drafts.insert((dialog.order, dialog.verb), draft);
    vec![]
}

pub(super) fn answered(model: &mut Model, ticket: u64, result: Result<Box<Planned>, Said>) {
    let file = model.case.file.as_deref();
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return };
    if dialog.ticket != ticket || !dialog.asking {
        return;
    }
    dialog.asking = false;
    match result {
        Ok(planned) => {
            let read = file.filter(|file| file.order.id == dialog.order);
            if read.is_some_and(|file| file.revision != planned.plan.revision) {
                model.case.stale = true;
            }
            dialog.planned = Some(planned);
        }
        Err(said) => {
            model.case.stale |= said.kind == Kind::State;
            dialog.planned = None;
            dialog.refused = Some(said);
        }
    }
}

/// The case file arrived: its holds and tags can be listed.
pub(super) fn case_came(model: &mut Model) {
    let file = model.case.file.as_deref();
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return };
    let file = file.filter(|file| file.order.id == dialog.order);
    if file.is_some_and(|file| dialog.listed.as_ref() != Some(&file.revision)) {
        dialog.list_fields(file);
        dialog.drawn = None;
        if dialog.wants_choice() {
            (dialog.asking, dialog.planned, dialog.refused) = (false, None, None);
        }
    }
}

/// Opens the text for the order's note; prefilled when it was not begun.
pub(super) fn write_text(model: &mut Model) -> Vec<Effect> {
    let ticket = model.ticket();
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return vec![] };
    if let Some(text) = &dialog.text {
        dialog.typing = Some(Typing::Text(Box::new(text_area(text))));
        return vec![];
    }
    dialog.ticket = ticket;
    dialog.asking = true;
    dialog.drawn = None;
    let wish = Box::new(dialog.wish.clone());
    vec![Effect::NoteText { ticket, order: dialog.order.clone(), verb: dialog.verb, wish }]
}

/// Asks for the lines that the note would begin with now, so that it can follow a change;
/// for a text that began otherwise, the plan is asked for at once.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    let ticket = model.ticket();
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return vec![] };
    if dialog.began.is_none() {
        return ask_again(model);
    }
    (dialog.ticket, dialog.asking, dialog.follows) = (ticket, true, true);
    dialog.drawn = None;
    let wish = Box::new(dialog.wish.clone());
    vec![Effect::NoteText { ticket, order: dialog.order.clone(), verb: dialog.verb, wish }]
}

pub(super) fn note_text(
    model: &mut Model,
    ticket: u64,
    result: Result<String, Said>,
) -> Vec<Effect> {
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return vec![] };
    if dialog.ticket != ticket || !dialog.asking {
        return vec![];
    }
    dialog.asking = false;
    let text = result.map(|text| Clean::new(&text).raw().to_owned());
    if std::mem::take(&mut dialog.follows) {
        let follows = text.ok().is_some_and(|now| take_over(dialog, now));
        if !follows {
            model.warn(NOTE_STAYS);
        }
        return ask_again(model);
    }
    match text {
        Ok(text) => {
            dialog.typing = Some(Typing::Text(Box::new(text_area(&text))));
            dialog.began = Some(text.clone());
            dialog.text = Some(text);
        }
        Err(said) => dialog.refused = Some(said),
    }
    vec![]
}

/// A note whose lines a person wrote anew is that person's: a choice made later does not
/// change it.
const NOTE_STAYS: &str = "Your note stays as you wrote it; read it again below, e edits it.";

/// Lets the untouched lines of the note become those of the changed plan.
fn take_over(dialog: &mut PlanDialog, now: String) -> bool {
    let (Some(text), Some(began)) = (&dialog.text, &dialog.began) else { return false };
    if *began == now {
        return true;
    }
    let Some(text) = words::followed(text, began, &now) else { return false };
    dialog.wish.note = dialog.wish.note.as_ref().map(|_| Clean::new(text.trim_end()));
    (dialog.text, dialog.began) = (Some(text), Some(now));
    true
}

pub(super) fn typed(model: &mut Model, c: char) {
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return };
    match &mut dialog.typing {
        Some(Typing::Text(area)) if !c.is_control() => area.insert_char(c),
        Some(Typing::Line { input, trouble, prefilled, .. }) => {
            *trouble = None;
            if std::mem::take(prefilled) {
                input.reset();
            }
            type_line(input, c);
        }
        _ => {}
    }
}

pub(super) fn pasted(dialog: &mut PlanDialog, text: &str) {
    match &mut dialog.typing {
        Some(Typing::Text(area)) => paste_text(area, text),
        Some(Typing::Line { input, prefilled, .. }) => {
            if std::mem::take(prefilled) {
                input.reset();
            }
            paste_line(input, text);
        }
        None => {}
    }
}

/// Keys while something is typed in a plan.
pub(super) fn write(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return vec![] };
    match (action, &mut dialog.typing) {
        (Action::Edit(edit), Some(Typing::Text(area))) => edit_text(area, edit),
        (Action::Edit(edit), Some(Typing::Line { input, trouble, prefilled, .. })) => {
            *trouble = None;
            let all = std::mem::take(prefilled);
            if all && matches!(edit, Edit::Backspace | Edit::Delete | Edit::ToStart) {
                input.reset();
            }
            edit_line(input, edit);
        }
        (Action::Finish, Some(_)) => return plan_fields::finish(model),
        (Action::Back, Some(_)) => return stop_writing(model),
        _ => {}
    }
    vec![]
}

/// Esc while typing: back to the plan when there is one, else out; the text is kept.
fn stop_writing(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return vec![] };
    if dialog.planned.is_none() {
        return leave(model);
    }
    let Draft { text, .. } = dialog.draft();
    dialog.text = text;
    dialog.typing = None;
    dialog.drawn = None;
    vec![]
}

/// An input with text in it.
pub(super) fn line_with(text: &str) -> Input {
    Input::new(text.to_owned())
}
