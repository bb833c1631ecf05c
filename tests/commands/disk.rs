//! A disk that is full, or that nobody may write on, under the real binary.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::{Value, json};

use crate::releasable;
use crate::scene::Scene;

fn rows(scene: &Scene) -> Vec<Value> {
    scene.run("outbox --json").json()["outbox"].as_array().unwrap().clone()
}

/// A shell in which no file may grow beyond so many bytes; writing on is an error and no
/// signal, as on a full disk.
fn small_files(bytes: u32) -> [String; 3] {
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", bytes / 512);
    ["sh".to_owned(), "-c".to_owned(), script]
}

#[test]
fn what_does_not_fit_on_the_disk_is_refused_and_what_was_recorded_stays() {
    let scene = Scene::new();
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);
    let kept = scene.run(&format!("act {order} tag before --yes --undo 600 --json")).json();
    assert_eq!(rows(&scene).len(), 1);
    let mut refused = 0;

    // From too small for one page of the ledger up to enough for some of them.
    for bytes in [36_864, 40_960, 49_152, 65_536] {
        let before = rows(&scene).len();
        let shell = small_files(bytes);
        let shell = [&*shell[0], &*shell[1], &*shell[2], "sh"];
        let line = format!("act {order} tag full{bytes} --yes --undo 600 --json");

        let told = scene.run_by(&shell, &line);

        let now = rows(&scene).len();
        if told.code == 0 {
            assert_eq!(now, before + 1, "{bytes}: said to be recorded");
            continue;
        }
        refused += 1;
        assert_eq!((told.code, now), (1, before), "{bytes}: {}", told.out);
        let error = &told.json()["error"];
        assert!(!error["message"].as_str().unwrap().is_empty(), "{bytes}: {error}");
    }

    assert!(refused > 0, "the limit was felt");
    let first = rows(&scene).into_iter().find(|row| row["id"] == kept["row"]["id"]).unwrap();
    assert_eq!(first["state"], json!("staged"));
    assert_eq!(scene.run("journal --verify --json").json()["whole"], true);
    assert_eq!(scene.run("outbox run --now --json").code, 0);
}

#[test]
fn where_no_file_can_be_written_nothing_is_recorded_and_what_was_stays() {
    let scene = Scene::new();
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);
    scene.run(&format!("act {order} tag before --yes --undo 600"));
    let shell = small_files(0);
    let shell = [&*shell[0], &*shell[1], &*shell[2], "sh"];

    let told = scene.run_by(&shell, &format!("act {order} tag after --yes --json"));

    assert_eq!(told.code, 1, "{} {}", told.out, told.err);
    let error = told.json()["error"].clone();
    assert!(error["message"].as_str().unwrap().contains("desk"), "{error}");
    assert!(!error["hint"].as_str().unwrap().is_empty(), "{error}");
    assert_eq!(rows(&scene).len(), 1);
    assert_eq!(scene.run("journal --verify --json").json()["whole"], true);
}

/// A program under which even the superuser is bound by permissions; where there is none, one
/// under which no file can be written at all.
fn bound(folder: &std::path::Path) -> Vec<String> {
    let plain = vec!["env"];
    let without_rights = vec!["setpriv", "--bounding-set", "-all", "--inh-caps", "-all"];
    let probe = format!("> {}/probe", folder.display());
    let found = [plain, without_rights].into_iter().find(|program| {
        let ran = Command::new(program[0]).args(&program[1..]).args(["sh", "-c", &probe]).output();
        let written = fs::remove_file(folder.join("probe")).is_ok();
        // A program that cannot run at all binds nobody.
        let reads = Command::new(program[0]).args(&program[1..]).arg("true").status();
        ran.is_ok() && !written && reads.is_ok_and(|status| status.success())
    });
    let nothing_written = || [&small_files(0)[..], &["sh".to_owned()]].concat();
    found.map_or_else(nothing_written, |words| words.into_iter().map(str::to_owned).collect())
}

#[test]
fn a_folder_that_may_not_be_written_is_named_and_what_was_recorded_stays() {
    let scene = Scene::new();
    scene.run("sync");
    let order = releasable(&scene, 1).remove(0);
    scene.run(&format!("act {order} tag before --yes --undo 600"));
    let desk = scene.shop().join("desk");
    let locked = |folder: u32, file: u32| {
        for entry in fs::read_dir(&desk).unwrap().flatten().filter(|e| e.path().is_file()) {
            fs::set_permissions(entry.path(), Permissions::from_mode(file)).unwrap();
        }
        fs::set_permissions(&desk, Permissions::from_mode(folder)).unwrap();
    };
    locked(0o500, 0o400);
    let program = bound(&desk);
    let program: Vec<&str> = program.iter().map(String::as_str).collect();

    let told = scene.run_by(&program, &format!("act {order} tag locked --yes --json"));

    locked(0o700, 0o600);
    assert_eq!(told.code, 1, "{} {}", told.out, told.err);
    let error = told.json()["error"].clone();
    assert!(error["message"].as_str().unwrap().contains("desk"), "{error}");
    assert!(!error["hint"].as_str().unwrap().is_empty(), "{error}");
    assert_eq!(rows(&scene).len(), 1);
    assert_eq!(scene.run("journal --verify --json").json()["whole"], true);
}
