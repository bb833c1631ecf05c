//! What the checks found, and orders that share something with this one.

use super::analysis::Sheet;
use super::risk::signed;
use super::words::{counted, day_time, spaced};
use super::{Role, Span};
use crate::domain::{Check, Finding, FindingFact, Link, Outcome};

/// The sign of an outcome.
pub(super) fn sign(outcome: Outcome) -> Span {
    match outcome {
        Outcome::Clear => Span::new("✓", Role::Good),
        Outcome::Notice => Span::new("·", Role::Muted),
        Outcome::Warn => Span::new("!", Role::Warn),
        Outcome::Alarm => Span::new("‼", Role::Danger),
        Outcome::Unknown => Span::new("?", Role::Muted),
    }
}

pub(super) fn checks(sheet: &mut Sheet<'_>) {
    for finding in &sheet.file.findings {
        sheet.pen.bullet(&sign(finding.outcome), headline(finding));
        for fact in &finding.facts {
            let mut spans = vec![Span::new(format!("  {}: ", fact.label), Role::Muted)];
            spans.extend(Span::outside(&fact.value, Role::Plain));
            spans.extend(adds(fact));
            sheet.pen.flow(spans, 4);
        }
        let as_of = day_time(sheet.setting.zone, finding.as_of);
        let words = format!("{}, as of {as_of}", finding.source);
        sheet.pen.below(2, vec![Span::new(words, Role::Muted)]);
    }
}

/// What a fact adds to its finding's weight; nothing for one that says nothing.
pub(super) fn adds(fact: &FindingFact) -> Option<Span> {
    let words = || format!(" {}", signed(fact.weight));
    (fact.weight != 0.0).then(|| Span::new(words(), Role::Muted))
}

pub(super) fn headline(finding: &Finding) -> Vec<Span> {
    let role = match finding.outcome {
        Outcome::Alarm => Role::Danger,
        Outcome::Warn => Role::Warn,
        Outcome::Unknown => Role::Muted,
        Outcome::Clear | Outcome::Notice => Role::Plain,
    };
    let name = Span::new(format!("{}: ", spaced(finding.check.word())), Role::Strong);
    vec![name, Span::new(finding.headline.clone(), role)]
}

pub(super) fn linked(sheet: &mut Sheet<'_>) {
    let file = sheet.file;
    let duplicates = file.findings.iter().find(|finding| finding.check == Check::Duplicates);
    let links: &[Link] = duplicates.map_or(&[], |finding| &finding.links);
    if !links.is_empty() {
        let words = format!(
            "{} may be of the same person; # opens one by its number.",
            counted(links.len(), "order")
        );
        sheet.pen.say(words, Role::Muted);
    }
    for link in links {
        let mut spans = Span::outside(&link.order, Role::Strong);
        let reasons: Vec<&str> = link.reasons.iter().map(|reason| reason.words()).collect();
        spans.push(Span::new(format!("  {}% ", percent(link.score)), Role::Accent));
        spans.push(Span::new(reasons.join(", "), Role::Plain));
        let placed = day_time(sheet.setting.zone, link.placed_at);
        spans.push(Span::new(format!(" · {} · {placed}", link.state), Role::Muted));
        sheet.pen.flow(spans, 2);
    }
}

/// A probability in whole percent; never a hundred, because none is certain.
pub(super) fn percent(score: f64) -> String {
    format!("{:.0}", (score * 100.0).clamp(0.0, 99.0))
}
