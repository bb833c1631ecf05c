//! Text that came from outside, made safe to keep and to show.
//!
//! `Clean` is the only way outside text enters the house. Card numbers are masked
//! before anything else sees the text (C1); control, bidi, zero-width and tag
//! characters stay in the kept form, for comparing, and become visible marks in the
//! shown form.

use std::borrow::Cow;
use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Readable;

/// The most bytes one outside text may keep; longer text is cut and says so.
pub const MOST_BYTES: usize = 128 * 1024;

/// The fewest digits of a card number (C1).
const SHORTEST_CARD: usize = 13;

/// Outside text with card numbers masked; shows its tricks instead of playing them.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clean {
    kept: Box<str>,
    tricky: bool,
}

/// A stretch of shown text: ordinary, or a mark that stands for a hidden character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Characters as they came.
    Plain(&'a str),
    /// A mark such as `^[` or `⟨U+202E⟩`; drawn in the warning style.
    Mark(String),
    /// The end of a line inside the text.
    NewLine,
}

impl Clean {
    /// Takes outside text in: masks card numbers, cuts what is too long, notes tricks.
    pub fn new(outside: &str) -> Self {
        if is_ordinary(outside) {
            return Self { kept: outside.into(), tricky: false };
        }
        let cut = cut_at(outside, MOST_BYTES);
        let kept: Box<str> = match (mask_cards(cut), cut.len() < outside.len()) {
            (masked, false) => masked.into(),
            (masked, true) => format!("{masked}…").into(),
        };
        let tricky = kept.chars().any(|c| c != '\n' && is_trick(c));
        Self { kept, tricky }
    }

    /// Takes a telephone number in: as `new`, but an international number of at most
    /// 15 digits (E.164) stays although one in ten has the check digit of a card.
    pub fn phone(outside: &str) -> Self {
        let digits = outside.chars().filter(|c| digit_value(*c).is_some()).count();
        let international = outside.trim_start().starts_with('+') && digits <= 15;
        let dialled = outside.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c));
        if international && dialled {
            return Self { kept: outside.into(), tricky: false };
        }
        Self::new(outside)
    }

    /// The text as kept (masked, otherwise raw), for comparing and for writing back.
    pub fn raw(&self) -> &str {
        &self.kept
    }

    /// Whether the text holds characters that would hide or reorder what is shown.
    pub fn is_tricky(&self) -> bool {
        self.tricky
    }

    /// Whether nothing, or nothing but blanks, is left.
    pub fn is_blank(&self) -> bool {
        self.kept.trim().is_empty()
    }

    /// The text on one line with every hidden character as a visible mark.
    pub fn shown(&self) -> Cow<'_, str> {
        if !self.tricky && !self.kept.contains('\n') {
            return Cow::Borrowed(&self.kept);
        }
        let mut line = String::with_capacity(self.kept.len() + 8);
        for piece in self.pieces() {
            match piece {
                Piece::Plain(text) => line.push_str(text),
                Piece::Mark(mark) => line.push_str(&mark),
                Piece::NewLine => line.push('⏎'),
            }
        }
        Cow::Owned(line)
    }

    /// The text in stretches of ordinary characters and marks, in order.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut plain_from = 0;
        for (at, grapheme) in self.kept.grapheme_indices(true) {
            if !has_trick(grapheme) {
                continue;
            }
            push_plain(&mut pieces, self.kept.get(plain_from..at));
            push_marked(&mut pieces, grapheme);
            plain_from = at + grapheme.len();
        }
        push_plain(&mut pieces, self.kept.get(plain_from..));
        pieces
    }

    /// The text without its hidden characters, for comparing: a zero-width character put
    /// into a name must not make it another name. Never for showing.
    pub fn bare(&self) -> Cow<'_, str> {
        if !self.tricky {
            return Cow::Borrowed(&self.kept);
        }
        Cow::Owned(self.kept.chars().filter(|c| *c == '\n' || !is_trick(*c)).collect())
    }

    /// The shown form cut to `width` cells at a grapheme, with `…` when cut.
    pub fn fitted(&self, width: usize) -> Cow<'_, str> {
        fit(self.shown(), width)
    }
}

/// Whether a text needs no second look: short, plain, too few digits for a card. Nearly
/// all text is like that, and every order of a shop passes here many times.
fn is_ordinary(text: &str) -> bool {
    let mut digits = 0;
    text.len() <= 256
        && text.bytes().all(|byte| {
            digits += usize::from(byte.is_ascii_digit());
            matches!(byte, b' '..=b'~' | b'\n')
        })
        && digits < SHORTEST_CARD
}

/// Cuts `text` to `width` display cells at a grapheme boundary, ending in `…` when cut.
pub fn fit(text: Cow<'_, str>, width: usize) -> Cow<'_, str> {
    if text.len() <= width || text.width() <= width {
        return text;
    }
    let room = width.saturating_sub(1);
    let mut used = 0;
    let mut cut = String::new();
    for grapheme in text.graphemes(true) {
        let next = grapheme.width();
        if used + next > room {
            break;
        }
        used += next;
        cut.push_str(grapheme);
    }
    if width > 0 {
        cut.push('…');
    }
    Cow::Owned(cut)
}

fn push_plain<'a>(pieces: &mut Vec<Piece<'a>>, text: Option<&'a str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        pieces.push(Piece::Plain(text));
    }
}

fn push_marked(pieces: &mut Vec<Piece<'_>>, grapheme: &str) {
    if matches!(grapheme, "\n" | "\r\n") {
        pieces.push(Piece::NewLine);
        return;
    }
    let mut mark = String::new();
    for c in grapheme.chars() {
        if is_trick(c) {
            mark.push_str(&mark_of(c));
        } else {
            mark.push(c);
        }
    }
    pieces.push(Piece::Mark(mark));
}

/// Whether a grapheme hides something. A joiner inside an emoji family is honest
/// writing and stays as it is.
fn has_trick(grapheme: &str) -> bool {
    if !grapheme.chars().any(is_trick) {
        return false;
    }
    let honest_joiner = grapheme.contains('\u{200D}')
        && grapheme.chars().all(|c| c == '\u{200D}' || !is_trick(c))
        && grapheme.chars().next().is_some_and(|c| c > '\u{2000}' && c != '\u{200D}')
        && !grapheme.ends_with('\u{200D}');
    !honest_joiner
}

/// Whether a character can hide, reorder or act when printed.
fn is_trick(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

fn mark_of(c: char) -> String {
    match u32::from(c) {
        code @ 0..=0x1F => format!("^{}", char::from(u8::try_from(code).unwrap_or(0) + 0x40)),
        0x7F => "^?".to_owned(),
        code => format!("⟨U+{code:04X}⟩"),
    }
}

fn cut_at(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Replaces every card number by a marker that keeps the last four digits.
///
/// A card number is 13 to 19 digits, blanks and dashes between them allowed, whose
/// Luhn sum holds (C1; PCI DSS 3.3.1). Runs inside a longer run of digits count too:
/// a number glued to another must not slip through.
pub fn mask_cards(text: &str) -> Cow<'_, str> {
    if text.bytes().filter(u8::is_ascii_digit).count() < SHORTEST_CARD && text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut masked: Option<String> = None;
    let mut copied = 0;
    for run in digit_runs(text) {
        for (from, to, last_four) in cards_in(&run) {
            let out = masked.get_or_insert_with(|| String::with_capacity(text.len()));
            out.push_str(text.get(copied..from).unwrap_or_default());
            out.push_str("[card …");
            out.push_str(&last_four);
            out.push(']');
            copied = to;
        }
    }
    match masked {
        None => Cow::Borrowed(text),
        Some(mut out) => {
            out.push_str(text.get(copied..).unwrap_or_default());
            Cow::Owned(out)
        }
    }
}

struct Digit {
    value: u32,
    from: usize,
    to: usize,
}

/// Runs of digits (of any script) in which only blanks, dashes, dots and invisible
/// characters stand between one digit and the next, at most three of them.
fn digit_runs(text: &str) -> Vec<Vec<Digit>> {
    let mut runs = Vec::new();
    let mut run: Vec<Digit> = Vec::new();
    let mut gap = 0;
    for (from, c) in text.char_indices() {
        if let Some(value) = digit_value(c) {
            run.push(Digit { value, from, to: from + c.len_utf8() });
            gap = 0;
        } else if !run.is_empty() && gap < 3 && is_separator(c) {
            gap += 1;
        } else if !run.is_empty() {
            runs.push(std::mem::take(&mut run));
            gap = 0;
        }
    }
    runs.push(run);
    runs.retain(|run| run.len() >= SHORTEST_CARD);
    runs
}

fn digit_value(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| match u32::from(c) {
        code @ 0xFF10..=0xFF19 => Some(code - 0xFF10),
        code @ 0x0660..=0x0669 => Some(code - 0x0660),
        code @ 0x06F0..=0x06F9 => Some(code - 0x06F0),
        code @ 0x0966..=0x096F => Some(code - 0x0966),
        _ => None,
    })
}

fn is_separator(c: char) -> bool {
    c == ' ' || c.is_whitespace() || matches!(c, '-' | '‐'..='―' | '.' | '\u{2212}') || is_trick(c)
}

/// The stretches of one run that may hold a card number, left to right, as places in the
/// text; with the last four digits where the stretch can only be one card.
///
/// Every window counts, not the first that fits: by chance a window may begin in a phone
/// number and end inside the card behind it, and what was left would be kept.
fn cards_in(run: &[Digit]) -> Vec<(usize, usize, String)> {
    let windows = windows_in(run);
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for &(from, to) in &windows {
        match stretches.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => stretches.push((from, to)),
        }
    }
    let told = |stretch: &(usize, usize)| {
        let digits = run.get(stretch.0..stretch.1)?;
        let tail = digits.iter().skip(digits.len().saturating_sub(4));
        let last_four = tail.filter_map(|digit| char::from_digit(digit.value, 10));
        let last_four = if windows.contains(stretch) { last_four.collect() } else { String::new() };
        Some((digits.first()?.from, digits.last()?.to, last_four))
    };
    stretches.iter().filter_map(told).collect()
}

/// Windows of 13 to 19 digits whose sum holds: the whole run, and inside a longer run those
/// that begin as payment cards do.
fn windows_in(run: &[Digit]) -> Vec<(usize, usize)> {
    let mut windows = Vec::new();
    for from in 0..run.len().saturating_sub(12) {
        for length in 13..=19.min(run.len() - from) {
            let Some(digits) = run.get(from..from + length) else { break };
            let begins_so = digits.first().is_some_and(|digit| (2..=6).contains(&digit.value));
            if (length == run.len() || begins_so) && looks_like_card(digits) {
                windows.push((from, from + length));
            }
        }
    }
    windows
}

fn looks_like_card(digits: &[Digit]) -> bool {
    let all_same = digits.windows(2).all(|pair| matches!(pair, [a, b] if a.value == b.value));
    !all_same && luhn(digits)
}

fn luhn(digits: &[Digit]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => digit.value,
            _ if digit.value > 4 => digit.value * 2 - 9,
            _ => digit.value * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

/// Debug output never carries outside text: it could land in a log.
impl fmt::Debug for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clean({} bytes)", self.kept.len())
    }
}

impl From<&str> for Clean {
    fn from(outside: &str) -> Self {
        Self::new(outside)
    }
}

impl Serialize for Clean {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.kept)
    }
}

impl<'de> Deserialize<'de> for Clean {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TakenIn(Self::new))
    }
}

/// Takes a text in from where it lies, without a copy in between.
struct TakenIn(fn(&str) -> Clean);

impl Visitor<'_> for TakenIn {
    type Value = Clean;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: serde::de::Error>(self, outside: &str) -> Result<Clean, E> {
        Ok((self.0)(outside))
    }
}

/// A telephone number read back as it was taken in: by `Clean::phone`, because `new`
/// would mask one in ten international numbers and with that change the revision.
struct Phone(Clean);

impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TakenIn(Clean::phone)).map(Self)
    }
}

/// Reads a kept telephone number.
pub(super) fn kept_phone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Clean, D::Error> {
    Phone::deserialize(deserializer).map(|phone| phone.0)
}

/// Reads a kept telephone number that may be missing or denied.
pub(super) fn kept_readable_phone<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Readable<Clean>, D::Error> {
    Readable::<Phone>::deserialize(deserializer).map(|phone| phone.map(|phone| phone.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_do_not_take_part_in_comparing() {
        assert_eq!(Clean::new("A\u{200B}da\u{202E} L").bare(), "Ada L");
        assert_eq!(Clean::new("Ada L").bare(), "Ada L");
    }

    #[test]
    fn control_and_bidi_characters_become_marks() {
        let name = Clean::new("A\u{1b}[2Jb\u{202E}c\u{200B}d\u{E0041}");

        assert_eq!(name.shown(), "A^[[2Jb⟨U+202E⟩c⟨U+200B⟩d⟨U+E0041⟩");
        assert!(name.is_tricky());
    }

    #[test]
    fn an_emoji_family_is_left_alone() {
        let name = Clean::new("Ana 👨‍👩‍👧‍👦 Núñez");

        assert_eq!(name.shown(), "Ana 👨‍👩‍👧‍👦 Núñez");
    }

    #[test]
    fn a_joiner_between_letters_is_shown() {
        assert_eq!(Clean::new("pay\u{200D}pal").shown(), "pay⟨U+200D⟩pal");
    }

    #[test]
    fn card_numbers_are_masked_in_any_notation() {
        for card in [
            "4111111111111111",
            "4111 1111 1111 1111",
            "4111-1111-1111-1111",
            "4111\u{200B}1111\u{200B}1111\u{200B}1111",
            "４１１１１１１１１１１１１１１１",
            "378282246310005",
        ] {
            let text = format!("card {card} please");
            let masked = Clean::new(&text);

            assert!(masked.raw().contains("[card …"), "{card} was kept: {}", masked.raw());
            assert!(!masked.raw().contains("4111"), "{card}");
        }
    }

    #[test]
    fn the_short_way_in_takes_only_what_the_long_way_would_leave_as_it_is() {
        for text in ["", "12 Main St", "a\nb", "123456789012", "café", "a\tb", "4111111111111111"]
        {
            let is_left =
                mask_cards(text) == text && !text.chars().any(|c| c != '\n' && is_trick(c));

            assert!(is_left || !is_ordinary(text), "{text:?}");
        }
        assert!(is_ordinary("12 Main St"));
        assert!(!is_ordinary("a\tb") && !is_ordinary("4111111111111") && !is_ordinary("café"));
    }

    #[test]
    fn a_card_glued_to_other_digits_is_masked() {
        assert!(Clean::new("ref00 4111111111111111 12").raw().contains("[card …"));
    }

    #[test]
    fn a_card_behind_any_other_number_is_masked_whole() {
        let card = "4111111111111111";
        for prefix in (0..2_000_u64).map(|n| n * 499_999_993 % 10_000_000_000) {
            for text in [format!("{prefix} {card}"), format!("{card}-{prefix}")] {
                let kept: String =
                    Clean::new(&text).raw().chars().filter(char::is_ascii_digit).collect();

                let leaked = (8..=card.len())
                    .flat_map(|length| (0..=card.len() - length).map(move |at| (at, length)))
                    .any(|(at, length)| {
                        card.get(at..at + length).is_some_and(|part| kept.contains(part))
                    });
                assert!(!leaked, "{text} is kept as {}", Clean::new(&text).raw());
            }
        }
    }

    #[test]
    fn long_numbers_that_are_no_cards_stay() {
        for number in ["1234567890123", "+1 415 555 0134", "0000000000000000"] {
            assert_eq!(Clean::new(number).raw(), number);
        }
    }

    #[test]
    fn text_is_fitted_at_graphemes_by_display_width() {
        assert_eq!(Clean::new("東京都港区").fitted(5), "東京…");
        assert_eq!(Clean::new("abc").fitted(3), "abc");
        assert_eq!(Clean::new("abcd").fitted(3), "ab…");
        assert_eq!(Clean::new("abcd").fitted(0), "");
    }

    #[test]
    fn huge_text_is_cut_and_says_so() {
        let note = Clean::new(&"é".repeat(MOST_BYTES));

        assert!(note.raw().len() <= MOST_BYTES + 3);
        assert!(note.raw().ends_with('…'));
    }

    #[test]
    fn reading_back_changes_nothing() {
        let once = Clean::new("a\u{202E}b 4111111111111111\nnext");
        let json = serde_json::to_string(&once).unwrap();

        assert_eq!(serde_json::from_str::<Clean>(&json).unwrap(), once);
    }
}
