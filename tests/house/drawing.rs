//! Reads the drawing of the house in the crate's documentation: who may look at whom.

use std::collections::BTreeMap;

/// The rooms, with what each may look at.
#[derive(Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The tier of each room, 0 on top.
    tiers: BTreeMap<String, usize>,
    /// Rooms that stand apart, with the only rooms that they look at.
    apart: BTreeMap<String, Vec<String>>,
}

impl Drawing {
    /// Reads the drawing from the text of `src/lib.rs`.
    pub fn read(lib: &str) -> Self {
        let mut drawing = Self { tiers: BTreeMap::new(), apart: BTreeMap::new() };
        let docs = lib.lines().filter_map(|line| line.strip_prefix("//!"));
        let lines = docs.skip_while(|line| line.trim() != "```text").skip(1);
        for (tier, line) in lines.take_while(|line| line.trim() != "```").enumerate() {
            drawing.add_line(tier, line);
        }
        drawing
    }

    fn add_line(&mut self, tier: usize, line: &str) {
        if let Some((room, seen)) = line.split_once(" ─ ") {
            let seen = seen.split('(').next().unwrap_or_default();
            let seen = seen.split_whitespace().map(str::to_owned).collect();
            self.apart.insert(room.trim().to_owned(), seen);
            return;
        }
        for room in line.trim_start_matches([' ', '└', '─']).split_whitespace() {
            self.tiers.insert(room.to_owned(), tier);
        }
    }

    /// Every room that is drawn.
    pub fn rooms(&self) -> Vec<&str> {
        self.tiers.keys().chain(self.apart.keys()).map(String::as_str).collect()
    }

    /// Whether code in one room may name another. A room that stands apart may be
    /// named from the two upper tiers only.
    pub fn may_look(&self, from: &str, to: &str) -> bool {
        if from == to {
            return true;
        }
        if let Some(seen) = self.apart.get(from) {
            return seen.iter().any(|room| room == to);
        }
        let Some(from) = self.tiers.get(from) else { return false };
        if self.apart.contains_key(to) {
            return *from <= 1;
        }
        self.tiers.get(to).is_some_and(|to| from < to)
    }
}

#[cfg(test)]
pub const SMALL_HOUSE: &str = "\
//! ```text
//! main
//!   └─ cli   tui
//!        └─ desk
//!             └─ cache   stores
//!                  └─ domain
//! demo ─ domain      (on its own)
//! ```
";

#[test]
fn the_drawing_says_who_may_look_at_whom() {
    let house = Drawing::read(SMALL_HOUSE);

    for (from, to, may) in [
        ("cli", "desk", true),
        ("main", "domain", true),
        ("cache", "domain", true),
        ("desk", "cli", false),
        ("cli", "tui", false),
        ("cache", "stores", false),
        ("domain", "cache", false),
        ("demo", "domain", true),
        ("demo", "stores", false),
        ("cli", "demo", true),
        ("desk", "demo", false),
        ("cli", "nowhere", false),
    ] {
        assert_eq!(house.may_look(from, to), may, "{from} {to}");
    }
}

#[test]
fn every_room_of_the_crate_is_drawn() {
    let lib = std::fs::read_to_string(crate::tree::root().join("src/lib.rs")).unwrap();
    let drawing = Drawing::read(&lib);

    let mut rooms: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "))
        .map(|line| line.trim_end_matches(';'))
        .collect();
    rooms.push("main");
    rooms.sort_unstable();
    let mut drawn = drawing.rooms();
    drawn.sort_unstable();

    assert_eq!(rooms, drawn, "left: rooms of the crate, right: rooms of the drawing");
}
