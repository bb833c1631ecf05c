//! Text made comparable: no accents, no case, words of letters and digits.

use std::borrow::Cow;

use deunicode::deunicode;
use unicode_width::UnicodeWidthChar;

/// The most bytes of one text that are searched; a hostile name must not swell the index.
const MOST: usize = 512;

/// The folded words of a text, in order.
pub(super) fn words(text: &str) -> Vec<String> {
    deunicode(&visible(cut(text)))
        .to_ascii_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Without what takes no room: a hidden character must not hide a name from a search.
fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| c.width() != Some(0)).collect())
}

/// The folded words as one token of a field: `=e` and `ana_example_org`.
pub(super) fn field(mark: char, text: &str) -> Option<String> {
    let words = words(text);
    (!words.is_empty()).then(|| format!("={mark}{}", words.join("_")))
}

/// The digits alone, for telephone numbers.
pub(super) fn digits(text: &str) -> String {
    cut(text).chars().filter(char::is_ascii_digit).collect()
}

/// Cuts a text to at most `MOST` bytes at a character.
pub(super) fn cut(text: &str) -> &str {
    cut_to(text, MOST)
}

/// Cuts a text to at most `most` bytes at a character.
pub(super) fn cut_to(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_punctuation_do_not_count() {
        assert_eq!(words("Núñez-Ödegård, ANA"), ["nunez", "odegard", "ana"]);
        assert_eq!(words("ana\u{200B}lena"), ["analena"]);
        assert_eq!(field('e', "Ana.N@Example.org").as_deref(), Some("=eana_n_example_org"));
        assert_eq!(field('e', "--"), None);
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(cut_to("aé", 2), "a");
        assert_eq!(cut_to("aé", 3), "aé");
    }
}
