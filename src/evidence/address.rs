//! The form of the postal addresses: whether a parcel could arrive there.

use super::apart::{Between, Spot};
use super::delivery::Keeper;
use super::distance::{AddressPart, differences};
use super::name::is_run;
use super::normal::words;
use super::normal::{AddressForm, Delivery, postal};
use super::rows::{
    ADDRESS_CODE_FORM, ADDRESS_CODE_REGION, ADDRESS_CODE_TOWN, ADDRESS_FORWARDER, ADDRESS_NO_CODE,
    ADDRESS_NO_HOUSE, ADDRESS_PO_BOX, ADDRESS_UNREACHABLE,
};
use super::sum::{Signal, finding, not_possible, strongest};
use super::{Reading, Rule};
use crate::domain::{Address, Check, Clean, Finding, Order, Precision, Readable};

/// Countries where nearly every house has a number. Elsewhere none is missed: houses of
/// Ireland and Great Britain have names, those of the Gulf have boxes.
const NUMBERED: [&str; 27] = [
    "us", "ca", "au", "nz", "de", "at", "ch", "li", "nl", "be", "lu", "fr", "es", "it", "se", "no",
    "dk", "fi", "pl", "cz", "sk", "hu", "si", "ee", "lv", "lt", "pt",
];

/// Countries where mail without a postal code goes astray.
const CODED: [&str; 26] = [
    "us", "ca", "au", "nz", "gb", "de", "at", "ch", "li", "nl", "be", "lu", "fr", "es", "it", "se",
    "no", "dk", "fi", "pl", "cz", "sk", "hu", "pt", "jp", "br",
];

/// Places that people find by their name: no number is missed there.
const NAMED_PLACES: [&str; 24] = [
    "lieudit",
    "dit",
    "hameau",
    "domaine",
    "chateau",
    "ferme",
    "zi",
    "za",
    "zac",
    "farm",
    "ranch",
    "camp",
    "base",
    "fort",
    "university",
    "college",
    "hospital",
    "airport",
    "hotel",
    "sn",
    "snc",
    "rr",
    "hc",
    "box",
];

/// Numbers in words, as `One Market Plaza` begins.
const NUMBERS: [&str; 10] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// What fills a field and is no place.
const FILLERS: [&str; 36] = [
    "test",
    "tests",
    "testing",
    "test test",
    "none",
    "n a",
    "na",
    "null",
    "nil",
    "undefined",
    "unknown",
    "anywhere",
    "nowhere",
    "somewhere",
    "anytown",
    "street",
    "address",
    "my address",
    "your address",
    "street address",
    "no address",
    "no street",
    "fake",
    "dummy",
    "abc",
    "xyz",
    "xxx",
    "tbd",
    "same",
    "same as billing",
    "as above",
    "not applicable",
    "city",
    "town",
    "example",
    "home",
];

/// What is no street's name, although a kind of street stands beside it.
const NO_STREET: [&str; 12] = [
    "test",
    "testing",
    "fake",
    "dummy",
    "anywhere",
    "nowhere",
    "none",
    "null",
    "undefined",
    "unknown",
    "abc",
    "xxx",
];

const STREET_KINDS: [&str; 16] = [
    "street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr", "way", "strasse",
    "str", "rue", "calle", "via",
];

/// What was seen, and the rule that weighs it.
type Said = (Option<&'static Rule>, String);

/// Looks for what is missing, what does not fit together, and what no parcel reaches.
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let sides = match sides(order) {
        Ok(sides) => sides,
        Err(why) => return not_possible(Check::Address, order, why),
    };
    let mut signals: Vec<Signal> = Vec::new();
    let mut given: Vec<&str> = Vec::new();
    for (label, address) in sides {
        for (rule, words) in said(address, reading) {
            // The same gap in both addresses is one habit of one person and counts once.
            let counted = rule.filter(|rule| !given.contains(&rule.name));
            given.extend(counted.map(|rule| rule.name));
            signals.push(match counted {
                Some(rule) => Signal::by(rule, reading, label, words),
                None => Signal::fact(label, words),
            });
        }
    }
    let headline = match strongest(&signals) {
        Some(signal) => format!("The {}: {}", signal.label, signal.value),
        None => "Nothing is missing in the addresses".to_owned(),
    };
    finding(Check::Address, order, headline, &signals)
}

/// The addresses to look at; two that are one place are looked at once.
fn sides(order: &Order) -> Result<Vec<(&'static str, &Address)>, String> {
    let given = |side: &'_ Readable<Address>| side.known().is_some_and(|at| !at.is_blank());
    match (order.billing.known(), order.shipping.known()) {
        (Some(bill), Some(goods)) if given(&order.billing) && given(&order.shipping) => {
            let one = differences(bill, goods).iter().all(|part| *part == AddressPart::Name);
            Ok(if one && bill.company == goods.company {
                vec![("billing and shipping address", goods)]
            } else {
                vec![("billing address", bill), ("shipping address", goods)]
            })
        }
        (_, Some(goods)) if given(&order.shipping) => Ok(vec![("shipping address", goods)]),
        (Some(bill), _) if given(&order.billing) => Ok(vec![("billing address", bill)]),
        _ => {
            let denied = order.shipping.denied().or_else(|| order.billing.denied());
            Err(denied.unwrap_or("The order has no address").to_owned())
        }
    }
}

fn said(address: &Address, reading: &Reading<'_>) -> Vec<Said> {
    let form = AddressForm::of(address);
    if let Some(words) = unreachable(address, &form) {
        return vec![(Some(&ADDRESS_UNREACHABLE), words)];
    }
    let keeper = Keeper::of(address, &form);
    let mut said: Vec<Said> = keeper.map(of_keeper).into_iter().collect();
    if keeper.is_none() {
        said.extend(house(address, &form));
    }
    if keeper != Some(Keeper::Military) {
        said.extend(code(address, &form, reading));
    }
    said
}

fn of_keeper(keeper: Keeper) -> Said {
    let rule = match keeper {
        Keeper::Forwarder => Some(&ADDRESS_FORWARDER),
        Keeper::PoBox => Some(&ADDRESS_PO_BOX),
        Keeper::Military | Keeper::ParcelPoint => None,
    };
    (rule, format!("goes to {}", keeper.words()))
}

/// Text that stands where a place should.
fn unreachable(address: &Address, form: &AddressForm) -> Option<String> {
    let (line, town) = (words(&address.line1), words(&address.city));
    let numbered = NUMBERED.contains(&form.country());
    let only_digits =
        |words: &[String]| !words.is_empty() && words.concat().chars().all(|c| c.is_ascii_digit());
    let is_filler = |words: &[String]| FILLERS.contains(&words.join(" ").as_str());
    let shown = |text: &Clean| text.fitted(30).into_owned();
    if is_filler(&line) || is_no_street(&line) {
        Some(format!("“{}” is no street", shown(&address.line1)))
    } else if is_filler(&town) || only_digits(&town) {
        Some(format!("“{}” is no town", shown(&address.city)))
    } else if line.iter().chain(&town).any(|word| is_run(word)) {
        Some("has a run of neighbouring keys".to_owned())
    } else if numbered && only_digits(&line) && address.line2.is_blank() {
        Some("has only digits where the street should be".to_owned())
    } else if line.is_empty() && !address.line1.is_blank() {
        Some("has neither letters nor digits where the street should be".to_owned())
    } else {
        None
    }
}

/// `123 Fake Street`: beside numbers and kinds of street nothing is left that is a name.
fn is_no_street(line: &[String]) -> bool {
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let names: Vec<&str> = line
        .iter()
        .map(String::as_str)
        .filter(|word| !is_number(word) && !STREET_KINDS.contains(word))
        .collect();
    !names.is_empty() && names.iter().all(|name| NO_STREET.contains(name))
}

fn house(address: &Address, form: &AddressForm) -> Option<Said> {
    if !NUMBERED.contains(&form.country()) {
        return None;
    }
    let lines: Vec<String> =
        words(&address.line1).into_iter().chain(words(&address.line2)).collect();
    if form.delivery() == Delivery::Unclear && lines.is_empty() {
        return Some((Some(&ADDRESS_NO_HOUSE), "no street is given".to_owned()));
    }
    let is_number = |word: &String| {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        letters.len() < word.len() && !matches!(letters, "st" | "nd" | "rd" | "th")
    };
    let has_number = !form.house().is_empty() || lines.iter().any(is_number);
    let named = |word: &String| NAMED_PLACES.contains(&word.as_str());
    let in_words = lines.first().is_some_and(|word| NUMBERS.contains(&word.as_str()));
    let without = lines.windows(2).any(|pair| matches!(pair, [s, n] if s == "s" && n == "n"));
    let is_missing = !has_number && !in_words && !without && !lines.iter().any(named);
    is_missing.then(|| (Some(&ADDRESS_NO_HOUSE), "no house number is given".to_owned()))
}

fn code(address: &Address, form: &AddressForm, reading: &Reading<'_>) -> Option<Said> {
    let country = form.country();
    if address.postal_code.is_blank() {
        let is_missing = CODED.contains(&country);
        return is_missing.then(|| (Some(&ADDRESS_NO_CODE), "no postal code is given".to_owned()));
    }
    match postal::fits(&address.postal_code.bare(), country) {
        postal::Fit::Fits | postal::Fit::Unknown => against_town(address, form, reading),
        postal::Fit::LostNought => {
            let words = "the postal code may have lost a nought in front";
            Some((None, words.to_owned()))
        }
        postal::Fit::Differs => {
            let shown = address.postal_code.fitted(20).into_owned();
            let words = format!("“{shown}” is not written as postal codes of this country are");
            Some((Some(&ADDRESS_CODE_FORM), words))
        }
    }
}

/// The place of the code beside the place of the town, and then region beside region.
fn against_town(address: &Address, form: &AddressForm, reading: &Reading<'_>) -> Option<Said> {
    let code_alone = Address {
        city: Clean::default(),
        region: Clean::default(),
        region_code: Clean::default(),
        ..address.clone()
    };
    let by_code = match Spot::of_address(&code_alone, reading.places) {
        Ok(spot) if spot.precision <= Precision::Prefix => spot,
        Ok(_) => return Some((None, "the postal code is not in the tables".to_owned())),
        Err(why) => return Some((None, format!("postal code and town are not compared: {why}"))),
    };
    let town_alone = Address { postal_code: Clean::default(), ..address.clone() };
    let by_town = Spot::of_address(&town_alone, reading.places).ok();
    if let Some(town) = by_town.filter(|spot| spot.precision == Precision::City) {
        let apart = Between::of(&by_code, &town, reading.places);
        if apart.at_least_km() >= reading.rules.from(&ADDRESS_CODE_TOWN) {
            let words = format!(
                "the postal code is that of {}, {} from {}",
                by_code.words(),
                apart.distance(),
                town.words()
            );
            return Some((Some(&ADDRESS_CODE_TOWN), words));
        }
    }
    against_region(form, &by_code)
}

/// Where regions have one code that everybody writes, the postal code names it.
fn against_region(form: &AddressForm, by_code: &Spot) -> Option<Said> {
    let region = form.region();
    let is_coded = matches!(form.country(), "us" | "ca" | "au")
        && (2..=3).contains(&region.len())
        && (2..=3).contains(&by_code.region.len());
    (is_coded && !by_code.region.eq_ignore_ascii_case(region)).then(|| {
        let (there, here) = (by_code.words(), region.to_uppercase());
        let words = format!("the postal code is that of {there}, the address says {here}");
        (Some(&ADDRESS_CODE_REGION), words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Outcome;
    use crate::domain::sample::order;
    use crate::evidence::sample::{placed, plain};

    /// Two lines, town, region, postal code, country.
    type Written = [&'static str; 6];

    fn at([line1, line2, city, region, postal_code, country]: Written) -> Address {
        Address {
            name: "Ada Lindgren".into(),
            line1: line1.into(),
            line2: line2.into(),
            city: city.into(),
            region_code: region.into(),
            postal_code: postal_code.into(),
            country_code: country.into(),
            ..Address::default()
        }
    }

    fn to(written: Written) -> Order {
        let there = Readable::Known(at(written));
        Order { billing: there.clone(), shipping: there, ..order() }
    }

    /// An address, what it is told to be, and what only this row shows.
    const CASES: &[(Written, &str, &str)] = &[
        (["12 Main Street", "Apt 4", "Oakland", "CA", "94607", "US"], "", "a whole address"),
        (["Main Street", "", "Oakland", "CA", "94607", "US"], "no house number is given", "US"),
        (
            ["5th Avenue", "", "New York", "NY", "10001", "US"],
            "no house number is given",
            "5th counts streets",
        ),
        (["One Market Plaza", "", "San Francisco", "CA", "94110", "US"], "", "a number in words"),
        (["RR 2 Box 15", "", "Fresno", "CA", "93701", "US"], "", "a rural route"),
        (["Stanford University", "", "Oakland", "CA", "94607", "US"], "", "a place known by name"),
        (["", "", "Oakland", "CA", "94607", "US"], "no street is given", "no line at all"),
        (
            ["Main Street", "12", "Oakland", "CA", "94607", "US"],
            "",
            "the number in the second line",
        ),
        (["Hauptstraße", "", "Berlin", "BE", "10115", "DE"], "no house number is given", "Germany"),
        (["Calle Mayor s/n", "", "Madrid", "M", "28013", "ES"], "", "Spanish for without number"),
        (["Lieu-dit Le Bourg", "", "Strasbourg", "", "67000", "FR"], "", "a hamlet of France"),
        (["Rose Cottage", "High Street", "Leeds", "", "LS1 4AB", "GB"], "", "houses with names"),
        (
            ["Ballyhale", "", "Thomastown", "", "", "IE"],
            "",
            "Ireland needs neither number nor code",
        ),
        (["Al Wasl Road", "Villa Rosa", "Dubai", "DU", "", "AE"], "", "no codes in the Emirates"),
        (["Queen's Road Central", "", "Hong Kong", "", "", "HK"], "", "no codes in Hong Kong"),
        (["2-1-1", "", "Nihonbashi", "", "103-0027", "JP"], "", "digits are an address in Japan"),
        (
            ["12 Main Street", "", "Oakland", "CA", "", "US"],
            "no postal code is given",
            "US needs codes",
        ),
        (["Storgatan 5", "", "Stockholm", "AB", "", "SE"], "no postal code is given", "Sweden too"),
        (["12 Main Street", "", "Oakland", "CA", "9460", "US"], "", "a lost nought is no sign"),
        (
            ["12 Main Street", "", "Oakland", "CA", "SW1A 1AA", "US"],
            "is not written as",
            "another country's code",
        ),
        (
            ["12 King Street", "", "Montreal", "QC", "94607", "CA"],
            "is not written as",
            "the same the other way",
        ),
        (["12 Main Street", "", "Oakland", "CA", "946O7", "US"], "", "O for nought"),
        (
            ["12 Main Street", "", "New York", "NY", "94607", "US"],
            "the postal code is that of Oakland, CA, US, about 4,100 km from New York, NY, US",
            "code and town",
        ),
        (
            ["12 Main Street", "", "Hoboken", "NJ", "10001", "US"],
            "the postal code is that of New York, NY, US, the address says NJ",
            "towns near by, another region",
        ),
        (
            ["12 Main Street", "", "Emeryville", "CA", "94607", "US"],
            "",
            "a town that no table knows",
        ),
        (
            ["12 Main Street", "", "Emeryville", "NV", "94607", "US"],
            "the address says NV",
            "its region is known",
        ),
        (
            ["Marienplatz 1", "", "Berlin", "BE", "80331", "DE"],
            "the postal code is that of München",
            "Germany",
        ),
        (["Rue Principale 1", "", "Kehl", "BW", "77694", "DE"], "", "a border town"),
        (
            ["PO Box 12", "", "Oakland", "CA", "94607", "US"],
            "goes to a box at a post office",
            "a box needs no house",
        ),
        (
            ["Postfach 1234", "", "Berlin", "BE", "10115", "DE"],
            "goes to a box at a post office",
            "in German",
        ),
        (["PSC 3 Box 120", "", "APO", "AE", "09021", "US"], "", "soldiers are no sign"),
        (
            ["Packstation 123", "1234567", "Berlin", "BE", "10115", "DE"],
            "",
            "a parcel machine is no sign",
        ),
        (
            ["c/o Shipito, 444 Alaska Ave", "", "Oakland", "CA", "94607", "US"],
            "goes to a company that sends parcels on",
            "a forwarder",
        ),
        (["test", "", "Oakland", "CA", "94607", "US"], "“test” is no street", "a test word"),
        (
            ["123 Fake Street", "", "Oakland", "CA", "94607", "US"],
            "“123 Fake Street” is no street",
            "a made-up street",
        ),
        (
            ["12 Test Valley Road", "", "Oakland", "CA", "94607", "US"],
            "",
            "a street with such a word in it",
        ),
        (["N/A", "", "Oakland", "CA", "94607", "US"], "“N/A” is no street", "not applicable"),
        (["asdfgh", "", "Oakland", "CA", "94607", "US"], "has a run of neighbouring keys", "keys"),
        (["12345", "", "Oakland", "CA", "94607", "US"], "has only digits", "digits"),
        (["---", "", "Oakland", "CA", "94607", "US"], "has neither letters nor digits", "marks"),
        (
            ["12 Main Street", "", "xxx", "CA", "94607", "US"],
            "“xxx” is no town",
            "a filler as town",
        ),
        (
            ["12 Main Street", "", "94607", "CA", "94607", "US"],
            "“94607” is no town",
            "digits as town",
        ),
        (["Тверская улица 5", "", "Москва", "", "125009", "RU"], "", "another script"),
        (["東京都千代田区1-1", "", "Tokyo", "", "100-0001", "JP"], "", "Japanese"),
        (
            ["12 Main Street", "", "Oakland", "CA", "94607", "Atlantis"],
            "",
            "an unknown country has no gaps",
        ),
    ];

    #[test]
    fn each_address_comes_out_as_the_table_says() {
        for (written, told, shows) in CASES {
            let found = check(&to(*written), &placed());
            if told.is_empty() {
                let seen = (found.outcome, found.headline.as_str());
                assert_eq!(
                    seen,
                    (Outcome::Clear, "Nothing is missing in the addresses"),
                    "{shows}"
                );
            } else {
                assert!(found.headline.contains(told), "{shows}: {}", found.headline);
                assert!(found.weight > 0.0, "{shows}");
            }
        }
    }

    #[test]
    fn a_gap_in_both_addresses_counts_once_and_each_is_named() {
        let mut order = to(["Main Street", "", "Oakland", "CA", "94607", "US"]);
        let once = check(&order, &placed());
        order.billing = Readable::Known(at(["Oak Street", "", "Oakland", "CA", "94607", "US"]));
        let both = check(&order, &placed());

        assert_eq!(once.headline, "The billing and shipping address: no house number is given");
        assert_eq!((once.facts.len(), both.facts.len()), (1, 2));
        assert!((once.weight - both.weight).abs() < 1e-9);
    }

    #[test]
    fn without_tables_or_addresses_the_reason_is_told() {
        let found = check(&order(), &plain());
        assert_eq!(
            found.facts[0].value.raw(),
            "postal code and town are not compared: No tables of places and networks are installed"
        );
        let withheld = || Readable::Denied("Addresses are withheld.".to_owned());
        let none = Order { billing: Readable::Absent, shipping: Readable::Absent, ..order() };
        let denied = Order { billing: withheld(), shipping: withheld(), ..order() };
        for (order, why) in
            [(none, "The order has no address"), (denied, "Addresses are withheld.")]
        {
            let found = check(&order, &plain());
            assert_eq!((found.outcome, found.headline.as_str()), (Outcome::Unknown, why));
        }
    }
}
