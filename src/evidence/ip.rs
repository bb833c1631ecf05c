//! What the store itself tells about the buyer's IP address (S41 to S45).
//!
//! Tables of networks and places come with the evidence issue; until then the facts are
//! the store's own sentences, with the store's own sign.

use std::net::{IpAddr, Ipv6Addr};

use super::rows::{IP_HOSTING, IP_PROXY, IP_SENTENCE, IP_SENTENCE_GOOD, IP_TOR};
use super::sum::{Signal, finding, not_possible, strongest};
use super::{Reading, Rule};
use crate::domain::{Check, Finding, Order, Readable, RiskFact, Sentiment};

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

/// Reads the address and the store's sentences about it.
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let written = match &order.ip {
        Readable::Known(ip) if !ip.is_blank() => ip,
        Readable::Known(_) | Readable::Absent => {
            let why =
                "The store gives no IP address: orders from a till, a draft or an app have none";
            return not_possible(Check::Ip, order, why);
        }
        Readable::Denied(why) => return not_possible(Check::Ip, order, why.clone()),
    };
    let Ok(address) = written.raw().trim().parse::<IpAddr>() else {
        let why = format!("What the store gives is no IP address: {written}");
        return not_possible(Check::Ip, order, why);
    };
    if !is_public(address) {
        let why = format!("{address} is a private or reserved address and tells no place");
        return not_possible(Check::Ip, order, why);
    }
    let facts = order.risk.assessments.iter().flat_map(|assessment| &assessment.facts);
    let signals: Vec<Signal> = facts.filter_map(|fact| signal(fact, reading)).collect();
    if signals.is_empty() {
        let why = format!("The store says nothing about where {address} is or whose network it is");
        return not_possible(Check::Ip, order, why);
    }
    let headline = headline(&address, &signals);
    finding(Check::Ip, order, headline, &signals)
}

/// Whether an address belongs to somebody on the public internet.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let tests = (a == 198 && (b == 18 || b == 19)) || (a == 192 && b == 0 && c == 0);
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_documentation()
                || v4.is_multicast()
                || a == 0
                || a >= 240
                || shared
                || tests)
        }
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    if let Some(v4) = v6.to_ipv4_mapped() {
        return is_public(IpAddr::V4(v4));
    }
    let documentation = matches!(v6.segments(), [0x2001, 0xdb8, ..]);
    // Only 2000::/3 has been given out.
    let given_out = v6.segments().first().is_some_and(|first| first & 0xe000 == 0x2000);
    given_out && !documentation
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

fn headline(address: &IpAddr, signals: &[Signal]) -> String {
    match strongest(signals) {
        Some(signal) => signal.value.clone(),
        None => format!("The store finds nothing against {address}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at_level, order};
    use crate::domain::{Outcome, RiskLevel};
    use crate::evidence::sample::plain;

    fn with(facts: &[(&str, Sentiment)]) -> Order {
        let mut order = at_level(order(), RiskLevel::Medium);
        order.risk.assessments[0].facts = facts
            .iter()
            .map(|(text, sentiment)| RiskFact { text: (*text).into(), sentiment: *sentiment })
            .collect();
        order
    }

    #[test]
    fn the_stores_sentences_count_with_the_stores_sign() {
        use Sentiment::{Negative, Neutral, Positive};
        for (text, sentiment, outcome) in [
            ("A high risk internet connection (web proxy) was used", Negative, Outcome::Warn),
            ("A high risk internet connection (web proxy) was not used", Positive, Outcome::Clear),
            ("The order came from a Tor exit", Negative, Outcome::Alarm),
            ("The IP address belongs to a hosting company", Negative, Outcome::Warn),
            ("The IP address is 900 km from the shipping address", Negative, Outcome::Notice),
            ("Location of IP address is Oakland, California", Neutral, Outcome::Clear),
        ] {
            let finding = check(&with(&[(text, sentiment)]), &plain());
            assert_eq!(finding.outcome, outcome, "{text}");
            assert_eq!(finding.facts[0].value.raw(), text);
        }
    }

    #[test]
    fn sentences_about_other_things_are_left_to_others() {
        let finding = check(&with(&[("The CVV was correct", Sentiment::Positive)]), &plain());

        assert_eq!(finding.outcome, Outcome::Unknown);
    }

    #[test]
    fn what_cannot_be_checked_says_why_and_is_never_clear() {
        for (ip, why) in [
            (
                Readable::Absent,
                "The store gives no IP address: orders from a till, a draft or an app have none",
            ),
            (Readable::Denied("withheld".to_owned()), "withheld"),
            (Readable::Known("here".into()), "What the store gives is no IP address: here"),
            (
                Readable::Known("10.0.0.4".into()),
                "10.0.0.4 is a private or reserved address and tells no place",
            ),
            (
                Readable::Known("93.184.216.34".into()),
                "The store says nothing about where 93.184.216.34 is or whose network it is",
            ),
        ] {
            let finding = check(&Order { ip, ..order() }, &plain());
            assert_eq!((finding.outcome, finding.headline.as_str()), (Outcome::Unknown, why));
            assert!(finding.weight.abs() < f64::EPSILON);
        }
    }

    #[test]
    fn addresses_of_nobody_are_told_from_public_ones() {
        for (address, public) in [
            ("93.184.216.34", true),
            ("10.1.2.3", false),
            ("172.31.0.1", false),
            ("192.168.0.1", false),
            ("127.0.0.1", false),
            ("100.64.0.1", false),
            ("169.254.1.1", false),
            ("203.0.113.9", false),
            ("240.0.0.1", false),
            ("2606:2800:220:1::1", true),
            ("2001:db8::1", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("::1", false),
            ("::ffff:10.0.0.1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }
}
