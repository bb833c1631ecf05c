//! The loop: messages in, one frame out, effects to their threads.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ratatui::crossterm::terminal;

use super::canvas::{Canvas, Signs};
use super::frames::Frames;
use super::guard::{self, Guard};
use super::{Options, input, signals};
use crate::domain::{Clock, Fault, Kind};
use crate::tui::app::{Effect, Model, Msg, next_change, opening, settle, update};
use crate::tui::perform::port::Office;
use crate::tui::perform::{Performer, Post, watch};

/// The most messages handled before a frame is drawn.
const MOST_AT_ONCE: usize = 4_096;
/// The shortest and the longest sleep until the screen changes by itself.
const SLEEP: (u64, u64) = (20, 3_600_000);

/// What reaches the loop.
pub(super) enum Incoming {
    /// A message for the model.
    Msg(Msg),
    /// Stop and go back to the shell.
    Stop,
    /// Going on after a stop.
    GoOn,
    /// End.
    End,
    /// The terminal cannot be read any more.
    Gone,
}

/// Runs the workstation until it is quit.
pub fn run(office: &Arc<dyn Office>, options: Options) -> Result<(), Fault> {
    let guard = Guard::take()?;
    let (sender, incoming) = channel();
    let posting = sender.clone();
    // When the loop has ended nobody reads any more, and nothing is lost: what matters is
    // in the ledger.
    let post: Post = Arc::new(move |msg| drop(posting.send(Incoming::Msg(msg))));
    guard::watch_panics(Arc::clone(&post));
    signals::start(sender.clone())?;
    let frames = Arc::new(Frames::default());
    input::start(sender, Arc::clone(&frames));
    watch(office, &post);
    let odd_locale = odd_locale();
    let signs = if odd_locale.is_some() { Signs::Ascii } else { Signs::All };
    let mut desk = DeskLoop {
        office: Arc::clone(office),
        model: Model::new(options.terms(), options.clock.now(), size()),
        canvas: Canvas::new(options.theme(), signs),
        performer: Performer::start(office, &post),
        clock: options.clock,
        frames,
        flow: Flow::GoOn,
        away: false,
        later: Vec::new(),
    };
    if let Some(words) = odd_locale {
        update(&mut desk.model, Msg::Notice(words));
    }
    let ended = desk.run(&incoming);
    drop(guard);
    ended.map_err(|error| {
        Fault::new(Kind::Failed, "the terminal could not be written to").because(error)
    })
}

/// The terminal's size; a terminal that does not know it gets the usual one.
fn size() -> (u16, u16) {
    match terminal::size() {
        Ok((width, height)) if width > 0 && height > 0 => (width, height),
        _ => (80, 24),
    }
}

/// What to say when the locale is not UTF-8, in which our text is written.
fn odd_locale() -> Option<String> {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| {
        std::env::var(name).ok().filter(|value| !value.is_empty()).map(|value| (name, value))
    });
    let (name, value) = set?;
    let lower = value.to_lowercase();
    let fits = lower.contains("utf-8") || lower.contains("utf8");
    (!fits).then(|| {
        format!("The locale is not UTF-8 ({name}={value}). If names look wrong, set LANG=C.UTF-8 and start again.")
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    GoOn,
    End,
}

struct DeskLoop {
    office: Arc<dyn Office>,
    model: Model,
    canvas: Canvas,
    performer: Performer,
    clock: Arc<dyn Clock>,
    frames: Arc<Frames>,
    flow: Flow,
    away: bool,
    /// What is read once the frame is written: a reader that is woken before takes a core
    /// from whoever shows the frame.
    later: Vec<Effect>,
}

impl DeskLoop {
    fn run(&mut self, incoming: &Receiver<Incoming>) -> io::Result<()> {
        let first = opening(&mut self.model);
        self.perform(first)?;
        self.after_batch()?;
        while self.flow == Flow::GoOn {
            let message = match self.wait(incoming) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let now = Msg::Now(self.clock.now());
            self.take(Incoming::Msg(now))?;
            let batch = message.into_iter().chain(incoming.try_iter().take(MOST_AT_ONCE));
            for message in batch {
                self.take(message)?;
            }
            if self.flow == Flow::GoOn {
                self.after_batch()?;
            }
        }
        Ok(())
    }

    /// Waits for a message, or until the screen reads differently by itself.
    fn wait(&self, incoming: &Receiver<Incoming>) -> Result<Incoming, RecvTimeoutError> {
        let Some(next) = next_change(&self.model) else {
            return incoming.recv().map_err(|_| RecvTimeoutError::Disconnected);
        };
        let left = next.millis().saturating_sub(self.clock.now().millis());
        let left = u64::try_from(left).unwrap_or(0).clamp(SLEEP.0, SLEEP.1);
        incoming.recv_timeout(Duration::from_millis(left))
    }

    fn take(&mut self, message: Incoming) -> io::Result<()> {
        match message {
            Incoming::Msg(msg) => {
                let effects = update(&mut self.model, msg);
                self.perform(effects)?;
            }
            Incoming::Stop => {
                self.away = true;
                guard::leave();
                // A process that stands still must not keep the outbox from others.
                self.office.step_aside();
                // The stop takes hold a moment after the call: until somebody lets us go
                // on, the terminal is the shell's and nothing is drawn.
                signals::stop_here();
            }
            Incoming::GoOn => self.come_back()?,
            Incoming::End | Incoming::Gone => self.flow = Flow::End,
        }
        Ok(())
    }

    fn come_back(&mut self) -> io::Result<()> {
        self.away = false;
        self.office.carry_on();
        guard::enter()?;
        self.canvas.forget();
        let (width, height) = size();
        update(&mut self.model, Msg::Resized { width, height });
        Ok(())
    }

    /// Draws once for all that happened; keys read after this frame may confirm what it
    /// shows.
    fn after_batch(&mut self) -> io::Result<()> {
        let effects = settle(&mut self.model);
        self.perform(effects)?;
        if !self.away {
            self.draw()?;
        }
        for effect in self.later.drain(..) {
            let _of_the_terminal = self.performer.perform(effect);
        }
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        let bytes = self.canvas.frame(&self.model)?;
        let write = || if bytes.is_empty() { Ok(()) } else { guard::write(&bytes) };
        let frame = self.frames.write(write)?;
        if let Some(question) = self.model.question() {
            update(&mut self.model, Msg::Drawn { question, frame });
        }
        Ok(())
    }

    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            if effect.only_reads() {
                self.later.push(effect);
                continue;
            }
            match self.performer.perform(effect) {
                None => {}
                Some(Effect::Quit) => self.flow = Flow::End,
                Some(Effect::Suspend) => signals::stop_group(),
                Some(Effect::Copy(text)) => guard::write(&clipboard(&text))?,
                Some(_) => self.canvas.forget(),
            }
        }
        Ok(())
    }
}

/// OSC 52: asks the terminal to put text on the clipboard. It never answers.
fn clipboard(text: &str) -> Vec<u8> {
    format!("\x1b]52;c;{}\x07", STANDARD.encode(text)).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::clipboard;

    #[test]
    fn text_goes_to_the_clipboard_encoded() {
        assert_eq!(clipboard("#2047"), b"\x1b]52;c;IzIwNDc=\x07");
    }
}
