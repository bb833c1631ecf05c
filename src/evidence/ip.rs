//! Where the buyer's computer is and whose network it is (S41 to S46).

use std::net::{IpAddr, Ipv6Addr};

use chrono::{NaiveTime, TimeDelta};

use super::apart::{Between, Relation, Spot};
use super::rows::{
    IP_CONTINENT, IP_COUNTRY, IP_HOSTING, IP_NEAR, IP_PROXY, IP_REGION, IP_TOR, IP_VPN,
};
use super::sum::{Signal, finding, not_possible, strongest};
use super::{Reading, Rule, sentences};
use crate::domain::{
    Address, Check, Finding, Network, NetworkKind, Order, Outcome, Readable, Timestamp,
};

/// Places the address and its network, and compares it with billing and shipping.
///
/// The store's own sentences about the address are kept as facts with the store's sign.
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let address = match address(order) {
        Ok(address) => address,
        Err(why) => return not_possible(Check::Ip, order, why),
    };
    let looked_up = reading.places.network(address);
    let network = looked_up.as_ref().ok();
    let mut signals = match &looked_up {
        Ok(network) => of_network(network, order, reading),
        Err(why) => vec![Signal::fact("tables", why)],
    };
    sentences::add(&mut signals, order, reading);
    let day = order.placed_at.0.date_naive();
    if let Some(known) = reading.rules.exception(address, day) {
        let until = known.until;
        let why = format!(
            "{address} is on the shop's list of known addresses until {until}: not weighed"
        );
        return dated(excepted(order, why, signals), network);
    }
    dated(judged(order, address, &signals), network)
}

/// An exception takes the weight away and proves nothing (C16).
fn excepted(order: &Order, why: String, mut signals: Vec<Signal>) -> Finding {
    for signal in &mut signals {
        signal.weight = 0.0;
    }
    Finding { outcome: Outcome::Unknown, ..finding(Check::Ip, order, why, &signals) }
}

fn judged(order: &Order, address: IpAddr, signals: &[Signal]) -> Finding {
    if signals.iter().any(answers) {
        return finding(Check::Ip, order, headline(address, signals), signals);
    }
    let silent = signals.iter().find(|signal| matches!(signal.label, "tables" | "distance"));
    let why = silent.map_or("the tables name no kind of network", |signal| &signal.value);
    let headline = format!("Nothing is known about {address}: {why}");
    Finding { outcome: Outcome::Unknown, ..finding(Check::Ip, order, headline, signals) }
}

/// Whether it tells anything of the address, for or against.
fn answers(signal: &Signal) -> bool {
    let is_told =
        matches!(signal.label, "to billing" | "to shipping" | "tor" | "proxy" | "hosting" | "ip");
    is_told || signal.weight != 0.0
}

fn headline(address: IpAddr, signals: &[Signal]) -> String {
    let by_label = |label: &str| signals.iter().find(|signal| signal.label == label);
    let placed = ["to billing", "to shipping"].into_iter().find_map(by_label);
    let relay = by_label("network").filter(|signal| signal.value.starts_with(RELAY));
    match strongest(signals).or(relay).or(placed) {
        Some(signal) => match signal.label {
            "network" => match signal.value.strip_prefix("of ") {
                Some(owner) => format!("The IP belongs to {owner}"),
                None => format!("The IP is {}", signal.value),
            },
            "to billing" => format!("The IP against billing: {}", signal.value),
            "to shipping" => format!("The IP against shipping: {}", signal.value),
            _ => signal.value.clone(),
        },
        None => format!("The store finds nothing against {address}"),
    }
}

/// The finding under the date and the name of the tables that it rests on.
fn dated(found: Finding, network: Option<&Network>) -> Finding {
    let Some(network) = network else { return found };
    // Tables have a day and no hour: noon is that day in nearly every zone it is shown in.
    let noon = NaiveTime::MIN + TimeDelta::hours(12);
    let day = network.as_of.map(|day| Timestamp(day.and_time(noon).and_utc()));
    Finding { source: network.source.clone(), as_of: day.unwrap_or(found.as_of), ..found }
}

fn address(order: &Order) -> Result<IpAddr, String> {
    let written = match &order.ip {
        Readable::Known(ip) if !ip.is_blank() => ip,
        Readable::Known(_) | Readable::Absent => {
            let why =
                "The store gives no IP address: orders from a till, a draft or an app have none";
            return Err(why.to_owned());
        }
        Readable::Denied(why) => return Err(why.clone()),
    };
    let bare = written.bare();
    // What follows a percent sign names a network card of the sender's own machine.
    let plain = bare.trim().trim_matches(['[', ']']).split('%').next().unwrap_or_default();
    let parsed = plain
        .parse::<IpAddr>()
        .map_err(|_| format!("What the store gives is no IP address: {written}"))?;
    if is_public(parsed) {
        return Ok(parsed);
    }
    Err(format!(
        "{parsed} is a private or reserved address and tells no place: a machine in between wrote \
         it, and anybody can write one"
    ))
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
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = v6.segments() {
        // An IPv4 address that a network translated (NAT64, RFC 6052).
        return is_public(IpAddr::V4(((u32::from(high) << 16) | u32::from(low)).into()));
    }
    let documentation = matches!(v6.segments(), [0x2001, 0xdb8, ..]);
    // Only 2000::/3 has been given out.
    let given_out = v6.segments().first().is_some_and(|first| first & 0xe000 == 0x2000);
    given_out && !documentation
}

const RELAY: &str = "of Apple's private relay";

fn of_network(network: &Network, order: &Order, reading: &Reading<'_>) -> Vec<Signal> {
    let mut signals = vec![kind(network, reading)];
    if let Some(asn) = network.asn {
        let name = network.network.as_deref().unwrap_or("no name");
        signals.push(Signal::fact("company", format!("{name}, AS{asn}")));
    }
    signals.extend(place(network, order, reading));
    signals
}

fn kind(network: &Network, reading: &Reading<'_>) -> Signal {
    let (words, rule) = match network.kind {
        NetworkKind::Tor => ("an exit of the Tor network", Some(&IP_TOR)),
        NetworkKind::Proxy => ("an open proxy", Some(&IP_PROXY)),
        NetworkKind::Vpn => ("of a VPN company", Some(&IP_VPN)),
        NetworkKind::Hosting => ("of a hosting company or business network", Some(&IP_HOSTING)),
        NetworkKind::Relay => ("of Apple's private relay: an ordinary iPhone or Mac", None),
        NetworkKind::Cdn => ("of a network that passes pages on", None),
        NetworkKind::Mobile => ("of a mobile network", None),
        NetworkKind::Residential => ("of a household", None),
        NetworkKind::Private => ("a private or reserved address", None),
        NetworkKind::Unlisted => ("in none of our lists of hosting, VPN and Tor", None),
    };
    let by = network.provider.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
    weighed("network", format!("{words}{by}"), rule, reading)
}

fn weighed(
    label: &'static str,
    value: String,
    rule: Option<&Rule>,
    reading: &Reading<'_>,
) -> Signal {
    match rule {
        Some(rule) => Signal::by(rule, reading, label, value),
        None => Signal::fact(label, value),
    }
}

/// Whether the network's place need not be the buyer's: a tunnel's end tells nothing of it.
fn hides_place(kind: NetworkKind) -> bool {
    use NetworkKind::{Mobile, Residential, Unlisted};
    !matches!(kind, Unlisted | Mobile | Residential)
}

fn place(network: &Network, order: &Order, reading: &Reading<'_>) -> Vec<Signal> {
    let Some(spot) = Spot::of_network(network) else {
        return vec![Signal::fact("distance", "the tables do not place this network")];
    };
    let mut signals = vec![Signal::fact("place", format!("about {}", spot.words()))];
    let mut may_weigh = !hides_place(network.kind);
    for (label, side, address) in
        [("to billing", "billing", &order.billing), ("to shipping", "shipping", &order.shipping)]
    {
        match between(address, &spot, reading) {
            // One side weighs; the other is mostly the same place and would count twice.
            Ok(between) if may_weigh => {
                let rule = rule(&between, reading);
                signals.push(weighed(label, between.words(), rule, reading));
                may_weigh = false;
            }
            Ok(between) if hides_place(network.kind) => {
                let value = format!("{}; where the network ends, not the buyer", between.words());
                signals.push(Signal::fact(label, value));
            }
            Ok(between) => signals.push(Signal::fact(label, between.words())),
            Err(why) => signals.push(Signal::fact("distance", format!("{side}: {why}"))),
        }
    }
    signals
}

fn between(
    address: &Readable<Address>,
    spot: &Spot,
    reading: &Reading<'_>,
) -> Result<Between, String> {
    match address {
        Readable::Known(address) if !address.is_blank() => {
            let there = Spot::of_address(address, reading.places)?;
            Ok(Between::of(spot, &there, reading.places))
        }
        Readable::Known(_) | Readable::Absent => Err("the order has no such address".to_owned()),
        Readable::Denied(why) => Err(why.clone()),
    }
}

/// What the distance says; a distance that the tables are too coarse to tell says nothing.
fn rule(between: &Between, reading: &Reading<'_>) -> Option<&'static Rule> {
    let from =
        |rule: &'static Rule| (between.at_least_km() >= reading.rules.from(rule)).then_some(rule);
    match between.relation {
        Relation::SameCity | Relation::SameRegion => Some(&IP_NEAR),
        Relation::OtherRegion | Relation::SameCountry => from(&IP_REGION),
        Relation::OtherCountry => from(&IP_COUNTRY),
        Relation::OtherContinent => Some(&IP_CONTINENT),
    }
}

#[cfg(test)]
mod tests;
