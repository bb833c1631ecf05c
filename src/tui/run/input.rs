//! Reads the terminal.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, KeyEventKind};

use super::desk_loop::Incoming;
use super::frames::Frames;
use crate::tui::app::Msg;
use crate::tui::keymap::Key;

/// Starts the thread that reads. Every event carries the number of frames written when
/// its bytes were taken from the terminal: what was typed before a plan was drawn is
/// older than the plan, however late it is looked at.
pub(super) fn start(incoming: Sender<Incoming>, frames: Arc<Frames>) {
    let reading = thread::Builder::new().name("unhold input".to_owned());
    let started = reading.spawn(move || while burst(&incoming, &frames) {});
    debug_assert!(started.is_ok(), "no thread for input");
}

/// Reads one burst; answers whether to go on.
///
/// Several events may come from one read of the terminal, and the later ones keep the
/// number of the first. Bytes taken from the terminal since get a new one.
fn burst(incoming: &Sender<Incoming>, frames: &Frames) -> bool {
    let Ok(first) = event::read() else {
        let _ = incoming.send(Incoming::Gone);
        return false;
    };
    let mut frame = frames.written();
    let mut next = Some(first);
    while let Some(event) = next.take() {
        if let Some(msg) = message(event, frame)
            && incoming.send(Incoming::Msg(msg)).is_err()
        {
            return false;
        }
        let (unread_before, frame_before) = (unread(), frames.written());
        if event::poll(SAME_BURST).unwrap_or(false) {
            next = event::read().ok();
            if unread() < unread_before {
                frame = frame_before;
            }
        }
    }
    true
}

/// How long the end of a burst is waited for. Not zero: with no time at all the reader does
/// not even look at what it has taken from the terminal already. And not long: below a
/// millisecond it does not sleep but asks again and again.
const SAME_BURST: Duration = Duration::from_micros(50);

/// Bytes that wait in the terminal.
fn unread() -> u64 {
    rustix::io::ioctl_fionread(std::io::stdin()).unwrap_or(0)
}

fn message(event: Event, frame: u64) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            Key::read(key).map(|key| Msg::Key { key, frame })
        }
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resized { width, height }),
        _ => None,
    }
}
