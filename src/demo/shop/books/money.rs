//! How much money an order has taken, given back, and may still take.

use chrono::{DateTime, Utc};

use crate::demo::shop::{Order, Price, Transaction, TransactionKind, TransactionState};

/// Money taken: successful sales and captures.
pub fn received(order: &Order) -> Price {
    settled(order, |kind| matches!(kind, TransactionKind::Sale | TransactionKind::Capture))
}

/// Money given back by successful refunds; a pending one does not count yet.
pub fn refunded(order: &Order) -> Price {
    settled(order, |kind| kind == TransactionKind::Refund)
}

/// Money taken and not given back.
pub fn net_payment(order: &Order) -> Price {
    received(order) - refunded(order)
}

/// Money on its way in or out that has not settled.
pub fn pending(order: &Order) -> impl Iterator<Item = &Transaction> {
    order.transactions.iter().filter(|t| t.state == TransactionState::Pending)
}

/// Successful authorisations of which something is left, with what is left.
///
/// A void or a capture of any size uses an authorisation up.
pub fn open_authorisations(order: &Order) -> impl Iterator<Item = &Transaction> {
    order.transactions.iter().filter(|candidate| {
        candidate.kind == TransactionKind::Authorisation
            && candidate.state == TransactionState::Success
            && !order.transactions.iter().any(|later| {
                later.parent == Some(candidate.id)
                    && later.state != TransactionState::Failure
                    && matches!(later.kind, TransactionKind::Capture | TransactionKind::Void)
            })
    })
}

/// Money that may still be captured at `now`.
pub fn capturable(order: &Order, now: DateTime<Utc>) -> Price {
    let live = open_authorisations(order).filter(|t| t.expires_at.is_none_or(|end| end > now));
    live.map(|t| t.amount).sum()
}

/// What the order comes to now: the total less refunded goods and shipping; nothing once cancelled.
pub fn current_total(order: &Order) -> Price {
    if order.cancelled.is_some() {
        return Price::ZERO;
    }
    let goods = order.refunds.iter().flat_map(|refund| &refund.lines);
    let goods: Price = goods.map(|line| line.subtotal + line.tax).sum();
    let shipping: Price = order.refunds.iter().map(|refund| refund.shipping).sum();
    order.totals.total - goods - shipping
}

/// What the buyer still owes; never less than nothing.
pub fn outstanding(order: &Order) -> Price {
    let owed = current_total(order) - net_payment(order);
    Price::new(owed.shop.max(0), owed.presentment.max(0))
}

fn settled(order: &Order, counts: impl Fn(TransactionKind) -> bool) -> Price {
    let settled = order.transactions.iter().filter(|t| t.state == TransactionState::Success);
    settled.filter(|t| counts(t.kind)).map(|t| t.amount).sum()
}
