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

/// Lets a test end this program at one crossing of its choosing, as a power cut would, and keep
/// a list of those it passed. Builds with debug assertions only: a release knows nothing of it.
#[cfg(debug_assertions)]
mod sudden_end {
    use std::io::Write;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    use unhold::domain::{Crossing, watch_crossings};

    static ENDS_AT: OnceLock<u32> = OnceLock::new();
    static PASSED: AtomicU32 = AtomicU32::new(0);

    /// Heeds `UNHOLD_CRASH_AT`, the number of a crossing, and `UNHOLD_CROSSINGS`, a file.
    pub(crate) fn heed_the_environment() {
        let at = std::env::var("UNHOLD_CRASH_AT").ok().and_then(|at| at.parse().ok());
        if let Some(at) = at {
            ENDS_AT.get_or_init(|| at);
        }
        if at.is_some() || std::env::var_os("UNHOLD_CROSSINGS").is_some() {
            watch_crossings(pass);
        }
    }

    fn pass(crossing: Crossing) {
        let passed = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(list) = std::env::var_os("UNHOLD_CROSSINGS") {
            let list = std::fs::OpenOptions::new().create(true).append(true).open(list);
            // The list is the test's; the test misses what is not in it.
            let _missed = list.and_then(|mut list| list.write_all(&line(crossing)));
        }
        if ENDS_AT.get() == Some(&passed) {
            end();
        }
    }

    fn line(crossing: Crossing) -> Vec<u8> {
        format!("{}\n", crossing.word()).into_bytes()
    }

    #[cfg(unix)]
    fn end() {
        let _dead =
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        loop {
            std::thread::park();
        }
    }

    #[cfg(not(unix))]
    fn end() {
        std::process::abort();
    }
}

fn main() -> ExitCode {
    #[cfg(debug_assertions)]
    sudden_end::heed_the_environment();
    ExitCode::from(cli::run(std::env::args_os(), &House))
}
