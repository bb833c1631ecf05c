//! `unhold evidence`

use clap::Args;

use super::find;
use super::json::EvidenceDocument;
use super::session::{Ended, Form, Session};
use super::table::row;
use super::when::shown;
use crate::domain::{Check, Fault, Finding, Kind};
use crate::words;

#[derive(Debug, Args)]
pub(crate) struct EvidenceArgs {
    /// The order: its name, with or without `#` or prefix, or the store's id
    pub(crate) order: String,
    /// Show these checks only, such as ip,distance
    #[arg(long, value_name = "CHECKS", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Run the checks anew instead of showing what they found before
    #[arg(long)]
    pub(crate) refresh: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

/// Shows what the checks found on an order.
pub(super) fn run(session: &mut Session<'_, '_>, args: &EvidenceArgs) -> Result<Ended, Fault> {
    let only = args.only.iter().map(|word| check(word)).collect::<Result<Vec<_>, _>>()?;
    let id = find::order(session.office, &args.order)?;
    let file = if args.refresh {
        session.office.checked_again(&id)?
    } else {
        session.office.case_file(&id)?
    };
    session.look_again()?;
    let wanted = |finding: &&Finding| only.is_empty() || only.contains(&finding.check);
    let findings: Vec<&Finding> = file.findings.iter().filter(wanted).collect();
    if args.json {
        session.out.json(&EvidenceDocument::of(&file.order, &findings, session.when))?;
        return Ok(Ended::Good);
    }
    for finding in findings {
        for line in lines(finding, session) {
            session.out.line(&line)?;
        }
        session.out.line("")?;
    }
    session.finish(None, Form::Lines)
}

fn check(word: &str) -> Result<Check, Fault> {
    let word = word.trim();
    Check::ALL.into_iter().find(|check| check.word() == word).ok_or_else(|| {
        let words: Vec<&str> = Check::ALL.into_iter().map(Check::word).collect();
        let shown = crate::domain::Clean::new(word);
        Fault::new(Kind::Usage, format!("There is no check “{}”", shown.fitted(40)))
            .hint(format!("the checks are {}", words.join(", ")))
    })
}

fn lines(finding: &Finding, session: &Session<'_, '_>) -> Vec<String> {
    let head = (finding.check.word(), finding.outcome.word());
    let mut lines = vec![row([(head.0, 14), (head.1, 8), (&finding.headline, 0)])];
    let fact = |label: &str, value: &str| row([("", 14), (label, 24), (value, 0)]);
    lines.extend(finding.facts.iter().map(|one| fact(&one.label, &one.value.shown())));
    for link in &finding.links {
        let reasons: Vec<&str> = link.reasons.iter().map(|reason| reason.words()).collect();
        let score = (link.score * 100.0).clamp(0.0, 99.0);
        let value = format!("{score:.0}%  {}  {}", reasons.join(", "), link.state);
        lines.push(fact(&link.order.shown(), &value));
    }
    let as_of = shown(finding.as_of, session.when.zone);
    let weight = words::signed(finding.weight);
    lines.push(fact("counts", &format!("{weight}; from {}, as of {as_of}", finding.source)));
    lines
}
