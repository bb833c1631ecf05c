//! What is on stage: the real program over seeded data, and the floors.

use std::fs;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;
use unhold::domain::ShopId;
use vt100::Screen;

use crate::session::{Session, marked, plain};
use crate::{config, seed};

/// Rows of a queue that fills the screen; headings and lines take the rest.
const WHOLE: usize = 45;

/// Whether a store is talked to, and where it is.
pub enum To<'a> {
    Nobody,
    Store { url: &'a str, token: &'a str },
}

/// The seeded data folder of so many rows.
pub fn data(rows: usize) -> PathBuf {
    seed::folder(&config::root(), rows, &ShopId::new("bench"))
}

/// A copy of a data folder's files, for what writes to it; its backups are not needed.
pub fn copied(from: &Path, name: &str) -> PathBuf {
    let to = config::root().join(name);
    if to.exists() {
        fs::remove_dir_all(&to).expect("the old copy goes");
    }
    fs::create_dir_all(&to).expect("a folder");
    let files = fs::read_dir(from).expect("a folder").flatten();
    for file in files.filter(|file| file.path().is_file()) {
        fs::copy(file.path(), to.join(file.file_name())).expect("a copy");
    }
    to
}

/// Starts the real program.
pub fn unhold(data: &Path, to: &To<'_>) -> Session {
    let (url, token) = match to {
        To::Nobody => ("http://127.0.0.1:9", "no-token"),
        To::Store { url, token } => (*url, *token),
    };
    let config = config::write(&config::root().join("pty"), url, token);
    let mut command = of(&config, data);
    if matches!(to, To::Nobody) {
        command.arg("--offline");
    }
    Session::start(command)
}

/// Starts the real program with a config of its own.
pub fn program(config: &Path, data: &Path) -> Session {
    Session::start(of(config, data))
}

fn of(config: &Path, data: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_unhold"));
    command.arg("--config");
    command.arg(config);
    command.arg("--data-dir");
    command.arg(data);
    command
}

/// Starts the real program and waits for its first whole queue.
pub fn ready(data: &Path, to: &To<'_>) -> Session {
    let mut session = unhold(data, to);
    session.wait("whole queue", is_whole);
    session.quiet(std::time::Duration::from_millis(500));
    session
}

/// Whether the queue fills its panel.
pub fn is_whole(screen: &Screen) -> bool {
    let rows = screen.rows(0, 60).filter(|row| row.contains(" #") || row.contains("▌"));
    rows.filter(|row| row.bytes().any(|byte| byte.is_ascii_digit())).count() >= WHOLE
        && marked(screen).is_some()
}

/// Starts a floor by its words.
pub fn floor(words: &[&str]) -> Session {
    let mut command = CommandBuilder::new(std::env::current_exe().expect("this program"));
    command.arg("--floor");
    command.args(words);
    Session::start(command)
}

/// The bare ratatui program over two screens of the real one.
pub fn bare(real: &mut Session) -> Session {
    let folder = config::root().join("screens");
    fs::create_dir_all(&folder).expect("a folder");
    for (name, key) in [("one.txt", b"j"), ("two.txt", b"k")] {
        real.press_and_settle(key, std::time::Duration::from_millis(300));
        fs::write(folder.join(name), plain(real.screen())).expect("a screen");
    }
    let mut floor = floor(&["ratatui", folder.to_str().expect("a plain path")]);
    floor.wait("marked row", |screen| marked(screen).is_some());
    floor
}
