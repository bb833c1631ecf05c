//! The model.

use std::collections::BTreeMap;

use super::{Case, Dialog, Draft, Queue, Said, wants_person};
use crate::desk::HeaderFacts;
use crate::domain::{
    Clean, OrderId, OutboxRow, RowId, RowState, Step, Sums, Timestamp, Verb, Zone,
};
use crate::tui::keymap::Focus;
use crate::tui::page::Role;
use crate::tui::perform::port::Progress;

/// What the workstation was started with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Why nothing may be changed, when nothing may.
    pub(crate) read_only: Option<String>,
    /// Why the store is not talked to, when it is not.
    pub(crate) offline: Option<String>,
    /// How long a recorded plan can be taken back.
    pub(crate) undo_seconds: u32,
}

/// Whether the store can be talked to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// It can, as far as is known.
    Store,
    /// It cannot: offline, or in trouble.
    Nothing,
}

/// One of the three panels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Panel {
    #[default]
    Queue,
    Analysis,
    Checklist,
}

impl Panel {
    /// The panels from left to right.
    pub(crate) const ALL: [Self; 3] = [Self::Queue, Self::Analysis, Self::Checklist];

    /// The panel so many places to the right, round the corner.
    pub(crate) fn beside(self, steps: usize) -> Self {
        let at = Self::ALL.iter().position(|panel| *panel == self).unwrap_or(0);
        Self::ALL.get((at + steps) % Self::ALL.len()).copied().unwrap_or(self)
    }
}

/// A sentence at the foot of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    /// How it is meant.
    pub(crate) role: Role,
    /// The sentence.
    pub(crate) text: String,
}

/// What became of a plan confirmed in this session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RecordedState {
    /// The ledger has not answered yet.
    Recording,
    /// In the ledger, waiting out its window.
    Staged { due_at: Timestamp },
    /// Begun, ended or taken back.
    Left(RowState),
}

/// A plan confirmed in this session.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Recorded {
    /// What it writes.
    pub(crate) steps: Vec<Step>,
    /// The question's ticket.
    pub(crate) ticket: u64,
    /// The order.
    pub(crate) order: OrderId,
    /// Its name.
    pub(crate) name: Clean,
    /// The verb.
    pub(crate) verb: Verb,
    /// What it does with money, as far as is known.
    pub(crate) sums: Sums,
    /// Whether only a part of the money goes back: the order stays to be decided (S108).
    pub(crate) part: bool,
    /// Its row, once the ledger has answered.
    pub(crate) row: Option<RowId>,
    /// What became of it.
    pub(crate) state: RecordedState,
    /// The view and row that it was confirmed in.
    pub(crate) place: (crate::desk::Filter, Option<crate::desk::RowKey>),
    /// Whether it is to be taken back as soon as the ledger answered.
    pub(crate) undo: bool,
    /// Whether it was staged before the program started.
    pub(crate) before: bool,
}

/// How the program is being left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Leaving {
    /// It is not.
    #[default]
    No,
    /// When the outbox is finished.
    WhenFinished,
    /// When this many rows were taken back.
    WhenTakenBack(usize),
}

/// The order that verbs act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The store's id.
    pub(crate) order: OrderId,
    /// The name people use.
    pub(crate) name: Clean,
}

/// Everything the screen shows.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) now: Option<Timestamp>,
    pub(crate) started: Option<Timestamp>,
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) terms: Terms,
    pub(crate) facts: Option<Box<HeaderFacts>>,
    pub(crate) trouble: Option<Said>,
    pub(crate) sync: Option<Progress>,
    pub(crate) open_rows: Vec<OutboxRow>,
    pub(crate) queue: Queue,
    pub(crate) case: Case,
    pub(crate) panel: Panel,
    pub(crate) right: Option<Panel>,
    pub(crate) dialog: Option<Dialog>,
    pub(crate) help: Option<super::Scroll>,
    pub(crate) drafts: BTreeMap<(OrderId, Verb), Draft>,
    pub(crate) recorded: Vec<Recorded>,
    pub(crate) notice: Option<Notice>,
    pub(crate) seek: Option<u64>,
    pub(crate) leaving: Leaving,
    tickets: u64,
}

impl Model {
    /// An empty screen of this size.
    pub(crate) fn new(terms: Terms, now: Timestamp, (width, height): (u16, u16)) -> Self {
        Self { terms, now: Some(now), started: Some(now), width, height, ..Self::default() }
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.now.unwrap_or(Timestamp::from_millis(0))
    }

    /// The zone in which times are shown.
    pub(crate) fn zone(&self) -> Zone {
        self.facts.as_ref().map_or(Zone::UTC, |facts| facts.zone)
    }

    /// A ticket that was never given out.
    pub(crate) fn ticket(&mut self) -> u64 {
        self.tickets += 1;
        self.tickets
    }

    /// The order that verbs act on: one opened by number, else the selected one.
    pub(crate) fn subject(&self) -> Option<Subject> {
        if let Some((order, name)) = &self.case.visited {
            return Some(Subject { order: order.clone(), name: name.clone() });
        }
        let row = self.queue.selected_row()?;
        Some(Subject { order: row.id.clone(), name: row.order.clone() })
    }

    /// Whether the store can be talked to now, as far as is known.
    pub(crate) fn reach(&self) -> Reach {
        let trouble = self.facts.as_ref().is_some_and(|facts| facts.trouble.is_some());
        if trouble || self.terms.offline.is_some() { Reach::Nothing } else { Reach::Store }
    }

    /// Where keys go.
    pub(crate) fn focus(&self) -> Focus {
        if self.help.is_some() { Focus::Help } else { self.focus_below_help() }
    }

    /// Where keys go when the list of keys is closed.
    pub(crate) fn focus_below_help(&self) -> Focus {
        match (&self.dialog, self.panel) {
            (Some(dialog), _) => dialog.focus(),
            (None, Panel::Queue) => Focus::Queue,
            (None, Panel::Analysis) => Focus::Analysis,
            (None, Panel::Checklist) => Focus::Checklist,
        }
    }

    /// The question on the screen, when its answer may be confirmed once it is drawn.
    pub(crate) fn question(&self) -> Option<u64> {
        self.dialog.as_ref().filter(|_| self.help.is_none())?.question()
    }

    /// Says something ordinary.
    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { role: Role::Plain, text: text.into() });
    }

    /// Says that something needs a look.
    pub(crate) fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { role: Role::Warn, text: text.into() });
    }

    /// Says that something failed.
    pub(crate) fn fail(&mut self, said: &Said) {
        self.notice = Some(Notice { role: Role::Danger, text: said.whole() });
    }

    /// What a row does with money: as its plan said when it was confirmed here, else as its
    /// steps name it themselves.
    pub(crate) fn sums_of(&self, row: &OutboxRow) -> Sums {
        let recorded = self.recorded.iter().find(|recorded| recorded.row == Some(row.id));
        recorded.map_or_else(|| row.sums(), |recorded| recorded.sums)
    }

    /// Rows of the outbox that a person must settle.
    pub(crate) fn alerts(&self) -> impl Iterator<Item = &OutboxRow> {
        let now = self.now();
        self.open_rows.iter().filter(move |row| wants_person(row, now))
    }
}
