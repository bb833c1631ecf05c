//! From a name to its numbers, without keeping the name.
//!
//! A name is reduced to 48 bits. That two of half a million names agree in them by chance
//! happens once in some 500 million questions, and saves two thirds of a table of names.

/// Bits of a name that choose its bucket.
const BUCKET_BITS: u32 = 16;
/// Bytes of an entry: four of the name, three of the number.
pub(super) const ENTRY: usize = 7;
pub(super) const BUCKETS: usize = 1 << BUCKET_BITS;

/// What kind of name is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A country, by code or name.
    Country,
    /// A region of a country.
    Region,
    /// A town of a country.
    Town,
}

/// A name, reduced.
pub fn finger(kind: Named, country: [u8; 2], folded: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let head = [kind as u8, country[0], country[1]];
    let mut hash = OFFSET;
    for byte in head.iter().copied().chain(folded.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// Bucket and rest of a reduced name.
pub(super) fn parts(finger: u64) -> (usize, u32) {
    #[expect(clippy::cast_possible_truncation, reason = "the rest is what fits into 32 bits")]
    let rest = (finger >> (u64::BITS - BUCKET_BITS - u32::BITS)) as u32;
    let bucket = (finger >> (u64::BITS - BUCKET_BITS)) as usize;
    (bucket, rest)
}

/// The table as it lies in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fingers<'a> {
    bytes: &'a [u8],
}

impl<'a> Fingers<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// The numbers under a name, the most likely first.
    pub(super) fn find(self, finger: u64) -> impl Iterator<Item = usize> + use<'a> {
        let (bucket, wanted) = parts(finger);
        let entries = self.bucket(bucket).unwrap_or_default();
        entries.chunks_exact(ENTRY).filter_map(move |entry| {
            let (rest, number) = entry.split_first_chunk::<4>()?;
            let [low, middle, high] = *number.first_chunk::<3>()?;
            let number = u32::from_le_bytes([low, middle, high, 0]) as usize;
            (u32::from_le_bytes(*rest) == wanted).then_some(number)
        })
    }

    fn bucket(self, bucket: usize) -> Option<&'a [u8]> {
        let ends = self.bytes.get(..BUCKETS * 4)?;
        let end_of = |bucket: usize| {
            ends.get(bucket * 4..)?.first_chunk().map(|four| u32::from_le_bytes(*four) as usize)
        };
        let from = if bucket == 0 { 0 } else { end_of(bucket - 1)? };
        let entries = self.bytes.get(BUCKETS * 4..)?;
        entries.get(from.checked_mul(ENTRY)?..end_of(bucket)?.checked_mul(ENTRY)?)
    }
}
