//! An order in the form in which it is compared.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::domain::{Address, Clean, Readable, ShortOrder};
use crate::evidence::fold;
use crate::evidence::ip::is_public;
use crate::evidence::normal::PhoneForm;
use crate::evidence::postal::Folded;

/// What of an order is compared with others, folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    pub(super) names: BTreeSet<String>,
    pub(super) email: Option<String>,
    pub(super) phones: BTreeSet<String>,
    pub(super) billing: Option<Folded>,
    pub(super) shipping: Option<Folded>,
    pub(super) ip: Option<String>,
}

impl Form {
    pub(super) fn of(order: &ShortOrder) -> Self {
        let addresses = || [&order.billing, &order.shipping].into_iter().filter_map(|a| a.known());
        let names = order.customer_name.known().into_iter().chain(addresses().map(|a| &a.name));
        let billing = folded(&order.billing);
        // Most buyers have one address: fold it once.
        let shipping =
            if order.shipping == order.billing { billing.clone() } else { folded(&order.shipping) };
        Self {
            names: names.filter_map(fold::name).collect(),
            email: order.email.known().and_then(fold::email),
            phones: phones(order),
            billing,
            shipping,
            ip: order.ip.known().and_then(ip),
        }
    }

    /// Whether there is anything that another order could share.
    pub(super) fn is_empty(&self) -> bool {
        let house = |address: &Option<Folded>| address.as_ref().and_then(Folded::house).is_some();
        self.names.is_empty()
            && self.email.is_none()
            && self.phones.is_empty()
            && !house(&self.billing)
            && !house(&self.shipping)
    }

    /// Where the goods go, or else where the bill goes.
    pub(super) fn town(&self) -> Option<String> {
        self.shipping.as_ref().or(self.billing.as_ref()).and_then(Folded::town_of)
    }
}

fn phones(order: &ShortOrder) -> BTreeSet<String> {
    let addresses = [&order.billing, &order.shipping].into_iter().filter_map(|a| a.known());
    let country = addresses.clone().map(|address| &address.country_code).next();
    let own = order.phone.known().and_then(|number| digits(number, country));
    let of = |address: &Address| digits(&address.phone, Some(&address.country_code));
    addresses.filter_map(of).chain(own).collect()
}

fn digits(number: &Clean, country: Option<&Clean>) -> Option<String> {
    PhoneForm::of(number, country).map(|form| form.digits().to_owned())
}

fn folded(address: &Readable<Address>) -> Option<Folded> {
    address.known().filter(|address| !address.is_blank()).map(Folded::of)
}

/// A public address; of IPv6 the network of the household, whose last half changes daily.
fn ip(text: &Clean) -> Option<String> {
    let address: IpAddr = text.raw().trim().parse().ok()?;
    if !is_public(address) {
        return None;
    }
    Some(match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    })
}
