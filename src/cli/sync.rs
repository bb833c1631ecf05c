//! `unhold sync`

use std::io::{self, IsTerminal, Write};

use super::args::SyncArgs;
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
    let summary = session.office.sync(how, &mut |report| bar.show(report));
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

/// A line that moves, on a terminal only.
struct Bar {
    screen: Option<io::Stderr>,
}

impl Bar {
    fn on_terminal(json: bool) -> Self {
        let screen = io::stderr();
        let moves =
            !json && screen.is_terminal() && std::env::var_os("TERM").is_some_and(|t| t != "dumb");
        Self { screen: moves.then_some(screen) }
    }

    fn show(&mut self, report: &Report) {
        let what = report.phase.words();
        let mut text = match report.total.filter(|total| *total > 0) {
            Some(total) => format!("{} {what} {}/{total}", blocks(report.done, total), report.done),
            None => format!("{what} {}", report.done),
        };
        if let Some(note) = &report.note {
            text = format!("{text}: {}", harmless(note));
        }
        self.draw(&text);
    }

    fn clear(&mut self) {
        self.draw("");
    }

    /// A bar that cannot be drawn is no reason to stop the sync.
    fn draw(&mut self, text: &str) {
        if let Some(screen) = &mut self.screen
            && write!(screen, "\r\x1b[K{text}").and_then(|()| screen.flush()).is_err()
        {
            self.screen = None;
        }
    }
}

fn blocks(done: u64, total: u64) -> String {
    const WIDTH: u64 = 24;
    let filled = done.min(total).saturating_mul(WIDTH) / total.max(1);
    (0..WIDTH).map(|place| if place < filled { '#' } else { '.' }).collect()
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn the_bar_fills_and_never_overflows() {
        assert_eq!(blocks(0, 10), ".".repeat(24));
        assert_eq!(blocks(5, 10), "#".repeat(12) + &".".repeat(12));
        assert_eq!(blocks(50, 10), "#".repeat(24));
    }
}
