//! From signals to a finding.

use super::{Reading, Rule};
use crate::domain::{Check, Clean, Finding, FindingFact, Order, Outcome};

/// One observation: what it is about, what was seen, what it adds in log-odds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Signal {
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) weight: f64,
}

impl Signal {
    pub(super) fn new(label: &'static str, value: impl Into<String>, weight: f64) -> Self {
        Self { label, value: value.into(), weight }
    }

    /// What a rule adds, as the shop has set it.
    pub(super) fn by(
        rule: &Rule,
        reading: &Reading<'_>,
        label: &'static str,
        value: impl Into<String>,
    ) -> Self {
        Self::new(label, value, reading.rules.weight(rule))
    }

    /// A fact that says nothing either way.
    pub(super) fn fact(label: &'static str, value: impl Into<String>) -> Self {
        Self::new(label, value, 0.0)
    }
}

/// The signals as facts, in their order.
pub(super) fn facts(signals: &[Signal]) -> Vec<FindingFact> {
    let fact = |signal: &Signal| FindingFact {
        label: signal.label.to_owned(),
        value: Clean::new(&signal.value),
    };
    signals.iter().map(fact).collect()
}

/// The sum of the signals; no check moves the whole more than a provider's level does.
pub(super) fn weight(signals: &[Signal]) -> f64 {
    signals.iter().map(|signal| signal.weight).sum::<f64>().clamp(-1.5, 2.5)
}

/// How a weight reads.
pub(super) fn outcome(weight: f64) -> Outcome {
    match weight {
        w if w >= 1.2 => Outcome::Alarm,
        w if w >= 0.5 => Outcome::Warn,
        w if w > 0.0 => Outcome::Notice,
        _ => Outcome::Clear,
    }
}

/// The signal that raises most.
pub(super) fn strongest(signals: &[Signal]) -> Option<&Signal> {
    let raising = signals.iter().filter(|signal| signal.weight > 0.0);
    raising.max_by(|a, b| a.weight.total_cmp(&b.weight))
}

/// A finding over the order's own data.
pub(super) fn finding(
    check: Check,
    order: &Order,
    headline: impl Into<String>,
    signals: &[Signal],
) -> Finding {
    let weight = weight(signals);
    Finding {
        check,
        outcome: outcome(weight),
        headline: headline.into(),
        facts: facts(signals),
        weight,
        source: "the order in the store".to_owned(),
        as_of: order.updated_at,
        links: vec![],
    }
}

/// A check that is not possible; it adds nothing and is never clear.
pub(super) fn not_possible(check: Check, order: &Order, why: impl Into<String>) -> Finding {
    Finding { outcome: Outcome::Unknown, ..finding(check, order, why, &[]) }
}
