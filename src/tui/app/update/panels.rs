//! Keys that work in all three panels.

use super::{case, copy, filter, goto, plan, queue, quit, receipts, recorded};
use crate::tui::app::{Effect, Model, Panel, Scroll};
use crate::tui::keymap::Action;

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Ask(verb) => plan::ask(model, verb),
        Action::Undo => recorded::undo(model),
        Action::NextPanel => go_to_panel(model, model.panel.beside(1)),
        Action::PanelBefore => go_to_panel(model, model.panel.beside(2)),
        Action::Filter => filter::open(model),
        Action::GoTo => goto::open(model),
        Action::NextUndecided => queue::next_undecided(model),
        Action::OpenOutside => case::open_outside(model),
        Action::Copy => copy::open(model),
        Action::Sync => sync(model),
        Action::Receipts => receipts::open(model),
        Action::Quit => quit::ask(model),
        Action::Help => {
            model.help = Some(Scroll::default());
            vec![]
        }
        Action::Back => back(model),
        Action::Digit(_) => {
            go_to_panel(model, Panel::Queue);
            queue::act(model, action)
        }
        action => match model.panel {
            Panel::Queue => queue::act(model, action),
            Panel::Analysis => case::act_in_analysis(model, action),
            Panel::Checklist => case::act_in_checklist(model, action),
        },
    }
}

pub(super) fn act_in_help(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = isize::try_from(model.height).unwrap_or(20) - 6;
    let Some(at) = model.help.as_mut() else { return vec![] };
    match action {
        Action::Down => at.move_by(1),
        Action::Up => at.move_by(-1),
        Action::PageDown => at.move_by(page.max(1)),
        Action::PageUp => at.move_by(-page.max(1)),
        Action::Top => at.line = 0,
        Action::Bottom => at.line = usize::MAX,
        Action::Back => model.help = None,
        _ => {}
    }
    vec![]
}

pub(super) fn go_to_panel(model: &mut Model, panel: Panel) -> Vec<Effect> {
    model.panel = panel;
    if panel != Panel::Queue {
        model.right = Some(panel);
    }
    vec![]
}

/// Leaves, one thing at a time: an order opened by number, from which the bar returns to
/// where it stood, the panel, the filter.
fn back(model: &mut Model) -> Vec<Effect> {
    let came_from = model.case.came_from.take();
    let moved = came_from.is_some() && came_from != model.queue.selected_key();
    if model.case.visited.take().is_some() || moved {
        if let Some(key) = came_from {
            model.queue.select(key);
        }
        recorded::say_back(model);
        return go_to_panel(model, Panel::Queue);
    }
    if model.panel != Panel::Queue {
        return go_to_panel(model, Panel::Queue);
    }
    if model.queue.filter.typed.is_empty() {
        return vec![];
    }
    model.queue.filter.typed.clear();
    queue::load_view(model)
}

fn sync(model: &mut Model) -> Vec<Effect> {
    if let Some(why) = &model.terms.offline {
        let why = why.clone();
        model.warn(why);
        return vec![];
    }
    if model.sync.is_some() {
        model.say("A sync is already running; its progress is at the top.");
        return vec![];
    }
    model.sync = Some(crate::tui::perform::port::Progress::default());
    vec![Effect::Sync]
}
