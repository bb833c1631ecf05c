//! One message in, effects out. A table of contents; the work is in the files beside.

mod answers;
mod before;
mod broken;
mod case;
mod copy;
mod evidence;
mod filter;
mod goto;
mod happened;
mod panels;
mod plan;
mod plan_fields;
mod queue;
mod quit;
mod receipts;
mod recorded;

pub(crate) use plan_fields::amount_now;
pub(crate) use queue::is_undecided;

use super::{Dialog, Effect, Model, Msg};
use crate::tui::keymap::{Action, Focus, Key, action_for};

/// What is asked for when the program starts.
pub(crate) fn opening(model: &mut Model) -> Vec<Effect> {
    let mut effects = queue::load_view(model);
    effects.extend([Effect::Header, Effect::OpenRows]);
    effects
}

/// Changes the model by one message.
pub(crate) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key { key, frame } => match key.after_esc() {
            Some(key) => on_esc_and(model, key, frame),
            None => on_key(model, key, frame),
        },
        Msg::Paste(text) => on_paste(model, &text),
        Msg::Resized { width, height } => {
            (model.width, model.height) = (width, height);
            vec![]
        }
        Msg::Now(now) => {
            model.now = Some(now);
            vec![]
        }
        Msg::Drawn { question, frame } => {
            on_drawn(model, question, frame);
            vec![]
        }
        Msg::Happened(happened) => happened::take(model, happened),
        Msg::Answer(answer) => answers::take(model, answer),
        Msg::Notice(text) => {
            model.warn(text);
            vec![]
        }
        Msg::Broke(place) => {
            broken::say(model, &place);
            vec![]
        }
        Msg::Lost(errand) => broken::lost(model, errand),
    }
}

/// Esc and a key that came in one breath: typed so, or one key with Alt.
///
/// Where text is typed it means nothing at all: a letter written with Alt must not leave the
/// text, or the letters after it would be keys of what lies below.
fn on_esc_and(model: &mut Model, key: Key, frame: u64) -> Vec<Effect> {
    if model.focus().takes_text() {
        return vec![];
    }
    let mut effects = on_key(model, Key::ESC, frame);
    effects.extend(on_key(model, key, frame));
    effects
}

fn on_key(model: &mut Model, key: Key, frame: u64) -> Vec<Effect> {
    model.queue.touched = true;
    let focus = model.focus();
    let Some(action) = action_for(focus, key) else {
        return match key.typed().filter(|_| focus.takes_text()) {
            Some(c) => on_typed(model, c),
            None => no_meaning(model, focus, key),
        };
    };
    if !matches!(action, Action::Confirm) && !focus.takes_text() {
        model.notice = None;
    }
    match (action, focus) {
        (Action::Suspend, _) => vec![Effect::Suspend],
        (Action::Redraw, _) => vec![Effect::Redraw],
        (action, Focus::Queue | Focus::Analysis | Focus::Checklist) => panels::act(model, action),
        (action, Focus::Filter) => filter::act(model, action),
        (action, Focus::GoTo) => goto::act(model, action),
        (action, Focus::Menu) => goto::pick(model, action),
        (action, Focus::Address) => case::act_at_address(model, action),
        (action, Focus::Plan) => plan::act(model, action, frame),
        (action, Focus::Writing) => plan::write(model, action),
        (action, Focus::Line) => on_line(model, action),
        (action, Focus::Receipts | Focus::Question) => receipts::act(model, action, frame),
        (action, Focus::Evidence) => evidence::act(model, action),
        (action, Focus::Help) => panels::act_in_help(model, action),
        (action, Focus::Quit) => quit::act(model, action),
    }
}

/// A key without a meaning says so where nothing is typed.
fn no_meaning(model: &mut Model, focus: Focus, key: Key) -> Vec<Effect> {
    if matches!(focus, Focus::Queue | Focus::Analysis | Focus::Checklist) {
        model.say(format!("{} does nothing here; ? shows the keys.", key.name()));
    }
    vec![]
}

fn on_line(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.dialog {
        Some(Dialog::Receipts(_)) => receipts::write(model, action),
        _ => plan::write(model, action),
    }
}

fn on_typed(model: &mut Model, c: char) -> Vec<Effect> {
    match model.dialog {
        Some(Dialog::Filter { .. }) => filter::typed(model, c),
        Some(Dialog::GoTo(_)) => goto::typed(model, c),
        Some(Dialog::Receipts(_)) => receipts::typed(model, c),
        Some(Dialog::Plan(_)) => plan::typed(model, c),
        _ => {}
    }
    filter::after_typing(model)
}

fn on_paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if !model.focus().takes_text() {
        model.warn("A paste does nothing here; keys are read one by one.");
        return vec![];
    }
    match &mut model.dialog {
        Some(Dialog::Filter { input, .. }) => super::typing::paste_line(input, text),
        Some(Dialog::GoTo(goto)) => super::typing::paste_line(&mut goto.input, text),
        Some(Dialog::Receipts(receipts)) => {
            if let Some(why) = &mut receipts.why {
                super::typing::paste_line(why, text);
            }
        }
        Some(Dialog::Plan(dialog)) => plan::pasted(dialog, text),
        _ => {}
    }
    filter::after_typing(model)
}

fn on_drawn(model: &mut Model, question: u64, frame: u64) {
    if model.question() != Some(question) {
        return;
    }
    match &mut model.dialog {
        Some(Dialog::Plan(plan)) => {
            plan.drawn.get_or_insert(frame);
        }
        Some(Dialog::Receipts(receipts)) => {
            if let Some(asked) = &mut receipts.question {
                asked.drawn.get_or_insert(frame);
            }
        }
        _ => {}
    }
}
