//! Runs the checks over one order and keeps what they found.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Desk;
use super::desk::{Inner, Shop};
use crate::cache::{CachedFindings, Checked, Material, NewFindings};
use crate::domain::{Check, Fault, Finding, Order, OrderId, ShortOrder, Timestamp};
use crate::evidence::{self, HighValue, Past, Reading, Rules, links};
use crate::policy::{self, Advice, PolicySettings};

/// What the checks found, and the recommendation that follows.
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) advice: Advice,
    pub(super) checked_at: Timestamp,
    /// Whether something changed since, and the checks run again behind the screen.
    pub(super) is_refreshing: bool,
}

impl Desk {
    /// Runs the checks of an order now, whatever is kept of them.
    pub fn recheck(&self, id: &OrderId) -> Result<(), Fault> {
        self.cached(id)?;
        self.inner.check_now(id, &self.inner.shop()?).map(|_| ())
    }
}

impl Inner {
    /// The findings to show with an order. Those that may no longer hold are shown as well,
    /// while others are computed behind the screen; where nothing goes on there, the checks
    /// run here.
    pub(super) fn judged(&self, seen: &Checked, shop: &Shop) -> Result<Judged, Fault> {
        let id = &seen.cached.order.id;
        if let Some(found) = &seen.found {
            let holds = !seen.is_awaited
                && found.revision == seen.cached.revision
                && found.basis == self.basis(shop);
            if holds || self.check_soon(id) {
                return Ok(self.as_found(&seen.cached.order, found, shop, holds));
            }
        }
        self.check_now(id, shop)
    }

    /// What was found stays found; what it advises depends on the present moment.
    fn as_found(&self, order: &Order, found: &CachedFindings, shop: &Shop, holds: bool) -> Judged {
        Judged {
            advice: policy::advise(order, &found.findings, &shop.policy, self.now()),
            findings: found.findings.clone(),
            checked_at: found.checked_at,
            is_refreshing: !holds,
        }
    }

    /// Runs the checks over a cached order and keeps what they found.
    pub(super) fn check_now(&self, id: &OrderId, shop: &Shop) -> Result<Judged, Fault> {
        let new = self.check(id, shop)?;
        let CachedFindings { findings, advice, checked_at, .. } = new.found.clone();
        self.cache.put_findings(vec![new])?;
        Ok(Judged { findings, advice, checked_at, is_refreshing: false })
    }

    /// Runs every check over a cached order; none of them touches the network.
    pub(super) fn check(&self, id: &OrderId, shop: &Shop) -> Result<NewFindings, Fault> {
        let material = self.cache.material(id)?;
        let Material { cached, mut beside, mark } =
            material.ok_or_else(|| super::case_file::gone(id))?;
        let (order, now) = (&cached.order, self.now());
        let short = ShortOrder::from(order);
        self.with_imported(&short, &mut beside)?;
        let lent = self.lent(shop)?;
        let earlier = self.earlier((&short, shop), (&beside.orders, &lent))?;
        let past = Past {
            earlier: Some(&earlier),
            spread: lent.spread.as_ref(),
            cases: Some(&lent.cases),
        };
        let mut findings = Vec::new();
        if shop.rules.runs(Check::Duplicates) {
            findings.push(links::find(order, &beside, now));
        }
        findings.extend(evidence::of_order(order, &Reading { past: &past, ..reading(shop) }));
        evidence::count_once(&mut findings);
        evidence::precedents::tell(&mut findings, order, &past);
        let advice = policy::advise(order, &findings, &shop.policy, now);
        let basis = self.basis(shop);
        let revision = cached.revision;
        let found = CachedFindings { revision, basis, checked_at: now, findings, advice };
        Ok(NewFindings { id: id.clone(), found, mark })
    }

    /// The rules, tables and imports of today, by name: findings that rest on others are
    /// computed anew.
    pub(super) fn basis(&self, shop: &Shop) -> String {
        let of_tables = format!("{} {}", shop.rules_name, shop.places.version());
        match self.imports() {
            imports if imports.is_empty() => of_tables,
            imports => format!("{of_tables} {imports}"),
        }
    }
}

/// What the checks read beside the order, before anything was read of the past.
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

/// Names rules and settings by what they say.
pub(super) fn name_of(rules: &Rules, policy: &PolicySettings) -> String {
    let said = format!("{} {policy:?}", rules.version());
    let mut name = String::new();
    for byte in Sha256::digest(said).iter().take(8) {
        // Writing into a text cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    name
}
