//! Databases of every maker, sound and broken.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::networks::nothing;
use super::*;
use crate::domain::{NetworkKind, Precision};

const EPOCH: u64 = 1_780_000_000;

fn database(database_type: &str, record: &Value) -> Database {
    let writer = writer::MmdbWriter::new(database_type, EPOCH);
    let bytes = writer.put("81.2.69.0", 24, record).put("2a02:1234::", 32, record).finish();
    Database::open(Bytes::Held(Arc::new(bytes))).unwrap()
}

fn told(database_type: &str, record: &Value) -> Network {
    let mut network = nothing();
    database(database_type, record).add_to("81.2.69.142".parse().unwrap(), &mut network).unwrap();
    network
}

#[test]
fn a_database_of_towns_gives_place_and_an_honest_radius() {
    let record = json!({
        "city": {"names": {"en": "London"}, "geoname_id": 2_643_743},
        "country": {"iso_code": "GB"}, "subdivisions": [{"iso_code": "ENG"}],
        "location": {"latitude": 51.5142, "longitude": -0.0931, "accuracy_radius": 10},
    });

    let network = told("GeoLite2-City", &record);

    assert_eq!(network.country.as_deref(), Some("GB"));
    assert_eq!(network.region.as_deref(), Some("ENG"));
    assert_eq!(network.city.as_deref(), Some("London"));
    assert_eq!(network.precision, Some(Precision::City));
    assert!((network.radius_km.unwrap() - 14.4).abs() < 1e-9);
    assert!(network.source.starts_with("GeoLite2-City of 2026-05-28"), "{}", network.source);
}

#[test]
fn makers_who_name_fields_otherwise_are_understood() {
    let dbip = json!({"country_code": "se", "state1": "Skåne", "city": "Lund", "latitude": 55.7, "longitude": 13.19});
    let ipinfo = json!({"country": "SE", "region": "Skåne", "city": "Lund", "lat": "55.7", "lng": "13.19",
        "asn": "AS1653", "as_name": "SUNET"});

    for (maker, record) in [("DBIP-City", dbip), ("ipinfo standard_location.mmdb", ipinfo)] {
        let network = told(maker, &record);

        assert_eq!(network.city.as_deref(), Some("Lund"), "{maker}");
        assert_eq!(network.country.as_deref(), Some("SE"), "{maker}");
        assert_eq!(network.point.map(|point| point.lat), Some(55.7), "{maker}");
    }
}

#[test]
fn companies_are_read_from_all_places() {
    let flat = json!({"autonomous_system_number": 29518, "autonomous_system_organization": "Bredband2 AB"});
    let nested = json!({"traits": {"autonomous_system_number": 29518, "isp": "Bredband2 AB"}});
    let ipinfo = json!({"asn": "AS29518", "as_name": "Bredband2 AB"});

    for record in [flat, nested, ipinfo] {
        let network = told("GeoLite2-ASN", &record);

        assert_eq!(network.asn, Some(29518), "{record}");
        assert_eq!(network.network.as_deref(), Some("Bredband2 AB"), "{record}");
    }
}

#[test]
fn flags_and_their_absence_name_the_kind() {
    let cases = [
        (
            json!({"is_anonymous": true, "is_tor_exit_node": true, "is_anonymous_vpn": true}),
            NetworkKind::Tor,
        ),
        (json!({"is_anonymous_vpn": true, "is_hosting_provider": true}), NetworkKind::Vpn),
        (json!({"is_public_proxy": true}), NetworkKind::Proxy),
        (json!({"is_residential_proxy": true}), NetworkKind::Proxy),
        (json!({"is_hosting_provider": true}), NetworkKind::Hosting),
        (json!({"anonymizer": {"is_anonymous_vpn": true, "provider_name": "X"}}), NetworkKind::Vpn),
        (json!({"traits": {"user_type": "cellular"}}), NetworkKind::Mobile),
        (json!({"traits": {"user_type": "consumer_privacy_network"}}), NetworkKind::Relay),
        (json!({"connection_type": "Cellular"}), NetworkKind::Mobile),
        (json!({"vpn": "true", "service": "X"}), NetworkKind::Vpn),
        (json!({"relay": true, "vpn": true}), NetworkKind::Relay),
        (json!({"is_tor_exit_node": false}), NetworkKind::Unlisted),
        (json!({}), NetworkKind::Unlisted),
    ];
    for (record, kind) in cases {
        assert_eq!(told("GeoIP-Anonymous-Plus", &record).kind, kind, "{record}");
    }
}

#[test]
fn presence_among_residential_proxies_is_the_sign() {
    let network = told("GeoIP-Residential-Proxy", &json!({"provider_name": "Somebody"}));

    assert_eq!((network.kind, network.provider.as_deref()), (NetworkKind::Proxy, Some("Somebody")));
}

#[test]
fn a_private_relay_is_not_made_a_vpn_by_a_database_without_relays() {
    let mut network = Network { kind: NetworkKind::Relay, ..nothing() };
    let record = json!({"is_anonymous": true, "is_anonymous_vpn": true});

    database("GeoIP2-Anonymous-IP", &record)
        .add_to("81.2.69.1".parse().unwrap(), &mut network)
        .unwrap();

    assert_eq!(network.kind, NetworkKind::Relay);
}

#[test]
fn what_is_outside_the_earth_or_of_another_kind_is_left_out() {
    let record = json!({"country": {"iso_code": "GB"}, "location": {"latitude": 951.5, "longitude": "x"},
        "city": 17, "subdivisions": {}, "autonomous_system_number": "none"});

    let network = told("GeoLite2-City", &record);

    assert_eq!(network.country.as_deref(), Some("GB"));
    assert_eq!((network.point, network.city, network.asn), (None, None, None));
}

#[test]
fn an_address_that_is_not_in_it_changes_nothing() {
    let mut network = nothing();

    database("GeoLite2-City", &json!({"country": {"iso_code": "GB"}}))
        .add_to("9.9.9.9".parse().unwrap(), &mut network)
        .unwrap();

    assert_eq!(network, nothing());
}

#[test]
fn files_that_are_no_databases_or_useless_ones_are_refused_with_a_sentence() {
    let cut = {
        let whole = writer::MmdbWriter::new("GeoLite2-City", EPOCH)
            .put("1.2.3.0", 24, &json!({"a": 1}))
            .finish();
        whole[..whole.len() / 2].to_vec()
    };
    for bytes in [Vec::new(), b"hello".to_vec(), cut] {
        let why = Database::open(Bytes::Held(Arc::new(bytes))).unwrap_err();
        assert!(why.starts_with("this is no database"), "{why}");
    }
    let useless = writer::MmdbWriter::new("GeoIP2-User-Count", EPOCH).finish();
    let why = Database::open(Bytes::Held(Arc::new(useless))).unwrap_err();
    assert_eq!(why, "GeoIP2-User-Count holds nothing that a check asks for");
    let unnamed = writer::MmdbWriter::new("", EPOCH).finish();
    assert!(Database::open(Bytes::Held(Arc::new(unnamed))).is_err());
}

/// `MaxMind`'s own test databases are not in this repository; where they lie beside it, they count.
#[test]
fn the_makers_own_test_databases_answer_as_their_page_says() {
    let Some(folder) = std::env::var_os("UNHOLD_MAXMIND_TEST") else {
        eprintln!("skipped: UNHOLD_MAXMIND_TEST names no folder with MaxMind's test databases");
        return;
    };
    let open = |name: &str| Database::open(Bytes::map(&Path::new(&folder).join(name))?);
    let ask = |name: &str, address: &str| {
        let mut network = nothing();
        open(name)?.add_to(address.parse().unwrap(), &mut network)?;
        Ok::<_, String>(network)
    };
    let milton = ask("GeoIP2-City-Test.mmdb", "216.160.83.57").unwrap();
    assert_eq!(milton.city.as_deref(), Some("Milton"));
    assert_eq!(milton.region.as_deref(), Some("WA"));
    assert_eq!(ask("GeoLite2-ASN-Test.mmdb", "1.128.0.1").unwrap().asn, Some(1221));
    let anonymous = |address| ask("GeoIP2-Anonymous-IP-Test.mmdb", address).unwrap().kind;
    assert_eq!(anonymous("81.2.69.142"), NetworkKind::Tor);
    assert_eq!(anonymous("6.1.0.1"), NetworkKind::Vpn);
    assert_eq!(anonymous("6.1.0.2"), NetworkKind::Hosting);
    assert_eq!(anonymous("6.1.0.4"), NetworkKind::Proxy);
    assert_eq!(anonymous("216.160.83.57"), NetworkKind::Unlisted);
    let cellular = ask("GeoIP2-Connection-Type-Test.mmdb", "149.101.100.1").unwrap();
    assert_eq!(cellular.kind, NetworkKind::Mobile);
    let country = ask("GeoIP2-City-Test.mmdb", "149.101.100.1").unwrap();
    assert_eq!((country.precision, country.radius_km), (Some(Precision::Country), Some(1440.0)));
    let broken = ask("GeoIP2-City-Test-Broken-Double-Format.mmdb", "81.2.69.142").unwrap_err();
    assert!(broken.contains("cannot be read"), "{broken}");
    assert!(open("bad-invalid-string-length.mmdb").is_err());
}
