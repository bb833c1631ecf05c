//! A program of its own that runs the outbox and is killed in the middle.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long it may run: beyond that it waits for something, and is killed waiting.
const LONGEST: Duration = Duration::from_secs(2);

/// Runs the outbox at that place and moment and kills it at a crossing, or while it waits.
/// Whether it was killed: it may have had too little to do.
pub fn killed_at(config: &Path, data: &Path, now: &str, at: usize) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unhold"));
    // A bare `--now` after the command would take the time before it away.
    command.args(["--now", now, "outbox", "run", "--json"]);
    command.arg("--config").arg(config).arg("--data-dir").arg(data);
    command.env("UNHOLD_CRASH_AT", at.to_string()).env("HOME", data);
    for name in ["UNHOLD_CONFIG", "UNHOLD_PROFILE", "UNHOLD_LOG", "UNHOLD_CROSSINGS"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut program = command.spawn().unwrap();
    let end = Instant::now() + LONGEST;
    loop {
        match program.try_wait().unwrap() {
            Some(status) => return status.code().is_none(),
            None if Instant::now() > end => {
                program.kill().unwrap();
                program.wait().unwrap();
                return true;
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}
