//! `unhold outbox`

use uuid::Uuid;

use super::args::{OutboxArgs, OutboxCommand};
use super::json::{OutboxDocument, When};
use super::office::{Chosen, Office, Pace};
use super::out::Printer;
use super::session::{Ended, Form, Session};
use super::taken_back::{self, Ask};
use super::when::shown;
use crate::desk::Which;
use crate::domain::{Fault, Kind, OutboxRow, RowId, RowState, StepState};

/// Shows the outbox, or does something with it.
pub(super) fn run(session: &mut Session<'_, '_>, args: &OutboxArgs) -> Result<Ended, Fault> {
    let form = Form::of(args.json);
    match &args.what {
        None | Some(OutboxCommand::List) => list(session, form),
        Some(command) => {
            session.check_writes()?;
            settle(session, command, form)
        }
    }
}

fn list(session: &mut Session<'_, '_>, form: Form) -> Result<Ended, Fault> {
    let rows = session.office.outbox(&Which::All)?;
    if form == Form::Json {
        session.out.json(&OutboxDocument::of(&rows, None, session.when))?;
        return Ok(Ended::Good);
    }
    for row in &rows {
        session.out.lines(&lines(row, session.when))?;
    }
    if rows.is_empty() {
        session.out.line("The outbox is empty.")?;
    }
    session.finish(None, form)
}

fn settle(
    session: &mut Session<'_, '_>,
    command: &OutboxCommand,
    form: Form,
) -> Result<Ended, Fault> {
    let office = session.office;
    let row = match command {
        OutboxCommand::List => return list(session, form),
        OutboxCommand::Run { now } => return run_rows(session, *now, form),
        OutboxCommand::Retry { id } => office.retry(chosen(office, id)?)?,
        OutboxCommand::Skip { id, why } => office.skip(chosen(office, id)?, why)?,
        OutboxCommand::Compensate { id, yes } => {
            let row = whole_row(office, id)?;
            let ask = if *yes { Ask::Nobody } else { Ask::Person };
            taken_back::run(session, row, ask)?
        }
        OutboxCommand::HandOver { id, why } => office.hand_over(whole_row(office, id)?, why)?,
        OutboxCommand::Drop { id } => office.drop_row(whole_row(office, id)?)?,
    };
    if form == Form::Json {
        session.out.json(&OutboxDocument::of(&[row], None, session.when))?;
        return Ok(Ended::Good);
    }
    session.out.lines(&lines(&row, session.when))?;
    session.finish(None, form)
}

fn run_rows(session: &mut Session<'_, '_>, now: bool, form: Form) -> Result<Ended, Fault> {
    let pace = if now { Pace::Now } else { Pace::AsDue };
    let (office, when) = (session.office, session.when);
    let out = &mut *session.out;
    let mut trouble = None;
    let mut told = Told::default();
    let ran = office.run(pace, None, &mut |row| {
        if form == Form::Lines && trouble.is_none() {
            trouble = news(out, row, when, told.of(row.id)).err();
        }
    })?;
    if let Some(fault) = trouble {
        return Err(fault);
    }
    let fault = worst(&ran.rows, ran.why);
    if form == Form::Json {
        session.out.json(&OutboxDocument::of(&ran.rows, fault.as_ref(), session.when))?;
    } else if ran.rows.is_empty() {
        session.out.line("Nothing is staged.")?;
    }
    session.finish(fault, form)
}

/// How many settled steps of each row were already told.
#[derive(Default)]
struct Told(Vec<(RowId, usize)>);

impl Told {
    fn of(&mut self, row: RowId) -> &mut usize {
        let place = self.0.iter().position(|(id, _)| *id == row).unwrap_or_else(|| {
            self.0.push((row, 0));
            self.0.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "the place was just found or made")]
        &mut self.0[place].1
    }
}

/// Prints the steps of a row that have settled since the last time.
pub(super) fn news(
    out: &mut Printer<'_>,
    row: &OutboxRow,
    when: When,
    told: &mut usize,
) -> Result<(), Fault> {
    let settled = |state| !matches!(state, StepState::Waiting | StepState::Running);
    let steps = row.steps.iter().take_while(|step| settled(step.state));
    for step in steps.skip(*told) {
        *told += 1;
        let id = format!("{}.{}", row.id, step.place);
        let sentence = step.step.sentence_in(row.verb);
        out.line(&format!("{} {sentence}: {}", row.order_name, step_word(step.state)))?;
        if let Some(error) = &step.error {
            out.line(&format!("    {error} ({id})"))?;
        }
        if let Some(receipt) = &step.receipt {
            let at = shown(receipt.at, when.zone);
            out.line(&format!("    {at}: {} → {}", receipt.before, receipt.after))?;
        }
    }
    out.end()
}

/// Says that a row is staged, and until when it can be taken back.
pub(super) fn recorded(row: &OutboxRow, when: When) -> String {
    let due = when.zone.local(row.due_at).format("%H:%M:%S");
    format!(
        "Staged: {} {}, due {due}. `unhold outbox run` carries it out, `unhold outbox drop {}` \
         takes it back.",
        row.verb.word(),
        row.order_name,
        row.id
    )
}

/// A row for people.
fn lines(row: &OutboxRow, when: When) -> Vec<String> {
    let staged = shown(row.staged_at, when.zone);
    let mut lines = vec![format!(
        "{:<10}  {} {}  by {} at {staged}  {}",
        row_word(row.state),
        row.verb.word(),
        row.order_name,
        row.reviewer,
        row.id
    )];
    for step in &row.steps {
        let state = step_word(step.state);
        lines.push(format!("    {}. {state:<9}  {}", step.place, step.step.sentence_in(row.verb)));
        lines.extend(step.error.as_ref().map(|error| format!("       {error}")));
    }
    lines.extend(row.handed_over.iter().flat_map(|over| {
        let shows = over.shows.as_deref().unwrap_or("the order could not be read");
        let at = shown(over.at, when.zone);
        [
            format!("    handed over to {} at {at}: {}", over.by, over.why.shown()),
            format!("    the store showed: {shows}"),
        ]
    }));
    lines
}

/// The state of a row for people; the workstation says the same.
fn row_word(state: RowState) -> &'static str {
    match state {
        RowState::Dropped => "taken back",
        RowState::Compensated => "undone",
        RowState::HandedOver => "handed over",
        other => other.word(),
    }
}

/// The state of a step for people; the workstation says the same.
fn step_word(state: StepState) -> &'static str {
    match state {
        StepState::Skipped => "left out",
        StepState::Compensated => "undone",
        other => other.word(),
    }
}

/// What is wrong with a row, as the fault that the command ends with.
pub(super) fn trouble(row: &OutboxRow, why: Option<Kind>) -> Option<Fault> {
    let name = &row.order_name;
    let verb = row.verb.word();
    let error = row.steps.iter().find_map(|step| step.error.as_deref());
    let because = error.map_or_else(String::new, |error| format!(": {error}"));
    match row.state {
        RowState::Confirmed | RowState::Dropped => None,
        RowState::Compensated => Some(
            Fault::new(Kind::Failed, format!("{verb} {name} stopped half way and was undone"))
                .hint("`unhold outbox` says what stays; plan it anew when it is still wanted"),
        ),
        RowState::HandedOver => Some(handed_over(row)),
        RowState::Failed => {
            let sentence = format!("{verb} {name} failed, nothing happened{because}");
            Some(Fault::new(why.unwrap_or(Kind::Failed), sentence))
        }
        RowState::Stopped => {
            Some(unsettled(row, &format!("{verb} {name} stopped half way{because}")))
        }
        RowState::Unknown => {
            Some(unsettled(row, &format!("{verb} {name} may have happened{because}")))
        }
        RowState::Staged | RowState::Running => Some(
            Fault::new(Kind::Unfinished, format!("{verb} {name} is staged and not finished yet"))
                .hint("do not repeat it: `unhold outbox run` goes on with it"),
        ),
    }
}

fn handed_over(row: &OutboxRow) -> Fault {
    let by = row.handed_over.as_ref().map_or("a person", |over| &over.by);
    let words = format!("{} {} was handed over to {by}", row.verb.word(), row.order_name);
    Fault::new(Kind::Unsettled, words).hint("ask there how it ended; nothing more is sent")
}

fn unsettled(row: &OutboxRow, sentence: &str) -> Fault {
    let id = row.id;
    Fault::new(Kind::Unsettled, sentence).hint(format!(
        "do not repeat it: look in the store, then `unhold outbox retry {id}` or \
         `unhold outbox skip {id} --why …`; `unhold outbox` names the other ways"
    ))
}

/// The gravest trouble of several rows.
fn worst(rows: &[OutboxRow], why: Option<Kind>) -> Option<Fault> {
    let grave = |fault: &Fault| match fault.kind() {
        Kind::Unsettled => 2,
        Kind::Unfinished => 1,
        _ => 0,
    };
    rows.iter().filter_map(|row| trouble(row, why)).max_by_key(grave)
}

/// Reads `ROW` or `ROW.STEP`.
fn chosen(office: &dyn Office, typed: &str) -> Result<Chosen, Fault> {
    let (row, step) = match typed.split_once('.') {
        Some((row, step)) => (row, Some(step)),
        None => (typed, None),
    };
    let place = step.map(|step| step.parse::<u32>().map_err(|_| no_such_row(typed))).transpose()?;
    Ok(Chosen { row: row_id(office, row)?, place })
}

fn whole_row(office: &dyn Office, typed: &str) -> Result<RowId, Fault> {
    match chosen(office, typed)? {
        Chosen { row, place: None } => Ok(row),
        Chosen { .. } => Err(Fault::new(Kind::Usage, "This is about a row as a whole")
            .hint("name the row without its step")),
    }
}

/// A whole id, or the end of one that no other row shares: beginnings are times and alike.
fn row_id(office: &dyn Office, typed: &str) -> Result<RowId, Fault> {
    if let Ok(id) = Uuid::parse_str(typed) {
        return Ok(RowId(id));
    }
    let wanted = typed.to_ascii_lowercase();
    let rows = office.outbox(&Which::All)?;
    let mut fitting = rows.iter().filter(|row| row.id.to_string().ends_with(&wanted));
    match (fitting.next(), fitting.next()) {
        (Some(row), None) if wanted.len() >= 4 => Ok(row.id),
        _ => Err(no_such_row(typed)),
    }
}

fn no_such_row(typed: &str) -> Fault {
    let typed = crate::domain::Clean::new(typed);
    Fault::new(Kind::Usage, format!("“{}” names no row of the outbox", typed.fitted(60)))
        .hint("`unhold outbox` lists the ids")
}
