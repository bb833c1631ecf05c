//! The file of a table: a head that says what it is, then named parts.
//!
//! Head, 64 bytes: magic, format, kind, day, length, SHA-256 of all that follows. Then the
//! number of parts, and each one's name, place and length.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::map::Bytes;

pub(super) const MAGIC: [u8; 8] = *b"unholdTB";
/// Files of another format are refused: they belong to another version of this program.
pub(super) const FORMAT: u32 = 1;
pub(super) const HEAD: usize = 64;
const DIGEST: usize = 32;
const PART: usize = 20;

/// Which table a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Addresses of the internet.
    Networks,
    /// Countries, regions, towns, postal codes.
    Places,
    /// Areas and companies of telephone numbers.
    Phones,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Networks, Self::Places, Self::Phones];

    /// Its name, also that of its file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Networks => "networks",
            Self::Places => "places",
            Self::Phones => "phones",
        }
    }

    /// The name of its file.
    pub fn file(self) -> String {
        format!("{}.bin", self.word())
    }

    pub(super) fn number(self) -> u32 {
        self as u32 + 1
    }
}

/// The name of a part.
pub(super) type Name = [u8; 4];

/// An opened table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    bytes: Bytes,
    parts: Vec<(Name, std::ops::Range<usize>)>,
    /// The day of its data.
    pub(super) day: NaiveDate,
    /// Its content in short, as its head says.
    pub(super) digest: String,
}

impl Table {
    /// Opens a table and checks its head, not its content.
    pub(super) fn open(bytes: Bytes, kind: Kind) -> Result<Self, String> {
        let all = bytes.as_ref();
        let head = all.get(..HEAD).filter(|head| head.starts_with(&MAGIC));
        let head = head.ok_or("this is no table of unhold's")?;
        if number(head, 8) != Some(FORMAT) {
            return Err("the table is for another version of this program".to_owned());
        }
        if number(head, 12) != Some(kind.number()) {
            return Err(format!("this is not the table of {}", kind.word()));
        }
        let length =
            head.get(24..).and_then(<[u8]>::first_chunk).map(|eight| u64::from_le_bytes(*eight));
        if length != Some(all.len() as u64) {
            return Err("the table is cut short or has grown".to_owned());
        }
        let day = number(head, 16)
            .and_then(|day| NaiveDate::from_num_days_from_ce_opt(day.cast_signed()));
        let day = day.ok_or("the table's day is unreadable")?;
        let digest = head.get(HEAD - DIGEST..).unwrap_or_default();
        let digest = hex(digest.get(..8).unwrap_or_default());
        let parts = parts(all).ok_or("the table's list of parts is damaged")?;
        Ok(Self { bytes, parts, day, digest })
    }

    /// Whether the content is what the head says; reads the whole table.
    pub(super) fn check(&self) -> Result<(), String> {
        let all = self.bytes.as_ref();
        let (head, content) = all.split_at_checked(HEAD).unwrap_or_default();
        if head.ends_with(&Sha256::digest(content)) {
            return Ok(());
        }
        Err("the table is damaged: its content is not what its head says".to_owned())
    }

    pub(super) fn size(&self) -> u64 {
        self.bytes.as_ref().len() as u64
    }

    /// A part; empty when the table has none of that name.
    pub(super) fn part(&self, name: Name) -> &[u8] {
        let found = self.parts.iter().find(|(part, _)| *part == name);
        found.and_then(|(_, range)| self.bytes.as_ref().get(range.clone())).unwrap_or_default()
    }
}

/// Bytes in words: two signs each.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut words, byte| {
        for half in [byte >> 4, byte & 15] {
            words.extend(char::from_digit(half.into(), 16));
        }
        words
    })
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let eight = bytes.get(at..)?.first_chunk()?;
    usize::try_from(u64::from_le_bytes(*eight)).ok()
}

fn parts(all: &[u8]) -> Option<Vec<(Name, std::ops::Range<usize>)>> {
    let count = number(all, HEAD)? as usize;
    let rows = all.get(HEAD + 4..)?.get(..count.checked_mul(PART)?)?;
    rows.chunks_exact(PART)
        .map(|row| {
            let from = long(row, 4)?;
            let to = from.checked_add(long(row, 12)?)?;
            (to <= all.len()).then_some((*row.first_chunk::<4>()?, from..to))
        })
        .collect()
}
