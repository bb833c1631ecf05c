//! The regions of the world under their several names.

use std::collections::BTreeMap;
use std::path::Path;

use unhold::domain::Point;
use unhold::places::build::pack_strings;
use unhold::places::{RegionRow, fold};

use crate::input::{Head, List, country, point, radius};

/// Two lists mean one region when their middles lie nearer than this.
const SAME_MIDDLE_KM: f64 = 30.0;

/// A region.
#[derive(Clone)]
pub struct Region {
    pub country: [u8; 2],
    pub point: Point,
    /// As the stores write it: a code of letters, else its name.
    pub shown: String,
    /// All names by which people may call it.
    pub names: Vec<String>,
    pub people: Vec<(Point, f64)>,
}

/// Regions, found by any list's way to name them.
#[derive(Default)]
pub struct Regions {
    pub list: Vec<Region>,
    /// By the towns' code.
    by_town_code: BTreeMap<([u8; 2], String), usize>,
    /// By the postal codes' code.
    by_code: BTreeMap<([u8; 2], String), usize>,
    by_name: BTreeMap<([u8; 2], String), usize>,
    by_network: BTreeMap<([u8; 2], String), usize>,
}

impl Regions {
    pub fn read(from: &Path) -> Self {
        let mut regions = Self::default();
        for row in joined(&List::read(&from.join("geo/admin1.tsv"), Head::Named)) {
            let at = country(row[0]);
            let number = regions.list.len();
            regions.by_town_code.insert((at, row[1].to_owned()), number);
            if !row[2].is_empty() {
                regions.by_code.entry((at, row[2].to_owned())).or_insert(number);
            }
            regions.by_name.entry((at, fold(row[3]))).or_insert(number);
            if !row[4].is_empty() {
                regions.by_network.entry((at, fold(row[4]))).or_insert(number);
            }
            regions.list.push(Region {
                country: at,
                point: point(row[5], row[6]),
                shown: shown(row[2], row[3]),
                names: vec![row[3].to_owned(), row[2].to_owned(), row[4].to_owned()],
                people: Vec::new(),
            });
        }
        regions
    }

    pub fn of_town(&self, country: [u8; 2], code: &str) -> Option<usize> {
        self.by_town_code.get(&(country, code.to_owned())).copied()
    }

    /// The region of a postal code; a new one when no list of towns has it.
    pub fn of_code(&mut self, country: [u8; 2], code: &str, name: &str, at: Point) -> usize {
        let folded = (country, fold(name));
        let by_code = self.by_code.get(&(country, code.to_owned())).filter(|_| !code.is_empty());
        // A code of letters is surer than a name, a name than a code of digits.
        let lettered = by_code.filter(|_| code.bytes().any(|sign| sign.is_ascii_alphabetic()));
        let found = lettered
            .or_else(|| self.by_name.get(&folded))
            .or_else(|| self.by_network.get(&folded))
            .or(by_code);
        if let Some(number) = found {
            return *number;
        }
        let number = self.list.len();
        self.by_name.insert(folded, number);
        self.list.push(Region {
            country,
            point: at,
            shown: shown(code, name),
            names: vec![name.to_owned(), code.to_owned()],
            people: Vec::new(),
        });
        number
    }

    /// The region that the list of networks names so; under a name that no other list has,
    /// the one around whose middle it lies.
    pub fn of_network(&self, country: [u8; 2], name: &str, middle: Point) -> Option<&Region> {
        let folded = (country, fold(name));
        let number = self.by_name.get(&folded).or_else(|| self.by_network.get(&folded));
        if let Some(number) = number {
            return self.list.get(*number);
        }
        let near = self.list.iter().filter(|region| region.country == country);
        let near = near.map(|region| (region.point.to(middle).kilometres, region));
        let (apart, nearest) = near.min_by(|a, b| a.0.total_cmp(&b.0))?;
        (apart < SAME_MIDDLE_KM).then_some(nearest)
    }

    pub fn rows(&self) -> Vec<u8> {
        self.list.iter().flat_map(|region| region.row().pack()).collect()
    }

    pub fn names(&self) -> Vec<u8> {
        pack_strings(&self.list.iter().map(|region| region.shown.as_str()).collect::<Vec<_>>())
    }
}

/// The list, without what its joining got wrong: where two regions were given one name and
/// code, these belong to the one that others call so too, and the other keeps its own name.
fn joined(list: &List) -> Vec<Vec<&str>> {
    let mut rows: Vec<Vec<&str>> = list.rows().collect();
    let mut owners: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        let agreed = fold(row[3]) == fold(row[4]);
        let owner = owners.entry((row[0], row[3])).or_insert(number);
        if agreed {
            *owner = number;
        }
    }
    for (number, row) in rows.iter_mut().enumerate() {
        if owners.get(&(row[0], row[3])) != Some(&number) && !row[4].is_empty() {
            (row[2], row[3]) = ("", row[4]);
        }
        // No list has the letter of the city of Buenos Aires, and every letter has it.
        if (row[0], row[1]) == ("AR", "07") {
            (row[2], row[3]) = ("C", "Ciudad Autónoma de Buenos Aires");
        }
    }
    rows
}

impl Region {
    pub fn row(&self) -> RegionRow {
        let radius_km = radius(self.point, &self.people);
        let radius_km = if self.people.is_empty() { 150 } else { radius_km };
        RegionRow { country: self.country, point: self.point, radius_km }
    }
}

/// Stores write regions as codes where these have letters (`CA`, `NSW`).
fn shown(code: &str, name: &str) -> String {
    let is_code =
        (2..=3).contains(&code.len()) && code.bytes().all(|sign| sign.is_ascii_uppercase());
    if is_code || name.is_empty() { code.to_owned() } else { name.to_owned() }
}
