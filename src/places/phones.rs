//! The table of telephone numbers: the area and the company of a range of numbers.

use super::ranges::{Key, Ranges};
use super::strings::Strings;
use super::table::{Name, Table};
use crate::domain::PhoneArea;

/// Numbers are as long as the longest that there are.
pub const DIGITS: usize = 15;

/// The table of telephone numbers.
#[derive(Clone, Debug)]
pub(super) struct Phones(pub(super) Table);

impl Phones {
    pub(super) fn area(&self, digits: &str) -> Option<PhoneArea> {
        let (words, length) = self.find([*b"GEIX", *b"GEBL", *b"GENM", *b"GELN"], digits)?;
        Some(PhoneArea { words, digits: length })
    }

    pub(super) fn carrier(&self, digits: &str) -> Option<String> {
        Some(self.find([*b"CAIX", *b"CABL", *b"CANM", *b"CALN"], digits)?.0)
    }

    /// Words and length of the longest known beginning. A row of `lengths` is the number of
    /// a text and how many digits named it.
    fn find(
        &self,
        [index, blocks, names, lengths]: [Name; 4],
        digits: &str,
    ) -> Option<(String, usize)> {
        let ranges =
            Ranges { key: Key::Wide, index: self.0.part(index), blocks: self.0.part(blocks) };
        let row = ranges.value(padded(digits)?)?.checked_sub(1)? as usize;
        let row = self.0.part(lengths).get(row * 4..)?.first_chunk::<4>()?;
        let [a, b, c, length] = *row;
        let length = usize::from(length);
        let name = u32::from_le_bytes([a, b, c, 0]) as usize;
        // A number shorter than what names it was filled up with noughts that nobody wrote.
        let is_named = digits.len() >= length;
        is_named.then(|| Some((Strings::new(self.0.part(names)).get(name)?, length)))?
    }
}

/// A number's digits, filled up with noughts.
fn padded(digits: &str) -> Option<u64> {
    if digits.is_empty() || digits.len() > DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let missing = u32::try_from(DIGITS - digits.len()).ok()?;
    digits.parse::<u64>().ok()?.checked_mul(10_u64.checked_pow(missing)?)
}
