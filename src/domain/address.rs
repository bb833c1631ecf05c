//! Postal addresses as the store gives them.

use serde::{Deserialize, Serialize};

use super::Clean;

/// A billing or shipping address. Parts that the store leaves out are blank.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// Given and family name in the order written.
    pub name: Clean,
    /// Company, when given.
    pub company: Clean,
    /// First line: house and street.
    pub line1: Clean,
    /// Second line: unit, floor, box.
    pub line2: Clean,
    /// Town.
    pub city: Clean,
    /// Region in words.
    pub region: Clean,
    /// Region's code, such as `CA`.
    pub region_code: Clean,
    /// Postal code.
    pub postal_code: Clean,
    /// Country in words.
    pub country: Clean,
    /// ISO 3166 code of the country, such as `US`.
    pub country_code: Clean,
    /// Telephone number.
    #[serde(deserialize_with = "super::text::kept_phone")]
    pub phone: Clean,
}

impl Address {
    /// Whether no part of the place itself is given.
    pub fn is_blank(&self) -> bool {
        [&self.line1, &self.line2, &self.city, &self.postal_code, &self.country_code]
            .iter()
            .all(|part| part.is_blank())
    }

    /// The place on one line, for copying and for map searches; names left out.
    pub fn one_line(&self) -> String {
        let region = if self.region_code.is_blank() { &self.region } else { &self.region_code };
        [&self.line1, &self.line2, &self.city, region, &self.postal_code, &self.country_code]
            .iter()
            .filter(|part| !part.is_blank())
            .map(|part| part.shown().into_owned())
            .collect::<Vec<_>>()
            .join(", ")
    }
}
