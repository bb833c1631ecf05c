//! Money and card.

use super::analysis::Sheet;
use super::order::readable;
use super::steps::gateway;
use super::words::day_time;
use super::{Role, Span, card};
use crate::domain::{
    CardPayment, Clean, MoneyPair, PaymentDetails, Transaction, TransactionKind, TransactionState,
};

/// C1: nobody needs to ask for the code.
const NOBODY_ASKS: &str = "The bank checked the security code when the order was placed. Nobody needs to ask for it, and nobody may write it down.";

pub(super) fn payment(sheet: &mut Sheet<'_>) {
    let totals = sheet.file.order.totals;
    sheet.pen.fact("received", money(totals.received));
    if totals.refunded.charged.is_positive() {
        sheet.pen.fact("went back", money(totals.refunded));
    }
    if totals.capturable.charged.is_positive() {
        sheet.pen.fact("set aside", money(totals.capturable));
    }
    let file = sheet.file;
    let cards: Vec<&CardPayment> = cards(&file.order.transactions);
    for card in &cards {
        describe(sheet, card);
    }
    if !cards.is_empty() {
        sheet.pen.say(NOBODY_ASKS, Role::Muted);
    }
    for transaction in &file.order.transactions {
        movement(sheet, transaction);
    }
    for dispute in &file.order.disputes {
        let mut spans = vec![Span::new("dispute: ", Role::Danger)];
        spans.extend(Span::outside(&dispute.kind, Role::Danger));
        spans.push(Span::new(", ", Role::Plain));
        spans.extend(Span::outside(&dispute.state, Role::Plain));
        sheet.pen.bullet(&Span::new("!", Role::Danger), spans);
    }
}

fn money(amount: MoneyPair) -> Vec<Span> {
    let mut spans = vec![Span::new(amount.charged.to_string(), Role::Plain)];
    if amount.charged.currency != amount.shop.currency {
        spans.push(Span::new(format!(" ({})", amount.shop), Role::Muted));
    }
    spans
}

/// Different cards of the order, in the order of their first use.
fn cards(transactions: &[Transaction]) -> Vec<&CardPayment> {
    let mut cards: Vec<&CardPayment> = Vec::new();
    for transaction in transactions {
        if let PaymentDetails::Card(card) = &transaction.details
            && !cards.contains(&&**card)
        {
            cards.push(card);
        }
    }
    cards
}

fn describe(sheet: &mut Sheet<'_>, card: &CardPayment) {
    let mut spans = Vec::new();
    let number = card.number.as_ref().map(short);
    for part in [&card.brand, &number, &card.wallet].into_iter().flatten() {
        spans.extend(Span::outside(part, Role::Plain));
        spans.push(Span::new(" ", Role::Plain));
    }
    if spans.is_empty() {
        spans.push(Span::new("no number shown", Role::Muted));
    }
    sheet.pen.fact("card", spans);
    if let Some(bin) = &card.bin {
        sheet.pen.fact("card begins", Span::outside(bin, Role::Plain));
    }
    sheet.pen.fact("name on it", readable(&card.name, "not given"));
    sheet.pen.fact("address", answer(card.avs.as_ref(), card::address_check));
    sheet.pen.fact("code", answer(card.cvv.as_ref(), card::code_check));
}

/// A card's number with its hidden groups as one: `•••• 1846`.
fn short(number: &Clean) -> Clean {
    let groups: Vec<&str> = number.raw().split(' ').collect();
    let hidden = |group: &str| !group.is_empty() && group.chars().all(|c| c == '•');
    let mut kept: Vec<&str> = Vec::new();
    for group in groups {
        if !(hidden(group) && kept.last().is_some_and(|last| hidden(last))) {
            kept.push(group);
        }
    }
    Clean::new(&kept.join(" "))
}

fn answer(code: Option<&Clean>, words: fn(&str) -> &'static str) -> Vec<Span> {
    let Some(code) = code.filter(|code| !code.is_blank()) else {
        return vec![Span::new("the bank gave no answer", Role::Muted)];
    };
    let role = if card::is_bad(code.raw()) { Role::Danger } else { Role::Plain };
    let mut spans = vec![Span::new(words(code.raw()), role), Span::new(" (", Role::Muted)];
    spans.extend(Span::outside(code, Role::Muted));
    spans.push(Span::new(")", Role::Muted));
    spans
}

fn movement(sheet: &mut Sheet<'_>, transaction: &Transaction) {
    let kind = match transaction.kind {
        TransactionKind::Authorisation => "set aside",
        TransactionKind::Capture => "captured",
        TransactionKind::Sale => "paid",
        TransactionKind::Refund => "refunded",
        TransactionKind::Void => "voided",
        TransactionKind::Other => "other",
    };
    let (state, role) = match transaction.state {
        TransactionState::Success => ("", Role::Plain),
        TransactionState::Failure => (", refused", Role::Danger),
        TransactionState::Pending => (", under way", Role::Warn),
        TransactionState::Unknown => (", outcome not known", Role::Warn),
    };
    let mut spans = vec![
        Span::new(format!("{kind} {}", transaction.amount.charged), Role::Plain),
        Span::new(state, role),
    ];
    if let Some(error) = &transaction.error {
        spans.push(Span::new(": ", Role::Plain));
        spans.extend(Span::outside(error, Role::Plain));
    }
    spans.push(Span::new(" · ", Role::Muted));
    spans.extend(Span::outside(&gateway(&transaction.gateway), Role::Muted));
    if let PaymentDetails::Method(method) = &transaction.details {
        spans.push(Span::new(" ", Role::Muted));
        spans.extend(Span::outside(method, Role::Muted));
    }
    if let Some(at) = transaction.at {
        spans.push(Span::new(format!(" · {}", day_time(sheet.setting.zone, at)), Role::Muted));
    }
    if let Some(end) = transaction.expires_at {
        spans.push(Span::new(
            format!(" · runs out {}", day_time(sheet.setting.zone, end)),
            Role::Muted,
        ));
    }
    sheet.pen.bullet(&Span::new("·", Role::Muted), spans);
}
