//! Takes the terminal over and gives it back, whatever happens.

use std::io::{self, IsTerminal, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

use crate::domain::{Fault, Kind};
use crate::tui::app::Msg;
use crate::tui::perform::Post;

/// Whether the terminal is ours at the moment.
static OURS: AtomicBool = AtomicBool::new(false);

/// Gives the terminal back when it goes out of scope.
pub(super) struct Guard(());

impl Guard {
    /// Takes the terminal over, or says why it cannot be drawn on.
    pub(super) fn take() -> Result<Self, Fault> {
        may_draw()?;
        enter().map_err(|error| {
            Fault::new(Kind::Failed, "the terminal could not be prepared for drawing")
                .because(error)
        })?;
        Ok(Self(()))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

fn may_draw() -> Result<(), Fault> {
    const INSTEAD: &str = "`unhold queue`, `unhold show` and `unhold act` work without one";
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(Fault::new(Kind::Usage, "the workstation needs a terminal").hint(INSTEAD));
    }
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        let words = "this terminal says that it cannot draw (TERM=dumb)";
        return Err(Fault::new(Kind::Usage, words).hint(INSTEAD));
    }
    Ok(())
}

/// Raw mode, a screen of our own, pastes as pastes, no cursor. No mouse: marking text
/// with it stays the terminal's.
pub(super) fn enter() -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    // After a stop from outside the terminal's mode may have been changed behind us.
    let _ = disable_raw_mode();
    enable_raw_mode()?;
    let mut bytes = Vec::new();
    queue!(bytes, EnterAlternateScreen, EnableBracketedPaste, Hide, Clear(ClearType::All))?;
    write(&bytes)
}

/// Gives the terminal back as it was; once, whoever calls first.
pub(super) fn leave() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = Vec::new();
    // A terminal that is gone cannot be written to, and needs nothing.
    let _ = queue!(bytes, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = write(&bytes);
    let _ = disable_raw_mode();
}

/// Whether the terminal is ours at the moment.
pub(super) fn is_ours() -> bool {
    OURS.load(Ordering::SeqCst)
}

/// Writes in one go.
pub(super) fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Makes a panic readable: on this thread the terminal is given back first, on another
/// the screen stays and says so.
pub(super) fn watch_panics(post: Post) {
    let screen = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == screen || !is_ours() {
            leave();
            before(panic);
        } else {
            let place = panic.location().map_or_else(
                || "place unknown".to_owned(),
                |place| format!("{}:{}", place.file(), place.line()),
            );
            post(Msg::Broke(place));
        }
    }));
}
