//! `unhold evidence --weights`: what a recommendation is made of.

use super::json::WeightsDocument;
use super::out::Printer;
use super::session::{Ended, Form};
use super::table::row;
use crate::config::Config;
use crate::desk::{Held, Weighing, weighings};
use crate::domain::Fault;
use crate::words;

/// Lists every number of the evidence as the config has it; needs no order and no store.
pub(super) fn run(config: &Config, form: Form, out: &mut Printer<'_>) -> Result<Ended, Fault> {
    let all = weighings(&config.evidence)?;
    if form == Form::Json {
        out.json(&WeightsDocument::of(&all))?;
        return Ok(Ended::Good);
    }
    let mut group = None;
    for one in &all {
        if group != Some(one.check) {
            if group.is_some() {
                out.line("")?;
            }
            out.line(one.check.map_or("recommendation", |check| check.word()))?;
            group = Some(one.check);
        }
        out.line(&line(one))?;
    }
    out.line("")?;
    out.line(&told(&all))?;
    out.line("Points are log-odds: 0.7 doubles the odds, above 0 raises suspicion.")?;
    out.line("They are set in [evidence.weights] and [evidence.thresholds] of the config.")?;
    out.end()?;
    Ok(Ended::Good)
}

/// How many there are and how many the config changes: `74 numbers, 2 changed, 1 off`.
pub(super) fn told(all: &[Weighing]) -> String {
    let count = |held| all.iter().filter(|one| one.held == held).count();
    let (changed, off) = (count(Held::Changed), count(Held::Off));
    format!("{} numbers, {changed} changed, {off} off", all.len())
}

fn line(one: &Weighing) -> String {
    let points = match (one.points, one.held) {
        (_, Held::Off) => "off".to_owned(),
        (Some((now, _)), _) => precise(now),
        (None, _) => String::new(),
    };
    let from = one.threshold.map_or_else(String::new, |(now, _, unit)| format!("{now} {unit}"));
    let why = match usual(one) {
        Some(usual) => format!("(usually {usual}) {}", one.why),
        None => one.why.to_owned(),
    };
    row([("", 0), (one.name, 22), (&points, 6), (&from, 11), (&why, 0)])
}

/// What the config changed away from.
fn usual(one: &Weighing) -> Option<String> {
    let differs = |(now, usual): &(f64, f64)| (now - usual).abs() > f64::EPSILON;
    let points = one.points.filter(|pair| one.held == Held::Off || differs(pair));
    let points = points.map(|(_, usual)| precise(usual));
    let from = one.threshold.filter(|(now, usual, _)| differs(&(*now, *usual)));
    let from = from.map(|(_, usual, unit)| format!("{usual} {unit}"));
    let words: Vec<String> = points.into_iter().chain(from).collect();
    (!words.is_empty()).then(|| words.join(", from "))
}

/// Points with their sign and as many places as they were given.
fn precise(points: f64) -> String {
    let short = words::signed(points);
    let is_exact = short.parse::<f64>().is_ok_and(|shown| (shown - points).abs() < 1e-9);
    if is_exact { short } else { format!("{points:+}") }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::sample;

    fn printed(lines: &str, form: Form) -> String {
        let text = sample().split("[evidence]").next().unwrap().to_owned() + "[evidence]\n" + lines;
        let config = Config::parse(&text, Path::new("shop.toml")).unwrap();
        let mut out = Vec::new();
        run(&config, form, &mut Printer::new(&mut out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_number_is_listed_with_points_threshold_and_reason() {
        let usual = printed("", Form::Lines);

        let all = weighings(&crate::config::EvidenceSettings::default()).unwrap();
        for one in &all {
            let line = usual.lines().find(|line| line.trim_start().starts_with(one.name)).unwrap();
            assert!(line.ends_with(one.why), "{line}");
        }
        assert!(usual.contains(&format!("\n{} numbers, 0 changed, 0 off\n", all.len())), "{usual}");
        assert!(!usual.contains("usually"), "{usual}");
    }

    #[test]
    fn what_the_config_changes_is_told_beside_what_is_usual() {
        let told = printed(
            "off = [\"ip_tor\"]\n[evidence.weights]\nip_vpn = 0.75\n\
             [evidence.thresholds]\nip_region = 250\nrefund_from = 2.5\n",
            Form::Lines,
        );

        for (name, begins) in [
            ("ip_tor", "off                  (usually +1.2) Shops"),
            ("ip_vpn", "+0.75                (usually +0.5) Many"),
            ("ip_region", "+0.3    250 km       (usually 300 km) Another"),
            ("refund_from", "        2.5 points   (usually 2 points) From"),
        ] {
            let line = told.lines().find(|line| line.trim_start().starts_with(name)).unwrap();
            assert!(line.contains(begins), "{line}");
        }
        assert!(told.contains(" numbers, 3 changed, 1 off\n"), "{told}");
    }
}
