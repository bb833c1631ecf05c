//! States that follow from the books.

use chrono::{DateTime, Utc};

use super::money::{current_total, open_authorisations, pending, received, refunded};
use crate::demo::shop::{
    Advice, FulfilmentState, Order, RiskLevel, TransactionKind, TransactionState,
};

/// Where the money stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Financial {
    /// Reserved, not taken.
    Authorised,
    /// The reservation lapsed.
    Expired,
    /// Taken in full.
    Paid,
    /// Taken in part.
    PartiallyPaid,
    /// Given back in part.
    PartiallyRefunded,
    /// Awaited.
    Pending,
    /// Given back in full.
    Refunded,
    /// The reservation was given up.
    Voided,
}

/// Where the goods stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fulfilment {
    /// Nothing has left.
    Unfulfilled,
    /// Some has left.
    PartiallyFulfilled,
    /// Everything has left.
    Fulfilled,
    /// Everything that has not left is held.
    OnHold,
    /// Everything that has not left is being packed.
    InProgress,
    /// Everything that has not left ships later.
    Scheduled,
}

/// Where the money of an order stands at `now`.
pub fn financial(order: &Order, now: DateTime<Utc>) -> Financial {
    let (received, refunded) = (received(order), refunded(order));
    if received.shop > 0 {
        return match refunded.shop {
            back if back >= received.shop => Financial::Refunded,
            back if back > 0 => Financial::PartiallyRefunded,
            _ if received.shop < current_total(order).shop => Financial::PartiallyPaid,
            _ => Financial::Paid,
        };
    }
    unpaid(order, now)
}

fn unpaid(order: &Order, now: DateTime<Utc>) -> Financial {
    let mut open = open_authorisations(order).peekable();
    if open.peek().is_some() {
        let live = open.any(|t| t.expires_at.is_none_or(|end| end > now));
        return if live { Financial::Authorised } else { Financial::Expired };
    }
    let voided = order
        .transactions
        .iter()
        .any(|t| t.kind == TransactionKind::Void && t.state == TransactionState::Success);
    if voided || order.cancelled.is_some() {
        return Financial::Voided;
    }
    if order.totals.total.is_zero() && pending(order).next().is_none() {
        return Financial::Paid;
    }
    Financial::Pending
}

/// Where the goods of an order stand.
///
/// `OnHold` needs every unit that has not left to be held; a part hold shows as what the
/// rest is.
pub fn fulfilment(order: &Order) -> Fulfilment {
    let shipped = order.lines.iter().any(|line| line.shipped > 0);
    if order.lines.iter().all(|line| line.unfulfilled() == 0) {
        return if shipped { Fulfilment::Fulfilled } else { Fulfilment::Unfulfilled };
    }
    let mut left = order
        .fulfilments
        .iter()
        .filter(|f| !matches!(f.state, FulfilmentState::Closed | FulfilmentState::Cancelled))
        .map(|f| f.state);
    let Some(first) = left.next() else {
        return if shipped { Fulfilment::PartiallyFulfilled } else { Fulfilment::Unfulfilled };
    };
    match first {
        state if left.any(|other| other != state) => part(shipped),
        FulfilmentState::OnHold => Fulfilment::OnHold,
        FulfilmentState::Scheduled => Fulfilment::Scheduled,
        FulfilmentState::InProgress => Fulfilment::InProgress,
        _ => part(shipped),
    }
}

fn part(shipped: bool) -> Fulfilment {
    if shipped { Fulfilment::PartiallyFulfilled } else { Fulfilment::Unfulfilled }
}

/// The level to show for all assessments together: the most severe verdict, else pending, else none.
pub fn risk_level(order: &Order) -> RiskLevel {
    order.assessments.iter().map(|assessment| assessment.level).max().unwrap_or(RiskLevel::None)
}

/// What the shop system advises; it follows the most severe assessment.
pub fn advice(order: &Order) -> Advice {
    match risk_level(order) {
        RiskLevel::High => Advice::Cancel,
        RiskLevel::Medium => Advice::Investigate,
        RiskLevel::Low => Advice::Accept,
        RiskLevel::Pending | RiskLevel::None => Advice::None,
    }
}
