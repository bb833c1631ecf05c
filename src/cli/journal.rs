//! `unhold journal`

use super::args::JournalArgs;
use super::find;
use super::json::{JournalDocument, VerifyDocument};
use super::office::{Chain, Entry};
use super::session::{Ended, Form, Session};
use super::table::{counted, row};
use super::when::shown;
use crate::domain::{Fault, Kind, Verb};

/// Shows the append-only record, or checks its chain.
pub(super) fn run(session: &mut Session<'_, '_>, args: &JournalArgs) -> Result<Ended, Fault> {
    let form = Form::of(args.json);
    if args.verify {
        return verify(session, form);
    }
    let order = match &args.order {
        Some(typed) => Some(find::order(session.office, typed)?),
        None => None,
    };
    let rows = session.office.journal(order.as_ref())?;
    if form == Form::Json {
        session.out.json(&JournalDocument::of(&rows, session.when))?;
        return Ok(Ended::Good);
    }
    for entry in &rows {
        let line = line(entry, session);
        session.out.line(&line)?;
        for detail in details(entry) {
            session.out.line(&row([("", 6), ("", 16), (&detail, 0)]))?;
        }
    }
    if rows.is_empty() {
        session.out.line("Nothing is recorded.")?;
    }
    session.finish(None, form)
}

/// What a receipt proves, and what went wrong.
fn details(entry: &Entry) -> Vec<String> {
    let change = entry.change.as_ref().map(|(before, after)| format!("{before} → {after}"));
    let purged = entry.purged.then(|| "its texts were purged".to_owned());
    change.into_iter().chain(entry.error.clone()).chain(purged).collect()
}

fn line(entry: &Entry, session: &Session<'_, '_>) -> String {
    let order = entry.order.as_ref().map_or_else(|| entry.id.to_string(), ToString::to_string);
    let moved = entry.moved.map(|(from, to)| format!("{} → {}", from.word(), to.word()));
    let verb = entry.verb.map(Verb::word).unwrap_or_default();
    let what = [Some(verb), entry.what.as_deref(), moved.as_deref(), entry.reference.as_deref()];
    let what: Vec<&str> = what.into_iter().flatten().filter(|word| !word.is_empty()).collect();
    row([
        (&entry.number.to_string(), 6),
        (&shown(entry.at, session.when.zone), 16),
        (&order, 12),
        (&entry.event, 12),
        (entry.by.as_deref().unwrap_or(""), 16),
        (&what.join(" "), 0),
    ])
}

fn verify(session: &mut Session<'_, '_>, form: Form) -> Result<Ended, Fault> {
    let chain = session.office.verify()?;
    let fault = broken(&chain);
    if form == Form::Json {
        session.out.json(&VerifyDocument::of(&chain, fault.as_ref()))?;
        return session.finish(fault, form);
    }
    for (number, why) in &chain.wrong {
        session.out.line(&format!("row {number}: {why}"))?;
    }
    if chain.wrong.is_empty() {
        let purged = match chain.purged {
            0 => String::new(),
            purged => format!("; the texts beside {purged} of them were purged"),
        };
        session.out.line(&format!("The chain holds: {}{purged}.", counted(chain.rows, "row")))?;
    }
    session.finish(fault, form)
}

fn broken(chain: &Chain) -> Option<Fault> {
    let (number, _) = chain.wrong.first()?;
    let sentence = format!("The journal was changed: its chain breaks at row {number}");
    Some(
        Fault::new(Kind::Failed, sentence)
            .hint("keep the file, and compare it with the newest backup in the data folder"),
    )
}
