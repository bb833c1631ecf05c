//! Going to an order by its number, and menus.

use super::{copy, panels};
use crate::desk::RowKey;
use crate::domain::{Clean, OrderId};
use crate::tui::app::typing::{edit_line, type_line};
use crate::tui::app::{Dialog, Effect, GoTo, Menu, Model, Panel, Picked, Said};
use crate::tui::keymap::Action;

/// How many rows of the list are looked through for an order opened by number.
const LOOKED_THROUGH: usize = 20_000;

pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    model.dialog = Some(Dialog::GoTo(GoTo::default()));
    vec![]
}

pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Finish => find(model),
        Action::Back => {
            model.dialog = None;
            vec![]
        }
        Action::Edit(edit) => {
            if let Some(Dialog::GoTo(goto)) = &mut model.dialog {
                edit_line(&mut goto.input, edit);
            }
            vec![]
        }
        _ => vec![],
    }
}

pub(super) fn typed(model: &mut Model, c: char) {
    if let Some(Dialog::GoTo(goto)) = &mut model.dialog {
        goto.trouble = None;
        type_line(&mut goto.input, c);
    }
}

fn find(model: &mut Model) -> Vec<Effect> {
    let ticket = model.ticket();
    let Some(Dialog::GoTo(goto)) = &mut model.dialog else { return vec![] };
    let name = goto.input.value().trim().to_owned();
    if name.is_empty() {
        return vec![];
    }
    goto.trouble = None;
    goto.asked = Some(ticket);
    vec![Effect::Find { ticket, name }]
}

pub(super) fn found(
    model: &mut Model,
    ticket: u64,
    name: &str,
    result: Result<Vec<(OrderId, Clean)>, Said>,
) -> Vec<Effect> {
    let Some(Dialog::GoTo(goto)) = &mut model.dialog else { return vec![] };
    if goto.asked != Some(ticket) {
        return vec![];
    }
    goto.asked = None;
    match result {
        Err(said) => goto.trouble = Some(said.whole()),
        Ok(orders) if orders.is_empty() => {
            goto.trouble = Some(format!("The store has no order {name}."));
        }
        Ok(mut orders) if orders.len() == 1 => {
            if let Some((order, name)) = orders.pop() {
                return visit(model, order, name);
            }
        }
        Ok(orders) => model.dialog = Some(Dialog::Menu(which(orders))),
    }
    vec![]
}

fn which(orders: Vec<(OrderId, Clean)>) -> Menu {
    let lines = orders.into_iter().map(|(order, name)| {
        let id = format!("id {order}");
        (id, name, Picked::Open(order))
    });
    Menu { title: "Several orders bear this name".to_owned(), lines: lines.collect(), mark: 0 }
}

/// Opens an order: the bar goes to its row when it is in the list, which is looked for
/// among the rows further off too.
pub(super) fn visit(model: &mut Model, order: OrderId, name: Clean) -> Vec<Effect> {
    model.dialog = None;
    model.case.came_from = model.queue.selected_key();
    model.case.visited = None;
    model.case.locating = None;
    let mut effects = panels::go_to_panel(model, Panel::Analysis);
    if model.queue.select_order(&order) {
        return effects;
    }
    let ticket = model.ticket();
    model.case.locating = Some(ticket);
    let keys = model.queue.keys.iter().take(LOOKED_THROUGH).copied().collect();
    effects.push(Effect::Locate { ticket, order: order.clone(), keys });
    model.case.visited = Some((order, name));
    effects
}

/// The visited order has, or has not, a row in the list.
pub(super) fn located(model: &mut Model, ticket: u64, found: Option<RowKey>) {
    if model.case.locating.take_if(|asked| *asked == ticket).is_none() {
        return;
    }
    let Some(key) = found.filter(|_| model.case.visited.is_some()) else { return };
    if model.queue.select(key) {
        model.case.visited = None;
    }
}

/// Keys in a menu.
pub(super) fn pick(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Menu(menu)) = &mut model.dialog else { return vec![] };
    let last = menu.lines.len().saturating_sub(1);
    match action {
        Action::Down => menu.mark = (menu.mark + 1).min(last),
        Action::Up => menu.mark = menu.mark.saturating_sub(1),
        Action::Top | Action::PageUp => menu.mark = 0,
        Action::Bottom | Action::PageDown => menu.mark = last,
        Action::Open => return choose(model),
        Action::Digit(digit) if (1..=menu.lines.len()).contains(&usize::from(digit)) => {
            menu.mark = usize::from(digit) - 1;
            return choose(model);
        }
        Action::Back => model.dialog = None,
        _ => {}
    }
    vec![]
}

fn choose(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Menu(mut menu)) = model.dialog.take() else { return vec![] };
    if menu.mark >= menu.lines.len() {
        return vec![];
    }
    let (title, text, picked) = menu.lines.swap_remove(menu.mark);
    match picked {
        Picked::Open(order) => visit(model, order, text),
        Picked::Copy(text) => copy::copy(model, &title, &text),
    }
}
