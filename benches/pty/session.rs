//! A program in a pseudo-terminal, driven key by key and timed.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Bytes as they arrived, and when.
pub struct Arrival {
    pub at: Instant,
    pub bytes: Vec<u8>,
}

/// A running program with its terminal.
pub struct Session {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Arrival>,
    pub screen: vt100::Parser,
}

/// What one key caused.
pub struct Response {
    /// From writing the key to the last byte before the terminal fell quiet.
    pub latency: Duration,
    /// Bytes written in answer.
    pub bytes: usize,
}

impl Session {
    /// Starts a program in a terminal of `columns` × `rows`.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let keys = pair.master.take_writer().expect("its keyboard");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                let bytes = buffer[..length].to_vec();
                if sender.send(Arrival { at: Instant::now(), bytes }).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(rows, columns, 0);
        Self { master: pair.master, child, keys, output, screen }
    }

    /// The process, for reading its memory and wake-ups.
    pub fn process(&self) -> u32 {
        self.child.process_id().expect("a running process")
    }

    /// Writes keys and waits until nothing has come for `quiet`.
    pub fn press(&mut self, keys: &[u8], quiet: Duration) -> Response {
        let sent = Instant::now();
        self.keys.write_all(keys).and_then(|()| self.keys.flush()).expect("the keyboard is open");
        let mut last = sent;
        let mut bytes = 0;
        let mut patience = Duration::from_secs(2);
        while let Ok(arrival) = self.output.recv_timeout(patience) {
            last = arrival.at;
            bytes += arrival.bytes.len();
            self.screen.process(&arrival.bytes);
            patience = quiet;
        }
        Response { latency: last - sent, bytes }
    }

    /// Takes in output until `wanted` holds on the screen; answers how long it took.
    pub fn wait(&mut self, what: &str, wanted: impl Fn(&str) -> bool) -> Duration {
        let begun = Instant::now();
        let ceiling = Duration::from_secs(60);
        loop {
            if wanted(&self.screen.screen().contents()) {
                return begun.elapsed();
            }
            match self.output.recv_timeout(Duration::from_millis(200)) {
                Ok(arrival) => self.screen.process(&arrival.bytes),
                Err(RecvTimeoutError::Timeout) if begun.elapsed() < ceiling => {}
                Err(_) => panic!("no {what} on the screen:\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Counts the bytes written during `time` without a key.
    pub fn idle(&mut self, time: Duration) -> usize {
        let until = Instant::now() + time;
        let mut bytes = 0;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            if let Ok(arrival) = self.output.recv_timeout(left) {
                bytes += arrival.bytes.len();
                self.screen.process(&arrival.bytes);
            }
        }
        bytes
    }

    /// Ends the program.
    pub fn end(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        drop(self.master);
    }
}
