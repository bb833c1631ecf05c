//! Cases: a row for every order from its first sight on. It, not the cache or the
//! store, owns "decided".

use rusqlite::{OptionalExtension, Row, Transaction};

use super::append::{Entry, append};
use super::book::Ledger;
use super::journal::{Event, Facts};
use super::rows::{from_json, to_json};
use super::trouble::Trouble;
use super::writer::Durable;
use crate::domain::{Fault, Ids, OrderId, ShopId, Timestamp};
use crate::policy::{CaseState, Decided};

/// One order of one shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case<'a> {
    /// The shop.
    pub shop: &'a ShopId,
    /// The store's id of the order.
    pub order: &'a OrderId,
}

impl Case<'_> {
    /// The two names, to be taken along to the writer's thread.
    pub(super) fn owned(self) -> (String, String) {
        (self.shop.as_str().to_owned(), self.order.as_str().to_owned())
    }
}

impl Ledger {
    /// Makes a case of every order that is seen for the first time, and answers where
    /// each stands, in the order asked. A page of a sync is one call, and no sync of the
    /// disk: what a power cut takes back is seen for the first time again.
    pub fn sight(
        &self,
        shop: &ShopId,
        orders: &[OrderId],
        at: Timestamp,
    ) -> Result<Vec<CaseState>, Fault> {
        let known = self.cases(shop, orders)?;
        let new: Vec<String> = known
            .iter()
            .zip(orders)
            .filter(|(case, _)| case.first_seen.is_none())
            .map(|(_, order)| order.as_str().to_owned())
            .collect();
        if new.is_empty() {
            return Ok(known);
        }
        let name = shop.as_str().to_owned();
        self.write(Durable::Later, move |change| {
            let mut insert = change.prepare_cached(
                "INSERT INTO cases (shop, order_id, first_seen) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )?;
            for order in &new {
                insert.execute((&name, order, at.millis()))?;
            }
            Ok(())
        })?;
        self.cases(shop, orders)
    }

    /// Where a case stands; one never seen has no moment of first sight.
    pub fn case(&self, case: Case<'_>) -> Result<CaseState, Fault> {
        self.read(|look| state_of(look, case.shop.as_str(), case.order.as_str()))
    }

    /// Where each of these cases stands, in the order asked.
    pub fn cases(&self, shop: &ShopId, orders: &[OrderId]) -> Result<Vec<CaseState>, Fault> {
        self.read(|look| {
            orders.iter().map(|order| state_of(look, shop.as_str(), order.as_str())).collect()
        })
    }

    /// Records a verdict that was reached outside of the outbox's own confirmation.
    pub fn decide(&self, case: Case<'_>, decided: Decided) -> Result<(), Fault> {
        let (shop, order) = case.owned();
        let ids = self.ids();
        self.write(Durable::Now, move |change| {
            record_decision(change, &*ids, (&shop, &order), &decided)
        })
    }

    /// Sets or clears the moment by which our own hold must be decided (C7); an order
    /// never seen before counts as seen `at`.
    pub fn set_decide_by(
        &self,
        case: Case<'_>,
        by: Option<Timestamp>,
        at: Timestamp,
    ) -> Result<(), Fault> {
        let (shop, order) = case.owned();
        self.write(Durable::Now, move |change| record_decide_by(change, (&shop, &order), by, at))
    }
}

/// Notes the verdict on the case, and in the journal.
pub(super) fn record_decision(
    change: &Transaction<'_>,
    ids: &dyn Ids,
    (shop, order): (&str, &str),
    decided: &Decided,
) -> Result<(), Trouble> {
    change
        .prepare_cached(
            "INSERT INTO cases (shop, order_id, first_seen, decided) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET decided = ?4, decide_by = NULL",
        )?
        .execute((shop, order, decided.at.millis(), to_json(decided)?))?;
    let mut facts = Facts::of(Event::Decided);
    facts.verb = Some(decided.verb);
    facts.reviewer = Some(decided.by.clone());
    let (at, row) = (decided.at, Some(decided.row));
    append(change, ids, Entry { at, shop, order, row, facts, payload: None })
}

/// Notes the day of decision.
pub(super) fn record_decide_by(
    change: &Transaction<'_>,
    (shop, order): (&str, &str),
    by: Option<Timestamp>,
    at: Timestamp,
) -> Result<(), Trouble> {
    change
        .prepare_cached(
            "INSERT INTO cases (shop, order_id, first_seen, decide_by) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET decide_by = ?4",
        )?
        .execute((shop, order, at.millis(), by.map(Timestamp::millis)))?;
    Ok(())
}

pub(super) fn state_of(
    look: &Transaction<'_>,
    shop: &str,
    order: &str,
) -> Result<CaseState, Trouble> {
    let state = look
        .prepare_cached(
            "SELECT first_seen, decide_by, decided FROM cases WHERE shop = ?1 AND order_id = ?2",
        )?
        .query_row((shop, order), |row| Ok(read_state(row)))
        .optional()?;
    state.unwrap_or_else(|| Ok(CaseState::default()))
}

fn read_state(row: &Row<'_>) -> Result<CaseState, Trouble> {
    let decided: Option<String> = row.get(2)?;
    Ok(CaseState {
        first_seen: Some(Timestamp::from_millis(row.get(0)?)),
        decide_by: row.get::<_, Option<i64>>(1)?.map(Timestamp::from_millis),
        decided: decided.as_deref().map(from_json).transpose()?,
    })
}
