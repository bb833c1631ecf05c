//! The revision: a digest of everything a decision rests on.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Address, Clean, FulfilmentOrder, Order, Readable, Transaction};

/// A hash over addresses, contact, items, totals, transactions, fulfilment orders with
/// their hold ids, cancelled, archived and risk levels; not tags, notes or the store's
/// time stamp (`contract.md`, revision).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(Box<str>);

impl Revision {
    /// Reads a revision as written in JSON; it is compared, never taken apart.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The revision as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Computes the revision of an order. Lists whose order the store does not promise
    /// are sorted first, so that the same state always gives the same revision.
    pub fn of(order: &Order) -> Self {
        let mut digest = Fields::new();
        digest.add(order.id.as_str());
        for contact in [&order.email, &order.phone, &order.ip] {
            digest.add(&readable(contact));
        }
        digest.add_address(&order.billing);
        digest.add_address(&order.shipping);
        digest.add_sorted(order.items.iter().map(|item| {
            format!("{} {} {} {}", item.id, item.quantity, item.refundable, item.line_total.minor)
        }));
        let totals = &order.totals;
        for sum in [totals.total, totals.received, totals.refunded, totals.capturable] {
            digest.add(&format!("{} {}", sum.shop, sum.charged));
        }
        digest.add_sorted(order.transactions.iter().map(transaction));
        digest.add_sorted(order.fulfilment_orders.iter().map(part));
        digest.add(order.payment.word());
        digest.add(order.fulfilment.word());
        digest.add(if order.is_cancelled() { "cancelled" } else { "" });
        digest.add(if order.is_archived() { "archived" } else { "" });
        digest.add_sorted(order.risk.assessments.iter().map(|assessment| {
            format!("{} {}", assessment.provider.raw(), assessment.level.word())
        }));
        digest.add_sorted(order.disputes.iter().map(|d| format!("{} {}", d.id, d.state.raw())));
        digest.finish()
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Fields go in with their length, so that no two lists of fields look alike.
struct Fields(Sha256);

impl Fields {
    fn new() -> Self {
        Self(Sha256::new())
    }

    fn add(&mut self, field: &str) {
        self.0.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_le_bytes());
        self.0.update(field.as_bytes());
    }

    fn add_sorted(&mut self, fields: impl Iterator<Item = String>) {
        let mut fields: Vec<String> = fields.collect();
        fields.sort_unstable();
        self.add(&fields.len().to_string());
        for field in fields {
            self.add(&field);
        }
    }

    fn add_address(&mut self, address: &Readable<Address>) {
        let Some(address) = address.known() else {
            self.add(if address.denied().is_some() { "denied" } else { "absent" });
            return;
        };
        let parts: [&Clean; 10] = [
            &address.name,
            &address.company,
            &address.line1,
            &address.line2,
            &address.city,
            &address.region,
            &address.region_code,
            &address.postal_code,
            &address.country_code,
            &address.phone,
        ];
        for part in parts {
            self.add(part.raw());
        }
    }

    fn finish(self) -> Revision {
        let digest = self.0.finalize();
        let mut first = [0; 8];
        first.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        Revision::new(format!("{:016x}", u64::from_be_bytes(first)))
    }
}

fn readable(value: &Readable<Clean>) -> String {
    match value {
        Readable::Known(text) => format!("={}", text.raw()),
        Readable::Absent => "absent".to_owned(),
        Readable::Denied(_) => "denied".to_owned(),
    }
}

fn transaction(transaction: &Transaction) -> String {
    let Transaction { id, kind, state, amount, .. } = transaction;
    format!("{id} {kind:?} {state:?} {}", amount.charged)
}

fn part(part: &FulfilmentOrder) -> String {
    let mut holds: Vec<&str> = part.holds.iter().map(|hold| &*hold.id).collect();
    holds.sort_unstable();
    format!("{} {:?} {}", part.id, part.state, holds.join(" "))
}
