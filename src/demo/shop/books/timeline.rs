//! The timeline: what the books show, and what was entered by hand.

use chrono::{DateTime, Utc};

use crate::demo::shop::{
    Author, CancelReason, Event, EventAction, Kind, Order, Transaction, TransactionKind,
    TransactionState,
};

/// All entries of an order's timeline, oldest first.
///
/// Entries that follow from the books are not stored; their ids stay the same from call to call.
pub fn timeline(order: &Order) -> Vec<Event> {
    let mut events = vec![placed(order)];
    events.extend(order.transactions.iter().map(|t| money(order, t)));
    if let Some(cancelled) = &order.cancelled {
        let message = format!("This order was canceled: {}.", reason(cancelled.reason));
        events.push(derived(order, 99_998, cancelled.at, (EventAction::Cancelled, message)));
    }
    if let Some(at) = order.closed_at {
        let message = "This order was archived.".to_owned();
        events.push(derived(order, 99_997, at, (EventAction::Archived, message)));
    }
    events.extend(order.events.iter().cloned());
    events.sort_by_key(|event| (event.at, event.id));
    events
}

fn placed(order: &Order) -> Event {
    let buyer = order.billing.as_ref().or(order.shipping.as_ref());
    let buyer = buyer.map_or_else(|| "The buyer".to_owned(), |address| address.name());
    let message = format!("{buyer} placed this order on {}.", order.app.title());
    derived(order, 99_996, order.created_at, (EventAction::Placed, message))
}

fn money(order: &Order, transaction: &Transaction) -> Event {
    let gateway = transaction.gateway.shown();
    let (action, done) = match transaction.kind {
        _ if transaction.state == TransactionState::Failure => {
            (EventAction::PaymentFailed, "A payment was declined by")
        }
        TransactionKind::Authorisation => (EventAction::Authorised, "A payment was authorized on"),
        TransactionKind::Capture | TransactionKind::Sale => {
            (EventAction::Paid, "A payment was processed on")
        }
        TransactionKind::Refund => (EventAction::Refunded, "A refund was sent through"),
        TransactionKind::Void => (EventAction::Voided, "An authorization was voided on"),
    };
    let place = 50_000 + transaction.id % 50_000;
    derived(order, place, transaction.at, (action, format!("{done} {gateway}.")))
}

fn derived(order: &Order, place: u64, at: DateTime<Utc>, what: (EventAction, String)) -> Event {
    let (action, message) = what;
    let id = Kind::Event.part(order, place);
    Event { id, at, action, message: message.into(), by: Author::System }
}

const fn reason(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::Customer => "the customer changed or canceled it",
        CancelReason::Declined => "the payment was declined",
        CancelReason::Fraud => "it was fraudulent",
        CancelReason::Inventory => "items were unavailable",
        CancelReason::Other => "another reason",
        CancelReason::Staff => "staff error",
    }
}
