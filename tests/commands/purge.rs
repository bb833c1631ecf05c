//! Personal data goes for good, from every file of the desk.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::scene::Scene;
use crate::{name, releasable};

/// The files below a folder that hold a text.
fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, text));
            continue;
        }
        let body = fs::read(&path).unwrap().to_ascii_lowercase();
        let text = text.to_lowercase();
        if body.windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// A customer of one order only, of which nothing is open once that order is decided.
fn customer(scene: &Scene) -> (String, Value) {
    let queue = scene.run("queue --json --filter lane:all").json();
    let all: Vec<Value> = queue["orders"].as_array().unwrap().clone();
    let of = |order: &str| scene.run(&format!("show {order} --json")).json();
    let emails: Vec<(String, String)> = all
        .iter()
        .map(|order| (name(order), of(&name(order))["email"].to_string().to_lowercase()))
        .collect();
    for order in releasable(scene, 5) {
        let told = of(&order);
        let email = told["email"].to_string().to_lowercase();
        if emails.iter().filter(|(_, other)| *other == email).count() == 1 {
            return (order, told);
        }
    }
    panic!("no customer of one order");
}

#[test]
fn a_purged_customer_is_in_no_file_of_the_desk_and_the_chain_holds() {
    let scene = Scene::new();
    scene.run("sync");
    let (order, told) = customer(&scene);
    let email = told["email"].as_str().unwrap().to_owned();
    let street = told["shipping"]["line1"].as_str().unwrap().to_owned();
    let note = format!("called {email} at home");
    let words = ["act", &order, "note", "--note", &note, "--yes", "--wait"];
    assert_eq!(scene.run_words(&words).code, 0);
    let desk = scene.shop().join("desk");
    let purge = |rest: &str| scene.run(&format!("purge --customer {email} {rest}"));

    let open = purge("--yes");
    assert_eq!(open.code, 6, "{}", open.err);
    assert!(open.err.contains("still open"), "{}", open.err);
    assert_eq!(scene.run(&format!("act {order} release --yes --wait")).code, 0);
    assert_eq!(purge("").code, 2, "nobody to ask");
    let would = purge("--dry-run --json").json();
    assert!(!holding(&desk, &email).is_empty());
    let did = purge("--yes --json");

    assert_eq!(did.code, 0, "{}", did.out);
    let did = did.json();
    assert_eq!((&would["done"], &did["done"]), (&Value::Bool(false), &Value::Bool(true)));
    assert_eq!((&did["orders"], &did["rows"]), (&would["orders"], &would["rows"]));
    assert!(did["orders"].as_u64().unwrap() >= 1, "{did}");
    assert_eq!(did["rows"], 2);
    for text in [&email, &street] {
        assert_eq!(holding(&desk, text), Vec::<String>::new(), "{text}");
    }
    let chain = scene.run("journal --verify --json").json();
    assert_eq!(chain["whole"], true);
    assert!(chain["purged"].as_u64().unwrap() >= 2, "{chain}");
    let journal = scene.run("journal --json").json();
    let rows = journal["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["purged"] == true));
    assert_eq!(rows.last().unwrap()["event"], "purged");
    assert_eq!(purge("--yes").out.lines().next(), Some("There is nothing to purge."));
}

#[test]
fn a_purge_says_what_it_is_about() {
    let scene = Scene::new();
    scene.run("sync");

    assert_eq!(scene.run("purge --yes").code, 2);
    assert_eq!(scene.run("purge --older-than soon --yes").code, 2);
    assert_eq!(scene.run("purge --customer anna --yes").code, 2);
    let told = scene.run("--read-only purge --older-than 2020-01-01 --yes");
    assert_eq!(told.code, 2, "{}", told.err);
}
