//! Keys in the fraud analysis and the checklist.

use super::{evidence, queue};
use crate::domain::{Clean, OrderId};
use crate::policy::{ChecklistStep, LookUp, TickState, Ticked};
use crate::tui::app::{Dialog, Effect, Model, Outside, Panel, Said};
use crate::tui::keymap::Action;
use crate::tui::page::step_words;
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
        Action::Open => return evidence::open(model),
        Action::Mark => return tick(model),
        _ => {}
    }
    vec![]
}

/// The order whose case file is on the screen, when it is the one that keys act on.
pub(super) fn order_shown(model: &mut Model) -> Option<OrderId> {
    let subject = model.subject()?;
    if model.case.of(&subject.order).is_some() {
        return Some(subject.order);
    }
    model.say(format!("{} is still being read.", subject.name));
    None
}

pub(super) fn tick(model: &mut Model) -> Vec<Effect> {
    if let Some(why) = model.terms.read_only.clone() {
        model.warn(why);
        return vec![];
    }
    let Some(order) = order_shown(model) else { return vec![] };
    let row = model.case.file.as_ref().and_then(|file| file.checklist.get(model.case.step));
    let Some(row) = row else { return vec![] };
    vec![Effect::Tick { order, step: row.step }]
}

/// Says what became of a tick, as the ledger answers: another may have ticked meanwhile.
pub(super) fn ticked(
    model: &mut Model,
    step: ChecklistStep,
    result: Result<Ticked, Said>,
) -> Vec<Effect> {
    match result {
        Ok(ticked) => {
            model.case.stale = true;
            let words = tick_words(model, step, &ticked);
            model.say(words);
        }
        Err(said) => model.fail(&said),
    }
    vec![]
}

fn tick_words(model: &Model, step: ChecklistStep, ticked: &Ticked) -> String {
    let mut rows = model.case.file.iter().flat_map(|file| &file.checklist);
    let by_data = rows.any(|row| row.step == step && matches!(row.state, TickState::ByData { .. }));
    let reviewer = model.facts.as_ref().map(|facts| facts.reviewer.as_str());
    let what = step_words(step);
    match ticked {
        Ticked::Made if by_data => format!(
            "Ticked by you: {what}, beside what the desk looked up; Enter shows what it found."
        ),
        Ticked::Made => format!("Ticked by you: {what}."),
        Ticked::TakenBack { by } => {
            let whose = if reviewer == Some(by.as_str()) {
                "Your tick".to_owned()
            } else {
                format!("The tick of {}", Clean::new(by).shown())
            };
            let rest = if by_data { "; what the desk found stays" } else { "" };
            format!("{whose} is taken back: {what}{rest}. Space ticks it as yours.")
        }
    }
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
    model.say(format!("Opening for {}…", step_words(step)));
    vec![Effect::OpenOutside(Outside { order, step, look_up })]
}

/// A place outside was opened and logged, or its address is shown instead.
pub(super) fn opened(model: &mut Model, place: Outside, url: Result<String, Said>, opened: bool) {
    match url {
        Err(said) => model.fail(&said),
        Ok(_) if opened => {
            model.case.stale = true;
            model.say(format!("Opened for {}; it is logged.", step_words(place.step)));
        }
        Ok(_) if !matches!(model.dialog, None | Some(Dialog::Evidence(_))) => {
            model.warn("No browser could be started; o shows the address again.");
        }
        Ok(url) => {
            model.notice = None;
            model.dialog = Some(Dialog::Address { url, place });
        }
    }
}

/// Keys while an address stands on the screen. What is copied is taken as opened: logged.
pub(super) fn act_at_address(model: &mut Model, action: Action) -> Vec<Effect> {
    let (url, place) = match (action, model.dialog.take()) {
        (Action::Copy, Some(Dialog::Address { url, place })) => (url, place),
        (Action::Back, _) => return vec![],
        (_, dialog) => {
            model.dialog = dialog;
            return vec![];
        }
    };
    model.case.stale = true;
    model.say("Copied, and logged. If nothing pastes, o shows it again to mark with the mouse.");
    vec![Effect::Copy(url), Effect::NoteOpened(place)]
}

/// Reads the case file and the view again, because the cache changed.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    model.case.stale = true;
    let mut effects = queue::refresh_view(model);
    effects.push(Effect::Header);
    effects
}
