//! The lists beside the generator (`benches/links/data`), read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::countries::Country;
use super::dice::Dice;

/// Things that are drawn by their weight.
pub struct Weighted<T> {
    items: Vec<T>,
    sums: Vec<usize>,
}

impl<T> Default for Weighted<T> {
    fn default() -> Self {
        Self { items: Vec::new(), sums: Vec::new() }
    }
}

impl<T> Weighted<T> {
    fn push(&mut self, item: T, weight: usize) {
        self.items.push(item);
        self.sums.push(self.sums.last().unwrap_or(&0) + weight);
    }

    /// One item, by its weight.
    pub fn draw(&self, dice: &mut Dice) -> &T {
        let at = dice.below(*self.sums.last().unwrap_or(&0));
        &self.items[self.sums.partition_point(|sum| *sum <= at)]
    }

    /// All items.
    pub fn all(&self) -> &[T] {
        &self.items
    }
}

/// The names of one group of people.
#[derive(Default)]
pub struct Names {
    pub women: Weighted<&'static str>,
    pub men: Weighted<&'static str>,
    pub families: Weighted<&'static str>,
}

/// A town with its postal codes.
#[derive(Debug)]
pub struct Town {
    /// Its place in the list.
    pub number: usize,
    pub country: Country,
    pub region_code: &'static str,
    pub region: &'static str,
    pub name: &'static str,
    pub people: usize,
    /// As the list has them: without blank, and without the last part in GB, CA, NL.
    pub codes: Vec<&'static str>,
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().map(|line| line.split('\t').collect())
}

fn country(code: &str) -> Option<Country> {
    Country::ALL.into_iter().find(|country| country.words().0 == code)
}

static NAMES: LazyLock<HashMap<&str, Names>> = LazyLock::new(|| {
    let mut groups: HashMap<&str, Names> = HashMap::new();
    for row in rows(include_str!("../data/names.tsv")) {
        let group = groups.entry(row[0]).or_default();
        let list = match row[1] {
            "f" => &mut group.women,
            "m" => &mut group.men,
            _ => &mut group.families,
        };
        list.push(row[2], row[3].parse().unwrap_or(1));
    }
    groups
});

static TOWNS: LazyLock<Vec<Weighted<Town>>> = LazyLock::new(|| {
    let mut towns: Vec<Weighted<Town>> = Country::ALL.iter().map(|_| Weighted::default()).collect();
    for (number, row) in rows(include_str!("../data/towns.tsv")).enumerate() {
        let Some(country) = country(row[0]) else { continue };
        let people = row[4].parse().unwrap_or(1000);
        let codes = row[5].split(' ').collect();
        let (region_code, region, name) = (row[1], row[2], row[3]);
        let town = Town { number, country, region_code, region, name, people, codes };
        // The square root would flatten the head, the plain number starve the villages.
        towns[country.place()].push(town, 500 + people / 10);
    }
    towns
});

static NICKNAMES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let pair = |row: Vec<&'static str>| (row[0], row[1].split(' ').collect());
    rows(include_str!("../data/nicknames.tsv")).map(pair).collect()
});

static KANJI: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| rows(include_str!("../data/kanji.tsv")).map(|row| (row[0], row[1])).collect());

static AREAS: LazyLock<HashMap<(&str, &str), Vec<&str>>> = LazyLock::new(|| {
    let pair = |row: Vec<&'static str>| ((row[0], row[1]), row[2].split(' ').collect());
    rows(include_str!("../data/areas.tsv")).map(pair).collect()
});

static NETWORKS: LazyLock<HashMap<(&str, &str), Vec<&str>>> = LazyLock::new(|| {
    let pair = |row: Vec<&'static str>| ((row[0], row[1]), row[2].split(' ').collect());
    rows(include_str!("../data/networks.tsv")).map(pair).collect()
});

static STREETS: LazyLock<HashMap<(&str, &str), Vec<&str>>> = LazyLock::new(|| {
    let mut streets: HashMap<(&str, &str), Vec<&str>> = HashMap::new();
    for row in rows(include_str!("../data/streets.tsv")) {
        streets.entry((row[0], row[1])).or_default().push(row[2]);
    }
    streets
});

/// The names of a group; those of the United States when there is no such group.
pub fn names(group: &str) -> &'static Names {
    NAMES.get(group).unwrap_or_else(|| &NAMES["US"])
}

/// The towns of a country.
pub fn towns(country: Country) -> &'static Weighted<Town> {
    &TOWNS[country.place()]
}

/// The short and other forms of a given name in small letters; mostly none.
pub fn nicknames(name: &str) -> &'static [&'static str] {
    NICKNAMES.get(name.to_lowercase().as_str()).map_or(&[], Vec::as_slice)
}

/// A Japanese name in its own letters.
pub fn kanji(name: &str) -> Option<&'static str> {
    KANJI.get(name).copied()
}

/// The telephone areas of a region, or of the whole country.
pub fn areas(country: &'static str, region: &'static str) -> &'static [&'static str] {
    let found = AREAS.get(&(country, region)).or_else(|| AREAS.get(&(country, "")));
    found.map_or(&["212"], Vec::as_slice)
}

/// The beginnings of networks (`v4` or `v6`) of a country's providers.
pub fn networks(country: &'static str, family: &'static str) -> &'static [&'static str] {
    NETWORKS.get(&(country, family)).map_or(&["98.0"], Vec::as_slice)
}

/// Parts of street names of a country.
pub fn streets(country: &'static str, kind: &'static str) -> &'static [&'static str] {
    STREETS.get(&(country, kind)).map_or(&[], Vec::as_slice)
}
