//! The real loop in a pseudo-terminal: taken over, given back, quiet, bounded.
#![cfg(unix)]

use std::io::{Read, Write};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::scripted::{Mood, Scripted};
use crate::domain::{Clock, SystemClock, Timestamp};
use crate::tui::{Office, Options, run};

const ROLE: &str = "UNHOLD_TEST_MOOD";
const CEILING: Duration = Duration::from_secs(30);

/// Panics on the screen's own thread when asked for the time too often.
struct Fuse(AtomicU32);

impl Clock for Fuse {
    fn now(&self) -> Timestamp {
        assert!(self.0.fetch_add(1, Ordering::SeqCst) < 60, "the fuse blew");
        SystemClock.now()
    }
}

/// Not a test: what the others start in their pseudo-terminal.
#[test]
#[ignore = "started by the tests beside it"]
fn screen() {
    let Ok(mood) = std::env::var(ROLE) else { return };
    let mood_of_desk = match mood.as_str() {
        "hangs" => Mood::Hangs,
        "breaks" => Mood::Breaks,
        _ => Mood::Well,
    };
    let clock: Arc<dyn Clock> =
        if mood == "fuse" { Arc::new(Fuse(AtomicU32::new(0))) } else { Arc::new(SystemClock) };
    let office: Arc<dyn Office> = Arc::new(Scripted::in_mood(mood_of_desk));
    let options = Options { clock, ..Options::default() };
    let ended = run(&office, options);
    println!("ended: {}", ended.err().map_or("well".to_owned(), |fault| fault.full_message()));
    std::process::exit(0);
}

struct Seen {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    over: bool,
}

struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(mood: &str, term: &str) -> Self {
        let size = PtySize { rows: 30, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "tui::tests::terminal::screen", "--ignored", "--nocapture"]);
        command.env(ROLE, mood);
        command.env("TERM", term);
        command.env("LANG", "C.UTF-8");
        command.env_remove("NO_COLOR");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen = Seen { screen: vt100::Parser::new(30, 120, 0), bytes: vec![], over: false };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let (mine, mut out) = (Arc::clone(&seen), pair.master.try_clone_reader().unwrap());
        std::thread::spawn(move || {
            let mut some = vec![0; 65_536];
            loop {
                let count = out.read(&mut some).unwrap_or(0);
                let mut seen = mine.0.lock().unwrap();
                seen.screen.process(&some[..count]);
                seen.bytes.extend_from_slice(&some[..count]);
                seen.over = count == 0;
                mine.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { child, keys, seen, _master: pair.master }
    }

    fn ready(mood: &str) -> Self {
        let terminal = Self::start(mood, "xterm-256color");
        terminal.wait("the queue", |seen| text(seen).contains("of 500"));
        terminal
    }

    fn press(&mut self, keys: &[u8]) {
        self.keys.write_all(keys).unwrap();
        self.keys.flush().unwrap();
    }

    fn wait(&self, what: &str, there: impl Fn(&Seen) -> bool) {
        let start = Instant::now();
        let mut seen = self.seen.0.lock().unwrap();
        while !there(&seen) {
            let left = CEILING.checked_sub(start.elapsed());
            let left = left.unwrap_or_else(|| panic!("{what} never came:\n{}", text(&seen)));
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    fn shows(&self, words: &str) {
        self.wait(words, |seen| text(seen).contains(words));
    }

    /// Lets the program go on; repeated, because its stop takes hold a moment after the
    /// terminal is given back.
    fn go_on_until(&self, what: &str, there: impl Fn(&Seen) -> bool) {
        let start = Instant::now();
        loop {
            self.signal(Signal::CONT);
            let seen = self.seen.0.lock().unwrap();
            let (seen, _) = self.seen.1.wait_timeout(seen, Duration::from_millis(100)).unwrap();
            if there(&seen) {
                return;
            }
            assert!(start.elapsed() < CEILING, "{what} never came:\n{}", text(&seen));
        }
    }

    fn written(&self) -> usize {
        self.seen.0.lock().unwrap().bytes.len()
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Waits for the end; answers how long it took.
    fn end(&mut self) -> Duration {
        let start = Instant::now();
        self.wait("the end", |seen| seen.over);
        self.child.wait().unwrap();
        start.elapsed()
    }

    fn is_given_back(&self) -> bool {
        is_given_back(&self.seen.0.lock().unwrap())
    }
}

fn text(seen: &Seen) -> String {
    seen.screen.screen().contents()
}

fn is_given_back(seen: &Seen) -> bool {
    let screen = seen.screen.screen();
    !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor()
}

#[test]
fn quitting_gives_the_terminal_back() {
    let mut terminal = Terminal::ready("well");
    assert!(!terminal.is_given_back());

    terminal.press(b"q");

    assert!(terminal.end() < Duration::from_secs(2));
    assert!(terminal.is_given_back());
    assert!(text(&terminal.seen.0.lock().unwrap()).contains("ended: well"));
}

#[test]
fn signals_that_end_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP] {
        let mut terminal = Terminal::ready("well");

        terminal.signal(signal);

        terminal.end();
        assert!(terminal.is_given_back(), "{signal:?}");
    }
}

#[test]
fn stopping_gives_the_terminal_back_and_going_on_draws_everything() {
    let mut terminal = Terminal::ready("well");

    terminal.press(b"\x1a");
    terminal.wait("the terminal back", is_given_back);

    terminal.go_on_until("the screen again", |seen| {
        seen.screen.screen().alternate_screen() && text(seen).contains("of 500")
    });
    terminal.press(b"jj");
    terminal.shows("3 of 500");
    terminal.press(b"q");
    terminal.end();
    assert!(terminal.is_given_back());
}

#[test]
fn a_panic_on_the_screens_thread_gives_the_terminal_back_before_it_speaks() {
    let mut terminal = Terminal::start("fuse", "xterm-256color");
    terminal.wait("the screen", |seen| seen.screen.screen().alternate_screen());

    terminal.shows("of 500");
    for _ in 0..60 {
        let before = terminal.written();
        terminal.press(b"j");
        terminal.wait("a frame or the end", |seen| seen.over || seen.bytes.len() > before);
    }

    terminal.wait("the words", |seen| text(seen).contains("the fuse blew"));
    assert!(terminal.is_given_back());
    terminal.end();
}

#[test]
fn a_worker_that_panics_is_said_and_the_desk_goes_on() {
    let mut terminal = Terminal::ready("breaks");
    terminal.shows("A part of the program stopped unexpectedly");

    terminal.press(b"j");

    terminal.shows("2 of 500");
    terminal.press(b"q");
    terminal.end();
    assert!(terminal.is_given_back());
}

#[test]
fn a_desk_that_hangs_delays_neither_keys_nor_the_end() {
    let mut terminal = Terminal::ready("hangs");

    terminal.press(b"jjj");
    terminal.shows("4 of 500");
    terminal.press(b"q");

    assert!(terminal.end() < Duration::from_secs(2));
}

#[test]
fn a_hundred_keys_at_once_are_drained_and_write_little() {
    let mut terminal = Terminal::ready("well");
    let before = terminal.written();

    terminal.press(&[b'j'; 100]);
    terminal.shows("101 of 500");

    let written = terminal.written() - before;
    assert!(written <= 60 * 1024, "{written} bytes");
    terminal.press(b"q");
    terminal.end();
}

#[test]
fn an_idle_screen_writes_nothing() {
    let mut terminal = Terminal::ready("well");
    terminal.shows("High risk");
    let mut before = terminal.written();
    let calm = Instant::now();
    let mut still = Instant::now();
    while still.elapsed() < Duration::from_secs(2) {
        let seen = terminal.seen.0.lock().unwrap();
        drop(terminal.seen.1.wait_timeout(seen, Duration::from_millis(200)).unwrap());
        if terminal.written() != before {
            before = terminal.written();
            still = Instant::now();
        }
        assert!(calm.elapsed() < CEILING, "the screen never came to rest");
    }
    terminal.press(b"q");
    terminal.end();
}

#[test]
fn a_plan_asked_for_and_confirmed_in_one_breath_records_nothing() {
    let mut terminal = Terminal::ready("well");
    terminal.shows("High risk");

    terminal.press(b"ux");
    terminal.shows("x confirms");
    assert!(!text(&terminal.seen.0.lock().unwrap()).contains("Record"));
    terminal.press(b"x");

    terminal.shows("Staged: release #2047");
    terminal.press(b"z");
    terminal.shows("Taken back: release #2047");
    terminal.press(b"q");
    terminal.end();
}

#[test]
fn copying_reaches_the_terminals_clipboard() {
    let mut terminal = Terminal::ready("well");

    terminal.press(b"y1");

    terminal.wait("the clipboard", |seen| {
        seen.bytes.windows(15).any(|some| some == b"\x1b]52;c;IzIwNDc=")
    });
    terminal.press(b"q");
    terminal.end();
}

#[test]
fn a_dumb_terminal_gets_a_sentence() {
    let mut terminal = Terminal::start("well", "dumb");

    terminal.end();

    let seen = terminal.seen.0.lock().unwrap();
    assert!(text(&seen).contains("cannot draw (TERM=dumb)"), "{}", text(&seen));
    assert!(!seen.bytes.contains(&0x1b));
}
