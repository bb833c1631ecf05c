//! The real binary at the embedded store, from a process of its own.
//!
//! Commands are run as a script would: no terminal, `--json`, exit codes.
#![cfg(all(unix, feature = "demo"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests"
)]

mod cut_off;
mod disk;
mod import;
mod paths;
mod purge;
mod scene;

use std::collections::BTreeSet;

use scene::Scene;
use serde_json::{Value, json};

/// Orders of the queue that fit.
fn orders(scene: &Scene, fits: impl Fn(&Value) -> bool) -> Vec<Value> {
    let queue = scene.run("queue --json").json();
    queue["orders"].as_array().unwrap().iter().filter(|order| fits(order)).cloned().collect()
}

fn name(order: &Value) -> String {
    order["order"].as_str().unwrap().to_owned()
}

fn is_paid_and_held(order: &Value) -> bool {
    let state = &order["state"];
    state["held"] == true && state["payment"] == "paid" && state["fulfilment"] == "unfulfilled"
}

/// So many orders that a release would take out of their holds.
fn releasable(scene: &Scene, count: usize) -> Vec<String> {
    let held = orders(scene, is_paid_and_held);
    let fits = held
        .iter()
        .map(name)
        .filter(|order| scene.run(&format!("plan {order} release --json")).code == 0);
    let found: Vec<String> = fits.take(count).collect();
    assert_eq!(found.len(), count, "the shop of this seed has so many");
    found
}

#[test]
fn a_held_order_goes_from_the_queue_to_a_confirmed_release() {
    let scene = Scene::new();
    assert_eq!(scene.run("sync --json").json()["schema"], "unhold/sync/1");
    let order = releasable(&scene, 1).remove(0);

    let plan = scene.run(&format!("plan {order} release --json")).json();
    let revision = plan["revision"].as_str().unwrap().to_owned();
    let act = scene.run(&format!("act {order} release --expect {revision} --yes --wait --json"));

    assert_eq!(act.code, 0, "{}", act.out);
    assert_eq!(act.json()["row"]["state"], "confirmed");
    let file = scene.run(&format!("show {order} --json")).json();
    assert_eq!(file["lane"], "done", "{}", file["why"]);
    assert_eq!(file["outbox"][0]["state"], "confirmed");
    assert!(file["journal"].as_array().unwrap().iter().any(|row| row["event"] == "decided"));
    assert!(orders(&scene, |other| name(other) == order).is_empty());
    assert_eq!(scene.run("journal --verify --json").json()["whole"], true);
}

#[test]
fn what_is_recorded_can_be_dropped_and_what_is_left_is_run() {
    let scene = Scene::new();
    scene.run("sync");
    let held = releasable(&scene, 2);
    let (first, second) = (&held[0], &held[1]);

    let dropped = scene.run(&format!("act {first} release --yes --json")).json();
    let kept = scene.run(&format!("act {second} release --yes --undo 600 --json")).json();
    let id = dropped["row"]["id"].as_str().unwrap();
    let drop = scene.run(&format!("outbox drop {id} --json"));
    let run = scene.run("outbox run --now --json");

    assert_eq!(drop.json()["outbox"][0]["state"], "dropped");
    assert_eq!((run.code, run.json()["outbox"].as_array().unwrap().len()), (0, 1), "{}", run.out);
    assert_eq!(run.json()["outbox"][0]["id"], kept["row"]["id"]);
    let first = scene.run(&format!("show {first} --json")).json();
    assert_eq!(first["state"]["held"], true);
}

#[test]
fn a_revision_that_is_gone_and_an_order_that_is_not_held_are_refused() {
    let scene = Scene::new();
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);

    let gone = scene.run(&format!("act {order} release --expect 0000 --yes --json"));
    let archived = scene.run(&format!("plan {order} unarchive --json"));
    let unknown = scene.run("show #999999 --json");
    let asked = scene.run(&format!("act {order} release --json"));

    assert_eq!(gone.json()["error"]["kind"], "state");
    assert_eq!(gone.code, 6);
    assert_eq!((archived.code, &archived.json()["error"]["kind"]), (6, &json!("state")));
    assert_eq!((unknown.code, &unknown.json()["error"]["kind"]), (1, &json!("failed")));
    assert_eq!(asked.code, 2);
    assert_eq!(scene.run("outbox --json").json()["outbox"], json!([]));
}

#[test]
fn a_store_that_is_gone_ends_with_four_and_the_cache_is_read_on() {
    let mut scene = Scene::new();
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);
    scene.end_store();

    let doctor = scene.run("doctor --json");
    let show = scene.run(&format!("--offline show {order} --json"));
    let act = scene.run(&format!("act {order} release --yes --wait --timeout 1s --json"));

    assert_eq!(doctor.code, 4, "{}", doctor.out);
    assert_eq!(show.code, 0, "{}", show.out);
    assert_eq!((act.code, &act.json()["error"]["kind"]), (8, &json!("unfinished")));
    assert_eq!(scene.run("outbox --json").json()["outbox"][0]["state"], "staged");
}

#[test]
fn what_was_recorded_and_never_sent_in_the_time_given_is_eight() {
    let scene = Scene::new();
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);
    scene.faults(&json!({"kind": "query", "do": {"delay": {"ms": 20_000}}}));

    let act = scene.run(&format!("act {order} release --yes --wait --timeout 1s --json"));

    assert_eq!((act.code, &act.json()["error"]["kind"]), (8, &json!("unfinished")), "{}", act.out);
    let row = &scene.run("outbox --json").json()["outbox"][0];
    assert_eq!((&row["state"], &row["steps"][0]["attempts"]), (&json!("staged"), &json!(0)));
    scene.faults(&json!([]));
    assert_eq!(scene.run("outbox run --now --json").code, 0);
}

#[test]
fn a_write_under_way_when_the_time_is_up_is_seven() {
    let scene = Scene::new();
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);
    scene.faults(&json!({"kind": "mutation", "times": 1, "do": {"delay": {"ms": 20_000}}}));

    let act = scene.run(&format!("act {order} release --yes --wait --timeout 6s --json"));

    assert_eq!((act.code, &act.json()["error"]["kind"]), (7, &json!("unsettled")), "{}", act.out);
    assert_eq!(scene.run("outbox --json").json()["outbox"][0]["state"], "unknown");
}

#[test]
fn a_lost_answer_that_cannot_be_read_back_is_seven_although_the_store_is_gone() {
    let scene = Scene::new();
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);
    // Shop and order are read; then the write is done, its answer is lost, and nothing can
    // be read any more.
    scene.faults(&json!([
        {"kind": "mutation", "times": 1, "do": "drop_after"},
        {"kind": "query", "skip": 2, "do": {"status": {"code": 401}}},
    ]));

    let act = scene.run(&format!("act {order} release --yes --wait --json"));

    assert_eq!((act.code, &act.json()["error"]["kind"]), (7, &json!("unsettled")), "{}", act.out);
    scene.faults(&json!([]));
    assert_eq!(scene.run("outbox run --now --json").code, 0);
    let rows = scene.run("outbox --json").json();
    assert_eq!(rows["outbox"][0]["state"], "confirmed", "{rows}");
    assert_eq!(rows["outbox"][0]["steps"][0]["attempts"], 1);
}

/// Every document with `--json`, over enough orders to meet each kind of order and step; the
/// store is ended before the last.
fn every_document(scene: &mut Scene) -> Vec<Value> {
    let mut told = vec![scene.run("sync --json").json()];
    let queue = scene.run("queue --json --filter lane:all").json();
    let names: Vec<String> = queue["orders"].as_array().unwrap().iter().map(name).collect();
    let order = releasable(scene, 1).remove(0);
    let shown = names
        .iter()
        .take(40)
        .flat_map(|name| [format!("show {name} --json"), format!("evidence {name} --json")]);
    let verbs = [
        "release",
        "hold",
        "cancel",
        "cancel --refund credit",
        "refund",
        "archive",
        "unarchive",
        "tag a",
        "untag a",
    ];
    let planned = names
        .iter()
        .take(15)
        .chain([&order])
        .flat_map(|name| verbs.iter().map(move |verb| format!("plan {name} {verb} --json")));
    let rest = [
        format!("act {order} note --note seen --yes --wait --json"),
        format!("act {order} hold --yes --wait --json"),
        format!("act {order} tag seen --yes --json"),
        format!("show {order} --json"),
        format!("plan {order} note --note seen --json"),
        "outbox --json".to_owned(),
        "queue --json".to_owned(),
        "journal --json".to_owned(),
        "journal --verify --json".to_owned(),
        "purge --older-than 2020-01-01 --dry-run --json".to_owned(),
        "data update assets/places --json".to_owned(),
        "data update tests/places/lists --json".to_owned(),
        "data status --json".to_owned(),
        "evidence --weights --json".to_owned(),
        "import tests/commands/orders.jsonl --json".to_owned(),
        "show EX-9001 --json".to_owned(),
        "lookup ip 8.8.8.8 2001:4860:4860::8888 185.220.101.1 nonsense --json".to_owned(),
        "lookup phone +12015550123 +447400123456 --json".to_owned(),
        "lookup email ada@example.org ada@gmai1.com --json".to_owned(),
        "lookup distance 94110,US 0,0 --json".to_owned(),
    ];
    told.push(queue);
    told.extend(shown.chain(planned).chain(rest).map(|line| scene.run(&line).json()));
    scene.end_store();
    told.push(scene.run("doctor --json").json());
    told
}

/// What a shop of invented orders on a quiet day has nothing to say about. Beside the commands,
/// a scripted desk says all of it.
const RARE: &[(&str, &str)] = &[
    // Only what went wrong carries an error.
    ("unhold/act/1", "error."),
    ("unhold/outbox/1", "error."),
    ("unhold/verify/1", "error."),
    ("unhold/verify/1", "wrong[]"),
    ("unhold/act/1", "row.steps[].error"),
    ("unhold/outbox/1", "outbox[].steps[].error"),
    ("unhold/show/1", "outbox[].steps[].error"),
    ("unhold/show/1", "journal[].error"),
    ("unhold/journal/1", "rows[].error"),
    ("unhold/sync/1", "notices[]"),
    // Only what stopped half-way is handed over, or taken back step by step.
    ("unhold/act/1", "row.handed_over."),
    ("unhold/outbox/1", "outbox[].handed_over."),
    ("unhold/show/1", "outbox[].handed_over."),
    ("unhold/act/1", "row.steps[].undoes"),
    ("unhold/outbox/1", "outbox[].steps[].undoes"),
    ("unhold/show/1", "outbox[].steps[].undoes"),
    // Nothing is old enough to be purged.
    ("unhold/purge/1", "open[]"),
    ("unhold/purge/1", "aside[]"),
    // The token may read everything, and no list is longer than a page.
    ("unhold/show/1", "denied[]"),
    ("unhold/show/1", "gaps[]"),
    // Shopify gives levels without numbers, and no end of an authorisation on this plan.
    ("unhold/queue/1", "orders[].risk.score"),
    ("unhold/show/1", "risk.assessments[].score"),
    ("unhold/show/1", "transactions[].expires_at"),
    // Every table is sound.
    ("unhold/data/1", "tables[].why_not"),
    // Ticks are made on the screen.
    ("unhold/show/1", "checklist[].by"),
    ("unhold/show/1", "checklist[].checked_"),
];

/// Fields of steps of a row are those of a plan, which is asked for each verb.
fn is_step_of_a_row(path: &str, plan: &BTreeSet<String>) -> bool {
    let step = path.split_once("steps[].").map(|(_, field)| format!("steps[].{field}"));
    !path.starts_with("steps[]") && step.is_some_and(|step| plan.contains(&step))
}

#[test]
fn what_the_binary_prints_is_documented_and_what_is_documented_is_printed() {
    let mut scene = Scene::new();
    let documented = paths::documented(include_str!("../../docs/json.md"));

    let told = every_document(&mut scene);

    let unknown: BTreeSet<String> =
        told.iter().flat_map(|told| paths::undocumented(told, &documented)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let printed = paths::printed(&told);
    let plan = &printed["unhold/plan/1"];
    let mut rare = BTreeSet::new();
    let mut missing = Vec::new();
    for (schema, path) in paths::unprinted(&documented, &printed) {
        let known = RARE.iter().find(|(of, start)| *of == schema && path.starts_with(start));
        match known {
            Some(known) => drop(rare.insert(known)),
            None if is_step_of_a_row(&path, plan) => {}
            None => missing.push(format!("{schema}: {path}")),
        }
    }
    assert!(missing.is_empty(), "documented and never printed: {missing:#?}");
    let stale: Vec<_> = RARE.iter().filter(|one| !rare.contains(one)).collect();
    assert!(stale.is_empty(), "no longer rare: {stale:?}");
    // The comparison itself can fail: a field that no document has, and one of another place.
    let mut strange = told[1].clone();
    strange["orders"][0]["risk"]["amount"] = json!("1.00");
    strange["surprise"] = json!(1);
    assert_eq!(
        paths::undocumented(&strange, &documented),
        ["unhold/queue/1: orders[].risk.amount", "unhold/queue/1: surprise"]
    );
}

#[test]
fn the_log_tells_of_the_work_and_of_nobody() {
    let mut scene = Scene::new();
    scene.log("debug");
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);
    let note = "Call Zacharias at 4111 1111 1111 1111";
    scene.run_words(&["act", &order, "note", "--note", note, "--yes", "--wait"]);
    scene.run(&format!("act {order} release --yes --wait"));
    scene.run("show #999999");
    scene.run("doctor");
    let names = orders(&scene, |_| true);
    let files: Vec<Value> = names
        .iter()
        .take(60)
        .map(|order| scene.run(&format!("show {} --json", name(order))).json())
        .collect();
    scene.end_store();
    scene.run("sync");

    let log = scene.read("desk/unhold.log");
    for words in
        ["INFO  cli::run: unhold", ": act", "answered in", "synced: ", "confirmed", "ERROR"]
    {
        assert!(log.contains(words), "{words}: {log}");
    }
    assert_eq!(scene.mode("desk/unhold.log"), 0o600);
    let mut secret = vec![scene.read("token"), "Zacharias".into(), "4111".into()];
    for file in &files {
        personal(file, &mut secret);
    }
    assert!(secret.len() > 200, "the orders say enough to look for: {}", secret.len());
    let lower = log.to_lowercase();
    let leaked: BTreeSet<&String> =
        secret.iter().filter(|word| lower.contains(&word.trim().to_lowercase())).collect();
    assert!(leaked.is_empty(), "{leaked:?}");
}

/// What a case file says of people: texts long enough to be nobody else's.
fn personal(file: &Value, into: &mut Vec<String>) {
    let mut texts = vec![&file["email"], &file["phone"], &file["ip"], &file["note"]];
    texts.push(&file["customer"]["name"]);
    for place in ["billing", "shipping"] {
        let fields = ["name", "line1", "city", "postal_code", "phone"];
        texts.extend(fields.iter().map(|field| &file[place][field]));
    }
    let texts = texts.into_iter().filter_map(Value::as_str).map(str::trim);
    into.extend(texts.filter(|text| text.chars().count() >= 5).map(str::to_owned));
}

#[test]
fn verbose_tells_of_requests_beside_the_output() {
    let scene = Scene::new();

    let told = scene.run("sync --json -v");

    assert_eq!(told.json()["schema"], "unhold/sync/1");
    assert!(told.err.contains("· AppContext: answered in"), "{}", told.err);
    assert!(told.err.contains("· synced: "), "{}", told.err);
    let quiet = scene.run("sync --json");
    assert!(!quiet.err.contains("answered in"), "{}", quiet.err);
    scene.run("queue");
    assert!(!scene.has("desk/unhold.log"), "without UNHOLD_LOG nothing is written");
}

#[test]
fn the_doctor_looks_at_clock_permissions_and_backups() {
    let scene = Scene::new();
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);
    scene.run(&format!("act {order} release --yes --wait"));
    scene.run("queue");

    let doctor = scene.run("doctor --json").json();

    let check = |name: &str| {
        let checks = doctor["checks"].as_array().unwrap();
        checks.iter().find(|check| check["check"] == name).unwrap_or_else(|| panic!("{name}"))
    };
    assert_eq!(check("clock")["state"], "good", "{doctor}");
    assert_eq!(check("permission")["state"], "good", "{doctor}");
    assert!(check("backups")["sentence"].as_str().unwrap().starts_with("1 backup"), "{doctor}");
}

#[test]
fn the_output_can_be_cut_off() {
    let scene = Scene::new();
    scene.run("sync");

    let code = scene.run_until_first_line("queue");

    assert_eq!(code, 0);
}

#[test]
fn a_demo_that_was_ended_comes_back_as_it_was() {
    let mut scene = Scene::new();
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);
    scene.run(&format!("act {order} release --yes --wait"));

    scene.end_store();
    scene.start_store();

    assert_eq!(scene.run("sync --full --json").code, 0);
    let file = scene.run(&format!("show {order} --json")).json();
    assert_eq!(file["state"]["held"], false);
}
