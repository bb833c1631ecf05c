//! The store in a process of its own, and the way to it.

use std::io::{BufRead, BufReader, Read, stdin};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use unhold::demo::{Options, Throttle, serve as start};

/// Serves until the parent goes away; says first where.
pub fn serve(folder: &str, pace: &str, orders: u32) {
    let throttle = match pace {
        "standard" => Throttle::STANDARD,
        // The rate of a Plus plan, with a bucket in the same proportion.
        "plus" => Throttle::Bucket { most: 20_000, restore: 1_000 },
        _ => Throttle::Off,
    };
    let options = Options { orders, seed: 7, throttle, ..Options::new(folder) };
    let running = start(options).expect("the store is served");
    println!("{} {}", running.url(), running.token());
    let mut rest = String::new();
    stdin().read_to_string(&mut rest).expect("the parent's end");
}

/// The store as the parent sees it; it ends when this is dropped.
pub struct Store {
    pub child: Child,
    pub url: String,
    pub token: String,
}

impl Store {
    /// Starts this program as the store.
    pub fn start(folder: &Path, orders: u32, pace: &str) -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .arg("--serve")
            .arg(folder)
            .args([pace, &orders.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the store's process");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("its address");
        let (url, token) = line.trim().split_once(' ').expect("address and token");
        Self { url: url.to_owned(), token: token.to_owned(), child }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
