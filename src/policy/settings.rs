//! What a shop may set, with a reason for each default.

use super::Calendar;
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

/// What each piece of evidence adds, in log-odds; findings bring their own weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// Where every order starts: most flagged orders are innocent (S2).
    pub start: f64,
    /// A provider says high.
    pub high: f64,
    /// A provider says medium.
    pub medium: f64,
    /// A provider says low.
    pub low: f64,
    /// A provider scored the order and found no risk.
    pub none: f64,
    /// One fact that raises; small, because the provider's level rests on it already.
    pub raising_fact: f64,
    /// One fact that lowers.
    pub lowering_fact: f64,
    /// The most that all facts of one provider move, either way.
    pub most_facts: f64,
    /// A provider's number at or above the threshold.
    pub over_threshold: f64,
    /// A customer of several orders and some age (S33).
    pub known_customer: f64,
    /// The card's owner disputes the payment.
    pub dispute: f64,
    /// Up to this sum the order can be released.
    pub release_up_to: f64,
    /// From this sum on the money should go back.
    pub refund_from: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            start: -1.5,
            high: 2.0,
            medium: 0.8,
            low: -1.0,
            none: -0.5,
            raising_fact: 0.15,
            lowering_fact: -0.15,
            most_facts: 0.45,
            over_threshold: 1.0,
            known_customer: -0.8,
            dispute: 3.0,
            release_up_to: -1.5,
            refund_from: 2.0,
        }
    }
}
