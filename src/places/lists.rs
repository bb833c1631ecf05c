//! Plain lists of addresses, as the Tor project and VPN lists publish them: one a line.

use std::net::{IpAddr, Ipv6Addr};
use std::path::Path;

use chrono::NaiveDate;
use ipnet::IpNet;

use super::special::meant;

/// Addresses and networks, in order and without overlaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AddressList {
    ranges: Vec<(u128, u128)>,
    /// The day on which the list was taken, when we took it.
    pub(super) day: Option<NaiveDate>,
    /// How many lines said something else.
    pub(super) unread: usize,
}

/// Larger files are no lists of addresses.
const MOST_BYTES: u64 = 64 << 20;
/// What our own copies begin with.
const TAKEN: &str = "# taken ";

impl AddressList {
    /// Reads a list from a file.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let told = |error: std::io::Error| format!("{} cannot be read: {error}", path.display());
        let size = std::fs::metadata(path).map_err(told)?.len();
        if size > MOST_BYTES {
            return Err(format!("{} is too large for a list of addresses", path.display()));
        }
        let bytes = std::fs::read(path).map_err(told)?;
        Self::parse(&String::from_utf8_lossy(&bytes))
    }

    /// Reads addresses and networks (`1.2.3.0/24`); what follows `#`, `;` or a blank is left out.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut list = Self::default();
        if let Some(day) = text.lines().next().and_then(|line| line.strip_prefix(TAKEN)) {
            list.day = day.get(..10).and_then(|day| day.parse().ok());
        }
        for line in text.lines() {
            let line = line.split(['#', ';']).next().unwrap_or_default().trim();
            // Tor's own list of exits has lines `ExitAddress 1.2.3.4 2026-01-01 ...`.
            let line = line.strip_prefix("ExitAddress ").unwrap_or(line);
            let Some(word) = line.split([' ', '\t', ',']).next().filter(|word| !word.is_empty())
            else {
                continue;
            };
            match range(word) {
                Some(range) => list.ranges.push(range),
                None => list.unread += 1,
            }
        }
        if list.ranges.is_empty() || list.unread > list.ranges.len() {
            return Err("this is no list of addresses, one a line".to_owned());
        }
        list.ranges.sort_unstable();
        list.ranges.dedup_by(|next, last| {
            let joins = next.0 <= last.1.saturating_add(1);
            if joins {
                last.1 = last.1.max(next.1);
            }
            joins
        });
        Ok(list)
    }

    /// Whether an address is in the list.
    pub(super) fn has(&self, address: IpAddr) -> bool {
        let number = number(meant(address));
        let before = self.ranges.partition_point(|(first, _)| *first <= number);
        let range = before.checked_sub(1).and_then(|place| self.ranges.get(place));
        range.is_some_and(|(_, end)| number <= *end)
    }

    /// How many ranges there are.
    pub(super) fn len(&self) -> usize {
        self.ranges.len()
    }
}

/// The first line of our own copy of a list.
pub(super) fn taken(day: NaiveDate) -> String {
    format!("{TAKEN}{day} by unhold data update\n")
}

fn range(word: &str) -> Option<(u128, u128)> {
    if let Ok(address) = word.parse::<IpAddr>() {
        let number = number(meant(address));
        return Some((number, number));
    }
    let network: IpNet = word.parse().ok()?;
    // Half the internet is not a VPN: such a line is a mistake or a trap.
    let least = if network.addr().is_ipv4() { 8 } else { 16 };
    (network.prefix_len() >= least)
        .then(|| (number(network.network()), number(network.broadcast())))
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(four) => four.to_ipv6_mapped().to_bits(),
        IpAddr::V6(six) => Ipv6Addr::to_bits(six),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(list: &AddressList, address: &str) -> bool {
        list.has(address.parse().unwrap())
    }

    #[test]
    fn addresses_networks_and_notes_are_told_apart() {
        let list = AddressList::parse(
            "# exits\n1.2.3.4\n5.6.0.0/16 # a company\n2001:db8::/32\nExitAddress 9.9.9.1 2026-01-01\n\n",
        )
        .unwrap();

        for inside in [
            "1.2.3.4",
            "5.6.255.255",
            "2001:db8::1",
            "9.9.9.1",
            "::ffff:5.6.0.1",
            "64:ff9b::102:304",
        ] {
            assert!(has(&list, inside), "{inside}");
        }
        for outside in ["1.2.3.5", "5.7.0.0", "2001:db9::", "0.0.0.0"] {
            assert!(!has(&list, outside), "{outside}");
        }
        assert_eq!((list.len(), list.unread), (4, 0));
    }

    #[test]
    fn overlapping_lines_become_one_range() {
        let list =
            AddressList::parse("10.0.0.0/8\n10.1.0.0/16\n11.0.0.0/8\n10.255.0.0/16").unwrap();

        assert_eq!(list.len(), 1);
        assert!(has(&list, "11.255.255.255") && has(&list, "10.200.0.1"));
    }

    #[test]
    fn a_line_that_means_everybody_is_not_believed() {
        let list = AddressList::parse("0.0.0.0/0\n1.2.3.4\n::/0\n5.5.5.5").unwrap();

        assert!(!has(&list, "8.8.8.8") && !has(&list, "2a00::1"));
        assert_eq!(list.unread, 2);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "# nothing", "<html>\n<body>\n1.2.3.4", "name;value"] {
            assert!(AddressList::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn our_own_copy_says_when_it_was_taken() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();

        let list = AddressList::parse(&format!("{}1.2.3.4\n", taken(day))).unwrap();

        assert_eq!(list.day, Some(day));
    }
}
