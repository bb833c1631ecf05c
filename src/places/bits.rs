//! Numbers of any width, one after the other in bytes.

/// Reads numbers of up to 56 bits, lowest bit first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// The widest number that one step reads.
pub(super) const WIDEST: u32 = 56;

impl<'a> Bits<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next number of so many bits; `None` behind the end.
    #[inline]
    pub(super) fn take(&mut self, width: u32) -> Option<u64> {
        if width > WIDEST {
            return None;
        }
        let from = self.at / 8;
        let rest = self.bytes.get(from..)?;
        let word = match rest.first_chunk::<8>() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => last_word(rest),
        };
        self.at += width as usize;
        if self.at > self.bytes.len() * 8 {
            return None;
        }
        Some((word >> ((self.at - width as usize) % 8)) & ((1 << width) - 1))
    }

    /// A number in groups of so many bits, each followed by one that says whether more come.
    #[inline]
    pub(super) fn take_grouped(&mut self, group: u32) -> Option<u64> {
        let mut value = 0_u64;
        let mut shift = 0;
        loop {
            let part = self.take(group + 1)?;
            value |= (part >> 1).checked_shl(shift)?;
            if part & 1 == 0 {
                return Some(value);
            }
            shift += group.max(1);
        }
    }

    /// Goes over so many numbers of so many bits.
    #[inline]
    pub(super) fn skip(&mut self, count: usize, width: u32) {
        self.at = self.at.saturating_add(count.saturating_mul(width as usize));
    }
}

/// The last bytes of a table, as if zeroes followed.
fn last_word(rest: &[u8]) -> u64 {
    rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// How many bits a choice among so many needs.
pub(super) fn width_of(choices: usize) -> u32 {
    usize::BITS - choices.saturating_sub(1).leading_zeros()
}
