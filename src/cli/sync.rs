//! `unhold sync`

use super::args::SyncArgs;
use super::bar::Bar;
use super::json::SyncDocument;
use super::out::harmless;
use super::session::{Ended, Form, Session};
use super::table::counted;
use super::when;
use crate::domain::{Fault, Kind};
use crate::sync::{How, Report, Summary};

/// One sync pass.
pub(super) fn run(session: &mut Session<'_, '_>, args: &SyncArgs) -> Result<Ended, Fault> {
    let how = how(session, args)?;
    let mut bar = Bar::on_terminal(args.json);
    let summary = session.office.sync(how, &mut |report| show(&mut bar, report));
    bar.clear();
    let summary = summary?;
    if args.json {
        session.out.json(&SyncDocument::from(&summary))?;
        return Ok(Ended::Good);
    }
    session.out.line(&sentence(&summary))?;
    for notice in &summary.notices {
        session.out.line(&format!("! {notice}"))?;
    }
    session.finish(None, Form::Lines)
}

fn how(session: &Session<'_, '_>, args: &SyncArgs) -> Result<How, Fault> {
    let Some(since) = &args.since else {
        return Ok(if args.full { How::Full } else { How::Changes });
    };
    when::past(since, session.when.now, session.when.zone).map(How::Since).ok_or_else(|| {
        Fault::new(Kind::Usage, "`--since` is no time, day or age")
            .hint("write 2026-11-20, 2026-11-20T08:00:00-05:00, 3d or 12h")
    })
}

fn sentence(summary: &Summary) -> String {
    format!(
        "Read {} in full and {} in short, {} changed, in {} and {:.1} s.",
        counted(summary.flagged, "order"),
        summary.linked,
        summary.changed,
        counted(summary.requests, "request"),
        summary.seconds
    )
}

fn show(bar: &mut Bar, report: &Report) {
    let what = report.phase.words();
    let note =
        report.note.as_deref().map_or_else(String::new, |note| format!(": {}", harmless(note)));
    match report.total.filter(|total| *total > 0) {
        Some(total) => {
            bar.show(report.done, total, &format!("{what} {}/{total}{note}", report.done));
        }
        None => bar.say(&format!("{what} {}{note}", report.done)),
    }
}
