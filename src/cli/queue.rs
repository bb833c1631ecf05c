//! `unhold queue`

use super::args::{LaneChoice, QueueArgs};
use super::csv;
use super::json::QueueDocument;
use super::session::{Ended, Form, Session};
use super::table::{counted, row};
use super::when::until;
use crate::desk::{Filter, FilterMistake, QueueRow};
use crate::domain::{Fault, Kind};

/// Shows the queue, or what of it fits.
pub(super) fn run(session: &mut Session<'_, '_>, args: &QueueArgs) -> Result<Ended, Fault> {
    let lane = match args.lane {
        Some(LaneChoice::Sourceless) => return empty(session, args),
        Some(LaneChoice::Of(lane)) => Some(lane),
        None => None,
    };
    let filter =
        Filter { lane, typed: args.filter.clone().unwrap_or_default(), ..Filter::default() };
    check(&filter, session)?;
    let overdue_rows = match (args.json, args.csv) {
        (true, _) => json(session, &filter)?,
        (_, true) => comma_separated(session, &filter)?,
        _ => lines(session, &filter)?,
    };
    let fault = (args.check && overdue_rows > 0).then(|| overdue(overdue_rows));
    let fault = fault.or(if args.check { never_synced(session)? } else { None });
    session.finish(fault, Form::of(args.json))
}

/// Refuses a filter that is not understood. On screen a mistaken term is left out while it is
/// typed; a script would take the longer list for the answer.
fn check(filter: &Filter, session: &Session<'_, '_>) -> Result<(), Fault> {
    let mistakes = filter.mistakes(session.office.header()?.currency);
    let Some(first) = mistakes.first() else { return Ok(()) };
    let terms: Vec<&str> = mistakes.iter().map(|mistake| mistake.term.as_str()).collect();
    Err(Fault::new(Kind::Usage, format!("The filter is not understood: {}", terms.join(", ")))
        .hint(allowed(first)))
}

/// What is allowed instead; the sentence before it says what the screen does with the term.
fn allowed(mistake: &FilterMistake) -> String {
    let said = mistake.sentence.strip_prefix(&mistake.term).and_then(|rest| rest.split_once(": "));
    said.map_or(&*mistake.sentence, |(_, allowed)| allowed).to_owned()
}

/// A lane that has no source yet holds nothing.
fn empty(session: &mut Session<'_, '_>, args: &QueueArgs) -> Result<Ended, Fault> {
    match (args.json, args.csv) {
        (true, _) => {
            let document = document(session)?;
            session.out.json(&document)?;
        }
        (_, true) => session.out.line(&csv::header())?,
        _ => session.out.line("Nothing puts orders into this lane yet.")?,
    }
    session.finish(None, Form::of(args.json))
}

/// An empty cache is no empty queue: before the first sync nobody knows what waits.
fn never_synced(session: &Session<'_, '_>) -> Result<Option<Fault>, Fault> {
    let known = session.office.header()?.last_sync.is_some();
    Ok((!known).then(|| {
        Fault::new(Kind::Failed, "Nothing was read from the store yet: nobody knows what waits")
            .hint("`unhold sync` reads it")
    }))
}

fn overdue(late: u64) -> Fault {
    let verb = if late == 1 { "is" } else { "are" };
    Fault::new(Kind::Overdue, format!("{} {verb} overdue", counted(late, "order")))
        .hint("`unhold queue --lane overdue` shows what is late")
}

fn is_late(row: &QueueRow, session: &Session<'_, '_>) -> bool {
    row.lane != crate::domain::Lane::Done
        && row.clock.is_some_and(|clock| clock.is_overdue(session.when.now))
}

/// Hands every row to `each`, and counts the late ones.
fn walk(
    session: &mut Session<'_, '_>,
    filter: &Filter,
    mut each: impl FnMut(&mut Session<'_, '_>, &QueueRow) -> Result<(), Fault>,
) -> Result<u64, Fault> {
    let mut late = 0;
    let mut trouble = None;
    let office = session.office;
    office.queue(filter, &mut |rows| {
        for row in rows {
            late += u64::from(is_late(row, session));
            if trouble.is_none() {
                trouble = each(session, row).err();
            }
        }
    })?;
    trouble.map_or(Ok(late), Err)
}

fn json(session: &mut Session<'_, '_>, filter: &Filter) -> Result<u64, Fault> {
    let mut document = document(session)?;
    let late = walk(session, filter, |session, row| {
        document.add(row, session.when);
        Ok(())
    })?;
    session.out.json(&document)?;
    Ok(late)
}

fn document(session: &Session<'_, '_>) -> Result<QueueDocument, Fault> {
    let header = session.office.header()?;
    let synced = header.last_sync.map(|at| session.when.zone.rfc3339(at));
    Ok(QueueDocument::new(header.store.raw(), synced))
}

fn comma_separated(session: &mut Session<'_, '_>, filter: &Filter) -> Result<u64, Fault> {
    session.out.line(&csv::header())?;
    walk(session, filter, |session, row| {
        let line = csv::line(row, session.when);
        session.out.line(&line)
    })
}

fn lines(session: &mut Session<'_, '_>, filter: &Filter) -> Result<u64, Fault> {
    let mut count = 0;
    let late = walk(session, filter, |session, row| {
        if count == 0 {
            session.out.line(&heading())?;
        }
        count += 1;
        let line = line(row, session);
        session.out.line(&line)
    })?;
    let words = match (count, filter.typed.is_empty() && filter.lane.is_none()) {
        (0, true) if never_synced(session)?.is_some() => {
            "Never synced: nobody knows what waits. `unhold sync` reads the store.".to_owned()
        }
        (0, true) => "Nothing waits for a decision.".to_owned(),
        (0, false) => "No order fits.".to_owned(),
        _ => format!("{}, {late} overdue", counted(count, "order")),
    };
    session.out.line(&words)?;
    Ok(late)
}

fn heading() -> String {
    row([
        ("RISK", 8),
        ("ORDER", 12),
        ("CUSTOMER", 24),
        ("TOTAL", 14),
        ("LANE", 10),
        ("UNTIL", 16),
        ("STATE", 30),
        ("ADVICE", 0),
    ])
}

fn line(order: &QueueRow, session: &Session<'_, '_>) -> String {
    let until = order.clock.map_or_else(String::new, |clock| until(clock.at, session.when.zone));
    row([
        (order.risk.word(), 8),
        (&order.order.shown(), 12),
        (&order.customer.shown(), 24),
        (&order.total.shop.to_string(), 14),
        (order.lane.title(), 10),
        (&until, 16),
        (&state(order), 30),
        (order.recommendation.word(), 0),
    ])
}

/// `paid, unfulfilled, held, archived`
fn state(order: &QueueRow) -> String {
    let mut words =
        vec![order.payment.word().replace('_', " "), order.fulfilment.word().to_owned()];
    let marks =
        [(order.held, "held"), (order.archived, "archived"), (order.cancelled, "cancelled")];
    words.extend(marks.iter().filter(|(is, _)| *is).map(|(_, word)| (*word).to_owned()));
    words.extend(order.outbox.map(|state| format!("outbox: {}", state.word())));
    words.join(", ")
}
