//! The table of places: countries, regions, towns, postal codes.

use super::codes::{Codes, Hit, Near, Record};
use super::fingers::{Fingers, Named, finger};
use super::fold::{fold, spelled_out};
use super::postal_form::{Attempt, Form, Meaning, argentine_province, attempts, kin};
use super::region::{RegionRow, TownRow, letters};
use super::strings::Strings;
use super::table::{Name, Table};
use crate::domain::{Country, Place, Point, Precision, Wanted};

/// Nine of ten addresses lie within so many kilometres of the middle of their code.
const CODE_RADIUS_KM: f64 = 5.0;
/// A Brazilian code lies behind its town's first one, and a town may be large.
const BRAZILIAN_RADIUS_KM: f64 = 30.0;
/// A beginning of fewer signs says too little.
const LEAST_COMMON: usize = 3;
/// Bytes of a country's row: two codes, continent, point, radius.
const COUNTRY_ROW: usize = 2 + 3 + 2 + 4 + 4 + 2;
/// No name belongs to more towns of one country that matter.
const MOST_TOWNS: usize = 64;

/// The table of places.
#[derive(Clone, Debug)]
pub(super) struct Gazetteer(pub(super) Table);

impl Gazetteer {
    /// Finds a place; the sentence says why not.
    pub(super) fn locate(&self, wanted: &Wanted<'_>) -> Result<Place, String> {
        if wanted.country.trim().is_empty() {
            return Err("No country is given, so the place cannot be found".to_owned());
        }
        let number = self.country_number(wanted.country).ok_or("The country is not known")?;
        let country = self.country_row(number).ok_or("The table of places is damaged")?;
        let by_code = self.by_code(country.code, wanted.postal_code);
        if let Some(place) = &by_code
            && place.precision == Precision::PostalCode
        {
            return by_code.ok_or_else(String::new);
        }
        let by_town = self.by_town(country.code, wanted);
        let found = match (by_code, by_town) {
            (Some(code), Some(town)) if town.radius_km < code.radius_km => Some(town),
            (code, town) => code.or(town),
        };
        let found = found.or_else(|| self.by_region(country.code, wanted));
        Ok(found.unwrap_or_else(|| Self::by_country(&country)))
    }

    /// A country by code or name.
    pub(super) fn country(&self, written: &str) -> Option<Country> {
        let number = self.country_number(written)?;
        let row = self.country_row(number)?;
        let name = self.text(*b"CNAM", number)?;
        Some(Country { code: letters(row.code), name, continent: letters(row.continent) })
    }

    fn text(&self, part: Name, number: usize) -> Option<String> {
        Strings::new(self.0.part(part)).get(number)
    }

    fn named(&self, kind: Named, country: [u8; 2], folded: &str) -> impl Iterator<Item = usize> {
        Fingers::new(self.0.part(*b"FING")).find(finger(kind, country, folded))
    }

    fn country_number(&self, written: &str) -> Option<usize> {
        let is_code = (2..=3).contains(&written.len());
        let folded = if is_code && written.bytes().all(|sign| sign.is_ascii_alphabetic()) {
            written.to_ascii_lowercase()
        } else {
            fold(written)
        };
        let found = self.named(Named::Country, [0; 2], &folded).next();
        // `U.S.A.` folds to single letters.
        found.or_else(|| self.named(Named::Country, [0; 2], &folded.replace(' ', "")).next())
    }

    fn country_row(&self, number: usize) -> Option<CountryRow> {
        let row = self.0.part(*b"CTRY").get(number.checked_mul(COUNTRY_ROW)?..)?;
        let [a, b, _, _, _, c, d, rest @ ..] = row.first_chunk::<COUNTRY_ROW>()?;
        let region: Vec<u8> = [*a, *b].into_iter().chain(rest.iter().copied()).collect();
        Some(CountryRow {
            code: [*a, *b],
            continent: [*c, *d],
            middle: RegionRow::read(&region, 0)?,
        })
    }

    fn codes(&self) -> Codes<'_> {
        Codes {
            countries: self.0.part(*b"PCTR"),
            index: self.0.part(*b"PCIX"),
            blocks: self.0.part(*b"PCBL"),
        }
    }

    fn form(&self, country: [u8; 2]) -> Option<Form> {
        let (letters, length) = self.codes().country(country)?.form();
        Some(Form { letters, length })
    }

    /// The whole code, the country's own part of it, a code with the same beginning.
    fn by_code(&self, country: [u8; 2], written: &str) -> Option<Place> {
        let ways = attempts(country, written, self.form(country));
        let exact = ways.iter().filter(|way| !matches!(way.meaning, Meaning::Beginning(_)));
        let found = exact.into_iter().find_map(|way| self.attempt(country, way));
        let found = found.or_else(|| {
            kin(country).iter().find_map(|&&kin| {
                let ways = attempts(kin, written, self.form(kin));
                let way = ways.iter().find(|way| way.meaning == Meaning::Whole)?;
                self.attempt(kin, way)
            })
        });
        let found = found.or_else(|| ways.iter().find_map(|way| self.attempt(country, way)));
        found.or_else(|| self.argentine(country, written))
    }

    fn attempt(&self, country: [u8; 2], way: &Attempt) -> Option<Place> {
        let codes = self.codes().country(way.table)?;
        let (hit, precision, radius_km, signs) = match way.meaning {
            Meaning::Whole => {
                let hit = codes.find(&way.code, usize::MAX, Near::Before)?;
                (hit, Precision::PostalCode, CODE_RADIUS_KM, way.code.len())
            }
            Meaning::OwnPart(radius) => {
                let hit = codes.find(&way.code, usize::MAX, Near::Before)?;
                (hit, Precision::Prefix, f64::from(radius), way.code.len())
            }
            Meaning::Beginning(Near::Before) => {
                let hit = codes.find(&way.code, 1, Near::Before)?;
                (hit, Precision::Prefix, BRAZILIAN_RADIUS_KM, way.code.len())
            }
            Meaning::Beginning(Near::Either) => {
                let hit = codes.find(&way.code, LEAST_COMMON, Near::Either)?;
                (hit, Precision::Prefix, hit.radius_km, hit.common)
            }
        };
        let matched: String = way.code.chars().take(signs).collect();
        Some(Place { precision, radius_km, ..self.coded(country, &hit, &matched) })
    }

    fn coded(&self, country: [u8; 2], hit: &Hit, matched: &str) -> Place {
        let Record { lat, lon, region, name } = hit.record;
        Place {
            point: Point { lat, lon },
            precision: Precision::PostalCode,
            radius_km: CODE_RADIUS_KM,
            matched: format!("{matched}, {}", letters(country)),
            city: self.text(*b"PNAM", name).unwrap_or_default(),
            region: self.text(*b"RNAM", region).unwrap_or_default(),
            country: letters(country),
        }
    }

    /// Buenos Aires has codes that the table does not have, but their letter is a region's.
    fn argentine(&self, country: [u8; 2], written: &str) -> Option<Place> {
        if &country != b"AR" {
            return None;
        }
        let province = argentine_province(written)?;
        self.by_region(country, &Wanted { region: &province, ..Wanted::default() })
    }

    fn by_town(&self, country: [u8; 2], wanted: &Wanted<'_>) -> Option<Place> {
        let (found, matched) = town_names(wanted.city).into_iter().find_map(|name| {
            let found = self.towns(country, &name);
            (!found.is_empty()).then_some((found, name))
        })?;
        let regions: Vec<usize> =
            self.named(Named::Region, country, &fold(wanted.region)).collect();
        let within: Vec<(usize, TownRow)> =
            found.iter().filter(|(_, town)| regions.contains(&town.region)).copied().collect();
        let candidates = if within.is_empty() { found } else { within };
        let (number, town) = *candidates.first()?;
        let region = self.text(*b"RNAM", town.region).unwrap_or_default();
        let city = self.text(*b"TNAM", number).unwrap_or(matched);
        Some(Place {
            point: town.point,
            precision: Precision::City,
            radius_km: spread(&candidates),
            matched: named_in(&[&city, &region], country),
            city,
            region,
            country: letters(country),
        })
    }

    fn towns(&self, country: [u8; 2], folded: &str) -> Vec<(usize, TownRow)> {
        let rows = self.0.part(*b"TOWN");
        let numbers = self.named(Named::Town, country, folded).take(MOST_TOWNS);
        numbers.filter_map(|number| Some((number, TownRow::read(rows, number)?))).collect()
    }

    fn by_region(&self, country: [u8; 2], wanted: &Wanted<'_>) -> Option<Place> {
        let folded = fold(wanted.region);
        if folded.is_empty() {
            return None;
        }
        let number = self.named(Named::Region, country, &folded).next()?;
        let row = RegionRow::read(self.0.part(*b"REGN"), number)?;
        let region = self.text(*b"RNAM", number).unwrap_or_default();
        Some(Place {
            point: row.point,
            precision: Precision::Region,
            radius_km: f64::from(row.radius_km),
            matched: named_in(&[&region], country),
            city: String::new(),
            region,
            country: letters(country),
        })
    }

    fn by_country(country: &CountryRow) -> Place {
        Place {
            point: country.middle.point,
            precision: Precision::Country,
            radius_km: f64::from(country.middle.radius_km),
            matched: letters(country.code),
            city: String::new(),
            region: String::new(),
            country: letters(country.code),
        }
    }
}

/// A country's row.
struct CountryRow {
    code: [u8; 2],
    continent: [u8; 2],
    middle: RegionRow,
}

fn named_in(parts: &[&str], country: [u8; 2]) -> String {
    let country = letters(country);
    let parts = parts.iter().copied().chain([country.as_str()]);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// How a town's name may stand in the table, likeliest first.
fn town_names(written: &str) -> Vec<String> {
    let before = |sign: char| written.split(sign).next().unwrap_or_default();
    let words = fold(written);
    let plain: Vec<&str> = words
        .split(' ')
        .filter(|word| *word != "cedex" && !word.contains(|sign: char| sign.is_ascii_digit()))
        .collect();
    let plain = plain.join(" ");
    let mut names =
        vec![words, spelled_out(written), fold(before(',')), fold(before('(')), fold(before('/'))];
    names.extend(plain.strip_prefix("city of ").map(str::to_owned));
    names.extend(plain.strip_suffix(" city").map(str::to_owned));
    names.push(plain);
    let mut different = Vec::new();
    for name in names {
        if !name.is_empty() && !different.contains(&name) {
            different.push(name);
        }
    }
    different
}

/// How far around the first town nine of ten people of towns with that name live.
fn spread(towns: &[(usize, TownRow)]) -> f64 {
    let Some((_, first)) = towns.first() else { return 0.0 };
    // A town reaches as far as the root of its people.
    let people = |town: &TownRow| f64::from(town.reach).powi(2);
    let all: f64 = towns.iter().map(|(_, town)| people(town)).sum();
    let mut by_distance: Vec<(f64, f64)> = towns
        .iter()
        .map(|(_, town)| {
            (first.point.to(town.point).kilometres + f64::from(town.reach) / 2.0, people(town))
        })
        .collect();
    by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut seen = 0.0;
    for (kilometres, people) in by_distance {
        seen += people;
        if seen >= all * 0.9 {
            return kilometres;
        }
    }
    f64::from(first.reach) / 2.0
}
