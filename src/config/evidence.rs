//! What a shop changes of the evidence: weights, thresholds, switches, known addresses.
//!
//! This room does not know the names of the signals. It keeps where each one stands, so
//! that the room that knows them can refuse a wrong one with its line.

use std::net::IpAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use ipnet::IpNet;
use toml::de::DeValue;

use super::reader::{Section, text_of};
use crate::domain::{Fault, Kind};

/// Points beyond these are a slip of the hand: 5 multiplies the odds by 148.
const POINTS: f64 = 5.0;
/// No threshold counts further than half around the earth, in any unit.
const THRESHOLD: f64 = 20_040.0;

/// A place of the config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1 on.
    pub line: usize,
}

impl Spot {
    /// A refusal of what stands there.
    pub fn refuse(&self, sentence: &str) -> Fault {
        let Self { file, line } = self;
        Fault::new(Kind::Config, format!("{}, line {line}: {sentence}", file.display()))
    }
}

/// A name that another room knows, what is set for it, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// The name as written.
    pub name: String,
    /// What is set.
    pub value: T,
    /// Where it stands.
    pub spot: Spot,
}

/// Addresses that the shop knows as harmless (S104, S115).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAddress {
    /// One address or a whole network.
    pub net: IpNet,
    /// The last day on which it holds: exceptions end (C16).
    pub until: NaiveDate,
}

/// What a shop changes of the evidence; the names are not yet checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EvidenceSettings {
    /// Checks and signals that do not count.
    pub off: Vec<Entry<()>>,
    /// Weights in points.
    pub weights: Vec<Entry<f64>>,
    /// From where on a signal is given, and what the recommendation is measured by.
    pub thresholds: Vec<Entry<f64>>,
    /// Addresses that are known as harmless.
    pub known_ips: Vec<KnownAddress>,
}

/// Reads `[evidence]`.
pub(super) fn evidence(section: &Section<'_>) -> Result<EvidenceSettings, Fault> {
    Ok(EvidenceSettings {
        off: section.names("off")?,
        weights: section.numbers("weights", &(-POINTS..=POINTS))?,
        thresholds: section.numbers("thresholds", &(-THRESHOLD..=THRESHOLD))?,
        known_ips: section.list("known_ips", known_address)?,
    })
}

fn known_address(value: &DeValue<'_>) -> Result<KnownAddress, &'static str> {
    let table = value.as_table().ok_or("this is no table")?;
    if table.keys().any(|key| !matches!(key.get_ref().as_ref(), "net" | "until")) {
        return Err("this has a key that is not known");
    }
    let text = |name: &str| {
        let found = table.iter().find(|(key, _)| key.get_ref() == name);
        found.map(|(_, value)| text_of(value.get_ref())).transpose()
    };
    let net = text("net")?.ok_or("`net` is missing")?;
    let until = text("until")?.ok_or("`until` is missing: exceptions end")?;
    let one = net.parse::<IpAddr>().map(IpNet::from);
    let net = net.parse::<IpNet>().or(one).map_err(|_| "`net` is no address and no network")?;
    Ok(KnownAddress { net, until: until.parse().map_err(|_| "`until` is no day")? })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Config, sample};
    use super::*;

    /// The sample with lines of evidence behind it.
    fn with(lines: &str) -> Result<EvidenceSettings, Fault> {
        let text = sample().split("[evidence]").next().unwrap().to_owned() + "[evidence]\n" + lines;
        Config::parse(&text, Path::new("shop.toml")).map(|config| config.evidence)
    }

    fn line_of(last: usize) -> usize {
        sample().split("[evidence]").next().unwrap().matches('\n').count() + 1 + last
    }

    #[test]
    fn names_are_kept_with_their_lines() {
        let read = with(
            "off = [\n  \"name\",\n  \"ip_tor\",\n]\n[evidence.weights]\n\"ip_vpn\" = 1\n\
             [evidence.thresholds]\nip_region = 250.5\n",
        )
        .unwrap();

        let entry = |name: &str, line| {
            (name.to_owned(), Spot { file: "shop.toml".into(), line: line_of(line) })
        };
        let off: Vec<_> = read.off.into_iter().map(|one| (one.name, one.spot)).collect();
        assert_eq!(off, [entry("name", 2), entry("ip_tor", 3)]);
        let (name, spot) = entry("ip_vpn", 6);
        assert_eq!(read.weights, [Entry { name, value: 1.0, spot }]);
        let (name, spot) = entry("ip_region", 8);
        assert_eq!(read.thresholds, [Entry { name, value: 250.5, spot }]);
    }

    #[test]
    fn known_addresses_are_one_or_a_network_and_end() {
        let read = with(
            "known_ips = [{ net = \"203.0.113.9\", until = \"2026-12-31\" }, \
             { net = \"2001:db8::/32\", until = \"2027-01-31\" }]\n",
        );

        let known = |net: &str, until: &str| KnownAddress {
            net: net.parse().unwrap(),
            until: until.parse().unwrap(),
        };
        assert_eq!(
            read.unwrap().known_ips,
            [known("203.0.113.9/32", "2026-12-31"), known("2001:db8::/32", "2027-01-31")]
        );
    }

    #[test]
    fn a_wrong_value_is_refused_with_its_line_and_what_was_expected() {
        for (lines, last, words) in [
            ("of = []", 1, "`of` is no known key of [evidence]"),
            ("off = \"name\"", 1, "no list, expected a list of checks"),
            ("off = [\n3]", 2, "no text in quotes"),
            ("weights = 3", 1, "no table of numbers"),
            ("[evidence.weights]\nip_tor = 5.1", 2, "`ip_tor` of [evidence.weights]: this is out"),
            ("[evidence.weights]\nip_tor = nan", 2, "out of bounds"),
            ("[evidence.weights]\nip_tor = \"1\"", 2, "no number, expected points from -5 to 5"),
            ("[evidence.thresholds]\nip_region = 99999", 2, "out of bounds"),
            ("known_ips = [3]", 1, "no table"),
            ("known_ips = [{ net = \"1.2.3\", until = \"2026-12-31\" }]", 1, "no network"),
            ("known_ips = [{ net = \"1.2.3.4\" }]", 1, "exceptions end"),
            ("known_ips = [{ net = \"1.2.3.4\", until = \"soon\" }]", 1, "no day"),
            ("known_ips = [{ ne = \"1.2.3.4\", until = \"2026-12-31\" }]", 1, "not known"),
        ] {
            let refused = with(lines).unwrap_err();

            let place = format!("shop.toml, line {}: ", line_of(last));
            assert!(refused.message().starts_with(&place), "{lines}: {refused}");
            assert!(refused.message().contains(words), "{lines}: {refused}");
        }
    }
}
