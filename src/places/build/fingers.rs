//! Writes tables of names.

use crate::places::fingers::{BUCKETS, parts};

/// Packs reduced names with their numbers; under one name the order is kept.
pub fn pack_fingers(entries: impl IntoIterator<Item = (u64, u32)>) -> Vec<u8> {
    let mut rows: Vec<((usize, u32), u32)> =
        entries.into_iter().map(|(finger, number)| (parts(finger), number)).collect();
    rows.sort_by_key(|(place, _)| *place);
    let mut ends = vec![0_u32; BUCKETS];
    for ((bucket, _), _) in &rows {
        ends[*bucket] += 1;
    }
    let mut sum = 0;
    let mut bytes = Vec::with_capacity(BUCKETS * 4 + rows.len() * 7);
    for count in ends {
        sum += count;
        bytes.extend_from_slice(&sum.to_le_bytes());
    }
    for ((_, rest), number) in rows {
        bytes.extend_from_slice(&rest.to_le_bytes());
        bytes.extend_from_slice(&number.to_le_bytes()[..3]);
    }
    bytes
}
