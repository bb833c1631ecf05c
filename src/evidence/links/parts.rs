//! The parts of an order that are compared, in normal form.

use std::net::IpAddr;

use crate::domain::{Address, Clean, Readable, ShortOrder};
use crate::evidence::ip::is_public;
use crate::evidence::normal::{AddressForm, Delivery, EmailForm, NameForm, PhoneForm};

/// A place in normal form; blank parts are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    number: String,
    street: String,
    unit: String,
    postal: String,
    town: String,
    region: String,
    country: String,
}

impl Place {
    pub(super) fn texts(&self) -> [&str; 7] {
        [
            &self.number,
            &self.street,
            &self.unit,
            &self.postal,
            &self.town,
            &self.region,
            &self.country,
        ]
    }
}

fn addresses(order: &ShortOrder) -> impl Iterator<Item = &Address> + Clone {
    [&order.billing, &order.shipping].into_iter().filter_map(|address| address.known())
}

/// The names on the order, each once: words in the order written.
pub(super) fn names(order: &ShortOrder) -> Vec<String> {
    let given = order.customer_name.known().into_iter();
    let given = given.chain(addresses(order).map(|address| &address.name));
    let mut names: Vec<String> = Vec::with_capacity(2);
    let mut before: Option<&Clean> = None;
    for name in given {
        if before.replace(name) == Some(name) {
            continue;
        }
        let folded = NameForm::of(name).words().join(" ");
        if !folded.is_empty() && !names.contains(&folded) {
            names.push(folded);
        }
    }
    names
}

/// Mailbox and domain; a domain that only looks like a provider's is read as it looks.
pub(super) fn email(order: &ShortOrder) -> Option<(String, String)> {
    let form = EmailForm::of(order.email.known()?)?;
    let domain = form.looks_like().unwrap_or(form.domain());
    Some((form.mailbox().to_owned(), domain.to_owned()))
}

/// Telephone numbers, international where that is known.
pub(super) fn phones(order: &ShortOrder) -> Vec<u64> {
    let country = addresses(order).map(|address| &address.country_code).next();
    let own = order.phone.known().into_iter().map(|number| (number, country));
    let given = addresses(order).map(|address| (&address.phone, Some(&address.country_code)));
    let mut phones = Vec::with_capacity(1);
    let mut before: Option<&Clean> = None;
    for (number, country) in own.chain(given).filter(|(number, _)| !number.is_blank()) {
        if before.replace(number) == Some(number) {
            continue;
        }
        let digits = PhoneForm::of(number, country).and_then(|form| form.digits().parse().ok());
        phones.extend(digits.filter(|digits| !phones.contains(digits)));
    }
    phones
}

/// Billing and shipping.
pub(super) fn places(order: &ShortOrder) -> (Option<Place>, Option<Place>) {
    let billing = place(&order.billing);
    let is_one = match (order.billing.known(), order.shipping.known()) {
        (Some(billing), Some(shipping)) => has_same_lines(billing, shipping),
        _ => false,
    };
    // Most buyers have one address: fold it once.
    let shipping = if is_one { billing.clone() } else { place(&order.shipping) };
    (billing, shipping)
}

fn has_same_lines(one: &Address, other: &Address) -> bool {
    one.line1 == other.line1
        && one.line2 == other.line2
        && one.city == other.city
        && one.postal_code == other.postal_code
        && one.region_code == other.region_code
        && one.region == other.region
        && one.country_code == other.country_code
        && one.country == other.country
}

fn place(address: &Readable<Address>) -> Option<Place> {
    let form = AddressForm::of(address.known().filter(|address| !address.is_blank())?);
    let (number, street) = match (form.delivery(), form.po_box()) {
        (Delivery::PoBox, Some(number)) => (number.to_owned(), "box".to_owned()),
        _ if form.street().is_empty() => (form.house().to_owned(), form.beside().to_owned()),
        _ => (form.house().to_owned(), form.street().to_owned()),
    };
    let place = Place {
        number,
        street,
        unit: form.unit().to_owned(),
        postal: form.postal().to_owned(),
        town: form.town().to_owned(),
        region: form.region().to_owned(),
        country: form.country().to_owned(),
    };
    (place != Place::default()).then_some(place)
}

/// A public address; of IPv6 the network of the household, whose last half changes daily.
pub(super) fn ip(order: &ShortOrder) -> Option<Vec<u8>> {
    let address: IpAddr = order.ip.known()?.raw().trim().parse().ok()?;
    if !is_public(address) {
        return None;
    }
    Some(match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets().iter().copied().take(8).collect(),
    })
}

/// Issuer, last four digits and expiry in one number; the last four alone tell too little.
pub(super) fn card(order: &ShortOrder) -> Option<u64> {
    let card = order.card.as_ref()?;
    let last_four: u64 = card.last_four.raw().parse().ok()?;
    let bin: u64 = card.bin.raw().get(..6).and_then(|bin| bin.parse().ok()).unwrap_or(0);
    let expiry = card.expiry.map_or(0, |(month, year)| u64::from(year) * 12 + u64::from(month));
    let is_enough = bin != 0 || expiry != 0;
    is_enough.then_some((bin * 10_000 + last_four) * 40_000 + expiry.min(39_999))
}
