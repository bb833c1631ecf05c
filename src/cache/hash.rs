//! A 64-bit hash that stays the same from release to release, because it is kept on disk.

/// FNV-1a with a last mixing; not for secrets.
#[derive(Clone, Copy)]
pub(super) struct Hash(u64);

impl Hash {
    pub(super) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(super) fn bytes(mut self, bytes: &[u8]) -> Self {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self
    }

    /// A text with its end, so that two lists of texts never look alike.
    pub(super) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes()).bytes(&[0xff])
    }

    pub(super) fn number(self, number: i64) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    /// The hash as the databases keep it.
    pub(super) fn finish(self) -> i64 {
        let mixed = (self.0 ^ self.0 >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ mixed >> 29).cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_kept_on_disk_never_changes() {
        assert_eq!(Hash::new().number(1).text("ana").finish(), -563_722_466_654_272_983);
    }

    #[test]
    fn two_lists_of_texts_never_look_alike() {
        let split = Hash::new().text("a").text("b").finish();

        assert_ne!(split, Hash::new().text("ab").text("").finish());
    }
}
