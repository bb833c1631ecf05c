//! Orders of other times: imported, linked, shown, purged.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::scene::Scene;
use crate::{name, orders};

fn file(scene: &Scene, name: &str, text: &str) -> PathBuf {
    let path = scene.shop().join(name);
    fs::write(&path, text).unwrap();
    path
}

fn import(scene: &Scene, path: &Path) -> Value {
    let told = scene.run_words(&["import", path.to_str().unwrap(), "--json"]);
    assert_eq!(told.code, 0, "{}{}", told.out, told.err);
    told.json()
}

const PAST: &str = include_str!("orders.jsonl");

#[test]
fn orders_are_imported_before_the_first_sync_and_twice_is_once() {
    let scene = Scene::new();
    let past = file(&scene, "past.jsonl", PAST);

    let first = import(&scene, &past);
    let again = import(&scene, &past);
    let shown = scene.run("show EX-9001 --json");
    let lines = scene.run("--offline show 9001");
    let act = scene.run("act EX-9001 release --yes --json");

    assert_eq!(
        (&first["read"], &first["added"], &first["refusals"]),
        (&json!(2), &json!(1), &json!(1))
    );
    assert_eq!(first["refused"][0]["line"], 2);
    assert!(first["refused"][0]["why"].as_str().unwrap().contains("`emial`"), "{first}");
    assert_eq!((&again["added"], &again["updated"]), (&json!(0), &json!(0)));
    assert_eq!(
        (&shown.json()["schema"], &shown.json()["ended"]),
        (&json!("unhold/imported/1"), &json!("chargeback"))
    );
    assert!(lines.out.contains("known from an import alone"), "{}", lines.out);
    assert_eq!((act.code, &act.json()["error"]["kind"]), (6, &json!("state")), "{}", act.out);
    assert_eq!(scene.mode("desk/history.sqlite"), 0o600);
}

#[test]
fn offline_and_before_the_first_sync_the_import_says_what_is_missing() {
    let scene = Scene::new();
    let past = file(&scene, "past.jsonl", PAST);

    let told = scene.run_words(&["--offline", "import", past.to_str().unwrap(), "--json"]);
    let read_only = scene.run_words(&["--read-only", "import", past.to_str().unwrap()]);
    let none = scene.run("import no-such-file.csv");

    assert_eq!(told.code, 1, "{}", told.out);
    assert!(told.json()["error"]["hint"].as_str().unwrap().contains("unhold sync"), "{}", told.out);
    assert_eq!((read_only.code, none.code), (2, 2));
    assert!(!scene.has("desk/history.sqlite"));
}

/// The links of an order as `evidence` tells them now, without running the checks anew.
fn links(scene: &Scene, order: &str) -> Vec<String> {
    let told = scene.run(&format!("evidence {order} --only duplicates --json")).json();
    let links = told["findings"][0]["links"].as_array().cloned().unwrap_or_default();
    links.iter().map(name).collect()
}

#[test]
fn an_imported_order_is_a_link_and_a_copy_of_a_cached_one_is_not() {
    let scene = Scene::new();
    scene.run("sync");
    let mut with_mail = orders(&scene, |_| true).into_iter().map(|order| {
        let told = scene.run(&format!("show {} --json", name(&order))).json();
        (name(&order), told)
    });
    let (order, told) = with_mail.find(|(_, told)| told["email"].is_string()).unwrap();
    let before = links(&scene, &order);
    let copy = |id: &Value, name: &str| json!({"id": id, "order": name, "placed_at": "2020-01-01T00:00:00Z", "email": told["email"]});
    let text = format!(
        "{}\n{}\n{}\n",
        copy(&json!("77001"), "OLD-1"),
        copy(&told["id"], "OLD-2"),
        copy(&json!("77003"), &order)
    );

    import(&scene, &file(&scene, "past.jsonl", &text));
    let after = links(&scene, &order);

    let new: Vec<_> = after.iter().filter(|link| !before.contains(link)).collect();
    assert_eq!(new, ["OLD-1"], "{before:?} {after:?}");
}

#[test]
fn a_purge_takes_imported_orders_away_from_every_file() {
    let scene = Scene::new();
    import(&scene, &file(&scene, "past.jsonl", PAST));
    let path = scene.shop().join("desk/history.sqlite");
    let holds = |text: &str| {
        let body = fs::read(&path).unwrap();
        let wal = fs::read(path.with_extension("sqlite-wal")).unwrap_or_default();
        [body, wal].iter().any(|body| body.windows(text.len()).any(|part| part == text.as_bytes()))
    };
    assert!(holds("12 Oak Street") && !holds("4111 1111"), "the note is not kept");

    let purge = scene.run("purge --customer a@example.org --yes --json");

    assert_eq!((purge.code, &purge.json()["orders"]), (0, &json!(1)), "{}", purge.out);
    assert!(!holds("12 Oak Street") && !holds("a@example.org"));
    assert_eq!(scene.run("--offline show EX-9001").code, 4);
}

#[test]
fn an_import_that_is_killed_is_started_again_and_doubles_nothing() {
    const MANY: usize = 12_000;
    let scene = Scene::new();
    let line = |n: usize| {
        json!({"id": n.to_string(), "order": format!("B-{n}"), "placed_at": "2025-01-01T00:00:00Z",
            "email": format!("buyer{n}@example.org"), "billing": {"name": format!("Buyer {n}")}})
        .to_string()
    };
    let text: String = (0..MANY).map(|n| line(n) + "\n").collect();
    let past = file(&scene, "past.jsonl", &text);

    let mut child = scene.start(&["import", past.to_str().unwrap(), "--json"]);
    let wal = scene.shop().join("desk/history.sqlite-wal");
    let start = Instant::now();
    while fs::metadata(&wal).map_or(0, |wal| wal.len()) < 2_000_000 {
        assert!(start.elapsed() < Duration::from_secs(60), "pages are written");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let rest = import(&scene, &past);
    let again = import(&scene, &past);

    let added = rest["added"].as_u64().unwrap();
    assert!(added < MANY as u64, "what was written before is there: {rest}");
    assert_eq!((&rest["read"], &rest["updated"]), (&json!(MANY), &json!(0)));
    assert_eq!((&again["added"], &again["updated"]), (&json!(0), &json!(0)));
    assert_eq!(scene.run("--offline show B-11999 --json").json()["order"], "B-11999");
}
