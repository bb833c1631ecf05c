//! The table of places: countries, regions, towns, postal codes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use unhold::domain::Point;
use unhold::places::build::{Code, CodesWriter, Pool, TableWriter, pack_fingers, pack_strings};
use unhold::places::{Kind, Named, TownRow, finger, fold, spelled_out};

use crate::countries;
use crate::input::{Head, List, country, point};
use crate::regions::Regions;

/// The day of `GeoNames`' postal codes, the oldest list of this table.
const DAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 12, 30).unwrap();
/// Great Britain's sectors have a table of their own.
const SECTORS: [u8; 2] = *b"gs";

/// A code, its middle, the numbers of its region, the name of its town.
type PostalRow = (String, Point, u32, String);

struct Town {
    country: [u8; 2],
    region: usize,
    name: String,
    point: Point,
    people: f64,
    alternates: String,
}

pub fn table(from: &Path) -> TableWriter {
    let mut regions = Regions::read(from);
    let towns = towns(from, &mut regions);
    let mut by_country: BTreeMap<[u8; 2], Vec<(Point, f64)>> = BTreeMap::new();
    for town in &towns {
        by_country.entry(town.country).or_default().push((town.point, town.people));
    }
    let countries = countries::read(from, &by_country);
    let mut pool = Pool::default();
    let codes = codes(from, &mut regions, &mut pool);
    let mut fingers = countries.fingers;
    fingers.extend(region_fingers(&regions));
    fingers.extend(town_fingers(&towns));
    let names: Vec<&str> = towns.iter().map(|town| town.name.as_str()).collect();
    let rows = towns.iter().flat_map(|town| {
        TownRow { region: town.region, point: town.point, reach: reach(town.people) }.pack()
    });
    TableWriter::new(Kind::Places, DAY)
        .part(*b"CTRY", countries.rows)
        .part(*b"CNAM", countries.names)
        .part(*b"REGN", regions.rows())
        .part(*b"RNAM", regions.names())
        .part(*b"TOWN", rows.collect())
        .part(*b"TNAM", pack_strings(&names))
        .part(*b"FING", pack_fingers(fingers))
        .part(*b"PCTR", codes.0)
        .part(*b"PCIX", codes.1)
        .part(*b"PCBL", codes.2)
        .part(*b"PNAM", pool.pack())
}

/// In half kilometres: a town grows as the root of its people.
fn reach(people: f64) -> u8 {
    (people.sqrt() / 50.0).round().clamp(4.0, 63.0) as u8
}

/// Towns with the most people first.
fn towns(from: &Path, regions: &mut Regions) -> Vec<Town> {
    let list = List::read(&from.join("geo/cities.tsv.zst"), Head::Named);
    let mut towns: Vec<Town> = Vec::new();
    for row in list.rows() {
        let at = country(row[0]);
        let point = point(row[3], row[4]);
        let people = row[5].parse::<f64>().unwrap_or(0.0).max(100.0);
        let region =
            regions.of_town(at, row[1]).unwrap_or_else(|| regions.of_code(at, "", row[1], point));
        regions.list[region].people.push((point, people));
        let (name, alternates) = (row[2].to_owned(), row[6].to_owned());
        towns.push(Town { country: at, region, name, point, people, alternates });
    }
    towns.sort_by(|a, b| {
        b.people.total_cmp(&a.people).then(a.country.cmp(&b.country)).then(a.name.cmp(&b.name))
    });
    towns
}

/// A town's own name goes before another one's by-name.
fn town_fingers(towns: &[Town]) -> Vec<(u64, u32)> {
    let mut seen: BTreeSet<(u64, u32)> = BTreeSet::new();
    let mut entries = Vec::new();
    let mut put = |town: &Town, number: u32, folded: &str| {
        let key = finger(Named::Town, town.country, folded);
        if !folded.is_empty() && seen.insert((key, number)) {
            entries.push((town.people, key, number));
        }
    };
    for (number, town) in (0..).zip(towns) {
        put(town, number, &fold(&town.name));
        put(town, number, &spelled_out(&town.name));
        for other in town.alternates.split('|') {
            put(town, number, &fold(other));
        }
        let whole = fold(&town.name);
        if let Some(short) = whole.strip_suffix(" city").filter(|short| short.len() > 3) {
            put(town, number, short);
        }
    }
    entries.into_iter().map(|(_, key, number)| (key, number)).collect()
}

fn region_fingers(regions: &Regions) -> Vec<(u64, u32)> {
    let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
    for place in 0..3 {
        for (number, region) in (0..).zip(&regions.list) {
            let Some(name) = region.names.get(place).filter(|name| !name.is_empty()) else {
                continue;
            };
            for folded in [fold(name), spelled_out(name)] {
                if !folded.is_empty() && !folded.bytes().all(|sign| sign.is_ascii_digit()) {
                    seen.entry(finger(Named::Region, region.country, &folded)).or_insert(number);
                }
            }
        }
    }
    seen.into_iter().collect()
}

fn codes(from: &Path, regions: &mut Regions, names: &mut Pool) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let list = List::read(&from.join("geo/postal.tsv.zst"), Head::Named);
    let mut by_country: BTreeMap<[u8; 2], Vec<PostalRow>> = BTreeMap::new();
    for row in list.rows() {
        let (at, point) = (country(row[0]), point(row[2], row[3]));
        let region = regions.of_code(at, row[4], row[5], point);
        by_country.entry(at).or_default().push((
            row[1].to_owned(),
            point,
            region as u32,
            row[6].to_owned(),
        ));
    }
    let sectors = sectors(from, &by_country[b"GB"]);
    by_country.insert(SECTORS, sectors);
    let mut writer = CodesWriter::default();
    for (at, mut rows) in by_country {
        // Numbered in the order of codes, names are mostly the next one.
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let codes: Vec<Code> = rows
            .into_iter()
            .map(|(code, point, region, name)| Code {
                code,
                point,
                region,
                name: names.number(&name),
            })
            .collect();
        writer.add(at, &codes);
    }
    let packed = writer.finish();
    (packed.countries, packed.index, packed.blocks)
}

/// A sector takes region and name of its outward code.
fn sectors(from: &Path, outward: &[PostalRow]) -> Vec<PostalRow> {
    let known: BTreeMap<&str, (u32, &str)> = outward
        .iter()
        .map(|(code, _, region, name)| (code.as_str(), (*region, name.as_str())))
        .collect();
    let list = List::read(&from.join("geo/postal-gb-sectors.tsv.zst"), Head::None);
    let row = |row: Vec<&str>| {
        let (front, _) = row[0].split_at(row[0].len() - 1);
        let (region, name) = known.get(front).copied().unwrap_or((outward[0].2, ""));
        (row[0].to_owned(), point(row[1], row[2]), region, name.to_owned())
    };
    list.rows().map(row).collect()
}
