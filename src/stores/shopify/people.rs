//! Customers and their addresses.

use super::amount::money;
use super::denial::Denials;
use super::gid::plain;
use super::shapes::{AddressShape, CustomerShape};
use crate::domain::{Address, Clean, Customer, Readable};

/// An address of which a part is refused is refused as a whole: a check over a blank
/// street would call different what it cannot see.
pub(super) fn address(
    shape: Option<AddressShape>,
    denials: &Denials,
    field: &str,
) -> Readable<Address> {
    let Some(shape) = shape else {
        return denials.why(field).map_or(Readable::Absent, |why| Readable::Denied(why.to_owned()));
    };
    if let Some(why) = denials.of_address(field) {
        return Readable::Denied(why.to_owned());
    }
    let address = Address {
        name: joined(shape.first_name.as_ref(), shape.last_name.as_ref()),
        company: shape.company.unwrap_or_default(),
        line1: shape.address1.unwrap_or_default(),
        line2: shape.address2.unwrap_or_default(),
        city: shape.city.unwrap_or_default(),
        region: shape.province.unwrap_or_default(),
        region_code: shape.province_code.unwrap_or_default(),
        postal_code: shape.zip.unwrap_or_default(),
        country: shape.country.unwrap_or_default(),
        country_code: shape.country_code_v2.unwrap_or_default(),
        phone: shape.phone.unwrap_or_default(),
    };
    if address.is_blank() && address.name.is_blank() {
        Readable::Absent
    } else {
        Readable::Known(address)
    }
}

/// Given and family name in the order written.
fn joined(first: Option<&Clean>, last: Option<&Clean>) -> Clean {
    match (first.map_or("", Clean::raw).trim(), last.map_or("", Clean::raw).trim()) {
        ("", name) | (name, "") => Clean::new(name),
        (first, last) => Clean::new(&format!("{first} {last}")),
    }
}

/// The name on a customer's record, or why it may not be read.
pub(super) fn customer_name(shape: &CustomerShape, denials: &Denials) -> Readable<Clean> {
    let name = joined(shape.first_name.as_ref(), shape.last_name.as_ref());
    let refused = ["customer.firstName", "customer.lastName"]
        .into_iter()
        .find_map(|field| denials.why(field));
    match refused {
        Some(why) => Readable::Denied(why.to_owned()),
        None => denials.protected("customer.lastName", Some(name)),
    }
}

/// The customer's record, or why it may not be read.
pub(super) fn customer(shape: Option<CustomerShape>, denials: &Denials) -> Readable<Customer> {
    let Some(shape) = shape else {
        let why = denials.why("customer");
        return why.map_or(Readable::Absent, |why| Readable::Denied(why.to_owned()));
    };
    Readable::Known(Customer {
        name: customer_name(&shape, denials),
        id: plain(&shape.id).into(),
        since: shape.created_at,
        orders: shape.number_of_orders.and_then(|count| count.number()),
        spent: shape.amount_spent.as_ref().and_then(|spent| money(spent).ok()),
        email_verified: shape.verified_email,
        note: shape.note.unwrap_or_default(),
        tags: shape.tags,
    })
}
