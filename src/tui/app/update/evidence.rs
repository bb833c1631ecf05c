//! Keys in the evidence behind a step.

use super::{case, goto};
use crate::domain::{Link, ShortOrder};
use crate::tui::app::{Dialog, Effect, Evidence, Model, Said, Scroll};
use crate::tui::keymap::Action;
use crate::tui::page::{self, Page};
use crate::tui::view;

/// Scrolled freely, to the top: the mark is not looked for.
const TOP: Scroll = Scroll { line: usize::MAX, offset: 0 };

/// Opens the evidence behind the marked step; the linked orders are read meanwhile.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some(order) = case::order_shown(model) else { return vec![] };
    let ticket = model.ticket();
    let file = model.case.of(&order);
    let Some((file, row)) =
        file.and_then(|file| Some((file, file.checklist.get(model.case.step)?)))
    else {
        return vec![];
    };
    let others: Vec<_> =
        page::links_behind(file, row.step).iter().map(|link| link.id.clone()).collect();
    let asked = (!others.is_empty()).then_some(ticket);
    model.dialog = Some(Dialog::Evidence(Box::new(Evidence {
        order,
        step: row.step,
        asked,
        others: Vec::new(),
        page: Page::default(),
        mark: 0,
        at: TOP,
    })));
    asked.map(|ticket| Effect::Others { ticket, orders: others }).into_iter().collect()
}

/// The linked orders were read.
pub(super) fn others(model: &mut Model, ticket: u64, result: Result<Vec<ShortOrder>, Said>) {
    let Some(Dialog::Evidence(evidence)) = &mut model.dialog else { return };
    if evidence.asked.take_if(|asked| *asked == ticket).is_none() {
        return;
    }
    match result {
        Ok(others) => evidence.others = others,
        Err(said) => model.fail(&said),
    }
}

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = isize::try_from(view::dialog_height(model)).unwrap_or(1).max(1);
    match action {
        Action::Down => step(model, 1),
        Action::Up => step(model, -1),
        Action::PageDown => scroll(model, |at| at.offset.saturating_add_signed(height)),
        Action::PageUp => scroll(model, |at| at.offset.saturating_add_signed(-height)),
        Action::Top => to_link(model, 0),
        Action::Bottom => to_link(model, usize::MAX),
        Action::Open => return visit(model),
        Action::Mark => return case::tick(model),
        Action::OpenOutside => return case::open_outside(model),
        Action::Help => model.help = Some(Scroll::default()),
        Action::Back => model.dialog = None,
        _ => {}
    }
    vec![]
}

/// How many linked orders the evidence lists.
fn listed(model: &Model) -> usize {
    let Some(Dialog::Evidence(evidence)) = &model.dialog else { return 0 };
    links(model, evidence).len()
}

fn links<'a>(model: &'a Model, evidence: &Evidence) -> &'a [Link] {
    let file = model.case.of(&evidence.order);
    file.map_or(&[], |file| page::links_behind(file, evidence.step))
}

/// One linked order on; where there are none, one line.
fn step(model: &mut Model, by: isize) {
    let count = listed(model);
    let Some(Dialog::Evidence(evidence)) = &mut model.dialog else { return };
    if count == 0 {
        evidence.at.offset = evidence.at.offset.saturating_add_signed(by);
        return;
    }
    evidence.mark = evidence.mark.saturating_add_signed(by).min(count - 1);
    evidence.at.line = 0;
}

fn to_link(model: &mut Model, mark: usize) {
    let count = listed(model);
    let Some(Dialog::Evidence(evidence)) = &mut model.dialog else { return };
    evidence.mark = mark.min(count.saturating_sub(1));
    evidence.at = match (mark, count) {
        (0, _) => TOP,
        (_, 0) => Scroll { offset: usize::MAX, ..TOP },
        _ => Scroll { line: 0, ..evidence.at },
    };
}

/// Scrolls without moving the mark.
fn scroll(model: &mut Model, to: impl Fn(Scroll) -> usize) {
    if let Some(Dialog::Evidence(evidence)) = &mut model.dialog {
        evidence.at = Scroll { line: usize::MAX, offset: to(evidence.at) };
    }
}

/// Opens the marked linked order.
fn visit(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Evidence(evidence)) = &model.dialog else { return vec![] };
    let marked = links(model, evidence).get(evidence.mark);
    let Some((order, name)) = marked.map(|link| (link.id.clone(), link.order.clone())) else {
        return vec![];
    };
    goto::visit(model, order, name)
}
