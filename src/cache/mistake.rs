//! What of a typed filter is not understood, and what is allowed instead.

use super::facts::{FULFILMENTS, PAYMENTS, RISKS};
use super::row::Filter;
use super::typed::{FIELDS, Piece, pieces};
use crate::domain::{Clean, Currency, Fulfilment, Lane, Payment, RiskLevel};

/// The most characters of a mistaken term that are quoted back.
const MOST_QUOTED: usize = 40;

/// A term of a filter that is not understood.
///
/// A mistaken value is left out of the filter, an unknown name before a colon is looked
/// for as text: the list stays useful while the sentence says what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterMistake {
    /// The term as typed, made harmless and cut.
    pub term: String,
    /// One sentence: what is wrong with it, what became of it, what is allowed.
    pub sentence: String,
}

/// In which way a term is mistaken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Risk,
    Country,
    State,
    Lane,
    Amount,
    Field,
}

impl Filter {
    /// The terms that are not understood, in the order typed. Half-typed terms (`risk:`,
    /// `>`) are none; amounts are read in the shop's currency.
    pub fn mistakes(&self, currency: Currency) -> Vec<FilterMistake> {
        let said = |piece: &Piece| Some(say(piece, piece.wrong(currency)?));
        pieces(&self.typed).iter().filter_map(said).collect()
    }
}

fn say(piece: &Piece, wrong: Wrong) -> FilterMistake {
    let short: String = piece.as_typed().chars().take(MOST_QUOTED).collect();
    let term = Clean::new(&short).shown().into_owned();
    let sentence = match wrong {
        Wrong::Risk => left_out(&term, "a risk is", &words(&RISKS, RiskLevel::word)),
        Wrong::Country => format!("{term} is left out: a country is two letters, such as SE."),
        Wrong::State => left_out(&term, "a state is", &states()),
        Wrong::Lane => {
            let lanes = [words(&Lane::ALL, Lane::word), vec!["all"]].concat();
            left_out(&term, "a lane is", &lanes)
        }
        Wrong::Amount => {
            format!("{term} is left out: an amount is written like >300, <=49.50 or >=1000.")
        }
        Wrong::Field => format!(
            "{term} is looked for as text: the names before a colon are {}. Quotes keep a colon.",
            either(&FIELDS, "and")
        ),
    };
    FilterMistake { term, sentence }
}

fn left_out(term: &str, is: &str, allowed: &[&str]) -> String {
    format!("{term} is left out: {is} {}.", either(allowed, "or"))
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().rev().map(|one| word(*one)).collect()
}

/// Payment and fulfilment states; both know an `unknown`, which is named once.
fn states() -> Vec<&'static str> {
    let payments = PAYMENTS.iter().map(|state| state.word());
    let fulfilments = FULFILMENTS.iter().map(|state: &Fulfilment| state.word());
    let unknown = Payment::Unknown.word();
    let named = payments.chain(fulfilments).filter(|word| *word != unknown);
    named.chain([unknown]).collect()
}

/// `a, b or c`.
fn either(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(typed: &str) -> Vec<FilterMistake> {
        let filter = Filter { typed: typed.to_owned(), ..Filter::default() };
        filter.mistakes(Currency::USD)
    }

    #[test]
    fn a_mistaken_term_is_named_with_what_is_allowed() {
        for (typed, allowed) in [
            ("risk:bogus", "high, medium, low, pending, none or unscored"),
            ("-risk:bogus", "high, medium"),
            ("country:Sweden", "two letters"),
            ("state:lost", "authorised"),
            ("lane:nowhere", "overdue"),
            (">abc", ">300"),
            ("<=12.3.4", ">300"),
            (">1,000", ">=1000"),
            ("foo:bar", "risk, country, coupon"),
            ("foo:", "risk, country, coupon"),
        ] {
            let found = mistakes(&format!("held {typed} anna"));

            assert_eq!(found.len(), 1, "{typed}");
            assert_eq!(found[0].term, typed);
            assert!(found[0].sentence.starts_with(typed), "{}", found[0].sentence);
            assert!(found[0].sentence.contains(allowed), "{}", found[0].sentence);
        }
    }

    #[test]
    fn what_is_understood_or_half_typed_is_no_mistake() {
        for typed in [
            "",
            "risk:",
            "risk:h",
            ">",
            "<=",
            "-",
            ">300 country:s state:pa lane:all held -cancelled overdue",
            "\"foo:bar\" coupon:\"SPRING 10\" email:ana@example.org",
            "https://example.org/x",
            "2001:db8::1",
            "fe80::a",
            "10:30",
            "###",
        ] {
            assert_eq!(mistakes(typed), [], "{typed:?}");
        }
    }

    #[test]
    fn every_mistake_is_said_in_the_order_typed() {
        let terms: Vec<String> =
            mistakes("risk:bogus anna >abc").into_iter().map(|mistake| mistake.term).collect();

        assert_eq!(terms, ["risk:bogus", ">abc"]);
    }

    #[test]
    fn a_long_or_hostile_term_is_cut_and_made_harmless() {
        let found = mistakes(&format!("risk:\u{202e}{}", "x".repeat(900)));

        assert!(found[0].sentence.chars().count() < 200, "{}", found[0].sentence);
        assert!(!found[0].sentence.contains('\u{202e}'));
    }
}
