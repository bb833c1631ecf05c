//! What follows from a batch of messages: what must be read, where things scroll to,
//! which pages must be written anew.

use super::{Built, Dialog, Effect, Model, Reach, Scroll};
use crate::domain::Currency;
use crate::tui::page::{self, Page};
use crate::tui::view;

/// Brings the model in order before it is drawn.
pub(crate) fn settle(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    let currency = model.facts.as_ref().map_or(Currency::USD, |facts| facts.currency);
    model.queue.find_mistakes(currency);
    let height = view::queue_height(model);
    model.queue.scroll_to_selected(height);
    let ticket = model.ticket();
    if let Some(keys) = model.queue.missing_rows(ticket, height.max(1)) {
        effects.push(Effect::Rows { ticket, keys });
    }
    effects.extend(ask_case(model));
    if view::is_too_small(model) {
        return effects;
    }
    write_case(model);
    scroll_case(model);
    write_dialog(model);
    settle_help(model);
    effects
}

/// Asks for the case file of the order that keys act on, unless it is here or asked.
fn ask_case(model: &mut Model) -> Option<Effect> {
    let order = model.subject()?.order;
    let asked = model.case.asked.as_ref().is_some_and(|(_, asked)| *asked == order);
    let here = model.case.of(&order).is_some();
    let failed = model.case.trouble.as_ref().is_some_and(|(failed, _)| *failed == order);
    if asked || ((here || failed) && !model.case.stale) {
        return None;
    }
    model.case.stale = false;
    let ticket = model.ticket();
    model.case.asked = Some((ticket, order.clone()));
    Some(Effect::Case { ticket, order })
}

/// Writes the two panels' pages when what they show or their width changed.
fn write_case(model: &mut Model) {
    let Some(file) = model.case.file.as_deref() else { return };
    let widths = view::panel_widths(model);
    let built =
        Built { folds: model.case.folds.clone(), widths, minute: model.now().millis() / 60_000 };
    if model.case.built.as_ref() == Some(&built) {
        return;
    }
    let (zone, now) = (model.zone(), model.now());
    let setting = page::Setting { zone, now, width: widths.0 };
    model.case.analysis = page::analysis(file, &model.case.folds, setting);
    let setting = page::Setting { width: widths.1, ..setting };
    model.case.checklist = page::checklist(file, setting);
    model.case.built = Some(built);
}

fn scroll_case(model: &mut Model) {
    let height = view::panel_height(model);
    let case = &mut model.case;
    case.analysis_at.settle(case.analysis.lines.len(), height);
    show_item(&mut case.checklist_at, &case.checklist, case.step, height);
}

fn show_item(at: &mut Scroll, page: &Page, item: usize, height: usize) {
    let first = page.first_line_of(item).unwrap_or(0);
    let last = page.last_line_of(item).unwrap_or(first);
    at.line = first;
    at.show(first..=last, page.lines.len(), height);
}

fn write_dialog(model: &mut Model) {
    let (width, height) = (view::dialog_width(model), view::dialog_height(model));
    let setting = page::Setting { zone: model.zone(), now: model.now(), width };
    let undo_seconds = model.terms.undo_seconds;
    let offline = model.reach() == Reach::Nothing;
    match &mut model.dialog {
        Some(Dialog::Plan(dialog)) => {
            dialog.page = page::plan(dialog, setting, page::Promise { undo_seconds, offline });
            let lines = dialog.page.lines.len();
            if dialog.at.line == usize::MAX {
                dialog.at.offset = dialog.at.offset.min(lines.saturating_sub(height));
            } else {
                show_item(&mut dialog.at, &dialog.page, dialog.mark, height);
            }
            dialog.end_visible = dialog.at.offset + height >= lines;
        }
        Some(Dialog::Receipts(receipts)) => {
            receipts.page = page::receipts(receipts, setting);
            show_item(&mut receipts.at, &receipts.page, receipts.mark, height);
        }
        Some(Dialog::Evidence(evidence)) => {
            let file = model.case.file.as_deref().filter(|file| file.order.id == evidence.order);
            evidence.page =
                file.map_or_else(Page::default, |f| page::evidence(f, evidence, setting));
            let lines = evidence.page.lines.len();
            if evidence.at.line == usize::MAX {
                evidence.at.offset = evidence.at.offset.min(lines.saturating_sub(height));
            } else {
                show_item(&mut evidence.at, &evidence.page, evidence.mark, height);
            }
        }
        _ => {}
    }
}

fn settle_help(model: &mut Model) {
    if model.help.is_none() {
        return;
    }
    let height = view::dialog_height(model);
    let lines = page::help(model.focus_below_help(), view::dialog_width(model)).lines.len();
    if let Some(at) = &mut model.help {
        at.line = at.line.min(lines.saturating_sub(height));
        at.offset = at.line;
    }
}
