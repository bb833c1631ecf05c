//! The table of networks: where an address is, whose network it is, what kind of network.

use std::net::IpAddr;

use super::ranges::{Key, Ranges};
use super::region::{RegionRow, TownRow, letters};
use super::strings::Strings;
use super::table::{Name, Table};
use crate::domain::{Network, NetworkKind, Precision};

/// Nine of ten addresses lie within so many kilometres of the town that the table names.
/// Of the addresses that we know for certain one in ten was further off; mobile networks
/// move people by more, so nothing finer than this is claimed.
const CITY_RADIUS_KM: f64 = 100.0;
/// A region's own radius, but never less than a town's.
const LEAST_REGION_KM: f64 = 100.0;

/// The kinds in the order of their numbers in the table; nought is “not listed”.
pub const KINDS: [NetworkKind; 6] = [
    NetworkKind::Unlisted,
    NetworkKind::Hosting,
    NetworkKind::Cdn,
    NetworkKind::Vpn,
    NetworkKind::Relay,
    NetworkKind::Tor,
];

/// The table of networks.
#[derive(Clone, Debug)]
pub(super) struct Networks(pub(super) Table);

impl Networks {
    /// Number of the place (IPv4) or region (IPv6) of an address, from 1; 0: not known.
    pub(super) fn place_number(&self, address: IpAddr) -> Option<u32> {
        match address {
            IpAddr::V4(_) => self.ranges(*b"V4IX", *b"V4BL", Key::Narrow).value(key(address)),
            IpAddr::V6(_) => self.ranges(*b"V6IX", *b"V6BL", Key::Wide).value(key(address)),
        }
    }

    /// Everything that the table knows about an address.
    pub(super) fn look_up(&self, address: IpAddr) -> Network {
        let mut network = Network {
            source: format!("the table of networks of {}", self.0.day),
            as_of: Some(self.0.day),
            ..nothing()
        };
        self.place(address, &mut network);
        self.system(address, &mut network);
        self.kind(address, &mut network);
        network
    }

    fn ranges(&self, index: Name, blocks: Name, key: Key) -> Ranges<'_> {
        Ranges { key, index: self.0.part(index), blocks: self.0.part(blocks) }
    }

    fn text(&self, part: Name, number: usize) -> Option<String> {
        Strings::new(self.0.part(part)).get(number).filter(|text| !text.is_empty())
    }

    fn place(&self, address: IpAddr, network: &mut Network) -> Option<()> {
        let number = self.place_number(address)?.checked_sub(1)? as usize;
        let (region_number, town) = match address {
            IpAddr::V4(_) => {
                let town = TownRow::read(self.0.part(*b"PLAC"), number)?;
                (town.region, Some(town))
            }
            IpAddr::V6(_) => (number, None),
        };
        let region = RegionRow::read(self.0.part(*b"REGN"), region_number)?;
        network.country = Some(letters(region.country));
        network.region = self.text(*b"RNAM", region_number);
        let name = town.and_then(|_| self.text(*b"PNAM", number));
        let (point, precision, radius) = match (town, &name, &network.region) {
            (Some(town), Some(_), _) => (town.point, Precision::City, CITY_RADIUS_KM),
            (_, _, Some(_)) => {
                let radius = f64::from(region.radius_km).max(LEAST_REGION_KM);
                (region.point, Precision::Region, radius)
            }
            _ => (region.point, Precision::Country, f64::from(region.radius_km).max(300.0)),
        };
        network.city = name;
        network.point = Some(point);
        network.precision = Some(precision);
        network.radius_km = Some(radius);
        Some(())
    }

    fn system(&self, address: IpAddr, network: &mut Network) -> Option<()> {
        let ranges = match address {
            IpAddr::V4(_) => self.ranges(*b"A4IX", *b"A4BL", Key::Narrow),
            IpAddr::V6(_) => self.ranges(*b"A6IX", *b"A6BL", Key::Wide),
        };
        let number = ranges.value(key(address))?.checked_sub(1)? as usize;
        let asn = self.0.part(*b"ASNO").get(number * 4..)?.first_chunk()?;
        network.asn = Some(u32::from_le_bytes(*asn));
        network.network = self.text(*b"ASNM", number);
        if let Some(kind) = self.kind_at(*b"ASKD", number) {
            network.kind = kind;
        }
        Some(())
    }

    /// What a list says about the range itself wins over what it says about the company.
    fn kind(&self, address: IpAddr, network: &mut Network) -> Option<()> {
        let ranges = match address {
            IpAddr::V4(_) => self.ranges(*b"K4IX", *b"K4BL", Key::Narrow),
            IpAddr::V6(_) => self.ranges(*b"K6IX", *b"K6BL", Key::Wide),
        };
        let number = ranges.value(key(address))?.checked_sub(1)? as usize;
        network.kind = self.kind_at(*b"KIND", number)?;
        network.provider = self.text(*b"KPRV", number);
        Some(())
    }

    fn kind_at(&self, part: Name, number: usize) -> Option<NetworkKind> {
        KINDS.get(usize::from(*self.0.part(part).get(number)?)).copied()
    }
}

/// The upper half of an IPv6 address is its network; the lower half names a machine in it.
fn key(address: IpAddr) -> u64 {
    match address {
        IpAddr::V4(four) => u64::from(u32::from(four)),
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            u64::from(a) << 48 | u64::from(b) << 32 | u64::from(c) << 16 | u64::from(d)
        }
    }
}

/// A network about which nothing is known yet.
pub(super) fn nothing() -> Network {
    Network {
        country: None,
        region: None,
        city: None,
        point: None,
        precision: None,
        radius_km: None,
        asn: None,
        network: None,
        kind: NetworkKind::Unlisted,
        provider: None,
        source: String::new(),
        as_of: None,
    }
}
