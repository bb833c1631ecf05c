//! A program in a pseudo-terminal, driven key by key and timed.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::Screen;

pub const COLUMNS: u16 = 200;
pub const ROWS: u16 = 60;
/// Longer than this nothing takes; then something is broken.
const CEILING: Duration = Duration::from_secs(60);

struct Arrival {
    at: Instant,
    bytes: Vec<u8>,
}

/// A running program with its terminal.
pub struct Session {
    _master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Arrival>,
    parser: vt100::Parser,
    began: Instant,
}

/// What keys caused.
pub struct Response {
    /// From writing the keys to the first bytes that came.
    pub first: Duration,
    /// From writing the keys to the last bytes before the terminal fell quiet.
    pub latency: Duration,
    pub bytes: usize,
}

impl Session {
    /// Starts a program in a terminal of 200×60.
    pub fn start(mut command: CommandBuilder) -> Self {
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("LC_ALL", "C.UTF-8");
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let began = Instant::now();
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
        let parser = vt100::Parser::new(ROWS, COLUMNS, 0);
        Self { _master: pair.master, child, keys, output, parser, began }
    }

    /// The process, for reading its memory and wake-ups.
    pub fn process(&self) -> u32 {
        self.child.process_id().expect("a running process")
    }

    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    /// Takes output in until `wanted` holds; answers how long after the program's start
    /// the bytes came that made it so.
    pub fn wait(&mut self, what: &str, wanted: impl Fn(&Screen) -> bool) -> Duration {
        let began = self.began;
        if wanted(self.screen()) {
            return began.elapsed();
        }
        let at = self.until(Instant::now(), wanted);
        let Some(at) = at else { panic!("no {what}:\n{}", self.screen().contents()) };
        at.saturating_duration_since(began)
    }

    /// Writes keys and takes output in until `changed` holds; how long that took.
    pub fn press(&mut self, keys: &[u8], changed: impl Fn(&Screen) -> bool) -> Duration {
        self.quiet(Duration::ZERO);
        let sent = self.send(keys);
        match self.until(sent, changed) {
            Some(at) => at.saturating_duration_since(sent),
            None => panic!("no answer to {keys:?}:\n{}", self.screen().contents()),
        }
    }

    /// Writes keys and waits until nothing has come for `quiet`.
    pub fn press_and_settle(&mut self, keys: &[u8], quiet: Duration) -> Response {
        self.quiet(Duration::ZERO);
        let sent = self.send(keys);
        let (mut first, mut last, mut bytes) = (None, sent, 0);
        let mut patience = Duration::from_secs(2);
        while let Ok(arrival) = self.output.recv_timeout(patience) {
            last = arrival.at;
            first = first.or(Some(last));
            bytes += arrival.bytes.len();
            self.parser.process(&arrival.bytes);
            patience = quiet;
        }
        let after = |at: Instant| at.saturating_duration_since(sent);
        Response { first: after(first.unwrap_or(last)), latency: after(last), bytes }
    }

    /// Takes output in until none has come for `quiet`, or until it will never end;
    /// answers how many bytes came.
    pub fn quiet(&mut self, quiet: Duration) -> usize {
        let until = Instant::now() + CEILING;
        let mut bytes = 0;
        while let Ok(arrival) = self.output.recv_timeout(quiet) {
            bytes += arrival.bytes.len();
            self.parser.process(&arrival.bytes);
            if Instant::now() > until {
                break;
            }
        }
        bytes
    }

    /// Counts the bytes written during `time` without a key.
    pub fn idle(&mut self, time: Duration) -> usize {
        let until = Instant::now() + time;
        let mut bytes = 0;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            if let Ok(arrival) = self.output.recv_timeout(left) {
                bytes += arrival.bytes.len();
                self.parser.process(&arrival.bytes);
            }
        }
        bytes
    }

    fn send(&mut self, keys: &[u8]) -> Instant {
        let sent = Instant::now();
        self.keys.write_all(keys).and_then(|()| self.keys.flush()).expect("the keyboard is open");
        sent
    }

    fn until(&mut self, from: Instant, wanted: impl Fn(&Screen) -> bool) -> Option<Instant> {
        while from.elapsed() < CEILING {
            if let Ok(arrival) = self.output.recv_timeout(Duration::from_millis(500)) {
                self.parser.process(&arrival.bytes);
                if wanted(self.parser.screen()) {
                    return Some(arrival.at);
                }
            }
        }
        None
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The row that bears the mark of the selection.
pub fn marked(screen: &Screen) -> Option<u16> {
    (0..ROWS).find(|row| screen.cell(*row, 0).is_some_and(|cell| cell.contents() == "▌"))
}

/// What the marked row begins with: risk and order, which no passing of time changes.
pub fn selected(screen: &Screen) -> Option<String> {
    let row = marked(screen)?;
    screen.rows(0, 30).nth(row.into())
}

/// The rows as text, without the mark.
pub fn plain(screen: &Screen) -> String {
    let rows = screen.rows(0, COLUMNS).map(|row| row.replacen('▌', " ", 1));
    rows.collect::<Vec<_>>().join("\n")
}
