//! Writes tables of ranges.

use std::collections::BTreeMap;

use super::bits::{BitWriter, best_group};
use crate::places::bits::width_of;
use crate::places::ranges::{BASE_GROUP, BLOCK, COUNT, GROUP, Key, SHIFT, STEP_GROUP};

/// A table of ranges in its two parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PackedRanges {
    /// First start and place of every block.
    pub index: Vec<u8>,
    /// The blocks.
    pub blocks: Vec<u8>,
}

/// Packs starts and values; neighbours with one value become one range.
///
/// Starts must rise. `narrow` starts fit into 32 bits.
pub fn pack_ranges(ranges: impl IntoIterator<Item = (u64, u32)>, narrow: Narrow) -> PackedRanges {
    let key = match narrow {
        Narrow::Yes => Key::Narrow,
        Narrow::No => Key::Wide,
    };
    let mut merged: Vec<(u64, u32)> = Vec::new();
    for (start, value) in ranges {
        if merged.last().is_none_or(|(_, last)| *last != value) {
            merged.push((start, value));
        }
    }
    let (mut starts, mut offsets, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
    for block in merged.chunks(BLOCK) {
        starts.extend_from_slice(&block[0].0.to_le_bytes()[..key.bytes()]);
        offsets.extend_from_slice(&super::size(blocks.len()).to_le_bytes());
        blocks.extend(pack_block(block));
    }
    starts.extend(offsets);
    PackedRanges { index: starts, blocks }
}

/// Whether starts fit into 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrow {
    /// They do.
    Yes,
    /// They need 64.
    No,
}

fn pack_block(block: &[(u64, u32)]) -> Vec<u8> {
    let steps: Vec<u64> = block.windows(2).map(|two| two[1].0 - two[0].0).collect();
    let step_table = numbered(steps.iter().map(|step| (step.trailing_zeros(), *step)));
    let value_table = numbered(block.iter().map(|(_, value)| *value));
    let values: Vec<u64> = value_table.keys().map(|value| u64::from(*value)).collect();
    let further = values.windows(2).map(|two| two[1] - two[0]);
    let group = best_group(&further);

    let mut bits = BitWriter::default();
    for count in [block.len(), step_table.len().max(1), value_table.len()] {
        bits.put(count as u64 - 1, COUNT);
    }
    bits.put(group.into(), GROUP);
    if step_table.is_empty() {
        put_step(&mut bits, 1);
    }
    for (_, step) in step_table.keys() {
        put_step(&mut bits, *step);
    }
    bits.put_grouped(values[0], BASE_GROUP);
    further.for_each(|value| bits.put_grouped(value, group));
    for step in &steps {
        bits.put(step_table[&(step.trailing_zeros(), *step)], width_of(step_table.len()));
    }
    for (_, value) in block {
        bits.put(value_table[value], width_of(value_table.len()));
    }
    bits.finish()
}

fn put_step(bits: &mut BitWriter, step: u64) {
    let shift = step.trailing_zeros();
    bits.put(shift.into(), SHIFT);
    bits.put_grouped(step >> shift >> 1, STEP_GROUP);
}

/// Each different item with its place among them.
pub(super) fn numbered<T: Ord>(items: impl Iterator<Item = T>) -> BTreeMap<T, u64> {
    let mut table: BTreeMap<T, u64> = items.map(|item| (item, 0)).collect();
    table.values_mut().zip(0..).for_each(|(place, number)| *place = number);
    table
}
