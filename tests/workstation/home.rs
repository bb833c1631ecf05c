//! A folder of its own for one test: home, data, and the program started in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use portable_pty::CommandBuilder;
use serde_json::Value;
use tempfile::TempDir;

/// Variables of the outside that change what the program does.
const FOREIGN: [&str; 12] = [
    "UNHOLD_CONFIG",
    "UNHOLD_PROFILE",
    "UNHOLD_DATA_DIR",
    "NO_COLOR",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "LC_ALL",
    "LC_CTYPE",
    "LANG",
    "TZ",
    "HTTP_PROXY",
    "http_proxy",
];

/// The words that open the little shop of these tests.
pub const SHOP: &str = "--orders 60 --seed 7";

/// What a command printed, and its exit code.
pub struct Told {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Told {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }
}

/// One test's folder.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    fn shop(&self) -> PathBuf {
        self.path().join("data/demo/shopify-7-60")
    }

    /// The config of the embedded store, once it has run.
    pub fn config(&self) -> PathBuf {
        self.shop().join("config.toml")
    }

    /// The databases of the desk at the embedded store.
    pub fn desk(&self) -> PathBuf {
        self.shop().join("desk")
    }

    /// The token that the embedded store wants.
    pub fn token(&self) -> String {
        std::fs::read_to_string(self.shop().join("token")).unwrap().trim().to_owned()
    }

    /// The program in this home, its words parted by blanks.
    pub fn bare(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unhold"));
        for name in FOREIGN {
            command.env_remove(name);
        }
        command.args(line.split_whitespace()).stdin(Stdio::null());
        command.env("HOME", self.path()).env("LANG", "C.UTF-8");
        command
    }

    /// A command at the shop, without a terminal.
    pub fn run(&self, line: &str) -> Told {
        told(self.at_the_shop(line))
    }

    /// A command at the shop, not yet started.
    pub fn at_the_shop(&self, line: &str) -> Command {
        let mut command = self.bare(line);
        command.arg("--config").arg(self.config()).arg("--data-dir").arg(self.desk());
        command
    }

    /// The same program, for a terminal.
    pub fn in_terminal(&self, line: &str) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_unhold"));
        for name in FOREIGN {
            command.env_remove(name);
        }
        command.args(line.split_whitespace());
        command.env("HOME", self.path());
        command.env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        command
    }

    /// The demo, for a terminal: store and workstation in one.
    pub fn demo(&self) -> CommandBuilder {
        let mut command = self.in_terminal(&format!("demo {SHOP}"));
        command.env("UNHOLD_DATA_DIR", self.path().join("data"));
        command
    }

    /// The workstation at a served store, for a terminal.
    pub fn workstation(&self, line: &str) -> CommandBuilder {
        let mut command = self.in_terminal(line);
        command.args(["--config", &self.config().to_string_lossy()]);
        command.args(["--data-dir", &self.desk().to_string_lossy()]);
        command
    }

    /// So many orders of the queue that are paid, held and wait for goods: all verbs work on
    /// them.
    pub fn decidable(&self, count: usize) -> Vec<String> {
        let queue = self.run("queue --json").json();
        let fits = |order: &&Value| {
            let state = &order["state"];
            let hostile = order["customer"].as_str().unwrap().contains(['\u{1b}', '\u{202e}']);
            state["payment"] == "paid"
                && state["held"] == true
                && state["fulfilment"] == "unfulfilled"
                && !hostile
        };
        let orders = queue["orders"].as_array().unwrap().iter().filter(fits);
        let found: Vec<String> =
            orders.take(count).map(|order| order["order"].as_str().unwrap().to_owned()).collect();
        assert_eq!(found.len(), count, "the shop of this seed has so many");
        found
    }

    /// The case file of an order.
    pub fn show(&self, order: &str) -> Value {
        self.run(&format!("show {order} --json")).json()
    }
}

/// Runs a command to its end.
pub fn told(mut command: Command) -> Told {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert!(!err.contains("panicked"), "{err}");
    Told { code: status.code().expect("no signal ended it"), out, err }
}
