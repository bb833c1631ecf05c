//! What the workstation knows and how it changes: message in, effects out.
//!
//! Pure: no clock, no thread, no file, no screen.

mod case;
mod dialog;
mod effect;
mod evidence;
mod model;
mod msg;
mod plan;
mod queue;
mod receipts;
mod said;
mod settle;
mod timer;
mod typing;
mod update;

pub(crate) use case::{Built, Case, Scroll};
pub(crate) use dialog::{Dialog, GoTo, Menu, Picked, Quitting};
pub(crate) use effect::{Effect, Outside};
pub(crate) use evidence::Evidence;
pub(crate) use model::{Leaving, Model, Notice, Panel, Reach, Recorded, RecordedState, Terms};
pub(crate) use msg::{Answer, Errand, Msg, Planned};
pub(crate) use plan::{Draft, Field, HoldChoice, PlanDialog, Typing};
pub(crate) use queue::Queue;
pub(crate) use receipts::{
    Mend, Reason, Receipts, RowQuestion, is_left_over, may_retry, meant_step, stuck_step,
    wants_person,
};
pub(crate) use said::Said;
pub(crate) use settle::settle;
pub(crate) use timer::next_change;
pub(crate) use update::{amount_now, is_undecided, opening, update};
