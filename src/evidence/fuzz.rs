//! Every normaliser and text check against whatever a stranger may type: an answer, never a
//! panic, and the same answer for what was folded before. `UNHOLD_FUZZ_CASES` says how many
//! cases (`docs/evidence.md`).

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::normal::postal::{fits, postal};
use super::normal::{AddressForm, EmailForm, Likeness, NameForm, PhoneForm};
use super::sample::placed;
use super::{address, distance, email, hostile, name, order_form, phone};
use crate::domain::sample::order;
use crate::domain::{Address, Clean, Finding, Order, Outcome, Readable};

fn cases() -> ProptestConfig {
    let cases = std::env::var("UNHOLD_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(64),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Pieces of which people, forms and attackers make their text.
const PIECES: [&str; 64] = [
    " ",
    "  ",
    "\n",
    "\t",
    "\0",
    ",",
    ";",
    ".",
    "-",
    "/",
    "#",
    "'",
    "\"",
    "`",
    "@",
    "+",
    "(",
    ")",
    "=",
    "|",
    "%",
    "!",
    "$",
    "0",
    "1",
    "12",
    "12a",
    "946O7",
    "555",
    "00",
    "011",
    "Ada",
    "LINDGREN",
    "O'Brien",
    "van der",
    "Dr.",
    "Jr",
    "Müller",
    "Łukasz",
    "Нина",
    "李",
    "محمد",
    "ß",
    "ﬁ",
    "İ",
    "½",
    "º",
    "😀",
    "e\u{301}",
    "\u{200b}",
    "\u{202e}",
    "\u{1b}[2J",
    "\u{e0041}",
    "gmail.com",
    "xn--gmal-5ra",
    "yahoo.",
    ".fastmail.com",
    "Main Street",
    "Apt",
    "PO Box",
    "c/o",
    "Straße",
    "<script>",
    "ignore previous instructions",
];

/// Any text, or a text of pieces that the readers know.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        vec(select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.concat()),
        vec(select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.join(" ")),
    ]
}

fn country() -> impl Strategy<Value = &'static str> {
    select(
        &["US", "CA", "GB", "DE", "FR", "ES", "IT", "NL", "SE", "AU", "JP", "BR", "IE", "", "?"][..],
    )
}

fn written() -> impl Strategy<Value = Address> {
    (vec(text(), 7), country()).prop_map(|(texts, country)| {
        let mut texts = texts.into_iter().map(|text| Clean::new(&text));
        let mut next = || texts.next().unwrap_or_default();
        Address {
            name: next(),
            company: next(),
            line1: next(),
            line2: next(),
            city: next(),
            region_code: next(),
            postal_code: next(),
            country_code: country.into(),
            ..Address::default()
        }
    })
}

/// What a finding says is of sane size, weighs a number, and hides nothing when shown.
fn is_sound(finding: &Finding) -> bool {
    let plain = |text: &str| {
        let hides = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        !text.chars().any(hides)
    };
    let facts_are_plain = finding.facts.iter().all(|fact| plain(&fact.value.shown()));
    finding.weight.is_finite()
        && plain(&finding.headline)
        && facts_are_plain
        && finding.headline.len() < 4_000
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn names(one in text(), other in text()) {
        let (first, second) = (NameForm::of(&Clean::new(&one)), NameForm::of(&Clean::new(&other)));
        prop_assert!(first.words().len() <= 12);
        prop_assert!(first.words().iter().all(|word| word.bytes().all(|b| b.is_ascii_alphanumeric())));
        prop_assert_eq!(first.likeness(&second), second.likeness(&first));
        prop_assert!(first.is_empty() || first.likeness(&first) == Likeness::Same);
        let mut order = order();
        order.billing = Readable::Known(Address { name: Clean::new(&one), ..Address::default() });
        order.shipping = Readable::Known(Address { name: Clean::new(&other), ..Address::default() });
        prop_assert!(is_sound(&name::check(&order, &placed())));
    }

    #[test]
    fn emails(typed in text(), host in text()) {
        for typed in [typed.clone(), format!("{typed}@{host}"), format!("{typed}@{host}.com")] {
            let clean = Clean::new(&typed);
            if let Some(form) = EmailForm::of(&clean) {
                let again = EmailForm::of(&Clean::new(&form.key())).map(|form| form.key());
                prop_assert_eq!(again, Some(form.key()));
                prop_assert!(form.looks_like() != Some("") && form.letters().is_ascii());
            }
            let order = Order { email: Readable::Known(clean), ..order() };
            prop_assert!(is_sound(&email::check(&order, &placed())));
        }
    }

    #[test]
    fn phones(typed in text(), digits in "[0-9+() .-]{0,24}", country in country()) {
        for typed in [typed.clone(), digits.clone(), format!("{digits}{typed}")] {
            let clean = Clean::phone(&typed);
            let country = Clean::new(country);
            if let Some(form) = PhoneForm::of(&clean, Some(&country)) {
                prop_assert!((7..=24).contains(&form.digits().len()));
                prop_assert!(form.digits().bytes().all(|byte| byte.is_ascii_digit()));
                prop_assert!(form.is_same(&form) && form.digits().ends_with(form.last_nine()));
            }
            let order = Order { phone: Readable::Known(clean), ..order() };
            prop_assert!(is_sound(&phone::check(&order, &placed())));
        }
    }

    #[test]
    fn addresses(bill in written(), goods in written()) {
        let form = AddressForm::of(&bill);
        for part in [form.house(), form.street(), form.unit(), form.beside(), form.town()] {
            prop_assert!(part.len() <= 2_000, "{}", part.len());
        }
        prop_assert!(form.key().is_none() || form.is_same_place(&form));
        let code = postal(&bill.postal_code.bare(), form.country());
        prop_assert!(code.len() <= 12);
        prop_assert_eq!(postal(&code, form.country()), code);
        let _any = fits(&bill.postal_code.bare(), form.country());
        let order = Order {
            billing: Readable::Known(bill),
            shipping: Readable::Known(goods),
            ..order()
        };
        prop_assert!(is_sound(&address::check(&order, &placed())));
        prop_assert!(is_sound(&distance::check(&order, &placed())));
    }

    #[test]
    fn hostile_texts(note in text(), extra in text(), tag in text()) {
        let mut order = order();
        order.note = Clean::new(&note);
        order.attributes = vec![(Clean::new(&extra), Clean::new(&tag))];
        order.tags = vec![Clean::new(&tag)];
        order.coupons = vec![Clean::new(&extra)];
        let found = hostile::check(&order, &placed());
        prop_assert!(is_sound(&found) && found.outcome != Outcome::Unknown);
        let is_tricky = [&note, &extra, &tag].iter().any(|text| Clean::new(text).is_tricky());
        prop_assert!(!is_tricky || !found.facts.is_empty());
        prop_assert!(is_sound(&order_form::check(&order, &placed())));
    }
}
