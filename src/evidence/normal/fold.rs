//! Text to plain Latin words in lower case.

use std::borrow::Cow;

use deunicode::deunicode;

use crate::domain::Clean;

/// The most bytes of one field that take part in comparing: no name, street or number is
/// longer, and a text of megabytes must not cost more than one.
pub(super) const MOST_BYTES: usize = 400;

/// The text without hidden characters, in plain ASCII, at most `MOST_BYTES` of it.
pub(super) fn latin(text: &Clean) -> Cow<'_, str> {
    match text.bare() {
        Cow::Borrowed(bare) => latin_of(bare),
        Cow::Owned(bare) => Cow::Owned(latin_of(&bare).into_owned()),
    }
}

/// As `latin`, for text that holds no hidden characters.
pub(super) fn latin_of(text: &str) -> Cow<'_, str> {
    let text = cut(text, MOST_BYTES);
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    // Marks of numbers would become the words “deg” and “o”.
    let plain = text.replace(['º', 'ª', '°', '’', '‘', 'ʼ', 'ʻ', '´'], "'").replace('½', " 1/2");
    let folded = deunicode(&plain);
    // One character may become a word of twenty letters.
    Cow::Owned(cut(&folded, MOST_BYTES).to_owned())
}

/// The words of a name or a town in plain Latin; apostrophes are left out (`O'Brien` is
/// one word).
pub(super) fn split(latin: &str) -> Vec<String> {
    let mut words = Vec::with_capacity(4);
    let mut word = String::new();
    for c in latin.chars() {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else if !matches!(c, '\'' | '`') && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The word without the difference between `müller`, `mueller` and `muller`, or between
/// `håkon` and `haakon`.
///
/// The pairs stay at the end of a word (`joe`, `chloe`), before a last `l` (`michael`,
/// `manuel`, `noel`) and behind `q` and `g` (`enrique`, `rodriguez`), where they are no
/// spelling of another letter.
pub(super) fn plain(word: String) -> String {
    let bytes = word.as_bytes();
    if !bytes.windows(2).any(is_pair) {
        return word;
    }
    let mut kept = String::with_capacity(word.len());
    let mut before = 0_u8;
    let mut letters = bytes.iter().copied().enumerate();
    while let Some((at, letter)) = letters.next() {
        kept.push(char::from(letter));
        let pair = bytes.get(at..at + 2).is_some_and(is_pair);
        if pair && folds(before, letter, bytes.get(at + 2..).unwrap_or_default()) {
            letters.next();
        }
        before = letter;
    }
    // What was taken out may have brought a new pair together.
    if kept.len() < word.len() { plain(kept) } else { kept }
}

fn is_pair(pair: &[u8]) -> bool {
    matches!(pair, [b'a' | b'o' | b'u', b'e'] | [b'a', b'a'])
}

fn folds(before: u8, first: u8, rest: &[u8]) -> bool {
    // The `u` of `enrique` and `miguel` belongs to the letter before it.
    let is_mute = first == b'u' && matches!(before, b'q' | b'g');
    !is_mute && !matches!(rest, [] | [b'l'])
}

/// Letters behind digits that were put in their place: `ma1n`, `5treet`, `pl35ant`.
///
/// `None` for what honest writing has: numbers, `12a`, `b4`, `5th`, and anything without
/// three letters.
pub(super) fn unmasked(word: &str) -> Option<String> {
    let bytes = word.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    if digits == 0 || letters < 2 || digits > letters || letters + digits != bytes.len() {
        return None;
    }
    let number = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let tail = word.get(number..).unwrap_or_default();
    let counted = matches!(tail, "st" | "nd" | "rd" | "th" | "e" | "er" | "eme" | "bis" | "ter");
    if number > 0 && counted {
        return None;
    }
    let letter = |c| match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        other => other,
    };
    Some(word.chars().map(letter).collect())
}

/// Cuts at a character.
pub(super) fn cut(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_letter_fold_and_others_stay() {
        for (written, folded) in [
            ("mueller", "muller"),
            ("goethe", "gothe"),
            ("haakon", "hakon"),
            ("michael", "michael"),
            ("manuel", "manuel"),
            ("joe", "joe"),
            ("enrique", "enrique"),
            ("rodriguez", "rodriguez"),
            ("aaaa", "aa"),
            ("", ""),
        ] {
            assert_eq!(plain(written.to_owned()), folded, "{written}");
        }
    }

    #[test]
    fn digits_in_the_place_of_letters_become_letters() {
        for (written, read) in [
            ("pl35ant", Some("plesant")),
            ("ma1n", Some("main")),
            ("5treet", Some("street")),
            ("5th", None),
            ("12a", None),
            ("12bis", None),
            ("b4", None),
            ("12", None),
            ("main", None),
        ] {
            assert_eq!(unmasked(written).as_deref(), read, "{written}");
        }
    }
}
