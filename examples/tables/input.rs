//! Lists as they lie on the disk: lines of columns, perhaps compressed.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use unhold::domain::Point;

/// Whether the first line names the columns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// It does.
    Named,
    /// It is a row like the others.
    None,
}

/// A list as text.
pub struct List(String, Head);

impl List {
    pub fn read(path: &Path, head: Head) -> Self {
        let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut text = String::new();
        if path.extension().is_some_and(|ending| ending == "zst") {
            let mut decoder =
                ruzstd::decoding::StreamingDecoder::new(BufReader::new(file)).unwrap();
            decoder.read_to_string(&mut text).unwrap();
        } else {
            BufReader::new(file).read_to_string(&mut text).unwrap();
        }
        Self(text, head)
    }

    pub fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        let lines = self.0.lines().skip(usize::from(self.1 == Head::Named));
        lines.map(|line| line.split('\t').collect())
    }
}

pub fn point(lat: &str, lon: &str) -> Point {
    Point { lat: lat.parse().unwrap(), lon: lon.parse().unwrap() }
}

pub fn country(code: &str) -> [u8; 2] {
    code.as_bytes().try_into().expect("a country has two letters")
}

/// Within how many kilometres of a point nine of ten people live.
pub fn radius(middle: Point, people: &[(Point, f64)]) -> u16 {
    let mut apart: Vec<(f64, f64)> =
        people.iter().map(|(point, people)| (middle.to(*point).kilometres, *people)).collect();
    apart.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: f64 = apart.iter().map(|(_, people)| people).sum();
    let mut seen = 0.0;
    for (kilometres, people) in apart {
        seen += people;
        if seen >= all * 0.9 {
            return kilometres.ceil().max(10.0) as u16;
        }
    }
    10
}
