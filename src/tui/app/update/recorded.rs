//! Plans after they were confirmed: recorded, taken back, carried out.

use super::{before, case, goto, plan, queue, receipts};
use crate::domain::{Clean, Kind, OrderId, OutboxRow, Plan, RowId, RowState, Step, Sums, Verb};
use crate::tui::app::{Effect, Leaving, Model, Recorded, RecordedState, Said};
use crate::tui::page::{first_upper, money_moved};
use crate::verbs;

/// The most plans remembered for undo and for the line at the foot.
const MOST: usize = 50;

/// The question that `x` answered.
pub(super) struct Question {
    /// Its ticket.
    pub(super) ticket: u64,
    /// What its plan does with money.
    pub(super) sums: Sums,
    /// Whether only a part of the money goes back, which decides nothing about the rest.
    pub(super) part: bool,
}

/// Sends a confirmed plan to the ledger.
pub(super) fn record(
    model: &mut Model,
    Question { ticket, sums, part }: Question,
    plan: Plan,
) -> Vec<Effect> {
    let place = (model.queue.filter.clone(), model.queue.selected_key());
    model.recorded.push(Recorded {
        steps: plan.steps.clone(),
        ticket,
        order: plan.order.clone(),
        name: plan.order_name.clone(),
        verb: plan.verb,
        sums,
        part,
        row: None,
        state: RecordedState::Recording,
        place,
        undo: false,
        before: false,
    });
    let many = model.recorded.len().saturating_sub(MOST);
    model.recorded.drain(..many);
    vec![Effect::Stage { ticket, plan: Box::new(plan) }]
}

/// Orders with a plan that is recorded and not at its end.
pub(super) fn orders_under_way(model: &Model) -> impl Iterator<Item = OrderId> {
    let ours = model.recorded.iter().filter(|recorded| {
        !recorded.part
            && moves_on(recorded.verb)
            && matches!(
                recorded.state,
                RecordedState::Recording
                    | RecordedState::Staged { .. }
                    | RecordedState::Left(RowState::Running | RowState::Confirmed)
            )
    });
    ours.map(|recorded| recorded.order.clone())
}

/// Whether the reviewer is done with an order once this is recorded.
fn moves_on(verb: Verb) -> bool {
    verb.is_verdict() || verb == Verb::Hold
}

/// The ledger has, or has not, taken a plan.
pub(super) fn staged(
    model: &mut Model,
    ticket: u64,
    result: Result<Box<OutboxRow>, Said>,
) -> Vec<Effect> {
    let Some(at) = model.recorded.iter().position(|recorded| recorded.ticket == ticket) else {
        return vec![];
    };
    let row = match result {
        Ok(row) => row,
        Err(said) => return not_staged(model, at, &said),
    };
    let Some(recorded) = model.recorded.get_mut(at) else { return vec![] };
    recorded.row = Some(row.id);
    recorded.state = state_of(&row);
    let (order, verb, undo) = (recorded.order.clone(), recorded.verb, recorded.undo);
    let moves_on = moves_on(verb) && !recorded.part;
    model.drafts.remove(&(order.clone(), verb));
    if undo {
        return vec![Effect::TakeBack(row.id)];
    }
    let mut effects = vec![Effect::OpenRows];
    let still_there = model.subject().is_some_and(|subject| subject.order == order);
    if moves_on && still_there && go_back(model) {
        say_back(model);
    } else if moves_on && still_there {
        effects.extend(queue::next_undecided(model));
        model.notice = None;
    }
    effects.extend(case::refresh(model));
    effects
}

/// Says on which order keys act, once the bar is back in the queue.
pub(super) fn say_back(model: &mut Model) {
    model.notice = None;
    if let Some(name) = model.queue.selected_row().map(|row| row.order.to_string()) {
        model.say(format!("Back in the queue: keys act on {name} now."));
    }
}

/// After a decision on an order opened by number the bar returns to where it stood;
/// whether there was such a place.
fn go_back(model: &mut Model) -> bool {
    let visited = model.case.visited.take().is_some();
    model.case.locating = None;
    let Some(key) = model.case.came_from.take() else { return visited };
    if visited || model.queue.selected_key() != Some(key) {
        model.queue.select(key);
        return true;
    }
    false
}

fn not_staged(model: &mut Model, at: usize, said: &Said) -> Vec<Effect> {
    let recorded = model.recorded.remove(at);
    let what = Said {
        kind: said.kind,
        words: format!(
            "{} of {} was not staged: {}",
            first_upper(recorded.verb.word()),
            recorded.name,
            said.words
        ),
        hint: said.hint.clone(),
    };
    model.fail(&what);
    model.case.stale = true;
    vec![Effect::Header]
}

pub(super) fn state_of(row: &OutboxRow) -> RecordedState {
    match row.state {
        RowState::Staged => RecordedState::Staged { due_at: row.due_at },
        state => RecordedState::Left(state),
    }
}

/// Takes the newest plan back that is still in its window.
pub(super) fn undo(model: &mut Model) -> Vec<Effect> {
    let open = |recorded: &&mut Recorded| {
        !recorded.undo
            && matches!(recorded.state, RecordedState::Recording | RecordedState::Staged { .. })
    };
    let Some(recorded) = model.recorded.iter_mut().rev().find(open) else {
        return undo_done(model);
    };
    recorded.undo = true;
    recorded.row.map(Effect::TakeBack).into_iter().collect()
}

/// After its window: the newest plan that is done gets the plan that undoes it.
fn undo_done(model: &mut Model) -> Vec<Effect> {
    let is_ours = |recorded: &&Recorded| {
        matches!(recorded.state, RecordedState::Left(RowState::Confirmed | RowState::Running))
    };
    let Some(last) = model.recorded.iter().rev().find(is_ours) else {
        model.say("Nothing to undo: no plan is waiting in its window.");
        return vec![];
    };
    if last.state == RecordedState::Left(RowState::Running) {
        let what = format!("{} {}", last.verb.word(), last.name);
        model.say(format!("Nothing to undo yet: {what} is being carried out."));
        return vec![];
    }
    let (order, verb, steps) =
        ((last.order.clone(), last.name.clone()), last.verb, last.steps.clone());
    open_inverse(model, order, verb, &steps)
}

/// Opens the plan that undoes a done one, or says why nothing does. It is read and confirmed
/// like any other; nothing is sent by this.
pub(super) fn open_inverse(
    model: &mut Model,
    (order, name): (OrderId, Clean),
    verb: Verb,
    steps: &[Step],
) -> Vec<Effect> {
    match verbs::inverse(verb, steps) {
        Ok((inverse, wish)) => {
            let said = format!(
                "{} {name} is done; this plan undoes it, once you confirm it.",
                first_upper(verb.word())
            );
            let mut effects = goto::visit(model, order.clone(), name.clone());
            effects.extend(plan::ask_for(model, (order, name), inverse, wish));
            model.say(said);
            effects
        }
        Err(why) => {
            model.say(format!("{} {name} is done: {why}.", first_upper(verb.word())));
            vec![]
        }
    }
}

/// A row was taken back, or had already begun.
pub(super) fn taken_back(
    model: &mut Model,
    row: RowId,
    result: Result<Box<OutboxRow>, Said>,
) -> Vec<Effect> {
    let left = leave_after(model);
    let known = model.recorded.iter_mut().find(|recorded| recorded.row == Some(row));
    let mut effects = vec![Effect::OpenRows];
    match (known, result) {
        (Some(recorded), Ok(_)) => {
            recorded.state = RecordedState::Left(RowState::Dropped);
            recorded.undo = false;
            let said = format!(
                "Taken back: {} {}. Nothing was sent.",
                recorded.verb.word(),
                recorded.name
            );
            let place = (recorded.order.clone(), recorded.name.clone(), recorded.place.clone());
            model.say(said);
            effects.extend(back_to(model, place));
        }
        (None, Ok(row)) => {
            model.say(format!(
                "Taken back: {} {}. Nothing was sent.",
                row.verb.word(),
                row.order_name
            ));
        }
        (known, Err(said)) => {
            if let Some(recorded) = known {
                recorded.undo = false;
                if said.kind == Kind::State {
                    recorded.state = RecordedState::Left(RowState::Running);
                }
            }
            model.fail(&said);
        }
    }
    effects.extend(receipts::reload(model));
    effects.extend(case::refresh(model));
    effects.extend(left);
    effects
}

fn leave_after(model: &mut Model) -> Option<Effect> {
    let Leaving::WhenTakenBack(left) = model.leaving else { return None };
    model.leaving = Leaving::WhenTakenBack(left.saturating_sub(1));
    (left <= 1).then_some(Effect::Quit)
}

type Place = (OrderId, Clean, (crate::desk::Filter, Option<crate::desk::RowKey>));

/// Brings back the view and the row in which a plan was confirmed.
fn back_to(model: &mut Model, (order, name, (filter, key)): Place) -> Vec<Effect> {
    let Some(key) = key else {
        model.case.visited = None;
        return vec![];
    };
    let mut effects = Vec::new();
    if model.queue.filter != filter {
        model.queue.filter = filter;
        effects = queue::load_view(model);
    }
    let selected = model.queue.select(key);
    let right = model.queue.selected_row().is_some_and(|row| row.id == order);
    if selected && !right && model.queue.selected_row().is_some() {
        model.case.visited = Some((order, name));
    } else {
        model.case.visited = None;
    }
    effects
}

/// A row of the outbox moved on.
pub(super) fn changed(model: &mut Model, row: &OutboxRow) {
    before::adopt(model, row);
    let ours = |recorded: &&mut Recorded| recorded.row == Some(row.id);
    let Some(recorded) = model.recorded.iter_mut().find(ours) else { return };
    recorded.state = state_of(row);
    let what = format!("{} {}", recorded.verb.word(), recorded.name);
    match row.state {
        RowState::Running if recorded.before => {
            model.say(format!("Carrying out a decision from before: {what}."));
        }
        RowState::Confirmed => {
            let sums = money_moved(recorded.sums).map(|sums| format!(" ({sums})"));
            model.say(format!("Done and read back: {what}{}.", sums.unwrap_or_default()));
        }
        RowState::Failed | RowState::Stopped => {
            let why = row.steps.iter().find_map(|step| step.error.clone()).unwrap_or_default();
            let said = Said {
                kind: Kind::Failed,
                words: format!("{}: {what}. {why}", first_upper(row.state.word())),
                hint: Some("J shows what can be done".to_owned()),
            };
            model.fail(&said);
        }
        RowState::Unknown => model.warn(format!(
            "Not known whether this happened: {what}. Do not repeat it; J shows what was seen."
        )),
        RowState::Compensated => model.say(format!("Undone and read back: {what}.")),
        RowState::Staged | RowState::Running | RowState::Dropped | RowState::HandedOver => {}
    }
}
