//! Columns of text for people.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use crate::domain::fit;

/// One line: each cell cut or filled to its width; the last one stays as long as it is.
pub(super) fn row<const N: usize>(cells: [(&str, usize); N]) -> String {
    let mut line = String::new();
    for (text, width) in cells {
        let cell = if width == 0 { Cow::Borrowed(text) } else { fit(Cow::Borrowed(text), width) };
        line.push_str(&cell);
        line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width())));
        line.push_str("  ");
    }
    line.trim_end().to_owned()
}

/// `1 order`, `2 orders`.
pub(super) fn counted(count: u64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn cells_are_measured_by_what_is_seen() {
        assert_eq!(row([("山田", 6), ("x", 3), ("end", 0)]), "山田    x    end");
        assert_eq!(row([("abcdef", 4), ("x", 0)]), "abc…  x");
        assert_eq!(row([("a", 4), ("", 0)]), "a");
    }
}
