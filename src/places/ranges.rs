//! From a number to what holds from there on: addresses, networks, telephone prefixes.
//!
//! A table is a sorted list of starts, each with a value that holds until the next start.
//! It is cut into blocks; an index has each block's first start. Inside a block the steps
//! from start to start and the values are numbered, because few of them differ: most steps
//! are whole networks, and neighbours belong to the same few places.

use super::bits::{Bits, width_of};

/// How many ranges one block holds.
pub(super) const BLOCK: usize = 64;
/// Bits of a count inside a block: 1 to 64.
pub(super) const COUNT: u32 = 6;
/// Bits of the number of zeroes at the end of a step.
pub(super) const SHIFT: u32 = 6;
/// Group width of what stands before these zeroes.
pub(super) const STEP_GROUP: u32 = 3;
/// Group width of a block's lowest value.
pub(super) const BASE_GROUP: u32 = 12;
/// Bits that say with which group width the further values are written.
pub(super) const GROUP: u32 = 5;

/// How many bytes a start has in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// An IPv4 address.
    Narrow,
    /// The upper half of an IPv6 address, or the digits of a number.
    Wide,
}

impl Key {
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::Narrow => 4,
            Self::Wide => 8,
        }
    }
}

/// A table as it lies in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranges<'a> {
    pub(super) key: Key,
    pub(super) index: &'a [u8],
    pub(super) blocks: &'a [u8],
}

impl<'a> Ranges<'a> {
    /// The value that holds at a number; 0 before the first start.
    pub(super) fn value(self, at: u64) -> Option<u32> {
        let Some(block) = self.begun(at)?.checked_sub(1) else { return Some(0) };
        let start = self.start(block)?;
        read(self.block(block)?, at - start)
    }

    fn len(self) -> usize {
        self.index.len() / (self.key.bytes() + 4)
    }

    /// How many blocks start at or before `at`.
    fn begun(self, at: u64) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.start(middle)? <= at {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Some(low)
    }

    fn start(self, block: usize) -> Option<u64> {
        let width = self.key.bytes();
        let from = self.index.get(block * width..)?;
        match self.key {
            Key::Narrow => from.first_chunk().map(|four| u64::from(u32::from_le_bytes(*four))),
            Key::Wide => from.first_chunk().map(|eight| u64::from_le_bytes(*eight)),
        }
    }

    fn block(self, block: usize) -> Option<&'a [u8]> {
        let offsets = self.index.get(self.len() * self.key.bytes()..)?;
        let offset =
            offsets.get(block * 4..)?.first_chunk().map(|four| u32::from_le_bytes(*four))?;
        self.blocks.get(offset as usize..)
    }
}

/// The value at a distance from the block's first start.
fn read(block: &[u8], distance: u64) -> Option<u32> {
    let mut bits = Bits::new(block);
    let count = take_count(&mut bits)?;
    let step_count = take_count(&mut bits)?;
    let value_count = take_count(&mut bits)?;
    let group = u32::try_from(bits.take(GROUP)?).ok()?;
    let mut steps = [0_u64; BLOCK];
    for step in steps.iter_mut().take(step_count) {
        let shift = u32::try_from(bits.take(SHIFT)?).ok()?;
        let odd = bits.take_grouped(STEP_GROUP)?.checked_mul(2)?.checked_add(1)?;
        *step = odd.checked_shl(shift)?;
    }
    let mut values = [0_u32; BLOCK];
    let mut last = 0;
    for (i, value) in values.iter_mut().take(value_count).enumerate() {
        let more = bits.take_grouped(if i == 0 { BASE_GROUP } else { group })?;
        last = u32::try_from(more.checked_add(last)?).ok()?.into();
        *value = u32::try_from(last).ok()?;
    }
    let place = place_of(&mut bits, distance, count, steps.get(..step_count)?)?;
    let width = width_of(value_count);
    bits.skip(place, width);
    values.get(usize::try_from(bits.take(width)?).ok()?).copied()
}

/// Which of the block's ranges holds at that distance; leaves `bits` at the values.
fn place_of(bits: &mut Bits<'_>, distance: u64, count: usize, steps: &[u64]) -> Option<usize> {
    let width = width_of(steps.len());
    let mut values = *bits;
    values.skip(count - 1, width);
    let mut start = 0_u64;
    let mut place = 0;
    while place + 1 < count {
        let step = steps.get(usize::try_from(bits.take(width)?).ok()?)?;
        start = start.checked_add(*step)?;
        if start > distance {
            break;
        }
        place += 1;
    }
    *bits = values;
    Some(place)
}

/// A count of 1 to 64.
pub(super) fn take_count(bits: &mut Bits<'_>) -> Option<usize> {
    Some(usize::try_from(bits.take(COUNT)?).ok()? + 1)
}
