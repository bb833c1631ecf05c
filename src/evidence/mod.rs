//! One file per check; what it needs to read is passed in; answers a finding. Pure.
//!
//! Nothing here looks at the origin or the sound of a name (C20).

pub mod card;
pub mod distance;
mod fold;
pub mod hostile;
pub mod ip;
pub mod links;
mod phone;
mod postal;
mod sum;

use crate::domain::{Finding, Order};

/// Runs every check that needs nothing but the order itself.
pub fn of_order(order: &Order) -> Vec<Finding> {
    vec![ip::check(order), distance::check(order), card::check(order), hostile::check(order)]
}
