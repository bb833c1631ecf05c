//! Whose data the tables are made of, in the words in which their owners want to be named.

use super::table::Kind;

/// Whose data something is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The table that it is in.
    pub table: Kind,
    /// The words to show.
    pub words: &'static str,
    /// The licence in short; `assets/NOTICES.md` has it in full.
    pub licence: &'static str,
}

const fn notice(table: Kind, words: &'static str, licence: &'static str) -> Notice {
    Notice { table, words, licence }
}

static NOTICES: &[Notice] = &[
    notice(Kind::Networks, "IP geolocation by DB-IP (https://db-ip.com)", "CC BY 4.0"),
    notice(
        Kind::Networks,
        "AS data: Route Views (routeviews.org), NRO (nro.net) and DB-IP",
        "CC BY 4.0",
    ),
    notice(
        Kind::Networks,
        "Lists of VPN and data centre networks: X4B (Mathew Heard, 2024)",
        "MIT",
    ),
    notice(Kind::Networks, "List of hosting networks: Brian Hamachek, 2025", "MIT"),
    notice(
        Kind::Networks,
        "Ranges of providers: iporigin and the providers' own feeds",
        "MIT, CC0",
    ),
    notice(Kind::Places, "Postal codes and places: GeoNames (www.geonames.org)", "CC BY 4.0"),
    notice(
        Kind::Places,
        "Contains OS data © Crown copyright and database right 2025. Contains Royal Mail data \
         © Royal Mail copyright and database right 2025. Contains National Statistics data \
         © Crown copyright and database right 2025.",
        "Open Government Licence v3",
    ),
    notice(Kind::Phones, "Phone area data: libphonenumber", "Apache-2.0"),
];

/// Whose data the built-in tables are made of.
pub fn notices() -> &'static [Notice] {
    NOTICES
}
