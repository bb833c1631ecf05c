//! What was looked up without an order.

use serde::Serialize;

use super::fault::FaultJson;
use crate::domain::{Apart, Fault, Network, Place};
use crate::evidence::look_up::{EmailSeen, PhoneSeen};

/// One answer.
pub(in crate::cli) enum Seen {
    /// Of an address of the internet.
    Ip(Network),
    /// Of a telephone number.
    Phone(PhoneSeen),
    /// Of an e-mail address.
    Email(EmailSeen),
}

/// `unhold/lookup/1`
#[derive(Serialize)]
pub(in crate::cli) struct LookupDocument<'a> {
    schema: &'static str,
    results: Vec<Answer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<FaultJson>,
}

#[derive(Serialize)]
struct Answer<'a> {
    input: &'a str,
    #[serde(flatten)]
    seen: Fields<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Fields<'a> {
    Error { error: &'a str },
    Ip(Box<IpFields<'a>>),
    Phone(PhoneFields<'a>),
    Email(EmailFields<'a>),
}

#[derive(Serialize)]
struct IpFields<'a> {
    country: Option<&'a str>,
    region: Option<&'a str>,
    city: Option<&'a str>,
    lat: Option<f64>,
    lon: Option<f64>,
    radius_km: Option<f64>,
    asn: Option<u32>,
    network: Option<&'a str>,
    kind: &'static str,
    provider: Option<&'a str>,
    source: &'a str,
    as_of: Option<String>,
}

#[derive(Serialize)]
struct PhoneFields<'a> {
    valid: bool,
    international: &'a str,
    country: Option<&'a str>,
    area: Option<&'a str>,
    line: &'static str,
    carrier: Option<&'a str>,
}

#[derive(Serialize)]
struct EmailFields<'a> {
    mailbox: &'a str,
    domain: &'a str,
    looks_like: Option<&'static str>,
}

impl<'a> LookupDocument<'a> {
    /// The answers in the order in which was asked.
    pub(in crate::cli) fn of(
        answers: &'a [(String, Result<Seen, String>)],
        fault: Option<&Fault>,
    ) -> Self {
        let answer = |(input, seen): &'a (String, Result<Seen, String>)| Answer {
            input,
            seen: match seen {
                Err(error) => Fields::Error { error },
                Ok(Seen::Ip(network)) => Fields::Ip(Box::new(IpFields::of(network))),
                Ok(Seen::Phone(seen)) => Fields::Phone(PhoneFields::of(seen)),
                Ok(Seen::Email(seen)) => Fields::Email(EmailFields::of(seen)),
            },
        };
        Self {
            schema: "unhold/lookup/1",
            results: answers.iter().map(answer).collect(),
            error: fault.map(FaultJson::from),
        }
    }
}

impl<'a> IpFields<'a> {
    fn of(network: &'a Network) -> Self {
        Self {
            country: network.country.as_deref(),
            region: network.region.as_deref(),
            city: network.city.as_deref(),
            lat: network.point.map(|point| point.lat),
            lon: network.point.map(|point| point.lon),
            radius_km: network.radius_km,
            asn: network.asn,
            network: network.network.as_deref(),
            kind: network.kind.word(),
            provider: network.provider.as_deref(),
            source: &network.source,
            as_of: network.as_of.map(|day| day.to_string()),
        }
    }
}

impl<'a> PhoneFields<'a> {
    fn of(seen: &'a PhoneSeen) -> Self {
        Self {
            valid: seen.valid,
            international: &seen.international,
            country: seen.country.as_deref(),
            area: seen.area.as_deref(),
            line: seen.line,
            carrier: seen.carrier.as_deref(),
        }
    }
}

impl<'a> EmailFields<'a> {
    fn of(seen: &'a EmailSeen) -> Self {
        Self { mailbox: &seen.mailbox, domain: &seen.domain, looks_like: seen.looks_like }
    }
}

/// Two places and how they lie to each other.
pub(in crate::cli) struct Distance<'a> {
    /// As typed, and as found.
    pub(in crate::cli) from: &'a (String, Place),
    /// As typed, and as found.
    pub(in crate::cli) to: &'a (String, Place),
    /// What lies between.
    pub(in crate::cli) apart: Apart,
}

/// `unhold/lookup_distance/1`
#[derive(Serialize)]
pub(in crate::cli) struct DistanceDocument<'a> {
    schema: &'static str,
    from: PlaceFields<'a>,
    to: PlaceFields<'a>,
    kilometres: f64,
    bearing_degrees: f64,
}

#[derive(Serialize)]
struct PlaceFields<'a> {
    input: &'a str,
    matched: &'a str,
    precision: crate::domain::Precision,
    lat: f64,
    lon: f64,
}

impl<'a> DistanceDocument<'a> {
    /// The distance, with what was understood of each place.
    pub(in crate::cli) fn of(distance: &Distance<'a>) -> Self {
        let Distance { from, to, apart } = distance;
        Self {
            schema: "unhold/lookup_distance/1",
            from: PlaceFields::of(from),
            to: PlaceFields::of(to),
            kilometres: apart.kilometres,
            bearing_degrees: apart.bearing_degrees,
        }
    }
}

impl<'a> PlaceFields<'a> {
    fn of((input, place): &'a (String, Place)) -> Self {
        Self {
            input,
            matched: &place.matched,
            precision: place.precision,
            lat: place.point.lat,
            lon: place.point.lon,
        }
    }
}
