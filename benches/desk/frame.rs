//! The whole frame at 200×60, from the model to the terminal's bytes, beside a bare
//! ratatui program that draws the same screen from memory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Widget;
use ratatui::{Terminal, TerminalOptions, Viewport};
use unhold::desk::{Desk, Presence};
use unhold::domain::ShopId;
use unhold::tui::{Office, Options, Still};

use crate::figures::{fact, line};
use crate::sample::{Sample, ms};
use crate::{config, open, seed};

const SIZE: (u16, u16) = (200, 60);
const FRAMES: usize = 3_000;

/// Measures frames over a queue of `rows` rows, the selection going down and up again.
pub fn measure(rows: usize) {
    let root = config::root();
    let data = seed::folder(&root, rows, &ShopId::new("bench"));
    let config = config::write(&root.join("desk"), "http://127.0.0.1:9", "no-token");
    let desk: Desk = open::desk(&config, &data, Presence::Offline);
    let office: Arc<dyn Office> = Arc::new(desk);
    let mut still = Still::open(&office, &Options::default(), SIZE);
    still.frame().expect("a frame");
    let mut floor = Floor::new(&still.text());
    let (mut ours, mut bare) = (Sample::default(), Sample::default());
    for number in 0..FRAMES {
        still.press(if (number / 20).is_multiple_of(2) { 'j' } else { 'k' });
        let began = Instant::now();
        let bytes = still.frame().expect("a frame");
        ours.add(began.elapsed());
        assert!(bytes > 0, "the selection moved");
        still.catch_up();
        bare.add(floor.frame(number));
    }
    fact(
        "frame of the bare ratatui program",
        &format!("p50 {}, p99 {}", ms(bare.at(50)), ms(bare.at(99))),
    );
    line(
        &format!("frame with {rows} rows"),
        &format!("p50 {}, p99 {}", ms(ours.at(50)), ms(ours.at(99))),
        "p50 0.5 ms",
        ours.at(50) <= Duration::from_micros(500),
    );
}

/// A bare ratatui program whose terminal is a vector.
struct Floor {
    lines: Vec<String>,
    terminal: Terminal<CrosstermBackend<Vec<u8>>>,
}

impl Floor {
    fn new(text: &str) -> Self {
        let area = Rect::new(0, 0, SIZE.0, SIZE.1);
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let backend = CrosstermBackend::new(Vec::new());
        let terminal = Terminal::with_options(backend, options).expect("a terminal");
        Self { lines: text.lines().map(str::to_owned).collect(), terminal }
    }

    fn frame(&mut self, number: usize) -> Duration {
        let selected = 6 + number % 40;
        let began = Instant::now();
        let lines = &self.lines;
        self.terminal
            .draw(|frame| {
                for ((y, text), at) in (0..SIZE.1).zip(lines).zip(0..) {
                    let style = if at == selected { Style::new().reversed() } else { Style::new() };
                    let place = Rect::new(0, y, SIZE.0, 1);
                    Line::styled(text.as_str(), style).render(place, frame.buffer_mut());
                }
            })
            .expect("a frame");
        began.elapsed()
    }
}
