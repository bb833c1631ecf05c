//! The telephone number: whether it exists, and where it was given out (S82).

use rlibphonenumber::{PhoneNumber, PhoneNumberType};

use super::Reading;
use super::normal::PhoneForm;
use super::rows::{PHONE_INVALID, PHONE_PREMIUM, PHONE_REPEATED, PHONE_VOIP};
use super::sum::{Signal, finding, not_possible, strongest};
use crate::domain::{Check, Clean, Finding, Order};

/// Looks at validity, line, area, and digits that nobody is given.
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let Some(written) = number(order) else {
        let why = order.phone.denied().unwrap_or("The order has no telephone number");
        return not_possible(Check::Phone, order, why);
    };
    let country = order.billing.known().or(order.shipping.known()).map(|at| &at.country_code);
    let Some(form) = PhoneForm::of(written, country) else {
        let signal = Signal::by(&PHONE_INVALID, reading, "number", "too short to be dialled");
        return finding(Check::Phone, order, "The telephone number is too short", &[signal]);
    };
    if !form.is_international() {
        let why = "The telephone number names no country, and neither does the address";
        return not_possible(Check::Phone, order, why);
    }
    let signals = signals(&form, reading);
    let headline = match strongest(&signals) {
        Some(signal) => format!("Telephone: {} {}", signal.label, signal.value),
        None => "The telephone number is valid".to_owned(),
    };
    finding(Check::Phone, order, headline, &signals)
}

fn number(order: &Order) -> Option<&Clean> {
    let given = |text: &&Clean| !text.is_blank();
    let addresses = [&order.billing, &order.shipping];
    let mut others = addresses.into_iter().filter_map(|at| Some(&at.known()?.phone));
    order.phone.known().filter(given).or_else(|| others.find(given))
}

fn signals(form: &PhoneForm, reading: &Reading<'_>) -> Vec<Signal> {
    let parsed = format!("+{}", form.digits()).parse::<PhoneNumber>().ok();
    let Some(number) = parsed.filter(PhoneNumber::is_valid) else {
        return vec![Signal::by(
            &PHONE_INVALID,
            reading,
            "number",
            "does not exist in its country",
        )];
    };
    let mut signals = vec![line(number.get_type(), reading)];
    signals.extend(
        number.get_region_code().map(|at| Signal::fact("country", at.as_region_str().as_str())),
    );
    let area = reading.places.phone_area(form.digits());
    signals.extend(area.map(|area| Signal::fact("area", area.words)));
    signals.extend(
        is_repeated(form.digits())
            .then(|| Signal::by(&PHONE_REPEATED, reading, "digits", "repeat or count up")),
    );
    signals
}

fn line(kind: PhoneNumberType, reading: &Reading<'_>) -> Signal {
    match kind {
        PhoneNumberType::PremiumRate => {
            Signal::by(&PHONE_PREMIUM, reading, "line", "costs the caller extra")
        }
        PhoneNumberType::VoIP => Signal::by(&PHONE_VOIP, reading, "line", "is on the internet"),
        PhoneNumberType::Mobile => Signal::fact("line", "mobile"),
        PhoneNumberType::FixedLine => Signal::fact("line", "fixed"),
        PhoneNumberType::FixedLineOrMobile => Signal::fact("line", "fixed or mobile"),
        PhoneNumberType::TollFree => Signal::fact("line", "free to call"),
        _ => Signal::fact("line", "unknown"),
    }
}

/// Whether the last seven digits are all one, or count up or down.
fn is_repeated(digits: &str) -> bool {
    let last: Vec<u8> = digits.bytes().rev().take(7).collect();
    let steps =
        |by: u8| last.windows(2).all(|pair| matches!(pair, [a, b] if *a == b.wrapping_add(by)));
    last.len() == 7 && (steps(0) || steps(1) || steps(u8::MAX))
}

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
