//! Writes tables of postal codes.

use std::collections::BTreeMap;

use super::bits::{BitWriter, best_group};
use super::ranges::numbered;
use crate::domain::Point;
use crate::places::bits::width_of;
use crate::places::codes::{BLOCK, COUNT, LAT, LON, NAME, RADII, REGION, STEPS, WIDTH, base, key};

/// A postal code and what is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// Capital letters and digits only.
    pub code: String,
    /// Its middle.
    pub point: Point,
    /// Number of its region.
    pub region: u32,
    /// Number of its town's name.
    pub name: u32,
}

/// The codes of all countries in three parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PackedCodes {
    /// A row a country.
    pub countries: Vec<u8>,
    /// A row a block.
    pub index: Vec<u8>,
    /// The blocks.
    pub blocks: Vec<u8>,
}

/// Packs country after country.
#[derive(Debug, Default)]
pub struct CodesWriter {
    packed: PackedCodes,
    blocks: u32,
    next_name: u32,
}

impl CodesWriter {
    /// Adds a country. Names are packed best when they are numbered in the order of codes.
    pub fn add(&mut self, country: [u8; 2], codes: &[Code]) {
        let letters =
            codes.iter().any(|code| code.code.bytes().any(|sign| sign.is_ascii_uppercase()));
        let length = codes.iter().map(|code| code.code.len()).max().unwrap_or(0) as u32;
        let mut rows: Vec<(u64, &Code)> = codes
            .iter()
            .map(|code| {
                (key(&code.code, letters, length).expect("a code of letters and digits"), code)
            })
            .collect();
        rows.sort_by_key(|(key, _)| *key);
        let first = self.blocks;
        for block in rows.chunks(BLOCK) {
            self.packed.index.extend_from_slice(&block[0].0.to_le_bytes());
            let place = super::size(self.packed.blocks.len());
            self.packed.index.extend_from_slice(&place.to_le_bytes());
            let packed = self.block(block);
            self.packed.blocks.extend(packed);
            self.blocks += 1;
        }
        let row = &mut self.packed.countries;
        row.extend_from_slice(&country);
        row.extend([u8::from(letters), length as u8]);
        row.extend_from_slice(&first.to_le_bytes());
        row.extend_from_slice(&(self.blocks - first).to_le_bytes());
        for radius in radii(&rows, base(letters), length as usize) {
            row.extend_from_slice(&((radius * 10.0).ceil().min(65_535.0) as u16).to_le_bytes());
        }
    }

    /// All of it.
    pub fn finish(self) -> PackedCodes {
        self.packed
    }

    fn block(&mut self, block: &[(u64, &Code)]) -> Vec<u8> {
        let mut bits = BitWriter::default();
        let steps = block.windows(2).map(|two| two[1].0 - two[0].0);
        let group = best_group(&steps);
        bits.put(block.len() as u64 - 1, COUNT);
        bits.put(group.into(), WIDTH);
        steps.for_each(|step| bits.put_grouped(step, group));
        put_points(&mut bits, block);
        let regions = numbered(block.iter().map(|(_, code)| code.region));
        bits.put(regions.len() as u64 - 1, COUNT);
        for region in regions.keys() {
            bits.put((*region).into(), REGION);
        }
        put_choices(&mut bits, block.iter().map(|(_, code)| regions[&code.region]), regions.len());
        self.put_names(&mut bits, block);
        bits.finish()
    }

    fn put_names(&mut self, bits: &mut BitWriter, block: &[(u64, &Code)]) {
        let mut order: Vec<u32> = Vec::new();
        for (_, code) in block {
            if !order.contains(&code.name) {
                order.push(code.name);
            }
        }
        bits.put(order.len() as u64 - 1, COUNT);
        bits.put(self.next_name.into(), NAME);
        for name in &order {
            let is_next = *name == self.next_name;
            bits.put(is_next.into(), 1);
            if is_next {
                self.next_name += 1;
            } else {
                bits.put((*name).into(), NAME);
            }
        }
        let place = |name| order.iter().position(|other| *other == name).unwrap_or(0) as u64;
        put_choices(bits, block.iter().map(|(_, code)| place(code.name)), order.len());
    }
}

fn put_points(bits: &mut BitWriter, block: &[(u64, &Code)]) {
    let steps: Vec<(u64, u64)> = block.iter().map(|(_, code)| in_steps(code.point)).collect();
    let mut points = numbered(steps.iter().copied());
    if points.len() * 4 > block.len() * 3 {
        points.clear();
    }
    let list: Vec<(u64, u64)> =
        if points.is_empty() { steps.clone() } else { points.keys().copied().collect() };
    let least = |of: fn(&(u64, u64)) -> u64| list.iter().map(of).min().unwrap_or(0);
    let most = |of: fn(&(u64, u64)) -> u64| list.iter().map(of).max().unwrap_or(0);
    let (south, west) = (least(|p| p.0), least(|p| p.1));
    let width = |range: u64| u64::BITS - range.leading_zeros();
    let (high, wide) = (width(most(|p| p.0) - south), width(most(|p| p.1) - west));
    bits.put(list.len() as u64 - 1, COUNT);
    bits.put(south, LAT);
    bits.put(west, LON);
    bits.put(high.into(), WIDTH);
    bits.put(wide.into(), WIDTH);
    for (lat, lon) in &list {
        bits.put(lat - south, high);
        bits.put(lon - west, wide);
    }
    if list.len() < block.len() {
        put_choices(bits, steps.iter().map(|step| points[step]), list.len());
    }
}

fn put_choices(bits: &mut BitWriter, choices: impl Iterator<Item = u64>, count: usize) {
    choices.for_each(|choice| bits.put(choice, width_of(count)));
}

fn in_steps(point: Point) -> (u64, u64) {
    let steps = |degrees: f64| (degrees * STEPS).round() as u64;
    (steps(point.lat + 90.0), steps(point.lon + 180.0))
}

/// How far nine of ten codes lie from the neighbour with which they have so many signs in
/// common, by that number. Where few do, a shorter beginning speaks for them.
fn radii(rows: &[(u64, &Code)], base: u64, length: usize) -> [f64; RADII] {
    let mut by_common: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (place, (key, code)) in rows.iter().enumerate() {
        let near = [place.checked_sub(1), Some(place + 1)];
        let near = near.into_iter().flatten().filter_map(|place| rows.get(place));
        let best = near.max_by_key(|(other, _)| common(*key, *other, base, length));
        if let Some((other, neighbour)) = best {
            let apart = code.point.to(neighbour.point).kilometres;
            by_common.entry(common(*key, *other, base, length)).or_default().push(apart);
        }
    }
    let mut radii = [0.0; RADII];
    let mut last = 500.0;
    for (common, radius) in radii.iter_mut().enumerate() {
        if let Some(apart) = by_common.get_mut(&common).filter(|apart| apart.len() >= 20) {
            apart.sort_by(f64::total_cmp);
            last = apart[apart.len() * 9 / 10].clamp(2.0, last);
        }
        *radius = last;
    }
    radii
}

fn common(one: u64, other: u64, base: u64, length: usize) -> usize {
    let (mut one, mut other, mut common) = (one, other, length);
    while one != other {
        one /= base;
        other /= base;
        common -= 1;
    }
    common
}
