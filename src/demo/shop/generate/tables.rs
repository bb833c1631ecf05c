//! Reads the tables of `assets/demo`.

use super::catalogue::{
    Catalogue, Country, NameList, Network, NetworkKind, PostalCode, Product, Town,
};
use crate::demo::shop::{Currency, Text};

const PLACES: &str = include_str!("../../../../assets/demo/places.tsv");
const NETWORKS: &str = include_str!("../../../../assets/demo/networks.tsv");
const COUNTRIES: &str = include_str!("../../../../assets/demo/countries.tsv");
const NAMES: &str = include_str!("../../../../assets/demo/names.tsv");
const PRODUCTS: &str = include_str!("../../../../assets/demo/products.tsv");

/// Reads all tables; a row that cannot be read is left out, which a test forbids.
pub(super) fn parse() -> Catalogue {
    let names: Vec<NameList> = rows(NAMES).filter_map(|row| name_list(&row)).collect();
    let mut countries: Vec<Country> =
        rows(COUNTRIES).filter_map(|row| country(&row, &names)).collect();
    let mut towns: Vec<Town> = rows(PLACES).filter_map(|row| town(&row, &countries)).collect();
    for (index, town) in towns.iter().enumerate() {
        if let Some(country) = countries.get_mut(town.country) {
            country.towns.push(index);
        }
    }
    let networks: Vec<Network> =
        rows(NETWORKS).filter_map(|row| network(&row, &countries)).collect();
    for (index, network) in networks.iter().enumerate() {
        if let Some(town) = network.town.and_then(|town| towns.get_mut(town)) {
            town.homes.push(index);
        }
        let country = countries.iter_mut().find(|c| c.code.as_str() == network.country);
        if let (NetworkKind::Mobile, Some(country)) = (network.kind, country) {
            country.mobile_networks.push(index);
        }
    }
    let products = rows(PRODUCTS).filter_map(|row| product(&row)).collect();
    Catalogue { countries, towns, networks, names, products }
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split('\t').collect())
}

fn list(field: &'static str) -> Vec<&'static str> {
    field.split('|').filter(|part| !part.is_empty()).collect()
}

fn texts(field: &'static str) -> Vec<Text> {
    list(field).into_iter().map(Text::from).collect()
}

fn name_list(row: &[&'static str]) -> Option<NameList> {
    let [key, given, family] = row else {
        return None;
    };
    Some(NameList { key, given: texts(given), family: texts(family) })
}

fn country(row: &[&'static str], names: &[NameList]) -> Option<Country> {
    let [code, name, share, currency, locale, lists, mobile, mails, streets] = row else {
        return None;
    };
    let weight = |part: &str| {
        let (key, weight) = part.split_once(':')?;
        let place = names.iter().position(|list| list.key == key)?;
        Some((place, weight.parse().ok()?))
    };
    Some(Country {
        code: (*code).into(),
        name: (*name).into(),
        share: share.parse().ok()?,
        currency: money(currency)?,
        locale: (*locale).into(),
        lists: lists.split(',').map(weight).collect::<Option<_>>()?,
        mobile,
        mails: list(mails),
        streets: list(streets),
        towns: Vec::new(),
        mobile_networks: Vec::new(),
    })
}

fn money(code: &str) -> Option<Currency> {
    use Currency::{Aud, Cad, Eur, Gbp, Jpy, Kwd, Sek, Usd};
    [Aud, Cad, Eur, Gbp, Jpy, Kwd, Sek, Usd].into_iter().find(|currency| currency.code() == code)
}

fn town(row: &[&'static str], countries: &[Country]) -> Option<Town> {
    let [country, name, province, code, lat, lon, areas, codes] = row else {
        return None;
    };
    let text = |field: &str| Some(field).filter(|field| !field.is_empty()).map(Text::from);
    Some(Town {
        country: countries.iter().position(|c| c.code.as_str() == *country)?,
        name: (*name).into(),
        province: text(province),
        province_code: text(code),
        point: point(lat, lon)?,
        areas: areas.split(',').collect(),
        codes: list(codes).into_iter().map(postal_code).collect::<Option<_>>()?,
        homes: Vec::new(),
    })
}

fn postal_code(field: &'static str) -> Option<PostalCode> {
    let mut parts = field.split('@');
    let (code, lat, lon) = (parts.next()?, parts.next()?, parts.next()?);
    Some(PostalCode { code, point: point(lat, lon)? })
}

fn network(row: &[&'static str], countries: &[Country]) -> Option<Network> {
    let [kind, town, first, size, _asn, country, region, city, lat, lon] = row else {
        return None;
    };
    let name = countries.iter().find(|c| c.code.as_str() == *country);
    let name = name.map_or(*country, |country| country.name.as_str());
    let place = if region == city {
        format!("{city}, {name}")
    } else {
        format!("{city}, {region}, {name}")
    };
    Some(Network {
        kind: network_kind(kind)?,
        town: town.parse().ok(),
        first: first.parse().ok()?,
        size: size.parse().ok()?,
        country,
        point: point(lat, lon)?,
        sentence: format!("Location of IP address used to place the order is {place}").into(),
    })
}

fn network_kind(word: &str) -> Option<NetworkKind> {
    Some(match word {
        "home" => NetworkKind::Home,
        "mobile" => NetworkKind::Mobile,
        "hosting" => NetworkKind::Hosting,
        "vpn" => NetworkKind::Vpn,
        "relay" => NetworkKind::Relay,
        "tor" => NetworkKind::Tor,
        _ => return None,
    })
}

fn product(row: &[&'static str]) -> Option<Product> {
    let [sku, title, variant, cents, bottles, share] = row else {
        return None;
    };
    Some(Product {
        sku: (*sku).into(),
        title: (*title).into(),
        variant: (*variant).into(),
        cents: cents.parse().ok()?,
        bottles: bottles.parse().ok()?,
        share: share.parse().ok()?,
    })
}

/// Latitude and longitude in ten-thousandths of a degree.
fn point(lat: &str, lon: &str) -> Option<(i32, i32)> {
    #[expect(clippy::cast_possible_truncation, reason = "degrees times 10,000 fit by far")]
    let scaled =
        |field: &str| field.parse::<f64>().ok().map(|degrees| (degrees * 10_000.0).round() as i32);
    Some((scaled(lat)?, scaled(lon)?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::super::catalogue::catalogue;
    use super::super::origin::kilometres;
    use super::*;

    #[test]
    fn every_row_of_every_table_is_read() {
        let tables = catalogue();
        let count = |table: &'static str| rows(table).count();

        assert_eq!(tables.countries.len(), count(COUNTRIES));
        assert_eq!(tables.towns.len(), count(PLACES));
        assert_eq!(tables.networks.len(), count(NETWORKS));
        assert_eq!(tables.names.len(), count(NAMES));
        assert_eq!(tables.products.len(), count(PRODUCTS));
    }

    #[test]
    fn every_country_has_towns_and_names_and_every_town_a_network() {
        let tables = catalogue();

        assert!(tables.countries.len() >= 12);
        for country in &tables.countries {
            assert!(!country.towns.is_empty() && !country.lists.is_empty(), "{}", country.name);
            assert!(country.mails.len() > 3 && country.streets.len() > 3, "{}", country.name);
        }
        for town in &tables.towns {
            assert!(!town.homes.is_empty(), "{}", town.name);
            let country = &tables.countries[town.country];
            assert!(!town.codes.is_empty() || country.code.as_str() == "KW", "{}", town.name);
        }
    }

    #[test]
    fn homes_lie_near_their_town_and_codes_too() {
        let tables = catalogue();

        for town in &tables.towns {
            for code in &town.codes {
                assert!(kilometres(code.point, town.point) <= 25, "{} {}", town.name, code.code);
            }
            for home in &town.homes {
                let network = &tables.networks[*home];
                assert!(
                    kilometres(network.point, town.point) <= 25,
                    "{} {}",
                    town.name,
                    network.first
                );
            }
        }
    }
}
