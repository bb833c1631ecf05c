//! Capturing money and sending goods off.

use chrono::{DateTime, Utc};

use super::money::open_authorisations;
use crate::demo::shop::{
    FulfilmentState, Kind, Order, Price, Refusal, RequestState, Transaction, TransactionKind,
    TransactionState,
};

/// Captures up to the whole of an open authorisation; returns the new transaction's id.
pub fn capture(
    order: &mut Order,
    authorisation: u64,
    amount: Price,
    at: DateTime<Utc>,
) -> Result<u64, Refusal> {
    let open = open_authorisations(order).find(|open| open.id == authorisation);
    let parent = open.ok_or(Refusal::NotAnAuthorisation)?.clone();
    if amount.shop > parent.amount.shop || amount.presentment > parent.amount.presentment {
        return Err(Refusal::TooMuch { asked: amount, left: parent.amount });
    }
    if parent.expires_at.is_some_and(|end| end <= at) {
        return Err(Refusal::Lapsed);
    }
    let id = order.mint(Kind::Transaction);
    order.transactions.push(Transaction {
        id,
        kind: TransactionKind::Capture,
        state: TransactionState::Success,
        amount,
        parent: Some(authorisation),
        at,
        expires_at: None,
        ..parent
    });
    order.updated_at = at;
    Ok(id)
}

/// Ships all that is left of a fulfilment order; a held one cannot ship.
pub fn ship(order: &mut Order, fulfilment: u64, at: DateTime<Utc>) -> Result<(), Refusal> {
    let target =
        order.fulfilments.iter_mut().find(|f| f.id == fulfilment).ok_or(Refusal::NotFound)?;
    if !matches!(target.state, FulfilmentState::Open | FulfilmentState::InProgress) {
        return Err(Refusal::NotShippable);
    }
    for work in &mut target.lines {
        if let Some(line) = order.lines.iter_mut().find(|line| line.id == work.line_item) {
            line.shipped += work.remaining;
        }
        work.remaining = 0;
    }
    target.state = FulfilmentState::Closed;
    target.request = RequestState::Closed;
    target.updated_at = at;
    order.updated_at = at;
    Ok(())
}
