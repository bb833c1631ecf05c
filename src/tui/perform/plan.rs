//! Plans: made, prefilled, recorded.

use super::lane::Desk;
use crate::domain::{OrderId, Plan, Verb};
use crate::tui::app::{Answer, Msg, Planned, Said};
use crate::verbs::Wish;

pub(super) fn plan(desk: &Desk<'_>, ticket: u64, (order, verb, wish): (&OrderId, Verb, &Wish)) {
    let planned = desk.office.plan(order, verb, wish).map(|plan| {
        let calls = desk.office.calls(&plan);
        Box::new(Planned { plan, calls })
    });
    let result = planned.map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::Plan { ticket, result }));
}

pub(super) fn note_text(
    desk: &Desk<'_>,
    ticket: u64,
    (order, verb, wish): (&OrderId, Verb, &Wish),
) {
    let result = desk.office.note_text(order, verb, wish).map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::NoteText { ticket, result }));
}

pub(super) fn stage(desk: &Desk<'_>, ticket: u64, plan: &Plan) {
    let result = desk.office.stage(plan).map(Box::new).map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::Staged { ticket, result }));
}
