//! The filter as typed: taken apart into terms, and each given its meaning.

use super::facts::{FULFILMENTS, PAYMENTS, RISKS, country_number, letter};
use super::fold;
use super::mistake::Wrong;
use super::query::{Compare, Test, TextTerm};
use crate::domain::{Currency, Fulfilment, Lane, Money, Payment, RiskLevel};

/// What a term says.
pub(super) enum Meaning {
    /// Half typed: says nothing yet.
    Nothing,
    /// Looks through done rows as well.
    Everything,
    Test(Test),
    Text(TextTerm),
    /// Not understood, and left out.
    Mistaken(Wrong),
}

/// One term as typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) not: bool,
    /// What stands before the colon, in small letters.
    field: Option<String>,
    value: String,
    quoted: bool,
}

/// Takes typed text apart at blanks; quotes keep blanks, an open quote ends at the end.
pub(super) fn pieces(typed: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut current = Piece::empty();
    let mut inside = false;
    for c in fold::cut_to(typed, 1024).chars() {
        match c {
            '"' => {
                inside = !inside;
                current.quoted = true;
            }
            _ if c.is_whitespace() && !inside => {
                pieces.push(std::mem::replace(&mut current, Piece::empty()));
            }
            '-' if !current.not && !current.quoted && current.is_blank() => current.not = true,
            ':' if !inside && current.field.is_none() && is_field(&current.value) => {
                current.field = Some(std::mem::take(&mut current.value).to_ascii_lowercase());
            }
            _ => current.value.push(c),
        }
    }
    pieces.push(current);
    pieces.retain(|piece| !piece.is_blank());
    pieces
}

/// The fields; `state` and `lane` take words, the rest text.
pub(super) const FIELDS: [&str; 9] =
    ["risk", "country", "coupon", "state", "lane", "email", "ip", "tag", "name"];

fn is_field(word: &str) -> bool {
    FIELDS.iter().any(|field| field.eq_ignore_ascii_case(word))
}

impl Piece {
    fn empty() -> Self {
        Self { not: false, field: None, value: String::new(), quoted: false }
    }

    fn is_blank(&self) -> bool {
        self.field.is_none() && self.value.is_empty()
    }

    /// What the term says; amounts are in the shop's currency.
    pub(super) fn meaning(&self, currency: Currency) -> Meaning {
        let value = self.value.trim();
        let Some(field) = self.field.as_deref() else {
            return self.word(value, currency);
        };
        if value.is_empty() {
            return Meaning::Nothing;
        }
        let (test, wrong) = match field {
            "risk" => (risks(value), Wrong::Risk),
            "country" => (country(value), Wrong::Country),
            "state" => (states(value), Wrong::State),
            "lane" if value.eq_ignore_ascii_case("all") => return Meaning::Everything,
            "lane" => (lanes(value), Wrong::Lane),
            _ => return self.in_field(field, value),
        };
        test.map_or(Meaning::Mistaken(wrong), Meaning::Test)
    }

    /// In which way the term is not understood, when it is not.
    pub(super) fn wrong(&self, currency: Currency) -> Option<Wrong> {
        match self.meaning(currency) {
            Meaning::Mistaken(wrong) => Some(wrong),
            _ if self.has_unknown_field() => Some(Wrong::Field),
            _ => None,
        }
    }

    /// Whether a name that is no field stands before a colon. Addresses of pages and of
    /// networks bear colons too, and are meant as text.
    fn has_unknown_field(&self) -> bool {
        if self.quoted || self.field.is_some() {
            return false;
        }
        let Some((name, rest)) = self.value.split_once(':') else { return false };
        let is_name = name.len() > 1 && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
        is_name && !rest.starts_with("//") && !rest.contains(':')
    }

    /// The term as it was typed, its quotes aside.
    pub(super) fn as_typed(&self) -> String {
        let not = if self.not { "-" } else { "" };
        match &self.field {
            Some(field) => format!("{not}{field}:{}", self.value),
            None => format!("{not}{}", self.value),
        }
    }

    /// A term without a field.
    fn word(&self, value: &str, currency: Currency) -> Meaning {
        if self.quoted {
            return self.text(value);
        }
        if let Some(meaning) = Self::amount(value, currency) {
            return meaning;
        }
        match value.to_ascii_lowercase().as_str() {
            "held" => Meaning::Test(Test::Held),
            "archived" => Meaning::Test(Test::Archived),
            "cancelled" | "canceled" => Meaning::Test(Test::Cancelled),
            "overdue" => Meaning::Test(Test::Lane(vec![Lane::Overdue])),
            "due_today" => Meaning::Test(Test::Lane(vec![Lane::DueToday])),
            _ => self.text(value),
        }
    }

    /// `>300`, `<=49.50`; `None` when it does not begin so.
    fn amount(value: &str, currency: Currency) -> Option<Meaning> {
        let signs = [
            (">=", Compare::AtLeast),
            ("<=", Compare::AtMost),
            (">", Compare::Above),
            ("<", Compare::Below),
        ];
        let (rest, compare) = signs
            .into_iter()
            .find_map(|(sign, compare)| value.strip_prefix(sign).map(|rest| (rest, compare)))?;
        if rest.is_empty() {
            return Some(Meaning::Nothing);
        }
        let decimal = rest.replace(',', ".");
        let money =
            Money::parse(&decimal, currency).filter(|_| !may_be_thousands(&decimal, currency));
        Some(money.map_or(Meaning::Mistaken(Wrong::Amount), |money| {
            Meaning::Test(Test::Total(compare, money.minor))
        }))
    }

    fn text(&self, value: &str) -> Meaning {
        let words = fold::words(value);
        if words.is_empty() {
            return Meaning::Nothing;
        }
        Meaning::Text(TextTerm { not: self.not, words, phrase: self.quoted })
    }

    /// `email:`, `ip:`, `tag:`, `coupon:`, `name:` look only at that field's words.
    fn in_field(&self, field: &str, value: &str) -> Meaning {
        let words: Vec<String> = match field {
            "name" => fold::words(value).iter().map(|word| format!("=n{word}")).collect(),
            "email" => fold::field('e', value).into_iter().collect(),
            "ip" => fold::field('i', value).into_iter().collect(),
            "tag" => fold::field('t', value).into_iter().collect(),
            _ => fold::field('c', value).into_iter().collect(),
        };
        if words.is_empty() {
            return Meaning::Nothing;
        }
        Meaning::Text(TextTerm { not: self.not, words, phrase: false })
    }
}

/// Whether more digits stand behind the point than the currency has: `1,000` may be meant
/// as a thousand and would be read as one.
fn may_be_thousands(decimal: &str, currency: Currency) -> bool {
    let places = decimal.split_once('.').map_or(0, |(_, places)| places.len());
    places > currency.exponent() as usize
}

fn begun<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str, typed: &str) -> Vec<T> {
    let typed = typed.to_ascii_lowercase().replace('-', "_");
    let exact = |one: &&T| word(**one) == typed;
    match all.iter().find(exact) {
        Some(one) => vec![*one],
        None => all.iter().copied().filter(|one| word(*one).starts_with(&typed)).collect(),
    }
}

fn risks(typed: &str) -> Option<Test> {
    let levels = begun(&RISKS, RiskLevel::word, typed);
    (!levels.is_empty()).then_some(Test::Risk(levels))
}

fn lanes(typed: &str) -> Option<Test> {
    let lanes = begun(&Lane::ALL, Lane::word, typed);
    (!lanes.is_empty()).then_some(Test::Lane(lanes))
}

fn states(typed: &str) -> Option<Test> {
    let payments = begun(&PAYMENTS, Payment::word, typed);
    let fulfilments = begun(&FULFILMENTS, Fulfilment::word, typed);
    (!payments.is_empty() || !fulfilments.is_empty()).then_some(Test::State(payments, fulfilments))
}

fn country(typed: &str) -> Option<Test> {
    match typed.as_bytes() {
        [first] if letter(*first) != 0 => Some(Test::CountryFrom(letter(*first))),
        _ => match country_number(typed) {
            0 => None,
            code => Some(Test::Country(code)),
        },
    }
}
