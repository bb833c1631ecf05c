//! Without which piece of evidence a recommendation would be another.

use super::Why;
use crate::domain::{FindingFact, Verdict};

/// One weighed reason with the facts that it is made of.
pub(super) struct Piece<'a> {
    pub(super) why: Why,
    pub(super) facts: &'a [FindingFact],
}

impl From<Why> for Piece<'_> {
    fn from(why: Why) -> Self {
        Self { why, facts: &[] }
    }
}

/// Names each piece of evidence without which the recommendation would be another; where one
/// fact of a finding is enough, that fact.
///
/// The first piece is where every order starts; it is no evidence.
pub(super) fn would_change(
    pieces: &[Piece<'_>],
    verdict_now: Verdict,
    judge: impl Fn(&[f64]) -> Verdict,
) -> Vec<String> {
    let mut told = Vec::new();
    for (at, piece) in pieces.iter().enumerate().skip(1) {
        let other = |instead: f64| {
            let judged = judge(&with(pieces, at, instead));
            (judged != verdict_now).then_some(judged)
        };
        let facts: Vec<String> = single_facts(piece)
            .into_iter()
            .filter_map(|(words, rest)| Some(sentence(&words, other(rest)?)))
            .collect();
        if facts.is_empty() {
            told.extend(other(0.0).map(|verdict| sentence(&piece.why.words, verdict)));
        }
        told.extend(facts);
    }
    told
}

fn sentence(words: &str, verdict: Verdict) -> String {
    format!("Without “{words}” it would be {}.", verdict.word())
}

/// All weights with one of them changed; a piece that weighs nothing is none.
fn with(pieces: &[Piece<'_>], changed: usize, instead: f64) -> Vec<f64> {
    let weights = pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| if at == changed { instead } else { piece.why.weight });
    let kept = weights.enumerate().filter(|(at, weight)| *at == 0 || *weight != 0.0);
    kept.map(|(_, weight)| weight).collect()
}

/// The weighed facts of a finding that has several, each with what the finding would weigh
/// without it. A finding's weight has bounds, so that less than the fact's own may go.
fn single_facts(piece: &Piece<'_>) -> Vec<(String, f64)> {
    let weighed: Vec<&FindingFact> = piece.facts.iter().filter(|fact| fact.weight != 0.0).collect();
    if weighed.len() < 2 {
        return Vec::new();
    }
    let (all, weight) = (weighed.iter().map(|fact| fact.weight).sum::<f64>(), piece.why.weight);
    let without = |fact: &&FindingFact| {
        let rest = all - fact.weight;
        let rest = match all.total_cmp(&weight) {
            _ if (all - weight).abs() < 1e-6 => rest,
            std::cmp::Ordering::Greater => rest.min(weight),
            _ => rest.max(weight),
        };
        let rest = if rest.abs() < 1e-6 { 0.0 } else { rest };
        (format!("{}: {}", fact.label, fact.value.fitted(80)), rest)
    };
    weighed.iter().map(without).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(label: &str, weight: f64) -> FindingFact {
        FindingFact { label: label.to_owned(), value: "seen".into(), weight }
    }

    fn told(weight: f64, facts: &[FindingFact]) -> Vec<String> {
        let why = |words: &str, weight| Why { words: words.to_owned(), weight };
        let pieces = [
            why("start", -1.5).into(),
            why("provider", 1.0).into(),
            Piece { why: why("finding", weight), facts },
        ];
        let judge = |weights: &[f64]| match weights.iter().sum::<f64>() {
            sum if sum >= 1.0 => Verdict::Refund,
            sum if sum <= 0.0 => Verdict::Release,
            _ => Verdict::Verify,
        };
        let weights: Vec<f64> = pieces.iter().map(|piece| piece.why.weight).collect();
        would_change(&pieces, judge(&weights), judge)
    }

    #[test]
    fn a_fact_that_is_enough_is_named_and_the_finding_where_none_is() {
        for (weight, facts, sentences) in [
            // Either fact takes the sum of 1.0 below the limit of 1.0, and so does the provider.
            (
                1.5,
                &[fact("network", 0.9), fact("place", 0.6)][..],
                &["provider", "network: seen", "place: seen"][..],
            ),
            // One weighed fact is the finding itself.
            (1.5, &[fact("network", 1.5), fact("place", 0.0)], &["provider", "finding"]),
            // Without either fact the other still keeps the sum above nothing.
            (1.2, &[fact("network", 0.6), fact("place", 0.6)], &["provider", "finding"]),
            // What lowers is named too: without it the money would go back.
            (
                1.2,
                &[fact("network", 1.6), fact("gift", -0.4)],
                &["provider", "network: seen", "gift: seen"],
            ),
        ] {
            let named: Vec<String> = told(weight, facts);
            let named: Vec<&str> =
                named.iter().map(|words| words.split(['“', '”']).nth(1).unwrap()).collect();
            assert_eq!(named, sentences, "{weight}");
        }
    }

    #[test]
    fn a_finding_at_its_bound_loses_only_what_the_other_facts_do_not_fill() {
        // The facts add up to 4.0 and count as 2.5: without one of 1.0 nothing changes.
        assert_eq!(
            told(2.5, &[fact("a", 3.0), fact("b", 1.0)]),
            ["Without “a: seen” it would be verify.",]
        );
    }
}
