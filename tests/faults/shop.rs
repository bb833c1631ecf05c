//! A shop served by a process of its own, and the real program run against it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// How many orders the shop has, and what it is made from.
pub const ORDERS: u32 = 120;
pub const SEED: u64 = 7;

/// A folder in memory where the system has one: programs are killed here, not machines, and
/// waiting for a disk would be most of the time.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = memory.is_dir().then(|| TempDir::new_in(memory).ok()).flatten();
    made.unwrap_or_else(|| TempDir::new().unwrap())
}

/// The shop, and the folder that everything lies in.
pub struct Shop {
    folder: TempDir,
    store: Option<Child>,
    /// Where the store answers, without its scheme.
    at: String,
    token: String,
}

/// What a run of the program came to.
pub struct Told {
    pub out: String,
    pub err: String,
    /// Nothing when it was killed.
    pub code: Option<i32>,
    /// The crossings that it passed, when they were counted.
    pub crossings: Vec<String>,
}

impl Told {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }
}

impl Shop {
    /// A new shop, served.
    pub fn new() -> Self {
        Self::serve(folder())
    }

    /// A copy of a shop that is not served at the moment, served.
    pub fn copy_of(other: &Path) -> Self {
        let folder = folder();
        copy(other, folder.path());
        Self::serve(folder)
    }

    fn serve(folder: TempDir) -> Self {
        let mut shop = Self { folder, store: None, at: String::new(), token: String::new() };
        let mut serve = shop.command();
        serve.args(["demo", "--serve", "--throttle", "off"]);
        serve.args(["--orders", &ORDERS.to_string(), "--seed", &SEED.to_string()]);
        let mut store = serve.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let lines = BufReader::new(store.stdout.take().unwrap()).lines();
        // The output ends when the store cannot be served, so this waits for no clock.
        let ready = lines.map_while(Result::ok).any(|line| {
            if let Some(url) = line.strip_prefix("url = \"http://") {
                url.trim_end_matches('"').clone_into(&mut shop.at);
            }
            line == "[policy]"
        });
        shop.store = Some(store);
        assert!(ready, "the store is served");
        let token = fs::read_to_string(shop.place().join("token")).unwrap();
        token.trim().clone_into(&mut shop.token);
        shop.control("POST", "quirks", &json!({ "cancel_takes_ms": 0 }));
        shop
    }

    /// Ends the store at once, and gives the folder.
    pub fn ended(mut self) -> TempDir {
        self.end();
        std::mem::replace(&mut self.folder, folder())
    }

    fn end(&mut self) {
        if let Some(mut store) = self.store.take() {
            store.kill().unwrap();
            store.wait().unwrap();
        }
    }

    fn place(&self) -> PathBuf {
        place(self.folder.path())
    }

    /// Where the ledger lies.
    pub fn desk(&self) -> PathBuf {
        self.place().join("desk")
    }

    /// Runs the program to its end.
    pub fn run(&self, words: &[&str]) -> Told {
        told(&mut self.at_the_shop(words), words)
    }

    /// Runs the program and counts its crossings; with a number it is killed at that one.
    pub fn run_counted(&self, words: &[&str], killed_at: Option<usize>) -> Told {
        let list = self.folder.path().join("crossings");
        let _first = fs::remove_file(&list);
        let mut command = self.at_the_shop(words);
        command.env("UNHOLD_CROSSINGS", &list);
        command.envs(killed_at.map(|at| ("UNHOLD_CRASH_AT", at.to_string())));
        let told = told(&mut command, words);
        let crossings = fs::read_to_string(&list).unwrap_or_default();
        Told { crossings: crossings.lines().map(str::to_owned).collect(), ..told }
    }

    /// Runs the program by another one, which gets it and its words as its last arguments.
    pub fn run_in(&self, shell: &[String], words: &[&str]) -> Told {
        let plain = self.at_the_shop(words);
        let mut command = Command::new(&shell[0]);
        command.args(&shell[1..]).arg(plain.get_program()).args(plain.get_args());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        told(command.stdin(Stdio::null()).stderr(Stdio::piped()), words)
    }

    fn at_the_shop(&self, words: &[&str]) -> Command {
        let mut command = self.command();
        command.args(words).stderr(Stdio::piped());
        command.arg("--config").arg(self.place().join("config.toml"));
        command.arg("--data-dir").arg(self.desk());
        command
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unhold"));
        for name in ["UNHOLD_CONFIG", "UNHOLD_PROFILE", "UNHOLD_LOG", "NO_COLOR"] {
            command.env_remove(name);
        }
        command.env_remove("UNHOLD_CRASH_AT").env_remove("UNHOLD_CROSSINGS");
        command.env("UNHOLD_DATA_DIR", self.folder.path()).env("HOME", self.folder.path());
        command.stdin(Stdio::null());
        command
    }

    /// What the store's own log says it did, jobs left out: those are parts of what was asked.
    pub fn log(&self) -> Vec<Effect> {
        let log = self.control("GET", "log", &Value::Null);
        let effects = log.as_array().unwrap().iter().map(|effect| Effect {
            call: effect["what"].as_str().unwrap().to_owned(),
            key: effect["key"].as_str().map(str::to_owned),
        });
        effects.filter(|effect| effect.call != "job").collect()
    }

    /// Whether the warehouse could send anything of an order.
    pub fn could_ship(&self, order: &str) -> bool {
        let query = "query($id: ID!) { order(id: $id) { cancelledAt closed
            fulfillmentOrders(first: 20) { nodes { status } } } }";
        let id = format!("gid://shopify/Order/{order}");
        let body = json!({ "query": query, "variables": { "id": id } });
        let answer = self.say("POST", "/admin/api/2026-10/graphql.json", &body.to_string());
        let order = &answer["data"]["order"];
        assert!(order.is_object(), "{answer}");
        let parts = order["fulfillmentOrders"]["nodes"].as_array().unwrap();
        let is_free = |part: &Value| part["status"] == "OPEN" || part["status"] == "IN_PROGRESS";
        // What is archived does not reach the warehouse (S19).
        order["closed"] == false && parts.iter().any(is_free)
    }

    fn control(&self, method: &str, what: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.say(method, &format!("/unhold-demo/{what}"), &body)
    }

    fn say(&self, method: &str, path: &str, body: &str) -> Value {
        let mut line = TcpStream::connect(&self.at).unwrap();
        write!(
            line,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             content-type: application/json\r\nx-shopify-access-token: {}\r\n\
             content-length: {}\r\n\r\n{body}",
            self.at,
            self.token,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body.trim()).unwrap()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.end();
    }
}

/// One thing that the store did.
#[derive(Clone, Debug)]
pub struct Effect {
    pub call: String,
    /// The key that it came with, where it did.
    pub key: Option<String>,
}

fn told(command: &mut Command, words: &[&str]) -> Told {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let err = String::from_utf8_lossy(&stderr).into_owned();
    assert!(!err.contains("panicked"), "{words:?}: {err}");
    let out = String::from_utf8_lossy(&stdout).into_owned();
    Told { out, err, code: status.code(), crossings: Vec::new() }
}

/// Where the shop lies in its folder.
pub fn place(folder: &Path) -> PathBuf {
    folder.join(format!("demo/shopify-{SEED}-{ORDERS}"))
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&place).unwrap();
            fs::set_permissions(&place, fs::metadata(entry.path()).unwrap().permissions()).unwrap();
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), &place).unwrap();
        }
    }
}
