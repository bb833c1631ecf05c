//! The most similar earlier cases, and how they were decided.
//!
//! They are told and add nothing: a verdict that leaned on earlier verdicts would repeat
//! their mistakes for ever.

use super::{Case, Past};
use crate::domain::{Check, Clean, Finding, FindingFact, Order, Outcome};

/// The most cases that are told.
const MOST: usize = 3;
/// Cases less alike than this are no precedents.
const LEAST: f64 = 0.6;
/// Checks that both must have answered.
const FEWEST_SHARED: usize = 3;
/// All weights of both together; less says nothing.
const LEAST_WEIGHT: f64 = 0.8;

/// Adds the most similar decided cases to the finding of earlier orders.
///
/// Runs when all other checks have: cases are alike in what was found on them.
pub fn tell(findings: &mut [Finding], order: &Order, past: &Past<'_>) {
    let Some(cases) = past.cases else { return };
    let now = weights(findings);
    let mut alike: Vec<(f64, &Case)> = cases
        .iter()
        .filter(|case| (&case.shop, &case.id) != (&order.shop, &order.id))
        .filter_map(|case| Some((likeness(&now, &case.weights)?, case)))
        .filter(|(alike, _)| *alike >= LEAST)
        .collect();
    alike.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(other.given.at.cmp(&one.given.at)));
    alike.truncate(MOST);
    let Some(history) = findings.iter_mut().find(|finding| finding.check == Check::History) else {
        return;
    };
    history.facts.extend(alike.into_iter().map(|(alike, case)| FindingFact {
        label: "precedent".to_owned(),
        value: Clean::new(&words(alike, case, &now)),
        weight: 0.0,
    }));
}

/// What each check that answered adds; earlier orders are another matter.
pub fn weights(findings: &[Finding]) -> Vec<(Check, f64)> {
    let says =
        |finding: &&Finding| finding.outcome != Outcome::Unknown && finding.check != Check::History;
    findings.iter().filter(says).map(|finding| (finding.check, finding.weight)).collect()
}

/// How alike two cases are, from 0 to 1: what both have in common of all that was found on
/// either. `None` where too little was found to say.
fn likeness(now: &[(Check, f64)], then: &[(Check, f64)]) -> Option<f64> {
    let (mut shared, mut apart, mut all) = (0, 0.0, 0.0);
    for (check, one) in now {
        let Some((_, other)) = then.iter().find(|(of, _)| of == check) else { continue };
        shared += 1;
        apart += (one - other).abs();
        all += one.abs() + other.abs();
    }
    (shared >= FEWEST_SHARED && all >= LEAST_WEIGHT).then(|| 1.0 - apart / all)
}

fn words(alike: f64, case: &Case, now: &[(Check, f64)]) -> String {
    let same = |(check, weight): &(Check, f64)| {
        let then = case.weights.iter().find(|(of, _)| of == check);
        then.is_some_and(|(_, then)| then * weight > 0.0).then(|| check.word())
    };
    let same: Vec<&str> = now.iter().filter_map(same).collect();
    let end = case.bad_end.map(|end| format!("; {}", end.words())).unwrap_or_default();
    format!(
        "{}: {}{end}; {:.0} % alike, in {}",
        case.order,
        case.given.words(),
        (alike * 100.0).floor(),
        same.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, order};
    use crate::domain::{BadEnd, CancelReason, OrderId, Verb};
    use crate::evidence::sample::plain;
    use crate::evidence::{Given, history};

    fn found(check: Check, weight: f64) -> Finding {
        let finding = history::check(&order(), &plain());
        let outcome = if weight > 0.0 { Outcome::Warn } else { Outcome::Clear };
        Finding { check, outcome, weight, ..finding }
    }

    fn findings() -> Vec<Finding> {
        vec![
            found(Check::Ip, 0.9),
            found(Check::Distance, 0.5),
            found(Check::Card, -0.5),
            history::check(&order(), &plain()),
        ]
    }

    fn case(name: &str, day: &str, weights: &[(Check, f64)]) -> Case {
        Case {
            shop: order().shop,
            id: OrderId::new(name),
            order: name.into(),
            given: Given {
                verb: Verb::Cancel,
                reason: Some(CancelReason::Fraud),
                by: "Kim".to_owned(),
                at: at(&format!("{day}T09:00:00Z")),
            },
            weights: weights.to_vec(),
            bad_end: None,
        }
    }

    fn told(cases: &[Case]) -> Vec<String> {
        let mut findings = findings();
        tell(&mut findings, &order(), &Past { cases: Some(cases), ..Past::UNREAD });
        let facts = findings.last().unwrap().facts.iter();
        let told = facts.filter(|fact| fact.label == "precedent");
        told.map(|fact| fact.value.raw().to_owned()).collect()
    }

    const SAME: [(Check, f64); 3] = [(Check::Ip, 0.9), (Check::Distance, 0.5), (Check::Card, -0.5)];
    const NEAR: [(Check, f64); 3] = [(Check::Ip, 0.9), (Check::Distance, 0.3), (Check::Card, 0.0)];

    #[test]
    fn the_most_similar_cases_are_told_with_verdict_and_end_best_and_newest_first() {
        let charged = Case { bad_end: Some(BadEnd::Chargeback), ..case("#7", "2026-10-01", &NEAR) };

        let told =
            told(&[charged, case("#5", "2026-08-01", &SAME), case("#6", "2026-09-01", &SAME)]);

        assert_eq!(
            told,
            [
                "#6: cancel (fraud) by Kim on 2026-09-01; 100 % alike, in ip, distance, card",
                "#5: cancel (fraud) by Kim on 2026-08-01; 100 % alike, in ip, distance, card",
                "#7: cancel (fraud) by Kim on 2026-10-01; charged back; 77 % alike, in ip, distance",
            ]
        );
    }

    #[test]
    fn cases_that_differ_or_say_little_are_no_precedents() {
        use Check::{Card, Distance, Email, Ip};
        for (weights, shows) in [
            (&[(Ip, -0.4), (Distance, -0.4), (Card, -0.5)][..], "the other sign"),
            (&[(Ip, 0.9), (Distance, 0.5)][..], "two checks only"),
            (&[(Ip, 0.0), (Distance, 0.0), (Card, 0.0), (Email, 0.9)][..], "another check"),
        ] {
            assert_eq!(told(&[case("#5", "2026-08-01", weights)]), [""; 0], "{shows}");
        }
        let own = Case { id: order().id, ..case("#2047", "2026-08-01", &SAME) };
        assert_eq!(told(&[own]), [""; 0], "the order itself");
        let quiet = [(Ip, 0.0), (Distance, 0.1), (Card, 0.0)];
        assert_eq!(likeness(&quiet, &quiet), None, "hardly anything was found on either");
    }

    #[test]
    fn they_add_nothing() {
        let mut findings = findings();
        let before: Vec<f64> = findings.iter().map(|finding| finding.weight).collect();
        let cases = [case("#5", "2026-08-01", &SAME)];

        tell(&mut findings, &order(), &Past { cases: Some(&cases), ..Past::UNREAD });

        let after: Vec<f64> = findings.iter().map(|finding| finding.weight).collect();
        assert_eq!(before, after);
    }
}
