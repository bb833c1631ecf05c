//! From a key or a command to a plan that can be shown.

use chrono::NaiveDate;

use super::Desk;
use super::desk::Shop;
use crate::domain::{Fault, Order, OrderId, Plan, Verb};
use crate::policy;
use crate::stores::RefundQuote;
use crate::verbs::{self, Quote, Setting, Wish};
use crate::words;

impl Desk {
    /// What a verb would do to the order as it is cached. Asks the store only what could
    /// be refunded, and only for a refund; without an answer the plan rests on the
    /// transactions as cached, and is compared with the fresh order before it runs.
    pub fn plan(&self, id: &OrderId, verb: Verb, wish: &Wish) -> Result<Plan, Fault> {
        let order = self.cached(id)?.order;
        let shop = self.inner.shop()?;
        let quote = if verb == Verb::Refund { self.quote(&order) } else { None };
        self.build((&order, &shop), (verb, wish), quote.as_ref())
    }

    /// The store's own name of the call that each step of a plan makes.
    pub fn calls(&self, plan: &Plan) -> Vec<String> {
        plan.steps.iter().map(|step| self.inner.store.call(step).to_owned()).collect()
    }

    /// The lines that a note opens with (S52).
    pub fn note_text(&self, id: &OrderId, verb: Option<Verb>) -> Result<String, Fault> {
        let order = self.cached(id)?.order;
        let config = &self.inner.setup.config;
        let until = self.hold_day(&self.inner.shop()?);
        Ok(words::note(&words::NoteFacts {
            prefix: &config.brand.prefix,
            conversation: None,
            initials: &config.reviewer.initials,
            order: &order.name,
            deed: words::Deed::of(verb, &order, until),
            refills: words::has_refills(&order),
        }))
    }

    fn build(
        &self,
        (order, shop): (&Order, &Shop),
        (verb, wish): (Verb, &Wish),
        quote: Option<&Quote>,
    ) -> Result<Plan, Fault> {
        let inner = &self.inner;
        let config = &inner.setup.config;
        let mark = self.mark();
        let setting = Setting {
            store: &inner.store.capabilities(order),
            quote,
            release_holds_of: &config.policy.release_holds_of,
            reviewed_tag: &config.policy.reviewed_tag,
            decide_by: Some(self.hold_day(shop)),
            authorisation_days: shop.policy.authorisation_days,
            initials: &config.reviewer.initials,
            mark: &mark,
            now: inner.now(),
            zone: shop.facts.zone,
        };
        verbs::build(verb, order, wish, &setting)
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
