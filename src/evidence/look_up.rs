//! Telephone numbers and e-mail addresses on their own, without an order: what
//! `unhold lookup` says of them.

use rlibphonenumber::{PhoneNumber, PhoneNumberFormat, PhoneNumberType};

use super::normal::{EmailForm, PhoneForm};
use crate::domain::{Clean, Places};

/// What is known of a telephone number (S82).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneSeen {
    /// Whether its country gives such numbers out.
    pub valid: bool,
    /// As it is dialled from abroad: `+1 415-555-0134`.
    pub international: String,
    /// ISO 3166 code of its country; `None` where it belongs to none, or is not valid.
    pub country: Option<String>,
    /// Where its range was given out, as far as the tables know.
    pub area: Option<String>,
    /// The kind of line in words: `mobile`, `fixed`, `fixed or mobile`, `voip`, …
    pub line: &'static str,
    /// To whom its range was first given out; numbers may have moved since.
    pub carrier: Option<String>,
}

/// Looks a number up that is written with its calling code (`+`, `00`).
///
/// # Errors
/// A sentence that says why it cannot be read.
pub fn phone(written: &str, places: &dyn Places) -> Result<PhoneSeen, String> {
    let form = PhoneForm::of(&Clean::phone(written), None)
        .ok_or("This holds fewer digits than any telephone number has")?;
    if !form.is_international() {
        return Err("The number names no country; write it with + and the calling code".to_owned());
    }
    let number: PhoneNumber = format!("+{}", form.digits())
        .parse()
        .map_err(|_| "No country has this calling code, or the number is too long".to_owned())?;
    let valid = number.is_valid();
    Ok(PhoneSeen {
        valid,
        international: number.format_as(PhoneNumberFormat::International).into_owned(),
        country: number.get_region_code().map(|at| at.as_region_str().as_str().to_owned()),
        area: places.phone_area(form.digits()).map(|area| area.words),
        line: if valid { line(number.get_type()) } else { "unknown" },
        carrier: places.phone_carrier(form.digits()),
    })
}

fn line(kind: PhoneNumberType) -> &'static str {
    match kind {
        PhoneNumberType::FixedLine => "fixed",
        PhoneNumberType::Mobile => "mobile",
        PhoneNumberType::FixedLineOrMobile => "fixed or mobile",
        PhoneNumberType::TollFree => "free to call",
        PhoneNumberType::PremiumRate => "premium",
        PhoneNumberType::SharedCost => "shared cost",
        PhoneNumberType::VoIP => "voip",
        PhoneNumberType::PersonalNumber => "personal number",
        PhoneNumberType::Pager => "pager",
        _ => "unknown",
    }
}

/// What is known of an e-mail address without asking anybody (S39, S81). Its age is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailSeen {
    /// The mailbox that it leads to, without what its provider ignores.
    pub mailbox: String,
    /// Its domain; providers with several domains for one mailbox have one here.
    pub domain: String,
    /// The common provider for which the domain could be taken at a glance.
    pub looks_like: Option<&'static str>,
}

/// Takes an address apart as its provider does.
///
/// # Errors
/// A sentence when it is none.
pub fn email(written: &str) -> Result<EmailSeen, String> {
    let form = EmailForm::of(&Clean::new(written))
        .ok_or("This is no e-mail address: it wants a name, an @ and a domain with a dot")?;
    Ok(EmailSeen {
        mailbox: form.key(),
        domain: form.domain().to_owned(),
        looks_like: form.looks_like(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NoPlaces;

    #[test]
    fn numbers_are_told_as_their_countries_give_them_out() {
        // Examples of the numbering plans, from libphonenumber's own metadata.
        for (written, wanted) in [
            ("+1 201-555-0123", (true, "+1 201-555-0123", Some("US"), "fixed or mobile")),
            ("0044 20 7946 0018", (true, "+44 20 7946 0018", Some("GB"), "fixed")),
            ("+44 7400 123456", (true, "+44 7400 123456", Some("GB"), "mobile")),
            ("+49 900 1234567", (true, "+49 900 1 234567", Some("DE"), "premium")),
            ("+1 800 234 5678", (true, "+1 800-234-5678", Some("US"), "free to call")),
        ] {
            let seen = phone(written, &NoPlaces).unwrap();
            let told =
                (seen.valid, seen.international.as_str(), seen.country.as_deref(), seen.line);
            assert_eq!(told, wanted, "{written}");
        }
    }

    #[test]
    fn a_number_that_nobody_can_have_is_not_valid() {
        let seen = phone("+1 000 000 0000", &NoPlaces).unwrap();
        assert_eq!((seen.valid, seen.line), (false, "unknown"));
    }

    #[test]
    fn a_number_that_cannot_be_read_says_why() {
        for (written, part) in [
            ("", "fewer digits"),
            ("hello", "fewer digits"),
            ("415 555 0134", "names no country"),
            ("+999 123 456 789", "No country"),
        ] {
            let why = phone(written, &NoPlaces).unwrap_err();
            assert!(why.contains(part), "{written}: {why}");
        }
    }

    #[test]
    fn an_address_is_the_mailbox_that_it_leads_to() {
        let seen = email("A.da+shop@GoogleMail.com").unwrap();
        assert_eq!((seen.mailbox.as_str(), seen.looks_like), ("ada@gmail.com", None));
        assert_eq!(email("ada@gmai1.com").unwrap().looks_like, Some("gmail.com"));
        for none in ["", "ada", "@example.org", "ada@", "ada@nodot"] {
            assert!(email(none).is_err(), "{none}");
        }
    }
}
