//! A served demo in a folder of its own, and commands run against it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A store being served, and the folder that everything lies in.
pub struct Scene {
    folder: TempDir,
    store: Option<Child>,
    log: Option<&'static str>,
    /// Where the store answers, without its scheme.
    at: String,
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
        let folder = tempfile::tempdir().unwrap();
        let mut scene = Self { folder, store: None, log: None, at: String::new() };
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
        let ready = lines.map_while(Result::ok).any(|line| {
            if let Some(url) = line.strip_prefix("url = \"http://") {
                url.trim_end_matches('"').clone_into(&mut self.at);
            }
            line == "[policy]"
        });
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

    /// Tells the store to fail by these rules, and by no others.
    pub fn faults(&self, rules: &Value) {
        self.control("DELETE", "");
        self.control("POST", &rules.to_string());
    }

    fn control(&self, method: &str, body: &str) {
        let token = std::fs::read_to_string(self.shop().join("token")).unwrap();
        let mut line = TcpStream::connect(&self.at).unwrap();
        write!(
            line,
            "{method} /unhold-demo/faults HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             x-shopify-access-token: {}\r\ncontent-length: {}\r\n\r\n{body}",
            self.at,
            token.trim(),
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    /// Runs a command line whose words are parted by blanks.
    pub fn run(&self, line: &str) -> Told {
        self.run_words(&words(line))
    }

    /// Runs a command line.
    pub fn run_words(&self, words: &[&str]) -> Told {
        told(self.at_the_shop(words), &words.join(" "))
    }

    /// Runs a command line by another program, which gets the real one as its last
    /// arguments.
    pub fn run_by(&self, program: &[&str], line: &str) -> Told {
        let plain = self.at_the_shop(&words(line));
        let mut command = Command::new(program[0]);
        command.args(&program[1..]).arg(plain.get_program()).args(plain.get_args());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        told(command, line)
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

    /// Starts a command and does not wait for it.
    pub fn start(&self, words: &[&str]) -> Child {
        self.at_the_shop(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
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

    /// Where the store keeps itself, and the desk at it.
    pub fn shop(&self) -> PathBuf {
        self.folder.path().join("demo/shopify-7-200")
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

fn told(mut command: Command, line: &str) -> Told {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let err = String::from_utf8_lossy(&stderr).into_owned();
    assert!(!err.contains("panicked"), "{line}: {err}");
    let code = status.code().unwrap_or_else(|| panic!("{line} was killed: {status}"));
    Told { code, out: String::from_utf8(stdout).unwrap(), err }
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.end_store();
    }
}
