//! The countries that the orders come from.

use super::dice::Dice;

/// A country of the orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Country {
    Us,
    Gb,
    Ca,
    De,
    Fr,
    Es,
    It,
    Nl,
    Se,
    Br,
    Jp,
    Au,
    Pl,
}

use Country::{Au, Br, Ca, De, Es, Fr, Gb, It, Jp, Nl, Pl, Se, Us};

/// Four of five orders come from the United States.
const SHARES: [(Country, usize); 13] = [
    (Us, 800),
    (Gb, 45),
    (Ca, 40),
    (De, 30),
    (Fr, 20),
    (Au, 14),
    (Es, 10),
    (It, 10),
    (Nl, 9),
    (Se, 7),
    (Br, 6),
    (Jp, 5),
    (Pl, 4),
];

/// Where people live whose goods go to a forwarder in the United States.
const ABROAD: [(Country, usize); 6] = [(Br, 40), (Jp, 15), (Au, 15), (Pl, 10), (Es, 10), (Us, 10)];

impl Country {
    /// Every country, as the lists name them.
    pub const ALL: [Self; 13] = [Us, Gb, Ca, De, Fr, Es, It, Nl, Se, Br, Jp, Au, Pl];

    /// The country of a household.
    pub fn drawn(dice: &mut Dice) -> Self {
        *dice.weighed(&SHARES)
    }

    /// The country of somebody who uses a forwarder.
    pub fn abroad(dice: &mut Dice) -> Self {
        *dice.weighed(&ABROAD)
    }

    /// ISO 3166 code and name.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Us => ("US", "United States"),
            Gb => ("GB", "United Kingdom"),
            Ca => ("CA", "Canada"),
            De => ("DE", "Germany"),
            Fr => ("FR", "France"),
            Es => ("ES", "Spain"),
            It => ("IT", "Italy"),
            Nl => ("NL", "Netherlands"),
            Se => ("SE", "Sweden"),
            Br => ("BR", "Brazil"),
            Jp => ("JP", "Japan"),
            Au => ("AU", "Australia"),
            Pl => ("PL", "Poland"),
        }
    }

    /// Its place in `ALL`.
    pub fn place(self) -> usize {
        self as usize
    }

    /// The currency of its orders.
    pub fn currency(self) -> &'static str {
        match self {
            Gb => "GBP",
            De | Fr | Es | It | Nl => "EUR",
            _ => "USD",
        }
    }

    /// Whether the store asks for a region there.
    pub fn writes_region(self) -> bool {
        matches!(self, Us | Ca | Au | Es | It | Jp)
    }
}
