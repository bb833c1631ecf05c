//! All keys, those of the place where they were asked for first.

use super::{Page, Pen, Role, Span};
use crate::tui::keymap::{Focus, HelpLine, help_lines};

/// Cells that the keys take.
const KEYS: usize = 14;

/// Writes the help from the keymap.
pub(crate) fn help(focus: Focus, width: u16) -> Page {
    let mut pen = Pen::new(width);
    for line in help_lines(focus) {
        match line {
            HelpLine::Place(words) => {
                pen.gap();
                pen.push(vec![Span::new(words, Role::Strong)]);
            }
            HelpLine::Group(title) => {
                pen.gap();
                pen.push(vec![Span::new(title, Role::Heading)]);
            }
            HelpLine::Keys { keys, help } => {
                let spans = vec![
                    Span::new(format!("{keys:<KEYS$} "), Role::Key),
                    Span::new(help, Role::Plain),
                ];
                pen.flow(spans, KEYS + 1);
            }
        }
    }
    pen.done()
}
