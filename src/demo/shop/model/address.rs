//! A postal address as the checkout keeps it.

use serde::{Deserialize, Serialize};

use super::Text;

/// A billing or shipping address; every part as the buyer typed or the checkout filled it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// Given name.
    pub first_name: Option<Text>,
    /// Family name.
    pub last_name: Option<Text>,
    /// Company.
    pub company: Option<Text>,
    /// Street and number.
    pub address1: Text,
    /// Flat, suite, unit.
    pub address2: Option<Text>,
    /// Town.
    pub city: Text,
    /// Region by name.
    pub province: Option<Text>,
    /// Region by code, where the country uses codes.
    pub province_code: Option<Text>,
    /// Postal code as people of the country write it.
    pub zip: Option<Text>,
    /// Country by English name.
    pub country: Text,
    /// Country by ISO 3166-1 alpha-2 code.
    pub country_code: Text,
    /// Phone at this address.
    pub phone: Option<Text>,
    /// Latitude and longitude in ten-thousandths of a degree, where the checkout placed it.
    pub point: Option<(i32, i32)>,
}

impl Address {
    /// Whether two addresses name the same place and person, as the checkout compares them.
    pub fn matches(&self, other: &Self) -> bool {
        let key = |a: &Self| {
            let parts = [&a.first_name, &a.last_name, &a.address2, &a.zip, &a.province_code];
            parts.map(|part| part.as_deref().unwrap_or_default().to_lowercase())
        };
        key(self) == key(other)
            && self.address1.eq_ignore_ascii_case(&other.address1)
            && self.city.eq_ignore_ascii_case(&other.city)
            && self.country_code == other.country_code
    }

    /// Given and family name with one blank between.
    pub fn name(&self) -> String {
        let parts = [self.first_name.as_deref(), self.last_name.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Latitude and longitude in degrees.
    pub fn degrees(&self) -> Option<(f64, f64)> {
        self.point.map(|(lat, lon)| (f64::from(lat) / 10_000.0, f64::from(lon) / 10_000.0))
    }
}
