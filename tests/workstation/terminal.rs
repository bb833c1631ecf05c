//! A program in a pseudo-terminal.

use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// How long anything may take on a busy machine before it counts as never.
const CEILING: Duration = Duration::from_secs(20);

/// What has been written so far.
pub struct Seen {
    screen: vt100::Parser,
    /// Every byte since the start.
    pub bytes: Vec<u8>,
    /// Whether the program has closed the terminal.
    pub over: bool,
    /// Whether nobody looks any more.
    closed: bool,
}

impl Seen {
    /// The text on the screen.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Whether the terminal is as a shell wants it.
    pub fn is_given_back(&self) -> bool {
        let screen = self.screen.screen();
        !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor()
    }

    /// Whether the program draws on a screen of its own.
    pub fn is_taken(&self) -> bool {
        self.screen.screen().alternate_screen()
    }
}

/// A running program with its terminal, which answers no query.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Option<Box<dyn Write + Send>>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    master: Option<Box<dyn MasterPty + Send>>,
}

impl Terminal {
    /// Starts a program in a terminal of `columns` × `rows`.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = vt100::Parser::new(rows, columns, 0);
        let seen = Seen { screen, bytes: vec![], over: false, closed: false };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        listen(pair.master.try_clone_reader().unwrap(), Arc::clone(&seen));
        let keys = Some(pair.master.take_writer().unwrap());
        Self { child, keys, seen, master: Some(pair.master) }
    }

    /// Starts the workstation and waits until its queue is whole.
    pub fn ready(command: CommandBuilder) -> Self {
        let terminal = Self::start(command, 180, 50);
        terminal.wait("a sync behind it", |seen| {
            let text = seen.text();
            ["synced ", "offline", "connecting"].iter().any(|words| text.contains(words))
        });
        terminal.wait("a whole queue", |seen| {
            let text = seen.text();
            let open =
                text.split(" open ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
            open.is_some_and(|open: u32| open >= 20)
        });
        terminal
    }

    pub fn press(&mut self, keys: &str) {
        let keyboard = self.keys.as_mut().expect("the keyboard is there");
        keyboard.write_all(keys.as_bytes()).unwrap();
        keyboard.flush().unwrap();
    }

    /// Goes back until nothing is left to go back from.
    pub fn back(&mut self) {
        let began = Instant::now();
        let is_home = |text: String| text.contains("/ filter") && !text.contains("Esc back");
        // Once at least: what is on the screen may be older than the last key.
        loop {
            assert!(began.elapsed() < CEILING, "there is always more to go back from");
            self.press("\x1b");
            self.read_up();
            let seen = self.seen.0.lock().unwrap();
            drop(self.seen.1.wait_timeout(seen, Duration::from_millis(100)).unwrap());
            if is_home(self.text()) {
                return;
            }
        }
    }

    /// Waits until the program has read every key.
    fn read_up(&self) {
        let tty = self.master.as_ref().unwrap().tty_name().unwrap();
        let began = Instant::now();
        while rustix::io::ioctl_fionread(std::fs::File::open(&tty).unwrap()).unwrap() > 0 {
            assert!(began.elapsed() < CEILING, "the keys are not read");
            std::thread::yield_now();
        }
    }

    /// Filters for one order and opens its case file beside the queue.
    pub fn open(&mut self, order: &str) {
        self.back();
        self.press("/");
        self.shows("Queue  /");
        self.press("\x15");
        self.press(order);
        self.shows(&format!("Fraud analysis  {order}"));
        self.press("\r");
        self.shows_no("Enter done");
        self.press("\r");
        self.shows("Enter unfold");
        self.shows("First decision");
        self.shows("What the providers say");
    }

    /// Looks at what has been written so far.
    pub fn look<T>(&self, at: impl FnOnce(&Seen) -> T) -> T {
        at(&self.seen.0.lock().unwrap())
    }

    pub fn text(&self) -> String {
        self.look(Seen::text)
    }

    /// Waits until something holds; answers how long it took.
    pub fn wait(&self, what: &str, there: impl Fn(&Seen) -> bool) -> Duration {
        let began = Instant::now();
        let mut seen = self.seen.0.lock().unwrap();
        while !there(&seen) {
            let left = CEILING.checked_sub(began.elapsed());
            let left = left.unwrap_or_else(|| panic!("{what} never came:\n{}", seen.text()));
            assert!(!seen.over, "the end came before {what}:\n{}", seen.text());
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
        began.elapsed()
    }

    /// Waits until the screen says something.
    pub fn shows(&self, words: &str) -> Duration {
        self.wait(words, |seen| seen.text().contains(words))
    }

    /// Waits until the screen does not say something any more.
    pub fn shows_no(&self, words: &str) -> Duration {
        self.wait(&format!("no {words}"), |seen| !seen.text().contains(words))
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Waits until the program stands still: what is shown by then is what a shell gets.
    pub fn stopped(&self) {
        let stat = format!("/proc/{}/stat", self.pid().as_raw_nonzero());
        let began = Instant::now();
        let stands = || {
            let line = std::fs::read_to_string(&stat).unwrap();
            line.rsplit_once(") ").unwrap().1.starts_with('T')
        };
        while !stands() {
            assert!(began.elapsed() < CEILING, "it never stopped");
            std::thread::yield_now();
        }
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.process_id().unwrap()).unwrap()).unwrap()
    }

    /// Makes the window another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen.0.lock().unwrap().screen.screen_mut().set_size(rows, columns);
        self.tell_size(columns, rows);
    }

    /// Tells the program of another size and looks at it through the old one.
    pub fn tell_size(&self, columns: u16, rows: u16) {
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
    }

    /// Whether the terminal itself edits lines, echoes and turns keys into signals.
    pub fn is_cooked(&self) -> bool {
        use rustix::termios::LocalModes;

        let termios = self.master.as_ref().unwrap().get_termios().expect("modes of the terminal");
        let flags = termios.local_flags.bits();
        let wanted = LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        flags & wanted.bits() == wanted.bits()
    }

    /// Closes the terminal, as closing the window does.
    pub fn close(&mut self) {
        self.seen.0.lock().unwrap().closed = true;
        // The listener lets go of its end when it next hears something.
        self.press("j");
        self.wait_for_the_listener();
        self.keys = None;
        self.master = None;
    }

    fn wait_for_the_listener(&self) {
        let mut seen = self.seen.0.lock().unwrap();
        while !seen.over {
            seen = self.seen.1.wait_timeout(seen, CEILING).unwrap().0;
        }
    }

    /// Waits for the end; answers how long it took and the exit code.
    pub fn end(&mut self) -> (Duration, u32) {
        let began = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(began.elapsed() < CEILING, "the end never came:\n{}", self.text());
            let seen = self.seen.0.lock().unwrap();
            drop(self.seen.1.wait_timeout(seen, Duration::from_millis(5)).unwrap());
        };
        let took = began.elapsed();
        if self.master.is_some() {
            let mut seen = self.seen.0.lock().unwrap();
            while !seen.over && began.elapsed() < CEILING {
                seen = self.seen.1.wait_timeout(seen, CEILING).unwrap().0;
            }
        }
        (took, status.exit_code())
    }

    /// Quits, and checks that the terminal is given back.
    pub fn quit(&mut self) {
        self.press("q");
        let (took, code) = self.end();
        assert_eq!(code, 0, "{}", self.text());
        assert!(took < Duration::from_secs(2), "quitting took {took:?}");
        assert!(self.look(Seen::is_given_back));
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn listen(mut out: Box<dyn Read + Send>, seen: Arc<(Mutex<Seen>, Condvar)>) {
    std::thread::spawn(move || {
        let mut some = vec![0; 65_536];
        loop {
            let count = out.read(&mut some).unwrap_or(0);
            let mut now = seen.0.lock().unwrap_or_else(PoisonError::into_inner);
            now.screen.process(&some[..count]);
            now.bytes.extend_from_slice(&some[..count]);
            now.over = count == 0 || now.closed;
            if now.over {
                drop(out);
                seen.1.notify_all();
                return;
            }
            seen.1.notify_all();
        }
    });
}
