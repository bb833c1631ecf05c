//! Start, rest and memory.

use std::time::{Duration, Instant};

use crate::figures::{fact, line};
use crate::process::{anonymous_kib, processor_ms, wake_ups};
use crate::sample::{Sample, ms};
use crate::serve::Store;
use crate::session::{Session, marked};
use crate::stage::{self, To};

const STARTS: usize = 15;
const TEN: Duration = Duration::from_secs(10);

/// From the start to the first whole queue, beside the start of the bare program.
pub fn start(rows: usize) -> f64 {
    let data = stage::data(rows);
    drop(stage::bare(&mut stage::ready(&data, &To::Nobody)));
    let (mut ours, mut bare) = (Sample::default(), Sample::default());
    for _ in 0..STARTS {
        let mut session = stage::unhold(&data, &To::Nobody);
        ours.add(session.wait("whole queue", stage::is_whole));
        drop(session);
        let folder = crate::config::root().join("screens");
        let mut floor = stage::floor(&["ratatui", folder.to_str().expect("a plain path")]);
        bare.add(floor.wait("marked row", |screen| marked(screen).is_some()));
    }
    fact("start of the bare ratatui program, p50", &ms(bare.at(50)));
    let shown = format!("p50 {}, best {}", ms(ours.at(50)), ms(ours.at(0)));
    line(
        "start to the first whole queue",
        &shown,
        "p50 40 ms",
        ours.at(50) <= Duration::from_millis(40),
    );
    ours.at(50).as_secs_f64()
}

/// Ten seconds without a key, and what lies in memory before and after some work.
pub fn idle_and_memory(rows: usize) {
    let mut ours = stage::ready(&stage::data(rows), &To::Nobody);
    ours.idle(TEN);
    let most = if rows > 50_000 { 60 } else { 40 };
    memory(&ours, "10 s after the start", most);
    idle(&mut ours);
    ours.press_and_settle(b"/ana\r", Duration::from_millis(1_500));
    memory(&ours, "after a filter", most);
    ours.press_and_settle(b"/\x15\r", Duration::from_millis(1_500));
    ours.press_and_settle(b"G", Duration::from_millis(1_500));
    memory(&ours, "after a jump to the end", most);
}

/// Ten seconds without a key while a store is connected, its first sync is over and
/// nothing changes there.
pub fn online() {
    println!("\nidle while connected");
    let root = crate::config::root();
    let store = Store::start(&root.join("store-quiet"), 600, "off");
    let data = root.join("online");
    let _ = std::fs::remove_dir_all(&data);
    let to = To::Store { url: &store.url, token: &store.token };
    let mut ours = stage::unhold(&data, &to);
    ours.wait("first sync", |screen| {
        let head: String = screen.rows(0, 200).take(3).collect();
        head.contains("synced")
    });
    ours.quiet(Duration::from_secs(2));
    idle(&mut ours);
}

fn memory(session: &Session, when: &str, most: u64) {
    let mib = anonymous_kib(session.process()) as f64 / 1024.0;
    line(
        &format!("memory {when}"),
        &format!("{mib:.1} MiB"),
        &format!("{most} MiB"),
        mib <= most as f64,
    );
}

/// Ages and clocks change at full minutes: the ten seconds begin after one did.
fn idle(session: &mut Session) {
    for _ in 0..4 {
        let (process, began) = (session.process(), Instant::now());
        let (wakes, spent) = (wake_ups(process), processor_ms(process));
        let bytes = session.idle(TEN);
        let seconds = began.elapsed().as_secs_f64();
        let each = (wake_ups(process) - wakes) as f64 / seconds;
        let busy = processor_ms(process) - spent;
        if bytes > 0 {
            continue;
        }
        line("idle 10 s: bytes written", &bytes.to_string(), "0", true);
        line("idle 10 s: wake-ups a second", &format!("{each:.1}"), "2", each <= 2.0);
        line("idle 10 s: processor", &format!("{busy} ms"), "under 10 ms", busy < 10);
        return;
    }
    line("idle 10 s: bytes written", "some, four times", "0", false);
}
