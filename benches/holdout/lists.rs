//! Names, towns and streets, each drawn as often as it is met.

use std::collections::HashMap;

use crate::dice::Dice;

/// Things with how often each is met.
#[derive(Default)]
pub struct Weighted<T> {
    sums: Vec<u64>,
    things: Vec<T>,
}

impl<T> Weighted<T> {
    fn add(&mut self, thing: T, weight: u64) {
        self.sums.push(self.sums.last().copied().unwrap_or(0) + weight.max(1));
        self.things.push(thing);
    }

    /// One thing, the common ones more often.
    pub fn draw(&self, dice: &mut Dice) -> &T {
        let point = dice.below(*self.sums.last().unwrap() as usize) as u64;
        &self.things[self.sums.partition_point(|sum| *sum <= point)]
    }
}

/// A town with what its addresses and numbers look like.
#[derive(Clone, Default)]
pub struct Town {
    pub country: &'static str,
    pub region: &'static str,
    pub name: &'static str,
    pub codes: Vec<&'static str>,
    pub areas: Vec<&'static str>,
}

/// All lists.
pub struct Lists {
    names: HashMap<(&'static str, &'static str), Weighted<&'static str>>,
    towns: HashMap<&'static str, Weighted<Town>>,
    streets: HashMap<&'static str, Weighted<&'static str>>,
}

impl Lists {
    /// Reads the three tables beside this file.
    pub fn read() -> Self {
        let mut lists =
            Self { names: HashMap::new(), towns: HashMap::new(), streets: HashMap::new() };
        for line in include_str!("data/names.tsv").lines() {
            let [group, kind, weight, names] = parts(line);
            let into = lists.names.entry((group, kind)).or_default();
            names.split(',').for_each(|name| into.add(name, weight.parse().unwrap()));
        }
        for line in include_str!("data/towns.tsv").lines() {
            let [country, region, name, people, codes, areas] = parts(line);
            let town = Town {
                country,
                region,
                name,
                codes: codes.split(',').collect(),
                areas: areas.split(',').filter(|area| !area.is_empty()).collect(),
            };
            lists.towns.entry(country).or_default().add(town, people.parse().unwrap());
        }
        for line in include_str!("data/streets.tsv").lines() {
            let [country, streets] = parts(line);
            let into = lists.streets.entry(country).or_default();
            for (rank, street) in streets.split(',').enumerate() {
                into.add(street, 20_000 / (rank as u64 + 15));
            }
        }
        lists
    }

    /// A given name (`F`, `M`) or a surname (`S`) of a group of people.
    pub fn name(&self, group: &'static str, kind: &'static str, dice: &mut Dice) -> &'static str {
        self.names[&(group, kind)].draw(dice)
    }

    /// A town, the big ones more often.
    pub fn town(&self, country: &str, dice: &mut Dice) -> &Town {
        self.towns[country].draw(dice)
    }

    /// A street as its country writes it.
    pub fn street(&self, country: &str, dice: &mut Dice) -> String {
        let name = |key: &str, dice: &mut Dice| *self.streets[key].draw(dice);
        match country {
            "US" | "CA" if dice.percent(18) => {
                let side = dice.one(&["N ", "S ", "E ", "W ", "", "", "North ", "West "]);
                format!(
                    "{side}{} {}",
                    nth(dice.between(1, 140)),
                    dice.one(&["St", "Ave", "Street"])
                )
            }
            "US" | "CA" => {
                let side =
                    if dice.percent(12) { *dice.one(&["N ", "S ", "E ", "SW "]) } else { "" };
                format!("{side}{} {}", name("US", dice), dice.one(&US_KINDS))
            }
            "GB" | "AU" => format!("{} {}", name("GB", dice), dice.one(&GB_KINDS)),
            "FR" => format!(
                "{} {}",
                dice.one(&["Rue", "Rue", "Avenue", "Boulevard", "Impasse"]),
                name("FR", dice)
            ),
            "IT" => format!(
                "{} {}",
                dice.one(&["Via", "Via", "Viale", "Piazza", "Corso"]),
                name("IT", dice)
            ),
            "PL" => format!("{} {}", dice.one(&["ul.", "ul.", "al.", "Ulica"]), name("PL", dice)),
            "PT" => {
                format!("{} {}", dice.one(&["Rua", "Rua", "Avenida", "Travessa"]), name("PT", dice))
            }
            other => name(other, dice).to_string(),
        }
    }
}

const US_KINDS: [&str; 16] = [
    "St", "Street", "Ave", "Avenue", "Rd", "Road", "Dr", "Drive", "Ln", "Lane", "Ct", "Blvd",
    "Way", "Pl", "Circle", "Ter",
];
const GB_KINDS: [&str; 10] =
    ["Road", "Street", "Lane", "Avenue", "Close", "Rd", "Drive", "Gardens", "Crescent", "Way"];

fn nth(number: usize) -> String {
    let end = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

fn parts<const N: usize>(line: &'static str) -> [&'static str; N] {
    let mut parts = line.split('\t');
    std::array::from_fn(|_| parts.next().unwrap())
}
