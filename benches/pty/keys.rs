//! From a key to the changed screen, in good days and bad ones.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use unhold::domain::ShopId;
use vt100::Screen;

use crate::figures::{fact, line};
use crate::sample::{Sample, ms};
use crate::serve::Store;
use crate::session::{Session, marked, selected};
use crate::stage::{self, To};
use crate::{config, seed};

const ROUNDS: usize = 400;
const SMALL: usize = 50_000;

/// Keys of the real program and of the floors, in turn.
#[derive(Default)]
pub struct Pair {
    pub ours: Sample,
    pub bare: Sample,
    up: bool,
}

impl Pair {
    /// One key each; the selection goes down and up in the upper half of the screen, and
    /// turns before the queue's first row, wherever a sync has moved that.
    /// How long each took.
    pub fn round(&mut self, ours: &mut Session, bare: &mut Session) -> (Duration, Duration) {
        let at = marked(ours.screen()).unwrap_or_default();
        self.up = if self.up { at > 10 } else { at >= 30 };
        let key: &[u8] = if self.up { b"k" } else { b"j" };
        let took = (moved(ours, key), moved(bare, key));
        self.ours.add(took.0);
        self.bare.add(took.1);
        std::thread::sleep(Duration::from_millis(8));
        took
    }

    fn tell(&self, what: &str) {
        let both =
            |sample: &Sample| format!("p50 {}, p99 {}", ms(sample.at(50)), ms(sample.at(99)));
        let (ours, bare) = (&self.ours, &self.bare);
        fact(&format!("bare ratatui program, {what}"), &both(bare));
        let ratio = ours.at(50).as_secs_f64() / bare.at(50).as_secs_f64();
        line(
            &format!("key, {what}"),
            &both(ours),
            &format!("p50 1.5 × the floor: {ratio:.2} ×"),
            ratio <= 1.5,
        );
        let late = ours.at(99).saturating_sub(bare.at(99));
        let met = late <= Duration::from_millis(8);
        line(&format!("key, {what}, p99 above the floor's"), &ms(late), "8 ms", met);
    }
}

fn moved(session: &mut Session, key: &[u8]) -> Duration {
    session.quiet(Duration::ZERO);
    let before = selected(session.screen());
    session.press(key, |screen| selected(screen).is_some_and(|row| Some(row) != before))
}

/// Moving in the queue while nothing else goes on.
pub fn moving(rows: usize) {
    let mut ours = stage::ready(&stage::data(rows), &To::Nobody);
    let mut bare = stage::bare(&mut ours);
    let mut echo = stage::floor(&["echo"]);
    echo.wait("ready", |screen| screen.contents().contains("ready"));
    let mut pair = Pair::default();
    let mut echoed = Sample::default();
    for _ in 0..ROUNDS {
        pair.round(&mut ours, &mut bare);
        let before = echo.screen().cursor_position();
        echoed.add(echo.press(b"j", |screen| screen.cursor_position() != before));
    }
    fact("bare crossterm echo", &format!("p50 {}, p99 {}", ms(echoed.at(50)), ms(echoed.at(99))));
    pair.tell("moving in the queue");
    let mut bytes = 0;
    for number in 0..20 {
        let key: &[u8] = if number < 10 { b"j" } else { b"k" };
        bytes += ours.press_and_settle(key, Duration::from_millis(60)).bytes;
    }
    fact("bytes a key, with the case file that follows", &(bytes / 20).to_string());
}

/// Opening an order: Enter to the changed screen; and from the key that moves the
/// selection until the new order's analysis stands beside the queue.
pub fn opening(rows: usize) {
    let mut ours = stage::ready(&stage::data(rows), &To::Nobody);
    let (mut opened, mut followed) = (Sample::default(), Sample::default());
    for number in 0..100 {
        let before = ours.screen().contents_formatted();
        opened.add(ours.press(b"\r", |screen| screen.contents_formatted() != before));
        ours.press_and_settle(b"\x1b", Duration::from_millis(60));
        let key: &[u8] = if number % 40 < 20 { b"j" } else { b"k" };
        followed.add(ours.press_and_settle(key, Duration::from_millis(60)).latency);
    }
    for (what, sample) in [
        ("open an order, Enter to the changed screen", &opened),
        ("move, key to the whole case file", &followed),
    ] {
        let shown = format!("p50 {}, p99 {}", ms(sample.at(50)), ms(sample.at(99)));
        line(what, &shown, "p50 3 ms", sample.at(50) <= Duration::from_millis(3));
    }
}

/// A hundred keys in one write.
pub fn at_once(rows: usize) {
    let mut ours = stage::ready(&stage::data(rows), &To::Nobody);
    let response = ours.press_and_settle(&[b'j'; 100], Duration::from_millis(400));
    let shown = format!("{:.1} KiB in {}", response.bytes as f64 / 1024.0, ms(response.latency));
    line("100 keys at once", &shown, "60 KiB", response.bytes <= 60 * 1024);
}

/// Typing a filter, key by key.
pub fn filtering(rows: usize) {
    let mut ours = stage::ready(&stage::data(rows), &To::Nobody);
    let mut first = Sample::default();
    let mut whole = Sample::default();
    for query in ["ana almeida", "risk:high", "12345"] {
        ours.press_and_settle(b"/", Duration::from_millis(100));
        for key in query.as_bytes() {
            let response = ours.press_and_settle(&[*key], Duration::from_millis(200));
            if response.bytes == 0 {
                continue;
            }
            first.add(response.first);
            whole.add(response.latency);
        }
        ours.press_and_settle(b"\x15\r", Duration::from_millis(300));
    }
    let shown = format!("p50 {}, slowest {}", ms(first.at(50)), ms(first.at(100)));
    fact("filter: key to changed screen", &shown);
    let shown = format!("p50 {}, slowest {}", ms(whole.at(50)), ms(whole.at(100)));
    if rows > SMALL {
        fact("filter: until nothing more comes", &shown);
    } else {
        let met = whole.at(100) <= Duration::from_millis(25);
        line("filter: until nothing more comes", &shown, "25 ms per key", met);
    }
}

/// The store takes connections and never answers.
pub fn while_the_store_hangs() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("its address"));
    let to = To::Store { url: &url, token: "no-token" };
    let mut ours = stage::ready(&stage::data(SMALL), &to);
    let mut bare = stage::bare(&mut ours);
    let mut pair = Pair::default();
    for _ in 0..ROUNDS / 2 {
        pair.round(&mut ours, &mut bare);
    }
    pair.tell("while the store hangs");
}

/// A first sync of 60,000 orders goes on behind the screen.
pub fn while_a_sync_ingests() {
    let store = Store::start(&config::root().join("store"), 60_000, "off");
    let shop = ShopId::new(shop_of(&store));
    let root = config::root().join("ingest");
    let data = stage::copied(&seed::folder(&root, SMALL, &shop), "ingest/copy");
    let to = To::Store { url: &store.url, token: &store.token };
    let mut ours = stage::unhold(&data, &to);
    ours.wait("whole queue", stage::is_whole);
    let mut idle = stage::ready(&stage::data(SMALL), &To::Nobody);
    let mut bare = stage::bare(&mut idle);
    drop(idle);
    let mut pair = Pair::default();
    let mut number = 0;
    let began = Instant::now();
    // Until the sync has ended, or for half a minute.
    while began.elapsed() < Duration::from_secs(30) && number < 3 * ROUNDS {
        pair.round(&mut ours, &mut bare);
        number += 1;
        if number.is_multiple_of(20) && is_over(&ours) {
            break;
        }
    }
    fact("keys while the sync ran", &format!("{number} in {:.1} s", began.elapsed().as_secs_f64()));
    pair.tell("while a sync ingests");
}

fn is_over(session: &Session) -> bool {
    let head: String = session.screen().rows(0, 200).take(3).collect();
    head.contains("synced")
}

/// The identity that the store gives itself.
fn shop_of(store: &Store) -> String {
    let config = config::write(&config::root().join("ingest"), &store.url, &store.token);
    let config = unhold::config::Config::load(&config).expect("a config");
    let adapter =
        unhold::desk::connect(&config, unhold::desk::Presence::Online).expect("an adapter");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let identity = runtime.expect("a runtime").block_on(adapter.identity()).expect("an identity");
    identity.shop.as_str().to_owned()
}

/// A release confirmed: "recording" in the next frame, "recorded" when it is on disk.
pub fn decisions() {
    let data = stage::copied(&stage::data(SMALL), "decisions");
    let mut ours = stage::ready(&data, &To::Nobody);
    let mut file = std::fs::File::create(config::root().join("sync-me")).expect("a file");
    let (mut recorded, mut synced, mut keys) =
        (Sample::default(), Sample::default(), Sample::default());
    for _ in 0..30 {
        let began = Instant::now();
        std::io::Write::write_all(&mut file, &[0x55; 4096]).expect("a write");
        file.sync_data().expect("a sync");
        synced.add(began.elapsed());
        keys.add(moved(&mut ours, b"j"));
        keys.add(moved(&mut ours, b"k"));
        ours.quiet(Duration::from_millis(60));
        ours.press_and_settle(b"u", Duration::from_millis(250));
        let before = told(ours.screen());
        let is_new = |screen: &Screen| {
            let now = told(screen);
            now.is_some() && now != before
        };
        recorded.add(ours.press(b"x", is_new));
        ours.quiet(Duration::from_millis(250));
    }
    let goal = 2 * keys.at(50) + synced.at(50);
    fact("one disk sync of 4 KiB", &ms(synced.at(50)));
    line(
        "decision, key to \"recorded\", p50",
        &ms(recorded.at(50)),
        &format!("2 keys + 1 sync: {}", ms(goal)),
        recorded.at(50) <= goal,
    );
}

/// The sentence that says which plan is on the disk; without a store it is staged.
fn told(screen: &Screen) -> Option<String> {
    screen.rows(0, 100).find(|row| row.contains("Staged: "))
}
