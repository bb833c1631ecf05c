//! The telephone number: whether it exists, and where it was given out (S82).

use rlibphonenumber::{PhoneNumber, PhoneNumberType};

use super::Reading;
use super::normal::PhoneForm;
use super::rows::{PHONE_COUNTRY, PHONE_INVALID, PHONE_PREMIUM, PHONE_REPEATED, PHONE_VOIP};
use super::sum::{Signal, finding, not_possible, strongest};
use crate::domain::{Address, Check, Clean, Finding, Order, Readable};

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
    let signals = signals(order, &form, reading);
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

fn signals(order: &Order, form: &PhoneForm, reading: &Reading<'_>) -> Vec<Signal> {
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
    if let Some(region) = number.get_region_code() {
        signals.push(country(order, region.as_region_str().as_str(), reading));
    }
    let area = reading.places.phone_area(form.digits());
    signals.extend(area.map(|area| Signal::fact("area", beside(order, area.words))));
    signals.extend(
        is_repeated(form.digits())
            .then(|| Signal::by(&PHONE_REPEATED, reading, "digits", "repeat or count up")),
    );
    signals
}

/// The number's country beside those of bill and goods.
fn country(order: &Order, country: &str, reading: &Reading<'_>) -> Signal {
    let is_of = |address: &Readable<Address>| {
        let code = address.known().map(|at| at.country_code.raw());
        code.filter(|code| !code.trim().is_empty()).map(|code| code.eq_ignore_ascii_case(country))
    };
    match (is_of(&order.billing), is_of(&order.shipping)) {
        (Some(true), _) => Signal::fact("country", format!("{country}, as billing")),
        (_, Some(true)) => Signal::fact("country", format!("{country}, as shipping")),
        (None, None) => Signal::fact("country", country),
        _ => {
            let value = format!("{country}, neither of the bill nor of the goods");
            Signal::by(&PHONE_COUNTRY, reading, "country", value)
        }
    }
}

/// The area with what it says of bill and goods. Numbers move with their people, so that
/// another region weighs nothing.
fn beside(order: &Order, area: String) -> String {
    // `San Francisco, CA` names its region, `Ohio` is one, of `Brisbane` nobody can tell.
    let code = area.rsplit_once(", ").map(|(_, code)| code).filter(|code| code.len() == 2);
    let is_of = |address: &Readable<Address>| {
        address.known().is_some_and(|at| match code {
            Some(code) => at.region_code.raw().eq_ignore_ascii_case(code),
            None => at.region.raw().eq_ignore_ascii_case(&area),
        })
    };
    if is_of(&order.billing) {
        format!("{area}: region of billing")
    } else if is_of(&order.shipping) {
        format!("{area}: region of shipping")
    } else if code.is_some() {
        format!("{area}: another region than billing and shipping")
    } else {
        area
    }
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
pub(super) fn is_repeated(digits: &str) -> bool {
    let last: Vec<u8> = digits.bytes().rev().take(7).collect();
    let steps =
        |by: u8| last.windows(2).all(|pair| matches!(pair, [a, b] if *a == b.wrapping_add(by)));
    last.len() == 7 && (steps(0) || steps(1) || steps(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Outcome;
    use crate::domain::sample::{address, order};
    use crate::evidence::sample::{placed, plain};

    /// An order billed to Oakland, CA, with this number.
    fn called(number: &str) -> Order {
        Order { phone: Readable::Known(Clean::phone(number)), ..order() }
    }

    #[test]
    fn what_is_wrong_with_a_number_gives_outcome_and_headline() {
        for (number, outcome, headline) in [
            ("+1 415 267 4821", Outcome::Clear, "The telephone number is valid"),
            ("(415) 267-4821", Outcome::Clear, "The telephone number is valid"),
            ("+1 415", Outcome::Warn, "The telephone number is too short"),
            ("+1 999 999 9999", Outcome::Warn, "Telephone: number does not exist in its country"),
            ("+49 900 1234568", Outcome::Warn, "Telephone: line costs the caller extra"),
            (
                "+44 56 1234 5679",
                Outcome::Notice,
                "Telephone: country GB, neither of the bill nor of the goods",
            ),
            (
                "+44 7400 123459",
                Outcome::Notice,
                "Telephone: country GB, neither of the bill nor of the goods",
            ),
            ("+1 212 777 7777", Outcome::Notice, "Telephone: digits repeat or count up"),
            ("+1 415 234 5678", Outcome::Notice, "Telephone: digits repeat or count up"),
        ] {
            let found = check(&called(number), &placed());
            assert_eq!((found.outcome, found.headline.as_str()), (outcome, headline), "{number}");
        }
    }

    #[test]
    fn country_and_area_are_compared_with_bill_and_goods() {
        let abroad = || {
            let mut there = address("Ada Lindgren");
            there.country_code = "GB".into();
            there.region_code = "ENG".into();
            Readable::Known(there)
        };
        for (order, country, area) in [
            (
                called("+1 415 267 4821"),
                "US, as billing",
                Some("San Francisco, CA: region of billing"),
            ),
            (
                called("+1 212 267 4821"),
                "US, as billing",
                Some("New York, NY: another region than billing and shipping"),
            ),
            (called("+1 907 267 4821"), "US, as billing", None),
            (called("+1 510 267 4821"), "US, as billing", Some("California: region of billing")),
            (called("+1 216 267 4821"), "US, as billing", Some("Ohio")),
            (Order { shipping: abroad(), ..called("+44 7400 123459") }, "GB, as shipping", None),
            (called("+46 70 174 06 35"), "SE, neither of the bill nor of the goods", None),
            (
                Order {
                    billing: Readable::Absent,
                    shipping: Readable::Absent,
                    ..called("+46 70 174 06 35")
                },
                "SE",
                None,
            ),
        ] {
            let found = check(&order, &placed());
            let fact = |label: &str| {
                let fact = found.facts.iter().find(|fact| fact.label == label);
                fact.map(|fact| fact.value.raw().to_owned())
            };
            assert_eq!(fact("country").as_deref(), Some(country));
            assert_eq!(fact("area").as_deref(), area);
            assert_eq!(found.weight > 0.0, country.contains("neither"), "{country}");
        }
    }

    #[test]
    fn a_number_that_cannot_be_judged_is_unknown_with_the_reason() {
        let nowhere = |number: &str| Order {
            billing: Readable::Absent,
            shipping: Readable::Absent,
            ..called(number)
        };
        for (order, why) in [
            (Order { phone: Readable::Absent, ..nowhere("") }, "The order has no telephone number"),
            (Order { phone: Readable::Denied("withheld".to_owned()), ..nowhere("") }, "withheld"),
            (
                nowhere("415 267 4821"),
                "The telephone number names no country, and neither does the address",
            ),
        ] {
            let found = check(&order, &plain());
            assert_eq!((found.outcome, found.headline.as_str()), (Outcome::Unknown, why));
        }
    }
}
