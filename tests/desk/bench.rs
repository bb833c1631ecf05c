//! An embedded store and a desk at it, in folders that vanish with the test.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use unhold::config::Config;
use unhold::demo::{Options, Running, Throttle, serve};
use unhold::desk::{
    Access, Desk, Ended, Filter, Presence, QueueRow, Setup, Which, Window, connect,
};
use unhold::domain::{
    Clean, Clock, Fault, OrderId, OutboxRow, RowId, SystemClock, SystemIds, Timestamp, Verb,
};
use unhold::outbox::{Grace, Pace, Ran};
use unhold::stores::Store;
use unhold::stores::shopify::{self, Credentials, Limits, Settings};
use unhold::sync::{Busy, How};
use unhold::verbs::Wish;
use zeroize::Zeroizing;

/// A store of so many orders, unthrottled.
pub fn store(folder: &TempDir, orders: u32, seed: u64) -> Running {
    let options = Options {
        orders,
        seed,
        throttle: Throttle::Off,
        ..Options::new(folder.path().join("store"))
    };
    serve(options).expect("the store is served")
}

/// The config of a reviewer at that store; the token lies in a private file.
pub fn config(folder: &TempDir, url: &str, token: &str) -> Config {
    let secret = folder.path().join("token");
    private(&secret, token);
    let text = format!(
        "[store]\nplatform = \"shopify\"\nurl = \"{url}\"\ntoken = {{ file = \"{}\" }}\n\n\
         [reviewer]\nname = \"Sam Example\"\ninitials = \"SE\"\n\n\
         [brand]\nname = \"Example Store\"\nprefix = \"EX\"\n",
        secret.display()
    );
    Config::parse(&text, Path::new("test.toml")).expect("a good config")
}

fn private(file: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(file, text).expect("a file");
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).expect("a private file");
}

/// A desk at the store, not synced yet.
pub fn desk(folder: &TempDir, store: &Running) -> Desk {
    let config = config(folder, &store.url(), store.token());
    let adapter = connect(&config, Presence::Online).expect("an adapter");
    let setup = Setup {
        config,
        folder: folder.path().join("data"),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        presence: Presence::Online,
        access: Access::Full,
        grace: Grace::default(),
    };
    Desk::open(setup, adapter).expect("a desk")
}

/// Pulls everything once.
pub fn synced(desk: &Desk) -> unhold::sync::Summary {
    desk.sync(How::Changes, Busy::Wait, &mut |_| {}).expect("a sync")
}

/// The first row of the queue that fits.
pub fn first(desk: &Desk, wanted: impl Fn(&QueueRow) -> bool) -> QueueRow {
    let rows = desk.first_rows(&Filter::default(), 500).expect("rows");
    rows.into_iter().find(|row| wanted(row)).expect("a row that fits")
}

/// The system's clock, which a test may put forward.
#[derive(Default)]
pub struct Forward(AtomicI64);

impl Forward {
    /// Puts the clock forward.
    pub fn by(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Forward {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_seconds(self.0.load(Ordering::SeqCst))
    }
}

/// The embedded store is done with a write before an answer of it can be lost, so that no
/// test need sit through the wait for a late one.
const NO_LATE_WRITES: Grace = Grace { write: Duration::ZERO, job: Duration::ZERO };

/// A desk whose adapter does not wait long, at a place that may be opened again and again.
pub struct Place {
    pub folder: TempDir,
    pub clock: Arc<Forward>,
    pub limits: Limits,
}

impl Place {
    pub fn new() -> Self {
        let limits = Limits {
            // Long enough for a machine that builds something else meanwhile: no test here
            // is about the deadline.
            deadline: Duration::from_secs(30),
            patience: Duration::from_secs(5),
            shortest_wait: Duration::from_millis(20),
            ..Limits::default()
        };
        Self { folder: TempDir::new().expect("a folder"), clock: Arc::default(), limits }
    }

    pub fn databases(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The adapter of a desk here, for the store with this address and token.
    pub fn adapter(&self, url: &str, token: &str) -> Arc<dyn Store> {
        let token = Credentials::Static(Zeroizing::new(token.to_owned()));
        let mut settings = Settings::new(url, token);
        settings.limits = self.limits;
        Arc::new(shopify::connect(settings).expect("an adapter"))
    }

    /// Opens a desk here, or says why it cannot be.
    pub fn try_open(&self, url: &str, token: &str) -> Result<Desk, Fault> {
        Desk::open(self.setup(url, token), self.adapter(url, token))
    }

    /// What a desk here is opened with.
    pub fn setup(&self, url: &str, token: &str) -> Setup {
        Setup {
            config: config(&self.folder, url, token),
            folder: self.databases(),
            clock: self.clock.clone(),
            ids: Arc::new(SystemIds),
            presence: Presence::Online,
            access: Access::Full,
            grace: NO_LATE_WRITES,
        }
    }

    pub fn open(&self, store: &Running) -> Desk {
        self.try_open(&store.url(), store.token()).expect("a desk")
    }
}

/// Plans and records a verb on an order, due at once.
pub fn staged(desk: &Desk, order: &OrderId, verb: Verb) -> OutboxRow {
    let plan = desk.plan(order, verb, &wish(verb)).expect("a plan");
    desk.stage(&plan, Window::Now).expect("a row")
}

/// What a verb is asked with, where it needs something.
pub fn wish(verb: Verb) -> Wish {
    let text = uuid::Uuid::new_v4().simple().to_string();
    match verb {
        Verb::Note => Wish { note: Some(Clean::new(&format!("called {text}"))), ..Wish::default() },
        Verb::Tag => Wish { tags: vec![Clean::new(&format!("t{text}"))], ..Wish::default() },
        _ => Wish::default(),
    }
}

/// Runs one row to where it goes by itself.
pub fn ran(desk: &Desk, row: RowId) -> Ran {
    match desk.run_outbox(Pace::one(row), Some(Duration::from_secs(90))).expect("a run") {
        Ended::Ran(ran) => ran,
        Ended::OutOfTime => panic!("out of time"),
    }
}

/// The row as the ledger has it now.
pub fn row(desk: &Desk, id: RowId) -> OutboxRow {
    let all = desk.outbox(&Which::All).expect("rows");
    all.into_iter().find(|row| row.id == id).expect("the row")
}

/// Waits until something holds; fails after the ceiling.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let ceiling = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < ceiling, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The number in a name like `#2047`.
pub fn number(name: &Clean) -> u32 {
    name.raw().trim_start_matches('#').parse().expect("a number")
}

/// Says something to the store as somebody else would, with the token, and gives the answer.
pub fn say(store: &Running, query: &str, variables: &serde_json::Value) -> serde_json::Value {
    let body = serde_json::json!({ "query": query, "variables": variables }).to_string();
    let address = store.url().trim_start_matches("http://").to_owned();
    let head = format!(
        "POST /admin/api/2026-10/graphql.json HTTP/1.1\r\nhost: {address}\r\n\
         content-type: application/json\r\nx-shopify-access-token: {}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        store.token(),
        body.len()
    );
    let mut stream = TcpStream::connect(&address).expect("a connection");
    stream.write_all((head + &body).as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    serde_json::from_str(body.trim()).expect("JSON")
}

/// Shopify's global id of an order.
pub fn global(id: &OrderId) -> String {
    format!("gid://shopify/Order/{id}")
}

/// What the store's log gained since it had so many entries, jobs left out.
pub fn done_since(store: &Running, before: usize) -> Vec<String> {
    let log = store.log();
    let new = log.into_iter().skip(before).map(|effect| effect.what);
    new.filter(|what| what != "job").collect()
}
