//! The table of telephone numbers.

use std::path::Path;

use chrono::NaiveDate;
use unhold::places::build::{Narrow, Pool, TableWriter, pack_ranges};
use unhold::places::{DIGITS, Kind};

use crate::input::{Head, List};

/// The day on which the lists were cut from libphonenumber's data, release 9.0.43.
const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();

pub fn table(from: &Path) -> TableWriter {
    let area = ranges(&List::read(&from.join("geo/phone-geo.tsv.zst"), Head::None));
    let carrier = ranges(&List::read(&from.join("geo/phone-carrier.tsv.zst"), Head::None));
    let mut table = TableWriter::new(Kind::Phones, DAY);
    for (names, part) in
        [(["GEIX", "GEBL", "GENM", "GELN"], area), (["CAIX", "CABL", "CANM", "CALN"], carrier)]
    {
        for (name, bytes) in names.into_iter().zip(part) {
            table = table.part(name.as_bytes().try_into().unwrap(), bytes);
        }
    }
    table
}

/// Index, blocks, texts and rows: a row is a text and how many digits named it.
fn ranges(list: &List) -> [Vec<u8>; 4] {
    let mut texts = Pool::default();
    let mut kinds: Vec<(u32, u8)> = Vec::new();
    let mut rows: Vec<(u64, u64, u32)> = Vec::new();
    for row in list.rows() {
        let (digits, words) = (row[0], row[1]);
        let unit = 10_u64.pow((DIGITS - digits.len()) as u32);
        let first = digits.parse::<u64>().unwrap() * unit;
        let kind = (texts.number(words), digits.len() as u8);
        let place = kinds.iter().rposition(|other| *other == kind).unwrap_or_else(|| {
            kinds.push(kind);
            kinds.len() - 1
        });
        rows.push((first, first + unit, place as u32 + 1));
    }
    let packed = pack_ranges(flat(rows), Narrow::No);
    let rows = kinds.iter().flat_map(|(text, digits)| {
        let [a, b, c, _] = text.to_le_bytes();
        [a, b, c, *digits]
    });
    [packed.index, packed.blocks, texts.pack(), rows.collect()]
}

/// Nested ranges side by side: the narrowest that covers a number counts.
pub fn flat(mut rows: Vec<(u64, u64, u32)>) -> Vec<(u64, u32)> {
    rows.sort_by_key(|(first, end, _)| (*first, std::cmp::Reverse(*end)));
    let mut starts: Vec<(u64, u32)> = Vec::new();
    let mut open: Vec<(u64, u32)> = Vec::new();
    let put = |starts: &mut Vec<(u64, u32)>, at: u64, value: u32| {
        if starts.last().is_some_and(|(last, _)| *last == at) {
            starts.pop();
        }
        starts.push((at, value));
    };
    for (first, end, value) in rows {
        while let Some((until, _)) = open.last().copied().filter(|(until, _)| *until <= first) {
            open.pop();
            put(&mut starts, until, open.last().map_or(0, |(_, outer)| *outer));
        }
        put(&mut starts, first, value);
        open.push((end, value));
    }
    while let Some((until, _)) = open.pop() {
        put(&mut starts, until, open.last().map_or(0, |(_, outer)| *outer));
    }
    starts
}
