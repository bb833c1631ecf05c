//! From a key or a command to a plan that can be shown.

use chrono::NaiveDate;

use super::Desk;
use super::desk::Shop;
use crate::domain::{Fault, Kind, Order, OrderId, Plan, RefundTo, Verb};
use crate::policy;
use crate::stores::RefundQuote;
use crate::verbs::{self, Amount, Quote, Setting, Wish};
use crate::words::{self, Deed};

impl Desk {
    /// What a verb would do to the order as it is cached. Asks the store only what could
    /// be refunded, and only for a refund; without an answer the plan rests on the
    /// transactions as cached, and is compared with the fresh order before it runs.
    pub fn plan(&self, id: &OrderId, verb: Verb, wish: &Wish) -> Result<Plan, Fault> {
        let order = self.cached(id)?.order;
        let shop = self.inner.shop()?;
        if let Some(why) = self.inner.released_before(&order)?.filter(|_| verb == Verb::Release) {
            return Err(Fault::new(Kind::State, why));
        }
        let quote = if verb == Verb::Refund { self.quote(&order) } else { None };
        self.build((&order, &shop), (verb, wish), quote.as_ref())
    }

    /// The store's own name of the call that each step of a plan makes.
    pub fn calls(&self, plan: &Plan) -> Vec<String> {
        plan.steps.iter().map(|step| self.inner.store.call(step).to_owned()).collect()
    }

    /// The lines that a note opens with (S52).
    /// They say what the wish asks for, so that the note tells the reason and the amount
    /// of the plan beside it (C17).
    pub fn note_text(
        &self,
        id: &OrderId,
        verb: Option<Verb>,
        wish: &Wish,
    ) -> Result<String, Fault> {
        let order = self.cached(id)?.order;
        let config = &self.inner.setup.config;
        let until = self.hold_day(&self.inner.shop()?);
        Ok(words::note(&words::NoteFacts {
            prefix: &config.brand.prefix,
            conversation: None,
            initials: &config.reviewer.initials,
            order: &order.name,
            deed: as_wished(Deed::of(verb, &order, until), wish),
            refills: words::has_refills(&order),
        }))
    }

    fn build(
        &self,
        (order, shop): (&Order, &Shop),
        (verb, wish): (Verb, &Wish),
        quote: Option<&Quote>,
    ) -> Result<Plan, Fault> {
        self.with_setting((order, shop), quote, |setting| verbs::build(verb, order, wish, setting))
    }

    /// Gives the verbs what their plans rest on beside the order and the wish.
    pub(super) fn with_setting<T>(
        &self,
        (order, shop): (&Order, &Shop),
        quote: Option<&Quote>,
        made: impl FnOnce(&Setting<'_>) -> T,
    ) -> T {
        let inner = &self.inner;
        let config = &inner.setup.config;
        let mark = self.mark();
        let setting = Setting {
            store: &inner.store.capabilities(order),
            quote,
            release_holds_of: &config.policy.release_holds_of,
            reviewed_tag: &config.policy.reviewed_tag,
            decide_by: Some(self.hold_day(shop)),
            closed_days: &self.inner.closed_days(shop),
            authorisation_days: shop.policy.authorisation_days,
            initials: &config.reviewer.initials,
            mark: &mark,
            now: inner.now(),
            zone: shop.facts.zone,
        };
        made(&setting)
    }

    /// The day that a hold placed now ends with a decision, unless the wish names another.
    pub(super) fn hold_day(&self, shop: &Shop) -> NaiveDate {
        policy::hold_day(&shop.policy, self.inner.now(), shop.facts.zone)
    }

    /// A mark that no other refund carries, by which a read-back knows ours.
    fn mark(&self) -> String {
        let key = self.inner.setup.ids.key().simple().to_string();
        format!("unhold {}", key.get(..12).unwrap_or(&key))
    }

    fn quote(&self, order: &Order) -> Option<Quote> {
        self.may_connect().ok()?;
        let wait = std::time::Duration::from_secs(4);
        let asked =
            async { tokio::time::timeout(wait, self.inner.store.refund_quote(order)).await };
        let RefundQuote { parts, lines, most } = self.inner.runtime.block_on(asked).ok()?.ok()?;
        Some(Quote { parts, lines, most })
    }
}

/// What a verb does with an order when it is asked for with choices.
fn as_wished(deed: Deed, wish: &Wish) -> Deed {
    let part = match wish.amount {
        Amount::Part(amount) => Some(amount),
        Amount::All => None,
    };
    match deed {
        Deed::Held { until } => Deed::Held { until: wish.until.unwrap_or(until) },
        Deed::Cancelled { why, refunded } => Deed::Cancelled {
            why: wish.reason.unwrap_or(why),
            refunded: refunded.filter(|_| wish.refund != Some(RefundTo::None)),
        },
        Deed::Refunded { why, amount } => {
            // All that is left is no part, and a void gives nothing back.
            let given = amount.map(|all| part.filter(|part| *part < all).unwrap_or(all));
            Deed::Refunded { why: wish.reason.unwrap_or(why), amount: given }
        }
        Deed::Looked | Deed::Released => deed,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::domain::CancelReason;
    use crate::domain::sample::money;

    #[test]
    fn the_note_tells_the_chosen_reason_and_amount() {
        let all = Some(money("80.00 USD"));
        let refund = Deed::Refunded { why: CancelReason::Fraud, amount: all };
        let cancel = Deed::Cancelled { why: CancelReason::Fraud, refunded: all };
        let part = Wish {
            reason: Some(CancelReason::Customer),
            amount: Amount::Part(money("12.50 USD")),
            ..Wish::default()
        };
        let keep = Wish {
            reason: Some(CancelReason::Reseller),
            refund: Some(RefundTo::None),
            ..Wish::default()
        };

        assert_eq!(as_wished(refund, &Wish::default()), refund);
        assert_eq!(
            as_wished(refund, &part),
            Deed::Refunded { why: CancelReason::Customer, amount: Some(money("12.50 USD")) }
        );
        let all_typed = Wish { amount: Amount::Part(money("80.00 USD")), ..Wish::default() };
        assert_eq!(as_wished(refund, &all_typed), refund);
        let void = Deed::Refunded { why: CancelReason::Fraud, amount: None };
        assert_eq!(as_wished(void, &all_typed), void);
        assert_eq!(
            as_wished(cancel, &keep),
            Deed::Cancelled { why: CancelReason::Reseller, refunded: None }
        );
    }

    #[test]
    fn the_note_of_a_hold_tells_the_chosen_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let wish = Wish { until: Some(day("2026-12-01")), ..Wish::default() };

        let held = as_wished(Deed::Held { until: day("2026-11-27") }, &wish);

        assert_eq!(held, Deed::Held { until: day("2026-12-01") });
    }
}
