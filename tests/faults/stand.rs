//! A copy of the shop that is ready, served inside the test, and desks at it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use unhold::config::Config;
use unhold::demo::{Options, Running, Throttle, serve};
use unhold::desk::{Access, Desk, Ended, Presence, Setup, Which};
use unhold::domain::{Clock, OutboxRow, RowId, SystemClock, SystemIds, Timestamp};
use unhold::outbox::{Grace, Pace, Ran};
use unhold::stores::shopify::{self, Credentials, Limits, Settings};
use zeroize::Zeroizing;

use crate::cases::ready;
use crate::shop::{ORDERS, SEED, copy, folder, place};

/// The system's clock, which a test may put forward and back.
#[derive(Default)]
pub struct Moved(AtomicI64);

impl Moved {
    pub fn by(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_seconds(self.0.load(Ordering::SeqCst))
    }
}

/// The copy; it vanishes with the test.
pub struct Stand {
    pub store: Running,
    pub clock: Arc<Moved>,
    pub limits: Limits,
    /// Nothing at first: the store has done a write before an answer of it can be lost.
    pub grace: Grace,
    shop: TempDir,
}

impl Stand {
    /// Copies the shop and serves it; a cancellation takes no time.
    pub fn new() -> Self {
        let shop = folder();
        copy(&place(ready().folder.path()), shop.path());
        let options = Options {
            orders: ORDERS,
            seed: SEED,
            throttle: Throttle::Off,
            ..Options::new(shop.path())
        };
        let store = serve(options).unwrap();
        store.quirks(|quirks| quirks.cancel_takes_ms = 0);
        let grace = Grace { write: Duration::ZERO, job: Duration::ZERO };
        let limits = Limits {
            patience: Duration::from_secs(5),
            shortest_wait: Duration::from_millis(20),
            ..Limits::default()
        };
        Self { store, clock: Arc::default(), limits, grace, shop }
    }

    /// Opens a desk on the ledger that lies there.
    pub fn open(&self) -> Desk {
        let token = Credentials::Static(Zeroizing::new(self.store.token().to_owned()));
        let mut settings = Settings::new(self.store.url(), token);
        settings.limits = self.limits;
        let setup = Setup {
            config: Config::load(&self.config()).unwrap(),
            folder: self.databases(),
            clock: self.clock.clone(),
            ids: Arc::new(SystemIds),
            presence: Presence::Online,
            access: Access::Full,
            grace: self.grace,
        };
        Desk::open(setup, Arc::new(shopify::connect(settings).unwrap())).unwrap()
    }

    /// Where cache and ledger lie.
    pub fn databases(&self) -> PathBuf {
        self.shop.path().join("desk")
    }

    /// A config of this store; the port is another one than that of the shop it was copied from.
    pub fn config(&self) -> PathBuf {
        let file = self.shop.path().join("config.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        let url = format!("url = \"{}\"", self.store.url());
        let line = |line| if str::starts_with(line, "url = ") { &*url } else { line };
        let lines: Vec<&str> = text.lines().map(line).collect();
        std::fs::write(&file, lines.join("\n")).unwrap();
        file
    }

    /// What the store did since its log had so many entries, jobs left out.
    pub fn done_since(&self, before: usize) -> usize {
        let log = self.store.log();
        log.iter().skip(before).filter(|effect| effect.what != "job").count()
    }
}

/// Runs one row to where it goes by itself.
pub fn ran(desk: &Desk, row: RowId) -> Ran {
    match desk.run_outbox(Pace::one(row), Some(Duration::from_secs(90))).unwrap() {
        Ended::Ran(ran) => ran,
        Ended::OutOfTime => panic!("out of time"),
    }
}

/// The row as the ledger has it now.
pub fn row(desk: &Desk, id: RowId) -> OutboxRow {
    desk.outbox(&Which::All).unwrap().into_iter().find(|row| row.id == id).unwrap()
}
