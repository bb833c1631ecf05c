//! `docs/json.md` is held against what the commands print, in both directions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::office::Chain;
use super::testing::{Script, Stage, every_step};
use crate::domain::StepState;

/// The paths of each document, by its schema.
type Paths = BTreeMap<String, BTreeSet<String>>;

/// The paths of everything in a document that says something: `orders[].risk.level`.
fn collect(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                collect(value, &format!("{path}{dot}{name}"), into);
            }
        }
        Value::Array(items) => {
            for item in items {
                collect(item, &format!("{path}[]"), into);
            }
        }
        _ => {
            into.insert(path.to_owned());
        }
    }
}

/// The paths that the page documents. A row `a.*` "as `b.*` of `schema`" stands for all
/// rows that begin so there.
fn documented() -> Paths {
    let page = include_str!("../../docs/json.md");
    let mut paths = Paths::new();
    let mut borrowed = Vec::new();
    let mut schema = String::new();
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("## `unhold/") {
            schema = format!("unhold/{}", title.trim_end_matches('`'));
        }
        let Some(row) = line.strip_prefix("| `") else { continue };
        let quoted: Vec<&str> = row.split('`').step_by(2).collect();
        match quoted.as_slice() {
            [to, from, lender, ..] if to.ends_with(".*") && from.ends_with(".*") => {
                borrowed.push((
                    schema.clone(),
                    (*to).to_owned(),
                    (*from).to_owned(),
                    (*lender).to_owned(),
                ));
            }
            [path, ..] => {
                let known = paths.entry(schema.clone()).or_default();
                assert!(known.insert((*path).to_owned()), "{schema}: {path} twice");
            }
            [] => {}
        }
    }
    // Twice: what is lent may itself be borrowed.
    for (borrower, to, from, lender) in borrowed.iter().chain(&borrowed) {
        let (to, from) = (to.trim_end_matches('*'), from.trim_end_matches('*'));
        let lent: Vec<String> = paths[lender]
            .iter()
            .filter_map(|path| path.strip_prefix(from).map(|rest| format!("{to}{rest}")))
            .collect();
        assert!(!lent.is_empty(), "{lender} has nothing at {from}");
        paths.entry(borrower.clone()).or_default().extend(lent);
    }
    paths
}

/// The paths that the commands print.
fn printed() -> Paths {
    let everything = || Script {
        steps: every_step(),
        states: [vec![StepState::Confirmed; 8], vec![StepState::Failed]].concat(),
        chain: Chain { rows: 9, wrong: vec![(4, "its facts were changed".into())] },
        ..Script::default()
    };
    let mut readable = everything();
    readable.file.order.ip = crate::domain::Readable::Known("93.184.216.34".into());
    let mut paths = Paths::new();
    for (script, line) in vec![
        (everything(), "queue --json"),
        (everything(), "show #2047 --json"),
        (everything(), "plan #2047 release --json"),
        (everything(), "act #2047 release --yes --wait --json"),
        (everything(), "outbox --json"),
        (everything(), "outbox run --json"),
        (everything(), "journal --json"),
        (everything(), "journal --verify --json"),
        (everything(), "sync --json"),
        (everything(), "doctor --json"),
        (readable, "show #2047 --json"),
        (Script::default(), "act #2047 release --json"),
    ] {
        let document = Stage { script, ..Stage::default() }.run(line).json();
        let schema = document["schema"].as_str().unwrap().to_owned();
        collect(&document, "", paths.entry(schema).or_default());
    }
    paths
}

#[test]
fn every_field_that_is_printed_is_documented_and_every_documented_one_is_printed() {
    let (documented, printed) = (documented(), printed());
    let schemas: BTreeSet<&String> = documented.keys().chain(printed.keys()).collect();
    let none = BTreeSet::new();

    let mut wrong = Vec::new();
    for schema in schemas {
        let told = documented.get(schema).unwrap_or(&none);
        let seen = printed.get(schema).unwrap_or(&none);
        wrong.extend(
            seen.difference(told).map(|path| format!("{schema}: {path} is not documented")),
        );
        wrong
            .extend(told.difference(seen).map(|path| format!("{schema}: {path} is never printed")));
    }

    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
