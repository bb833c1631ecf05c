//! Gives each effect to its family: a table of contents.

use std::sync::Arc;

use super::lane::{Post, Reads, Writes};
use super::port::Office;
use super::{case, outbox, outside, plan, queue, sync};
use crate::tui::app::{Effect, Errand};

/// The threads that perform effects.
pub(crate) struct Performer {
    header: Reads,
    view: Reads,
    rows: Reads,
    seek: Reads,
    case: Reads,
    others: Reads,
    find: Reads,
    plan: Reads,
    outbox: Reads,
    receipts: Reads,
    writes: Writes,
    outside: Writes,
    sync: Writes,
    finish: Writes,
}

impl Performer {
    /// Starts the threads.
    pub(crate) fn start(office: &Arc<dyn Office>, post: &Post) -> Self {
        let reads = |errand| Reads::start(errand, office, post);
        let writes = |errand| Writes::start(errand, office, post);
        Self {
            header: reads(Errand::Header),
            view: reads(Errand::View),
            rows: reads(Errand::Rows),
            seek: reads(Errand::Seek),
            case: reads(Errand::Case),
            others: reads(Errand::Others),
            find: reads(Errand::Find),
            plan: reads(Errand::Plan),
            outbox: reads(Errand::Outbox),
            receipts: reads(Errand::Receipts),
            writes: writes(Errand::Write),
            outside: writes(Errand::Outside),
            sync: writes(Errand::Sync),
            finish: writes(Errand::Finish),
        }
    }

    /// Performs an effect. Those of the terminal are the loop's own and are given back.
    pub(crate) fn perform(&self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Header => self.header.ask(queue::header),
            Effect::View { ticket, filter, first } => {
                self.view.ask(move |desk| queue::view(desk, ticket, &filter, first));
            }
            Effect::Rows { ticket, keys } => {
                self.rows.ask(move |desk| queue::rows(desk, ticket, &keys));
            }
            Effect::Seek { ticket, keys } => {
                self.seek.ask(move |desk| queue::seek(desk, ticket, &keys));
            }
            Effect::Locate { ticket, order, keys } => {
                self.seek.ask(move |desk| queue::locate(desk, ticket, (&order, &keys)));
            }
            Effect::Case { ticket, order } => {
                self.case.ask(move |desk| case::case_file(desk, ticket, &order));
            }
            Effect::Others { ticket, orders } => {
                self.others.ask(move |desk| case::others(desk, ticket, &orders));
            }
            Effect::Find { ticket, name } => {
                self.find.ask(move |desk| case::find(desk, ticket, name));
            }
            Effect::Plan { ticket, order, verb, wish } => {
                self.plan.ask(move |desk| plan::plan(desk, ticket, (&order, verb, &wish)));
            }
            Effect::NoteText { ticket, order, verb, wish } => {
                self.plan.ask(move |desk| plan::note_text(desk, ticket, (&order, verb, &wish)));
            }
            Effect::OpenRows => self.outbox.ask(outbox::open_rows),
            Effect::Receipts(since) => {
                self.receipts.ask(move |desk| outbox::receipts(desk, since));
            }
            Effect::Stage { ticket, plan } => {
                self.writes.ask(move |desk| plan::stage(desk, ticket, &plan));
            }
            Effect::TakeBack(row) => self.writes.ask(move |desk| outbox::take_back(desk, row)),
            Effect::Tick { order, step } => {
                self.writes.ask(move |desk| case::tick(desk, &order, step));
            }
            Effect::Retry { row, place } => {
                self.writes.ask(move |desk| outbox::retry(desk, row, place));
            }
            Effect::Skip { row, place, why } => {
                self.writes.ask(move |desk| outbox::skip(desk, (row, place), &why));
            }
            Effect::Compensation { ticket, row } => {
                self.plan.ask(move |desk| outbox::compensation(desk, ticket, row));
            }
            Effect::Compensate { row, shown } => {
                self.writes.ask(move |desk| outbox::compensate(desk, row, &shown));
            }
            Effect::HandOver { row, why } => {
                self.writes.ask(move |desk| outbox::hand_over(desk, row, &why));
            }
            Effect::Drop(row) => self.writes.ask(move |desk| outbox::drop_row(desk, row)),
            Effect::OpenOutside(place) => {
                self.outside.ask(move |desk| outside::open(desk, place));
            }
            Effect::NoteOpened(place) => {
                self.writes.ask(move |desk| outside::note(desk, &place));
            }
            Effect::Sync => self.sync.ask(sync::sync),
            Effect::FinishOutbox => self.finish.ask(outbox::finish),
            Effect::Copy(_) | Effect::Suspend | Effect::Redraw | Effect::Quit => {
                return Some(effect);
            }
        }
        None
    }
}
