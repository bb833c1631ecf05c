//! `unhold outbox compensate`: what would be written back is shown, then asked.

use super::session::Session;
use crate::domain::{Compensation, Fault, Kind, OutboxRow, RowId};

/// Whether a person is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Somebody at the terminal.
    Person,
    /// Nobody: the command line says yes.
    Nobody,
}

/// Takes back what a stopped row did.
pub(super) fn run(session: &mut Session<'_, '_>, row: RowId, ask: Ask) -> Result<OutboxRow, Fault> {
    let compensation = session.office.compensation(row)?;
    if ask == Ask::Person {
        confirm(session, &compensation)?;
    }
    session.office.compensate(row, &compensation)
}

fn confirm(session: &mut Session<'_, '_>, compensation: &Compensation) -> Result<(), Fault> {
    let Some(person) = session.person.as_mut() else {
        return Err(Fault::new(
            Kind::Usage,
            "There is no terminal to ask at, so nothing is taken back",
        )
        .hint("look at it at a terminal, or add `--yes`"));
    };
    for line in lines(compensation) {
        person.tell(&line)?;
    }
    match person.ask("Type x to do it, anything else to leave:")?.as_deref() {
        Some("x") => Ok(()),
        _ => Err(Fault::new(Kind::Failed, "Left; nothing is taken back")),
    }
}

/// What would be written, then what stays.
fn lines(compensation: &Compensation) -> Vec<String> {
    let undone = compensation.steps.iter().map(|undoing| {
        format!("    takes back step {}: {}", undoing.undoes, undoing.step.sentence())
    });
    let stays = compensation
        .stays
        .iter()
        .map(|stays| format!("    step {} stays: {}", stays.place, stays.why));
    undone.chain(stays).collect()
}
