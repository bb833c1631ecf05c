//! An embedded store and a desk at it, in folders that vanish with the test.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use unhold::config::Config;
use unhold::demo::{Options, Running, Throttle, serve};
use unhold::desk::{Access, Desk, Filter, Presence, QueueRow, Setup, connect};
use unhold::domain::{SystemClock, SystemIds};
use unhold::sync::{Busy, How};

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
        "[store]\nplatform = \"shopify\"\nurl = \"{url}\"\ntoken = {{ file = {secret:?} }}\n\n\
         [reviewer]\nname = \"Sam Example\"\ninitials = \"SE\"\n\n\
         [brand]\nname = \"Example Store\"\nprefix = \"EX\"\n"
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
    let adapter = connect(&config).expect("an adapter");
    let setup = Setup {
        config,
        folder: folder.path().join("data"),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        presence: Presence::Online,
        access: Access::Full,
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
