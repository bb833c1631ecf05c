//! A sum that came in by several payments.

use chrono::{DateTime, Utc};

use super::refunded;
use crate::demo::shop::{
    Kind, Order, Price, Refusal, Transaction, TransactionKind, TransactionState,
};

/// Shares what the first payment took out to several of its kind. The sum stays; nothing may
/// have gone back of it.
pub fn pay_in_parts(order: &mut Order, shares: &[u32], now: DateTime<Utc>) -> Result<(), Refusal> {
    if refunded(order) != Price::ZERO {
        return Err(Refusal::WrongParent);
    }
    let whole = order.transactions.iter().find(|one| took_money(one)).cloned();
    let whole = whole.ok_or(Refusal::NotFound)?;
    let all: i64 = shares.iter().map(|share| i64::from(*share)).sum();
    if shares.contains(&0) || all == 0 {
        return Err(Refusal::WrongParent);
    }
    let (mut before, mut taken) = (Price::ZERO, 0);
    for (place, share) in shares.iter().enumerate() {
        taken += i64::from(*share);
        let until =
            Price::new(whole.amount.shop * taken / all, whole.amount.presentment * taken / all);
        let amount = until - before;
        before = until;
        enter(order, &whole, amount, place == 0);
    }
    order.updated_at = now;
    Ok(())
}

/// The first part stays in the place of the whole, the others come after it.
fn enter(order: &mut Order, whole: &Transaction, amount: Price, is_first: bool) {
    if is_first {
        if let Some(first) = order.transactions.iter_mut().find(|one| one.id == whole.id) {
            first.amount = amount;
        }
        return;
    }
    let id = order.mint(Kind::Transaction);
    order.transactions.push(Transaction { id, amount, ..whole.clone() });
}

fn took_money(one: &Transaction) -> bool {
    one.state == TransactionState::Success
        && matches!(one.kind, TransactionKind::Sale | TransactionKind::Capture)
}
