//! Lists written from general knowledge, by people who had not seen the tables.

use unhold::domain::{NetworkKind, Place, Places, Point, Precision, Wanted};
use unhold::places::{Sources, open};

fn rows(list: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    list.lines().skip(1).map(|line| line.split('\t').collect())
}

fn kilometres(place: &Place, row: &[&str]) -> f64 {
    let there = Point { lat: row[2].parse().unwrap(), lon: row[3].parse().unwrap() };
    place.point.to(there).kilometres
}

#[test]
fn known_addresses_lie_in_their_countries_and_are_of_their_kind() {
    let tables = open(&Sources::default());
    let (mut countries, mut kinds, mut systems) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows(include_str!("known/ips.tsv")) {
        let network = tables.network(row[0].parse().unwrap()).unwrap();
        let country = network.country.clone().unwrap_or_default();
        if !row[1].split('|').any(|known| known == country) {
            countries.push(format!("{} lies in {country}, not {}", row[0], row[1]));
        }
        let system = network.asn.unwrap_or_default().to_string();
        if !row[2].split('|').any(|known| known == system) {
            systems.push(format!("{} belongs to AS{system}, not AS{}", row[0], row[2]));
        }
        let is_hidden =
            matches!(network.kind, NetworkKind::Hosting | NetworkKind::Vpn | NetworkKind::Tor);
        if is_hidden != matches!(row[4], "hosting" | "vpn" | "tor") {
            kinds.push(format!("{} is {:?}, not {}", row[0], network.kind, row[4]));
        }
    }
    assert!(countries.len() <= 1, "{countries:#?}");
    assert!(kinds.len() <= 1, "{kinds:#?}");
    assert!(systems.len() <= 1, "{systems:#?}");
}

#[test]
fn known_postal_codes_are_found_as_near_as_is_claimed() {
    let tables = open(&Sources::default());
    let (mut far, mut too_sure) = (Vec::new(), Vec::new());
    for row in rows(include_str!("known/postal.tsv")) {
        let wanted = Wanted { country: row[0], postal_code: row[1], ..Wanted::default() };
        let place = tables.locate(&wanted).unwrap();
        let apart = kilometres(&place, &row);
        if apart > 10.0 {
            far.push(format!("{} {}: {apart:.1} km, {place:?}", row[0], row[1]));
        }
        // Nine of ten lie within the radius, so one may lie a little outside.
        if apart > place.radius_km.max(2.0) * 2.0 {
            too_sure.push(format!("{} {}: {apart:.1} km, {place:?}", row[0], row[1]));
        }
    }
    assert!(far.len() <= 1, "{far:#?}");
    assert_eq!(too_sure, Vec::<String>::new());
}

#[test]
fn known_towns_are_found_however_they_are_written() {
    let tables = open(&Sources::default());
    let mut far = Vec::new();
    for row in rows(include_str!("known/cities.tsv")) {
        let wanted = Wanted { country: row[0], city: row[1], ..Wanted::default() };
        let place = tables.locate(&wanted).unwrap();
        let apart = kilometres(&place, &row);
        if apart > 25.0 || place.precision != Precision::City {
            far.push(format!("{} {}: {apart:.1} km, {place:?}", row[0], row[1]));
        }
    }
    assert_eq!(far, Vec::<String>::new());
}

#[test]
fn the_tables_are_what_their_heads_say() {
    let tables = open(&Sources::default());

    assert_eq!(tables.status().len(), 3);
    assert_eq!(tables.check(), Ok(()));
}
