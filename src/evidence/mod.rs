//! One file per check; what it needs to read is passed in; answers a finding. Pure.
//!
//! Nothing here looks at the origin or the sound of a name (C20).

pub mod address;
mod apart;
pub mod card;
mod delivery;
pub mod distance;
pub mod email;
#[cfg(test)]
mod fuzz;
pub mod history;
pub mod hostile;
pub mod ip;
pub mod links;
pub mod look_up;
pub mod name;
pub mod normal;
mod once;
pub mod order_form;
mod past;
pub mod phone;
pub mod precedents;
mod reading;
pub mod rows;
mod rules;
#[cfg(test)]
pub(crate) mod sample;
mod sentences;
mod sum;
mod tricks;

pub use once::count_once;
pub use reading::{Case, Earlier, Given, HighValue, Past, Quantiles, Reading, SameBy, Spread};
pub use rules::{IpException, Rule, RuleChange, Rules};

use crate::domain::{Check, Finding, Order};

/// A check that reads the order, tables, rules and the past.
type OfOrder = fn(&Order, &Reading<'_>) -> Finding;

/// Those checks, in the order in which they are shown.
const OF_ORDER: [(Check, OfOrder); 10] = [
    (Check::Ip, ip::check),
    (Check::Distance, distance::check),
    (Check::Card, card::check),
    (Check::Phone, phone::check),
    (Check::Email, email::check),
    (Check::Address, address::check),
    (Check::Name, name::check),
    (Check::OrderForm, order_form::check),
    (Check::History, history::check),
    (Check::HostileText, hostile::check),
];

/// Every check that is run, in the order in which they are shown.
pub fn all() -> impl Iterator<Item = Check> {
    // Other orders are candidates of the cache, and stand first.
    std::iter::once(Check::Duplicates).chain(OF_ORDER.iter().map(|(check, _)| *check))
}

/// Runs every check that needs no candidates among other orders and is not switched off.
pub fn of_order(order: &Order, reading: &Reading<'_>) -> Vec<Finding> {
    let on = OF_ORDER.iter().filter(|(check, _)| reading.rules.runs(*check));
    on.map(|(_, check)| check(order, reading)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::order;

    #[test]
    fn every_check_answers_under_its_own_name_once_and_stands_in_the_documentation() {
        let found = of_order(&order(), &sample::plain());

        let names: Vec<Check> = found.iter().map(|finding| finding.check).collect();
        assert_eq!(names, all().skip(1).collect::<Vec<_>>());
        let words: std::collections::BTreeSet<&str> = all().map(Check::word).collect();
        assert_eq!((words.len(), words.len()), (all().count(), Check::ALL.len()));
        let page = include_str!("../../docs/json.md");
        let row = page.lines().find(|line| line.contains("`findings[].check`")).unwrap();
        for word in words {
            assert!(row.contains(&format!("`{word}`")), "docs/json.md does not name {word}");
        }
    }
}
