//! Postal addresses in a form in which variants of one writing are equal.

use super::fold::{name, plain, words};
use crate::domain::{Address, Clean};

/// Words that say that a unit follows.
const UNIT_WORDS: [&str; 14] = [
    "apt",
    "apartment",
    "unit",
    "suite",
    "ste",
    "flat",
    "appt",
    "wohnung",
    "whg",
    "lgh",
    "piso",
    "room",
    "rm",
    "top",
];

/// Words that say nothing.
const EMPTY_WORDS: [&str; 3] = ["no", "nr", "numero"];

/// Words of streets and their short forms, in a few languages.
const SHORT_FORMS: [(&str, &str); 42] = [
    ("street", "st"),
    ("saint", "st"),
    ("avenue", "ave"),
    ("av", "ave"),
    ("avenida", "ave"),
    ("avda", "ave"),
    ("road", "rd"),
    ("drive", "dr"),
    ("lane", "ln"),
    ("court", "ct"),
    ("square", "sq"),
    ("boulevard", "blvd"),
    ("bd", "blvd"),
    ("boul", "blvd"),
    ("highway", "hwy"),
    ("parkway", "pkwy"),
    ("terrace", "ter"),
    ("circle", "cir"),
    ("crescent", "cres"),
    ("close", "cl"),
    ("gardens", "gdns"),
    ("mount", "mt"),
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
    ("northeast", "ne"),
    ("northwest", "nw"),
    ("southeast", "se"),
    ("southwest", "sw"),
    ("place", "pl"),
    ("plaza", "pl"),
    ("plz", "pl"),
    ("piazza", "pl"),
    ("pza", "pl"),
    ("calle", "c"),
    ("rue", "r"),
    ("chemin", "ch"),
    ("route", "rte"),
    ("viale", "vle"),
    ("via", "v"),
    ("allee", "all"),
];

/// Ends of street names and their short forms.
const SHORT_ENDS: [(&str, &str); 5] =
    [("strasse", "str"), ("straat", "str"), ("gatan", "g"), ("vagen", "v"), ("platz", "pl")];

/// An address taken apart and folded; blank parts are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) name: String,
    pub(super) street: String,
    pub(super) unit: String,
    pub(super) town: String,
    pub(super) region: String,
    pub(super) postal: String,
    pub(super) country: String,
}

impl Folded {
    pub(super) fn of(address: &Address) -> Self {
        let country = joined(if address.country_code.is_blank() {
            &address.country
        } else {
            &address.country_code
        });
        let (street, unit) = street_and_unit(address);
        Self {
            name: name(&address.name).unwrap_or_default(),
            street,
            unit,
            town: joined(&address.city),
            region: joined(if address.region_code.is_blank() {
                &address.region
            } else {
                &address.region_code
            }),
            postal: postal(&address.postal_code, &country),
            country,
        }
    }

    /// House and place without the unit; `None` when too little is given to compare.
    pub(super) fn house(&self) -> Option<String> {
        let place = if self.postal.is_empty() { &self.town } else { &self.postal };
        let given = !self.street.is_empty() && !place.is_empty();
        given.then(|| format!("{}|{place}|{}", self.street, self.country))
    }

    /// Whether both are one house, and one unit as far as both name one.
    pub(super) fn is_same_place(&self, other: &Self) -> bool {
        let units = self.unit == other.unit || self.unit.is_empty() || other.unit.is_empty();
        units && self.house().is_some_and(|house| Some(house) == other.house())
    }

    /// Town and country, for orders of one day; `None` when no town is given.
    pub(super) fn town_of(&self) -> Option<String> {
        (!self.town.is_empty()).then(|| format!("{}|{}|{}", self.town, self.region, self.country))
    }
}

fn street_and_unit(address: &Address) -> (String, String) {
    let (first, second) = if address.line1.is_blank() {
        (words_of(&address.line2), Vec::new())
    } else {
        (words_of(&address.line1), words_of(&address.line2))
    };
    let mut street: Vec<String> = Vec::new();
    let mut unit: Vec<String> = Vec::new();
    let mut is_unit = false;
    for word in first {
        if UNIT_WORDS.contains(&word.as_str()) {
            is_unit = true;
        } else if std::mem::take(&mut is_unit) {
            unit.push(word);
        } else {
            add_to_street(&mut street, &word);
        }
    }
    let named = |word: &String| !UNIT_WORDS.contains(&word.as_str());
    unit.extend(second.into_iter().filter(named));
    street.sort_unstable();
    (street.join(" "), unit.join(" "))
}

fn words_of(line: &Clean) -> Vec<String> {
    let found = if line.raw().contains('#') {
        words(&Clean::new(&line.bare().replace('#', " unit ")))
    } else {
        words(line)
    };
    found.into_iter().filter(|word| !EMPTY_WORDS.contains(&word.as_str())).collect()
}

/// `Haupt Str.`, `Hauptstr.` and `Hauptstraße` are one word.
fn add_to_street(street: &mut Vec<String>, word: &str) {
    let short = shortened(word);
    match street.last_mut() {
        Some(before) if short == "str" && !before.starts_with(|c: char| c.is_ascii_digit()) => {
            before.push_str("str");
        }
        _ => street.push(short),
    }
}

fn shortened(word: &str) -> String {
    if let Some((_, short)) = SHORT_FORMS.iter().find(|(long, _)| *long == word) {
        return (*short).to_owned();
    }
    let ends = SHORT_ENDS
        .iter()
        .find_map(|(long, short)| word.strip_suffix(long).map(|stem| format!("{stem}{short}")));
    plain(&ends.unwrap_or_else(|| word.to_owned()))
}

fn joined(text: &Clean) -> String {
    words(text).iter().map(|word| plain(word)).collect::<Vec<_>>().join(" ")
}

/// Letters and digits only, without a country's letters before a dash; of US codes the
/// first five digits.
fn postal(code: &Clean, country: &str) -> String {
    let bare = code.bare();
    let without_country = match bare.split_once('-') {
        Some((before, rest)) if before.chars().all(char::is_alphabetic) => rest,
        _ => &bare,
    };
    let folded = without_country.chars().filter(char::is_ascii_alphanumeric);
    let folded: String = folded.map(|c| c.to_ascii_uppercase()).collect();
    if country == "us" { folded.chars().take(5).collect() } else { folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(line1: &str, line2: &str, postal: &str, country: &str) -> Folded {
        Folded::of(&Address {
            line1: line1.into(),
            line2: line2.into(),
            city: "Town".into(),
            postal_code: postal.into(),
            country_code: country.into(),
            ..Address::default()
        })
    }

    #[test]
    fn variants_of_one_address_are_one_place() {
        for (one, other) in [
            (
                address("12 Main Street", "Apt 4", "94607", "US"),
                address("12 Main St. #4", "", "94607-1234", "us"),
            ),
            (
                address("12 N. Main Ave", "", "94607", "US"),
                address("12 north main avenue", "", "94607", "US"),
            ),
            (
                address("Hauptstraße 5", "", "10115", "DE"),
                address("Haupt Str. 5", "", "D-10115", "DE"),
            ),
            (address("Storgatan 5", "", "111 22", "SE"), address("Storg. 5", "", "SE-11122", "SE")),
            (
                address("12, rue de l'Église", "", "75001", "FR"),
                address("12 Rue de lEglise", "", "75001", "FR"),
            ),
            (
                address("Avda. de América 3", "", "28002", "ES"),
                address("Avenida de America, 3", "", "28002", "ES"),
            ),
            (
                address("12 Main St", "", "94607", "US"),
                address("12 Main St", "Apt 4", "94607", "US"),
            ),
            (address("", "12 Main St", "94607", "US"), address("12 Main St", "", "94607", "US")),
        ] {
            assert!(one.is_same_place(&other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn neighbours_and_other_towns_are_other_places() {
        let here = address("12 Main Street", "Apt 4", "94607", "US");
        for other in [
            address("13 Main Street", "Apt 4", "94607", "US"),
            address("12 Main Street", "Apt 5", "94607", "US"),
            address("12 Main Street", "Apt 4", "94608", "US"),
            address("12 Main Street", "Apt 4", "94607", "CA"),
            address("", "", "94607", "US"),
        ] {
            assert!(!here.is_same_place(&other), "{other:?}");
        }
        let nothing = address("", "", "", "");
        assert!(!nothing.is_same_place(&nothing));
    }
}
