//! `unhold evidence`

use clap::Args;

use super::find;
use super::json::EvidenceDocument;
use super::session::{Ended, Form, Session};
use super::table::row;
use super::when::{checked, shown};
use crate::domain::{Check, Clean, Fault, Finding, Kind};
use crate::evidence;
use crate::words;

#[derive(Debug, Args)]
pub(crate) struct EvidenceArgs {
    /// The order: its name, with or without `#` or prefix, or the store's id
    #[arg(required_unless_present = "weights")]
    pub(crate) order: Option<String>,
    /// Show these checks only, such as ip,distance
    #[arg(long, value_name = "CHECKS", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Run the checks anew instead of showing what they found before
    #[arg(long)]
    pub(crate) refresh: bool,
    /// List every signal with its points and why, and what the config changes; needs no order
    #[arg(long, conflicts_with_all = ["order", "only", "refresh"])]
    pub(crate) weights: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

/// Shows what the checks found on an order.
pub(super) fn run(session: &mut Session<'_, '_>, args: &EvidenceArgs) -> Result<Ended, Fault> {
    let id = find::order(session.office, args.order.as_deref().unwrap_or_default())?;
    let file = if args.refresh {
        session.office.checked_again(&id)?
    } else {
        session.office.case_file(&id)?
    };
    session.look_again()?;
    let findings = chosen(&file.findings, &args.only)?;
    if args.json {
        session.out.json(&EvidenceDocument::of(&file, &findings, session.when))?;
        return Ok(Ended::Good);
    }
    let checked = checked(&file, session.when.zone);
    session.out.line(&row([("checked", 14), (&checked, 0)]))?;
    session.out.line("")?;
    for finding in findings {
        for line in lines(finding, session) {
            session.out.line(&line)?;
        }
        session.out.line("")?;
    }
    session.finish(None, Form::Lines)
}

/// The findings of the checks that were named; all where none was.
fn chosen<'a>(findings: &'a [Finding], only: &[String]) -> Result<Vec<&'a Finding>, Fault> {
    let words: Vec<&str> = evidence::all().map(Check::word).collect();
    if let Some(word) = only.iter().find(|word| !words.contains(&word.trim())) {
        let shown = Clean::new(word);
        return Err(Fault::new(Kind::Usage, format!("There is no check “{}”", shown.fitted(40)))
            .hint(format!("the checks are {}", words.join(", "))));
    }
    let is_named = |finding: &&Finding| only.iter().any(|word| finding.check.word() == word.trim());
    Ok(findings.iter().filter(|finding| only.is_empty() || is_named(finding)).collect())
}

fn lines(finding: &Finding, session: &Session<'_, '_>) -> Vec<String> {
    let head = (finding.check.word(), finding.outcome.word());
    let mut lines = vec![row([(head.0, 14), (head.1, 8), (&finding.headline, 0)])];
    let fact = |label: &str, value: &str| row([("", 14), (label, 24), (value, 0)]);
    for one in &finding.facts {
        let adds = match one.weight {
            0.0 => String::new(),
            weight => format!("  {}", words::signed(weight)),
        };
        lines.push(fact(&one.label, &format!("{}{adds}", one.value.shown())));
    }
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

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn only_the_checks_named_are_shown_and_one_that_is_not_run_is_refused() {
        let findings = testing::case_file().findings;
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();

        assert_eq!(chosen(&findings, &[]).unwrap().len(), findings.len());
        let only = chosen(&findings, &words(&[" duplicates "])).unwrap();
        assert!(only.iter().all(|finding| finding.check.word() == "duplicates"));
        assert_eq!(only.len(), 1);
        let refused = chosen(&findings, &words(&["duplicates", "horoscope"])).unwrap_err();
        assert_eq!(refused.message(), "There is no check “horoscope”");
        let remedy = refused.remedy().unwrap();
        assert!(remedy.starts_with("the checks are duplicates, ip, distance"), "{remedy}");
        assert!(chosen(&findings, &words(&["ip"])).unwrap().is_empty());
    }
}
