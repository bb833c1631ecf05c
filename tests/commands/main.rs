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

mod disk;
mod scene;

use std::collections::BTreeSet;

use scene::{Scene, Told};
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

#[test]
fn every_field_that_the_binary_prints_is_documented() {
    let scene = Scene::new();
    let mut told = vec![scene.run("sync --json")];
    let order = releasable(&scene, 1).remove(0);
    let lines = [
        "queue --json".to_owned(),
        format!("show {order} --json"),
        format!("plan {order} cancel --json"),
        format!("plan {order} refund --json"),
        format!("act {order} note --note seen --yes --wait --json"),
        "outbox --json".to_owned(),
        "journal --json".to_owned(),
        "journal --verify --json".to_owned(),
        "doctor --json".to_owned(),
        "show #999999 --json".to_owned(),
    ];
    told.extend(lines.iter().map(|line| scene.run(line)));

    let page = include_str!("../../docs/json.md");
    let missing: BTreeSet<String> = told.iter().flat_map(|told| undocumented(told, page)).collect();

    assert!(missing.is_empty(), "{missing:?}");
}

/// Field names that the page does not have. Whole paths are compared beside the commands,
/// on a scripted desk that says everything; here it is the true desk's words that count.
fn undocumented(told: &Told, page: &str) -> Vec<String> {
    let mut names = BTreeSet::new();
    field_names(&told.json(), &mut names);
    let is_known = |name: &String| {
        [
            format!("`{name}`"),
            format!(".{name}`"),
            format!("`{name}."),
            format!(".{name}."),
            format!("{name}[]"),
        ]
        .iter()
        .any(|written| page.contains(written))
    };
    names.into_iter().filter(|name| !is_known(name)).collect()
}

fn field_names(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                into.insert(name.clone());
                field_names(value, into);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| field_names(item, into)),
        _ => {}
    }
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
