//! The recommendation: a sum of evidence that can be read line by line (C13).

use super::would_change::{Piece, would_change};
use super::{Advice, PolicySettings, Weights, Why};
use crate::domain::{
    Assessment, Finding, Order, Outcome, RiskFact, RiskLevel, Sentiment, Timestamp, Verdict,
};

/// Comes before every reason that is weighed.
const RUN_OUT: &str = "The authorisation has run out: no money may come";
/// The same, where the sum alone would release.
const RUN_OUT_OVERRIDES: &str = "The authorisation has run out: verify, whatever the sum";

/// Adds up what the providers say, what the checks found and what the order tells.
///
/// No single piece of evidence decides: a refund is advised only when two or more of them
/// raise the sum, and nothing is advised on less than two. What is unknown adds nothing
/// and is named as missing; it never counts as harmless (C16). An order whose authorisation
/// has run out by `now` is never to be released: the goods would leave unpaid (C10).
pub fn advise(
    order: &Order,
    findings: &[Finding],
    settings: &PolicySettings,
    now: Timestamp,
) -> Advice {
    let mut pieces = vec![Piece::from(why(
        "Most flagged orders are innocent".to_owned(),
        settings.weights.start,
    ))];
    for assessment in &order.risk.assessments {
        pieces.extend(of_provider(assessment, findings, settings).into_iter().map(Piece::from));
    }
    pieces.extend(findings.iter().filter_map(of_finding));
    pieces.extend(of_order(order, &settings.weights).into_iter().map(Piece::from));
    let is_unpaid = order.has_no_live_authorisation(settings.authorisation_days, now);
    let judge = |weights: &[f64]| match verdict(weights, &settings.weights) {
        Verdict::Release if is_unpaid => Verdict::Verify,
        verdict => verdict,
    };
    let weights: Vec<f64> = pieces.iter().map(|piece| piece.why.weight).collect();
    let verdict = judge(&weights);
    let overrides = self::verdict(&weights, &settings.weights) != verdict;
    let mut without = missing(order, findings);
    without.extend(would_change(&pieces, verdict, judge));
    let score = sum(&weights);
    let mut reasons: Vec<Why> = pieces.into_iter().map(|piece| piece.why).collect();
    reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    if is_unpaid {
        let words = if overrides { RUN_OUT_OVERRIDES } else { RUN_OUT };
        reasons.insert(0, why(words.to_owned(), 0.0));
        without.insert(0, "Cancel it, or ask for a new payment.".to_owned());
    }
    Advice { verdict, score, reasons, without }
}

fn of_provider(
    assessment: &Assessment,
    findings: &[Finding],
    settings: &PolicySettings,
) -> Vec<Why> {
    let weights = &settings.weights;
    let provider = &assessment.provider;
    let level = match assessment.level {
        RiskLevel::High => weights.high,
        RiskLevel::Medium => weights.medium,
        RiskLevel::Low => weights.low,
        RiskLevel::None => weights.none,
        RiskLevel::Pending | RiskLevel::Unscored => 0.0,
    };
    let word = match assessment.level {
        RiskLevel::None => "no risk",
        level => level.word(),
    };
    let mut reasons = vec![why(format!("{provider} says {word}"), level)];
    let number = assessment.score.as_ref().and_then(|score| score.raw().trim().parse::<f64>().ok());
    if let Some(number) = number.filter(|number| *number >= settings.risk_threshold) {
        let words =
            format!("{provider} gives {number}, the threshold is {}", settings.risk_threshold);
        reasons.push(why(words, weights.over_threshold));
    }
    reasons.extend(of_facts(assessment, findings, weights));
    reasons.retain(|why| why.weight != 0.0);
    reasons
}

/// The provider's facts; one that a finding has taken up was weighed there, or is excepted.
fn of_facts(assessment: &Assessment, findings: &[Finding], weights: &Weights) -> Option<Why> {
    let is_left = |fact: &&RiskFact| {
        let shown = fact.text.shown();
        let told = findings.iter().flat_map(|finding| &finding.facts);
        !told.into_iter().any(|taken| taken.value.raw() == shown)
    };
    let left = assessment.facts.iter().filter(is_left);
    let signs: Vec<Sentiment> = left.map(|fact| fact.sentiment).collect();
    let count = |wanted| signs.iter().filter(|sign| **sign == wanted).count();
    let (raising, lowering) = (count(Sentiment::Negative), count(Sentiment::Positive));
    let sum = many(raising) * weights.raising_fact + many(lowering) * weights.lowering_fact;
    let words = format!(
        "{} names {} against the order and {lowering} for it",
        assessment.provider,
        if raising == 1 { "1 fact".to_owned() } else { format!("{raising} facts") }
    );
    (raising + lowering > 0).then(|| why(words, sum.clamp(-weights.most_facts, weights.most_facts)))
}

fn of_finding(finding: &Finding) -> Option<Piece<'_>> {
    let says = finding.outcome != Outcome::Unknown && finding.weight != 0.0;
    let why = || why(finding.headline.clone(), finding.weight);
    says.then(|| Piece { why: why(), facts: &finding.facts })
}

fn of_order(order: &Order, weights: &Weights) -> Vec<Why> {
    let mut reasons = Vec::new();
    if !order.disputes.is_empty() {
        reasons.push(why("The card's owner disputes the payment".to_owned(), weights.dispute));
    }
    reasons
}

/// The first weight is where every order starts; it is no evidence.
fn verdict(pieces: &[f64], weights: &Weights) -> Verdict {
    let evidence = pieces.len().saturating_sub(1);
    let raising = pieces.iter().filter(|weight| **weight > 0.0).count();
    let sum = sum(pieces);
    if evidence < 2 {
        Verdict::Unknown
    } else if sum >= weights.refund_from && raising >= 2 {
        Verdict::Refund
    } else if sum <= weights.release_up_to {
        Verdict::Release
    } else {
        Verdict::Verify
    }
}

fn missing(order: &Order, findings: &[Finding]) -> Vec<String> {
    let mut missing: Vec<String> = findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Unknown)
        .map(|finding| format!("Not counted: {}", finding.headline))
        .collect();
    match order.risk.level() {
        RiskLevel::Unscored => missing.push("No provider scored the order.".to_owned()),
        RiskLevel::Pending => {
            missing.push("A provider's assessment is still to come.".to_owned());
        }
        _ => {}
    }
    missing
}

/// The sum; tenths have no exact form, and what adds up to a limit must reach it.
fn sum(weights: &[f64]) -> f64 {
    (weights.iter().sum::<f64>() * 1e6).round() / 1e6
}

fn why(words: String, weight: f64) -> Why {
    Why { words, weight }
}

fn many(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, at_level, authorised, order};
    use crate::domain::{Check, Dispute, FindingFact, Payment};

    fn finding(check: Check, outcome: Outcome, weight: f64) -> Finding {
        Finding {
            check,
            outcome,
            headline: format!("the {} finding", check.word()),
            facts: vec![],
            weight,
            source: "test".to_owned(),
            as_of: at("2026-11-20T10:00:00Z"),
            links: vec![],
        }
    }

    fn now() -> Timestamp {
        at("2026-11-20T16:00:00Z")
    }

    fn advice(level: RiskLevel, findings: &[Finding]) -> Advice {
        advise(&at_level(order(), level), findings, &PolicySettings::default(), now())
    }

    fn bad() -> [Finding; 3] {
        [
            finding(Check::Card, Outcome::Alarm, 1.2),
            finding(Check::Ip, Outcome::Warn, 0.9),
            finding(Check::Distance, Outcome::Notice, 0.4),
        ]
    }

    fn good() -> [Finding; 2] {
        [finding(Check::Card, Outcome::Clear, -1.0), finding(Check::Distance, Outcome::Clear, -0.4)]
    }

    #[test]
    fn evidence_from_several_sides_decides() {
        for (level, findings, verdict) in [
            (RiskLevel::High, &bad()[..], Verdict::Refund),
            (RiskLevel::High, &good()[..], Verdict::Verify),
            (RiskLevel::Medium, &good()[..], Verdict::Release),
            (RiskLevel::Medium, &bad()[..], Verdict::Verify),
            (RiskLevel::Low, &good()[..], Verdict::Release),
        ] {
            assert_eq!(advice(level, findings).verdict, verdict, "{level:?}");
        }
    }

    #[test]
    fn no_single_piece_of_evidence_decides() {
        for level in [RiskLevel::High, RiskLevel::Medium, RiskLevel::Low] {
            assert_eq!(advice(level, &[]).verdict, Verdict::Unknown, "{level:?}");
        }
        let alone = [
            finding(Check::Card, Outcome::Alarm, 9.0),
            finding(Check::Distance, Outcome::Clear, -0.1),
        ];
        assert_eq!(advice(RiskLevel::Unscored, &alone).verdict, Verdict::Verify);
    }

    #[test]
    fn what_is_unknown_counts_nothing_and_is_named() {
        let unknown = finding(Check::Ip, Outcome::Unknown, 5.0);

        let advice = advice(RiskLevel::Unscored, &[unknown]);

        assert_eq!(advice.verdict, Verdict::Unknown);
        assert!((advice.score - -1.5).abs() < 1e-9);
        assert_eq!(
            advice.without,
            ["Not counted: the ip finding", "No provider scored the order."]
        );
    }

    #[test]
    fn an_order_whose_authorisation_has_run_out_is_never_to_be_released() {
        let settings = PolicySettings::default();
        let calm = at_level(authorised(), RiskLevel::Low);
        let advised = |order: &Order, now| advise(order, &good(), &settings, at(now));
        let expired = Order { payment: Payment::Expired, ..calm.clone() };
        assert_eq!(advised(&calm, "2026-11-26T15:00:04Z").verdict, Verdict::Release);

        for (order, now) in [(&calm, "2026-11-26T15:00:05Z"), (&expired, "2026-11-20T00:00:00Z")] {
            let advice = advised(order, now);
            assert_eq!(advice.verdict, Verdict::Verify);
            assert_eq!(
                advice.reasons[0].words,
                "The authorisation has run out: verify, whatever the sum"
            );
            assert_eq!(advice.without, ["Cancel it, or ask for a new payment."]);
        }
        // Where the sum says no release anyway, nothing is overridden.
        let risky = Order { payment: Payment::Expired, ..at_level(authorised(), RiskLevel::High) };
        let advice = advise(&risky, &bad(), &settings, at("2026-11-20T00:00:00Z"));
        assert_eq!(advice.reasons[0].words, "The authorisation has run out: no money may come");
    }

    #[test]
    fn reasons_come_strongest_first_and_add_up() {
        let advice = advice(RiskLevel::High, &bad());

        assert_eq!(advice.reasons[0].words, "Shopify says high");
        let sizes: Vec<f64> = advice.reasons.iter().map(|why| why.weight.abs()).collect();
        assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]), "{sizes:?}");
        let weights: Vec<f64> = advice.reasons.iter().map(|why| why.weight).collect();
        assert!((sizes.len(), advice.score) == (5, sum(&weights)));
        assert_eq!(
            advice.without,
            [
                "Without “Shopify says high” it would be verify.",
                "Without “the card finding” it would be verify."
            ]
        );
    }

    #[test]
    fn what_adds_up_to_a_limit_reaches_it() {
        // A hair below 2 in binary numbers.
        let plain: f64 = [-1.5, 0.8, 0.6, 1.4, 0.7].iter().sum();
        assert!(plain < 2.0, "the case shows nothing");
        let up_to = [
            finding(Check::Card, Outcome::Warn, 0.6),
            finding(Check::Ip, Outcome::Alarm, 1.4),
            finding(Check::Email, Outcome::Warn, 0.7),
        ];

        let advice = advice(RiskLevel::Medium, &up_to);

        assert_eq!((advice.verdict, advice.score), (Verdict::Refund, 2.0));
    }

    #[test]
    fn facts_move_little_and_a_number_counts_from_the_threshold_on() {
        let mut order = at_level(order(), RiskLevel::Medium);
        let fact = |sentiment| RiskFact { text: "x".into(), sentiment };
        order.risk.assessments[0].facts = vec![fact(Sentiment::Negative)];
        let one = advise(&order, &[], &PolicySettings::default(), now());
        assert_eq!(one.reasons[2].words, "Shopify names 1 fact against the order and 0 for it");
        order.risk.assessments[0].facts = vec![fact(Sentiment::Negative); 9];
        for (score, sum) in [("4.99", -0.25), ("5", 0.75), ("5.0", 0.75), ("n/a", -0.25)] {
            order.risk.assessments[0].score = Some(score.into());
            let advice = advise(&order, &[], &PolicySettings::default(), now());
            assert!((advice.score - sum).abs() < 1e-9, "{score}: {}", advice.score);
        }
    }

    #[test]
    fn a_fact_that_a_finding_has_taken_up_counts_there_alone() {
        let mut order = at_level(order(), RiskLevel::Medium);
        let fact = |text: &str| RiskFact { text: text.into(), sentiment: Sentiment::Negative };
        order.risk.assessments[0].facts = vec![fact("A proxy was used"), fact("A new customer")];
        let taken = FindingFact {
            label: "proxy".to_owned(),
            value: "A proxy was used".into(),
            weight: 0.9,
        };
        let by_ip = Finding { facts: vec![taken], ..finding(Check::Ip, Outcome::Warn, 0.9) };

        let words = |findings: &[Finding]| {
            let advice = advise(&order, findings, &PolicySettings::default(), now());
            let named = advice.reasons.into_iter().find(|why| why.words.contains("names"));
            named.map(|why| (why.words, why.weight))
        };

        let (both, both_weigh) = words(&[]).unwrap();
        let (one, one_weighs) = words(&[by_ip]).unwrap();
        assert_eq!(both, "Shopify names 2 facts against the order and 0 for it");
        assert_eq!(one, "Shopify names 1 fact against the order and 0 for it");
        assert!((both_weigh - 2.0 * one_weighs).abs() < 1e-9, "{both_weigh} {one_weighs}");
    }

    #[test]
    fn a_dispute_raises() {
        let score = |disputes| {
            let order = Order { disputes, ..at_level(order(), RiskLevel::High) };
            advise(&order, &[], &PolicySettings::default(), now()).score
        };
        let dispute = Dispute { id: "1".into(), kind: "CHARGEBACK".into(), state: "LOST".into() };

        assert!((score(vec![dispute]) - score(vec![]) - 3.0).abs() < 1e-9);
    }
}
