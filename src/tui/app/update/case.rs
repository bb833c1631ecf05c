//! Keys in the fraud analysis and the checklist.

use super::queue;
use crate::domain::OrderId;
use crate::policy::{ChecklistStep, LookUp, TickState};
use crate::tui::app::{Dialog, Effect, Model, Panel, Said};
use crate::tui::keymap::Action;
use crate::tui::page::{Part, step_words};
use crate::tui::view;

pub(super) fn act_in_analysis(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = isize::try_from(view::panel_height(model)).unwrap_or(1).max(1);
    let at = &mut model.case.analysis_at;
    match action {
        Action::Down => at.move_by(1),
        Action::Up => at.move_by(-1),
        Action::PageDown => {
            at.offset = at.offset.saturating_add_signed(page);
            at.move_by(page);
        }
        Action::PageUp => at.move_by(-page),
        Action::Top => at.line = 0,
        Action::Bottom => at.line = usize::MAX,
        Action::Open | Action::Mark => {
            let line = model.case.analysis.lines.get(at.line);
            if let Some(part) = line.and_then(|line| line.part) {
                model.case.folds.toggle(part);
            }
        }
        _ => {}
    }
    vec![]
}

pub(super) fn act_in_checklist(model: &mut Model, action: Action) -> Vec<Effect> {
    let steps = model.case.file.as_ref().map_or(0, |file| file.checklist.len());
    let last = steps.saturating_sub(1);
    let step = &mut model.case.step;
    match action {
        Action::Down => *step = (*step + 1).min(last),
        Action::Up => *step = step.saturating_sub(1),
        Action::PageDown => *step = (*step + 5).min(last),
        Action::PageUp => *step = step.saturating_sub(5),
        Action::Top => *step = 0,
        Action::Bottom => *step = last,
        Action::Open => model.case.folds.toggle(Part::Step(*step)),
        Action::Mark => return tick(model),
        _ => {}
    }
    vec![]
}

/// The order whose case file is on the screen, when it is the one that keys act on.
fn order_shown(model: &mut Model) -> Option<OrderId> {
    let subject = model.subject()?;
    if model.case.of(&subject.order).is_some() {
        return Some(subject.order);
    }
    model.say(format!("{} is still being read.", subject.name));
    None
}

fn tick(model: &mut Model) -> Vec<Effect> {
    if let Some(why) = model.terms.read_only.clone() {
        model.warn(why);
        return vec![];
    }
    let Some(order) = order_shown(model) else { return vec![] };
    let row = model.case.file.as_ref().and_then(|file| file.checklist.get(model.case.step));
    let Some(row) = row else { return vec![] };
    let step = row.step;
    match &row.state {
        TickState::ByData { checked: None, .. } => model.say(
            "Ticked as checked by you, beside what the desk looked up; Enter shows what it found.",
        ),
        TickState::ByData { .. } => {
            model.say("Your tick is taken back; what the desk found stays.");
        }
        _ => {}
    }
    vec![Effect::Tick { order, step }]
}

pub(super) fn ticked(model: &mut Model, result: Result<(), Said>) -> Vec<Effect> {
    match result {
        Ok(()) => model.case.stale = true,
        Err(said) => model.fail(&said),
    }
    vec![]
}

/// Opens what the marked step needs; elsewhere the order in the store's admin.
pub(super) fn open_outside(model: &mut Model) -> Vec<Effect> {
    let Some(order) = order_shown(model) else { return vec![] };
    let (step, look_up) = if model.panel == Panel::Checklist {
        let row = model.case.file.as_ref().and_then(|file| file.checklist.get(model.case.step));
        match row.map(|row| (row.step, row.opens)) {
            Some((step, Some(look_up))) => (step, look_up),
            Some((_, None)) => {
                model.say("This step opens nothing outside.");
                return vec![];
            }
            None => return vec![],
        }
    } else {
        (ChecklistStep::ReadAnalysis, LookUp::StoreAdmin)
    };
    model.say(format!("Opening for {}; it is logged.", step_words(step)));
    vec![Effect::OpenOutside { order, step, look_up }]
}

pub(super) fn opened(model: &mut Model, url: Result<String, Said>, opened: bool) -> Vec<Effect> {
    match url {
        Err(said) => {
            model.fail(&said);
            vec![]
        }
        Ok(_) if opened => {
            model.case.stale = true;
            vec![]
        }
        Ok(url) => {
            model.case.stale = true;
            if model.dialog.is_some() {
                model.warn("No browser could be started; o shows the address again.");
            } else {
                model.notice = None;
                model.dialog = Some(Dialog::Address(url));
            }
            vec![]
        }
    }
}

/// Keys while an address stands on the screen.
pub(super) fn act_at_address(model: &mut Model, action: Action) -> Vec<Effect> {
    let url = match (action, model.dialog.take()) {
        (Action::Copy, Some(Dialog::Address(url))) => url,
        (Action::Back, _) => return vec![],
        (_, dialog) => {
            model.dialog = dialog;
            return vec![];
        }
    };
    model.say("Copied. If nothing pastes, o shows it again to mark with the mouse.");
    vec![Effect::Copy(url)]
}

/// Reads the case file and the view again, because the cache changed.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    model.case.stale = true;
    let mut effects = queue::refresh_view(model);
    effects.push(Effect::Header);
    effects
}
