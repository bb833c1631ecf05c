//! A postal address in a form in which variants of one writing are equal.

use super::fold::{cut, latin, plain, split};
use super::house::{Lines, Manner, lines};
use super::postal::postal;
use super::region::{country, region};
use crate::domain::{Address, Clean};

/// Names of fewer consonants are not read as slips of each other.
const FEWEST_BONES: usize = 5;

/// How something is delivered there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// To a house.
    Street,
    /// To a box at a post office.
    PoBox,
    /// To a military box: APO, FPO, DPO.
    Military,
    /// To a parcel machine or shop, or to be called for.
    ParcelPoint,
    /// No street, box or shop is given.
    Unclear,
}

/// An address taken apart and folded; parts that are not given are empty.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AddressForm {
    lines: Lines,
    town: String,
    region: String,
    postal: String,
    country: String,
}

/// Debug output never carries customers' data: it could land in a log.
impl std::fmt::Debug for AddressForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AddressForm({:?})", self.delivery())
    }
}

impl AddressForm {
    /// Takes an address apart in its country's manner.
    pub fn of(address: &Address) -> Self {
        let country = country(address);
        let town = town(&address.city);
        let region = region(address, &country);
        let postal = postal(&address.postal_code.bare(), &country);
        let code = postal.to_ascii_lowercase();
        let known = [country.as_str(), &code, &region, &town];
        let lines = lines(&address.line1, &address.line2, Manner::of(&country), &known);
        Self { lines, town, region, postal, country }
    }

    /// The house's number with its letter: `12`, `12a`.
    pub fn house(&self) -> &str {
        &self.lines.house
    }

    /// The street's name in one word, without its kind where that stands apart.
    pub fn street(&self) -> &str {
        &self.lines.core
    }

    /// Flat, suite, floor.
    pub fn unit(&self) -> &str {
        &self.lines.unit
    }

    /// Building, company: what stands beside the street.
    pub fn beside(&self) -> &str {
        &self.lines.beside
    }

    /// The number of a box at a post office, also beside a street.
    pub fn po_box(&self) -> Option<&str> {
        self.lines.po_box.as_deref()
    }

    /// The town in one word.
    pub fn town(&self) -> &str {
        &self.town
    }

    /// The region's code, or its name in one word.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The postal code in capitals without blanks.
    pub fn postal(&self) -> &str {
        &self.postal
    }

    /// The country's code in lower case.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// How something is delivered there.
    pub fn delivery(&self) -> Delivery {
        let lines = &self.lines;
        let in_service = matches!(self.town.as_str(), "apo" | "fpo" | "dpo")
            || self.country == "us" && matches!(self.region.as_str(), "aa" | "ae" | "ap");
        if lines.military.is_some() || in_service {
            Delivery::Military
        } else if lines.parcel.is_some() {
            Delivery::ParcelPoint
        } else if lines.po_box.is_some() && lines.house.is_empty() {
            Delivery::PoBox
        } else if lines.core.is_empty() {
            Delivery::Unclear
        } else {
            Delivery::Street
        }
    }

    /// House, street and place without the unit; `None` when too little is given to compare.
    pub fn key(&self) -> Option<String> {
        self.key_on(&self.lines.core)
    }

    /// The key with the street's name written so.
    fn key_on(&self, core: &str) -> Option<String> {
        let place = if self.postal.is_empty() { &self.town } else { &self.postal };
        let lines = &self.lines;
        let spot = [&lines.military, &lines.parcel].into_iter().flatten().next().cloned();
        let spot = spot.or_else(|| {
            let number = lines.po_box.as_ref().filter(|_| lines.house.is_empty())?;
            Some(format!("box {number}"))
        });
        let spot = spot.unwrap_or_else(|| match (lines.house.as_str(), core) {
            ("", "") => String::new(),
            ("", core) => format!("{core} {}", lines.beside).trim_end().to_owned(),
            (house, core) => format!("{house} {core}"),
        });
        let given = !spot.is_empty() && !place.is_empty();
        given.then(|| format!("{spot}|{place}|{}", self.country))
    }

    /// Whether both streets are one as far as both are written out: `12 Main` may be
    /// `12 N Main St`, but no street is an avenue.
    pub fn is_same_street(&self, other: &Self) -> bool {
        let (one, two) = (&self.lines, &other.lines);
        (one.core == two.core || is_slip(&one.core, &two.core))
            && one.house == two.house
            && agree(&one.kinds, &two.kinds)
            && agree(&one.directions, &two.directions)
            && (one.po_box == two.po_box || !one.house.is_empty())
            && one.parcel == two.parcel
            && one.military == two.military
    }

    /// Whether both are one house, and one unit as far as both name one.
    pub fn is_same_place(&self, other: &Self) -> bool {
        let (one, two) = (self.unit(), other.unit());
        (one == two || one.is_empty() || two.is_empty()) && self.is_same_house(other)
    }

    /// Whether both are one house, whatever the unit.
    pub fn is_same_house(&self, other: &Self) -> bool {
        // Only a slip in the street's name lets it be read as the other wrote it.
        self.is_same_street(other)
            && self.key_on(&other.lines.core).is_some_and(|key| Some(key) == other.key())
    }

    /// Town, region and country, for orders of one day; `None` when no town is given.
    pub fn town_key(&self) -> Option<String> {
        (!self.town.is_empty()).then(|| format!("{}|{}|{}", self.town, self.region, self.country))
    }
}

/// One may leave words out, and may not have others.
fn agree(one: &[&str], other: &[&str]) -> bool {
    one.is_empty() || other.is_empty() || one.starts_with(other) || other.starts_with(one)
}

/// Whether two names of a street differ in one vowel left out, put in or taken for another:
/// `plesant` and `pleasant`. Short names are too often different streets (`pine`, `pane`).
fn is_slip(one: &str, other: &str) -> bool {
    let bones = skeleton(one);
    bones.len() >= FEWEST_BONES && one.len().abs_diff(other.len()) <= 1 && bones == skeleton(other)
}

/// A street's name by its consonants, for slips in its vowels: `plesant`, `pleasant`.
pub fn skeleton(street: &str) -> String {
    let mut kept = String::with_capacity(street.len());
    for (at, c) in street.chars().enumerate() {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        if (at == 0 || !vowel) && !kept.ends_with(c) {
            kept.push(c);
        }
    }
    kept
}

/// A town in one word: districts' numbers and words of delivery are left out.
fn town(city: &Clean) -> String {
    let latin = latin(city);
    let mut words = split(&latin);
    while words.len() > 1 && words.last().is_some_and(|word| is_district(word)) {
        words.pop();
    }
    let short = words.iter().map(|word| match word.as_str() {
        "saint" | "sankt" | "sint" => "st",
        "sainte" | "santa" => "sta",
        "mount" => "mt",
        "fort" => "ft",
        other => other,
    });
    let joined: String = short.collect();
    cut(&plain(joined), 80).to_owned()
}

fn is_district(word: &str) -> bool {
    word == "cedex" || word.starts_with(|c: char| c.is_ascii_digit())
}
