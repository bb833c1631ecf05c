//! Recording a decision beside one measured disk sync, and how many syncs it takes.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use unhold::demo::{Options, Running, Throttle, serve};
use unhold::desk::{Desk, Filter, Presence, Window};
use unhold::domain::{Plan, Verb};
use unhold::outbox::Pace;
use unhold::sync::{Busy, How};
use unhold::verbs::Wish;

use crate::figures::{fact, line};
use crate::sample::{Sample, ms};
use crate::{config, open};

/// The key figure that the issue names for two shared cores.
const KEY: Duration = Duration::from_micros(1_100);
/// From the confirmed plan to the row on the disk, at the 99th percentile.
const DURABLE: Duration = Duration::from_millis(20);
/// Decisions that are recorded, one after the other.
const RECORDED: usize = 1_000;
/// Decisions of one run of the count.
const COUNTED: usize = 12;

struct Bench {
    desk: Desk,
    _store: Running,
}

/// A store with many held orders, and a desk that has pulled them.
fn bench(name: &str) -> Bench {
    let folder = config::root().join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the old data go");
    }
    let options = Options {
        orders: 12_000,
        seed: 7,
        throttle: Throttle::Off,
        ..Options::new(folder.join("store"))
    };
    let store = serve(options).expect("the store is served");
    let config = config::write(&folder, &store.url(), store.token());
    let desk = open::desk(&config, &folder.join("data"), Presence::Online);
    desk.sync(How::Full, Busy::Tell, &mut |_| {}).expect("a sync");
    Bench { desk, _store: store }
}

/// Plans that can be recorded: releases of held orders, one each.
fn plans(desk: &Desk, most: usize) -> Vec<Plan> {
    let mut rows = Vec::new();
    desk.queue(&Filter::default(), &mut |some| rows.extend_from_slice(some)).expect("rows");
    let held = rows.iter().filter(|row| row.held && !row.cancelled);
    let plans = held.filter_map(|row| desk.plan(&row.id, Verb::Release, &Wish::default()).ok());
    plans.filter(|plan| !plan.steps.is_empty()).take(most).collect()
}

/// Records decisions and syncs a file of the same folder, in turn.
pub fn measure() {
    println!("\nrecording a decision");
    let bench = bench("decide");
    let plans = plans(&bench.desk, RECORDED);
    let mut file = File::create(config::root().join("decide/sync-me")).expect("a file");
    let (mut recorded, mut synced) = (Sample::default(), Sample::default());
    for plan in &plans {
        let began = Instant::now();
        file.write_all(&[0x55; 4096]).and_then(|()| file.sync_data()).expect("a sync");
        synced.add(began.elapsed());
        let began = Instant::now();
        bench.desk.stage(plan, Window::Undo(3_600)).expect("a row");
        recorded.add(began.elapsed());
    }
    fact("decisions recorded", &plans.len().to_string());
    fact(
        "one disk sync of 4 KiB",
        &format!("p50 {}, p99 {}", ms(synced.at(50)), ms(synced.at(99))),
    );
    let goal = 2 * KEY + synced.at(50);
    line(
        "recorded",
        &format!("p50 {}, p99 {}", ms(recorded.at(50)), ms(recorded.at(99))),
        &format!("2 keys (1.1 ms each) + 1 sync: {}", ms(goal)),
        recorded.at(50) <= goal,
    );
    let ratio = recorded.at(99).as_secs_f64() / synced.at(99).as_secs_f64();
    line(
        "recorded, p99",
        &format!("{}, {ratio:.2} × the sync's", ms(recorded.at(99))),
        &ms(DURABLE),
        recorded.at(99) <= DURABLE,
    );
    counts();
}

/// What the counting run does: `nothing`, `record` so many plans, or `run` so many.
pub fn alone(what: &str, count: usize) {
    let bench = bench(&format!("decide-{what}"));
    let plans = plans(&bench.desk, COUNTED);
    let chosen = if what == "nothing" { 0 } else { count };
    let mut steps = 0;
    for plan in plans.iter().take(chosen) {
        steps += plan.steps.len();
        let window = if what == "run" { Window::Now } else { Window::Undo(3_600) };
        let row = bench.desk.stage(plan, window).expect("a row");
        if what == "run" {
            bench.desk.run_outbox(Pace::one(row.id), None).expect("a run");
        }
    }
    println!("{} {steps}", chosen.min(plans.len()));
}

/// Counts the ledger's syncs with `strace`; the file's own name tells them from others.
fn counts() {
    let [nothing, record, run] = ["nothing", "record", "run"].map(counted);
    let (Some(nothing), Some(record), Some(run)) = (nothing, record, run) else {
        fact("syncs of a decision", "not counted: no strace");
        return;
    };
    let recorded = (record.syncs - nothing.syncs) / record.decisions;
    line("syncs when recorded", &format!("{recorded:.2}"), "1", recorded <= 1.05);
    let more = (run.syncs - nothing.syncs - run.decisions) / run.steps;
    line("more syncs per step", &format!("{more:.2}"), "at most 2", more <= 2.05);
}

struct Counted {
    decisions: f64,
    steps: f64,
    syncs: f64,
}

fn counted(what: &str) -> Option<Counted> {
    let trace = config::root().join(format!("strace-{what}"));
    let program = std::env::current_exe().ok()?;
    let output = Command::new("strace")
        .args(["-f", "-qq", "-y", "-e", "trace=fsync,fdatasync", "-o"])
        .arg(&trace)
        .arg(program)
        .args(["--decide", what, &COUNTED.to_string()])
        .output()
        .ok()?;
    let told = String::from_utf8(output.stdout).ok()?;
    let mut numbers = told.split_whitespace().filter_map(|word| word.parse().ok());
    let (decisions, steps) = (numbers.next()?, numbers.next()?);
    Some(Counted { decisions, steps, syncs: of_ledger(&trace) })
}

fn of_ledger(trace: &Path) -> f64 {
    let text = fs::read_to_string(trace).unwrap_or_default();
    let data = |line: &&str| line.contains("ledger.sqlite") && line.contains("sync(");
    text.lines().filter(data).count() as f64
}
