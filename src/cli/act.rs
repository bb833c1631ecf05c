//! `unhold act`

use super::args::ActArgs;
use super::json::ActDocument;
use super::office::{Pace, Ran};
use super::planned::Planned;
use super::session::{Ended, Form, Session};
use super::{outbox, plan};
use crate::desk::Window;
use crate::domain::{Fault, Kind, OutboxRow, Plan};

/// Records a verdict; with `--wait` carries it out and reports each step.
pub(super) fn run(session: &mut Session<'_, '_>, args: &ActArgs) -> Result<Ended, Fault> {
    session.check_writes()?;
    let window = window(args, session.undo_seconds)?;
    check_person(session, args)?;
    let planned = plan::make(session, &args.plan)?;
    session.look_again()?;
    check_revision(&planned.plan, args)?;
    if !args.yes {
        confirm(session, &planned, window)?;
    }
    let row = session.office.stage(&planned.plan, window)?;
    if args.wait {
        return wait(session, args, &row);
    }
    report(session, args, &row, None)
}

fn window(args: &ActArgs, usual: u32) -> Result<Window, Fault> {
    match (args.wait, args.undo) {
        (true, Some(1..)) => Err(Fault::new(
            Kind::Usage,
            "`--wait` carries it out now, so there is nothing to take back",
        )
        .hint("leave out `--undo` or `--wait`")),
        (true, _) | (_, Some(0)) => Ok(Window::Now),
        (_, Some(seconds)) => Ok(Window::Undo(seconds)),
        _ => Ok(plan::usual(usual)),
    }
}

fn check_person(session: &Session<'_, '_>, args: &ActArgs) -> Result<(), Fault> {
    if args.yes || session.person.is_some() {
        return Ok(());
    }
    Err(Fault::new(Kind::Usage, "There is no terminal to ask at, so nothing was recorded")
        .hint("look at `unhold plan`, then add `--yes`"))
}

fn check_revision(plan: &Plan, args: &ActArgs) -> Result<(), Fault> {
    match &args.expect {
        Some(expected) if expected != plan.revision.as_str() => {
            let sentence = format!(
                "{} is at revision {}, not at the one expected; nothing was recorded",
                plan.order_name, plan.revision
            );
            Err(Fault::new(Kind::State, sentence)
                .hint("it changed since you looked; look again with `unhold show`"))
        }
        _ => Ok(()),
    }
}

/// Shows the plan and takes `x` for an answer, as the workstation does.
fn confirm(session: &mut Session<'_, '_>, planned: &Planned, window: Window) -> Result<(), Fault> {
    let Some(person) = session.person.as_mut() else { return Ok(()) };
    for line in plan::lines(planned) {
        person.tell(&line)?;
    }
    person.tell(&plan::sent(window))?;
    let answer = person.ask("Type x to do it, anything else to leave:")?;
    match answer.as_deref() {
        Some("x") => Ok(()),
        _ => Err(Fault::new(Kind::Failed, "Left; nothing was recorded")),
    }
}

fn wait(session: &mut Session<'_, '_>, args: &ActArgs, row: &OutboxRow) -> Result<Ended, Fault> {
    let form = Form::of(args.plan.json);
    let mut told = 0;
    let (office, zone) = (session.office, session.when);
    let out = &mut *session.out;
    let mut trouble = None;
    let ran = office.run(Pace::Row(row.id), args.timeout, &mut |row| {
        if form == Form::Lines && trouble.is_none() {
            trouble = outbox::news(out, row, zone, &mut told).err();
        }
    });
    if let Some(fault) = trouble {
        return Err(fault);
    }
    let ran = ran.map_err(|fault| recorded_all_the_same(&fault, row))?;
    let row = ran.rows.iter().find(|ran| ran.id == row.id).unwrap_or(row);
    report(session, args, row, Some(&ran))
}

/// The row is in the ledger whatever went wrong while waiting: who tries again would do
/// it twice.
fn recorded_all_the_same(fault: &Fault, row: &OutboxRow) -> Fault {
    let sentence = format!("{} is recorded, but {}", row.order_name, lower(&fault.full_message()));
    let kind = if fault.kind() == Kind::Unsettled { Kind::Unsettled } else { Kind::Unfinished };
    Fault::new(kind, sentence)
        .hint("do not repeat it: see `unhold outbox`, then `unhold outbox run`")
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn report(
    session: &mut Session<'_, '_>,
    args: &ActArgs,
    row: &OutboxRow,
    ran: Option<&Ran>,
) -> Result<Ended, Fault> {
    let fault = ran.and_then(|ran| outbox::trouble(row, ran.why));
    let form = Form::of(args.plan.json);
    if form == Form::Json {
        session.out.json(&ActDocument::of(row, fault.as_ref(), session.when))?;
        return session.finish(fault, form);
    }
    if ran.is_none() {
        let line = outbox::recorded(row, session.when);
        session.out.line(&line)?;
    }
    session.finish(fault, form)
}
