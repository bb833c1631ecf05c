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
        weight: signal.weight,
    };
    signals.iter().map(fact).collect()
}

/// The sum of the signals; no check moves the whole more than a provider's level does.
pub(super) fn weight(signals: &[Signal]) -> f64 {
    capped(signals.iter().map(|signal| signal.weight).sum())
}

/// A sum as a check may weigh it.
pub(super) fn capped(sum: f64) -> f64 {
    // Tenths have no exact form: what adds up to a limit must reach it.
    ((sum * 1e6).round() / 1e6).clamp(-1.5, 2.5)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_adds_up_to_a_limit_reaches_it() {
        for (weights, wanted) in [
            (&[0.7, 0.1, 0.4][..], Outcome::Alarm),
            (&[0.1, 0.1, 0.3], Outcome::Warn),
            (&[0.3, -0.1, -0.2], Outcome::Clear),
            (&[0.1, 0.2, -0.3], Outcome::Clear),
        ] {
            let signals: Vec<Signal> =
                weights.iter().map(|weight| Signal::new("x", "y", *weight)).collect();
            assert_eq!(outcome(weight(&signals)), wanted, "{weights:?}");
        }
    }

    #[test]
    fn no_check_moves_the_whole_beyond_its_bounds_and_each_fact_keeps_its_weight() {
        let signals = [Signal::new("a", "b", 2.0), Signal::new("c", "d", 1.0)];
        assert!((weight(&signals) - 2.5).abs() < 1e-9);
        let told: Vec<f64> = facts(&signals).iter().map(|fact| fact.weight).collect();
        assert_eq!(told, [2.0, 1.0]);
        assert!((weight(&[Signal::new("a", "b", -4.0)]) + 1.5).abs() < 1e-9);
    }
}
