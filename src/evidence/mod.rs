//! One file per check; what it needs to read is passed in; answers a finding. Pure.
//!
//! Nothing here looks at the origin or the sound of a name (C20).

mod apart;
pub mod card;
pub mod distance;
pub mod email;
mod fold;
pub mod hostile;
pub mod ip;
pub mod links;
pub mod look_up;
pub mod name;
pub mod normal;
pub mod phone;
mod postal;
mod reading;
pub mod rows;
mod rules;
#[cfg(test)]
pub(crate) mod sample;
mod sentences;
mod sum;

pub use reading::{
    Case, Earlier, Ended, Given, HighValue, Past, Quantiles, Reading, SameBy, Spread,
};
pub use rules::{IpException, Rule, RuleChange, Rules};

use crate::domain::{Finding, Order};

/// Runs every check that needs no candidates among other orders and is not switched off.
pub fn of_order(order: &Order, reading: &Reading<'_>) -> Vec<Finding> {
    let mut findings = vec![
        ip::check(order, reading),
        distance::check(order, reading),
        card::check(order, reading),
        phone::check(order, reading),
        email::check(order, reading),
        name::check(order, reading),
        hostile::check(order, reading),
    ];
    findings.retain(|finding| reading.rules.runs(finding.check));
    findings
}
