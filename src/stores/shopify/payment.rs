//! Movements of money: transactions, card facts, refunds.

use serde::Deserialize;

use super::amount::pair;
use super::denial::Denials;
use super::gid::plain;
use super::shapes::{AmountPair, Listed, Named};
use super::terms;
use crate::domain::{
    CardPayment, Clean, MoneyPair, PaymentDetails, Refunded, Timestamp, Transaction,
    TransactionKind, TransactionState,
};
use crate::stores::StoreFault;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TransactionShape {
    pub(super) id: String,
    pub(super) kind: Option<String>,
    pub(super) status: Option<String>,
    pub(super) error_code: Option<Clean>,
    pub(super) gateway: Option<Clean>,
    pub(super) processed_at: Option<Timestamp>,
    pub(super) authorization_expires_at: Option<Timestamp>,
    pub(super) amount_set: AmountPair,
    pub(super) parent_transaction: Option<Named>,
    pub(super) payment_details: Option<PaymentShape>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PaymentShape {
    #[serde(rename = "__typename")]
    pub(super) kind: String,
    pub(super) payment_method_name: Option<Clean>,
    pub(super) avs_result_code: Option<Clean>,
    pub(super) cvv_result_code: Option<Clean>,
    pub(super) bin: Option<Clean>,
    pub(super) company: Option<Clean>,
    pub(super) number: Option<Clean>,
    pub(super) name: Option<Clean>,
    pub(super) expiration_month: Option<u8>,
    pub(super) expiration_year: Option<u16>,
    pub(super) wallet: Option<Clean>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RefundShape {
    pub(super) id: String,
    pub(super) created_at: Option<Timestamp>,
    pub(super) note: Option<Clean>,
    pub(super) total_refunded_set: AmountPair,
    pub(super) transactions: Option<Listed<RefundMoveShape>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RefundMoveShape {
    pub(super) kind: Option<String>,
    pub(super) status: Option<String>,
    pub(super) amount_set: AmountPair,
}

/// Puts one transaction into our words; `name_path` is where a refused card name would be.
pub(super) fn transaction(
    shape: TransactionShape,
    denials: &Denials,
    name_path: &str,
) -> Result<Transaction, StoreFault> {
    Ok(Transaction {
        id: plain(&shape.id).into(),
        kind: terms::transaction_kind(shape.kind.as_deref()),
        state: terms::transaction_state(shape.status.as_deref()),
        amount: pair(&shape.amount_set)?,
        gateway: shape.gateway.unwrap_or_default(),
        parent: shape.parent_transaction.map(|parent| plain(&parent.id).into()),
        at: shape.processed_at,
        expires_at: shape.authorization_expires_at,
        error: shape.error_code,
        details: shape
            .payment_details
            .map_or(PaymentDetails::Unsaid, |shape| details(shape, denials, name_path)),
    })
}

fn details(shape: PaymentShape, denials: &Denials, name_path: &str) -> PaymentDetails {
    let given = |text: Option<Clean>| text.filter(|text| !text.is_blank());
    if shape.kind != "CardPaymentDetails" {
        let kind = shape.kind.trim_end_matches("PaymentDetails");
        return PaymentDetails::Method(
            given(shape.payment_method_name).unwrap_or_else(|| Clean::new(kind)),
        );
    }
    PaymentDetails::Card(Box::new(CardPayment {
        avs: given(shape.avs_result_code),
        cvv: given(shape.cvv_result_code),
        bin: given(shape.bin),
        brand: given(shape.company),
        number: given(shape.number),
        name: denials.protected(name_path, shape.name),
        expiry_month: shape.expiration_month,
        expiry_year: shape.expiration_year,
        wallet: given(shape.wallet),
    }))
}

/// Puts one refund into our words. Its amount is what was asked of the gateway: while that
/// is pending, Shopify's own sum still reads 0 (`apis/shopify.md`, section 8).
pub(super) fn refund(shape: RefundShape) -> Result<Refunded, StoreFault> {
    let moves: Vec<_> = shape
        .transactions
        .map(|list| list.nodes)
        .unwrap_or_default()
        .into_iter()
        .filter(|shape| terms::transaction_kind(shape.kind.as_deref()) == TransactionKind::Refund)
        .collect();
    let states = moves.iter().map(|shape| terms::transaction_state(shape.status.as_deref()));
    let state = worst(states);
    let mut amount = pair(&shape.total_refunded_set)?;
    let asked = moves.iter().map(|shape| pair(&shape.amount_set)).collect::<Result<Vec<_>, _>>()?;
    if let Some(sum) = asked.into_iter().reduce(added) {
        amount = sum;
    }
    Ok(Refunded {
        id: plain(&shape.id).into(),
        at: shape.created_at,
        note: shape.note.unwrap_or_default(),
        amount,
        state,
    })
}

fn added(one: MoneyPair, other: MoneyPair) -> MoneyPair {
    MoneyPair {
        shop: one.shop.plus(other.shop).unwrap_or(one.shop),
        charged: one.charged.plus(other.charged).unwrap_or(one.charged),
    }
}

/// A refund is proven only when every part of it is; without a part no money is known to move.
fn worst(states: impl Iterator<Item = TransactionState>) -> TransactionState {
    let weight = |state: &TransactionState| match state {
        TransactionState::Success => 0,
        TransactionState::Failure => 1,
        TransactionState::Unknown => 2,
        TransactionState::Pending => 3,
    };
    states.max_by_key(weight).unwrap_or(TransactionState::Unknown)
}
