//! What a shop may set, with a reason for each default.

use super::{Calendar, Weights};
use crate::domain::{Currency, Money};

/// Whether amount and pieces must both be high (C14: "and/or" is explicit).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HighValueWhen {
    /// Both must.
    Both,
    /// One of them is enough.
    Either,
}

/// The thresholds, clocks and weights that policy works with.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicySettings {
    /// A provider's number at or above it raises suspicion (C15). 5, because nine of ten
    /// honest orders stay below (S96).
    pub risk_threshold: f64,
    /// Business days from placing to the first decision. 1, because good orders ship the
    /// next day (S20, S23).
    pub first_decision_business_days: u32,
    /// Business days that a hold lasts. 5, because that is what customers are told (S49).
    pub hold_business_days: u32,
    /// Days that an authorisation lasts where the store does not say. 7, as with most
    /// cards (C10).
    pub authorisation_days: u32,
    /// The shop's business days. Those of the United States, where the procedure was
    /// written.
    pub calendar: Calendar,
    /// Tags that flag an order, ours and the filter app's. None, because names differ.
    pub flag_tags: Vec<String>,
    /// From this amount an order is of high value, in the shop's currency. 300 (S21).
    pub high_value_amount: Money,
    /// Above so many pieces an order is of high value. 12 (S21).
    pub high_value_pieces: u32,
    /// Whether both are needed. Both, because bulk alone is often a deal (S79).
    pub high_value_when: HighValueWhen,
    /// The weights of the recommendation.
    pub weights: Weights,
}

impl Default for PolicySettings {
    fn default() -> Self {
        Self {
            risk_threshold: 5.0,
            first_decision_business_days: 1,
            hold_business_days: 5,
            authorisation_days: 7,
            calendar: Calendar::of("US").unwrap_or_else(Calendar::weekdays),
            flag_tags: Vec::new(),
            high_value_amount: Money { minor: 30_000, currency: Currency::USD },
            high_value_pieces: 12,
            high_value_when: HighValueWhen::Both,
            weights: Weights::default(),
        }
    }
}
