//! Where places and networks are: what the checks ask, and what tables answer.
//!
//! The tables live in a room of their own. Checks see only this trait, so that their tables
//! of cases need no assets (`house.md`).

use std::net::IpAddr;

use chrono::NaiveDate;
use geographiclib_rs::{Geodesic, InverseGeodesic};
use serde::{Deserialize, Serialize};

/// A point on the earth, in degrees of WGS84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// How two points lie to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apart {
    /// Kilometres along the ellipsoid.
    pub kilometres: f64,
    /// Direction at the first point, in degrees from north, 0 to 360.
    pub bearing_degrees: f64,
}

impl Point {
    /// How far, and in which direction, another point lies: the geodesic of WGS84.
    pub fn to(self, other: Self) -> Apart {
        let (metres, azimuth, _, _): (f64, f64, f64, f64) =
            Geodesic::wgs84().inverse(self.lat, self.lon, other.lat, other.lon);
        Apart { kilometres: metres / 1000.0, bearing_degrees: (azimuth + 360.0) % 360.0 }
    }
}

/// How exactly a place is known, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Given as coordinates.
    Point,
    /// The whole postal code.
    PostalCode,
    /// The beginning of a postal code that itself is not known.
    Prefix,
    /// A town.
    City,
    /// A region: state, province, department.
    Region,
    /// A country.
    Country,
}

impl Precision {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::PostalCode => "postal code",
            Self::Prefix => "postal area",
            Self::City => "city",
            Self::Region => "region",
            Self::Country => "country",
        }
    }
}

/// What is to be placed, as people write it; parts that are not known are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// Postal code.
    pub postal_code: &'a str,
    /// Town.
    pub city: &'a str,
    /// Region, as code or in words.
    pub region: &'a str,
    /// Country: ISO code or English name.
    pub country: &'a str,
}

/// A place that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its middle.
    pub point: Point,
    /// How it was found.
    pub precision: Precision,
    /// Within so many kilometres of `point` nine of ten such places lie.
    pub radius_km: f64,
    /// What of the question was used: `94110, US`.
    pub matched: String,
    /// Town in words; empty when only more is known than that.
    pub city: String,
    /// Region as the store would write it (`CA`), else in words; empty when not known.
    pub region: String,
    /// ISO 3166 code of the country.
    pub country: String,
}

/// Whose computers an address belongs to (`contract.md`, `lookup.results`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkKind {
    /// A hosting company or a business network (S43).
    Hosting,
    /// A network that passes pages on.
    Cdn,
    /// A network of a VPN company.
    Vpn,
    /// An open proxy (S44).
    Proxy,
    /// An exit of the Tor network.
    Tor,
    /// Apple's private relay: an ordinary iPhone.
    Relay,
    /// A mobile network; only when a user's database says so.
    Mobile,
    /// A household; only when a user's database says so.
    Residential,
    /// A private or reserved address.
    Private,
    /// In none of our lists; nothing follows from it.
    Unlisted,
}

impl NetworkKind {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hosting => "hosting",
            Self::Cdn => "cdn",
            Self::Vpn => "vpn",
            Self::Proxy => "proxy",
            Self::Tor => "tor",
            Self::Relay => "relay",
            Self::Mobile => "mobile",
            Self::Residential => "residential",
            Self::Private => "private",
            Self::Unlisted => "unlisted",
        }
    }
}

/// What is known about an address of the internet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// ISO 3166 code of the country.
    pub country: Option<String>,
    /// Region: the store's code where known (`CA`), else in words.
    pub region: Option<String>,
    /// Town; never better than “about”.
    pub city: Option<String>,
    /// Its middle.
    pub point: Option<Point>,
    /// How exactly the point is known; at best a town.
    pub precision: Option<Precision>,
    /// Within so many kilometres of the point the address lies with 90 % probability.
    pub radius_km: Option<f64>,
    /// Number of the autonomous system.
    pub asn: Option<u32>,
    /// Its company.
    pub network: Option<String>,
    /// What kind of network it is.
    pub kind: NetworkKind,
    /// The provider behind the kind, where a list names one.
    pub provider: Option<String>,
    /// Which tables say so.
    pub source: String,
    /// The date of the oldest table used.
    pub as_of: Option<NaiveDate>,
}

/// A country as the tables know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 code of two letters.
    pub code: String,
    /// English name.
    pub name: String,
    /// Continent in two letters: `NA`, `EU`.
    pub continent: String,
}

/// Where a telephone number was given out, as the numbering plan says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneArea {
    /// In English: `San Francisco, CA`, `Lund`.
    pub words: String,
    /// How many of the number's digits named it.
    pub digits: usize,
}

/// The tables of places and networks. Every answer comes from this machine, in microseconds,
/// without a lock that anybody could hold for long.
///
/// An `Err` is a sentence that says why nothing is known; it is never a reason to suspect.
pub trait Places: Send + Sync {
    /// Finds a place: whole postal code, the country's own prefix of it, the longest prefix,
    /// town with region, region, country.
    fn locate(&self, wanted: &Wanted<'_>) -> Result<Place, String>;

    /// Looks an address up; one that is mapped or translated into IPv6 is looked up as IPv4.
    fn network(&self, address: IpAddr) -> Result<Network, String>;

    /// Where an international number (digits only, with the country's prefix) was given out.
    fn phone_area(&self, digits: &str) -> Option<PhoneArea>;

    /// To whom its range was first given out; numbers may have moved since.
    fn phone_carrier(&self, digits: &str) -> Option<String>;

    /// A country by ISO code of two or three letters or by English name.
    fn country(&self, written: &str) -> Option<Country>;

    /// Names the tables in use, by content: findings that rest on others are computed anew.
    fn version(&self) -> String;
}

/// No tables at all: every answer says so.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPlaces;

const NO_TABLES: &str = "No tables of places and networks are installed";

impl Places for NoPlaces {
    fn locate(&self, _: &Wanted<'_>) -> Result<Place, String> {
        Err(NO_TABLES.to_owned())
    }

    fn network(&self, _: IpAddr) -> Result<Network, String> {
        Err(NO_TABLES.to_owned())
    }

    fn phone_area(&self, _: &str) -> Option<PhoneArea> {
        None
    }

    fn phone_carrier(&self, _: &str) -> Option<String> {
        None
    }

    fn country(&self, _: &str) -> Option<Country> {
        None
    }

    fn version(&self) -> String {
        "none".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_ellipsoid() {
        // Published example of the geodesic problem: Wellington to Salamanca, 19 959.679 km.
        let (wellington, salamanca) =
            (Point { lat: -41.32, lon: 174.81 }, Point { lat: 40.96, lon: -5.50 });

        let apart = wellington.to(salamanca);

        assert!((apart.kilometres - 19_959.679).abs() < 0.001, "{apart:?}");
        assert!((apart.bearing_degrees - 161.067_669_986).abs() < 1e-6, "{apart:?}");
    }
}
