//! A desk over a folder, opened as the commands open it.

use std::path::Path;
use std::sync::Arc;

use unhold::config::Config;
use unhold::desk::{Access, Desk, Presence, Setup, connect};
use unhold::domain::{SystemClock, SystemIds};
use unhold::outbox::Grace;

/// Opens the desk of a config over the databases in `data`.
pub fn desk(config: &Path, data: &Path, presence: Presence) -> Desk {
    let config = Config::load(config).expect("a good config");
    let adapter = connect(&config, Presence::Online).expect("an adapter");
    let setup = Setup {
        config,
        folder: data.to_owned(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        presence,
        access: Access::Full,
        grace: Grace::default(),
    };
    Desk::open(setup, adapter).expect("a desk")
}
