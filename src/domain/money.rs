//! Amounts of money as whole minor units; never a floating-point number.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// An ISO 4217 currency code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// United States dollar.
    pub const USD: Self = Self(*b"USD");

    /// Reads three letters; `None` when they are no currency code.
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Self(bytes.map(|b| b.to_ascii_uppercase())))
    }

    /// The code, such as `USD`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// How many decimal places the minor unit has (ISO 4217).
    pub fn exponent(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::new(&code).ok_or_else(|| format!("{} letters are no currency code", code.len()))
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

/// An amount in minor units of one currency (US cents, yen, thousandths of a dinar).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Whole minor units; negative when money goes out.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// Nothing, in a currency.
    pub fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Reads a decimal such as `129.9`, `-5` or `10.000`. `None` when it is none, or is
    /// finer than the currency allows (zeros may follow).
    pub fn parse(amount: &str, currency: Currency) -> Option<Self> {
        let amount = amount.trim();
        let (negative, digits) = match amount.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, amount),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let well_formed = !(whole.is_empty() && fraction.is_empty())
            && whole.len() <= 15
            && whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
        if !well_formed {
            return None;
        }
        let places = currency.exponent() as usize;
        let (kept, dropped) = fraction.split_at_checked(places).unwrap_or((fraction, ""));
        if dropped.bytes().any(|b| b != b'0') {
            return None;
        }
        let minor: i64 = format!("{whole}{kept:0<places$}").parse().ok()?;
        Some(Self { minor: if negative { -minor } else { minor }, currency })
    }

    /// The amount as a decimal with the currency's places, without the code: `129.90`.
    pub fn decimal(self) -> String {
        let places = self.currency.exponent() as usize;
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = places + 1);
        let (whole, fraction) =
            digits.split_at_checked(digits.len() - places).unwrap_or((&digits, ""));
        let sign = if self.minor < 0 { "-" } else { "" };
        match places {
            0 => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{fraction}"),
        }
    }

    /// The sum, or `None` when the currencies differ or it does not fit.
    pub fn plus(self, other: Self) -> Option<Self> {
        (self.currency == other.currency)
            .then(|| self.minor.checked_add(other.minor))?
            .map(|minor| Self { minor, ..self })
    }

    /// The difference, or `None` when the currencies differ or it does not fit.
    pub fn minus(self, other: Self) -> Option<Self> {
        (self.currency == other.currency)
            .then(|| self.minor.checked_sub(other.minor))?
            .map(|minor| Self { minor, ..self })
    }

    /// Whether it is more than nothing.
    pub fn is_positive(self) -> bool {
        self.minor > 0
    }
}

/// Amounts compare only within one currency.
impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}

/// `129.90 USD`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.decimal(), self.currency)
    }
}

/// One amount in the shop's currency and in the one the customer was charged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MoneyPair {
    /// In the shop's own currency.
    pub shop: Money,
    /// In the currency the customer paid in (presentment money); refunds are in it.
    pub charged: Money,
}

impl MoneyPair {
    /// The same amount on both sides, for a shop with one currency.
    pub fn same(amount: Money) -> Self {
        Self { shop: amount, charged: amount }
    }

    /// What a part of the charged side comes to on the shop's side, at the rate that this
    /// pair itself shows; rounded to the nearest minor unit. `None` when the part is of
    /// another currency or the pair shows no rate.
    pub fn shop_side_of(self, part: Money) -> Option<Money> {
        if part.currency != self.charged.currency || self.charged.minor == 0 {
            return None;
        }
        let whole = i128::from(self.charged.minor);
        let product = i128::from(part.minor) * i128::from(self.shop.minor);
        let half = if (product < 0) == (whole < 0) { whole / 2 } else { -whole / 2 };
        let minor = i64::try_from((product + half) / whole).ok()?;
        Some(Money { minor, currency: self.shop.currency })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str, code: &str) -> Option<Money> {
        Money::parse(amount, Currency::new(code).unwrap())
    }

    #[test]
    fn decimals_are_read_by_the_currencys_own_places() {
        assert_eq!(money("129.9", "USD").unwrap().minor, 12_990);
        assert_eq!(money("1000", "JPY").unwrap().minor, 1_000);
        assert_eq!(money("10.0", "JPY").unwrap().minor, 10);
        assert_eq!(money("1.234", "KWD").unwrap().minor, 1_234);
        assert_eq!(money("-0.05", "EUR").unwrap().minor, -5);
        assert_eq!(money(".5", "EUR").unwrap().minor, 50);
    }

    #[test]
    fn what_is_no_amount_or_too_fine_is_refused() {
        for (amount, code) in [
            ("", "USD"),
            (".", "USD"),
            ("1.005", "USD"),
            ("0.5", "JPY"),
            ("1e3", "USD"),
            ("1,5", "EUR"),
            ("--1", "USD"),
            ("99999999999999999", "USD"),
        ] {
            assert_eq!(money(amount, code), None, "{amount} {code}");
        }
    }

    #[test]
    fn amounts_are_written_with_all_places() {
        assert_eq!(money("129.9", "USD").unwrap().to_string(), "129.90 USD");
        assert_eq!(money("-0.05", "USD").unwrap().decimal(), "-0.05");
        assert_eq!(money("7", "JPY").unwrap().decimal(), "7");
        assert_eq!(money("0.007", "KWD").unwrap().decimal(), "0.007");
    }

    #[test]
    fn a_part_comes_to_its_share_of_the_shops_side() {
        let pair = MoneyPair {
            shop: money("129.90", "USD").unwrap(),
            charged: money("1350", "JPY").unwrap(),
        };

        let shown = |part| pair.shop_side_of(part).map(|money| money.to_string());
        assert_eq!(shown(money("1350", "JPY").unwrap()).as_deref(), Some("129.90 USD"));
        assert_eq!(shown(money("100", "JPY").unwrap()).as_deref(), Some("9.62 USD"));
        assert_eq!(shown(money("-100", "JPY").unwrap()).as_deref(), Some("-9.62 USD"));
        assert_eq!(shown(money("100", "USD").unwrap()), None);
        let free = MoneyPair { charged: Money { minor: 0, ..pair.charged }, ..pair };
        assert_eq!(free.shop_side_of(money("1", "JPY").unwrap()), None);
    }

    #[test]
    fn amounts_of_two_currencies_never_mix() {
        let dollars = money("5", "USD").unwrap();
        let yen = money("5", "JPY").unwrap();

        assert_eq!(dollars.plus(yen), None);
        assert_eq!(dollars.partial_cmp(&yen), None);
    }
}
