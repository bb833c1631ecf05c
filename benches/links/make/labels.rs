//! Addresses as they are written into a form.

use super::countries::Country;
use super::dice::Dice;
use super::people::{Letters, lettered};
use super::places::{Home, Unit, UnitKind};
use super::plain::{Without, unaccented};
use super::streets::{Length, written as street_written};

/// An address as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    pub name: String,
    pub company: String,
    pub line1: String,
    pub line2: String,
    pub city: String,
    pub region: String,
    pub region_code: String,
    pub code: String,
    pub country: &'static str,
    pub country_code: &'static str,
}

/// Where somebody writes the flat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitAt {
    SecondLine,
    FirstLine,
    /// `#4`, `12/4`, `12-4`: without a word.
    Short,
    FirstOfAll,
}

/// How somebody writes addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hand {
    pub length: Length,
    pub unit: UnitAt,
    pub unit_word: usize,
    pub letters: Letters,
    pub accents: Option<Without>,
    /// Whether blanks of a postal code are written, and the longer American code.
    pub exact_code: bool,
}

impl Hand {
    /// The hand of one person.
    pub fn drawn(dice: &mut Dice) -> Self {
        let length = if dice.hits(430) { Length::Full } else { Length::Short(dice.low(3)) };
        let unit = *dice.weighed(&[
            (UnitAt::SecondLine, 62),
            (UnitAt::FirstLine, 22),
            (UnitAt::Short, 14),
            (UnitAt::FirstOfAll, 2),
        ]);
        let letters =
            *dice.weighed(&[(Letters::AsIs, 84), (Letters::Capitals, 8), (Letters::Small, 8)]);
        let accents =
            *dice.weighed(&[(None, 82), (Some(Without::Marks), 13), (Some(Without::Umlauts), 5)]);
        let exact_code = dice.hits(900);
        Self { length, unit, unit_word: dice.low(4), letters, accents, exact_code }
    }

    fn on(&self, text: &str) -> String {
        let text = self.accents.map_or_else(|| text.to_owned(), |how| unaccented(text, how));
        lettered(&text, self.letters)
    }
}

/// The address in somebody's hand.
pub fn written(home: &Home, hand: &Hand) -> Label {
    let country = home.town.country;
    let (country_code, country_name) = country.words();
    let (line1, line2) = lines(home, hand);
    let region = if country.writes_region() { home.town.region } else { "" };
    let region_code = if matches!(country, Country::Us | Country::Ca | Country::Au) {
        home.town.region_code
    } else {
        ""
    };
    Label {
        name: String::new(),
        company: home.company.clone().unwrap_or_default(),
        line1: hand.on(&line1),
        line2: hand.on(&line2),
        city: hand.on(home.town.name),
        region: region.to_owned(),
        region_code: region_code.to_owned(),
        code: code(home, hand),
        country: country_name,
        country_code,
    }
}

fn code(home: &Home, hand: &Hand) -> String {
    match (hand.exact_code, home.town.country) {
        (true, _) => home.code.clone(),
        (false, Country::Us) => {
            format!("{}-{:04}", home.code, 1000 + home.number.len() * 311 + home.street.core.len())
        }
        (false, _) => home.code.replace([' ', '-'], "").to_lowercase(),
    }
}

fn lines(home: &Home, hand: &Hand) -> (String, String) {
    let street = on_street(home, hand);
    let Some(unit) = &home.unit else { return (street, String::new()) };
    let country = home.town.country;
    let worded = unit_worded(unit, country, hand.unit_word);
    match hand.unit {
        UnitAt::SecondLine => (street, worded),
        UnitAt::FirstLine => (format!("{street}, {worded}"), String::new()),
        UnitAt::FirstOfAll => (format!("{worded}, {street}"), String::new()),
        UnitAt::Short => (short_unit(&street, unit, country), String::new()),
    }
}

/// The house: number first or last, as the country has it.
fn on_street(home: &Home, hand: &Hand) -> String {
    use Country::{Au, Br, Ca, De, Es, Fr, Gb, It, Jp, Nl, Pl, Se, Us};
    let street = street_written(&home.street, hand.length);
    let number = &home.number;
    match home.town.country {
        Fr if hand.unit_word == 1 => format!("{number}, {street}"),
        Us | Ca | Gb | Au | Jp | Fr => format!("{number} {street}"),
        Es | It | Br if hand.unit_word < 2 => format!("{street}, {number}"),
        De | Nl | Se | Es | It | Br | Pl => format!("{street} {number}"),
    }
}

fn unit_worded(unit: &Unit, country: Country, which: usize) -> String {
    use Country::{Au, Br, Ca, De, Es, Fr, Gb, It, Jp, Nl, Pl, Se, Us};
    let words: &[&str] = match (unit.kind, country) {
        (UnitKind::Suite, Us | Ca | Gb | Au) => &["Suite ", "Ste ", "Ste. ", "#"],
        (UnitKind::Customer, _) => &["Suite ", "", "#", "Ste "],
        (UnitKind::Room | UnitKind::Suite, _) => &["Room ", "Rm ", "Room no. ", "Zimmer "],
        (UnitKind::Flat, Us | Ca) => &["Apt ", "Unit ", "#", "Apartment "],
        (UnitKind::Flat, Gb) => &["Flat ", "Apartment ", "Apt ", "Unit "],
        (UnitKind::Flat, Au) => &["Unit ", "Apt ", "Flat ", "U"],
        (UnitKind::Flat, De) => &["Whg. ", "Wohnung ", "App. ", "Apt. "],
        (UnitKind::Flat, Fr) => &["Appt ", "Appartement ", "Apt ", "App. "],
        (UnitKind::Flat, Es) => &["Piso ", "Puerta ", "Apto. ", "Pta. "],
        (UnitKind::Flat, It) => &["Int. ", "Interno ", "Appartamento ", "int "],
        (UnitKind::Flat, Nl) => &["App. ", "Appartement ", "kamer ", "# "],
        (UnitKind::Flat, Se) => &["lgh ", "Lägenhet ", "Lgh. ", "lgh"],
        (UnitKind::Flat, Br) => &["Apto ", "Apartamento ", "Ap. ", "AP "],
        (UnitKind::Flat, Jp) => &["#", "Room ", "Apt ", "No. "],
        (UnitKind::Flat, Pl) => &["m. ", "lok. ", "mieszkanie ", "m "],
    };
    format!("{}{}", words[which % words.len()], unit.number)
}

fn short_unit(street: &str, unit: &Unit, country: Country) -> String {
    match country {
        Country::Pl | Country::De => format!("{street}/{}", unit.number),
        Country::Au => format!("{}/{street}", unit.number),
        Country::Nl | Country::Br => format!("{street}-{}", unit.number),
        Country::Ca => format!("{}-{street}", unit.number),
        _ => format!("{street} #{}", unit.number),
    }
}
