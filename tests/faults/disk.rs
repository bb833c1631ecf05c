//! Disks that take no more, at any moment of a decision.
//!
//! The real program decides and sends while no file may grow beyond a size, from none at all to
//! more than it needs, and on a small disk of its own that is full. Each time it says so and
//! ends; then the disk has room again, and what was begun is settled: done once, or not at all.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::cases::CASES;
use crate::crashes::{Settled, Trial};

/// A disk that takes no more.
#[derive(Clone, Copy, Debug)]
enum Disk {
    /// No file grows beyond so many bytes: writing on is an error of the disk.
    Short(usize),
    /// So many bytes are left for all files together.
    Full(usize),
}

impl Disk {
    /// The shell in which a program meets it; the program and its words come after.
    fn shell(self, desk: &Path) -> Vec<String> {
        let script = match self {
            // The signal of the limit is ignored, so that the program sees the error.
            Self::Short(bytes) => {
                format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", bytes / 512)
            }
            // A file system in memory over the desk's folder, seen by this program alone.
            Self::Full(left) => format!(
                "cd '{desk}' && size=$(($(du -B4096 -a . | awk '{{s += $2 == \".\" ? 0 : $1}} END {{print s}}') * 4096 + {left})) && \
                 small=$(mktemp -d) && mount -t tmpfs -o size=$size,mode=700 none \"$small\" && \
                 cp -a . \"$small\" && mount --bind \"$small\" '{desk}' && \
                 {{ \"$@\"; ended=$?; }}; \
                 find . -mindepth 1 -delete; cp -a \"$small\"/. .; exit $ended",
                desk = desk.display()
            ),
        };
        let shell = ["sh", "-c", &script, "sh"].map(str::to_owned);
        match self {
            Self::Short(_) => shell.to_vec(),
            Self::Full(_) => {
                let own = ["unshare", "--user", "--map-root-user", "--mount"].map(str::to_owned);
                own.into_iter().chain(shell).collect()
            }
        }
    }
}

/// Whether this machine lets a program have a small disk of its own.
fn has_small_disks() -> bool {
    let probe = "mount -t tmpfs -o size=64k none /mnt && touch /mnt/probe";
    let mut own = Command::new("unshare");
    own.args(["--user", "--map-root-user", "--mount", "sh", "-c", probe]);
    own.output().is_ok_and(|ended| ended.status.success())
}

/// What became of the decisions.
#[derive(Default)]
struct Count {
    points: usize,
    refused: usize,
    begun: usize,
    had_room: usize,
    once: usize,
    nothing: usize,
}

impl Count {
    fn tell(&self, title: &str) {
        let Self { points, refused, begun, had_room, once, nothing } = self;
        let line = format!(
            "{title}: {points} points; {refused} refused, {begun} stopped after recording, \
             {had_room} had room; in the end {once} done once, {nothing} not done\n"
        );
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
}

/// Decides on such a disk, then lets it be settled with room.
fn decides(place: usize, disk: Disk, count: &mut Count) {
    let mut trial = Trial::new(place);
    trial.what = format!("{}, {disk:?}", trial.case.name);
    let what = trial.what.clone();

    let told = trial.act_in(&disk.shell(&trial.shop.desk()));

    trial.is_sound();
    if told.code != Some(0) {
        let error = told.json()["error"].clone();
        assert!(!error["message"].as_str().unwrap_or_default().is_empty(), "{what}: {}", told.out);
        assert!(!error["hint"].as_str().unwrap_or_default().is_empty(), "{what}: {}", told.out);
    }
    trial.go_on(1, None);
    let settled = trial.is_settled();
    count.points += 1;
    match told.code {
        Some(0) => count.had_room += 1,
        // It failed, nothing happened: nothing was recorded either.
        Some(1) => {
            assert_eq!(settled, Settled::Nothing, "{what}: {}", told.out);
            count.refused += 1;
        }
        _ => count.begun += 1,
    }
    match settled {
        Settled::Once => count.once += 1,
        Settled::Nothing => count.nothing += 1,
    }
}

/// Every form of plan that holds, frees, cancels or pays back.
fn tried() -> impl Iterator<Item = usize> {
    let wanted = ["release with a note", "hold anew", "cancel", "refund in part", "void"];
    wanted.into_iter().map(|name| CASES.iter().position(|case| case.name == name).unwrap())
}

#[test]
fn files_that_may_not_grow_lose_no_decision_and_double_none() {
    let mut count = Count::default();
    // Two log files of 32 kB are made first, then each thing kept takes a page or more.
    let sizes = (0..16).map(|step| 32_768 + step * 10_240);
    let sizes: Vec<usize> = [0, 4_096, 24_576].into_iter().chain(sizes).collect();
    for place in tried() {
        for size in &sizes {
            decides(place, Disk::Short(*size), &mut count);
        }
    }
    count.tell("files that may not grow");
    assert!(count.refused > 0 && count.begun > 0 && count.had_room > 0);
    assert!(count.once > 0 && count.nothing > 0);
}

#[test]
fn a_full_disk_loses_no_decision_and_doubles_none() {
    if !has_small_disks() {
        // Files that may not grow are tried everywhere, and what the database says of a full
        // disk is in the ledger's own tests.
        eprintln!("full disks: not on this machine, which gives no program a disk of its own");
        return;
    }
    let mut count = Count::default();
    for place in tried() {
        for left in (0..20).map(|step| step * 12_288) {
            decides(place, Disk::Full(left), &mut count);
        }
    }
    count.tell("full disks");
    assert!(count.refused > 0 && count.begun > 0 && count.had_room > 0);
    assert!(count.once > 0 && count.nothing > 0);
}
