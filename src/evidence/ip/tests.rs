//! Tables of cases of the check of IP addresses.

use super::*;
use crate::domain::sample::{at_level, order};
use crate::domain::{Outcome, RiskFact, RiskLevel, Sentiment};
use crate::evidence::sample::{placed, plain};
use crate::evidence::{IpException, Rules};

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
        assert!(finding.facts.iter().any(|fact| fact.value.raw() == text), "{text}");
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
            "10.0.0.4 is a private or reserved address and tells no place: a machine in between \
 wrote it, and anybody can write one",
        ),
        (
            Readable::Known("93.184.216.34".into()),
            "Nothing is known about 93.184.216.34: No tables of places and networks are installed",
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
        ("64:ff9b::5db8:d822", true),
        ("64:ff9b::a01:203", false),
        ("64:ff9b:1::5db8:d822", false),
    ] {
        assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
    }
}

fn from_ip(ip: &str) -> Order {
    Order { ip: Readable::Known(ip.into()), ..order() }
}

/// The order of the sample is billed and shipped to Oakland, CA.
#[test]
fn place_and_kind_of_the_network_give_weight_and_headline() {
    for (ip, weight, headline) in [
        ("93.184.216.1", -0.4, "The IP against billing: same city, within about 60 km"),
        ("93.184.217.1", 0.3, "The IP against billing: other region, about 4,100 km"),
        ("93.184.219.1", 0.7, "The IP against billing: other country, about 4,100 km"),
        ("93.184.218.1", 1.0, "The IP against billing: other continent, about 9,100 km"),
        ("93.184.220.1", 0.9, "The IP belongs to a hosting company or business network"),
        ("93.184.221.1", 0.5, "The IP belongs to a VPN company"),
        ("93.184.222.1", IP_TOR.weight, "The IP is an exit of the Tor network"),
        ("93.184.224.1", 0.9, "The IP is an open proxy"),
        ("93.184.223.1", 0.0, "The IP belongs to Apple's private relay: an ordinary iPhone or Mac"),
        ("::ffff:93.184.218.1", 1.0, "The IP against billing: other continent, about 9,100 km"),
    ] {
        let found = check(&from_ip(ip), &placed());
        assert_eq!(found.headline, headline, "{ip}");
        assert!((found.weight - weight).abs() < 1e-9, "{ip}: {}", found.weight);
        assert_ne!(found.outcome, Outcome::Unknown, "{ip}");
        assert_eq!(found.source, "test tables");
        assert_eq!(found.as_of.0.date_naive().to_string(), "2026-06-05");
    }
}

#[test]
fn what_the_tables_do_not_know_is_unknown_and_says_why() {
    for (ip, why) in [
        (
            "93.184.225.1",
            "Nothing is known about 93.184.225.1: the tables do not place this network",
        ),
        ("93.1.1.1", "Nothing is known about 93.1.1.1: 93.1.1.1 is in none of the tables"),
    ] {
        let found = check(&from_ip(ip), &placed());
        assert_eq!((found.outcome, found.headline.as_str()), (Outcome::Unknown, why));
        assert!(found.weight.abs() < f64::EPSILON);
    }
    let nowhere = Order { billing: Readable::Absent, ..from_ip("93.184.218.1") };
    let found = check(&nowhere, &placed());
    assert_eq!(found.headline, "The IP against shipping: other continent, about 9,100 km");
}

#[test]
fn what_table_and_store_both_say_counts_once() {
    for (ip, said, weight) in [
        ("93.184.220.1", "The IP address belongs to a hosting company", 0.9),
        ("93.184.221.1", "A high risk internet connection (web proxy) was used", 0.9),
        ("93.184.218.1", "The IP address is 9000 km from the billing address", 1.0),
        ("93.184.216.1", "The IP address is 900 km from the shipping address", -0.1),
    ] {
        let order =
            Order { ip: Readable::Known(ip.into()), ..with(&[(said, Sentiment::Negative)]) };
        let found = check(&order, &placed());
        assert!((found.weight - weight).abs() < 1e-9, "{said}: {}", found.weight);
        assert!(found.facts.iter().any(|fact| fact.value.raw() == said));
    }
}

#[test]
fn an_exception_of_the_shop_takes_the_weight_away_until_its_day() {
    let order = from_ip("93.184.220.1");
    let day = order.placed_at.0.date_naive();
    for (until, is_weighed) in [(day, false), (day.pred_opt().unwrap(), true)] {
        let mut rules = Rules::default();
        rules.except(IpException { net: "93.184.220.0/24".parse().unwrap(), until });
        let found = check(&order, &Reading { rules: &rules, ..placed() });
        assert_eq!(found.weight > 0.0, is_weighed);
        assert_eq!(found.outcome == Outcome::Unknown, !is_weighed);
    }
}
