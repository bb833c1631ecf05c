//! The fields of a record, under all the names that their makers give them.

use serde_json::Value;

use crate::domain::{Network, NetworkKind, Point, Precision};

/// `MaxMind`'s accuracy radius holds for 67 of 100 addresses; ours for 90. Around a point that
/// is wrong by chance in both directions the second is so many times the first.
const TO_NINE_OF_TEN: f64 = 1.44;
/// Without a radius of its own, a town is as uncertain as in our own table.
const CITY_RADIUS_KM: f64 = 100.0;
const REGION_RADIUS_KM: f64 = 200.0;
const COUNTRY_RADIUS_KM: f64 = 500.0;
/// A radius beyond this is half the earth.
const MOST_KM: f64 = 20_000.0;
/// Names of places and companies are shown; longer ones are cut.
const LONGEST: usize = 120;

/// Takes every field that we know; tells whether there was one.
pub(super) fn fields(record: &Value, network: &mut Network) -> bool {
    let placed = place(record, network);
    let owned = system(record, network);
    let sorted = kind(record, network);
    placed || owned || sorted
}

/// Being in this database is the sign; it has no flags.
pub(super) fn residential_proxy(record: &Value, network: &mut Network) -> bool {
    if !record.is_object() || !outranks(NetworkKind::Proxy, network.kind) {
        return false;
    }
    network.kind = NetworkKind::Proxy;
    network.provider = words(record, &["/provider_name"]);
    true
}

fn place(record: &Value, network: &mut Network) -> bool {
    let Some(country) = country(record) else { return false };
    let city = words(record, &["/city/names/en", "/city"]);
    let region = words(
        record,
        &[
            "/subdivisions/0/iso_code",
            "/subdivisions/0/names/en",
            "/state1",
            "/region_code",
            "/region",
        ],
    );
    let point = point(record);
    let (precision, usual) = match (&city, &region) {
        (Some(_), _) => (Precision::City, CITY_RADIUS_KM),
        (None, Some(_)) => (Precision::Region, REGION_RADIUS_KM),
        (None, None) => (Precision::Country, COUNTRY_RADIUS_KM),
    };
    // A database of countries knows less about the place than ours, unless they disagree.
    if point.is_none() && city.is_none() && network.country.as_ref() == Some(&country) {
        return true;
    }
    let radius = number(record, &["/location/accuracy_radius", "/radius"]);
    let radius = radius.map_or(usual, |radius| radius * TO_NINE_OF_TEN).clamp(1.0, MOST_KM);
    network.country = Some(country);
    network.region = region;
    network.city = city;
    network.point = point;
    network.precision = point.map(|_| precision);
    network.radius_km = point.map(|_| radius);
    true
}

fn country(record: &Value) -> Option<String> {
    let names = ["/country/iso_code", "/country_code", "/country", "/registered_country/iso_code"];
    let code = words(record, &names)?;
    let is_code = code.len() == 2 && code.bytes().all(|sign| sign.is_ascii_alphabetic());
    is_code.then(|| code.to_ascii_uppercase())
}

fn point(record: &Value) -> Option<Point> {
    let lat = number(record, &["/location/latitude", "/latitude", "/lat"])?;
    let lon = number(record, &["/location/longitude", "/longitude", "/lng", "/lon"])?;
    let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
    on_earth.then_some(Point { lat, lon })
}

fn system(record: &Value, network: &mut Network) -> bool {
    let number = ["/autonomous_system_number", "/traits/autonomous_system_number", "/asn"];
    let number = number.iter().find_map(|name| record.pointer(name));
    let number = number.and_then(|found| match found {
        Value::String(words) => words.trim_start_matches("AS").parse().ok(),
        other => other.as_u64().and_then(|number| u32::try_from(number).ok()),
    });
    let name = words(
        record,
        &[
            "/autonomous_system_organization",
            "/traits/autonomous_system_organization",
            "/as_name",
            "/isp",
            "/traits/isp",
            "/organization",
        ],
    );
    if number.is_none() && name.is_none() {
        return false;
    }
    network.asn = number.or(network.asn);
    network.network = name.or_else(|| network.network.take());
    true
}

/// Flags in the order of their weight; the first that is set counts.
const FLAGS: [(NetworkKind, &[&str]); 5] = [
    (NetworkKind::Tor, &["is_tor_exit_node", "tor"]),
    (NetworkKind::Relay, &["relay"]),
    (NetworkKind::Vpn, &["is_anonymous_vpn", "vpn"]),
    (NetworkKind::Proxy, &["is_residential_proxy", "is_public_proxy", "proxy"]),
    (NetworkKind::Hosting, &["is_hosting_provider", "hosting"]),
];

fn kind(record: &Value, network: &mut Network) -> bool {
    let Some(kind) = flagged(record).or_else(|| of_user(record)) else { return false };
    if outranks(kind, network.kind) {
        network.kind = kind;
        network.provider =
            words(record, &["/provider_name", "/anonymizer/provider_name", "/service"]);
    }
    true
}

fn flagged(record: &Value) -> Option<NetworkKind> {
    let places = [Some(record), record.pointer("/anonymizer"), record.pointer("/traits")];
    let is_set = |name: &&str| places.iter().flatten().any(|place| is_true(place.get(*name)));
    FLAGS.iter().find(|(_, names)| names.iter().any(is_set)).map(|(kind, _)| *kind)
}

fn is_true(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(is)) => *is,
        Some(Value::String(word)) => word == "true",
        _ => false,
    }
}

fn of_user(record: &Value) -> Option<NetworkKind> {
    let of_type =
        words(record, &["/traits/user_type", "/user_type"]).and_then(|word| match word.as_str() {
            "hosting" => Some(NetworkKind::Hosting),
            "content_delivery_network" => Some(NetworkKind::Cdn),
            "consumer_privacy_network" => Some(NetworkKind::Relay),
            "cellular" => Some(NetworkKind::Mobile),
            "residential" => Some(NetworkKind::Residential),
            _ => None,
        });
    let connection = words(record, &["/connection_type", "/traits/connection_type"]);
    of_type.or_else(|| (connection? == "Cellular").then_some(NetworkKind::Mobile))
}

/// Whether a kind says more than the one that is known. A private relay stays one: databases
/// that know no relays call it a VPN.
fn outranks(kind: NetworkKind, known: NetworkKind) -> bool {
    let rank = |kind: NetworkKind| match kind {
        NetworkKind::Unlisted => 0,
        NetworkKind::Residential | NetworkKind::Mobile => 1,
        NetworkKind::Cdn => 2,
        NetworkKind::Hosting => 3,
        NetworkKind::Proxy => 4,
        NetworkKind::Vpn => 5,
        NetworkKind::Relay => 6,
        NetworkKind::Tor | NetworkKind::Private => 7,
    };
    rank(kind) > rank(known)
}

fn words(record: &Value, names: &[&str]) -> Option<String> {
    let found = names.iter().filter_map(|name| record.pointer(name)).find_map(Value::as_str)?;
    let plain: String = found.chars().filter(|sign| !sign.is_control()).take(LONGEST).collect();
    let plain = plain.trim();
    (!plain.is_empty()).then(|| plain.to_owned())
}

fn number(record: &Value, names: &[&str]) -> Option<f64> {
    let found = names.iter().find_map(|name| record.pointer(name))?;
    let number = found.as_f64().or_else(|| found.as_str()?.parse().ok())?;
    number.is_finite().then_some(number)
}
