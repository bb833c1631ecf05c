//! All keys.

use super::{Page, Pen, Role, Span};
use crate::tui::keymap::{HelpLine, help_lines};

/// Writes the help from the keymap.
pub(crate) fn help(width: u16) -> Page {
    let mut pen = Pen::new(width);
    for line in help_lines() {
        match line {
            HelpLine::Group(title) => {
                pen.gap();
                pen.push(vec![Span::new(title, Role::Heading)]);
            }
            HelpLine::Keys { keys, help } => {
                let spans = vec![
                    Span::new(format!("{keys:<12} "), Role::Key),
                    Span::new(help, Role::Plain),
                ];
                pen.flow(spans, 13);
            }
        }
    }
    pen.done()
}
