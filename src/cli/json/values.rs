//! Small values that several documents share.

use serde::Serialize;

use crate::domain::{Address, Clean, ClockReading, Lane, Money, Readable, Timestamp, Zone};
use crate::policy::{Placement, lane_now};

/// A decimal string and its currency.
#[derive(Serialize)]
pub(super) struct MoneyJson {
    amount: String,
    currency: String,
}

impl From<Money> for MoneyJson {
    fn from(money: Money) -> Self {
        Self { amount: money.decimal(), currency: money.currency.code().to_owned() }
    }
}

/// The deadline that ends first.
#[derive(Serialize)]
pub(super) struct ClockJson {
    name: &'static str,
    at: String,
    overdue: bool,
}

impl ClockJson {
    pub(super) fn of(clock: &ClockReading, when: When) -> Self {
        Self {
            name: clock.name.word(),
            at: when.text(clock.at),
            overdue: clock.is_overdue(when.now),
        }
    }
}

/// The present moment and the zone in which times are written.
#[derive(Clone, Copy)]
pub(in crate::cli) struct When {
    /// The present moment.
    pub(in crate::cli) now: Timestamp,
    /// The store's zone.
    pub(in crate::cli) zone: Zone,
}

impl When {
    /// The lane at the present moment: overdue and due today are never stored.
    pub(in crate::cli) fn lane(self, placement: &Placement) -> Lane {
        lane_now(placement.lane, placement.clock, self.now, self.zone)
    }

    /// A time with the offset of the store's zone.
    pub(super) fn text(self, moment: Timestamp) -> String {
        self.zone.rfc3339(moment)
    }

    /// The same of a time that may be missing.
    pub(super) fn maybe(self, moment: Option<Timestamp>) -> Option<String> {
        moment.map(|moment| self.text(moment))
    }
}

/// A postal address.
#[derive(Serialize)]
pub(super) struct AddressJson<'a> {
    name: &'a str,
    company: &'a str,
    line1: &'a str,
    line2: &'a str,
    city: &'a str,
    region: &'a str,
    region_code: &'a str,
    postal_code: &'a str,
    country: &'a str,
    country_code: &'a str,
    phone: &'a str,
}

impl<'a> From<&'a Address> for AddressJson<'a> {
    fn from(address: &'a Address) -> Self {
        Self {
            name: address.name.raw(),
            company: address.company.raw(),
            line1: address.line1.raw(),
            line2: address.line2.raw(),
            city: address.city.raw(),
            region: address.region.raw(),
            region_code: address.region_code.raw(),
            postal_code: address.postal_code.raw(),
            country: address.country.raw(),
            country_code: address.country_code.raw(),
            phone: address.phone.raw(),
        }
    }
}

/// The raw text of a value that is known.
pub(super) fn known(value: &Readable<Clean>) -> Option<&str> {
    value.known().map(Clean::raw)
}

/// The raw texts of a list.
pub(super) fn raw(texts: &[Clean]) -> Vec<&str> {
    texts.iter().map(Clean::raw).collect()
}
