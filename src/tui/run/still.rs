//! The workstation without a terminal: for pictures, and for measuring its frames.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::Options;
use super::canvas::{Canvas, Signs};
use crate::tui::app::{Effect, Model, Msg, opening, settle, update};
use crate::tui::keymap::Key;
use crate::tui::perform::port::Office;
use crate::tui::perform::{Performer, Post};
use crate::tui::view::{Theme, draw, svg};

/// How long the desk must be silent before a picture is taken.
const SILENCE: Duration = Duration::from_millis(400);

/// Opens the workstation on a desk, types keys (`⏎` is Enter, `⇥` is Tab) and answers the
/// screen as an SVG picture.
pub fn picture(
    office: &Arc<dyn Office>,
    options: &Options,
    size: (u16, u16),
    keys: &str,
) -> String {
    let mut still = Still::open(office, options, size);
    for c in keys.chars() {
        still.press(c);
        still.wait();
    }
    svg(&still.buffer())
}

/// A workstation on a desk whose keys come from the program and whose frames go nowhere.
pub struct Still {
    model: Model,
    canvas: Canvas,
    theme: Theme,
    performer: Performer,
    incoming: Receiver<Msg>,
}

impl Still {
    /// Opens it and waits until the desk has nothing more to say.
    pub fn open(office: &Arc<dyn Office>, options: &Options, size: (u16, u16)) -> Self {
        let (sender, incoming) = channel();
        let post: Post = Arc::new(move |msg| drop(sender.send(msg)));
        let performer = Performer::start(office, &post);
        let mut model = Model::new(options.terms(), options.clock.now(), size);
        let effects = opening(&mut model);
        let theme = options.theme();
        let mut still =
            Self { model, canvas: Canvas::new(theme, Signs::All), theme, performer, incoming };
        still.perform(effects);
        still.take(Msg::Now(options.clock.now()));
        still.wait();
        still
    }

    /// Types a key and waits for no answer.
    pub fn press(&mut self, c: char) {
        self.take(Msg::Key { key: key(c), frame: u64::MAX });
    }

    /// Takes answers in until the desk is silent.
    pub fn wait(&mut self) {
        while let Ok(msg) = self.incoming.recv_timeout(SILENCE) {
            self.take(msg);
        }
    }

    /// Takes in the answers that are there.
    pub fn catch_up(&mut self) {
        while let Ok(msg) = self.incoming.try_recv() {
            self.take(msg);
        }
    }

    /// The screen as plain text, one line a row.
    pub fn text(&self) -> String {
        let buf = self.buffer();
        let row = |cells: &[Cell]| cells.iter().map(Cell::symbol).collect::<String>();
        let rows = buf.content.chunks(usize::from(buf.area.width).max(1));
        rows.map(row).collect::<Vec<_>>().join("\n")
    }

    fn buffer(&self) -> Buffer {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.model.width, self.model.height));
        draw(&self.model, self.theme, &mut buf);
        buf
    }

    /// Draws the next frame; answers how many bytes the terminal would get.
    pub fn frame(&mut self) -> io::Result<usize> {
        self.canvas.frame(&self.model).map(|bytes| bytes.len())
    }

    fn take(&mut self, msg: Msg) {
        let mut effects = update(&mut self.model, msg);
        effects.extend(settle(&mut self.model));
        self.perform(effects);
    }

    fn perform(&self, effects: Vec<Effect>) {
        for effect in effects {
            // What is for the terminal has none to go to.
            drop(self.performer.perform(effect));
        }
    }
}

fn key(c: char) -> Key {
    match c {
        '⏎' => Key::ENTER,
        '⇥' => Key::TAB,
        c => Key::char(c),
    }
}
