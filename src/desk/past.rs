//! What happened before, read from cache and ledger for the checks.

use std::sync::{Arc, PoisonError};

use super::desk::{Inner, Shop};
use crate::domain::{Fault, OrderId, ShortOrder, Timestamp};
use crate::evidence::{Case, Earlier, Given, SameBy, Spread, precedents};
use crate::ledger::Precedent;
use crate::policy::Decided;

/// What is lent to the checks of all orders is read anew after so long.
const LENT_SECONDS: i64 = 600;
/// Decided cases among which precedents are looked for.
const MOST_CASES: u32 = 200;
/// Orders from which is told what is usual in the shop.
const MOST_SAMPLED: i64 = 2_000;
/// What is usual is what was usual within a year.
const YEAR_SECONDS: i64 = 365 * 24 * 60 * 60;
/// Other orders of one buyer that the checks read: the newest.
const MOST_EARLIER: usize = 100;

/// What is the same for the checks of all orders of a shop.
#[derive(Debug)]
pub(super) struct Lent {
    read_at: Timestamp,
    pub(super) spread: Option<Spread>,
    pub(super) cases: Vec<Case>,
}

impl Inner {
    /// What the checks of all orders read; from memory for ten minutes, or until a verdict
    /// is given here.
    pub(super) fn lent(&self, shop: &Shop) -> Result<Arc<Lent>, Fault> {
        let now = self.now();
        let mut lent = self.lent.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh =
            |lent: &&Arc<Lent>| (0..LENT_SECONDS).contains(&now.seconds_since(lent.read_at));
        if let Some(fresh) = lent.as_ref().filter(is_fresh) {
            return Ok(Arc::clone(fresh));
        }
        let read = Arc::new(Lent {
            read_at: now,
            spread: self.spread(shop, now)?,
            cases: self.decided_cases(shop)?,
        });
        *lent = Some(Arc::clone(&read));
        Ok(read)
    }

    /// Lets the next check read anew what was decided.
    pub(super) fn forget_lent(&self) {
        *self.lent.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn spread(&self, shop: &Shop, now: Timestamp) -> Result<Option<Spread>, Fault> {
        let sample = self.cache.sample(MOST_SAMPLED)?;
        let recent =
            sample.iter().filter(|order| now.seconds_since(order.placed_at) < YEAR_SECONDS);
        let orders: Vec<_> =
            recent.filter_map(|order| Some((order.total?.shop, order.pieces))).collect();
        Ok(Spread::of(&orders, shop.facts.currency))
    }

    fn decided_cases(&self, shop: &Shop) -> Result<Vec<Case>, Fault> {
        let decided = self.ledger.precedents(&shop.facts.shop, MOST_CASES)?;
        decided.into_iter().map(|precedent| self.case_of(shop, precedent)).collect()
    }

    /// A decided case, with the end that the order came to since.
    fn case_of(&self, shop: &Shop, precedent: Precedent) -> Result<Case, Fault> {
        let Precedent { order, order_name, decided, reason, findings } = precedent;
        Ok(Case {
            shop: shop.facts.shop.clone(),
            bad_end: self.cache.short(&order)?.and_then(|order| order.bad_end),
            id: order,
            order: order_name,
            given: Given { reason, ..given(decided) },
            weights: precedents::weights(&findings),
        })
    }

    /// The other orders of the same buyer among those that the cache brings, the newest
    /// ones, with the verdicts that were given here.
    pub(super) fn earlier(
        &self,
        (order, shop): (&ShortOrder, &Shop),
        (beside, lent): (&[ShortOrder], &Lent),
    ) -> Result<Vec<Earlier>, Fault> {
        let mut same: Vec<&ShortOrder> =
            beside.iter().filter(|other| SameBy::between(order, other).is_some()).collect();
        same.sort_unstable_by_key(|other| std::cmp::Reverse(other.placed_at));
        same.truncate(MOST_EARLIER);
        let ids: Vec<OrderId> = same.iter().map(|other| other.id.clone()).collect();
        let cases = self.ledger.cases(&shop.facts.shop, &ids)?;
        let verdict = |(other, case): (&&ShortOrder, crate::policy::CaseState)| {
            // A case tells no reason; the plan does, as long as it is among the newest.
            let known = lent.cases.iter().find(|case| case.id == other.id);
            let verdict = known.map(|case| case.given.clone()).or(case.decided.map(given));
            Earlier::of(order, other, verdict)
        };
        Ok(same.iter().zip(cases).filter_map(verdict).collect())
    }
}

fn given(decided: Decided) -> Given {
    Given { verb: decided.verb, reason: None, by: decided.by, at: decided.at }
}
