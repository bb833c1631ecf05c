//! What this desk said about an order before, and the days on which it works.

use chrono::NaiveDate;

use super::desk::{Inner, Shop};
use crate::domain::{Fault, Lane, Order, Verb, Zone};
use crate::ledger::Case;
use crate::policy::{self, CaseState};
use crate::verbs::LONGEST_HOLD_DAYS;

impl Inner {
    /// Why the order cannot be released once more: it was, nothing holds it since, and that
    /// decision still stands. `None` where a release would do or record something.
    pub(super) fn released_before(&self, order: &Order) -> Result<Option<String>, Fault> {
        let shop = self.shop()?;
        let state = self.ledger.case(Case { shop: &shop.facts.shop, order: &order.id })?;
        Ok(released(order, &state, &shop))
    }

    /// The days on which the shop is closed, as far as a hold may last.
    pub(super) fn closed_days(&self, shop: &Shop) -> Vec<NaiveDate> {
        let today = shop.facts.zone.day(self.now());
        let days = usize::try_from(LONGEST_HOLD_DAYS).unwrap_or(usize::MAX).saturating_add(1);
        shop.policy.calendar.closed_from(today, days)
    }
}

/// See `Inner::released_before`. A decision that new risk or a new dispute called into
/// question stands no more: then the order is open again, and may be released again.
pub(super) fn released(order: &Order, state: &CaseState, shop: &Shop) -> Option<String> {
    let zone = shop.facts.zone;
    let is_free = !order.is_held() && !order.is_archived() && order.holds_unread.is_none();
    let placement = policy::place(order, state, &shop.policy, zone);
    if !is_free || placement.lane != Lane::Done {
        return None;
    }
    already(order, state, zone)
}

fn already(order: &Order, state: &CaseState, zone: Zone) -> Option<String> {
    let decided = state.decided.as_ref().filter(|decided| decided.verb == Verb::Release)?;
    let at = zone.local(decided.at).format("%Y-%m-%d %H:%M");
    Some(format!("Nothing holds {}; it was already released by {} at {at}", order.name, decided.by))
}
