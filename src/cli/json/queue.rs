//! The queue.

use serde::Serialize;

use super::values::{ClockJson, MoneyJson, When};
use crate::desk::QueueRow;

/// `unhold/queue/1`
#[derive(Serialize)]
pub(in crate::cli) struct QueueDocument {
    schema: &'static str,
    store: String,
    synced_at: Option<String>,
    orders: Vec<QueueOrder>,
}

impl QueueDocument {
    /// An empty queue of a store.
    pub(in crate::cli) fn new(store: &str, synced_at: Option<String>) -> Self {
        Self { schema: "unhold/queue/1", store: store.to_owned(), synced_at, orders: Vec::new() }
    }

    /// Adds a row.
    pub(in crate::cli) fn add(&mut self, row: &QueueRow, when: When) {
        self.orders.push(QueueOrder::of(row, when));
    }
}

#[derive(Serialize)]
struct QueueOrder {
    order: String,
    id: String,
    shop: String,
    revision: String,
    lane: &'static str,
    risk: RiskJson,
    total: MoneyJson,
    charged: MoneyJson,
    placed_at: String,
    customer: String,
    state: StateJson,
    clock: Option<ClockJson>,
    recommendation: &'static str,
    why: Option<String>,
    outbox: Option<&'static str>,
}

#[derive(Serialize)]
struct RiskJson {
    level: &'static str,
    score: Option<String>,
    provider: String,
}

/// Where money and goods stand.
#[derive(Serialize)]
pub(super) struct StateJson {
    pub(super) payment: &'static str,
    pub(super) fulfilment: &'static str,
    pub(super) held: bool,
    pub(super) archived: bool,
    pub(super) cancelled: bool,
}

impl QueueOrder {
    fn of(row: &QueueRow, when: When) -> Self {
        Self {
            order: row.order.raw().to_owned(),
            id: row.id.to_string(),
            shop: row.shop.to_string(),
            revision: row.revision.to_string(),
            lane: row.lane.word(),
            risk: RiskJson {
                level: row.risk.word(),
                score: row.score.as_ref().map(|score| score.raw().to_owned()),
                provider: row.provider.raw().to_owned(),
            },
            total: row.total.shop.into(),
            charged: row.total.charged.into(),
            placed_at: when.text(row.placed_at),
            customer: row.customer.raw().to_owned(),
            state: StateJson {
                payment: row.payment.word(),
                fulfilment: row.fulfilment.word(),
                held: row.held,
                archived: row.archived,
                cancelled: row.cancelled,
            },
            clock: row.clock.as_ref().map(|clock| ClockJson::of(clock, when)),
            recommendation: row.recommendation.word(),
            why: row.why.clone(),
            outbox: row.outbox.map(crate::domain::RowState::word),
        }
    }
}
