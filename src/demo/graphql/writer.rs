//! JSON written straight into bytes: the answer never exists as a tree.

use super::plan::Field;

/// The bytes of an answer as they grow.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

const HEX: &[u8; 16] = b"0123456789abcdef";

impl Writer {
    /// An empty answer with room for one page.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes) }
    }

    /// How much is written; a mark to go back to.
    pub(crate) fn mark(&self) -> usize {
        self.bytes.len()
    }

    /// Forgets what was written after a mark, as when a null climbs.
    pub(crate) fn back_to(&mut self, mark: usize) {
        self.bytes.truncate(mark);
    }

    /// Writes JSON that is already JSON.
    pub(crate) fn raw(&mut self, json: &str) {
        self.bytes.extend_from_slice(json.as_bytes());
    }

    /// Writes one byte of JSON syntax.
    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Writes a field's key with its colon, and a comma when it is not the first.
    pub(crate) fn key<R>(&mut self, field: &Field<R>, first: bool) {
        if !first {
            self.bytes.push(b',');
        }
        self.bytes.extend_from_slice(&field.key);
    }

    /// Writes a string with its quotes.
    pub(crate) fn string(&mut self, text: &str) {
        self.bytes.push(b'"');
        self.escaped(text);
        self.bytes.push(b'"');
    }

    /// Writes a string's inside.
    pub(crate) fn escaped(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if bytes.iter().all(|b| is_plain(*b)) {
            self.bytes.extend_from_slice(bytes);
            return;
        }
        for byte in bytes {
            self.escape(*byte);
        }
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.raw("\\\""),
            b'\\' => self.raw("\\\\"),
            b'\n' => self.raw("\\n"),
            b'\r' => self.raw("\\r"),
            b'\t' => self.raw("\\t"),
            0..=0x1f => {
                self.raw("\\u00");
                let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or(b'0');
                self.byte(digit(byte >> 4));
                self.byte(digit(byte & 15));
            }
            _ => self.byte(byte),
        }
    }

    /// Writes a whole number.
    pub(crate) fn integer(&mut self, number: i64) {
        if number < 0 {
            self.byte(b'-');
        }
        self.natural(number.unsigned_abs(), 1);
    }

    /// Writes a natural number with at least `width` digits.
    pub(crate) fn natural(&mut self, mut number: u64, width: usize) {
        let mut digits = [b'0'; 20];
        let mut from = digits.len();
        for slot in digits.iter_mut().rev() {
            if number == 0 {
                break;
            }
            *slot = b'0' + u8::try_from(number % 10).unwrap_or(0);
            number /= 10;
            from -= 1;
        }
        let from = from.min(digits.len().saturating_sub(width));
        self.bytes.extend_from_slice(digits.get(from..).unwrap_or_default());
    }

    /// Writes `true` or `false`.
    pub(crate) fn boolean(&mut self, yes: bool) {
        self.raw(if yes { "true" } else { "false" });
    }

    /// Writes anything that serialises; not for the hot path.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) {
        if serde_json::to_writer(&mut self.bytes, value).is_err() {
            self.raw("null");
        }
    }

    /// The whole answer.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

fn is_plain(byte: u8) -> bool {
    byte >= 0x20 && byte != b'"' && byte != b'\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Writer)) -> String {
        let mut writer = Writer::default();
        write(&mut writer);
        String::from_utf8(writer.finish()).unwrap()
    }

    #[test]
    fn hostile_text_is_escaped_as_json() {
        let text = "a\u{1b}[2J\"\\\n\t\u{202E}👨‍👩‍👧";

        let json = written(|w| w.string(text));

        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        assert!(json.contains("\\u001b"));
    }

    #[test]
    fn numbers_are_written_with_their_width() {
        assert_eq!(written(|w| w.integer(-120)), "-120");
        assert_eq!(written(|w| w.integer(0)), "0");
        assert_eq!(written(|w| w.natural(7, 2)), "07");
        assert_eq!(written(|w| w.natural(2026, 2)), "2026");
        assert_eq!(written(|w| w.natural(u64::MAX, 1)), u64::MAX.to_string());
    }
}
