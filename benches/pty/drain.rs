//! A thousand staged releases drained behind the screen, at the pace of the store's limits.
//!
//! A frame counts as dropped when a key is not on the screen within one frame of a screen of
//! 60 Hz. The bare program is asked key by key beside it: what it drops too, the machine dropped.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use unhold::desk::{Desk, Filter, Presence, Which, Window};
use unhold::domain::Verb;
use unhold::sync::{Busy, How};
use unhold::verbs::Wish;
use vt100::Screen;

use crate::figures::{fact, line};
use crate::keys::Pair;
use crate::sample::{Sample, ms};
use crate::serve::Store;
use crate::stage::{self, To};
use crate::{config, open};

const RELEASES: usize = 1_000;
/// Enough that a thousand of them are held.
const ORDERS: u32 = 12_000;
/// One frame of a screen of 60 Hz.
const FRAME: Duration = Duration::from_micros(16_667);
/// Longer than this it would not take at these limits.
const LONGEST: Duration = Duration::from_secs(900);

/// Stages releases at a store without limits.
fn staged(folder: &Path) -> (PathBuf, usize) {
    let store = Store::start(&folder.join("store"), ORDERS, "off");
    let config = config(folder, &store);
    let data = folder.join("data");
    let desk: Desk = open::desk(&config, &data, Presence::Online);
    desk.sync(How::Full, Busy::Tell, &mut |_| {}).expect("a sync");
    let mut rows = Vec::new();
    desk.queue(&Filter::default(), &mut |some| rows.extend_from_slice(some)).expect("rows");
    let held = rows.iter().filter(|row| row.held && !row.cancelled);
    let plans = held.filter_map(|row| desk.plan(&row.id, Verb::Release, &Wish::default()).ok());
    let mut count = 0;
    for plan in plans.filter(|plan| !plan.steps.is_empty()).take(RELEASES) {
        desk.stage(&plan, Window::Now).expect("a row");
        count += 1;
    }
    (data, count)
}

/// The reviewer's config, without a window in which plans wait.
fn config(folder: &Path, store: &Store) -> PathBuf {
    let config = config::write(folder, &store.url, &store.token);
    let mut file = OpenOptions::new().append(true).open(&config).expect("the config");
    file.write_all(b"\n[policy]\nundo_seconds = 0\n").expect("a line");
    config
}

/// Drains them and presses keys meanwhile.
pub fn measure(pace: &str) {
    println!("\ndraining {RELEASES} staged releases, {pace} limits");
    let folder = config::root().join("drain");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the old data go");
    }
    let (data, count) = staged(&folder);
    let store = Store::start(&folder.join("store"), ORDERS, pace);
    let config = config(&folder, &store);
    let mut idle = stage::ready(&stage::data(50_000), &To::Nobody);
    let mut bare = stage::bare(&mut idle);
    drop(idle);
    let watch: Desk = open::desk(&config, &data, Presence::Offline);
    let mut bucket = Bucket::of(&store);
    let began = Instant::now();
    let mut ours = stage::program(&config, &data);
    ours.wait("whole queue", stage::is_whole);
    let (mut pair, mut seen, mut looked) = (Pair::default(), BTreeSet::new(), Instant::now());
    let mut open = count;
    let (mut keys, mut late, mut late_bare) = (0, 0, 0);
    while open > 0 && began.elapsed() < LONGEST {
        let (key, bare_key) = pair.round(&mut ours, &mut bare);
        late += usize::from(key > FRAME);
        late_bare += usize::from(bare_key > FRAME);
        keys += 1;
        seen.extend(waiting(ours.screen()));
        if looked.elapsed() > Duration::from_secs(1) {
            looked = Instant::now();
            open = watch.outbox(&Which::Open).expect("rows").len();
            bucket.look(&store);
        }
    }
    let took = began.elapsed();
    bucket.look(&store);
    tell(&watch, (count, took), &bucket);
    let frames = |late: usize| format!("{late} of {keys} keys");
    fact("bare program: later than 16.7 ms", &frames(late_bare));
    line(
        "frames dropped: a key later than 16.7 ms",
        &frames(late),
        "none but the bare program's",
        late <= late_bare,
    );
    let slowest =
        |sample: &Sample| format!("p99 {}, slowest {}", ms(sample.at(99)), ms(sample.at(100)));
    fact("keys, ours", &slowest(&pair.ours));
    fact("keys, bare", &slowest(&pair.bare));
    line(
        "progress: counts seen in the header",
        &seen.len().to_string(),
        "one a second",
        seen.len() as u64 >= took.as_secs(),
    );
}

fn tell(watch: &Desk, (count, took): (usize, Duration), bucket: &Bucket) {
    let rows = watch.outbox(&Which::All).expect("rows");
    let word = |wanted: &str| rows.iter().filter(|row| row.state.word() == wanted).count();
    fact("releases staged", &count.to_string());
    fact("confirmed, in so long", &format!("{} in {:.1} s", word("confirmed"), took.as_secs_f64()));
    let given = bucket.most + bucket.restore * took.as_secs_f64();
    let share = (given - bucket.left) / given;
    line(
        "points used of those that the limits gave",
        &format!("{:.0} of {given:.0}, {:.0} %", given - bucket.left, share * 100.0),
        "90 %",
        share >= 0.9,
    );
    assert_eq!(word("confirmed"), count, "some are not confirmed");
}

/// What the header says is still waiting.
fn waiting(screen: &Screen) -> Option<u32> {
    let head = screen.rows(0, 200).next()?;
    let before = head.split(" staged").next().filter(|before| before.len() < head.len())?;
    before.rsplit(' ').next()?.parse().ok()
}

/// The store's bucket of points.
struct Bucket {
    most: f64,
    restore: f64,
    left: f64,
}

impl Bucket {
    fn of(store: &Store) -> Self {
        let mut bucket = Self { most: 0.0, restore: 0.0, left: 0.0 };
        bucket.look(store);
        bucket
    }

    fn look(&mut self, store: &Store) {
        let body = "{\"query\": \"{ shop { name } }\"}";
        let address = store.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("a connection");
        write!(
            stream,
            "POST /admin/api/2026-10/graphql.json HTTP/1.1\r\nhost: {address}\r\n\
             content-type: application/json\r\nx-shopify-access-token: {}\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            store.token,
            body.len()
        )
        .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        let told: serde_json::Value = serde_json::from_str(body.trim()).expect("JSON");
        let status = &told["extensions"]["cost"]["throttleStatus"];
        let number = |name: &str| status[name].as_f64().expect("a number");
        self.most = number("maximumAvailable");
        self.restore = number("restoreRate");
        self.left = number("currentlyAvailable");
    }
}
