//! Signals: end, stop, go on.

use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use ratatui::crossterm::terminal::disable_raw_mode;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::desk_loop::Incoming;
use super::guard;
use crate::domain::{Fault, Kind};

/// How long the screen may take to end by itself.
const PATIENCE: Duration = Duration::from_millis(1500);

/// Starts the thread that waits for signals.
pub(super) fn start(incoming: Sender<Incoming>) -> Result<(), Fault> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT])
        .map_err(|error| Fault::new(Kind::Failed, "signals could not be watched").because(error))?;
    let waiting = thread::Builder::new().name("unhold signals".to_owned());
    let started = waiting.spawn(move || {
        for signal in &mut signals {
            let message = match signal {
                SIGTSTP => Incoming::Stop,
                SIGCONT => Incoming::GoOn,
                _ => Incoming::End,
            };
            let ends = matches!(message, Incoming::End);
            if incoming.send(message).is_err() {
                return;
            }
            if ends {
                end_anyway(signal);
            }
        }
    });
    started.map(|_| ()).map_err(|error| {
        Fault::new(Kind::Failed, "no thread could be started to watch signals").because(error)
    })
}

/// Ends the program when the screen does not: it may be writing to a terminal that takes
/// nothing any more. What is recorded is in the ledger.
fn end_anyway(signal: i32) {
    thread::sleep(PATIENCE);
    if guard::is_ours() {
        let _ = disable_raw_mode();
        std::process::exit(128 + signal);
    }
}

/// Asks the whole group to stop, as Ctrl-Z does where the terminal itself sees to it.
pub(super) fn stop_group() {
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
}

/// Stops this process; returns when somebody lets it go on.
pub(super) fn stop_here() {
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
}
