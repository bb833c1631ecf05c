//! Numbers and texts one after another in as few bytes as is simple.

use crate::domain::{Currency, Money};

/// Texts that stand in many orders; their places are on disk, so it only grows at its end.
const USUAL: [&str; 121] = [
    "",
    "US",
    "United States",
    "CA",
    "Canada",
    "GB",
    "United Kingdom",
    "DE",
    "Germany",
    "FR",
    "France",
    "ES",
    "Spain",
    "IT",
    "Italy",
    "NL",
    "Netherlands",
    "SE",
    "Sweden",
    "AU",
    "Australia",
    "USD",
    "EUR",
    "GBP",
    "CAD",
    "AUD",
    "SEK",
    "Alabama",
    "AL",
    "Alaska",
    "AK",
    "Arizona",
    "AZ",
    "Arkansas",
    "AR",
    "California",
    "Colorado",
    "CO",
    "Connecticut",
    "CT",
    "Delaware",
    "District of Columbia",
    "DC",
    "Florida",
    "FL",
    "Georgia",
    "GA",
    "Hawaii",
    "HI",
    "Idaho",
    "ID",
    "Illinois",
    "IL",
    "Indiana",
    "IN",
    "Iowa",
    "IA",
    "Kansas",
    "KS",
    "Kentucky",
    "KY",
    "Louisiana",
    "LA",
    "Maine",
    "ME",
    "Maryland",
    "MD",
    "Massachusetts",
    "MA",
    "Michigan",
    "MI",
    "Minnesota",
    "MN",
    "Mississippi",
    "MS",
    "Missouri",
    "MO",
    "Montana",
    "MT",
    "Nebraska",
    "NE",
    "Nevada",
    "NV",
    "New Hampshire",
    "NH",
    "New Jersey",
    "NJ",
    "New Mexico",
    "NM",
    "New York",
    "NY",
    "North Carolina",
    "NC",
    "North Dakota",
    "ND",
    "Ohio",
    "OH",
    "Oklahoma",
    "OK",
    "Oregon",
    "OR",
    "Pennsylvania",
    "PA",
    "Rhode Island",
    "RI",
    "South Carolina",
    "SC",
    "South Dakota",
    "SD",
    "Tennessee",
    "TN",
    "Texas",
    "TX",
    "Utah",
    "UT",
    "Vermont",
    "VT",
    "Virginia",
    "VA",
    "Washington",
    "WA",
];

/// No text of a record repeats one further back than this.
const REMEMBERED: usize = 24;

/// The bytes are none that were packed here.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

/// Packs.
pub(super) struct Pack {
    bytes: Vec<u8>,
    /// Where the texts of this record lie.
    texts: Vec<(usize, usize)>,
}

impl Pack {
    pub(super) fn new(version: u8) -> Self {
        let mut bytes = Vec::with_capacity(256);
        bytes.push(version);
        Self { bytes, texts: Vec::with_capacity(REMEMBERED) }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Seven bits a byte, lowest first.
    pub(super) fn number(&mut self, number: u64) {
        let mut left = number;
        while left >= 0x80 {
            self.bytes.push((left & 0x7f) as u8 | 0x80);
            left >>= 7;
        }
        self.bytes.push((left & 0x7f) as u8);
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.wrapping_shl(1) ^ (number >> 63)).cast_unsigned());
    }

    pub(super) fn enumerated<T: PartialEq>(&mut self, all: &[T], one: &T) {
        self.number(all.iter().position(|other| other == one).unwrap_or_default() as u64);
    }

    /// A text: usual, as before in this record, or spelled out. The lowest two bits of the
    /// first number say which.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(at) = usual(text) {
            return self.number((at as u64) << 2 | 1);
        }
        let same = |&(at, end): &(usize, usize)| self.bytes.get(at..end) == Some(text.as_bytes());
        if let Some(at) = self.texts.iter().position(same) {
            return self.number((at as u64) << 2 | 2);
        }
        self.number((text.len() as u64) << 2);
        let at = self.bytes.len();
        self.bytes.extend_from_slice(text.as_bytes());
        if self.texts.len() < REMEMBERED {
            self.texts.push((at, self.bytes.len()));
        }
    }

    /// A text that is mostly a plain number.
    pub(super) fn digits(&mut self, text: &str) {
        if let Some(number) = plain_number(text) {
            self.number(number << 1);
        } else {
            self.number(1);
            self.text(text);
        }
    }
}

/// The place of a usual text. All are short, and most texts are not among them.
fn usual(text: &str) -> Option<usize> {
    if text.is_empty() {
        return Some(0);
    }
    let begins_large = text.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    if !begins_large || text.len() > 20 || text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    USUAL.iter().position(|usual| usual.len() == text.len() && *usual == text)
}

/// The number that a text is, when it is written in the one way in which numbers are.
pub(super) fn plain_number(text: &str) -> Option<u64> {
    let plain = (1..=18).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// Unpacks.
pub(super) struct Unpack<'a> {
    bytes: &'a [u8],
    texts: Vec<&'a str>,
}

impl<'a> Unpack<'a> {
    pub(super) fn new(bytes: &'a [u8], version: u8) -> Result<Self, Unreadable> {
        let mut from = Self { bytes, texts: Vec::with_capacity(REMEMBERED) };
        if from.byte()? == version { Ok(from) } else { Err(Unreadable) }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.first().copied()
    }

    pub(super) fn byte(&mut self) -> Result<u8, Unreadable> {
        let (first, rest) = self.bytes.split_first().ok_or(Unreadable)?;
        self.bytes = rest;
        Ok(*first)
    }

    pub(super) fn number(&mut self) -> Result<u64, Unreadable> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Unreadable)
    }

    pub(super) fn signed(&mut self) -> Result<i64, Unreadable> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(super) fn enumerated<T: Copy>(&mut self, all: &[T]) -> Result<T, Unreadable> {
        let at = usize::try_from(self.number()?).map_err(|_| Unreadable)?;
        all.get(at).copied().ok_or(Unreadable)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Unreadable> {
        let head = self.number()?;
        let count = usize::try_from(head >> 2).map_err(|_| Unreadable)?;
        match head & 3 {
            0 => self.spelled(count),
            1 => USUAL.get(count).copied().ok_or(Unreadable),
            2 => self.texts.get(count).copied().ok_or(Unreadable),
            _ => Err(Unreadable),
        }
    }

    fn spelled(&mut self, length: usize) -> Result<&'a str, Unreadable> {
        let (text, rest) = self.bytes.split_at_checked(length).ok_or(Unreadable)?;
        self.bytes = rest;
        let text = std::str::from_utf8(text).map_err(|_| Unreadable)?;
        self.texts.push(text);
        Ok(text)
    }

    pub(super) fn digits(&mut self) -> Result<String, Unreadable> {
        let head = self.number()?;
        if head & 1 == 0 { Ok((head >> 1).to_string()) } else { self.text().map(str::to_owned) }
    }

    pub(super) fn money(&mut self) -> Result<Money, Unreadable> {
        let currency = Currency::new(self.text()?).ok_or(Unreadable)?;
        Ok(Money { minor: self.signed()?, currency })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_come_out_as_they_went_in() {
        let mut to = Pack::new(7);
        for number in [0, -1, 1, 63, -64, 1_000_000, i64::MIN, i64::MAX] {
            to.signed(number);
        }
        for text in ["Texas", "Ada", "Ada", "", "007", "42"] {
            to.text(text);
            to.digits(text);
        }
        let bytes = to.finish();

        let mut from = Unpack::new(&bytes, 7).unwrap();
        for number in [0, -1, 1, 63, -64, 1_000_000, i64::MIN, i64::MAX] {
            assert_eq!(from.signed(), Ok(number));
        }
        for text in ["Texas", "Ada", "Ada", "", "007", "42"] {
            assert_eq!(from.text(), Ok(text));
            assert_eq!(from.digits().as_deref(), Ok(text));
        }
        assert_eq!(from.byte(), Err(Unreadable));
    }

    #[test]
    fn usual_texts_are_each_listed_once() {
        for (at, text) in USUAL.iter().enumerate() {
            assert_eq!(USUAL.iter().position(|other| other == text), Some(at), "{text}");
            assert_eq!(usual(text), Some(at), "{text}");
        }
    }
}
