//! The evidence needs no network: cut off from it, the program finds the same.

use std::process::Command;

use crate::scene::{Scene, Told};
use crate::{name, orders};

const NOW: &str = "2026-12-01T12:00:00Z";

/// Runs a command in a name space of its own that has no network, not even this machine's.
const CUT: [&str; 2] = ["unshare", "-rn"];

/// Whether this system lets us cut a program off.
fn may_cut() -> bool {
    let tried = Command::new(CUT[0]).args([CUT[1], "true"]).output();
    tried.is_ok_and(|tried| tried.status.success())
}

/// Every look-up and the findings of some orders, made anew.
fn lines(scene: &Scene) -> Vec<String> {
    let judged = orders(scene, |_| true);
    let mut lines: Vec<String> = judged
        .iter()
        .take(12)
        .map(|order| format!("--now {NOW} evidence {} --refresh --json", name(order)))
        .collect();
    lines.extend(
        [
            "lookup ip 8.8.8.8 24.5.0.1 185.220.101.1 2a01:4f8::1 --json",
            "lookup distance 94110,US 10001,US --json",
            "lookup phone +14155550134 +442079460000 --json",
            "lookup email ada@mailinator.com --json",
        ]
        .map(str::to_owned),
    );
    lines
}

fn same(one: &Told, other: &Told, line: &str) {
    assert_eq!((one.code, one.out.as_str()), (other.code, other.out.as_str()), "{line}");
    assert!(!one.out.is_empty(), "{line}");
}

#[test]
fn what_is_found_is_the_same_to_the_byte_without_a_network() {
    let mut scene = Scene::new();
    scene.run("sync");
    let lines = lines(&scene);
    let with: Vec<Told> = lines.iter().map(|line| scene.run(line)).collect();
    assert!(with[0].json()["findings"].as_array().unwrap().len() >= 8, "{}", with[0].out);

    if may_cut() {
        // The cut is real: the store that answers here does not answer there.
        assert_eq!(scene.run("doctor --json").code, 0);
        assert_eq!(scene.run_by(&CUT, "doctor --json").code, 4);
        for (line, with) in lines.iter().zip(&with) {
            same(&scene.run_by(&CUT, line), with, line);
        }
    } else {
        eprintln!("{CUT:?} is not allowed here: only a store that is gone is tested");
    }
    // Everywhere: nobody listens, and every way out leads to a closed door.
    scene.end_store();
    let closed = ["http_proxy", "https_proxy", "all_proxy"];
    let closed = closed.map(|name| format!("{name}=http://127.0.0.1:9"));
    let by: Vec<&str> = ["env"].into_iter().chain(closed.iter().map(String::as_str)).collect();
    for (line, with) in lines.iter().zip(&with) {
        same(&scene.run_by(&by, line), with, line);
    }
}
