//! A line that moves while something long goes on.

use std::io::{self, IsTerminal, Write};

/// The line; on a terminal only.
pub(super) struct Bar {
    screen: Option<io::Stderr>,
}

impl Bar {
    /// A bar on the error output, unless that is no terminal or a document is asked for.
    pub(super) fn on_terminal(json: bool) -> Self {
        let screen = io::stderr();
        let moves =
            !json && screen.is_terminal() && std::env::var_os("TERM").is_some_and(|t| t != "dumb");
        Self { screen: moves.then_some(screen) }
    }

    /// Shows how much is done, with words behind it.
    pub(super) fn show(&mut self, done: u64, total: u64, words: &str) {
        self.draw(&format!("{} {words}", blocks(done, total)));
    }

    /// Shows words alone.
    pub(super) fn say(&mut self, words: &str) {
        self.draw(words);
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        self.draw("");
    }

    /// A bar that cannot be drawn is no reason to stop the work.
    fn draw(&mut self, text: &str) {
        if let Some(screen) = &mut self.screen
            && write!(screen, "\r\x1b[K{text}").and_then(|()| screen.flush()).is_err()
        {
            self.screen = None;
        }
    }
}

fn blocks(done: u64, total: u64) -> String {
    const WIDTH: u64 = 24;
    let filled = done.min(total).saturating_mul(WIDTH) / total.max(1);
    (0..WIDTH).map(|place| if place < filled { '#' } else { '.' }).collect()
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn the_bar_fills_and_never_overflows() {
        assert_eq!(blocks(0, 10), ".".repeat(24));
        assert_eq!(blocks(5, 10), "#".repeat(12) + &".".repeat(12));
        assert_eq!(blocks(50, 10), "#".repeat(24));
    }
}
