//! A picture of the real screen, drawn without a terminal.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Options;
use crate::tui::app::{Effect, Model, Msg, opening, settle, update};
use crate::tui::keymap::Key;
use crate::tui::perform::port::Office;
use crate::tui::perform::{Performer, Post};
use crate::tui::view::{draw, svg};

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
    let (sender, incoming) = channel();
    let post: Post = Arc::new(move |msg| drop(sender.send(msg)));
    let performer = Performer::start(office, &post);
    let mut model = Model::new(options.terms(), options.clock.now(), size);
    let mut effects = opening(&mut model);
    let typed = keys.chars().map(|c| Msg::Key { key: key(c), frame: u64::MAX });
    for msg in std::iter::once(Msg::Now(options.clock.now())).chain(typed) {
        effects.extend(update(&mut model, msg));
        loop {
            effects.extend(settle(&mut model));
            effects.drain(..).for_each(|effect| drop::<Option<Effect>>(performer.perform(effect)));
            let Ok(msg) = incoming.recv_timeout(SILENCE) else { break };
            effects.extend(update(&mut model, msg));
        }
    }
    let mut buf = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    draw(&model, options.theme(), &mut buf);
    svg(&buf)
}

fn key(c: char) -> Key {
    match c {
        '⏎' => Key::ENTER,
        '⇥' => Key::TAB,
        c => Key::char(c),
    }
}
