//! The table of networks: places, companies and kinds of address ranges.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;

use chrono::NaiveDate;
use unhold::domain::{NetworkKind, Point};
use unhold::places::build::{Narrow, PackedRanges, Pool, TableWriter, pack_ranges, pack_strings};
use unhold::places::{KINDS, Kind, RegionRow, TownRow, fold};

use crate::input::{Head, List, country, point, radius};
use crate::regions::Regions;

/// The day of DB-IP's list, the oldest of this table.
const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 5).unwrap();

pub fn table(from: &Path) -> TableWriter {
    let places = Places::read(from);
    let mut table = TableWriter::new(Kind::Networks, DAY);
    let cities = starts(from, "city-v4").map(|(start, id)| (start, places.town_of(id)));
    table = ranges(table, "V4", pack_ranges(cities, Narrow::Yes));
    let regions = starts(from, "city-v6").map(|(start, id)| (start, places.region_of(id)));
    table = ranges(table, "V6", pack_ranges(regions, Narrow::No));
    table = table
        .part(*b"REGN", places.region_rows.iter().flat_map(RegionRow::pack).collect())
        .part(*b"RNAM", pack_strings(&places.region_names))
        .part(*b"PLAC", places.towns.iter().flat_map(|(row, _)| row.pack()).collect())
        .part(
            *b"PNAM",
            pack_strings(&places.towns.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>()),
        );
    kinds(companies(table, from), from)
}

fn ranges(table: TableWriter, family: &str, packed: PackedRanges) -> TableWriter {
    let name = |end: &str| format!("{family}{end}").as_bytes().try_into().unwrap();
    table.part(name("IX"), packed.index).part(name("BL"), packed.blocks)
}

/// A list of starts, each written as its distance from the one before.
fn starts(from: &Path, name: &str) -> impl Iterator<Item = (u64, u32)> {
    let list = List::read(&from.join(format!("ip/{name}.tsv.zst")), Head::None);
    let mut start = 0_u64;
    let mut rows = Vec::new();
    for row in list.rows() {
        start += u64::from_str_radix(row[0], 16).unwrap();
        rows.push((start, row[1].parse().unwrap()));
    }
    rows.into_iter()
}

#[derive(Default)]
struct Places {
    towns: Vec<(TownRow, String)>,
    region_rows: Vec<RegionRow>,
    region_names: Vec<String>,
    by_id: BTreeMap<u32, u32>,
}

impl Places {
    /// Towns in the order of country, region and name: neighbours get numbers side by side.
    fn read(from: &Path) -> Self {
        let regions = Regions::read(from);
        let list = List::read(&from.join("ip/places.tsv.zst"), Head::Named);
        let mut rows: Vec<(String, String, String, Point, u32)> = list
            .rows()
            .map(|row| {
                (
                    row[1].to_owned(),
                    row[2].to_owned(),
                    row[3].to_owned(),
                    point(row[4], row[5]),
                    row[0].parse().unwrap(),
                )
            })
            .collect();
        rows.sort_by(|a, b| (&a.0, &a.1, &a.2, a.4).cmp(&(&b.0, &b.1, &b.2, b.4)));
        let mut places = Self::default();
        for group in rows.chunk_by(|a, b| (&a.0, fold(&a.1)) == (&b.0, fold(&b.1))) {
            let (code, name) = (country(&group[0].0), &group[0].1);
            let points: Vec<(Point, f64)> = group.iter().map(|row| (row.3, 1.0)).collect();
            let middle = middle(&points);
            let known = regions.of_network(code, name, middle).filter(|_| !name.is_empty());
            let middle = known.map_or(middle, |known| known.point);
            let number = places.region_rows.len();
            places.region_rows.push(RegionRow {
                country: code,
                point: middle,
                radius_km: radius(middle, &points),
            });
            places
                .region_names
                .push(known.map_or_else(|| name.clone(), |known| known.shown.clone()));
            for (_, _, town, point, id) in group {
                places.by_id.insert(*id, places.towns.len() as u32);
                places
                    .towns
                    .push((TownRow { region: number, point: *point, reach: 0 }, town.clone()));
            }
        }
        places
    }

    fn town_of(&self, id: u32) -> u32 {
        if id == 0 { 0 } else { self.by_id[&id] + 1 }
    }

    fn region_of(&self, id: u32) -> u32 {
        if id == 0 { 0 } else { self.towns[self.by_id[&id] as usize].0.region as u32 + 1 }
    }
}

/// The median of both degrees.
fn middle(points: &[(Point, f64)]) -> Point {
    let median = |of: fn(&Point) -> f64| {
        let mut all: Vec<f64> = points.iter().map(|(point, _)| of(point)).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    Point { lat: median(|point| point.lat), lon: median(|point| point.lon) }
}

fn companies(mut table: TableWriter, from: &Path) -> TableWriter {
    let names = List::read(&from.join("ip/asn-names.tsv.zst"), Head::Named);
    let names: BTreeMap<u32, &str> =
        names.rows().map(|row| (row[0].parse().unwrap(), row[1])).collect();
    let hosting = List::read(&from.join("ip/hosting-asn.tsv"), Head::Named);
    let hosting: BTreeMap<u32, NetworkKind> =
        hosting.rows().map(|row| (row[0].parse().unwrap(), company_kind(row[1]))).collect();
    let lists = [("A4", "asn-v4", Narrow::Yes), ("A6", "asn-v6", Narrow::No)];
    let lists = lists
        .map(|(family, name, narrow)| (family, narrow, starts(from, name).collect::<Vec<_>>()));
    let mut numbers: BTreeMap<u32, u32> =
        lists.iter().flat_map(|list| &list.2).map(|(_, asn)| (*asn, 0)).collect();
    numbers.remove(&0);
    numbers.values_mut().zip(1..).for_each(|(place, number)| *place = number);
    for (family, narrow, rows) in lists {
        let rows =
            rows.into_iter().map(|(start, asn)| (start, numbers.get(&asn).copied().unwrap_or(0)));
        table = ranges(table, family, pack_ranges(rows, narrow));
    }
    let kind = |asn: &u32| number_of(hosting.get(asn).copied().unwrap_or(NetworkKind::Unlisted));
    let texts: Vec<&str> =
        numbers.keys().map(|asn| names.get(asn).copied().unwrap_or_default()).collect();
    table
        .part(*b"ASNO", numbers.keys().flat_map(|asn| asn.to_le_bytes()).collect())
        .part(*b"ASNM", pack_strings(&texts))
        .part(*b"ASKD", numbers.keys().map(kind).collect())
}

/// A company that rents out computers and runs a VPN is called by the milder word.
fn company_kind(word: &str) -> NetworkKind {
    if word == "vpn" { NetworkKind::Vpn } else { NetworkKind::Hosting }
}

fn number_of(kind: NetworkKind) -> u8 {
    KINDS.iter().position(|other| *other == kind).unwrap() as u8
}

/// Later in this list wins where two lists speak of one address.
const ORDER: [&str; 5] = ["cdn", "hosting", "vpn", "relay", "tor"];

fn kinds(mut table: TableWriter, from: &Path) -> TableWriter {
    let list = List::read(&from.join("ip/net-ranges.tsv.zst"), Head::Named);
    let mut providers = Pool::default();
    let mut rows: Vec<(u8, u32)> = Vec::new();
    let mut families: [Vec<(u64, u64, u32)>; 2] = Default::default();
    for row in list.rows() {
        let rank = ORDER.iter().position(|kind| *kind == row[2]).expect("a known kind") as u8;
        let entry = (rank, providers.number(row[3]));
        let place = rows.iter().position(|other| *other == entry).unwrap_or_else(|| {
            rows.push(entry);
            rows.len() - 1
        });
        let [first, end]: [IpAddr; 2] = [row[0], row[1]].map(|address| address.parse().unwrap());
        families[usize::from(first.is_ipv6())].push((key(first), key(end) + 1, place as u32 + 1));
    }
    let [four, six] = families;
    table = ranges(table, "K4", pack_ranges(strongest(&four, &rows), Narrow::Yes));
    table = ranges(table, "K6", pack_ranges(strongest(&six, &rows), Narrow::No));
    let kind = |rank: &u8| match ORDER[usize::from(*rank)] {
        "cdn" => NetworkKind::Cdn,
        "hosting" => NetworkKind::Hosting,
        "vpn" => NetworkKind::Vpn,
        "relay" => NetworkKind::Relay,
        _ => NetworkKind::Tor,
    };
    table.part(*b"KIND", rows.iter().map(|(rank, _)| number_of(kind(rank))).collect()).part(
        *b"KPRV",
        pack_strings(&rows.iter().map(|(_, number)| providers.text(*number)).collect::<Vec<_>>()),
    )
}

/// Overlapping ranges side by side; the strongest kind counts.
fn strongest(ranges: &[(u64, u64, u32)], rows: &[(u8, u32)]) -> Vec<(u64, u32)> {
    let mut events: Vec<(u64, bool, u32)> = Vec::new();
    for (first, end, value) in ranges {
        events.push((*first, true, *value));
        events.push((*end, false, *value));
    }
    events.sort_unstable();
    let mut open: BTreeMap<(u8, u32), usize> = BTreeMap::new();
    let mut starts: Vec<(u64, u32)> = Vec::new();
    for at in events.chunk_by(|a, b| a.0 == b.0) {
        for (_, begins, value) in at {
            let key = (rows[*value as usize - 1].0, *value);
            let count = open.entry(key).or_default();
            if *begins { *count += 1 } else { *count = count.wrapping_sub(1) }
        }
        open.retain(|_, count| *count != 0);
        starts.push((at[0].0, open.last_key_value().map_or(0, |((_, value), _)| *value)));
    }
    starts
}

fn key(address: IpAddr) -> u64 {
    match address {
        IpAddr::V4(four) => u64::from(u32::from(four)),
        IpAddr::V6(six) => (u128::from(six) >> 64) as u64,
    }
}
