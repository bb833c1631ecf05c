//! The state of an order in words, without personal data: receipts are made of these.

use crate::domain::{FulfilmentOrderState, Hold, Order};

/// Says how an order stands: `paid, unfulfilled, held by Filter (high risk), archived`.
pub fn state_words(order: &Order) -> String {
    let mut words =
        vec![order.payment.word().replace('_', " "), order.fulfilment.word().to_owned()];
    words.extend(held_words(order));
    if order.is_archived() {
        words.push("archived".to_owned());
    }
    if order.is_cancelled() {
        words.push("cancelled".to_owned());
    }
    words.join(", ")
}

/// Says by whom an order is held, when it is.
fn held_words(order: &Order) -> Option<String> {
    let holds: Vec<String> = order
        .holds()
        .filter(|(part, _)| part.state != FulfilmentOrderState::Ended)
        .map(|(_, hold)| hold_words(hold))
        .collect();
    (!holds.is_empty()).then(|| format!("held by {}", holds.join(" and ")))
}

/// Names a hold by who placed it and why.
pub(super) fn hold_words(hold: &Hold) -> String {
    let by = match hold.by.known() {
        _ if hold.ours => "us".to_owned(),
        Some(by) if !by.is_blank() => by.shown().into_owned(),
        _ => "somebody else".to_owned(),
    };
    if hold.reason_shown.is_blank() { by } else { format!("{by} ({})", hold.reason_shown.shown()) }
}
