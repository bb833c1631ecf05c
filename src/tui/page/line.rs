//! Lines with roles, and the pen that writes them.

use unicode_width::UnicodeWidthStr;

use crate::domain::{Clean, Piece};

use super::{Part, wrap};

/// What a stretch of text means; the theme gives it its look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// Ordinary text.
    #[default]
    Plain,
    /// Less important.
    Muted,
    /// More important.
    Strong,
    /// The heading of a part.
    Heading,
    /// Speaks for the order; went well.
    Good,
    /// Needs a look.
    Warn,
    /// Speaks against the order; went wrong.
    Danger,
    /// Stands for a hidden character in outside text.
    Mark,
    /// A key to press.
    Key,
    /// Ours, or chosen.
    Accent,
}

/// A stretch of text with one role. The text holds no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The text.
    pub(crate) text: String,
    /// What it means.
    pub(crate) role: Role,
}

impl Span {
    /// Makes a span of our own words.
    pub(crate) fn new(text: impl Into<String>, role: Role) -> Self {
        Self { text: text.into(), role }
    }

    /// Outside text on one line, its marks in their own role.
    pub(crate) fn outside(text: &Clean, role: Role) -> Vec<Self> {
        if !text.is_tricky() && !text.raw().contains('\n') {
            return vec![Self::new(text.raw(), role)];
        }
        let pieces = text.pieces().into_iter();
        pieces
            .map(|piece| match piece {
                Piece::Plain(text) => Self::new(text, role),
                Piece::Mark(mark) => Self::new(mark, Role::Mark),
                Piece::NewLine => Self::new(" ⏎ ", Role::Muted),
            })
            .collect()
    }
}

/// One line of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// The text.
    pub(crate) spans: Vec<Span>,
    /// Which row of a list it belongs to, when the page is a list.
    pub(crate) item: Option<usize>,
    /// Which part it belongs to.
    pub(crate) part: Option<Part>,
}

/// Lines from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// The lines.
    pub(crate) lines: Vec<Line>,
}

impl Page {
    /// The first line of a list row.
    pub(crate) fn first_line_of(&self, item: usize) -> Option<usize> {
        self.lines.iter().position(|line| line.item == Some(item))
    }

    /// The last line of a list row.
    pub(crate) fn last_line_of(&self, item: usize) -> Option<usize> {
        self.lines.iter().rposition(|line| line.item == Some(item))
    }
}

/// Writes lines of one width.
pub(crate) struct Pen {
    width: usize,
    page: Page,
    item: Option<usize>,
    part: Option<Part>,
}

/// Cells that the label of a fact takes.
const LABEL: usize = 11;

impl Pen {
    /// Starts an empty page of this width.
    pub(crate) fn new(width: u16) -> Self {
        Self { width: usize::from(width).max(8), page: Page::default(), item: None, part: None }
    }

    /// The width in cells.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The page written.
    pub(crate) fn done(self) -> Page {
        self.page
    }

    /// Lines that follow belong to this row of the list.
    pub(crate) fn item(&mut self, item: Option<usize>) {
        self.item = item;
    }

    /// Lines that follow belong to this part.
    pub(crate) fn part(&mut self, part: Option<Part>) {
        self.part = part;
    }

    /// How many lines there are so far.
    pub(crate) fn count(&self) -> usize {
        self.page.lines.len()
    }

    /// Cuts the page back to so many lines.
    pub(crate) fn cut_to(&mut self, count: usize) {
        self.page.lines.truncate(count);
    }

    /// An empty line, unless the page is empty or the line before is.
    pub(crate) fn gap(&mut self) {
        if self.page.lines.last().is_some_and(|line| !line.spans.is_empty()) {
            self.push(Vec::new());
        }
    }

    /// A line as it is; it must fit.
    pub(crate) fn push(&mut self, spans: Vec<Span>) {
        self.page.lines.push(Line { spans, item: self.item, part: self.part });
    }

    /// A paragraph; further lines start `indent` cells in.
    pub(crate) fn flow(&mut self, spans: Vec<Span>, indent: usize) {
        for line in wrap(spans, self.width, indent.min(self.width / 2)) {
            self.push(line);
        }
    }

    /// A sentence of our own.
    pub(crate) fn say(&mut self, text: impl Into<String>, role: Role) {
        self.flow(vec![Span::new(text, role)], 0);
    }

    /// A paragraph that belongs to the line above: all of it starts `indent` cells in.
    pub(crate) fn below(&mut self, indent: usize, text: Vec<Span>) {
        let mut spans = vec![Span::new(" ".repeat(indent), Role::Plain)];
        spans.extend(text);
        self.flow(spans, indent);
    }

    /// A label and what it names.
    pub(crate) fn fact(&mut self, label: &str, value: Vec<Span>) {
        let mut spans = vec![Span::new(format!("{label:<LABEL$} "), Role::Muted)];
        spans.extend(value);
        self.flow(spans, LABEL + 1);
    }

    /// A sign in front of a text; further lines start under the text.
    pub(crate) fn bullet(&mut self, sign: &Span, text: Vec<Span>) {
        let mut spans = vec![Span::new(format!("{} ", sign.text), sign.role)];
        spans.extend(text);
        self.flow(spans, sign.text.width() + 1);
    }

    /// Outside text with its own line breaks, `indent` cells in.
    pub(crate) fn outside_lines(&mut self, text: &Clean, indent: usize) {
        let pad = " ".repeat(indent);
        let mut line = vec![Span::new(pad.clone(), Role::Plain)];
        for piece in text.pieces() {
            match piece {
                Piece::Plain(text) => line.push(Span::new(text, Role::Plain)),
                Piece::Mark(mark) => line.push(Span::new(mark, Role::Mark)),
                Piece::NewLine => {
                    let full =
                        std::mem::replace(&mut line, vec![Span::new(pad.clone(), Role::Plain)]);
                    self.flow(full, indent);
                }
            }
        }
        self.flow(line, indent);
    }
}
