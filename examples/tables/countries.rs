//! Countries and the ways to write them.

use std::collections::BTreeMap;
use std::path::Path;

use unhold::domain::Point;
use unhold::places::build::pack_strings;
use unhold::places::{Named, RegionRow, finger, fold};

use crate::input::{Head, List, country, point, radius};

/// Names that people use and the list does not have.
const OTHERS: &[(&str, &[&str])] = &[
    ("US", &["United States of America", "America", "USA"]),
    (
        "GB",
        &[
            "UK",
            "Great Britain",
            "England",
            "Scotland",
            "Wales",
            "Northern Ireland",
            "United Kingdom of Great Britain and Northern Ireland",
        ],
    ),
    ("NL", &["Netherlands", "The Netherlands", "Holland", "Nederland"]),
    ("DE", &["Deutschland", "Federal Republic of Germany"]),
    ("AT", &["Österreich"]),
    ("CH", &["Schweiz", "Suisse", "Svizzera"]),
    ("ES", &["España"]),
    ("IT", &["Italia"]),
    ("SE", &["Sverige"]),
    ("NO", &["Norge"]),
    ("DK", &["Danmark"]),
    ("FI", &["Suomi"]),
    ("BR", &["Brasil"]),
    ("MX", &["México"]),
    ("CZ", &["Czech Republic", "Czechia"]),
    ("KR", &["Korea", "South Korea", "Republic of Korea", "Korea, Republic of"]),
    ("KP", &["North Korea"]),
    ("RU", &["Russia", "Russian Federation"]),
    ("VN", &["Viet Nam", "Vietnam"]),
    ("TW", &["Taiwan", "Taiwan, Province of China"]),
    ("HK", &["Hong Kong SAR", "Hong Kong SAR China"]),
    ("MO", &["Macau", "Macao", "Macao SAR China"]),
    ("TR", &["Turkey", "Türkiye", "Turkiye"]),
    ("IR", &["Iran, Islamic Republic of"]),
    ("CI", &["Cote d'Ivoire", "Ivory Coast"]),
    ("MK", &["North Macedonia", "Macedonia"]),
    ("SZ", &["Eswatini", "Swaziland"]),
    ("MM", &["Myanmar (Burma)", "Burma"]),
    ("PS", &["Palestinian Territories"]),
    ("VA", &["Vatican City", "Holy See"]),
    ("CV", &["Cape Verde", "Cabo Verde"]),
    ("CD", &["Congo - Kinshasa", "DR Congo"]),
    ("CG", &["Congo - Brazzaville", "Congo"]),
    ("AE", &["UAE"]),
    ("IE", &["Republic of Ireland", "Eire"]),
    ("BO", &["Bolivia, Plurinational State of"]),
    ("VE", &["Venezuela, Bolivarian Republic of"]),
    ("TZ", &["Tanzania, United Republic of"]),
    ("MD", &["Moldova, Republic of"]),
    ("SY", &["Syrian Arab Republic"]),
    ("LA", &["Lao People's Democratic Republic"]),
    ("BN", &["Brunei Darussalam"]),
];

/// Rows, names, and the entries by which countries are found.
pub struct Countries {
    pub rows: Vec<u8>,
    pub names: Vec<u8>,
    pub fingers: Vec<(u64, u32)>,
}

pub fn read(from: &Path, people: &BTreeMap<[u8; 2], Vec<(Point, f64)>>) -> Countries {
    let (mut rows, mut names) = (Vec::new(), Vec::new());
    let mut written: BTreeMap<String, u32> = BTreeMap::new();
    let list = List::read(&from.join("geo/countries.tsv"), Head::Named);
    for (number, row) in (0_u32..).zip(list.rows()) {
        let code = country(row[0]);
        let at =
            if row[8].is_empty() { Point { lat: 0.0, lon: 0.0 } } else { point(row[8], row[9]) };
        let radius_km = people.get(&code).map_or(200, |people| radius(at, people));
        rows.extend(code);
        rows.extend_from_slice(<&[u8; 3]>::try_from(row[1].as_bytes()).unwrap_or(b"   "));
        rows.extend(country(row[4]));
        rows.extend(RegionRow { country: code, point: at, radius_km }.pack().into_iter().skip(2));
        names.push(row[2].to_owned());
        let others =
            OTHERS.iter().filter(|(other, _)| *other == row[0]).flat_map(|(_, names)| *names);
        for name in [row[0], row[1], row[2]].iter().chain(others) {
            written.entry(fold(name)).or_insert(number);
        }
    }
    let fingers =
        written.iter().map(|(name, number)| (finger(Named::Country, [0; 2], name), *number));
    Countries { rows, names: pack_strings(&names), fingers: fingers.collect() }
}
