//! `unhold purge`

use super::args::PurgeArgs;
use super::json::PurgeDocument;
use super::session::{Ended, Form, Session};
use super::table::counted;
use super::when::{past, shown};
use crate::domain::{Clean, Fault, Kind, PurgeFound, PurgeScope};

/// Removes personal data for good, or says what would go.
pub(super) fn run(session: &mut Session<'_, '_>, args: &PurgeArgs) -> Result<Ended, Fault> {
    let form = Form::of(args.json);
    let scope = scope(session, args)?;
    if args.dry_run {
        let would = session.office.look_purge(&scope)?;
        return tell(session, (&would, Tense::Would), form);
    }
    session.check_writes()?;
    let would = session.office.look_purge(&scope)?;
    if !args.yes {
        confirm(session, &scope, &would)?;
    }
    let did = session.office.purge(&scope)?;
    tell(session, (&did, Tense::Did), form)
}

/// Whether it was done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
    Would,
    Did,
}

fn scope(session: &Session<'_, '_>, args: &PurgeArgs) -> Result<PurgeScope, Fault> {
    let before = args.older_than.as_ref().map(|age| {
        past(age, session.when.now, session.when.zone).ok_or_else(|| {
            Fault::new(Kind::Usage, "`--older-than` needs an age or a day")
                .hint("write it as 90d, 48h or 2026-03-01")
        })
    });
    let scope = PurgeScope {
        before: before.transpose()?,
        customer: args.customer.as_deref().map(Clean::new),
    };
    if scope == PurgeScope::default() {
        return Err(Fault::new(Kind::Usage, "Say what is to be purged")
            .hint("--customer EMAIL, --older-than 90d, or both"));
    }
    if scope.customer.as_ref().is_some_and(|email| !email.raw().contains('@')) {
        return Err(Fault::new(Kind::Usage, "`--customer` needs a whole e-mail address")
            .hint("write it as it stands on the order"));
    }
    Ok(scope)
}

/// Says what would go and takes `x` for an answer, as for a plan.
fn confirm(
    session: &mut Session<'_, '_>,
    scope: &PurgeScope,
    would: &PurgeFound,
) -> Result<(), Fault> {
    let about = about(session, scope);
    let Some(person) = session.person.as_mut() else {
        return Err(Fault::new(
            Kind::Usage,
            "There is no terminal to ask at, so nothing was purged",
        )
        .hint("look at it with `--dry-run`, then add `--yes`"));
    };
    person.tell(&about)?;
    for line in lines(would, Tense::Would) {
        person.tell(&line)?;
    }
    match person.ask("Type x to do it, anything else to leave:")?.as_deref() {
        Some("x") => Ok(()),
        _ => Err(Fault::new(Kind::Failed, "Left; nothing was purged")),
    }
}

fn about(session: &Session<'_, '_>, scope: &PurgeScope) -> String {
    let whose = scope.customer.as_ref().map_or("every customer".to_owned(), Clean::to_string);
    let old = scope.before.map(|before| shown(before, session.when.zone));
    let old = old.map_or_else(String::new, |before| format!(" from before {before}"));
    format!("Personal data of {whose}{old}:")
}

fn tell(
    session: &mut Session<'_, '_>,
    (found, tense): (&PurgeFound, Tense),
    form: Form,
) -> Result<Ended, Fault> {
    if form == Form::Json {
        session.out.json(&PurgeDocument::of(found, tense == Tense::Did))?;
    } else {
        session.out.lines(&lines(found, tense))?;
    }
    session.finish(None, form)
}

fn lines(found: &PurgeFound, tense: Tense) -> Vec<String> {
    let verb = if tense == Tense::Did { "Deleted" } else { "Would delete" };
    let mut lines = if found.is_nothing() {
        vec!["There is nothing to purge.".to_owned()]
    } else {
        vec![format!(
            "{verb} {} from the cache, the texts of {} and of {}, and {} of the ledger. No step, \
             sum, time or name of a reviewer goes, and this cannot be undone.",
            counted(found.orders, "order"),
            counted(found.rows, "outbox row"),
            entries(found.entries),
            copies(found.backups),
        )]
    };
    if tense == Tense::Did && found.backups > 0 {
        lines.push("A new copy of the ledger was made in their place.".to_owned());
    }
    if found.orders > 0 {
        lines.push(
            "The store still has what it has: the next sync reads an order again when it changes \
             there."
                .to_owned(),
        );
    }
    lines.extend(found.open.iter().map(|open| format!("{open} is still open and keeps its data.")));
    lines.extend(found.aside.iter().map(|folder| {
        format!("The folder {folder} was set aside by hand and is not touched; delete it yourself.")
    }));
    lines
}

fn entries(count: u64) -> String {
    if count == 1 { "1 journal entry".to_owned() } else { format!("{count} journal entries") }
}

fn copies(count: u64) -> String {
    if count == 1 { "1 older copy".to_owned() } else { format!("{count} older copies") }
}
