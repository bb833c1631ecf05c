//! Writes numbers of any width.

/// Bits that become bytes.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    pending: u128,
    width: u32,
}

impl BitWriter {
    pub(super) fn put(&mut self, value: u64, width: u32) {
        debug_assert!(width == 64 || value >> width == 0, "{value} needs more than {width} bits");
        self.pending |= u128::from(value) << self.width;
        self.width += width;
        while self.width >= 8 {
            self.bytes.push(self.pending.to_le_bytes()[0]);
            self.pending >>= 8;
            self.width -= 8;
        }
    }

    pub(super) fn put_grouped(&mut self, mut value: u64, group: u32) {
        loop {
            let part = value & ((1 << group) - 1);
            value >>= group;
            self.put(part << 1 | u64::from(value > 0), group + 1);
            if value == 0 {
                return;
            }
        }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        if self.width > 0 {
            self.bytes.push(self.pending.to_le_bytes()[0]);
        }
        self.bytes
    }
}

/// How many bits a grouped number takes.
pub(super) fn grouped_cost(value: u64, group: u32) -> u32 {
    let bits = (u64::BITS - value.leading_zeros()).max(1);
    bits.div_ceil(group) * (group + 1)
}

/// The group width with which these numbers take the least.
pub(super) fn best_group<I: Iterator<Item = u64> + Clone>(values: &I) -> u32 {
    (1..=24)
        .min_by_key(|group| values.clone().map(|v| grouped_cost(v, *group)).sum::<u32>())
        .unwrap_or(1)
}
