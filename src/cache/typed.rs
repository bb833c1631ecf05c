//! The filter as typed: taken apart into terms, and each given its meaning.

use super::facts::{FULFILMENTS, PAYMENTS, RISKS, country_number, letter};
use super::fold;
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
const FIELDS: [&str; 9] =
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
        let test = match field {
            "risk" => risks(value),
            "country" => country(value),
            "state" => states(value),
            "lane" if value.eq_ignore_ascii_case("all") => return Meaning::Everything,
            "lane" => lanes(value),
            _ => return self.in_field(field, value),
        };
        test.map_or_else(|| self.text(&format!("{field} {value}")), Meaning::Test)
    }

    /// A term without a field.
    fn word(&self, value: &str, currency: Currency) -> Meaning {
        if self.quoted {
            return self.text(value);
        }
        if let Some(meaning) = self.amount(value, currency) {
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
    fn amount(&self, value: &str, currency: Currency) -> Option<Meaning> {
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
        Some(match Money::parse(&decimal, currency) {
            Some(money) => Meaning::Test(Test::Total(compare, money.minor)),
            None => self.text(value),
        })
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
