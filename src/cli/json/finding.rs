//! Findings, recommendation and checklist.

use serde::Serialize;

use super::values::When;
use crate::domain::{Check, Finding, Link, LinkReason, Outcome};
use crate::policy::{Advice, ChecklistRow, ChecklistStep, LookUp, TickState};

#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    check: Check,
    outcome: Outcome,
    headline: &'a str,
    facts: Vec<FactJson<'a>>,
    weight: f64,
    source: &'a str,
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Vec<LinkJson<'a>>>,
}

#[derive(Serialize)]
struct FactJson<'a> {
    label: &'a str,
    value: &'a str,
    weight: f64,
}

#[derive(Serialize)]
struct LinkJson<'a> {
    order: &'a str,
    id: &'a str,
    shop: &'a str,
    placed_at: String,
    score: f64,
    reasons: &'a [LinkReason],
    state: &'a str,
}

impl<'a> FindingJson<'a> {
    pub(super) fn of(finding: &'a Finding, when: When) -> Self {
        let link = |link: &'a Link| LinkJson {
            order: link.order.raw(),
            id: link.id.as_str(),
            shop: link.shop.as_str(),
            placed_at: when.text(link.placed_at),
            score: link.score,
            reasons: &link.reasons,
            state: &link.state,
        };
        let facts = finding.facts.iter();
        Self {
            check: finding.check,
            outcome: finding.outcome,
            headline: &finding.headline,
            facts: facts
                .map(|fact| FactJson {
                    label: &fact.label,
                    value: fact.value.raw(),
                    weight: fact.weight + 0.0,
                })
                .collect(),
            // Never "-0.0": a script may compare texts.
            weight: finding.weight + 0.0,
            source: &finding.source,
            as_of: when.text(finding.as_of),
            links: (finding.check == Check::Duplicates)
                .then(|| finding.links.iter().map(link).collect()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct AdviceJson<'a> {
    verdict: &'static str,
    score: f64,
    reasons: Vec<WhyJson<'a>>,
    without: &'a [String],
}

#[derive(Serialize)]
struct WhyJson<'a> {
    text: &'a str,
    weight: f64,
}

impl<'a> From<&'a Advice> for AdviceJson<'a> {
    fn from(advice: &'a Advice) -> Self {
        let reasons = advice.reasons.iter();
        Self {
            verdict: advice.verdict.word(),
            score: advice.score + 0.0,
            reasons: reasons
                .map(|why| WhyJson { text: &why.words, weight: why.weight + 0.0 })
                .collect(),
            without: &advice.without,
        }
    }
}

#[derive(Serialize)]
pub(super) struct ChecklistJson<'a> {
    step: ChecklistStep,
    title: &'a str,
    source: &'a str,
    state: &'static str,
    finding: Option<Check>,
    by: Option<&'a str>,
    at: Option<String>,
    checked_by: Option<&'a str>,
    checked_at: Option<String>,
    why: Option<&'a str>,
    opens: Option<LookUp>,
}

impl<'a> ChecklistJson<'a> {
    pub(super) fn of(row: &'a ChecklistRow, when: When) -> Self {
        let bare = Self {
            step: row.step,
            title: row.title,
            source: row.source,
            state: "waiting",
            finding: None,
            by: None,
            at: None,
            checked_by: None,
            checked_at: None,
            why: None,
            opens: row.opens,
        };
        match &row.state {
            TickState::Waiting => bare,
            TickState::ByData { check, as_of, headline, checked } => Self {
                state: "by_data",
                finding: Some(*check),
                at: Some(when.text(*as_of)),
                checked_by: checked.as_ref().map(|checked| &*checked.by),
                checked_at: checked.as_ref().map(|checked| when.text(checked.at)),
                why: Some(headline),
                ..bare
            },
            TickState::ByHand { by, at } => {
                Self { state: "by_hand", by: Some(by), at: Some(when.text(*at)), ..bare }
            }
            TickState::NotPossible(why) => Self { state: "not_possible", why: Some(why), ..bare },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::at;
    use crate::domain::{Timestamp, Zone};
    use crate::policy::Checked;

    fn row(checked: Option<Checked>) -> ChecklistRow {
        let as_of: Timestamp = at("2026-11-20T10:00:00Z");
        let headline = "2 other orders".to_owned();
        ChecklistRow {
            step: ChecklistStep::CrossCheck,
            title: "look",
            source: "S31",
            state: TickState::ByData { check: Check::Duplicates, as_of, headline, checked },
            opens: None,
        }
    }

    #[test]
    fn a_tick_beside_data_takes_nothing_from_the_finding() {
        let when = When { now: at("2026-11-20T13:00:00Z"), zone: Zone::UTC };
        let checked = Checked { by: "Kim".to_owned(), at: at("2026-11-20T12:00:00Z") };
        let (ticked, bare) = (row(Some(checked)), row(None));

        let (ticked, bare) = (ChecklistJson::of(&ticked, when), ChecklistJson::of(&bare, when));

        for row in [&ticked, &bare] {
            assert_eq!((row.state, row.by, row.why), ("by_data", None, Some("2 other orders")));
            assert_eq!(row.at.as_deref(), Some("2026-11-20T10:00:00+00:00"), "the data's own");
        }
        assert_eq!(ticked.checked_by, Some("Kim"));
        assert_eq!(ticked.checked_at.as_deref(), Some("2026-11-20T12:00:00+00:00"));
        assert_eq!((bare.checked_by, bare.checked_at), (None, None));
    }
}
