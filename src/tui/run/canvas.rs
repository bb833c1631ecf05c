//! What is on the terminal, and the bytes that change it.

use std::io;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::crossterm::cursor::{Hide, MoveTo, Show};
use ratatui::crossterm::queue;
use ratatui::crossterm::terminal::{Clear, ClearType};
use ratatui::layout::{Position, Rect};

use crate::tui::app::Model;
use crate::tui::view::{Theme, draw, to_ascii};

/// What our own signs are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signs {
    /// Unicode.
    All,
    /// ASCII, because the locale is not UTF-8.
    Ascii,
}

/// Two buffers: what is shown and what comes next. ratatui's own terminal is not used: it
/// asks the real one for its cursor when it clears, and stalls without an answer.
pub(super) struct Canvas {
    shown: Buffer,
    next: Buffer,
    cursor: Option<Position>,
    theme: Theme,
    signs: Signs,
    anew: bool,
}

impl Canvas {
    /// An empty canvas.
    pub(super) fn new(theme: Theme, signs: Signs) -> Self {
        let none = Buffer::empty(Rect::ZERO);
        Self { shown: none.clone(), next: none, cursor: None, theme, signs, anew: true }
    }

    /// Forgets what is on the terminal: the next frame draws everything.
    pub(super) fn forget(&mut self) {
        self.anew = true;
    }

    /// The bytes that turn what is shown into what the model says; none when nothing
    /// differs.
    pub(super) fn frame(&mut self, model: &Model) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let area = Rect::new(0, 0, model.width, model.height);
        if self.anew || self.shown.area != area {
            self.shown = Buffer::empty(area);
            self.next = Buffer::empty(area);
            self.cursor = None;
            self.anew = false;
            queue!(bytes, Hide, Clear(ClearType::All))?;
        }
        self.next.reset();
        let cursor = draw(model, self.theme, &mut self.next);
        if self.signs == Signs::Ascii {
            to_ascii(&mut self.next);
        }
        self.changes(&mut bytes)?;
        self.place_cursor(cursor, &mut bytes)?;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(bytes)
    }

    fn changes(&self, bytes: &mut Vec<u8>) -> io::Result<()> {
        let changes = self.shown.diff(&self.next);
        if changes.is_empty() {
            return Ok(());
        }
        CrosstermBackend::new(bytes).draw(changes.into_iter())
    }

    fn place_cursor(&mut self, cursor: Option<Position>, bytes: &mut Vec<u8>) -> io::Result<()> {
        match cursor {
            Some(at) if self.cursor != cursor || !bytes.is_empty() => {
                queue!(bytes, MoveTo(at.x, at.y), Show)?;
            }
            None if self.cursor.is_some() => queue!(bytes, Hide)?,
            _ => {}
        }
        self.cursor = cursor;
        Ok(())
    }
}
