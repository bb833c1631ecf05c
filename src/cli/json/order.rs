//! An order's money, goods and people.

use serde::Serialize;

use super::step::hold_reason;
use super::values::{MoneyJson, When, known, raw};
use crate::domain::{
    Clean, Customer, FulfilmentOrder, FulfilmentOrderState, Hold, LineItem, Order, PaymentDetails,
    Readable, Refunded, Transaction, TransactionKind, TransactionState,
};

#[derive(Serialize)]
pub(super) struct CustomerJson<'a> {
    id: &'a str,
    name: Option<&'a str>,
    since: Option<String>,
    orders: Option<u64>,
    spent: Option<MoneyJson>,
    email_verified: Option<bool>,
    note: &'a str,
    tags: Vec<&'a str>,
}

impl<'a> CustomerJson<'a> {
    pub(super) fn of(customer: &'a Customer, when: When) -> Self {
        Self {
            id: &customer.id,
            name: known(&customer.name),
            since: when.maybe(customer.since),
            orders: customer.orders,
            spent: customer.spent.map(MoneyJson::from),
            email_verified: customer.email_verified,
            note: customer.note.raw(),
            tags: raw(&customer.tags),
        }
    }
}

#[derive(Serialize)]
pub(super) struct ItemJson<'a> {
    id: &'a str,
    sku: &'a str,
    title: &'a str,
    variant: &'a str,
    quantity: u32,
    refundable: u32,
    unfulfilled: u32,
    unit_price: MoneyJson,
    line_total: MoneyJson,
}

impl<'a> From<&'a LineItem> for ItemJson<'a> {
    fn from(item: &'a LineItem) -> Self {
        Self {
            id: &item.id,
            sku: item.sku.raw(),
            title: item.title.raw(),
            variant: item.variant.raw(),
            quantity: item.quantity,
            refundable: item.refundable,
            unfulfilled: item.unfulfilled,
            unit_price: item.unit_price.into(),
            line_total: item.line_total.into(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TransactionJson<'a> {
    id: &'a str,
    kind: TransactionKind,
    state: TransactionState,
    amount: MoneyJson,
    gateway: &'a str,
    parent: Option<&'a str>,
    at: Option<String>,
    expires_at: Option<String>,
    error: Option<&'a str>,
    method: Option<&'a str>,
    card: Option<CardJson<'a>>,
}

#[derive(Serialize)]
struct CardJson<'a> {
    avs: Option<&'a str>,
    cvv: Option<&'a str>,
    bin: Option<&'a str>,
    brand: Option<&'a str>,
    number: Option<&'a str>,
    name: Option<&'a str>,
    expiry_month: Option<u8>,
    expiry_year: Option<u16>,
    wallet: Option<&'a str>,
}

impl<'a> TransactionJson<'a> {
    pub(super) fn of(transaction: &'a Transaction, when: When) -> Self {
        Self {
            id: &transaction.id,
            kind: transaction.kind,
            state: transaction.state,
            amount: transaction.amount.charged.into(),
            gateway: transaction.gateway.raw(),
            parent: transaction.parent.as_deref(),
            at: when.maybe(transaction.at),
            expires_at: when.maybe(transaction.expires_at),
            error: text(transaction.error.as_ref()),
            method: method(&transaction.details),
            card: card(&transaction.details),
        }
    }
}

fn text(text: Option<&Clean>) -> Option<&str> {
    text.map(Clean::raw)
}

fn method(details: &PaymentDetails) -> Option<&str> {
    match details {
        PaymentDetails::Card(_) => Some("card"),
        PaymentDetails::Method(name) => Some(name.raw()),
        PaymentDetails::Unsaid => None,
    }
}

fn card(details: &PaymentDetails) -> Option<CardJson<'_>> {
    let PaymentDetails::Card(card) = details else { return None };
    Some(CardJson {
        avs: text(card.avs.as_ref()),
        cvv: text(card.cvv.as_ref()),
        bin: text(card.bin.as_ref()),
        brand: text(card.brand.as_ref()),
        number: text(card.number.as_ref()),
        name: known(&card.name),
        expiry_month: card.expiry_month,
        expiry_year: card.expiry_year,
        wallet: text(card.wallet.as_ref()),
    })
}

#[derive(Serialize)]
pub(super) struct RefundedJson<'a> {
    id: &'a str,
    at: Option<String>,
    amount: MoneyJson,
    state: TransactionState,
    note: &'a str,
}

impl<'a> RefundedJson<'a> {
    pub(super) fn of(refunded: &'a Refunded, when: When) -> Self {
        Self {
            id: &refunded.id,
            at: when.maybe(refunded.at),
            amount: refunded.amount.charged.into(),
            state: refunded.state,
            note: refunded.note.raw(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct PartJson<'a> {
    id: &'a str,
    state: FulfilmentOrderState,
    location: &'a str,
    may_hold: bool,
    may_release: bool,
}

impl<'a> From<&'a FulfilmentOrder> for PartJson<'a> {
    fn from(part: &'a FulfilmentOrder) -> Self {
        Self {
            id: &part.id,
            state: part.state,
            location: part.location.raw(),
            may_hold: part.may_hold,
            may_release: part.may_release,
        }
    }
}

#[derive(Serialize)]
pub(super) struct HoldJson<'a> {
    id: &'a str,
    fulfilment_order: &'a str,
    reason: &'a str,
    reason_shown: &'a str,
    notes: &'a str,
    by: Option<&'a str>,
    ours: bool,
    preselected: bool,
}

impl<'a> HoldJson<'a> {
    pub(super) fn of(part: &'a FulfilmentOrder, hold: &'a Hold, chosen: &[Box<str>]) -> Self {
        Self {
            id: &hold.id,
            fulfilment_order: &part.id,
            reason: hold_reason(&hold.reason),
            reason_shown: hold.reason_shown.raw(),
            notes: hold.notes.raw(),
            by: known(&hold.by),
            ours: hold.ours,
            preselected: chosen.contains(&hold.id),
        }
    }
}

/// A hold in a plan: also whether the plan takes it away.
#[derive(Serialize)]
pub(super) struct PlannedHoldJson<'a> {
    #[serde(flatten)]
    hold: HoldJson<'a>,
    released: bool,
}

impl<'a> PlannedHoldJson<'a> {
    pub(super) fn of(hold: HoldJson<'a>, released: bool) -> Self {
        Self { hold, released }
    }
}

/// A field that the store refuses to show, and why.
#[derive(Serialize)]
pub(super) struct DeniedJson<'a> {
    field: &'static str,
    why: &'a str,
}

/// Every field of the order that the store refuses to show.
pub(super) fn denied(order: &Order) -> Vec<DeniedJson<'_>> {
    let texts = [("email", &order.email), ("phone", &order.phone), ("ip", &order.ip)];
    let addresses = [("billing", &order.billing), ("shipping", &order.shipping)];
    let name = order.customer.known().map(|customer| &customer.name);
    let mut denied: Vec<_> =
        texts.iter().filter_map(|(field, value)| refused(field, value)).collect();
    denied.extend(addresses.iter().filter_map(|(field, value)| refused(field, value)));
    denied.extend(refused("customer", &order.customer));
    denied.extend(name.and_then(|name| refused("customer.name", name)));
    denied
}

fn refused<'a, T>(field: &'static str, value: &'a Readable<T>) -> Option<DeniedJson<'a>> {
    value.denied().map(|why| DeniedJson { field, why })
}
