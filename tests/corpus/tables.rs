//! What became of every class, as tables that are printed and held.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unhold::domain::{Check, Outcome, Verdict};

use crate::cases::{Case, Truth};
use crate::classes::{self, CLASSES};

const OUTCOMES: [Outcome; 5] =
    [Outcome::Clear, Outcome::Notice, Outcome::Warn, Outcome::Alarm, Outcome::Unknown];
const VERDICTS: [Verdict; 4] =
    [Verdict::Release, Verdict::Verify, Verdict::Refund, Verdict::Unknown];
const TRUTHS: [Truth; 4] = [Truth::Honest, Truth::Odd, Truth::Fraud, Truth::Reseller];

/// What the desk said of a case: the outcome of each check that ran, and the verdict.
pub struct Said {
    pub outcomes: BTreeMap<Check, Outcome>,
    pub verdict: Verdict,
}

/// One row of a table: how many came out how, and how many of them fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub counts: Vec<usize>,
    pub fitting: usize,
    pub all: usize,
}

/// Rows by table and label, in the order in which they are printed.
pub type Tables = Vec<(String, Vec<(String, Row)>)>;

pub fn of(judged: &[(Case, Said)]) -> Tables {
    let mut tables: Tables = Vec::new();
    for class in CLASSES {
        let labelled: Vec<Outcome> = judged
            .iter()
            .filter(|(case, _)| case.labels.contains(&(class.check, class.label)))
            .filter_map(|(_, said)| said.outcomes.get(&class.check).copied())
            .collect();
        let count = |wanted: &Outcome| labelled.iter().filter(|one| *one == wanted).count();
        let row = Row {
            counts: OUTCOMES.iter().map(count).collect(),
            fitting: labelled.iter().filter(|one| class.fits.contains(one)).count(),
            all: labelled.len(),
        };
        let name = class.check.word().to_owned();
        match tables.last_mut().filter(|(last, _)| *last == name) {
            Some((_, rows)) => rows.push((class.label.to_owned(), row)),
            None => tables.push((name, vec![(class.label.to_owned(), row)])),
        }
    }
    // A check that does not run yet has no table.
    tables.retain(|(_, rows)| rows.iter().any(|(_, row)| row.all > 0));
    tables.push(("recommendation".to_owned(), verdicts(judged)));
    tables
}

fn verdicts(judged: &[(Case, Said)]) -> Vec<(String, Row)> {
    TRUTHS
        .iter()
        .map(|truth| {
            let said: Vec<Verdict> = judged
                .iter()
                .filter(|(case, _)| case.truth == *truth)
                .map(|(_, said)| said.verdict)
                .collect();
            let count = |wanted: &Verdict| said.iter().filter(|one| *one == wanted).count();
            let row = Row {
                counts: VERDICTS.iter().map(count).collect(),
                fitting: said.iter().filter(|one| classes::is_just(*truth, **one)).count(),
                all: said.len(),
            };
            (words(*truth).to_owned(), row)
        })
        .collect()
}

fn words(truth: Truth) -> &'static str {
    match truth {
        Truth::Honest => "nothing wrong",
        Truth::Odd => "one sign alone",
        Truth::Fraud => "fraud",
        Truth::Reseller => "a reseller",
    }
}

/// The tables as they stand in the papers.
pub fn printed(tables: &Tables) -> String {
    let mut text = String::new();
    for (name, rows) in tables {
        let heads: Vec<&str> = if name == "recommendation" {
            VERDICTS.iter().map(|verdict| verdict.word()).collect()
        } else {
            OUTCOMES.iter().map(|outcome| outcome.word()).collect()
        };
        let _ = writeln!(text, "| {name} | {} | fits |", heads.join(" | "));
        let _ = writeln!(text, "| --- |{}", " ---: |".repeat(heads.len() + 1));
        for (label, row) in rows {
            let counts: Vec<String> = row
                .counts
                .iter()
                .map(|n| if *n == 0 { "·".into() } else { n.to_string() })
                .collect();
            let _ = writeln!(
                text,
                "| {label} | {} | {} of {} |",
                counts.join(" | "),
                row.fitting,
                row.all
            );
        }
        text.push('\n');
    }
    text
}

/// How many fitted by table and label, read back from the papers.
pub fn read(text: &str) -> BTreeMap<(String, String), (usize, usize)> {
    let mut found = BTreeMap::new();
    let mut table = String::new();
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { continue };
        if *last == "fits" {
            (*first).clone_into(&mut table);
        } else if let Some((fitting, all)) = last.split_once(" of ")
            && let (Ok(fitting), Ok(all)) = (fitting.parse(), all.parse())
        {
            found.insert((table.clone(), (*first).to_owned()), (fitting, all));
        }
    }
    found
}

/// Rows of which fewer fit now than the papers say, and rows that went missing.
pub fn worse(tables: &Tables, papers: &str) -> Vec<String> {
    let now: BTreeMap<(String, String), &Row> = tables
        .iter()
        .flat_map(|(name, rows)| {
            rows.iter().map(move |(label, row)| ((name.clone(), label.clone()), row))
        })
        .collect();
    let mut worse = Vec::new();
    for ((table, label), (fitting, all)) in read(papers) {
        match now.get(&(table.clone(), label.clone())) {
            None => worse.push(format!("{table}, “{label}”: the row is gone")),
            // As fractions: cases may have been added.
            Some(row) if row.fitting * all < fitting * row.all => worse.push(format!(
                "{table}, “{label}”: {} of {} fit, the papers say {fitting} of {all}",
                row.fitting, row.all
            )),
            Some(_) => {}
        }
    }
    worse
}
