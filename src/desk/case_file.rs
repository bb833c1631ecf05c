//! Everything about one order on one screen.

use super::advised::advised;
use super::desk::Inner;
use super::standing::released;
use super::{Action, CaseFile, Desk, Limits};
use crate::cache::{CachedOrder, Checked};
use crate::domain::{Fault, Kind, Order, OrderId, OutboxRow, Verb};
use crate::ledger::{Case, Which};
use crate::{policy, verbs};

impl Desk {
    /// Loads the case file of an order from the cache; reads it from the store when it is
    /// not cached in full.
    pub fn case_file(&self, id: &OrderId) -> Result<CaseFile, Fault> {
        let inner = &self.inner;
        let seen = self.seen(id)?;
        let shop = inner.shop()?;
        let case = Case { shop: &shop.facts.shop, order: id };
        let state = inner.ledger.case(case)?;
        let judged = inner.judged(&seen, &shop)?;
        let ticks = inner.ledger.ticks(case)?;
        let CachedOrder { order, revision, read_at, .. } = seen.cached;
        let rows = inner.ledger.rows(&shop.facts.shop, &Which::Order(id.clone()))?;
        let released = released(&order, &state, &shop);
        let actions = inner.actions(&order, &rows, released.as_deref());
        Ok(CaseFile {
            advised: advised(judged.advice.verdict, &order, &inner.actions(&order, &[], None)),
            no_money: verbs::no_money_to_send(&order, shop.policy.authorisation_days, inner.now()),
            closed_days: inner.closed_days(&shop),
            placement: policy::place(&order, &state, &shop.policy, shop.facts.zone),
            brief: policy::brief(&order, &judged.findings, &shop.policy, inner.now()),
            checklist: policy::rows(&order, &judged.findings, &ticks),
            actions,
            preselected: verbs::preselected(&order, &inner.setup.config.policy.release_holds_of),
            outbox: rows,
            revision,
            read_at,
            findings: judged.findings,
            checked_at: judged.checked_at,
            is_refreshing: judged.is_refreshing,
            advice: judged.advice,
            limits: Limits::of(&shop.policy.weights),
            order,
        })
    }

    /// Runs every check on the order as cached anew, then loads its case file.
    pub fn checked_again(&self, id: &OrderId) -> Result<CaseFile, Fault> {
        self.cached(id)?;
        self.inner.check_now(id, &self.inner.shop()?)?;
        self.case_file(id)
    }

    /// Reads the order afresh from the store, then loads its case file.
    pub fn fresh_case_file(&self, id: &OrderId) -> Result<CaseFile, Fault> {
        self.fetch(id)?.ok_or_else(|| gone(id))?;
        self.case_file(id)
    }

    /// The order as cached with its findings, read from the store when it is not cached.
    fn seen(&self, id: &OrderId) -> Result<Checked, Fault> {
        if let Some(seen) = self.inner.cache.checked(id)? {
            return Ok(seen);
        }
        self.cached(id)?;
        self.inner.cache.checked(id)?.ok_or_else(|| gone(id))
    }

    /// The order in full as cached, or as the store gives it when it is not.
    pub(super) fn cached(&self, id: &OrderId) -> Result<CachedOrder, Fault> {
        if let Some(cached) = self.inner.cache.full(id)? {
            return Ok(cached);
        }
        let imported = self.inner.only_imported(id);
        if !self.is_online() {
            return Err(imported.unwrap_or_else(not_in_full));
        }
        if self.fetch(id)?.is_none() {
            return Err(imported.unwrap_or_else(|| gone(id)));
        }
        self.inner.cache.full(id)?.ok_or_else(|| gone(id))
    }
}

impl Inner {
    /// Every verb with whether it may be used now; a verb that decides the order is
    /// refused while another such plan of it is open.
    fn actions(&self, order: &Order, rows: &[OutboxRow], released: Option<&str>) -> Vec<Action> {
        let permitted = self.store.capabilities(order);
        let open = rows.iter().find(|row| row.verb.is_verdict() && row.keeps_order_closed());
        let actions = Verb::ALL.into_iter().map(|verb| {
            let allowed = match (open, released) {
                (Some(row), _) if verb.is_verdict() => Err(open_sentence(row).into()),
                (_, Some(why)) if verb == Verb::Release => Err(why.into()),
                _ => (verbs::row(verb).allowed)(order, &permitted),
            };
            Action { verb, allowed }
        });
        actions.collect()
    }
}

fn not_in_full() -> Fault {
    Fault::new(Kind::Store, "this order is not on this machine in full")
        .hint("start the program without --offline to read it from the store")
}

fn open_sentence(row: &OutboxRow) -> String {
    format!(
        "{} of {} is {} already; settle it first",
        row.verb.word(),
        row.order_name,
        row.state.word()
    )
}

pub(super) fn gone(id: &OrderId) -> Fault {
    Fault::new(Kind::Failed, format!("the store has no order with the id {id}"))
        .hint("check the number; it may belong to another shop")
}
