//! Buyers: names, addresses, phones, mail addresses.

use deunicode::deunicode;

use super::scene::Scene;
use super::story::Buyer;
use crate::demo::shop::{Address, Shared, Text};

/// Words that people add to their own domain.
const TRADES: &[&str] =
    &["design", "studio", "family", "mail", "garden", "consulting", "law", "farm", "works"];

/// A given and a family name with the place they came from.
#[derive(Clone)]
pub(super) struct Name {
    pub(super) given: Text,
    pub(super) family: Text,
}

impl Scene {
    /// A town, by the share of its country.
    pub(super) fn any_town(&mut self) -> usize {
        let shares = self.tables.countries.iter().map(|country| country.share);
        let country = self.dice.weighted(shares);
        self.town_in(country)
    }

    /// A town of the country in this row.
    pub(super) fn town_in(&mut self, country: usize) -> usize {
        let towns = self.tables.countries.get(country).map(|country| country.towns.as_slice());
        self.dice.pick(towns.unwrap_or_default()).copied().unwrap_or_default()
    }

    /// A town of the country with this code.
    pub(super) fn town_of(&mut self, code: &str) -> usize {
        let country =
            self.tables.countries.iter().position(|country| country.code.as_str() == code);
        self.town_in(country.unwrap_or_default())
    }

    /// A name as people in this town carry.
    pub(super) fn any_name(&mut self, town: usize) -> Name {
        let lists =
            self.country_of(town).map(|country| country.lists.as_slice()).unwrap_or_default();
        let place = self.dice.weighted(lists.iter().map(|(_, weight)| *weight));
        let list = lists.get(place).map_or(0, |(list, _)| *list);
        self.name_from(list)
    }

    fn name_from(&mut self, list: usize) -> Name {
        let list = self.tables.names.get(list);
        let given = list.and_then(|list| self.dice.pick(&list.given)).cloned();
        let family = list.and_then(|list| self.dice.pick(&list.family)).cloned();
        Name { given: given.unwrap_or_default(), family: family.unwrap_or_default() }
    }

    /// A new buyer of this town.
    pub(super) fn new_buyer(&mut self, town: usize) -> Buyer {
        let name = self.any_name(town);
        self.buyer_named(&name, town)
    }

    /// A new buyer of this name and town.
    pub(super) fn buyer_named(&mut self, name: &Name, town: usize) -> Buyer {
        let email = self.email(name, town);
        let phone = self.phone(town);
        let mut address = self.address(name, town);
        if self.dice.chance(70) {
            address.phone = Some(phone.clone());
        }
        Buyer { town, email: Some(email), phone: Some(phone), address: Shared::new(address) }
    }

    /// An address of this person in this town.
    pub(super) fn address(&mut self, name: &Name, town: usize) -> Address {
        let Some(place) = self.town(town) else {
            return Address::default();
        };
        let Some(country) = self.country_of(town) else {
            return Address::default();
        };
        let code = self.dice.pick(&place.codes);
        let point = code.map_or(place.point, |code| code.point);
        let zip = code.map(|code| self.whole_code(&country.code, code.code));
        let flat = self.dice.chance(22).then(|| self.flat(&country.code));
        Address {
            first_name: Some(name.given.clone()),
            last_name: Some(name.family.clone()),
            company: None,
            address1: self.street(town),
            address2: flat,
            city: place.name.clone(),
            province: place.province.clone(),
            province_code: place.province_code.clone(),
            zip,
            country: country.name.clone(),
            country_code: country.code.clone(),
            phone: None,
            point: Some(self.near(point)),
        }
    }

    /// A point some hundred metres from the middle of a postal area.
    fn near(&mut self, point: (i32, i32)) -> (i32, i32) {
        let step = |scene: &mut Self| i32::try_from(scene.dice.between(-40, 40)).unwrap_or(0);
        (point.0 + step(self), point.1 + step(self))
    }

    /// Completes a code of which the tables know the area only.
    fn whole_code(&mut self, country: &str, code: &'static str) -> Text {
        match country {
            "CA" => {
                let letter =
                    self.dice.word(&["A", "B", "C", "E", "G", "H", "J", "K", "L", "M", "N", "P"]);
                self.dice.digits(&format!("{code} #{letter}#")).into()
            }
            "NL" => {
                let letters =
                    self.dice.word(&["AB", "BC", "CD", "DE", "GH", "HJ", "KL", "LM", "NP", "PR"]);
                format!("{code} {letters}").into()
            }
            "IE" => {
                let letters = self.dice.word(&["X", "Y", "K", "V", "W", "E", "F"]);
                self.dice.digits(&format!("{code} {letters}##{letters}")).into()
            }
            _ => self.say(code),
        }
    }

    fn flat(&mut self, country: &str) -> Text {
        let word = match country {
            "US" | "CA" => "Apt",
            "GB" | "IE" | "ZA" | "IN" => "Flat",
            "AU" | "NZ" => "Unit",
            "SE" => "lgh",
            "FR" => "Appt",
            "ES" | "MX" | "BR" | "IT" => "int.",
            _ => "No.",
        };
        format!("{word} {}", self.dice.between(1, 48)).into()
    }

    /// A street and number in the order of the country.
    pub(super) fn street(&mut self, town: usize) -> Text {
        let country = self.country_of(town);
        let streets = country.map(|country| country.streets.as_slice()).unwrap_or_default();
        let street = self.dice.word(streets);
        let number = self.dice.between(1, 240);
        match country.map_or("", |country| country.code.as_str()) {
            "US" | "CA" => format!("{} {street}", self.dice.between(100, 9_900)),
            "GB" | "IE" | "AU" | "NZ" | "ZA" | "FR" | "KR" => format!("{number} {street}"),
            "IN" => format!("{number}, {street}"),
            "ES" | "BR" => format!("{street}, {number}"),
            "JP" => format!("{}-{}-{} {street}", number % 5 + 1, number % 17 + 1, number % 29 + 1),
            "KW" => format!("{street}, House {number}"),
            _ => format!("{street} {number}"),
        }
        .into()
    }

    /// A phone number of the town, or a mobile number of its country, in E.164.
    ///
    /// North American numbers are in the 555 exchange, which rings nowhere.
    pub(super) fn phone(&mut self, town: usize) -> Text {
        let Some((place, country)) = self.town(town).zip(self.country_of(town)) else {
            return Text::default();
        };
        let mobile = !country.mobile.is_empty() && self.dice.chance(70);
        if mobile {
            return format!("+{}", self.dice.digits(country.mobile)).into();
        }
        let area = self.dice.word(&place.areas);
        let (start, digits) = landline(&country.code, area);
        let rest = "#".repeat(digits.saturating_sub(area.len() + start.len()));
        format!("+{}", self.dice.digits(&format!("{area}{start}{rest}"))).into()
    }

    /// A mail address that no other customer has.
    pub(super) fn email(&mut self, name: &Name, town: usize) -> Text {
        let mails =
            self.country_of(town).map(|country| country.mails.as_slice()).unwrap_or_default();
        let (given, family) = (plain(&name.given), plain(&name.family));
        for _ in 0..20 {
            let mail = if self.dice.chance(11) {
                format!("{given}@{family}-{}.example", self.dice.word(TRADES))
            } else {
                let local = self.local_part(&given, &family);
                format!("{local}@{}", self.dice.word(mails))
            };
            if !self.is_taken(&mail) {
                return mail.into();
            }
        }
        format!("{given}.{family}.{}@{}", self.dice.bits() % 1_000_000_007, self.dice.word(mails))
            .into()
    }

    fn local_part(&mut self, given: &str, family: &str) -> String {
        let initial: String = given.chars().take(1).collect();
        match self.dice.below(6) {
            0 => format!("{given}.{family}{}", self.dice.between(1, 999)),
            1 => format!("{given}{family}{}", self.dice.between(10, 9_999)),
            2 => format!("{initial}.{family}{}", self.dice.between(1, 9_999)),
            3 => format!("{family}.{given}{}", self.dice.between(1, 999)),
            4 => format!("{given}_{family}{}", self.dice.between(50, 2_005)),
            _ => format!("{given}{}", self.dice.between(10_000, 999_999)),
        }
    }
}

/// The first digits after the area and the length of the whole number without `+`.
fn landline(country: &str, area: &str) -> (&'static str, usize) {
    match (country, area) {
        ("US" | "CA", _) => ("555", 11),
        ("GB", "4420") => ("7", 12),
        ("GB", "44161") => ("8", 12),
        ("GB", "4429") => ("20", 12),
        ("GB", _) => ("2", 12),
        ("MX" | "IT", _) => ("5", 12),
        ("BR" | "IN" | "DE", _) => ("3", 12),
        ("IE", "35321") => ("4", 12),
        ("IE", "35391") | ("JP", _) => ("5", 11),
        ("NZ", _) => ("3", 10),
        ("AU", "612" | "613") => ("9", 11),
        ("AU", "617") => ("3", 11),
        ("AU", _) => ("2", 11),
        ("KW", _) => ("222", 11),
        ("PL", _) => ("6", 11),
        _ => ("4", 11),
    }
}

/// Lower-case letters and digits only.
pub(super) fn plain(name: &str) -> String {
    deunicode(name).to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}
