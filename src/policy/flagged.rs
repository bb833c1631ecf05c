//! Which orders enter the queue (S18, S24, S27), and which are of high value (S21).

use super::{HighValueWhen, PolicySettings};
use crate::domain::{Clean, Order, RiskLevel, ShortOrder};

/// Whether an order enters the queue: medium or high risk, held, or tagged so.
pub fn is_flagged(order: &Order, tags: &[String]) -> bool {
    is_risky(order.risk.level()) || order.is_held() || is_tagged(&order.tags, tags)
}

/// The same for the short form, which does not know about holds.
pub fn is_short_flagged(order: &ShortOrder, tags: &[String]) -> bool {
    is_risky(order.risk) || is_tagged(&order.tags, tags)
}

/// Medium or high: the levels of the fraud process (S27).
pub(super) fn is_risky(level: RiskLevel) -> bool {
    level >= RiskLevel::Medium
}

fn is_tagged(on_order: &[Clean], wanted: &[String]) -> bool {
    on_order.iter().any(|tag| {
        let tag = tag.raw().trim().to_lowercase();
        wanted.iter().any(|wanted| wanted.trim().to_lowercase() == tag)
    })
}

/// Whether the order is of high value. An amount in another currency than the threshold
/// counts as not reached: the desk sets the threshold in the shop's own.
pub(super) fn is_high_value(order: &Order, settings: &PolicySettings) -> bool {
    let dear = order.totals.total.shop >= settings.high_value_amount;
    let many = order.pieces() > settings.high_value_pieces;
    match settings.high_value_when {
        HighValueWhen::Both => dear && many,
        HighValueWhen::Either => dear || many,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at_level, held, money, order};

    #[test]
    fn risk_holds_and_tags_flag_an_order() {
        let tags = ["Fraud-Review".to_owned()];
        let tagged = Order { tags: vec!["fraud-review ".into()], ..order() };
        for (order, flagged) in [
            (order(), false),
            (held(), true),
            (tagged, true),
            (at_level(order(), RiskLevel::Low), false),
            (at_level(order(), RiskLevel::Pending), false),
            (at_level(order(), RiskLevel::Medium), true),
            (at_level(order(), RiskLevel::High), true),
        ] {
            assert_eq!(is_flagged(&order, &tags), flagged, "{:?}", order.risk);
            if !order.is_held() {
                assert_eq!(is_short_flagged(&ShortOrder::from(&order), &tags), flagged);
            }
        }
    }

    #[test]
    fn high_value_is_by_amount_and_or_pieces() {
        let both = PolicySettings::default();
        let either = PolicySettings { high_value_when: HighValueWhen::Either, ..both.clone() };
        for (amount, pieces, by_both, by_either) in [
            ("299.99 USD", 12, false, false),
            ("300.00 USD", 12, false, true),
            ("299.99 USD", 13, false, true),
            ("300.00 USD", 13, true, true),
            ("300000 JPY", 13, false, true),
        ] {
            let mut order = order();
            order.totals.total.shop = money(amount);
            order.items[0].quantity = pieces;
            assert_eq!(is_high_value(&order, &both), by_both, "{amount} {pieces}");
            assert_eq!(is_high_value(&order, &either), by_either, "{amount} {pieces}");
        }
    }
}
