//! Amounts: decimal text in, whole minor units out.

use super::shapes::{Amount, AmountPair};
use crate::domain::{Currency, Money, MoneyPair};
use crate::stores::{StoreFault, Trouble};

/// Reads an amount; one that cannot be read is a fault, never a zero.
pub(super) fn money(amount: &Amount) -> Result<Money, StoreFault> {
    Currency::new(&amount.currency_code)
        .and_then(|currency| Money::parse(&amount.amount, currency))
        .ok_or_else(|| {
            StoreFault::new(
                Trouble::Unreadable,
                "Shopify's answer holds an amount that cannot be read.",
            )
            .hint("report it: currency and decimals of the order are unusual")
        })
}

/// Reads an amount in both currencies.
pub(super) fn pair(amounts: &AmountPair) -> Result<MoneyPair, StoreFault> {
    Ok(MoneyPair { shop: money(&amounts.shop_money)?, charged: money(&amounts.presentment_money)? })
}
