//! A served demo in a folder of its own, and commands run against it.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A store being served, and the folder that everything lies in.
pub struct Scene {
    folder: TempDir,
    store: Option<Child>,
    log: Option<&'static str>,
}

/// What a command printed, and its exit code.
pub struct Told {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Told {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

impl Scene {
    /// A store of 200 orders, served and ready.
    pub fn new() -> Self {
        let mut scene = Self { folder: tempfile::tempdir().unwrap(), store: None, log: None };
        scene.start_store();
        scene
    }

    pub fn start_store(&mut self) {
        let mut child = self
            .command(&words("demo --serve --throttle off --orders 200 --seed 7"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // The output ends when the store cannot be served, so this waits for no clock.
        let ready = lines.map_while(Result::ok).any(|line| line == "[policy]");
        assert!(ready, "the store is served");
        self.store = Some(child);
    }

    /// Ends the store as Ctrl-C does not: at once.
    pub fn end_store(&mut self) {
        if let Some(mut store) = self.store.take() {
            store.kill().unwrap();
            store.wait().unwrap();
        }
    }

    /// Runs a command line whose words are parted by blanks.
    pub fn run(&self, line: &str) -> Told {
        self.run_words(&words(line))
    }

    /// Runs a command line.
    pub fn run_words(&self, words: &[&str]) -> Told {
        let Output { status, stdout, stderr } = self.at_the_shop(words).output().unwrap();
        let err = String::from_utf8_lossy(&stderr).into_owned();
        assert!(!err.contains("panicked"), "{words:?}: {err}");
        Told { code: status.code().unwrap(), out: String::from_utf8(stdout).unwrap(), err }
    }

    /// Sets `UNHOLD_LOG` for the commands that follow.
    pub fn log(&mut self, level: &'static str) {
        self.log = Some(level);
    }

    /// The text of a file in the shop's folder.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.shop().join(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.shop().join(name).exists()
    }

    pub fn mode(&self, name: &str) -> u32 {
        use std::os::unix::fs::PermissionsExt;
        self.shop().join(name).metadata().unwrap().permissions().mode() & 0o777
    }

    fn shop(&self) -> PathBuf {
        self.folder.path().join("demo/shopify-7-200")
    }

    /// Runs a command, reads one line of it and hangs up.
    pub fn run_until_first_line(&self, line: &str) -> i32 {
        let mut child = self.at_the_shop(&[line]).stdout(Stdio::piped()).spawn().unwrap();
        let mut byte = [0];
        child.stdout.take().unwrap().read_exact(&mut byte).unwrap();
        child.wait().unwrap().code().unwrap()
    }

    fn at_the_shop(&self, words: &[&str]) -> Command {
        let shop = self.shop();
        let mut command = self.command(words);
        command.envs(self.log.map(|level| ("UNHOLD_LOG", level)));
        command.arg("--config").arg(shop.join("config.toml"));
        command.arg("--data-dir").arg(shop.join("desk"));
        command
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unhold"));
        command.env_remove("UNHOLD_LOG");
        command.args(words).stdin(Stdio::null()).stderr(Stdio::piped());
        command.env("UNHOLD_DATA_DIR", self.folder.path()).env("HOME", self.folder.path());
        command.env_remove("UNHOLD_CONFIG").env_remove("UNHOLD_PROFILE").env_remove("NO_COLOR");
        command
    }
}

fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.end_store();
    }
}
