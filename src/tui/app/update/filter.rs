//! The filter, applied as it is typed.

use tui_input::Input;

use super::queue;
use crate::tui::app::typing::{edit_line, type_line};
use crate::tui::app::{Dialog, Effect, Model};
use crate::tui::keymap::Action;

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
    let Some(Dialog::Filter { input, .. }) = &model.dialog else { return vec![] };
    let typed = input.value().trim().to_owned();
    apply(model, typed)
}

fn apply(model: &mut Model, typed: String) -> Vec<Effect> {
    if model.queue.filter.typed == typed {
        return vec![];
    }
    model.queue.filter.typed = typed;
    queue::load_view(model)
}
