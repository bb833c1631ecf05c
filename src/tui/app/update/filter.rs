//! The filter, applied as it is typed.

use tui_input::Input;

use super::queue;
use crate::tui::app::typing::{edit_line, type_line};
use crate::tui::app::{Dialog, Effect, Model};
use crate::tui::keymap::Action;

/// The longest filter, in characters: nobody reads more, and every key reads all of it.
const LONGEST: usize = 500;

pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let before = model.queue.filter.typed.clone();
    model.dialog = Some(Dialog::Filter { input: Input::new(before.clone()), before });
    vec![]
}

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Filter { input, before }) = &mut model.dialog else { return vec![] };
    match action {
        Action::Edit(edit) => {
            edit_line(input, edit);
            after_typing(model)
        }
        Action::Finish => {
            model.dialog = None;
            vec![]
        }
        Action::Back => {
            let before = std::mem::take(before);
            model.dialog = None;
            apply(model, before)
        }
        _ => vec![],
    }
}

pub(super) fn typed(model: &mut Model, c: char) {
    if let Some(Dialog::Filter { input, .. }) = &mut model.dialog {
        type_line(input, c);
    }
}

/// Loads the view of the typed filter when it differs from the one shown.
pub(super) fn after_typing(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Filter { input, .. }) = &mut model.dialog else { return vec![] };
    let all = input.value();
    let short: String = all.chars().take(LONGEST).collect();
    let cut = short.len() < all.len();
    if cut {
        *input = Input::new(short.clone());
    }
    let effects = apply(model, short.trim().to_owned());
    if cut {
        model.warn(format!("A filter has at most {LONGEST} characters; the rest was left out."));
    }
    effects
}

fn apply(model: &mut Model, typed: String) -> Vec<Effect> {
    if model.queue.filter.typed == typed {
        return vec![];
    }
    model.queue.filter.typed = typed;
    queue::load_view(model)
}
