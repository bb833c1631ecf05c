//! Draws `docs/workstation.svg`, the picture in the README: `cargo run --example picture`.
//!
//! The picture is the real screen: the embedded store is served, synced and opened, and
//! the workstation draws what it would draw on a terminal of 160 × 48.

use std::error::Error;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use chrono::{TimeZone, Utc};
use unhold::config::Config;
use unhold::demo::{Options, Throttle, serve};
use unhold::desk::{Access, Desk, Presence, Setup, connect};
use unhold::domain::{Clock, SystemIds, Timestamp};
use unhold::outbox::Grace;
use unhold::sync::{Busy, How};
use unhold::tui;

/// A Monday morning, early in the first shift.
const NOW: (i32, u32, u32, u32, u32) = (2026, 11, 23, 14, 5);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("unhold-picture-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let drawn = draw(&folder);
    fs::remove_dir_all(&folder)?;
    fs::write("docs/workstation.svg", drawn?)?;
    Ok(())
}

fn draw(folder: &Path) -> Result<String, Box<dyn Error>> {
    let (year, month, day, hour, minute) = NOW;
    let now = Utc.with_ymd_and_hms(year, month, day, hour, minute, 0).single().ok_or("no time")?;
    let store = serve(Options {
        orders: 300,
        seed: 7,
        throttle: Throttle::Off,
        clock: Arc::new(move || now),
        ..Options::new(folder.join("store"))
    })?;
    let clock: Arc<dyn Clock> = Arc::new(Timestamp(now));
    let config = config(folder, &store.url(), store.token())?;
    let adapter = connect(&config, Presence::Online)?;
    let setup = Setup {
        config,
        folder: folder.join("data"),
        clock: Arc::clone(&clock),
        ids: Arc::new(SystemIds),
        presence: Presence::Online,
        access: Access::Full,
        grace: Grace::default(),
    };
    let desk = Desk::open(setup, adapter)?;
    desk.sync(How::Changes, Busy::Wait, &mut |_| {})?;
    let office: Arc<dyn tui::Office> = Arc::new(desk);
    let options = tui::Options { clock, ..tui::Options::default() };
    Ok(tui::picture(&office, &options, (160, 48), ""))
}

fn config(folder: &Path, url: &str, token: &str) -> Result<Config, Box<dyn Error>> {
    let secret = folder.join("token");
    fs::write(&secret, token)?;
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600))?;
    let text = format!(
        "[store]\nplatform = \"shopify\"\nurl = \"{url}\"\ntoken = {{ file = \"{}\" }}\n\
         [reviewer]\nname = \"Sam Example\"\ninitials = \"SE\"\n\
         [brand]\nname = \"Example Store\"\nprefix = \"EX\"\n",
        secret.display()
    );
    Ok(Config::parse(&text, Path::new("picture.toml"))?)
}
