//! What the config changes of the evidence, held against the signals that there are.

use crate::config::{Entry, EvidenceSettings, KnownAddress, nearest};
use crate::domain::{Check, Fault};
use crate::evidence::{IpException, Rule, RuleChange, Rules};
use crate::policy::{WeightKind, WeightRow, Weights};

/// How a number of the evidence stands to its usual value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// As every shop begins.
    Usual,
    /// The config sets another value.
    Changed,
    /// The config switches it off.
    Off,
}

impl Held {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Changed => "changed",
            Self::Off => "off",
        }
    }
}

/// One number that a recommendation rests on, as the shop has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighing {
    /// Its name in the config.
    pub name: &'static str,
    /// The check that gives it; `None` for what policy adds itself.
    pub check: Option<Check>,
    /// What it adds in points, now and usually; `None` for what is only a threshold.
    pub points: Option<(f64, f64)>,
    /// From where on it counts, now and usually, and what the number counts.
    pub threshold: Option<(f64, f64, &'static str)>,
    /// How it stands to its usual value.
    pub held: Held,
    /// Why the usual value is what it is.
    pub why: &'static str,
}

/// Every number that a recommendation rests on: the signals check by check, then policy's.
pub fn weighings(set: &EvidenceSettings) -> Result<Vec<Weighing>, Fault> {
    let (rules, weights) = (rules(set)?, weights(set)?);
    let signals = Rules::all().iter().map(|rule| of_rule(rule, &rules));
    Ok(signals.chain(Weights::ROWS.iter().map(|row| of_row(row, &weights))).collect())
}

/// The rules with what the config sets; a name that is no signal is a fault of the config.
pub(super) fn rules(set: &EvidenceSettings) -> Result<Rules, Fault> {
    let mut rules = Rules::default();
    for entry in &set.off {
        switch_off(&mut rules, entry)?;
    }
    for entry in &set.weights {
        let Some(rule) = Rules::named(&entry.name) else {
            row(entry, WeightKind::Points)?;
            continue;
        };
        rules.change(rule, RuleChange { weight: Some(entry.value), ..RuleChange::default() });
    }
    for entry in &set.thresholds {
        let Some(rule) = Rules::named(&entry.name) else {
            row(entry, WeightKind::Threshold)?;
            continue;
        };
        not_below_zero(entry)?;
        if rule.from.is_none() {
            return Err(no_threshold(entry));
        }
        rules.change(rule, RuleChange { from: Some(entry.value), ..RuleChange::default() });
    }
    for KnownAddress { net, until } in &set.known_ips {
        rules.except(IpException { net: *net, until: *until });
    }
    Ok(rules)
}

/// What policy adds itself, with what the config sets.
pub(super) fn weights(set: &EvidenceSettings) -> Result<Weights, Fault> {
    let mut weights = Weights::default();
    for (entries, kind) in
        [(&set.weights, WeightKind::Points), (&set.thresholds, WeightKind::Threshold)]
    {
        for entry in entries.iter().filter(|entry| Rules::named(&entry.name).is_none()) {
            row(entry, kind)?.set(&mut weights, entry.value);
        }
    }
    if weights.most_facts < 0.0 {
        for entry in set.thresholds.iter().filter(|entry| entry.name == "provider_facts_most") {
            not_below_zero(entry)?;
        }
    }
    if weights.release_up_to >= weights.refund_from {
        let of_sums =
            |entry: &&Entry<f64>| matches!(entry.name.as_str(), "release_up_to" | "refund_from");
        if let Some(entry) = set.thresholds.iter().rfind(of_sums) {
            let (release, refund) = (weights.release_up_to, weights.refund_from);
            let sentence = format!(
                "`release_up_to` is {release} and `refund_from` is {refund}, expected the first \
                 below the second"
            );
            return Err(entry.spot.refuse(&sentence));
        }
    }
    Ok(weights)
}

fn switch_off(rules: &mut Rules, entry: &Entry<()>) -> Result<(), Fault> {
    if let Some(check) = Check::ALL.into_iter().find(|check| check.word() == entry.name) {
        rules.switch_off(check);
        return Ok(());
    }
    let Some(rule) = Rules::named(&entry.name) else {
        let known: Vec<&str> = Check::ALL
            .into_iter()
            .map(Check::word)
            .chain(Rules::all().iter().map(|rule| rule.name))
            .collect();
        let sentence = format!(
            "“{}” in `off` of [evidence] is no check and no signal",
            entry.name.escape_debug()
        );
        return Err(entry.spot.refuse(&sentence).hint(did_you_mean(&entry.name, &known)));
    };
    rules.change(rule, RuleChange { on: Some(false), ..RuleChange::default() });
    Ok(())
}

/// A number of policy's by its name, or the refusal of a name that nothing has.
fn row(entry: &Entry<f64>, kind: WeightKind) -> Result<&'static WeightRow, Fault> {
    let rows = || Weights::ROWS.iter().filter(|row| row.kind == kind);
    if let Some(row) = rows().find(|row| row.name == entry.name) {
        return Ok(row);
    }
    let is_other = Weights::ROWS.iter().any(|row| row.name == entry.name);
    let (table, other, what) = match kind {
        WeightKind::Points => ("weights", "thresholds", "weight"),
        WeightKind::Threshold => ("thresholds", "weights", "threshold"),
    };
    let name = entry.name.escape_debug();
    let refused = entry.spot.refuse(&format!("`{name}` of [evidence.{table}] is no {what}"));
    if is_other {
        return Err(refused.hint(format!("it belongs into [evidence.{other}]")));
    }
    let signals =
        Rules::all().iter().filter(|rule| kind == WeightKind::Points || rule.from.is_some());
    let known: Vec<&str> =
        signals.map(|rule| rule.name).chain(rows().map(|row| row.name)).collect();
    Err(refused.hint(did_you_mean(&entry.name, &known)))
}

fn did_you_mean(name: &str, known: &[&str]) -> String {
    let all = "`unhold evidence --weights` lists all names";
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? {all}"),
        None => all.to_owned(),
    }
}

fn not_below_zero(entry: &Entry<f64>) -> Result<(), Fault> {
    if entry.value >= 0.0 {
        return Ok(());
    }
    let sentence = format!(
        "`{}` of [evidence.thresholds]: this is below zero, expected a number from 0 on",
        entry.name
    );
    Err(entry.spot.refuse(&sentence))
}

fn no_threshold(entry: &Entry<f64>) -> Fault {
    let sentence = format!("`{}` of [evidence.thresholds] has no threshold", entry.name);
    entry.spot.refuse(&sentence).hint("what it counts is set in [evidence.weights]")
}

fn of_rule(rule: &Rule, rules: &Rules) -> Weighing {
    let threshold = rule.from.map(|(usual, unit)| (rules.from(rule), usual, unit));
    // What is switched off keeps its points, so that the list says what comes back.
    let points = rules.points(rule);
    let is_changed = differs(points, rule.weight)
        || threshold.is_some_and(|(now, usual, _)| differs(now, usual));
    Weighing {
        name: rule.name,
        check: Some(rule.check),
        points: Some((points, rule.weight)),
        threshold,
        held: match (rules.is_on(rule), is_changed) {
            (false, _) => Held::Off,
            (true, true) => Held::Changed,
            (true, false) => Held::Usual,
        },
        why: rule.why,
    }
}

fn of_row(row: &WeightRow, weights: &Weights) -> Weighing {
    let now = row.of(weights);
    let (points, threshold) = match row.kind {
        WeightKind::Points => (Some((now, row.usual)), None),
        WeightKind::Threshold => (None, Some((now, row.usual, "points"))),
    };
    let held = if differs(now, row.usual) { Held::Changed } else { Held::Usual };
    Weighing { name: row.name, check: None, points, threshold, held, why: row.why }
}

fn differs(one: f64, other: f64) -> bool {
    (one - other).abs() > f64::EPSILON
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::{Config, sample};

    /// The evidence of the sample with other lines in its place.
    fn set(lines: &str) -> EvidenceSettings {
        let text = sample().split("[evidence]").next().unwrap().to_owned() + "[evidence]\n" + lines;
        Config::parse(&text, Path::new("shop.toml")).unwrap().evidence
    }

    fn held(lines: &str) -> Vec<(&'static str, Held)> {
        let all = weighings(&set(lines)).unwrap();
        let unusual = all.into_iter().filter(|one| one.held != Held::Usual);
        unusual.map(|one| (one.name, one.held)).collect()
    }

    #[test]
    fn names_of_signals_and_of_policy_are_never_the_same() {
        for row in Weights::ROWS {
            assert!(Rules::named(row.name).is_none(), "{}", row.name);
        }
        for check in Check::ALL {
            assert!(Rules::named(check.word()).is_none(), "{}", check.word());
        }
    }

    #[test]
    fn the_sample_shows_usual_values_under_names_that_exist() {
        let shown: String = sample()
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(setting) if !setting.starts_with([' ', '#']) => format!("{setting}\n"),
                _ => format!("{line}\n"),
            })
            .filter(|line| !line.starts_with("client_"))
            .collect();
        let read = Config::parse(&shown, Path::new("shop.toml")).unwrap().evidence;

        assert!(read.weights.len() >= 2 && read.thresholds.len() >= 4, "{read:?}");
        assert_eq!(rules(&read).unwrap().version(), Rules::default().version());
        assert_eq!(weights(&read).unwrap(), Weights::default());
    }

    #[test]
    fn what_is_set_is_counted_and_listed() {
        assert_eq!(held(""), []);
        assert_eq!(
            held(
                "off = [\"ip_tor\"]\n[evidence.weights]\nip_vpn = 0.75\nprovider_high = 2.5\n\
                 [evidence.thresholds]\nip_region = 250\nrefund_from = 3\n"
            ),
            [
                ("ip_tor", Held::Off),
                ("ip_vpn", Held::Changed),
                ("ip_region", Held::Changed),
                ("provider_high", Held::Changed),
                ("refund_from", Held::Changed),
            ]
        );
        let all = weighings(&set("[evidence.thresholds]\nip_region = 250\n")).unwrap();
        let region = all.iter().find(|one| one.name == "ip_region").unwrap();
        assert_eq!(region.threshold, Some((250.0, 300.0, "km")));
        assert_eq!(region.points, Some((0.3, 0.3)));
    }

    #[test]
    fn a_check_that_is_off_takes_all_its_signals_along() {
        let off = held("off = [\"name\"]\n");

        let of_name = Rules::all().iter().filter(|rule| rule.check == Check::Name).count();
        assert_eq!(off.len(), of_name);
        assert!(off.iter().all(|(name, held)| name.starts_with("name_") && *held == Held::Off));
    }

    #[test]
    fn a_name_that_nothing_has_is_refused_with_its_line_and_the_nearest_one() {
        let first = sample().split("[evidence]").next().unwrap().matches('\n').count() + 1;
        for (lines, last, words, hint) in [
            ("off = [\"nme\"]", 1, "“nme” in `off`", "did you mean `name`?"),
            ("[evidence.weights]\nip_hostng = 1", 2, "is no weight", "did you mean `ip_hosting`?"),
            ("[evidence.weights]\nrefund_from = 1", 2, "is no weight", "[evidence.thresholds]"),
            ("[evidence.thresholds]\nip_regio = 1", 2, "no threshold", "did you mean `ip_region`?"),
            ("[evidence.thresholds]\nstart = 1", 2, "is no threshold", "[evidence.weights]"),
            ("[evidence.thresholds]\nip_tor = 1", 2, "has no threshold", "[evidence.weights]"),
        ] {
            let refused = weighings(&set(lines)).unwrap_err();

            let place = format!("shop.toml, line {}: ", first + last);
            assert!(refused.message().starts_with(&place), "{lines}: {refused}");
            assert!(refused.message().contains(words), "{lines}: {refused}");
            assert!(refused.remedy().unwrap().contains(hint), "{lines}: {:?}", refused.remedy());
        }
    }

    #[test]
    fn numbers_that_contradict_are_refused() {
        for (lines, words) in [
            ("ip_region = -1", "below zero"),
            ("provider_facts_most = -1", "below zero"),
            ("release_up_to = 2", "expected the first below the second"),
            ("release_up_to = 1\nrefund_from = 1", "`release_up_to` is 1 and `refund_from` is 1"),
        ] {
            let refused =
                weighings(&set(&format!("[evidence.thresholds]\n{lines}\n"))).unwrap_err();

            assert!(refused.message().contains(words), "{lines}: {refused}");
        }
    }
}
