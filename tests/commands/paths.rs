//! The whole paths of a document's fields, held against `docs/json.md`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The paths of each document, by its schema.
pub type Paths = BTreeMap<String, BTreeSet<String>>;

/// The paths that the page documents. A row `a.*` "as `b.*` of `schema`" stands for all
/// rows that begin so there.
pub fn documented(page: &str) -> Paths {
    let mut paths = Paths::new();
    let mut borrowed = Vec::new();
    let mut schema = String::new();
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("## `") {
            title.trim_end_matches('`').clone_into(&mut schema);
        }
        let Some(row) = line.strip_prefix("| `") else { continue };
        let quoted: Vec<String> = row.split('`').step_by(2).map(str::to_owned).collect();
        match quoted.as_slice() {
            [to, from, lender, ..] if to.ends_with(".*") && from.ends_with(".*") => {
                borrowed.push((schema.clone(), to.clone(), from.clone(), lender.clone()));
            }
            [path, ..] => {
                paths.entry(schema.clone()).or_default().insert(path.clone());
            }
            [] => {}
        }
    }
    // Twice: what is lent may itself be borrowed.
    for (borrower, to, from, lender) in borrowed.iter().chain(&borrowed) {
        let (to, from) = (to.trim_end_matches('*'), from.trim_end_matches('*'));
        let lent = paths[lender].iter().filter_map(|path| path.strip_prefix(from));
        let lent: Vec<String> = lent.map(|rest| format!("{to}{rest}")).collect();
        paths.entry(borrower.clone()).or_default().extend(lent);
    }
    paths
}

/// The fields of a document that its schema's table does not have, by their whole paths.
pub fn undocumented(document: &Value, documented: &Paths) -> Vec<String> {
    let schema = document["schema"].as_str().unwrap_or("no schema");
    let none = BTreeSet::new();
    let known = documented.get(schema).unwrap_or(&none);
    let mut told = BTreeSet::new();
    collect(document, "", &mut told);
    told.difference(known).map(|path| format!("{schema}: {path}")).collect()
}

/// The paths of the fields that documents print, by their schemas.
pub fn printed(documents: &[Value]) -> Paths {
    let mut paths = Paths::new();
    for document in documents {
        let schema = document["schema"].as_str().unwrap_or("no schema");
        collect(document, "", paths.entry(schema.to_owned()).or_default());
    }
    paths
}

/// Fields that are documented and were not printed, each with its schema.
pub fn unprinted(documented: &Paths, printed: &Paths) -> Vec<(String, String)> {
    let none = BTreeSet::new();
    let missing = documented.iter().flat_map(|(schema, known)| {
        let told = printed.get(schema).unwrap_or(&none);
        known.difference(told).map(|path| (schema.clone(), path.clone()))
    });
    missing.collect()
}

/// The paths of everything that says something: `orders[].risk.level`.
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
