//! unhold: arguments in, run, error with hint out, exit code.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use unhold::cli::{self, Colour, Doors, Opening};
use unhold::desk::{Access, Desk, Presence, connect};
use unhold::domain::{Clean, Fault};
use unhold::tui;

/// The real doors: the commands find the desk themselves, the workstation is opened here.
struct House;

impl Doors for House {
    fn workstation(&self, opening: &Opening) -> Result<(), Fault> {
        let store = connect(&opening.config, opening.presence)?;
        let desk = Desk::open(opening.setup(), store)?;
        desk.start_background();
        let mut backup = desk.start_daily_backup();
        let office: Arc<dyn tui::Office> = Arc::new(desk.clone());
        let ended = tui::run(&office, options(opening));
        desk.stop_background();
        for notice in desk.take_notices().into_iter().chain(backup.end()) {
            // The terminal is the person's own again; nobody is left to tell when it is gone.
            let _unread = writeln!(std::io::stderr(), "! {}", Clean::new(&notice).shown());
        }
        ended
    }
}

fn options(opening: &Opening) -> tui::Options {
    let read_only = (opening.access == Access::ReadOnly)
        .then(|| "Nothing is changed: unhold was started with --read-only.".to_owned());
    let offline = (opening.presence == Presence::Offline)
        .then(|| "The store is not talked to: unhold was started with --offline.".to_owned());
    tui::Options {
        colour: match opening.colour {
            Colour::Auto => tui::Colour::Auto,
            Colour::Always => tui::Colour::Always,
            Colour::Never => tui::Colour::Never,
        },
        read_only,
        offline,
        undo_seconds: opening.config.policy.undo_seconds,
        clock: opening.setup().clock,
    }
}

fn main() -> ExitCode {
    ExitCode::from(cli::run(std::env::args_os(), &House))
}
