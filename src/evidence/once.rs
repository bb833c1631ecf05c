//! What two checks say of one thing counts once: other orders and the buyer's history both
//! tell of earlier orders.

use super::sum::{capped, outcome};
use crate::domain::{Check, Finding, FindingFact, Outcome};

/// What is one thing: labels among other orders, labels in the history.
const SAME: [(&[&str], &[&str]); 2] =
    [(&["bad end", "earlier end"], &["charged back", "fraud"]), (&["history"], &["known"])];

/// Takes off the other orders' weight what the history weighs as well: a known person, and
/// an order that ended badly, count at the stronger of both.
pub fn count_once(findings: &mut [Finding]) {
    let history = findings.iter().find(|finding| finding.check == Check::History);
    let Some(history) = history.map(|finding| finding.facts.clone()) else { return };
    let others = findings
        .iter_mut()
        .find(|finding| finding.check == Check::Duplicates && finding.outcome != Outcome::Unknown);
    let Some(others) = others else { return };
    let is_same = |(there, here): &(&[&str], &[&str])| {
        lessen(&mut others.facts, there, total(&history, here))
    };
    // Every pair is looked at, so that all of them are taken off.
    if SAME.iter().map(is_same).filter(|lessened| *lessened).count() == 0 {
        return;
    }
    others.weight = capped(others.facts.iter().map(|fact| fact.weight).sum());
    others.outcome = match outcome(others.weight) {
        // That there are other orders stays worth knowing.
        Outcome::Clear => others.outcome.min(Outcome::Notice),
        outcome => outcome,
    };
}

fn total(facts: &[FindingFact], labels: &[&str]) -> f64 {
    let named = facts.iter().filter(|fact| labels.contains(&fact.label.as_str()));
    named.map(|fact| fact.weight).sum()
}

/// Takes `counted` off the facts of these labels, which have its sign; says whether any was.
fn lessen(facts: &mut [FindingFact], labels: &[&str], counted: f64) -> bool {
    let mut left = counted.abs();
    let mut is_lessened = false;
    let named = facts.iter_mut().filter(|fact| labels.contains(&fact.label.as_str()));
    for fact in named.filter(|fact| fact.weight * counted > 0.0) {
        let less = left.min(fact.weight.abs());
        fact.weight -= less.copysign(counted);
        left -= less;
        is_lessened |= less > 0.0;
    }
    is_lessened
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::order;
    use crate::evidence::history;
    use crate::evidence::sample::plain;

    fn found(check: Check, facts: &[(&str, f64)]) -> Finding {
        let fact = |(label, weight): &(&str, f64)| FindingFact {
            label: (*label).to_owned(),
            value: "x".into(),
            weight: *weight,
        };
        let weight = facts.iter().map(|(_, weight)| weight).sum();
        let facts = facts.iter().map(fact).collect();
        let outcome = outcome(weight);
        Finding { check, outcome, facts, weight, ..history::check(&order(), &plain()) }
    }

    #[test]
    fn what_both_say_counts_at_the_stronger_and_the_rest_stays() {
        for (others, past, left, shows) in [
            (&[("history", -1.0)][..], &[("known", -0.8)][..], -0.2, "a known buyer"),
            (&[("bad end", 1.8)], &[("charged back", 2.0)], 0.0, "a chargeback"),
            (&[("bad end", 1.8), ("burst", 0.6)], &[("fraud", 1.2)], 1.2, "fraud, and a burst"),
            (&[("burst", 0.6)], &[("fraud", 1.2)], 0.6, "a burst alone"),
            (&[("bad end", 1.8)], &[("known", -0.8)], 1.8, "two things"),
            (&[("bad end", 1.8)], &[("given back", 0.3)], 1.8, "another thing"),
        ] {
            let mut findings = [found(Check::Duplicates, others), found(Check::History, past)];

            count_once(&mut findings);

            assert!((findings[0].weight - left).abs() < 1e-9, "{shows}: {}", findings[0].weight);
            let told: f64 = findings[0].facts.iter().map(|fact| fact.weight).sum();
            assert!((told - left).abs() < 1e-9, "{shows}: facts say {told}");
        }
    }
}
