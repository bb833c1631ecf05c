//! Writes the file of a table.

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use crate::places::table::{FORMAT, HEAD, Kind, MAGIC};

/// Named parts that become a file.
#[derive(Debug)]
pub struct TableWriter {
    kind: Kind,
    day: NaiveDate,
    parts: Vec<([u8; 4], Vec<u8>)>,
}

impl TableWriter {
    /// A table of that kind, its data of that day.
    pub fn new(kind: Kind, day: NaiveDate) -> Self {
        Self { kind, day, parts: Vec::new() }
    }

    /// Adds a part.
    #[must_use]
    pub fn part(mut self, name: [u8; 4], bytes: Vec<u8>) -> Self {
        self.parts.push((name, bytes));
        self
    }

    /// The parts with their sizes.
    pub fn sizes(&self) -> Vec<(String, usize)> {
        let name = |name: &[u8; 4]| String::from_utf8_lossy(name).trim().to_owned();
        self.parts.iter().map(|(part, bytes)| (name(part), bytes.len())).collect()
    }

    /// The whole file.
    pub fn finish(self) -> Vec<u8> {
        let mut content = super::size(self.parts.len()).to_le_bytes().to_vec();
        let mut place = HEAD + 4 + self.parts.len() * 20;
        for (name, bytes) in &self.parts {
            content.extend_from_slice(name);
            content.extend_from_slice(&(place as u64).to_le_bytes());
            content.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            place += bytes.len();
        }
        for (_, bytes) in self.parts {
            content.extend(bytes);
        }
        let mut file = MAGIC.to_vec();
        for number in [FORMAT, self.kind.number(), self.day.num_days_from_ce().cast_unsigned(), 0] {
            file.extend_from_slice(&number.to_le_bytes());
        }
        file.extend_from_slice(&((HEAD + content.len()) as u64).to_le_bytes());
        file.extend_from_slice(&Sha256::digest(&content));
        file.extend(content);
        file
    }
}
