//! Breaks text into lines by display width.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Role, Span};

/// Breaks spans at blanks into lines of `width` cells; what is longer than a line is
/// broken at a grapheme. Lines after the first start `indent` cells in.
pub(crate) fn wrap(spans: Vec<Span>, width: usize, indent: usize) -> Vec<Vec<Span>> {
    if spans.iter().map(|span| span.text.width()).sum::<usize>() <= width {
        return vec![spans];
    }
    let mut breaker = Breaker { width: width.max(2), indent, lines: vec![], line: vec![], used: 0 };
    for span in &spans {
        for word in span.text.split_inclusive(' ') {
            breaker.word(word, span.role);
        }
    }
    breaker.finish()
}

struct Breaker {
    width: usize,
    indent: usize,
    lines: Vec<Vec<Span>>,
    line: Vec<Span>,
    used: usize,
}

impl Breaker {
    fn word(&mut self, word: &str, role: Role) {
        let bare = word.trim_end_matches(' ');
        if self.used + bare.width() <= self.width {
            self.add(word, role);
        } else if bare.width() + self.indent <= self.width {
            self.new_line();
            self.add(word, role);
        } else {
            self.long_word(word, role);
        }
    }

    fn long_word(&mut self, word: &str, role: Role) {
        let mut piece = String::new();
        let mut cells = 0;
        for grapheme in word.graphemes(true) {
            let next = grapheme.width();
            if self.used + cells + next > self.width && grapheme != " " {
                self.add(&piece, role);
                self.new_line();
                piece.clear();
                cells = 0;
            }
            piece.push_str(grapheme);
            cells += next;
        }
        self.add(&piece, role);
    }

    /// Adds text to the line; a trailing blank may hang over and is dropped.
    fn add(&mut self, text: &str, role: Role) {
        let room = self.width.saturating_sub(self.used);
        let text = if text.width() > room { text.trim_end_matches(' ') } else { text };
        if text.is_empty() {
            return;
        }
        self.used += text.width();
        match self.line.last_mut() {
            Some(last) if last.role == role => last.text.push_str(text),
            _ => self.line.push(Span::new(text, role)),
        }
    }

    fn new_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.line.push(Span::new(" ".repeat(self.indent), Role::Plain));
        self.used = self.indent;
    }

    fn finish(mut self) -> Vec<Vec<Span>> {
        self.lines.push(self.line);
        self.lines
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize, indent: usize) -> Vec<String> {
        wrap(vec![Span::new(text, Role::Plain)], width, indent)
            .into_iter()
            .map(|line| line.into_iter().map(|span| span.text).collect())
            .collect()
    }

    #[test]
    fn lines_break_at_blanks_and_indent() {
        assert_eq!(lines("one two three", 8, 2), ["one two ", "  three"]);
    }

    #[test]
    fn long_words_and_wide_characters_never_pass_the_width() {
        for text in ["aaaaaaaaaaaaaaaaaaaaaaa", "東京都港区東京都港区東京都港区", "a 👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 b"]
        {
            for width in 4..12 {
                for line in lines(text, width, 2) {
                    assert!(line.width() <= width, "{line:?} is wider than {width}");
                }
            }
        }
    }

    #[test]
    fn no_character_is_lost() {
        let text = "a bb ccc dddd eeeee ffffff";

        let joined: String = lines(text, 7, 0).concat();

        assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
    }
}
