//! The weights, thresholds and switches of all signals, as the shop has set them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::net::IpAddr;

use chrono::NaiveDate;
use ipnet::IpNet;
use sha2::{Digest, Sha256};

use super::rows;
use crate::domain::Check;

/// One signal that a check can give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Its name in the config.
    pub name: &'static str,
    /// The check that gives it.
    pub check: Check,
    /// What it adds in log-odds: above 0 raises suspicion, below lowers it.
    pub weight: f64,
    /// From where on it is given, where it has a threshold, and what the number counts.
    pub from: Option<(f64, &'static str)>,
    /// Why the defaults are what they are.
    pub why: &'static str,
}

/// What a shop sets for one rule; what is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RuleChange {
    /// Whether it counts at all.
    pub on: Option<bool>,
    /// The weight.
    pub weight: Option<f64>,
    /// The threshold.
    pub from: Option<f64>,
}

/// Addresses that the shop knows as harmless until a day (S104, S115).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IpException {
    /// One address or a whole network.
    pub net: IpNet,
    /// The last day on which it holds: exceptions end and are looked at again (C16).
    pub until: NaiveDate,
}

/// All rules with what the shop has set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    changes: BTreeMap<&'static str, RuleChange>,
    off: BTreeSet<Check>,
    exceptions: Vec<IpException>,
}

impl Rules {
    /// The rules that every shop starts with, strongest checks first.
    pub fn all() -> &'static [Rule] {
        rows::ALL
    }

    /// Finds a rule by its name in the config.
    pub fn named(name: &str) -> Option<&'static Rule> {
        rows::ALL.iter().find(|rule| rule.name == name)
    }

    /// Sets a rule; what was set of it before stays where this says nothing.
    pub fn change(&mut self, rule: &Rule, change: RuleChange) {
        let set = self.changes.entry(rule.name).or_default();
        set.on = change.on.or(set.on);
        set.weight = change.weight.or(set.weight);
        set.from = change.from.or(set.from);
    }

    /// Switches a whole check off: it gives no finding, and its steps are a person's to do.
    pub fn switch_off(&mut self, check: Check) {
        self.off.insert(check);
    }

    /// Whether a check runs.
    pub fn runs(&self, check: Check) -> bool {
        !self.off.contains(&check)
    }

    /// Whether a signal counts: neither it nor its check is switched off.
    pub fn is_on(&self, rule: &Rule) -> bool {
        let change = self.changes.get(rule.name).copied().unwrap_or_default();
        change.on != Some(false) && self.runs(rule.check)
    }

    /// Adds an exception.
    pub fn except(&mut self, exception: IpException) {
        self.exceptions.push(exception);
    }

    /// What a signal adds; nothing when it is switched off.
    pub fn weight(&self, rule: &Rule) -> f64 {
        if self.is_on(rule) { self.points(rule) } else { 0.0 }
    }

    /// What a signal adds when it is on.
    pub fn points(&self, rule: &Rule) -> f64 {
        let change = self.changes.get(rule.name).copied().unwrap_or_default();
        change.weight.unwrap_or(rule.weight)
    }

    /// From where on a signal is given.
    pub fn from(&self, rule: &Rule) -> f64 {
        let change = self.changes.get(rule.name).copied().unwrap_or_default();
        change.from.or(rule.from.map(|(from, _)| from)).unwrap_or_default()
    }

    /// The exception that covers an address on a day.
    pub fn exception(&self, address: IpAddr, day: NaiveDate) -> Option<&IpException> {
        let plain = address.to_canonical();
        self.exceptions.iter().find(|known| known.net.contains(&plain) && day <= known.until)
    }

    /// Names the rules in force: another name whenever anything that moves a finding differs.
    ///
    /// The release is part of it, because a check's code may change where no number does.
    pub fn version(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        for rule in rows::ALL {
            let (weight, from) = (self.weight(rule), self.from(rule));
            hash.update(format!("\n{}|{:?}|{weight}|{from}", rule.name, rule.check));
        }
        for check in &self.off {
            hash.update(format!("\noff {}", check.word()));
        }
        for exception in &self.exceptions {
            hash.update(format!("\n{}|{}", exception.net, exception.until));
        }
        let mut name = String::new();
        for byte in hash.finalize().iter().take(8) {
            // Writing into a text cannot fail.
            let _ = write!(name, "{byte:02x}");
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_every_row_has_a_reason_and_a_sane_weight() {
        let names: BTreeSet<_> = Rules::all().iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), Rules::all().len());
        for rule in Rules::all() {
            let name = rule.name;
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{name}");
            assert!(rule.why.len() > 20 && rule.why.ends_with('.'), "{name}: {}", rule.why);
            assert!(rule.weight != 0.0 && rule.weight.abs() <= 3.0, "{name}: {}", rule.weight);
        }
    }

    #[test]
    fn the_version_changes_with_every_weight_threshold_switch_and_exception() {
        let mut seen = BTreeSet::from([Rules::default().version()]);
        for rule in Rules::all() {
            for change in [
                RuleChange { weight: Some(rule.weight + 0.1), ..RuleChange::default() },
                RuleChange { on: Some(false), ..RuleChange::default() },
                RuleChange { from: Some(12_345.5), ..RuleChange::default() },
            ] {
                let mut rules = Rules::default();
                rules.change(rule, change);
                assert!(seen.insert(rules.version()), "{}: {change:?}", rule.name);
            }
        }
        let mut rules = Rules::default();
        rules.except(exception("203.0.113.0/24", "2026-12-31"));
        assert!(seen.insert(rules.version()));
        for check in Check::ALL {
            let mut rules = Rules::default();
            rules.switch_off(check);
            assert!(seen.insert(rules.version()), "{check:?}");
        }
    }

    #[test]
    fn what_is_set_in_two_places_is_kept_and_a_check_that_is_off_takes_its_signals_along() {
        let (tor, region) = (&rows::IP_TOR, &rows::IP_REGION);
        let mut rules = Rules::default();
        rules.change(region, RuleChange { weight: Some(0.9), ..RuleChange::default() });
        rules.change(region, RuleChange { from: Some(50.0), ..RuleChange::default() });
        assert!((rules.weight(region) - 0.9).abs() < 1e-9);
        assert!((rules.from(region) - 50.0).abs() < 1e-9);

        rules.change(tor, RuleChange { on: Some(false), ..RuleChange::default() });
        assert!(!rules.is_on(tor) && rules.is_on(region) && rules.runs(Check::Ip));
        rules.switch_off(Check::Ip);
        assert!(!rules.is_on(region) && !rules.runs(Check::Ip) && rules.runs(Check::Card));
    }

    #[test]
    fn an_exception_covers_its_network_until_its_day() {
        let mut rules = Rules::default();
        rules.except(exception("203.0.113.0/24", "2026-12-31"));
        for (address, day, covered) in [
            ("203.0.113.9", "2026-12-31", true),
            ("::ffff:203.0.113.9", "2026-12-31", true),
            ("203.0.113.9", "2027-01-01", false),
            ("203.0.114.9", "2026-12-31", false),
        ] {
            let found = rules.exception(address.parse().unwrap(), day.parse().unwrap());
            assert_eq!(found.is_some(), covered, "{address} {day}");
        }
    }

    fn exception(net: &str, until: &str) -> IpException {
        IpException { net: net.parse().unwrap(), until: until.parse().unwrap() }
    }
}
