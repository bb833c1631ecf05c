//! The form of the names: structure only, never their origin or sound (C20).

use super::Reading;
use super::normal::NameForm;
use super::rows::{NAME_DIGITS, NAME_KEYS, NAME_TWICE};
use super::sum::{Signal, finding, not_possible, strongest};
use crate::domain::{Address, Check, Clean, Finding, Order};

/// Rows of keys, of English, German and French keyboards.
const ROWS: [&str; 8] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
];

/// So many neighbouring keys from the left end of a row make a run.
const RUN: usize = 4;

/// So many make one anywhere, in either direction: `wert` is a name.
const RUN_ANYWHERE: usize = 5;

/// Looks for digits, runs of keys, and one word given twice.
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let names: Vec<(&'static str, &Clean)> =
        [("billing", &order.billing), ("shipping", &order.shipping)]
            .into_iter()
            .filter_map(|(label, address)| Some((label, name(address.known()?)?)))
            .collect();
    if names.is_empty() {
        return not_possible(Check::Name, order, "The order has no name that can be read");
    }
    let mut signals: Vec<Signal> = Vec::new();
    for (label, name) in names {
        let found = signal(label, name, reading);
        // The same name on both addresses says it once.
        signals.extend(found.filter(|new| signals.iter().all(|old| old.value != new.value)));
    }
    let headline = match strongest(&signals) {
        Some(signal) => format!("The {} name {}", signal.label, signal.value),
        None => "The names are written as names are".to_owned(),
    };
    finding(Check::Name, order, headline, &signals)
}

fn name(address: &Address) -> Option<&Clean> {
    (!address.name.is_blank()).then_some(&address.name)
}

fn signal(label: &'static str, name: &Clean, reading: &Reading<'_>) -> Option<Signal> {
    let form = NameForm::of(name);
    let by = |rule, words: &str| Some(Signal::by(rule, reading, label, words));
    if name.bare().chars().any(|c| c.is_ascii_digit()) {
        by(&NAME_DIGITS, "has digits")
    } else if form.words().iter().any(|word| is_run(word)) {
        by(&NAME_KEYS, "is a run of neighbouring keys")
    } else if form.words().len() > 1 && form.given() == form.family() {
        by(&NAME_TWICE, "has the same first and last word")
    } else {
        None
    }
}

pub(super) fn is_run(word: &str) -> bool {
    if word.len() < RUN || word == "wertz" {
        return false;
    }
    let back: String = word.chars().rev().collect();
    let is_of = |row: &&str| {
        let anywhere = word.len() >= RUN_ANYWHERE && (row.contains(word) || row.contains(&back));
        let beginning = row.get(..RUN_ANYWHERE + 1).unwrap_or(row);
        anywhere || row.starts_with(word) || word.starts_with(beginning)
    };
    ROWS.iter().any(is_of) || word.chars().all(|c| word.starts_with(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{address, order};
    use crate::domain::{Outcome, Readable};
    use crate::evidence::sample::plain;

    #[test]
    fn only_the_structure_of_a_name_counts() {
        for (name, outcome, shows) in [
            ("Ada Lindgren", Outcome::Clear, "ordinary"),
            ("Nguyễn Thị Hương", Outcome::Clear, "accents"),
            ("李 小龍", Outcome::Clear, "another script"),
            ("Ng Ng Xu", Outcome::Clear, "short words"),
            ("Ada L1ndgren", Outcome::Notice, "digit"),
            ("asdf asdfgh", Outcome::Warn, "keys"),
            ("aaaa bbbb", Outcome::Warn, "one letter"),
            ("sdfghj Lindgren", Outcome::Warn, "keys inside a row"),
            ("lkjhg Lindgren", Outcome::Warn, "keys backwards"),
            ("qwertyman Lindgren", Outcome::Warn, "keys and more"),
            ("Johannes Wert", Outcome::Clear, "four keys that are a name"),
            ("Johannes Wertz", Outcome::Clear, "five keys that are a name"),
            ("Tre Rewers", Outcome::Clear, "keys that do not lie side by side"),
            ("Ada Ada", Outcome::Notice, "twice"),
            ("", Outcome::Unknown, "nothing given"),
        ] {
            let mut order = order();
            order.billing = Readable::Known(address(name));
            order.shipping = Readable::Known(address(name));
            assert_eq!(check(&order, &plain()).outcome, outcome, "{shows}");
        }
    }
}
