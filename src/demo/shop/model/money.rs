//! Money in integer minor units.

use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// A currency that the shop sells in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Currency {
    /// Australian dollar.
    Aud,
    /// Canadian dollar.
    Cad,
    /// Euro.
    Eur,
    /// Pound sterling.
    Gbp,
    /// Yen; has no minor unit.
    Jpy,
    /// Kuwaiti dinar; has three decimals.
    Kwd,
    /// Swedish krona.
    Sek,
    /// US dollar, the shop's own currency.
    Usd,
}

impl Currency {
    /// The ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Aud => "AUD",
            Self::Cad => "CAD",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
            Self::Jpy => "JPY",
            Self::Kwd => "KWD",
            Self::Sek => "SEK",
            Self::Usd => "USD",
        }
    }

    /// How many decimals one unit has (ISO 4217).
    pub const fn decimals(self) -> u32 {
        match self {
            Self::Jpy => 0,
            Self::Kwd => 3,
            _ => 2,
        }
    }
}

/// One amount as the shop books it and as the buyer sees it, both in minor units.
///
/// The currencies stand on the order: the shop's in `Identity::currency`, the buyer's in
/// `Order::currency`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Price {
    /// Minor units of the shop's currency.
    pub shop: i64,
    /// Minor units of the currency shown to the buyer.
    pub presentment: i64,
}

impl Price {
    /// Nothing.
    pub const ZERO: Self = Self { shop: 0, presentment: 0 };

    /// An amount in both currencies.
    pub const fn new(shop: i64, presentment: i64) -> Self {
        Self { shop, presentment }
    }

    /// This price for `units` units.
    #[must_use]
    pub fn times(self, units: u32) -> Self {
        let units = i64::from(units);
        Self::new(self.shop * units, self.presentment * units)
    }

    /// The share `part / whole` of this amount, rounded down; nothing when `whole` is zero.
    #[must_use]
    pub fn share(self, part: u32, whole: u32) -> Self {
        let (part, whole) = (i64::from(part), i64::from(whole).max(1));
        Self::new(self.shop * part / whole, self.presentment * part / whole)
    }

    /// Whether both amounts are zero.
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// The smaller of two amounts in each currency.
    #[must_use]
    pub fn at_most(self, other: Self) -> Self {
        Self::new(self.shop.min(other.shop), self.presentment.min(other.presentment))
    }
}

impl Add for Price {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.shop + other.shop, self.presentment + other.presentment)
    }
}

impl Sub for Price {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.shop - other.shop, self.presentment - other.presentment)
    }
}

impl Neg for Price {
    type Output = Self;

    fn neg(self) -> Self {
        Self::ZERO - self
    }
}

impl AddAssign for Price {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Price {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl std::iter::Sum for Price {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}
