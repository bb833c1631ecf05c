//! Case files, finding orders, ticks.

use super::lane::Desk;
use crate::domain::OrderId;
use crate::policy::ChecklistStep;
use crate::tui::app::{Answer, Msg, Said};

pub(super) fn case_file(desk: &Desk<'_>, ticket: u64, order: &OrderId) {
    let file = desk.office.case_file(order).map(Box::new).map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::Case { ticket, result: file }));
}

pub(super) fn others(desk: &Desk<'_>, ticket: u64, orders: &[OrderId]) {
    let result = desk.office.others(orders).map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::Others { ticket, result }));
}

pub(super) fn find(desk: &Desk<'_>, ticket: u64, name: String) {
    let result = desk.office.find(&name).map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::Found { ticket, name, result }));
}

pub(super) fn tick(desk: &Desk<'_>, order: &OrderId, step: ChecklistStep) {
    let result = desk.office.tick(order, step).map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::Ticked { step, result }));
}
