//! Telephone numbers as international digits.

use crate::domain::Clean;

/// Calling codes of countries whose numbers people write without them.
const CALLING_CODES: [(&str, &str); 44] = [
    ("AE", "971"),
    ("AT", "43"),
    ("AU", "61"),
    ("BE", "32"),
    ("BG", "359"),
    ("BR", "55"),
    ("CA", "1"),
    ("CH", "41"),
    ("CL", "56"),
    ("CN", "86"),
    ("CO", "57"),
    ("CZ", "420"),
    ("DE", "49"),
    ("DK", "45"),
    ("EE", "372"),
    ("ES", "34"),
    ("FI", "358"),
    ("FR", "33"),
    ("GB", "44"),
    ("GR", "30"),
    ("HK", "852"),
    ("HR", "385"),
    ("HU", "36"),
    ("IE", "353"),
    ("IL", "972"),
    ("IN", "91"),
    ("IS", "354"),
    ("IT", "39"),
    ("JP", "81"),
    ("KR", "82"),
    ("LT", "370"),
    ("LU", "352"),
    ("LV", "371"),
    ("MX", "52"),
    ("NL", "31"),
    ("NO", "47"),
    ("NZ", "64"),
    ("PL", "48"),
    ("PT", "351"),
    ("RO", "40"),
    ("SE", "46"),
    ("SG", "65"),
    ("US", "1"),
    ("ZA", "27"),
];

/// Folds a number to its international digits. Without a calling code the country's is
/// taken; without both the digits stay as written. `None` below seven digits.
pub(super) fn fold(number: &Clean, country: Option<&Clean>) -> Option<String> {
    let written = number.bare().to_lowercase().replace("(0)", "");
    let written = written.split(['x', 'e', ';', ',']).next().unwrap_or_default();
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let folded = if written.trim_start().starts_with('+') {
        digits
    } else if let Some(rest) = digits.strip_prefix("00") {
        rest.to_owned()
    } else {
        national(&digits, country)
    };
    (folded.len() >= 7).then_some(folded)
}

fn national(digits: &str, country: Option<&Clean>) -> String {
    let country = country.map(|code| code.raw().to_uppercase()).unwrap_or_default();
    let found = CALLING_CODES.iter().find(|(of, _)| *of == country);
    match found {
        None => digits.to_owned(),
        Some((_, "1")) => format!("1{}", digits.strip_prefix('1').unwrap_or(digits)),
        // Italy keeps its first zero abroad.
        Some((_, "39")) => format!("39{digits}"),
        Some((_, code)) => format!("{code}{}", digits.trim_start_matches('0')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_in_several_writings_is_one_number() {
        for (written, country, folded) in [
            ("+1 415 555 0134", "US", Some("14155550134")),
            ("(415) 555-0134", "US", Some("14155550134")),
            ("1-415-555-0134 ext. 5", "CA", Some("14155550134")),
            ("070-123 45 67", "SE", Some("46701234567")),
            ("0046 70 123 45 67", "", Some("46701234567")),
            ("+44 (0)20 7946 0000", "GB", Some("442079460000")),
            ("06 1234 5678", "IT", Some("390612345678")),
            ("12 34 56 78", "", Some("12345678")),
            ("12345", "US", None),
            ("", "US", None),
        ] {
            let country = Clean::new(country);
            assert_eq!(
                fold(&Clean::phone(written), Some(&country)).as_deref(),
                folded,
                "{written}"
            );
        }
    }
}
