//! Cancelling an order, voiding an authorisation.

use chrono::{DateTime, Utc};

use super::money::{open_authorisations, pending, received};
use super::refund::{NewRefund, Units, refund, shipping_left, split};
use crate::demo::shop::{
    CancelReason, Cancellation, FulfilmentState, Kind, Order, Price, Refusal, Restock, ReturnState,
    Text, Transaction, TransactionKind, TransactionState,
};

/// A cancellation to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancel {
    /// Why.
    pub reason: CancelReason,
    /// Whether captured money goes back.
    pub money: MoneyBack,
    /// What happens to the goods.
    pub restock: Restock,
    /// Staff's own note.
    pub staff_note: Option<Text>,
}

/// Whether captured money goes back when an order is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyBack {
    /// To where it came from.
    ToOriginal,
    /// It stays.
    Keep,
}

/// Cancels an order: voids open authorisations, gives money back if asked, takes all
/// goods off, drops the holds and archives.
///
/// The holds go last and with the fulfilment orders, so that nothing can ship in between.
pub fn cancel(order: &mut Order, cancel: Cancel, at: DateTime<Utc>) -> Result<(), Refusal> {
    may_cancel(order)?;
    let open: Vec<u64> = open_authorisations(order).map(|t| t.id).collect();
    for id in open {
        void(order, id, at)?;
    }
    if cancel.money == MoneyBack::ToOriginal && received(order).shop > 0 {
        refund_all(order, cancel.restock, at)?;
    }
    for line in &mut order.lines {
        line.cancelled += line.unfulfilled();
    }
    for fulfilment in &mut order.fulfilments {
        fulfilment.state = FulfilmentState::Cancelled;
        fulfilment.holds.clear();
        fulfilment.lines.iter_mut().for_each(|work| work.remaining = 0);
        fulfilment.updated_at = at;
    }
    let Cancel { reason, staff_note, .. } = cancel;
    order.cancelled = Some(Box::new(Cancellation { at, reason, staff_note }));
    order.closed_at = Some(at);
    order.updated_at = at;
    Ok(())
}

fn may_cancel(order: &Order) -> Result<(), Refusal> {
    if order.cancelled.is_some() {
        return Err(Refusal::AlreadyCancelled);
    }
    if pending(order).next().is_some() {
        return Err(Refusal::PaymentPending);
    }
    if matches!(order.returns, ReturnState::Requested | ReturnState::InProgress) {
        return Err(Refusal::ReturnOpen);
    }
    if order.lines.iter().any(|line| line.shipped > 0) {
        return Err(Refusal::AlreadyShipped);
    }
    Ok(())
}

fn refund_all(order: &mut Order, restock: Restock, at: DateTime<Utc>) -> Result<(), Refusal> {
    let left = order.lines.iter().filter(|line| line.refundable() > 0);
    let units: Vec<Units> = left
        .map(|line| Units { line_item: line.id, quantity: line.refundable(), restock })
        .collect();
    let money = split(order, Price::new(i64::MAX, i64::MAX));
    let money: Vec<_> = money.into_iter().map(|part| (part.parent, part.amount)).collect();
    if money.is_empty() {
        return Ok(());
    }
    let shipping = shipping_left(order);
    let state = TransactionState::Success;
    refund(order, NewRefund { units, shipping, money, note: None, state }, at)?;
    Ok(())
}

/// Gives up an authorisation of which nothing was captured; returns the new transaction's id.
pub fn void(order: &mut Order, authorisation: u64, at: DateTime<Utc>) -> Result<u64, Refusal> {
    let parent = order.transaction(authorisation).ok_or(Refusal::NotFound)?;
    if parent.kind != TransactionKind::Authorisation || parent.state != TransactionState::Success {
        return Err(Refusal::NotAnAuthorisation);
    }
    if !open_authorisations(order).any(|open| open.id == authorisation) {
        return Err(Refusal::NotVoidable);
    }
    let parent = parent.clone();
    let id = order.mint(Kind::Transaction);
    order.transactions.push(Transaction {
        id,
        kind: TransactionKind::Void,
        amount: Price::ZERO,
        parent: Some(authorisation),
        at,
        expires_at: None,
        ..parent
    });
    order.updated_at = at;
    Ok(id)
}
