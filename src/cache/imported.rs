//! Imported orders on their way into the history: one order is kept once, whatever file it
//! comes from, and what one file does not say does not take away what another said.

use std::collections::HashMap;

use rusqlite::Connection;

use super::entry::{Batch, Filed, Landed, ShortEntry};
use super::land;
use super::orders;
use super::snag::Snag;
use super::store::Cache;
use super::writer::{InOrder, Landing, Stroke};
use crate::domain::{
    Address, Clean, Fulfilment, OrderId, Payment, Readable, RiskLevel, ShopId, ShortOrder,
};

/// An imported order.
#[derive(Clone, Debug)]
pub struct ImportedEntry {
    /// The order; without an id of the store's own its name stands for it.
    pub order: ShortOrder,
    /// Whether the file has the store's own id.
    pub has_id: bool,
}

impl Cache {
    /// Keeps a page of imported orders of one shop in one transaction. Each is merged with the
    /// order of its id, else of its display name (`contract.md`, import); marks are set with it.
    pub fn land_imported(
        &self,
        order: &InOrder,
        (shop, page): (&ShopId, Vec<ImportedEntry>),
        marks: Vec<(&'static str, Option<String>)>,
    ) -> Landing<Landed> {
        let shop = shop.clone();
        self.land_later(order, move |stroke| {
            let short = merged(stroke, (&shop, page))?;
            land::land(stroke, &Batch { short, marks, ..Batch::new(shop) })
        })
    }
}

/// Every order of the page once, merged with what is kept of it.
fn merged(
    stroke: &mut Stroke<'_>,
    (shop, page): (&ShopId, Vec<ImportedEntry>),
) -> Result<Vec<ShortEntry>, Snag> {
    let number = stroke.shop(shop)?;
    let mut kept: Vec<ShortOrder> = Vec::with_capacity(page.len());
    let mut by_id: HashMap<OrderId, usize> = HashMap::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for ImportedEntry { mut order, has_id } in page {
        let name = plain_name(&order.name).to_owned();
        let of_id = by_id.get(&order.id).filter(|_| has_id);
        if let Some(place) = of_id.or_else(|| by_name.get(&name)).copied() {
            if let Some(before) = kept.get_mut(place) {
                merge(before, order);
            }
            continue;
        }
        if let Some(mut before) = known(&stroke.tx, number, (&order, has_id))? {
            merge(&mut before, order);
            order = before;
        }
        by_id.insert(order.id.clone(), kept.len());
        by_name.insert(name, kept.len());
        kept.push(order);
    }
    let entry = |order| ShortEntry { filed: Filed::of(order), flagged: false };
    Ok(kept.into_iter().map(entry).collect())
}

/// What is kept of the order: under its id, else under its name.
fn known(
    connection: &Connection,
    shop: i64,
    (order, has_id): (&ShortOrder, bool),
) -> Result<Option<ShortOrder>, Snag> {
    if has_id && let Some(row) = orders::row_of(connection, shop, &order.id)? {
        return orders::short(connection, row);
    }
    let alike = orders::with_bare(connection, shop, order.name.raw())?;
    let same = alike.into_iter().find(|(_, name)| plain_name(name) == plain_name(&order.name));
    let Some((id, _)) = same else { return Ok(None) };
    let Some(row) = orders::row_of(connection, shop, &id)? else { return Ok(None) };
    orders::short(connection, row)
}

/// `#2047` and `2047` are one name: files write the sign or leave it out.
pub(super) fn plain_name(name: &Clean) -> &str {
    name.raw().trim().trim_start_matches('#')
}

/// Puts what is new over what is kept, field by field; the id and name stay those first seen.
fn merge(kept: &mut ShortOrder, new: ShortOrder) {
    kept.placed_at = new.placed_at;
    kept.updated_at = kept.updated_at.max(new.updated_at);
    kept.archived_at = new.archived_at.or(kept.archived_at);
    kept.cancelled_at = new.cancelled_at.or(kept.cancelled_at);
    over(&mut kept.email, new.email);
    over(&mut kept.phone, new.phone);
    over(&mut kept.ip, new.ip);
    over(&mut kept.customer_name, new.customer_name);
    address(&mut kept.billing, new.billing);
    address(&mut kept.shipping, new.shipping);
    kept.customer_id = new.customer_id.or(kept.customer_id.take());
    kept.total = new.total.or(kept.total);
    kept.card = new.card.or(kept.card.take());
    kept.device = new.device.or(kept.device.take());
    if new.ended.is_some() {
        (kept.ended, kept.bad_end) = (new.ended, new.bad_end);
    }
    if new.pieces > 0 {
        kept.pieces = new.pieces;
    }
    if !new.coupons.is_empty() {
        kept.coupons = new.coupons;
    }
    if !new.tags.is_empty() {
        kept.tags = new.tags;
    }
    if new.payment != Payment::default() {
        kept.payment = new.payment;
    }
    if new.fulfilment != Fulfilment::default() {
        kept.fulfilment = new.fulfilment;
    }
    if new.risk != RiskLevel::default() {
        kept.risk = new.risk;
    }
}

fn over<T>(kept: &mut Readable<T>, new: Readable<T>) {
    if matches!(new, Readable::Known(_)) {
        *kept = new;
    }
}

fn address(kept: &mut Readable<Address>, new: Readable<Address>) {
    let says_nothing = |address: &Address| address.is_blank() && address.name.is_blank();
    if new.known().is_some_and(|address| !says_nothing(address)) {
        *kept = new;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::cache::sample::{order, shop, shop_facts};
    use crate::domain::{Ended, RiskLevel};

    fn history(folder: &std::path::Path) -> Cache {
        let history = Cache::open_history(folder).unwrap();
        history.put_shop(shop_facts()).unwrap();
        history
    }

    fn short(n: u64) -> ShortOrder {
        ShortOrder::from(&order(n))
    }

    fn land(history: &Cache, page: Vec<(ShortOrder, bool)>) -> Landed {
        let page =
            page.into_iter().map(|(order, has_id)| ImportedEntry { order, has_id }).collect();
        let landing = history.land_imported(&InOrder::default(), (&shop(), page), vec![]);
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(landing).unwrap()
    }

    #[test]
    fn the_same_page_twice_adds_nothing_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let history = history(folder.path());

        let first = land(&history, vec![(short(1), true), (short(2), true), (short(1), true)]);
        let again = land(&history, vec![(short(1), true), (short(2), true), (short(1), true)]);

        assert_eq!((first.added, first.changed), (2, 2));
        assert_eq!((again.added, again.changed), (0, 0));
    }

    #[test]
    fn an_order_without_an_id_is_the_one_of_its_name_whatever_came_first() {
        let folder = tempfile::tempdir().unwrap();
        let history = history(folder.path());
        let mut bare = short(1);
        bare.id = OrderId::new("2001");
        bare.name = "2001".into();
        let mut nameless_first = short(2);
        nameless_first.id = OrderId::new("2002");

        land(&history, vec![(short(1), true), (nameless_first, false)]);
        let landed = land(&history, vec![(bare, false), (short(2), true)]);

        assert_eq!(landed.added, 0);
        assert_eq!(history.find_by_name("#2001").unwrap().len(), 1);
        assert_eq!(history.find_by_name("#2002").unwrap().len(), 1);
    }

    #[test]
    fn what_one_file_does_not_say_does_not_take_away_what_another_said() {
        let folder = tempfile::tempdir().unwrap();
        let history = history(folder.path());
        let poor = ShortOrder {
            email: Readable::Absent,
            total: None,
            billing: Readable::Known(Address::default()),
            risk: RiskLevel::default(),
            ended: Some(Ended::Chargeback),
            bad_end: Ended::Chargeback.bad(),
            ..short(1)
        };

        let poor_end = poor.bad_end;
        land(&history, vec![(short(1), true)]);
        let landed = land(&history, vec![(poor, true)]);

        assert_eq!((landed.added, landed.changed), (0, 1));
        let kept = history.short(&short(1).id).unwrap().unwrap();
        let ended = Some(Ended::Chargeback);
        assert_eq!(kept, ShortOrder { ended, bad_end: poor_end, ..short(1) });
    }

    #[test]
    fn a_damaged_history_is_refused_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = Cache::history_file(folder.path());
        std::fs::write(&file, b"no database at all, and long enough to be read as one").unwrap();

        let Err(fault) = Cache::open_history(folder.path()) else { unreachable!("it is damaged") };

        assert!(fault.remedy().unwrap().contains("import the orders again"));
        assert!(std::fs::read(&file).unwrap().starts_with(b"no database"));
    }
}
