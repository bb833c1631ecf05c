//! The embedded store in a process of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::home::{Home, SHOP};

/// A store being served.
pub struct Store {
    child: Child,
    at: String,
    token: String,
}

impl Store {
    /// Serves the shop of a home.
    pub fn serve(home: &Home) -> Self {
        let mut command = home.bare(&format!("demo --serve --throttle off {SHOP}"));
        command.env("UNHOLD_DATA_DIR", home.path().join("data"));
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // The output ends when the store cannot be served, so this waits for no clock.
        let url = lines.filter_map(|line| Some(line.strip_prefix("url = \"http://")?.to_owned()));
        let at = url.take(1).next().expect("the store is served");
        Self { child, at: at.trim_end_matches('"').to_owned(), token: home.token() }
    }

    /// A home whose store is served and whose cache is filled.
    pub fn synced() -> (Home, Self) {
        let home = Home::new();
        let store = Self::serve(&home);
        let sync = home.run("sync");
        assert_eq!(sync.code, 0, "{}", sync.err);
        (home, store)
    }

    /// Tells the store to fail.
    pub fn fault(&self, rule: &Value) {
        self.control("POST", "faults", &rule.to_string());
    }

    /// Forgets every fault.
    pub fn well_again(&self) {
        self.control("DELETE", "faults", "");
    }

    /// What was done in the shop, in order.
    pub fn log(&self) -> Value {
        serde_json::from_str(&self.control("GET", "log", "")).unwrap()
    }

    fn control(&self, method: &str, what: &str, body: &str) -> String {
        let mut line = TcpStream::connect(&self.at).unwrap();
        write!(
            line,
            "{method} /unhold-demo/{what} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             x-shopify-access-token: {}\r\ncontent-length: {}\r\n\r\n{body}",
            self.at,
            self.token,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    }

    /// Ends it at once, as a crash does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}
