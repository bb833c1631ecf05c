//! From a postal code to its point, region and town.
//!
//! Each country has its codes in order, as numbers, in blocks of 64. A block has its points,
//! regions and town names numbered: few of them differ among neighbours.

use super::bits::{Bits, width_of};

pub(super) const BLOCK: usize = 64;
/// A country's row: name, letters, length, first block, blocks, radii.
pub(super) const COUNTRY: usize = 2 + 2 + 4 + 4 + RADII * 2;
/// For how many lengths of a common beginning the distance to expect is known.
pub(super) const RADII: usize = 10;
/// Bytes of a block's row in the index.
pub(super) const ROW: usize = 12;
/// Steps of a degree.
pub(super) const STEPS: f64 = 1000.0;
pub(super) const COUNT: u32 = 6;
pub(super) const LAT: u32 = 18;
pub(super) const LON: u32 = 19;
pub(super) const REGION: u32 = 13;
pub(super) const NAME: u32 = 20;
pub(super) const WIDTH: u32 = 5;

/// What is known about a postal code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Record {
    /// Degrees north.
    pub(super) lat: f64,
    /// Degrees east.
    pub(super) lon: f64,
    /// Number of the region.
    pub(super) region: usize,
    /// Number of the town's name.
    pub(super) name: usize,
}

/// How a code was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hit {
    pub(super) record: Record,
    /// How many signs of the code are those of the one found.
    pub(super) common: usize,
    /// Whether it is the code itself.
    pub(super) whole: bool,
    /// Nine of ten codes with so long a common beginning lie within so many kilometres.
    pub(super) radius_km: f64,
}

/// Where to look in the order of a country's codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// The neighbour that has more signs in common.
    Either,
    /// The one before: where a town's codes follow its first one.
    Before,
}

/// The codes as they lie in their file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Codes<'a> {
    pub(super) countries: &'a [u8],
    pub(super) index: &'a [u8],
    pub(super) blocks: &'a [u8],
}

/// The codes of one country.
#[derive(Clone, Copy, Debug)]
pub(super) struct Country<'a> {
    letters: bool,
    length: u32,
    radii: &'a [u8],
    index: &'a [u8],
    blocks: &'a [u8],
}

impl<'a> Codes<'a> {
    /// A country by its two letters.
    pub(super) fn country(self, code: [u8; 2]) -> Option<Country<'a>> {
        let (rows, _) = self.countries.as_chunks::<COUNTRY>();
        let place = rows.partition_point(|row| row.get(..2) < Some(&code));
        let row = rows.get(place).filter(|row| row.starts_with(&code))?;
        let number =
            |at: usize| row.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four) as usize);
        let (first, count) = (number(4)?, number(8)?);
        Some(Country {
            letters: *row.get(2)? == 1,
            length: u32::from(*row.get(3)?),
            radii: row.get(12..)?,
            index: self.index.get(first.checked_mul(ROW)?..)?.get(..count.checked_mul(ROW)?)?,
            blocks: self.blocks,
        })
    }
}

impl Country<'_> {
    /// How the country writes its codes.
    pub(super) fn form(&self) -> (bool, usize) {
        (self.letters, self.length as usize)
    }

    /// The code itself, or a neighbour with at least so many signs in common.
    pub(super) fn find(self, code: &str, least: usize, near: Near) -> Option<Hit> {
        let wanted = key(code, self.letters, self.length)?;
        let place = self.begun(wanted)?.checked_sub(1);
        let before = place.and_then(|block| self.before(block, wanted));
        let common = |found: Option<(u64, Record)>| {
            found.map_or(0, |(other, _)| self.common(other, wanted).min(code.len()))
        };
        let mut best = before;
        if near == Near::Either && common(before) < code.len() {
            let after = self.after(place, wanted);
            if common(after) > common(before) {
                best = after;
            }
        }
        let (found, record) = best?;
        let signs = common(best);
        let radius = self.radii.get(signs.min(RADII - 1) * 2..)?.first_chunk()?;
        let radius_km = f64::from(u16::from_le_bytes(*radius)) / 10.0;
        let hit = Hit { record, common: signs, whole: found == wanted, radius_km };
        (hit.whole || signs >= least).then_some(hit)
    }

    fn start(self, block: usize) -> Option<u64> {
        self.index.get(block * ROW..)?.first_chunk().map(|eight| u64::from_le_bytes(*eight))
    }

    /// How many blocks start at or before `wanted`.
    fn begun(self, wanted: u64) -> Option<usize> {
        let (mut low, mut high) = (0, self.index.len() / ROW);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.start(middle)? <= wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Some(low)
    }

    /// The last code of a block at or before `wanted`.
    fn before(self, block: usize, wanted: u64) -> Option<(u64, Record)> {
        let keys = self.keys(block)?;
        let place = keys.values.iter().take(keys.count).rposition(|key| *key <= wanted)?;
        Some((*keys.values.get(place)?, keys.record(place)?))
    }

    /// The first code after `wanted`, in this block or the next.
    fn after(self, block: Option<usize>, wanted: u64) -> Option<(u64, Record)> {
        let next = block.map_or(0, |block| block + 1);
        [block, Some(next)].into_iter().flatten().find_map(|block| {
            let keys = self.keys(block)?;
            let place = keys.values.iter().take(keys.count).position(|key| *key > wanted)?;
            Some((*keys.values.get(place)?, keys.record(place)?))
        })
    }

    fn keys(&self, block: usize) -> Option<Keys<'_>> {
        let row = self.index.get(block * ROW..)?;
        let first = self.start(block)?;
        let offset = row.get(8..)?.first_chunk().map(|four| u32::from_le_bytes(*four))?;
        let mut bits = Bits::new(self.blocks.get(offset as usize..)?);
        let count = usize::try_from(bits.take(COUNT)?).ok()? + 1;
        let group = u32::try_from(bits.take(WIDTH)?).ok()?;
        let mut values = [0; BLOCK];
        let mut last = first;
        for (place, value) in values.iter_mut().take(count).enumerate() {
            if place > 0 {
                last = last.checked_add(bits.take_grouped(group)?)?;
            }
            *value = last;
        }
        Some(Keys { count, values, bits })
    }

    /// How many signs two codes have in common from the beginning.
    fn common(self, one: u64, other: u64) -> usize {
        let base = base(self.letters);
        let (mut one, mut other, mut common) = (one, other, self.length as usize);
        while one != other {
            one /= base;
            other /= base;
            common = common.saturating_sub(1);
        }
        common
    }
}

/// The keys of a block, and what follows them.
struct Keys<'a> {
    count: usize,
    values: [u64; BLOCK],
    bits: Bits<'a>,
}

impl Keys<'_> {
    fn record(&self, place: usize) -> Option<Record> {
        let mut bits = self.bits;
        let (lat, lon) = self.point(&mut bits, place)?;
        let region = self.region(&mut bits, place)?;
        let name = self.name(&mut bits, place)?;
        Some(Record { lat, lon, region, name })
    }

    fn point(&self, bits: &mut Bits<'_>, place: usize) -> Option<(f64, f64)> {
        let count = usize::try_from(bits.take(COUNT)?).ok()? + 1;
        let (south, west) = (bits.take(LAT)?, bits.take(LON)?);
        let (high, wide) = (small(bits, WIDTH)?, small(bits, WIDTH)?);
        let mut points = *bits;
        bits.skip(count, high + wide);
        let number = if count == self.count { place } else { self.chosen(bits, place, count)? };
        points.skip(number, high + wide);
        #[expect(clippy::cast_precision_loss, reason = "below 2^20")]
        let degrees = |steps: u64, middle: f64| (steps as f64 - middle * STEPS) / STEPS;
        let (lat, lon) = (south + points.take(high)?, west + points.take(wide)?);
        Some((degrees(lat, 90.0), degrees(lon, 180.0)))
    }

    fn region(&self, bits: &mut Bits<'_>, place: usize) -> Option<usize> {
        let count = usize::try_from(bits.take(COUNT)?).ok()? + 1;
        let mut regions = *bits;
        bits.skip(count, REGION);
        let number = self.chosen(bits, place, count)?;
        regions.skip(number, REGION);
        usize::try_from(regions.take(REGION)?).ok()
    }

    /// A name is the next new one, or an older one by its number.
    fn name(&self, bits: &mut Bits<'_>, place: usize) -> Option<usize> {
        let count = usize::try_from(bits.take(COUNT)?).ok()? + 1;
        let mut next = bits.take(NAME)?;
        let mut names = [0_u64; BLOCK];
        for name in names.iter_mut().take(count) {
            if bits.take(1)? == 1 {
                *name = next;
                next += 1;
            } else {
                *name = bits.take(NAME)?;
            }
        }
        let number = self.chosen(bits, place, count)?;
        usize::try_from(*names.get(number)?).ok()
    }

    /// Which of `count` things the code at `place` has; leaves `bits` behind the choices.
    fn chosen(&self, bits: &mut Bits<'_>, place: usize, count: usize) -> Option<usize> {
        let width = width_of(count);
        let mut choices = *bits;
        bits.skip(self.count, width);
        choices.skip(place, width);
        usize::try_from(choices.take(width)?).ok()
    }
}

fn small(bits: &mut Bits<'_>, width: u32) -> Option<u32> {
    u32::try_from(bits.take(width)?).ok()
}

/// The base in which a country's codes are numbers; nought ends a code.
pub(super) fn base(letters: bool) -> u64 {
    if letters { 37 } else { 11 }
}

/// A code as a number; `None` when it has signs that the country does not use, or too many.
pub(super) fn key(code: &str, letters: bool, length: u32) -> Option<u64> {
    let missing = length.checked_sub(u32::try_from(code.len()).ok()?)?;
    let base = base(letters);
    let number = code.bytes().try_fold(0_u64, |number, sign| {
        let value = match sign {
            b'0'..=b'9' => u64::from(sign - b'0') + 1,
            b'A'..=b'Z' if letters => u64::from(sign - b'A') + 11,
            _ => return None,
        };
        number.checked_mul(base)?.checked_add(value)
    })?;
    number.checked_mul(base.checked_pow(missing)?)
}
