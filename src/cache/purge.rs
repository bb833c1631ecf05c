//! Takes orders out of the cache for good: their rows, their search keys, their words, and
//! every finding, because one order's finding may quote another's customer.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::counts::Counts;
use super::line;
use super::links;
use super::orders;
use super::snag::Snag;
use super::store::Cache;
use super::unchecked;
use super::writer::Stroke;
use crate::domain::{Address, Clean, Fault, PurgeScope, PurgedOrder, ShortOrder};

/// A shorter trace of a customer stands in too many texts of others.
const SHORTEST_TRACE: usize = 7;

/// An order that a purge is about, as the cache knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalOrder {
    /// Which.
    pub order: PurgedOrder,
    /// The name people use.
    pub name: Clean,
    /// Whether it waits in the queue for a decision.
    pub is_open: bool,
    /// What of its customer other orders' texts may quote: address, phone, e-mail.
    pub traces: Vec<String>,
}

impl Cache {
    /// The orders of every shop that a purge is about.
    pub fn personal(&self, scope: &PurgeScope) -> Result<Vec<PersonalOrder>, Fault> {
        self.read(|view| find(view.connection, scope))
    }

    /// Removes orders, and all findings: those of open orders are computed anew behind the
    /// screen, the others where they are looked at.
    pub fn purge(&self, orders: Vec<PurgedOrder>) -> Result<(), Fault> {
        self.write(move |stroke| {
            let mut counts = Counts::default();
            let mut gone = HashSet::new();
            for order in &orders {
                gone.extend(remove(stroke, &mut counts, order)?);
            }
            links::forget(&stroke.tx, &gone)?;
            counts.write(&stroke.tx)?;
            stroke.tx.execute("DELETE FROM findings", [])?;
            unchecked::mark_open(&stroke.tx)?;
            // What was deleted from the full-text index lies in it until it is merged.
            stroke.tx.execute("INSERT INTO words (words) VALUES ('optimize')", [])?;
            Ok(())
        })?;
        self.rewrite()
    }
}

fn find(connection: &Connection, scope: &PurgeScope) -> Result<Vec<PersonalOrder>, Snag> {
    let mut question = connection.prepare(
        "SELECT o.body, s.id, o.id, coalesce(q.open, 0)
         FROM order_short o JOIN shops s USING (shop) LEFT JOIN queue q USING (row)",
    )?;
    let mut answers = question.query([])?;
    let mut found = Vec::new();
    while let Some(answer) = answers.next()? {
        let order = orders::unpacked(answer)?;
        if is_meant(&order, scope) {
            found.push(PersonalOrder {
                is_open: answer.get(3)?,
                traces: scope.customer.as_ref().map_or_else(Vec::new, |_| traces(&order)),
                name: order.name,
                order: PurgedOrder { shop: order.shop, id: order.id },
            });
        }
    }
    Ok(found)
}

fn is_meant(order: &ShortOrder, scope: &PurgeScope) -> bool {
    let same = |wanted: &Clean| {
        let wanted = wanted.raw().trim().to_lowercase();
        order.email.known().is_some_and(|email| email.raw().trim().to_lowercase() == wanted)
    };
    scope.before.is_none_or(|before| order.placed_at < before)
        && scope.customer.as_ref().is_none_or(same)
}

fn traces(order: &ShortOrder) -> Vec<String> {
    let of_address = |address: &Address| [address.phone.clone(), address.line1.clone()];
    let addresses = [&order.billing, &order.shipping].map(|one| one.known().map(of_address));
    let own = [&order.email, &order.phone].map(|one| one.known().cloned());
    let all = own.into_iter().flatten().chain(addresses.into_iter().flatten().flatten());
    let mut traces: Vec<String> = all.map(|trace| trace.raw().trim().to_owned()).collect();
    traces.retain(|trace| trace.chars().count() >= SHORTEST_TRACE);
    traces
}

fn remove(
    stroke: &mut Stroke<'_>,
    counts: &mut Counts,
    PurgedOrder { shop, id }: &PurgedOrder,
) -> Result<Option<i64>, Snag> {
    let shop = stroke.shop(shop)?;
    let Some(row) = orders::row_of(&stroke.tx, shop, id)? else { return Ok(None) };
    if let Some(old) = line::before(&stroke.tx, row)? {
        counts.add(shop, (old.lane, old.deadline), -1);
    }
    for table in ["queue", "order_full", "order_short", "unchecked", "arrived"] {
        stroke.tx.execute(&format!("DELETE FROM {table} WHERE row = ?1"), [row])?;
    }
    stroke.tx.execute("DELETE FROM words WHERE rowid = ?1", [row])?;
    stroke
        .tx
        .execute("DELETE FROM reread WHERE shop = ?1 AND id = ?2", params![shop, id.as_str()])?;
    Ok(Some(row))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::cache::sample::{due, full, moment, noon, order, shop, shop_facts};
    use crate::domain::Lane;

    fn cache(folder: &std::path::Path) -> Cache {
        let cache = Cache::open(folder).unwrap().0;
        cache.put_shop(shop_facts()).unwrap();
        let orders = (1..=3).map(|n| full(order(n), due(Lane::New, 3_600)));
        cache.put_full(&shop(), orders.collect()).unwrap();
        cache
    }

    fn customer(email: &str) -> PurgeScope {
        PurgeScope { customer: Some(email.into()), before: None }
    }

    fn holds(folder: &std::path::Path, text: &str) -> bool {
        std::fs::read_dir(folder).unwrap().any(|file| {
            let body = std::fs::read(file.unwrap().path()).unwrap();
            body.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
        })
    }

    #[test]
    fn a_customers_orders_are_found_by_their_address_whatever_its_case() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path());

        let found = cache.personal(&customer(" Buyer2@Example.ORG ")).unwrap();

        assert_eq!(found.len(), 1);
        assert_eq!(found[0].name.raw(), "#2002");
        assert!(found[0].is_open);
        assert!(found[0].traces.iter().any(|trace| trace.starts_with("2 ")));
        assert!(!format!("{:?}", cache.personal(&customer("nobody")).unwrap()).contains("Street"));
    }

    #[test]
    fn what_is_older_is_found_by_when_it_was_placed() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path());
        let before = |seconds: i64| PurgeScope {
            customer: None,
            before: Some(noon().plus_seconds(-86_400 + seconds)),
        };

        assert_eq!(cache.personal(&before(1)).unwrap().len(), 0);
        assert_eq!(cache.personal(&before(3)).unwrap().len(), 2);
    }

    #[test]
    fn a_purged_order_leaves_nothing_in_the_files_and_the_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path());
        let found = cache.personal(&customer("buyer2@example.org")).unwrap();
        let line = order(2).shipping.known().unwrap().line1.clone();
        // The street's name alone also stands in what is compared with other orders.
        let street = line.raw().split(' ').nth(1).unwrap();
        for text in ["buyer2@example", line.raw(), street] {
            assert!(holds(folder.path(), text), "{text}");
        }

        cache.purge(found.into_iter().map(|found| found.order).collect()).unwrap();

        let phone = order(2).phone.known().unwrap().raw().replace([' ', '+'], "");
        for text in ["buyer2", line.raw(), street, "Buyer 2", &phone] {
            assert!(!holds(folder.path(), text), "{text}");
        }
        assert!(holds(folder.path(), "buyer3@example"));
        let counts = cache.lane_counts(moment()).unwrap();
        assert_eq!(counts.iter().map(|(_, n)| n).sum::<u64>(), 2);
        assert_eq!(cache.find_by_name("#2002").unwrap(), vec![]);
        assert_eq!(cache.find_by_name("#2003").unwrap().len(), 1);
    }
}
