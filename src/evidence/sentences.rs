//! What the store itself says about the buyer's IP address (S41 to S45).

use super::rows::{IP_HOSTING, IP_PROXY, IP_SENTENCE, IP_SENTENCE_GOOD, IP_TOR};
use super::sum::Signal;
use super::{Reading, Rule};
use crate::domain::{Order, RiskFact, Sentiment};

/// What kind of sentence it is: words that name it, label, weight when it raises.
const KINDS: [(&[&str], &str, &Rule); 4] = [
    (&["tor exit", "tor network", "tor node"], "tor", &IP_TOR),
    (&["proxy", "vpn", "anonymi", "high risk internet connection"], "proxy", &IP_PROXY),
    (
        &["hosting", "data center", "data centre", "datacenter", "server farm"],
        "hosting",
        &IP_HOSTING,
    ),
    (&["ip address", "ip location", "internet connection", "geolocation"], "ip", &IP_SENTENCE),
];

/// Adds the store's sentences with the store's own sign.
///
/// What tables and store both say counts once, at the stronger of both weights.
pub(super) fn add(signals: &mut Vec<Signal>, order: &Order, reading: &Reading<'_>) {
    let raised = |labels: &[&str]| {
        let counted = signals.iter().filter(|signal| labels.contains(&signal.label));
        counted.map(|signal| signal.weight).fold(0.0, f64::max)
    };
    let (network, place) = (raised(&["network"]), raised(&["to billing", "to shipping"]));
    let facts = order.risk.assessments.iter().flat_map(|assessment| &assessment.facts);
    for mut said in facts.filter_map(|fact| signal(fact, reading)) {
        let known = if said.label == "ip" { place } else { network };
        if said.weight > 0.0 {
            said.weight = (said.weight - known).max(0.0);
        }
        signals.push(said);
    }
}

fn signal(fact: &RiskFact, reading: &Reading<'_>) -> Option<Signal> {
    let text = fact.text.shown();
    let folded = text.to_lowercase();
    let (_, label, rule) =
        KINDS.iter().find(|(words, ..)| words.iter().any(|word| folded.contains(word)))?;
    Some(match fact.sentiment {
        Sentiment::Negative => Signal::by(rule, reading, label, text),
        Sentiment::Positive => Signal::by(&IP_SENTENCE_GOOD, reading, label, text),
        Sentiment::Neutral | Sentiment::Unknown => Signal::fact(label, text),
    })
}
