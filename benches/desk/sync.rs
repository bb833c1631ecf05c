//! Sync from a process of its own: as fast as both sides can, and under the standard
//! plan's limits.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use unhold::desk::{Desk, Presence};
use unhold::sync::{Busy, How, Phase, Report};

use crate::figures::{fact, line};
use crate::serve::Store;
use crate::threads::{self, Spent};
use crate::{config, open};

/// The goal.
const GOAL: f64 = 38_000.0;

/// One phase as it went by.
#[derive(Clone, Debug)]
struct Stretch {
    phase: Phase,
    done: u64,
    began: Instant,
    ended: Instant,
    client: BTreeMap<String, Spent>,
    server: BTreeMap<String, Spent>,
    client_before: BTreeMap<String, Spent>,
    server_before: BTreeMap<String, Spent>,
}

impl Stretch {
    fn seconds(&self) -> f64 {
        (self.ended - self.began).as_secs_f64()
    }

    fn rate(&self) -> f64 {
        self.done as f64 / self.seconds()
    }
}

/// Listens to a sync's reports and keeps its stretches.
struct Watch {
    server: u32,
    stretches: Vec<Stretch>,
}

impl Watch {
    fn hear(&mut self, report: &Report) {
        let now = Instant::now();
        let is_new = self.stretches.last().is_none_or(|last| last.phase != report.phase);
        if is_new {
            self.stretches.push(Stretch {
                phase: report.phase,
                done: 0,
                began: now,
                ended: now,
                client: BTreeMap::new(),
                server: BTreeMap::new(),
                client_before: threads::of(std::process::id()),
                server_before: threads::of(self.server),
            });
        }
        if let Some(last) = self.stretches.last_mut() {
            last.done = last.done.max(report.done);
            last.ended = now;
        }
        self.count();
    }

    /// Keeps what both sides spent up to now.
    fn count(&mut self) {
        let server = self.server;
        if let Some(last) = self.stretches.last_mut() {
            last.client = threads::since(&last.client_before, threads::of(std::process::id()));
            last.server = threads::since(&last.server_before, threads::of(server));
        }
    }
}

/// A desk at the store whose databases begin empty.
fn fresh(store: &Store) -> Desk {
    let folder = config::root().join("sync");
    let data = folder.join("data");
    if data.exists() {
        std::fs::remove_dir_all(&data).expect("the old data go");
    }
    let config = config::write(&folder, &store.url, &store.token);
    open::desk(&config, &data, Presence::Online)
}

/// The rate of the window when nothing limits it; the best of several runs.
pub fn full_speed(orders: u32, runs: usize) {
    println!("\nsync of {orders} orders");
    let store = Store::start(&config::root().join("store"), orders, "off");
    let mut best: Option<Stretch> = None;
    for run in 1..=runs {
        let desk = fresh(&store);
        let mut watch = Watch { server: store.child.id(), stretches: Vec::new() };
        let began = Instant::now();
        let summary =
            desk.sync(How::Full, Busy::Tell, &mut |report| watch.hear(report)).expect("a sync");
        let all = began.elapsed();
        println!("run {run}: {summary:?}, {:.2} s with the checks", all.as_secs_f64());
        for stretch in &watch.stretches {
            tell(stretch);
        }
        let windows = watch.stretches.into_iter().filter(|one| one.phase == Phase::Window);
        best = best.into_iter().chain(windows).max_by(|a, b| a.rate().total_cmp(&b.rate()));
    }
    let best = best.expect("a window");
    line(
        "sync, short form, pages of 250",
        &format!("{:.0} orders a second", best.rate()),
        &format!("at least {GOAL:.0}"),
        best.rate() >= GOAL,
    );
}

fn tell(stretch: &Stretch) {
    println!(
        "  {:<16} {:>6} orders in {:.3} s: {:>7.0} a second",
        stretch.phase.words(),
        stretch.done,
        stretch.seconds(),
        stretch.rate()
    );
    for (side, spent) in [("store", &stretch.server), ("unhold", &stretch.client)] {
        for (name, spent) in spent.iter().filter(|(_, spent)| spent.ran.as_millis() > 0) {
            let micros = spent.ran.as_secs_f64() * 1e6 / stretch.done.max(1) as f64;
            println!(
                "    {side:<7} {name:<16} ran {:>7.1} ms ({micros:>6.2} µs an order), waited for a core {:>7.1} ms",
                spent.ran.as_secs_f64() * 1e3,
                spent.waited.as_secs_f64() * 1e3,
            );
        }
    }
}

/// How a first sync goes by under the limits of Shopify's standard plan.
pub fn standard(orders: u32, time: Duration) {
    let store = Store::start(&config::root().join("store-paced"), orders, "standard");
    let desk = fresh(&store);
    let (sender, reports) = std::sync::mpsc::channel();
    let began = Instant::now();
    let pulling = desk.clone();
    // The thread ends with the program: the sync of so many orders takes longer.
    std::thread::spawn(move || {
        let _ = pulling.sync(How::Full, Busy::Tell, &mut |report| {
            let _ = sender.send((began.elapsed(), report.clone()));
        });
    });
    let mut heard: Vec<(Duration, Report)> = Vec::new();
    while let Some(left) = time.checked_sub(began.elapsed()) {
        match reports.recv_timeout(left) {
            Ok(report) => heard.push(report),
            Err(_) => break,
        }
    }
    let usable = heard.iter().find(|(_, report)| report.phase == Phase::Flagged && report.done > 0);
    let screen =
        heard.iter().find(|(_, report)| report.phase == Phase::Flagged && report.done >= 60);
    for (what, found) in [("first rows", usable), ("a screen of rows (60)", screen)] {
        if let Some((at, _)) = found {
            fact(&format!("standard pace, {what}"), &format!("{:.2} s", at.as_secs_f64()));
        }
    }
    for phase in [Phase::Flagged, Phase::Window] {
        paced(&heard, phase);
    }
}

/// Orders a minute once the bucket is empty: over the last two thirds of the phase.
fn paced(heard: &[(Duration, Report)], phase: Phase) {
    let of: Vec<&(Duration, Report)> =
        heard.iter().filter(|(_, report)| report.phase == phase && report.note.is_none()).collect();
    let (Some(from), Some(to)) = (of.get(of.len() / 3), of.last()) else { return };
    let seconds = to.0.saturating_sub(from.0).as_secs_f64();
    let orders = (to.1.done - from.1.done) as f64;
    fact(
        &format!("standard pace, {} ({} in {:.1} s)", phase.words(), to.1.done, to.0.as_secs_f64()),
        &format!("{:.0} orders a minute", orders * 60.0 / seconds.max(0.001)),
    );
}
