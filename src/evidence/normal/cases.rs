//! Tables of cases: two writings, and whether they are one.

use super::{AddressForm, EmailForm, Likeness, NameForm, PhoneForm};
use crate::domain::{Address, Clean};

/// Kind, first, second, whether both are one, and what only this row shows.
const NAMES: &[(&str, &str, Likeness, &str)] = &[
    ("Ada Lindgren", "Lindgren Ada", Likeness::Same, "family name first"),
    ("Ada Lindgren", "Lindgren, Ada", Likeness::Same, "comma"),
    ("Ada Lindgren", "ADA  LINDGREN ", Likeness::Same, "capitals and blanks"),
    ("José Núñez", "Jose Nunez", Likeness::Same, "Spanish accents"),
    ("Zoë Brontë", "Zoe Bronte", Likeness::Same, "diaeresis"),
    ("Łukasz Żak", "Lukasz Zak", Likeness::Same, "Polish letters"),
    ("Müller Hans", "Mueller Hans", Likeness::Same, "German ue"),
    ("Søren Kjær", "Soren Kjaer", Likeness::Same, "Danish letters"),
    ("Sean O'Brien", "Sean OBrien", Likeness::Same, "apostrophe"),
    ("Mary Ann Lee", "Maryann Lee", Likeness::Same, "words joined"),
    ("Mr. John Smith", "John Smith", Likeness::Same, "title"),
    ("John Smith Jr.", "John Smith", Likeness::Same, "suffix"),
    ("Dr Hans Maier", "Hans Maier", Likeness::Same, "academic title"),
    ("Anne-Marie Roy", "Anne Marie Roy", Likeness::Same, "hyphen"),
    ("Иван Петров", "Ivan Petrov", Likeness::Same, "Cyrillic"),
    ("Γιώργος Παππάς", "Giorgos Pappas", Likeness::Same, "Greek"),
    ("Bill Smith", "William Smith", Likeness::Nickname, "English nickname"),
    ("Bob Jones", "Robert Jones", Likeness::Nickname, "another root letter"),
    ("Liz Brown", "Elizabeth Brown", Likeness::Nickname, "woman's nickname"),
    ("Smith Bill", "William Smith", Likeness::Nickname, "nickname and order"),
    ("John Q Smith", "John Smith", Likeness::Middle, "middle letter"),
    ("Ludwig van Beethoven", "Ludwig Beethoven", Likeness::Middle, "particle"),
    ("Maria del Carmen Ruiz", "Maria Ruiz", Likeness::Middle, "two middle words"),
    ("Yulia Petrova", "Iuliia Petrova", Likeness::Spelling, "transliteration"),
    ("Phillip Stone", "Filip Stone", Likeness::Spelling, "by ear"),
    ("J Smith", "John Smith", Likeness::Initial, "first letter only"),
    ("John Smith", "Peter Smith", Likeness::Family, "family only"),
    ("Ada Lindgren", "Bo Svensson", Likeness::Different, "nothing in common"),
    ("", "Ada Lindgren", Likeness::Different, "nothing given"),
    ("Ada", "Ada Lindgren", Likeness::Different, "one word is too little"),
];

const PHONES: &[(&str, &str, &str, &str)] = &[
    ("(415) 555-0134", "US", "14155550134", "brackets"),
    ("1-415-555-0134 ext. 5", "CA", "14155550134", "trunk one and an extension"),
    ("0046 70 123 45 67", "", "46701234567", "double nought without a country"),
    ("12 34 56 78", "", "12345678", "no country at all: digits as written"),
    ("+1 415 555 0134", "SE", "14155550134", "the plus beats the country"),
    ("1-415-555-0134", "US", "14155550134", "trunk one"),
    ("415.555.0134", "CA", "14155550134", "points"),
    ("415 555 0134 ext. 5", "US", "14155550134", "extension in words"),
    ("415-555-0134 x12", "US", "14155550134", "extension by letter"),
    ("011 44 20 7946 0000", "US", "442079460000", "American prefix for abroad"),
    ("0044 20 7946 0000", "DE", "442079460000", "double nought"),
    ("+44 (0)20 7946 0000", "GB", "442079460000", "trunk nought in brackets"),
    ("020 7946 0000", "GB", "442079460000", "British trunk nought"),
    ("070-123 45 67", "SE", "46701234567", "Swedish"),
    ("030/1234567", "DE", "49301234567", "slash after the area"),
    ("06 1234 5678", "IT", "390612345678", "Italy keeps its nought"),
    ("01 23 45 67 89", "FR", "33123456789", "French pairs"),
    ("912 345 678", "ES", "34912345678", "no trunk prefix"),
    ("06-12345678", "NL", "31612345678", "Dutch mobile"),
    ("0412 345 678", "AU", "61412345678", "Australian mobile"),
    ("03-1234-5678", "JP", "81312345678", "Japan"),
    ("tel:+46701234567", "", "46701234567", "link"),
    ("٠٧٠١٢٣٤٥٦٧", "SE", "46701234567", "Arabic digits"),
    ("1-800-FLOWERS", "US", "18003569377", "letters on the keys"),
    ("12 34 56 78", "", "12345678", "no country"),
];

const EMAILS: &[(&str, &str, bool, &str)] = &[
    ("ada@example.org", "ADA@Example.ORG", true, "case"),
    ("ada.l@gmail.com", "adal@gmail.com", true, "dots at Gmail"),
    ("adal@googlemail.com", "adal@gmail.com", true, "second domain of Gmail"),
    ("ada+shop@gmail.com", "ada@gmail.com", true, "plus at Gmail"),
    ("ada+shop@outlook.com", "ada@outlook.com", true, "plus at Outlook"),
    ("ada-shop@yahoo.com", "ada@yahoo.com", true, "dash at Yahoo"),
    ("ada@me.com", "ada@icloud.com", true, "Apple's domains"),
    ("ada@protonmail.com", "ada@proton.me", true, "Proton's domains"),
    ("shop@ada.fastmail.com", "ada@fastmail.com", true, "Fastmail's subdomain"),
    (" ada@example.org ", "ada@example.org", true, "blanks"),
    ("ada@example.org.", "ada@example.org", true, "point at the end"),
    ("a.da@example.org", "ada@example.org", false, "dots count elsewhere"),
    ("ada-shop@example.org", "ada@example.org", false, "dashes count elsewhere"),
    ("ada@example.com", "ada@example.org", false, "another domain"),
    ("bo@example.org", "ada@example.org", false, "another mailbox"),
];

const LOOKS: &[(&str, Option<&str>, &str)] = &[
    ("ada@gmai1.com", Some("gmail.com"), "one for l"),
    ("ada@hotrnail.com", Some("hotmail.com"), "rn for m"),
    ("ada@0utlook.com", Some("outlook.com"), "nought for o"),
    ("ada@gmаil.com", Some("gmail.com"), "Cyrillic a"),
    ("ada@gmail.com", None, "the provider itself"),
    ("ada@example.org", None, "nobody's double"),
];

/// Two lines and town, postal code and country of two addresses, whether they are one house.
type Lines = (&'static str, &'static str, &'static str, &'static str);
const ADDRESSES: &[(&str, Lines, Lines, bool, &str)] = &[
    (
        "US",
        ("12 Main Street", "", "Oakland", "94607"),
        ("12 Main St", "", "Oakland", "94607"),
        true,
        "street",
    ),
    (
        "US",
        ("12 Main Street", "", "Oakland", "94607"),
        ("12 MAIN ST.", "", "OAKLAND", "94607-1234"),
        true,
        "capitals, point, plus four",
    ),
    (
        "US",
        ("12 North Oak Avenue", "", "Oakland", "94607"),
        ("12 N Oak Ave", "", "Oakland", "94607"),
        true,
        "direction",
    ),
    (
        "US",
        ("12 Main St Apt 4", "", "Oakland", "94607"),
        ("12 Main St", "#4", "Oakland", "94607"),
        true,
        "unit moves between the lines",
    ),
    (
        "US",
        ("12 Main St Apt 4", "", "Oakland", "94607"),
        ("12 Main St", "", "Oakland", "94607"),
        true,
        "unit missing",
    ),
    (
        "US",
        ("Apt 4", "12 Main St", "Oakland", "94607"),
        ("12 Main St", "Apt 4", "Oakland", "94607"),
        true,
        "lines swapped",
    ),
    (
        "US",
        ("12 Main St, Oakland, CA 94607", "", "Oakland", "94607"),
        ("12 Main St", "", "Oakland", "94607"),
        true,
        "all in one line",
    ),
    (
        "US",
        ("!23 PL35ant Lane", "", "Oakland", "94607"),
        ("123 Pleasant Ln", "", "Oakland", "94607"),
        true,
        "padding with look-alikes, and a letter lost in it",
    ),
    (
        "US",
        ("123 Pleasant Ln", "", "Oakland", "94607"),
        ("123 Peasant Ln", "", "Oakland", "94607"),
        false,
        "another consonant is another street",
    ),
    (
        "US",
        ("12 Pine St", "", "Oakland", "94607"),
        ("12 Pane St", "", "Oakland", "94607"),
        false,
        "a short name is not read as a slip",
    ),
    (
        "US",
        ("123 Plesant Ln", "", "Oakland", "94608"),
        ("123 Pleasant Ln", "", "Oakland", "94607"),
        false,
        "a slip, but another postal code",
    ),
    (
        "US",
        ("12 Main St", "", "Oakland", "946O7"),
        ("12 Main St", "", "Oakland", "94607"),
        true,
        "O for nought",
    ),
    (
        "US",
        ("12 Main St", "", "Oakland", "94607"),
        ("13 Main St", "", "Oakland", "94607"),
        false,
        "the next house",
    ),
    (
        "US",
        ("12 Main St", "", "Oakland", "94607"),
        ("12 Oak St", "", "Oakland", "94607"),
        false,
        "another street",
    ),
    (
        "US",
        ("12 Main St", "", "Oakland", "94607"),
        ("12 Main St", "", "Austin", "73301"),
        false,
        "another town",
    ),
    (
        "US",
        ("PO Box 12", "", "Oakland", "94607"),
        ("P.O. Box 12", "", "Oakland", "94607"),
        true,
        "box",
    ),
    (
        "US",
        ("PO Box 12", "", "Oakland", "94607"),
        ("PO Box 13", "", "Oakland", "94607"),
        false,
        "another box",
    ),
    (
        "CA",
        ("4-12 King Street West", "", "Toronto", "M5H 1A1"),
        ("12 King St W", "Unit 4", "Toronto", "m5h1a1"),
        true,
        "Canadian unit before the house",
    ),
    (
        "GB",
        ("Flat 3, 12 High Street", "", "Leeds", "LS1 4AB"),
        ("12 High St", "Flat 3", "Leeds", "ls14ab"),
        true,
        "flat before the house",
    ),
    (
        "GB",
        ("12 Church Road", "", "Leeds", "LS1 4AB"),
        ("12 Church Rd", "", "Leeds", "LS1 4AB"),
        true,
        "road",
    ),
    (
        "DE",
        ("Hauptstraße 12", "", "Berlin", "10115"),
        ("Hauptstr. 12", "", "Berlin", "D-10115"),
        true,
        "German street, code with D",
    ),
    (
        "DE",
        ("Haupt Straße 12a", "", "Berlin", "10115"),
        ("Hauptstrasse 12 A", "", "Berlin", "10115"),
        true,
        "letter of the house",
    ),
    (
        "FR",
        ("12 Boulevard Voltaire", "", "Paris", "75011"),
        ("12 bd Voltaire", "", "Paris", "75011"),
        true,
        "boulevard",
    ),
    (
        "FR",
        ("12, avenue de l'Église", "", "Paris", "75015"),
        ("12 av. de l Eglise", "", "Paris", "75015"),
        true,
        "elision and accents",
    ),
    (
        "ES",
        ("Calle Mayor 12", "", "Madrid", "28013"),
        ("C/ Mayor, 12", "", "Madrid", "28013"),
        true,
        "Spanish calle",
    ),
    (
        "IT",
        ("Via Roma 12", "", "Milano", "20121"),
        ("V. Roma, 12", "", "Milano", "20121"),
        true,
        "Italian via",
    ),
    (
        "NL",
        ("Dorpsstraat 12", "", "Utrecht", "3511 AB"),
        ("Dorpsstr. 12", "", "Utrecht", "3511ab"),
        true,
        "Dutch straat",
    ),
    (
        "SE",
        ("Storgatan 12", "", "Lund", "222 22"),
        ("Storg. 12", "", "Lund", "SE-22222"),
        true,
        "Swedish gatan",
    ),
    (
        "SE",
        ("Storgatan 12", "lgh 1101", "Lund", "222 22"),
        ("Storgatan 12 lgh 1101", "", "Lund", "22222"),
        true,
        "Swedish flat",
    ),
    (
        "AU",
        ("4/12 George Street", "", "Sydney", "2000"),
        ("12 George St", "Unit 4", "Sydney", "2000"),
        true,
        "Australian slash",
    ),
];

#[test]
fn names_are_as_alike_as_the_table_says() {
    let wrong: Vec<String> = NAMES
        .iter()
        .filter_map(|(a, b, wanted, shows)| {
            let (a, b) = (NameForm::of(&Clean::new(a)), NameForm::of(&Clean::new(b)));
            let found = a.likeness(&b);
            (found != *wanted || b.likeness(&a) != *wanted)
                .then(|| format!("{shows}: {found:?}, {:?}", b.likeness(&a)))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn numbers_read_as_the_table_says() {
    let wrong: Vec<String> = PHONES
        .iter()
        .filter_map(|(written, country, wanted, shows)| {
            let found = PhoneForm::of(&Clean::phone(written), Some(&Clean::new(country)));
            let found = found.map(|form| form.digits().to_owned());
            (found.as_deref() != Some(*wanted)).then(|| format!("{shows}: {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn mailboxes_are_one_where_the_table_says() {
    let wrong: Vec<&str> = EMAILS
        .iter()
        .filter(|(a, b, wanted, _)| {
            let key = |text: &str| EmailForm::of(&Clean::new(text)).unwrap().key();
            (key(a) == key(b)) != *wanted
        })
        .map(|row| row.3)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn look_alike_domains_are_seen_where_the_table_says() {
    let wrong: Vec<&str> = LOOKS
        .iter()
        .filter(|(text, wanted, _)| {
            EmailForm::of(&Clean::new(text)).unwrap().looks_like() != *wanted
        })
        .map(|row| row.2)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn houses_are_one_where_the_table_says() {
    let wrong: Vec<&str> = ADDRESSES
        .iter()
        .filter(|(country, a, b, wanted, _)| {
            let of = |lines: &Lines| AddressForm::of(&address(country, lines));
            of(a).is_same_house(&of(b)) != *wanted
        })
        .map(|row| row.4)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn text_that_is_no_address_at_all_gives_none_or_empty_and_never_stops_the_program() {
    let huge = "ä1 ".repeat(60_000);
    for text in [
        "",
        " ",
        "@",
        "@@",
        "a@",
        "@b",
        "+",
        "%n",
        "\u{202e}",
        "-1",
        "C/",
        "#",
        &huge,
        "𝔄𝔡𝔞 漢字 🏠",
    ] {
        let clean = Clean::new(text);
        let address = Address {
            line1: clean.clone(),
            line2: clean.clone(),
            city: clean.clone(),
            postal_code: clean.clone(),
            country_code: clean.clone(),
            ..Address::default()
        };
        assert!(AddressForm::of(&address).house().len() < 1_000);
        assert!(NameForm::of(&clean).words().len() <= 12);
        assert!(EmailForm::of(&clean).is_none());
        assert!(PhoneForm::of(&clean, Some(&clean)).is_none_or(|form| form.digits().len() <= 24));
    }
}

fn address(country: &str, (one, two, city, postal): &Lines) -> Address {
    Address {
        line1: (*one).into(),
        line2: (*two).into(),
        city: (*city).into(),
        postal_code: (*postal).into(),
        country_code: country.into(),
        ..Address::default()
    }
}
