//! What the checks read in tests: nothing, or a few known places.

use std::net::IpAddr;
use std::sync::LazyLock;

use super::{Earlier, HighValue, Past, Reading, Rules, SameBy};
use crate::domain::sample::{at, money, order};
use crate::domain::{
    Country, Fulfilment, MoneyPair, Network, NetworkKind, NoPlaces, OrderId, Payment, PhoneArea,
    Place, Places, Point, Precision, Wanted,
};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::default);

/// No tables, no past, the usual rules.
pub(crate) fn plain() -> Reading<'static> {
    Reading {
        places: &NoPlaces,
        rules: &RULES,
        past: &Past::UNREAD,
        high_value: HighValue { amount: money("300.00 USD"), pieces: 12 },
    }
}

/// A few known places, no past, the usual rules.
pub(crate) fn placed() -> Reading<'static> {
    Reading { places: &Fake, ..plain() }
}

/// An earlier order of the same buyer: small, paid and sent.
pub(crate) fn earlier(name: &str, placed_at: &str) -> Earlier {
    Earlier {
        shop: order().shop,
        id: OrderId::new(name),
        order: name.into(),
        placed_at: at(placed_at),
        by: SameBy::Email,
        total: Some(MoneyPair::same(money("40.00 USD"))),
        pieces: 2,
        payment: Payment::Paid,
        fulfilment: Fulfilment::Fulfilled,
        is_cancelled: false,
        bad_end: None,
        verdict: None,
    }
}

/// Towns by postal code, networks by their first three numbers.
pub(crate) struct Fake;

/// Postal code, town, region, country, degrees north and east.
const TOWNS: [(&str, &str, &str, &str, f64, f64); 12] = [
    ("94607", "Oakland", "CA", "US", 37.80, -122.27),
    ("94110", "San Francisco", "CA", "US", 37.75, -122.42),
    ("93701", "Fresno", "CA", "US", 36.75, -119.79),
    ("89501", "Reno", "NV", "US", 39.53, -119.81),
    ("10001", "New York", "NY", "US", 40.75, -74.00),
    ("07030", "Hoboken", "NJ", "US", 40.74, -74.03),
    ("H2Y 1C6", "Montreal", "QC", "CA", 45.50, -73.57),
    ("10115", "Berlin", "BE", "DE", 52.53, 13.38),
    ("80331", "München", "BY", "DE", 48.14, 11.57),
    ("67000", "Strasbourg", "GES", "FR", 48.58, 7.75),
    ("77694", "Kehl", "BW", "DE", 48.57, 7.81),
    ("111 22", "Stockholm", "AB", "SE", 59.33, 18.06),
];

const COUNTRIES: [(&str, &str, &str); 6] = [
    ("US", "United States", "NA"),
    ("CA", "Canada", "NA"),
    ("DE", "Germany", "EU"),
    ("FR", "France", "EU"),
    ("SE", "Sweden", "EU"),
    ("NG", "Nigeria", "AF"),
];

/// Begin of the address, town, kind, company; no town where the tables know none.
const NETWORKS: [(&str, &str, NetworkKind, &str); 10] = [
    ("93.184.216.", "Oakland", NetworkKind::Unlisted, "Bay Cable"),
    ("93.184.217.", "New York", NetworkKind::Unlisted, "Hudson Cable"),
    ("93.184.218.", "Berlin", NetworkKind::Unlisted, "Spree Netz"),
    ("93.184.219.", "Montreal", NetworkKind::Unlisted, "Laval Cable"),
    ("93.184.220.", "Oakland", NetworkKind::Hosting, "Big Cloud"),
    ("93.184.221.", "Stockholm", NetworkKind::Vpn, "Hidden VPN"),
    ("93.184.222.", "Berlin", NetworkKind::Tor, "Relay Club"),
    ("93.184.223.", "New York", NetworkKind::Relay, "Apple"),
    ("93.184.224.", "Berlin", NetworkKind::Proxy, "Open Door"),
    ("93.184.225.", "", NetworkKind::Unlisted, "Nowhere Net"),
];

impl Places for Fake {
    fn locate(&self, wanted: &Wanted<'_>) -> Result<Place, String> {
        let code =
            TOWNS.iter().find(|town| town.0 == wanted.postal_code && town.3 == wanted.country);
        let town = TOWNS.iter().find(|town| town.1 == wanted.city && town.3 == wanted.country);
        let (town, precision, radius_km) = match (code, town) {
            (Some(code), _) => (code, Precision::PostalCode, 4.0),
            (None, Some(town)) => (town, Precision::City, 10.0),
            (None, None) => return Err("Neither postal code nor town is in the tables".to_owned()),
        };
        Ok(Place {
            point: Point { lat: town.4, lon: town.5 },
            precision,
            radius_km,
            matched: format!("{}, {}", town.0, town.3),
            city: town.1.to_owned(),
            region: town.2.to_owned(),
            country: town.3.to_owned(),
        })
    }

    fn network(&self, address: IpAddr) -> Result<Network, String> {
        let written = address.to_canonical().to_string();
        let found = NETWORKS.iter().find(|network| written.starts_with(network.0));
        let found = found.ok_or_else(|| format!("{written} is in none of the tables"))?;
        let town = TOWNS.iter().find(|town| town.1 == found.1);
        Ok(Network {
            country: town.map(|town| town.3.to_owned()),
            region: town.map(|town| town.2.to_owned()),
            city: town.map(|town| town.1.to_owned()),
            point: town.map(|town| Point { lat: town.4, lon: town.5 }),
            precision: town.map(|_| Precision::City),
            radius_km: town.map(|_| 50.0),
            asn: Some(64_500),
            network: Some(found.3.to_owned()),
            kind: found.2,
            provider: None,
            source: "test tables".to_owned(),
            as_of: "2026-06-05".parse().ok(),
        })
    }

    fn phone_area(&self, digits: &str) -> Option<PhoneArea> {
        let areas = [
            ("1415", "San Francisco, CA"),
            ("1212", "New York, NY"),
            ("1510", "California"),
            ("1216", "Ohio"),
        ];
        let (prefix, words) = areas.into_iter().find(|(prefix, _)| digits.starts_with(prefix))?;
        Some(PhoneArea { words: words.to_owned(), digits: prefix.len() })
    }

    fn phone_carrier(&self, _: &str) -> Option<String> {
        None
    }

    fn country(&self, written: &str) -> Option<Country> {
        let found =
            COUNTRIES.iter().find(|country| country.0 == written || country.1 == written)?;
        Some(Country {
            code: found.0.to_owned(),
            name: found.1.to_owned(),
            continent: found.2.to_owned(),
        })
    }

    fn version(&self) -> String {
        "fake".to_owned()
    }
}
