//! Thresholds and clocks, each with its default.

use crate::domain::{Currency, Money};

/// Which days are business days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BusinessCalendar {
    /// Those of a country such as `US` or of a part of one such as `DE-BY`, without its
    /// public holidays. Policy has the table and refuses places that it does not know.
    Of(String),
    /// Monday to Friday.
    Weekdays,
}

/// Whether amount and pieces must both be high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HighValueWhen {
    /// Both (C14).
    Both,
    /// One of them is enough.
    Either,
}

/// An amount whose currency is the shop's, which is known only once connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecimalAmount(String);

impl DecimalAmount {
    /// Reads a decimal of at most three places that is not below zero.
    pub fn parse(text: &str) -> Option<Self> {
        // The dinar has three places, the most that any currency has.
        let finest = Currency::new("KWD")?;
        let amount = Money::parse(text, finest)?;
        (amount.minor >= 0).then(|| Self(text.trim().to_owned()))
    }

    /// The amount in the shop's currency; what is finer than the currency is cut off.
    pub fn money(&self, currency: Currency) -> Money {
        let places = currency.exponent() as usize;
        let (whole, fraction) = self.0.split_once('.').unwrap_or((&self.0, ""));
        let kept: String = fraction.chars().take(places).collect();
        Money::parse(&format!("{whole}.{kept}"), currency).unwrap_or(Money::zero(currency))
    }
}

/// Thresholds and clocks; the sample says why each is what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// A provider's number at or above this raises suspicion (S96, C15).
    pub risk_threshold: f64,
    /// Business days from placing to the first decision (S20, S23, C21).
    pub first_decision_business_days: u32,
    /// Business days that a hold lasts (S49, C7).
    pub hold_business_days: u32,
    /// Days that an authorisation lasts where the store does not say (C10).
    pub authorisation_days: u32,
    /// Which days are business days (C9).
    pub calendar: BusinessCalendar,
    /// Seconds in which a recorded decision can be taken back.
    pub undo_seconds: u32,
    /// Apps whose holds a release lifts too.
    pub release_holds_of: Vec<String>,
    /// The tag that marks an order as reviewed when a release has nothing to release.
    pub reviewed_tag: String,
    /// Tags that put an order into the queue (S18).
    pub flag_tags: Vec<String>,
    /// Above this an order is of high value (S21, C14).
    pub high_value_amount: DecimalAmount,
    /// Above so many pieces an order is of high value (S21, C14).
    pub high_value_pieces: u32,
    /// Whether both must be exceeded.
    pub high_value_when: HighValueWhen,
    /// How many days back orders are kept for linking.
    pub window_days: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            risk_threshold: 5.0,
            first_decision_business_days: 1,
            hold_business_days: 5,
            authorisation_days: 7,
            calendar: BusinessCalendar::Of("US".to_owned()),
            undo_seconds: 30,
            release_holds_of: Vec::new(),
            reviewed_tag: "reviewed".to_owned(),
            flag_tags: Vec::new(),
            high_value_amount: DecimalAmount("300.00".to_owned()),
            high_value_pieces: 12,
            high_value_when: HighValueWhen::Both,
            window_days: 60,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Currency, DecimalAmount};

    #[test]
    fn an_amount_takes_the_places_of_the_shops_currency() {
        let amount = DecimalAmount::parse("300.50").unwrap();

        let shown = |code| amount.money(Currency::new(code).unwrap()).to_string();
        assert_eq!(shown("USD"), "300.50 USD");
        assert_eq!(shown("JPY"), "300 JPY");
        assert_eq!(shown("KWD"), "300.500 KWD");
    }

    #[test]
    fn an_amount_below_zero_or_in_words_is_refused() {
        assert_eq!(DecimalAmount::parse("-1"), None);
        assert_eq!(DecimalAmount::parse("three"), None);
        assert_eq!(DecimalAmount::parse("1.2345"), None);
    }
}
