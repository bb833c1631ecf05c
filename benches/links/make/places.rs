//! Houses and what is in them.

use super::countries::Country;
use super::dice::{Dice, For};
use super::lists::{Town, towns};
use super::streets::{Street, count, street};

/// Where something can be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    pub town: &'static Town,
    pub code: String,
    pub street: Street,
    pub number: String,
    pub unit: Option<Unit>,
    pub company: Option<String>,
}

/// A flat, suite, room or box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub kind: UnitKind,
    pub number: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    Flat,
    Suite,
    Room,
    /// A customer's number at a forwarder.
    Customer,
}

impl PartialEq for Town {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// A house of one household somewhere in a country.
pub fn house(seed: u64, country: Country, dice: &mut Dice) -> Home {
    let mut home = in_town(seed, towns(country).draw(dice), dice);
    if dice.hits(flats(country)) {
        home.unit = Some(flat(12, dice));
    }
    home
}

/// How many of 1,000 ordinary houses have more than one door.
fn flats(country: Country) -> usize {
    match country {
        Country::Es | Country::Br | Country::Pl | Country::It => 450,
        Country::Jp | Country::Fr | Country::Se => 300,
        Country::De => 40,
        _ => 130,
    }
}

/// A house in a town.
pub fn in_town(seed: u64, town: &'static Town, dice: &mut Dice) -> Home {
    let which = dice.below(count(town));
    let number = number(town.country, dice);
    let code = code(seed, town, which, number);
    let street = street(seed, town, which);
    Home {
        town,
        code,
        street,
        number: numbered(town.country, number, dice),
        unit: None,
        company: None,
    }
}

/// One of the apartment houses: the same street and number for everybody in it.
pub fn apartment(seed: u64, which: usize, dice: &mut Dice) -> Home {
    let mut walls = Dice::at(seed, For::Building, which as u64, 0);
    let country = Country::drawn(&mut walls);
    let town = (0..3).map(|_| towns(country).draw(&mut walls)).max_by_key(|town| town.people);
    let mut home =
        in_town(seed, town.unwrap_or_else(|| towns(country).draw(&mut walls)), &mut walls);
    let flats = 20 + walls.low(380);
    home.unit = Some(flat(flats, dice));
    home
}

/// One of the twenty forwarders; the customer's number is in the second line.
pub fn forwarder(seed: u64, which: usize, customer: u32) -> Home {
    const NAMES: [&str; 5] =
        ["Global Parcel", "ShipRight", "MyBox", "Aero Cargo", "Bridge Freight"];
    const WHERE: [(&str, usize); 4] =
        [("Miami", 5), ("Portland", 2), ("Wilmington", 2), ("Doral", 3)];
    let mut walls = Dice::at(seed, For::Forwarder, which as u64, 0);
    let wanted = *walls.weighed(&WHERE);
    let known = towns(Country::Us).all().iter().find(|town| town.name == wanted);
    let town = known.unwrap_or_else(|| towns(Country::Us).draw(&mut walls));
    let mut home = in_town(seed, town, &mut walls);
    let letters = char::from(b'A' + u8::try_from(which % 26).unwrap_or(0));
    let number = format!("{letters}X{}", 10_000 + customer % 890_000);
    home.unit = Some(Unit { kind: UnitKind::Customer, number });
    home.company = walls.hits(500).then(|| (*walls.pick(&NAMES)).to_owned());
    home
}

/// An office tower (odd numbers) or a hotel (even numbers).
pub fn office(seed: u64, which: usize, country: Country, dice: &mut Dice) -> Home {
    const KINDS: [&str; 8] =
        ["Partners", "Systems", "Holdings", "Insurance", "Logistics", "Law", "Bank", "Media"];
    const HOTELS: [&str; 6] = [
        "Grand Hotel",
        "Park Inn",
        "Hotel Central",
        "Lakeside Suites",
        "The Regent",
        "Station Hotel",
    ];
    let mut walls = Dice::at(seed, For::Office, which as u64, country.place() as u64);
    let town = towns(country).draw(&mut walls);
    let mut home = in_town(seed, town, &mut walls);
    let tower = which % 2 == 1;
    let kind = if tower { UnitKind::Suite } else { UnitKind::Room };
    home.unit = Some(Unit { kind, number: format!("{}{:02}", 1 + dice.below(25), dice.below(30)) });
    let firm = format!("{} {}", super::people::family(country, dice).1, dice.pick(&KINDS));
    home.company = Some(if tower { firm } else { (*walls.pick(&HOTELS)).to_owned() });
    home
}

/// A flat's number in a house with so many flats.
pub fn flat(flats: usize, dice: &mut Dice) -> Unit {
    let which = dice.below(flats);
    let number = match flats {
        0..13 if which.is_multiple_of(3) => {
            char::from(b'A' + u8::try_from(which).unwrap_or(0)).to_string()
        }
        0..60 => (1 + which).to_string(),
        _ => format!("{}{:02}", 1 + which / 12, 1 + which % 12),
    };
    Unit { kind: UnitKind::Flat, number }
}

fn number(country: Country, dice: &mut Dice) -> usize {
    match country {
        Country::Us | Country::Ca => match dice.below(100) {
            0..12 => 1 + dice.below(99),
            12..50 => 100 + dice.below(900),
            50..92 => 1000 + dice.below(9000),
            _ => 10_000 + dice.below(9000),
        },
        Country::Br => 1 + dice.low(2500),
        _ => 1 + dice.low(190),
    }
}

fn numbered(country: Country, number: usize, dice: &mut Dice) -> String {
    let letter = char::from(b'a' + u8::try_from(dice.below(4)).unwrap_or(0));
    match country {
        Country::Jp => format!("{}-{}-{}", 1 + number % 7, 1 + number % 31, 1 + dice.below(24)),
        Country::De | Country::Nl | Country::Se if dice.hits(90) => format!("{number}{letter}"),
        Country::Gb if dice.hits(40) => format!("{number}{}", letter.to_ascii_uppercase()),
        Country::Fr if dice.hits(50) => format!("{number} bis"),
        _ => number.to_string(),
    }
}

/// The postal code of a house: it follows from street and number, as it does outside.
fn code(seed: u64, town: &Town, street: usize, number: usize) -> String {
    let mut dice =
        Dice::at(seed, For::Town, town.number as u64, (street * 64 + number / 700) as u64);
    let base = *dice.pick(&town.codes);
    let letter = |dice: &mut Dice| char::from(b"ABDEFGHJLNPQRSTUWXYZ"[dice.below(20)]);
    let [a, b] = [letter(&mut dice), letter(&mut dice)];
    match town.country {
        Country::Gb => {
            let (outward, sector) = base.split_at(base.len() - 1);
            format!("{outward} {sector}{a}{b}")
        }
        Country::Ca => format!("{base} {}{a}{}", dice.below(10), dice.below(10)),
        Country::Nl => format!("{base} {a}{b}"),
        Country::Br => format!("{}{:03}-{:03}", &base[..2], dice.below(1000), dice.below(1000)),
        Country::Jp => format!("{}-{}", &base[..3], &base[3..]),
        Country::Pl => format!("{}-{}", &base[..2], &base[2..]),
        Country::Se => format!("{} {}", &base[..3], &base[3..]),
        _ => base.to_owned(),
    }
}

/// Another house of the same town.
pub fn elsewhere_in_town(seed: u64, home: &Home, dice: &mut Dice) -> Home {
    in_town(seed, home.town, dice)
}
