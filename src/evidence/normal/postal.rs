//! Postal codes in one form per country.

use super::fold::{cut, latin_of};

/// The most characters of a code that are kept.
const MOST: usize = 12;

/// How a country's codes are built: `9` stands for a digit, `A` for a letter; blank where
/// we do not know.
pub(crate) fn pattern(country: &str) -> &'static str {
    match country {
        "at" | "au" | "be" | "bg" | "ch" | "cy" | "dk" | "ge" | "hu" | "li" | "lu" | "nz"
        | "no" | "ph" | "si" | "za" | "tn" | "lv" => "9999",
        "us" | "de" | "fr" | "es" | "it" | "fi" | "hr" | "tr" | "ee" | "lt" | "my" | "mx"
        | "th" | "ua" | "id" | "kr" | "rs" | "mc" | "sm" | "va" | "pr" | "sa" | "vn" | "cz"
        | "sk" | "se" | "gr" | "pl" => "99999",
        "cn" | "in" | "ro" | "ru" | "sg" | "kz" | "by" | "co" => "999999",
        "jp" | "il" | "cl" | "pt" => "9999999",
        "br" => "99999999",
        "is" => "999",
        "nl" => "9999AA",
        "ca" => "A9A9A9",
        "mt" => "AAA9999",
        "ie" => "A99****",
        _ => "",
    }
}

/// The code as it is compared: letters and digits, capitals, without the country's own
/// letters; digits where the country has digits, although an `O` was typed; of US codes the
/// first five.
pub fn postal(written: &str, country: &str) -> String {
    let latin = latin_of(cut(written, 60));
    let mut code: String = latin
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(MOST + 4)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let pattern = pattern(country);
    strip_country(&mut code, country, pattern.len());
    if country == "gb" {
        return british(&code);
    }
    if code.len() >= pattern.len() && !pattern.is_empty() {
        code = fitted(&code, pattern);
        if matches!(country, "us" | "pr") {
            code.truncate(5);
        }
    }
    code.truncate(MOST);
    code
}

/// Whether a code is written as its country writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// As many letters and digits as it should have, each in its place.
    Fits,
    /// A digit is missing in front, as spreadsheets lose a nought.
    LostNought,
    /// Otherwise.
    Differs,
    /// We do not know how the country writes its codes.
    Unknown,
}

/// Compares a code as it was written with the country's form (code in lower case).
pub fn fits(written: &str, country: &str) -> Fit {
    let code = postal(written, country);
    let whole = match country {
        "gb" => is_british(&code),
        // Some routing keys end in a letter: D6W.
        "ie" => code.len() == 7,
        // The street's three digits are often left out.
        "pt" if code.len() == 4 => code.bytes().all(|byte| byte.is_ascii_digit()),
        "us" | "pr" => {
            let signs = latin_of(cut(written, 60)).chars().filter(char::is_ascii_digit).count();
            matches_pattern(&code, "99999") && signs != 6 && signs < 10
        }
        _ if pattern(country).is_empty() => return Fit::Unknown,
        _ => matches_pattern(&code, pattern(country)),
    };
    let has_nought = matches!(country, "us" | "pr" | "de" | "fr" | "es" | "it");
    let is_short = code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
    match whole {
        true => Fit::Fits,
        false if has_nought && is_short => Fit::LostNought,
        false => Fit::Differs,
    }
}

fn matches_pattern(code: &str, pattern: &str) -> bool {
    let is_of = |(c, wanted): (char, char)| match wanted {
        '9' => c.is_ascii_digit(),
        'A' => c.is_ascii_uppercase(),
        _ => true,
    };
    code.len() == pattern.len() && code.chars().zip(pattern.chars()).all(is_of)
}

/// Outward code of two to four signs from a letter on, inward code `9AA`.
fn is_british(code: &str) -> bool {
    let inward = code.len().checked_sub(3).and_then(|at| code.split_at_checked(at));
    inward.is_some_and(|(outward, inward)| {
        (2..=4).contains(&outward.len())
            && outward.starts_with(|c: char| c.is_ascii_uppercase())
            && outward.contains(|c: char| c.is_ascii_digit())
            && matches_pattern(inward, "9AA")
    })
}

/// `D-10115`, `SE-111 22`, `LV-1010`.
fn strip_country(code: &mut String, country: &str, length: usize) {
    let prefixes = [country, country.get(..1).unwrap_or_default()];
    for prefix in prefixes.map(str::to_ascii_uppercase) {
        let rest = code.strip_prefix(&prefix).filter(|_| !prefix.is_empty());
        if let Some(rest) = rest.filter(|rest| rest.len() == length && length > 0) {
            *code = rest.to_owned();
            return;
        }
    }
}

/// Reads what was typed for what the country writes at that place.
fn fitted(code: &str, pattern: &str) -> String {
    let mut wanted = pattern.chars().chain(std::iter::repeat('*'));
    code.chars().map(|c| as_wanted(c, wanted.next().unwrap_or('*'))).collect()
}

fn as_wanted(c: char, wanted: char) -> char {
    match (wanted, c) {
        ('9', 'O' | 'Q') => '0',
        ('9', 'I' | 'L') => '1',
        ('9', 'Z') => '2',
        ('9', 'S') => '5',
        ('9', 'B') => '8',
        ('A', '0') => 'O',
        ('A', '1') => 'I',
        ('A', '5') => 'S',
        ('A', '8') => 'B',
        _ => c,
    }
}

/// `SW1A 1AA`: the last three are a digit and two letters, the first is a letter.
fn british(code: &str) -> String {
    if !(5..=7).contains(&code.len()) {
        return cut(code, MOST).to_owned();
    }
    let (outward, inward) = code.split_at(code.len() - 3);
    let outward_pattern = match outward.len() {
        2 => "A9",
        3 => "A*9",
        _ => "AA9*",
    };
    // `W1A` ends in a letter that no digit looks like, `M1O` does not exist.
    let outward: String = if outward.len() == 3
        && outward.ends_with(|c: char| c.is_ascii_alphabetic())
        && !outward.ends_with('O')
    {
        fitted(outward, "A9*")
    } else {
        fitted(outward, outward_pattern)
    };
    format!("{outward}{}", fitted(inward, "9AA"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_fits_its_country_or_says_how_it_does_not() {
        for (written, country, fit) in [
            ("94607", "us", Fit::Fits),
            ("94607-1234", "us", Fit::Fits),
            ("2134", "us", Fit::LostNought),
            ("946071", "us", Fit::Differs),
            ("ABCDE", "us", Fit::Differs),
            ("M5V 3L9", "ca", Fit::Fits),
            ("94607", "ca", Fit::Differs),
            ("SW1A 1AA", "gb", Fit::Fits),
            ("SW1A", "gb", Fit::Differs),
            ("12345", "gb", Fit::Differs),
            ("D6W X285", "ie", Fit::Fits),
            ("1000", "pt", Fit::Fits),
            ("1000-205", "pt", Fit::Fits),
            ("1067", "de", Fit::LostNought),
            ("NL-1012 JX", "nl", Fit::Fits),
            ("1012", "nl", Fit::Differs),
            ("1012", "kp", Fit::Unknown),
        ] {
            assert_eq!(fits(written, country), fit, "{written} {country}");
        }
    }

    #[test]
    fn one_code_in_several_writings_is_one_code() {
        for (written, country, code) in [
            ("94607-1234", "us", "94607"),
            ("946O7", "us", "94607"),
            (" 94607 ", "us", "94607"),
            ("2134", "us", "2134"),
            ("D-10115", "de", "10115"),
            ("DE 10115", "de", "10115"),
            ("O1067", "de", "01067"),
            ("se-111 22", "se", "11122"),
            ("111 22", "se", "11122"),
            ("F-75001", "fr", "75001"),
            ("75OO1", "fr", "75001"),
            ("28 002", "es", "28002"),
            ("I-00184", "it", "00184"),
            ("1012 jx", "nl", "1012JX"),
            ("1O12JX", "nl", "1012JX"),
            ("NL-1012 JX", "nl", "1012JX"),
            ("m5v 3l9", "ca", "M5V3L9"),
            ("M5V3L9", "ca", "M5V3L9"),
            ("K1A OB1", "ca", "K1A0B1"),
            ("sw1a 1aa", "gb", "SW1A1AA"),
            ("EC1Y 8SY", "gb", "EC1Y8SY"),
            ("M1 OAA", "gb", "M10AA"),
            ("W1A OAX", "gb", "W1A0AX"),
            ("B33 8TH", "gb", "B338TH"),
            ("A-1010", "at", "1010"),
            ("LV-1010", "lv", "1010"),
            ("００１−００５１", "jp", "0010051"),
            ("01310-100", "br", "01310100"),
            ("00-001", "pl", "00001"),
            ("D02 X285", "ie", "D02X285"),
            ("", "us", ""),
            ("n/a", "us", "NA"),
            ("12345", "", "12345"),
        ] {
            assert_eq!(postal(written, country), code, "{written} {country}");
            assert_eq!(postal(&postal(written, country), country), code, "twice: {written}");
        }
    }
}
