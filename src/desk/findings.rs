//! Runs the checks over one order and keeps what they found.

use super::desk::{Inner, Shop};
use crate::cache::{CachedFindings, CachedOrder, Key};
use crate::domain::{Fault, Finding, Order, ShortOrder};
use crate::evidence::{self, HighValue, Past, Reading, links};
use crate::policy::{self, Advice};

/// A key that more orders share than this is a hub: a parcel shop, an office, an agency.
const MOST_PER_KEY: usize = 50;

/// What the checks found, and the recommendation that follows.
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) advice: Advice,
}

impl Inner {
    /// The findings of an order: from the cache when nothing they rest on has changed,
    /// else computed and kept.
    pub(super) fn judged(&self, cached: &CachedOrder, shop: &Shop) -> Result<Judged, Fault> {
        let generation = self.cache.generation()?;
        if let Some(known) = self.cache.findings(&cached.order.id)?
            && known.revision == cached.revision
            && known.generation == generation
        {
            // What was found stays found; what it advises depends on the present moment.
            let advice = policy::advise(&cached.order, &known.findings, &shop.policy, self.now());
            return Ok(Judged { findings: known.findings, advice });
        }
        self.judged_anew(cached, shop)
    }

    /// Runs the checks over an order and keeps what they found.
    pub(super) fn judged_anew(&self, cached: &CachedOrder, shop: &Shop) -> Result<Judged, Fault> {
        let generation = self.cache.generation()?;
        let fresh = self.judge(&cached.order, shop)?;
        let kept = CachedFindings {
            revision: cached.revision.clone(),
            generation,
            findings: fresh.findings.clone(),
            advice: fresh.advice.clone(),
        };
        self.cache.put_findings(&cached.order.id, kept)?;
        Ok(fresh)
    }

    /// Runs every check that is built; none of them touches the network.
    pub(super) fn judge(&self, order: &Order, shop: &Shop) -> Result<Judged, Fault> {
        let mut findings = vec![self.linked(order)?];
        findings.extend(evidence::of_order(order, &reading(shop)));
        let advice = policy::advise(order, &findings, &shop.policy, self.now());
        Ok(Judged { findings, advice })
    }

    fn linked(&self, order: &Order) -> Result<Finding, Fault> {
        let keys: Vec<Key> = links::wanted(&ShortOrder::from(order)).iter().map(filed).collect();
        let linked = self.cache.linked(&order.id, &keys, MOST_PER_KEY)?;
        let others: Vec<ShortOrder> = linked.orders.into_iter().map(|link| link.order).collect();
        Ok(links::find(order, &others, self.now()))
    }
}

/// What the checks read beside the order.
pub(super) fn reading(shop: &Shop) -> Reading<'_> {
    Reading {
        places: &*shop.places,
        rules: &shop.rules,
        past: &Past::UNREAD,
        high_value: HighValue {
            amount: shop.policy.high_value_amount,
            pieces: shop.policy.high_value_pieces,
        },
    }
}

/// The search keys of an order, in the cache's form.
pub(super) fn keys(order: &ShortOrder) -> Vec<Key> {
    links::keys(order).iter().map(filed).collect()
}

fn filed(key: &links::Key) -> Key {
    Key { kind: key.kind.number(), text: key.text().to_owned() }
}
