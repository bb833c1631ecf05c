//! Billing beside shipping, and how far apart they are (S35, S36).

use super::Reading;
use super::apart::{Between, Spot};
use super::delivery::Keeper;
use super::normal::{AddressForm, NameForm};
use super::rows::{
    DISTANCE_COUNTRY, DISTANCE_FAMILY, DISTANCE_FAR, DISTANCE_GIFT, DISTANCE_NAME, DISTANCE_REGION,
    DISTANCE_SAME, DISTANCE_STREET, DISTANCE_TOWN,
};
use super::sum::{Signal, finding, not_possible};
use crate::domain::{Address, Check, Clean, Finding, Order, Readable};

/// A part of an address that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressPart {
    /// The person.
    Name,
    /// House and street.
    Street,
    /// Unit, floor, box.
    Unit,
    /// Town.
    Town,
    /// Region.
    Region,
    /// Postal code.
    PostalCode,
    /// Country.
    Country,
}

impl AddressPart {
    /// The part in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Street => "street",
            Self::Unit => "unit",
            Self::Town => "town",
            Self::Region => "region",
            Self::PostalCode => "postal code",
            Self::Country => "country",
        }
    }
}

/// The parts in which two addresses differ, after folding; what only one side gives counts
/// as different.
pub fn differences(one: &Address, other: &Address) -> Vec<AddressPart> {
    let is_one_name = NameForm::of(&one.name).key() == NameForm::of(&other.name).key();
    let (one, other) = (AddressForm::of(one), AddressForm::of(other));
    [
        (AddressPart::Name, is_one_name),
        (AddressPart::Street, one.is_same_street(&other)),
        (AddressPart::Unit, one.unit() == other.unit()),
        (AddressPart::Town, one.town() == other.town()),
        (AddressPart::Region, one.region() == other.region()),
        (AddressPart::PostalCode, one.postal() == other.postal()),
        (AddressPart::Country, one.country() == other.country()),
    ]
    .into_iter()
    .filter(|(_, same)| !same)
    .map(|(part, _)| part)
    .collect()
}

/// Compares billing and shipping. Another address is no accusation: gifts are ordinary
/// (C13), and words of a gift take the weight away.
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let (billing, shipping) = match (&order.billing, &order.shipping) {
        (Readable::Known(billing), Readable::Known(shipping))
            if !billing.is_blank() && !shipping.is_blank() =>
        {
            (billing, shipping)
        }
        (Readable::Denied(why), _) | (_, Readable::Denied(why)) => {
            return not_possible(Check::Distance, order, why.clone());
        }
        (Readable::Known(billing), _) if !billing.is_blank() => {
            return not_possible(Check::Distance, order, "The order has no shipping address");
        }
        _ => return not_possible(Check::Distance, order, "The order has no billing address"),
    };
    let different = differences(billing, shipping);
    let mut signals = signals(&different, (billing, shipping), reading);
    // What such an address weighs is said where the form of the addresses is.
    let keeper = Keeper::of(shipping, &AddressForm::of(shipping));
    signals.extend(keeper.map(|keeper| Signal::fact("shipping goes to", keeper.words())));
    let apart = is_elsewhere(&different).then(|| between(billing, shipping, reading));
    signals.extend(apart.as_ref().map(|apart| far(apart, reading)));
    let elsewhere = signals.iter().any(|signal| signal.weight > 0.0);
    if let Some(word) = gift_word(order).filter(|_| elsewhere) {
        let raised: f64 = signals.iter().map(|signal| signal.weight).sum();
        signals.push(Signal::new(
            "gift",
            format!("plausible: the order says “{word}”"),
            -raised.min(-reading.rules.weight(&DISTANCE_GIFT)),
        ));
    }
    let headline = match apart.and_then(Result::ok).filter(Between::is_told) {
        Some(apart) => format!("{}; {} apart", headline(&different), apart.distance()),
        None => headline(&different),
    };
    finding(Check::Distance, order, headline, &signals)
}

/// Whether goods and bill go to two houses.
fn is_elsewhere(different: &[AddressPart]) -> bool {
    farthest(different).is_some_and(|part| part != AddressPart::Unit)
}

/// How both places lie to each other; an `Err` says which of them cannot be placed, and why.
fn between(
    billing: &Address,
    shipping: &Address,
    reading: &Reading<'_>,
) -> Result<Between, String> {
    let spot = |side: &str, address| {
        Spot::of_address(address, reading.places).map_err(|why| format!("unknown: {side}: {why}"))
    };
    let (one, other) = (spot("billing", billing)?, spot("shipping", shipping)?);
    Ok(Between::of(&one, &other, reading.places))
}

/// The distance as a fact; a very large one weighs, as far as both places are known.
fn far(apart: &Result<Between, String>, reading: &Reading<'_>) -> Signal {
    match apart {
        Ok(apart) if apart.at_least_km() >= reading.rules.from(&DISTANCE_FAR) => {
            Signal::by(&DISTANCE_FAR, reading, "distance", apart.words())
        }
        Ok(apart) => Signal::fact("distance", apart.words()),
        Err(why) => Signal::fact("distance", why.clone()),
    }
}

fn signals(
    different: &[AddressPart],
    (billing, shipping): (&Address, &Address),
    reading: &Reading<'_>,
) -> Vec<Signal> {
    let mut signals: Vec<Signal> = different
        .iter()
        .map(|part| {
            let (one, other) = (written(billing, *part), written(shipping, *part));
            Signal::fact(part.title(), format!("{} | {}", shown(one), shown(other)))
        })
        .collect();
    let (what, rule) = match farthest(different) {
        None => ("the same", Some(&DISTANCE_SAME)),
        Some(AddressPart::Unit) => ("the same house", None),
        Some(AddressPart::Street) => ("the same town, another street", Some(&DISTANCE_STREET)),
        Some(AddressPart::Region) => ("another region", Some(&DISTANCE_REGION)),
        Some(AddressPart::Country) => ("another country", Some(&DISTANCE_COUNTRY)),
        Some(_) => ("another town", Some(&DISTANCE_TOWN)),
    };
    let place = match rule {
        Some(rule) => Signal::by(rule, reading, "place", what),
        None => Signal::fact("place", what),
    };
    let weight = place.weight;
    signals.insert(0, place);
    if different.contains(&AddressPart::Name) && weight > 0.0 {
        signals.push(person(different, (billing, shipping), weight, reading));
    }
    signals
}

/// Who is to get the goods: family at another address is ordinary, another surname in the
/// same country is what a gift looks like, and abroad it is neither.
fn person(
    different: &[AddressPart],
    (billing, shipping): (&Address, &Address),
    raised: f64,
    reading: &Reading<'_>,
) -> Signal {
    let (payer, receiver) = (NameForm::of(&billing.name), NameForm::of(&shipping.name));
    let surname = payer.family();
    if surname.len() > 1 && receiver.words().iter().any(|word| word == surname) {
        let less = raised.min(-reading.rules.weight(&DISTANCE_FAMILY)).max(0.0);
        return Signal::new("person", "the same surname: family, or a second home", -less);
    }
    if different.contains(&AddressPart::Country) || receiver.is_empty() || payer.is_empty() {
        return Signal::by(&DISTANCE_NAME, reading, "person", "another name at another address");
    }
    Signal::fact("person", "another surname in the same country: a gift is plausible")
}

/// The widest part in which the places differ. A postal code beside an equal street is a
/// matter of spelling and counts as another town only when the town differs as well.
fn farthest(different: &[AddressPart]) -> Option<AddressPart> {
    use AddressPart::{Country, PostalCode, Region, Street, Town, Unit};
    [Country, Region, Town, Street, Unit, PostalCode]
        .into_iter()
        .find(|part| different.contains(part))
}

fn headline(different: &[AddressPart]) -> String {
    let places: Vec<_> = different.iter().filter(|part| **part != AddressPart::Name).collect();
    if places.is_empty() {
        return if different.is_empty() {
            "Billing and shipping are the same".to_owned()
        } else {
            "Billing and shipping are one place under two names".to_owned()
        };
    }
    let parts: Vec<_> = different.iter().map(|part| part.title()).collect();
    format!("Billing and shipping differ in {}", parts.join(", "))
}

fn written(address: &Address, part: AddressPart) -> &Clean {
    match part {
        AddressPart::Name => &address.name,
        AddressPart::Street => &address.line1,
        AddressPart::Unit if address.line2.is_blank() => &address.line1,
        AddressPart::Unit => &address.line2,
        AddressPart::Town => &address.city,
        AddressPart::Region if address.region.is_blank() => &address.region_code,
        AddressPart::Region => &address.region,
        AddressPart::PostalCode => &address.postal_code,
        AddressPart::Country if address.country.is_blank() => &address.country_code,
        AddressPart::Country => &address.country,
    }
}

fn shown(text: &Clean) -> &str {
    if text.is_blank() { "–" } else { text.raw() }
}

/// A word in the note or the extras that speaks of a present.
fn gift_word(order: &Order) -> Option<&'static str> {
    const WORDS: [&str; 14] = [
        "gift",
        "present",
        "birthday",
        "wedding",
        "christmas",
        "geschenk",
        "geburtstag",
        "cadeau",
        "anniversaire",
        "regalo",
        "cumpleaños",
        "presente",
        "födelsedag",
        "kado",
    ];
    let extras = order.attributes.iter().flat_map(|(name, value)| [name, value]);
    let texts: Vec<String> =
        extras.chain([&order.note]).map(|text| text.bare().to_lowercase()).collect();
    let says = |word: &&str| {
        texts.iter().any(|text| text.split(|c: char| !c.is_alphanumeric()).any(|w| w == *word))
    };
    WORDS.into_iter().find(|word| says(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Outcome;
    use crate::domain::sample::{address, order};
    use crate::evidence::sample::{placed, plain};

    fn shipped_to(change: impl FnOnce(&mut Address)) -> Order {
        let mut there = address("Ada Lindgren");
        change(&mut there);
        Order { shipping: Readable::Known(there), ..order() }
    }

    #[test]
    fn the_widest_difference_gives_outcome_and_headline() {
        for (order, outcome, headline) in [
            (order(), Outcome::Clear, "Billing and shipping are the same"),
            (
                shipped_to(|a| a.line1 = "12 Main St.".into()),
                Outcome::Clear,
                "Billing and shipping are the same",
            ),
            (
                shipped_to(|a| a.name = "Bo Lindgren".into()),
                Outcome::Clear,
                "Billing and shipping are one place under two names",
            ),
            (
                shipped_to(|a| a.line2 = "Apt 5".into()),
                Outcome::Clear,
                "Billing and shipping differ in unit",
            ),
            (
                shipped_to(|a| a.line1 = "9 Oak Road".into()),
                Outcome::Notice,
                "Billing and shipping differ in street",
            ),
            (
                shipped_to(|a| {
                    a.city = "Fresno".into();
                    a.postal_code = "93701".into();
                }),
                Outcome::Notice,
                "Billing and shipping differ in town, postal code",
            ),
            (
                shipped_to(|a| {
                    a.city = "Reno".into();
                    a.region_code = "NV".into();
                }),
                Outcome::Warn,
                "Billing and shipping differ in town, region",
            ),
            (
                shipped_to(|a| {
                    a.name = "Bo".into();
                    a.country_code = "CA".into();
                }),
                Outcome::Warn,
                "Billing and shipping differ in name, country",
            ),
        ] {
            let finding = check(&order, &plain());
            assert_eq!((finding.outcome, finding.headline.as_str()), (outcome, headline));
        }
    }

    #[test]
    fn the_distance_is_told_as_finely_as_both_places_are_known() {
        let to = |city: &str, code: &str, region: &str, country: &str| {
            shipped_to(|a| {
                a.city = city.into();
                a.postal_code = code.into();
                a.region_code = region.into();
                a.country_code = country.into();
            })
        };
        for (order, fact, apart, far) in [
            (to("Reno", "89501", "NV", "US"), "other region, about 290 km", "about 290 km", false),
            (to("New York", "10001", "NY", "US"), "other region, about 4,100 km", "4,100 km", true),
            (to("Berlin", "10115", "BE", "DE"), "other continent, about 9,100 km", "9,100", true),
            // The postal code is not in the tables, the town is.
            (to("Fresno", "93799", "CA", "US"), "same region, about 250 km", "250 km", false),
            (
                to("Nowhere", "00000", "NV", "US"),
                "unknown: shipping: Neither postal code nor town is in the tables",
                "Billing and shipping differ in town, region, postal code",
                false,
            ),
        ] {
            let found = check(&order, &placed());
            let told = found.facts.iter().find(|one| one.label == "distance").unwrap();
            assert_eq!(told.value.raw(), fact);
            assert!(found.headline.contains(apart), "{}", found.headline);
            let without = check(&order, &plain()).weight;
            assert_eq!(found.weight - without > 0.2, far, "{fact}: {} {without}", found.weight);
        }
        let same = check(&order(), &placed());
        assert!(same.facts.iter().all(|one| one.label != "distance"));
    }

    #[test]
    fn both_sides_are_shown_as_they_were_written() {
        let finding = check(&shipped_to(|a| a.city = "Réno".into()), &plain());

        let town = finding.facts.iter().find(|fact| fact.label == "town").unwrap();
        assert_eq!(town.value.raw(), "Oakland | Réno");
    }

    #[test]
    fn words_of_a_gift_take_the_weight_away() {
        let mut order = shipped_to(|a| {
            a.name = "Grandma Berg".into();
            a.city = "Reno".into();
            a.region_code = "NV".into();
        });
        let before = check(&order, &plain()).weight;
        order.note = "A birthday PRESENT, please wrap".into();

        let after = check(&order, &plain());

        assert!(before > 0.4 && after.weight < 0.2, "{before} {}", after.weight);
        assert_eq!(after.facts.last().unwrap().value.raw(), "plausible: the order says “present”");
        order.note = "presented by the sales team".into();
        assert!((check(&order, &plain()).weight - before).abs() < 1e-9);
    }

    #[test]
    fn who_gets_the_goods_counts_by_surname_and_country() {
        let to = |name: &str, country: &str| {
            let found = check(
                &shipped_to(|a| {
                    a.name = name.into();
                    a.city = "Reno".into();
                    a.region_code = "NV".into();
                    a.country_code = country.into();
                }),
                &plain(),
            );
            let person = found.facts.iter().find(|fact| fact.label == "person").cloned();
            (found.weight, person.map(|fact| fact.value.raw().to_owned()))
        };
        let (same, nobody) = to("Ada Lindgren", "US");
        assert_eq!(nobody, None);
        for (name, country, adds, words) in [
            ("Bo Lindgren", "US", -0.2, "the same surname: family, or a second home"),
            ("Lindgren Bo", "US", -0.2, "the same surname: family, or a second home"),
            ("Eva Berg", "US", 0.0, "another surname in the same country: a gift is plausible"),
            ("", "US", 0.1, "another name at another address"),
        ] {
            let (weight, person) = to(name, country);
            assert_eq!(person.as_deref(), Some(words), "{name}");
            assert!((weight - same - adds).abs() < 1e-9, "{name}: {weight} {same}");
        }
        let (_, abroad) = to("Eva Berg", "CA");
        assert_eq!(abroad.as_deref(), Some("another name at another address"));
    }

    #[test]
    fn a_box_a_soldier_and_a_forwarder_are_named_and_weighed_elsewhere() {
        for (line1, who) in [
            ("PO Box 12", "a box at a post office"),
            ("PSC 3 Box 120", "a military or diplomatic post office"),
            ("c/o Shipito, 444 Alaska Ave", "a company that sends parcels on"),
        ] {
            let found = check(
                &shipped_to(|a| {
                    a.line1 = line1.into();
                    a.line2 = "".into();
                }),
                &plain(),
            );
            let told = found.facts.iter().find(|fact| fact.label == "shipping goes to").unwrap();
            assert_eq!(told.value.raw(), who);
            assert!((found.weight - 0.1).abs() < 1e-9, "{}", found.weight);
        }
    }

    #[test]
    fn a_missing_or_withheld_side_is_unknown() {
        let withheld = || Readable::Denied("Addresses are withheld.".to_owned());
        for (billing, shipping, why) in [
            (Readable::Absent, order().shipping, "The order has no billing address"),
            (order().billing, Readable::Absent, "The order has no shipping address"),
            (withheld(), order().shipping, "Addresses are withheld."),
            (order().billing, withheld(), "Addresses are withheld."),
            (
                Readable::Known(Address::default()),
                order().shipping,
                "The order has no billing address",
            ),
        ] {
            let finding = check(&Order { billing, shipping, ..order() }, &plain());
            assert_eq!((finding.outcome, finding.headline.as_str()), (Outcome::Unknown, why));
        }
    }
}
