//! Telephone numbers as international digits.

use super::calling_codes::{self, Habit};
use super::fold::{cut, latin_of};
use crate::domain::Clean;

/// The longest international number (E.164), with some room for slips.
const MOST_DIGITS: usize = 18;

/// The fewest digits that say whose number it is.
const FEWEST_DIGITS: usize = 7;

/// Longer text holds no number that anybody could dial.
const MOST_BYTES: usize = 100;

/// A telephone number in digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneForm {
    digits: String,
    is_international: bool,
}

/// Debug output never carries customers' data: it could land in a log.
impl std::fmt::Debug for PhoneForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhoneForm({} digits)", self.digits.len())
    }
}

impl PhoneForm {
    /// Reads a number as it was written. Without a calling code the country's is taken;
    /// without both the digits stay as they are. `None` below seven digits.
    pub fn of(number: &Clean, country: Option<&Clean>) -> Option<Self> {
        let bare = number.bare();
        let text = latin_of(cut(&bare, MOST_BYTES));
        let habit = country.and_then(|country| habit(country.raw()));
        let written = Written::read(&text, habit.is_some_and(|habit| habit.calling == "1"));
        let form = written.international(habit);
        (form.digits.len() >= FEWEST_DIGITS).then_some(form)
    }

    /// The digits, with the calling code where it is known.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether the digits begin with a calling code.
    pub fn is_international(&self) -> bool {
        self.is_international
    }

    /// The last nine digits: what is left of one number whichever way it was written.
    pub fn last_nine(&self) -> &str {
        let from = self.digits.len().saturating_sub(9);
        self.digits.get(from..).unwrap_or_default()
    }

    /// Whether both are one number as far as each says.
    pub fn is_same(&self, other: &Self) -> bool {
        if self.is_international == other.is_international {
            return self.digits == other.digits;
        }
        // One side has no calling code; nine digits, or all that it has, must agree.
        let (short, long) = if self.is_international { (other, self) } else { (self, other) };
        let national = short.digits.trim_start_matches('0');
        national.len() >= FEWEST_DIGITS && long.digits.ends_with(national)
    }
}

fn habit(country: &str) -> Option<&'static Habit> {
    let country = country.trim();
    calling_codes::of(country).or_else(|| {
        (country.len() == 2).then(|| calling_codes::of(&country.to_ascii_uppercase()))?
    })
}

/// The digits of one number, and whether a plus stood before them.
struct Written {
    digits: String,
    has_plus: bool,
}

impl Written {
    /// Reads up to the end of the first number: an extension or a second number is cut off.
    /// Where letters stand on the keys (`1-800-FLOWERS`), they are dialled.
    fn read(text: &str, has_letters_on_keys: bool) -> Self {
        let mut written = Self { digits: String::with_capacity(16), has_plus: false };
        let text = text.trim_start_matches("tel:");
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '+' if written.digits.is_empty() => written.has_plus = true,
                '0'..='9' => written.digits.push(c),
                '(' if is_trunk_zero(&written, &rest) => {
                    rest.nth(1);
                }
                '#' | ';' | ',' | '/' | '|' | '\n' | '+' if written.is_whole() => break,
                c if c.is_ascii_alphabetic() && !written.digits.is_empty() => {
                    let keys = keys_of(c, &rest);
                    if has_letters_on_keys && written.digits.len() + keys.len() >= 10 {
                        written.digits.push_str(&keys);
                    }
                    break;
                }
                _ => {}
            }
            if written.digits.len() >= MOST_DIGITS {
                break;
            }
        }
        written.digits.truncate(MOST_DIGITS);
        written
    }

    fn is_whole(&self) -> bool {
        self.digits.len() > FEWEST_DIGITS
    }

    fn international(self, habit: Option<&Habit>) -> PhoneForm {
        let Self { digits, has_plus } = self;
        let abroad = habit.map_or("00", |habit| habit.abroad);
        let behind = if has_plus {
            Some(digits.as_str())
        } else {
            digits.strip_prefix(abroad).or_else(|| digits.strip_prefix("00")).or_else(|| {
                digits.strip_prefix("011").filter(|rest| habit.is_none() && rest.len() >= 10)
            })
        };
        if let Some(behind) = behind.filter(|behind| behind.len() >= FEWEST_DIGITS) {
            return PhoneForm { digits: without_inner_zero(behind), is_international: true };
        }
        match habit {
            None => PhoneForm { digits, is_international: false },
            Some(habit) => PhoneForm { digits: national(&digits, habit), is_international: true },
        }
    }
}

/// `+44 (0)20 …`
fn is_trunk_zero(written: &Written, rest: &std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    let mut ahead = rest.clone();
    !written.digits.is_empty() && ahead.next() == Some('0') && ahead.next() == Some(')')
}

/// `+44 020 …`
fn without_inner_zero(digits: &str) -> String {
    let Some(code) = calling_codes::calling_code(digits) else { return digits.to_owned() };
    let rest = digits.get(code.len()..).unwrap_or_default();
    match rest.strip_prefix('0') {
        Some(national) if calling_codes::drops_zero(code) => format!("{code}{national}"),
        _ => digits.to_owned(),
    }
}

fn national(digits: &str, habit: &Habit) -> String {
    let calling = habit.calling;
    let has_code = digits.len() >= 11
        && digits.starts_with(calling)
        && (habit.trunk.is_empty() || !digits.starts_with(habit.trunk) || calling == habit.trunk);
    if has_code {
        return without_inner_zero(digits);
    }
    let local = match habit.trunk {
        "" => digits,
        // Ten digits are whole without the 1 and the 8 of North America and Russia.
        "1" | "8" if digits.len() <= 10 => digits,
        trunk => digits.strip_prefix(trunk).unwrap_or(digits),
    };
    format!("{calling}{local}")
}

/// The keys of a run of at least four letters that is no word for an extension.
fn keys_of(first: char, rest: &std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let run: String = std::iter::once(first)
        .chain(rest.clone().filter(|c| !matches!(c, '-' | ' ' | '.')))
        .take_while(char::is_ascii_alphanumeric)
        .take(MOST_DIGITS)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let letters = run.chars().take_while(char::is_ascii_alphabetic).count();
    if letters < 3 || ["ext", "poste", "durchwahl", "int"].iter().any(|e| run.starts_with(e)) {
        return String::new();
    }
    run.chars().map(key_of).collect()
}

fn key_of(letter: char) -> char {
    match letter {
        'a'..='c' => '2',
        'd'..='f' => '3',
        'g'..='i' => '4',
        'j'..='l' => '5',
        'm'..='o' => '6',
        'p'..='s' => '7',
        't'..='v' => '8',
        'w'..='z' => '9',
        digit => digit,
    }
}
