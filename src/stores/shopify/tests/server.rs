//! A server on loopback that answers each request as its script says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use zeroize::Zeroizing;

use crate::stores::shopify::{Credentials, Limits, Settings, ShopifyStore, connect};

/// One request as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) path: String,
    pub(super) head: String,
    pub(super) body: Value,
}

impl Request {
    /// The operation's name: the word after `query` or `mutation`.
    pub(super) fn operation(&self) -> String {
        let text = self.body["query"].as_str().unwrap_or_default();
        let line =
            text.lines().find(|line| line.starts_with("query") || line.starts_with("mutation"));
        let rest = line.unwrap_or_default().split_whitespace().nth(1).unwrap_or_default();
        rest.split(['(', '{']).next().unwrap_or_default().to_owned()
    }

    pub(super) fn variable(&self, name: &str) -> &Value {
        &self.body["variables"][name]
    }
}

/// What the server does with a request.
pub(super) enum Reaction {
    /// Status and JSON.
    Says(u16, String),
    /// Status, one more header line, JSON.
    SaysWith(u16, &'static str, String),
    /// The connection ends after the request was read.
    Drops,
    /// Promises more than it sends, then ends.
    BreaksOff(String),
    /// Says nothing for longer than any deadline of these tests.
    Hangs,
}

pub(super) fn ok(json: impl Into<String>) -> Reaction {
    Reaction::Says(200, json.into())
}

type Script = dyn Fn(&Request, usize) -> Reaction + Send + Sync;

/// A running server; it ends with the test process.
pub(super) struct Server {
    url: String,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Starts a server; the script gets each request and how many of its operation came before.
    pub(super) fn start(
        script: impl Fn(&Request, usize) -> Reaction + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (script, log): (Arc<Script>, _) = (Arc::new(script), Arc::clone(&seen));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, log) = (Arc::clone(&script), Arc::clone(&log));
                std::thread::spawn(move || serve(stream, &*script, &log));
            }
        });
        Self { url, seen }
    }

    /// What arrived so far.
    pub(super) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// The requests of one operation.
    pub(super) fn of(&self, operation: &str) -> Vec<Request> {
        self.seen().into_iter().filter(|request| request.operation() == operation).collect()
    }

    pub(super) fn settings(&self) -> Settings {
        let token = Zeroizing::new("shpat_secret_token".to_owned());
        let mut settings = Settings::new(&*self.url, Credentials::Static(token));
        settings.limits = Limits {
            deadline: Duration::from_secs(2),
            patience: Duration::from_secs(5),
            shortest_wait: Duration::from_millis(5),
            body: 1024 * 1024,
        };
        settings
    }

    pub(super) fn store(&self) -> ShopifyStore {
        connect(self.settings()).unwrap()
    }
}

fn serve(mut stream: TcpStream, script: &Script, log: &Mutex<Vec<Request>>) {
    let Some(request) = read_request(&mut stream) else { return };
    let before = {
        let mut log = log.lock().unwrap();
        let same = log.iter().filter(|seen| seen.operation() == request.operation()).count();
        log.push(request.clone());
        same
    };
    let (status, extra, body, length) = match script(&request, before) {
        Reaction::Says(status, body) => (status, "x-test: 1", body.clone(), body.len()),
        Reaction::SaysWith(status, header, body) => (status, header, body.clone(), body.len()),
        Reaction::BreaksOff(body) => (200, "x-test: 1", body.clone(), body.len() + 10),
        Reaction::Drops => return,
        Reaction::Hangs => {
            // Until the client gives up and closes its end.
            drop(stream.read(&mut [0; 1]));
            return;
        }
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n{extra}\r\n\r\n"
    );
    drop(stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())));
}

fn read_request(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let end = loop {
        let count = stream.read(&mut buffer).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&buffer[..count]);
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let length: usize =
        head.lines().find_map(|line| line.strip_prefix("content-length: "))?.trim().parse().ok()?;
    while bytes.len() < end + length {
        let count = stream.read(&mut buffer).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&buffer[..count]);
    }
    let path = head.split_whitespace().nth(1)?.to_owned();
    let body = serde_json::from_slice(&bytes[end..end + length]).unwrap_or_default();
    Some(Request { path, head, body })
}
