//! The shop and all that stands around it on the server: jobs, keys, bulk exports.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::quirks::Quirks;
pub(crate) use super::records::{
    Bulk, BulkStatus, CancelJob, Change, Definition, Effect, Entry, Hook, Outcome, Unsettled,
    UsedKey,
};
use super::sorts::OrderSort;
use crate::demo::shop::{self, Customer, Order, Shop};

/// Everything the embedded store knows.
pub(crate) struct World {
    pub(crate) shop: Shop,
    pub(crate) quirks: Quirks,
    pub(crate) jobs: Vec<CancelJob>,
    pub(crate) bulks: Vec<Bulk>,
    pub(crate) hooks: Vec<Hook>,
    pub(crate) definitions: Vec<Definition>,
    pub(crate) keys: BTreeMap<String, UsedKey>,
    pub(crate) unsettled: Vec<Unsettled>,
    /// Idempotency keys whose first use still runs.
    pub(crate) in_flight: BTreeSet<String>,
    /// Where bulk results are fetched.
    pub(crate) base_url: String,
    /// How many ids of the server's own were given out.
    pub(crate) minted: u64,
    changes: u64,
    touched: Touched,
    effects: Vec<Effect>,
    sorted: RefCell<HashMap<OrderSort, Sorted>>,
    shadows: HashMap<u64, Vec<(DateTime<Utc>, Order)>>,
}

/// Places of orders in a sort, and the count of changes they were sorted at.
type Sorted = (u64, Arc<Vec<u32>>);

#[derive(Default)]
struct Touched {
    orders: BTreeSet<u64>,
    customers: BTreeSet<u64>,
    others: Vec<Change>,
}

impl World {
    /// A shop as it was made.
    pub(crate) fn new(shop: Shop, quirks: Quirks) -> Self {
        Self {
            shop,
            quirks,
            jobs: vec![],
            bulks: vec![],
            hooks: vec![],
            definitions: vec![],
            keys: BTreeMap::new(),
            unsettled: vec![],
            in_flight: BTreeSet::new(),
            base_url: String::new(),
            minted: 0,
            changes: 0,
            touched: Touched::default(),
            effects: vec![],
            sorted: RefCell::default(),
            shadows: HashMap::new(),
        }
    }

    /// Changes an order, noting it for the journal and for the search index's lag.
    pub(crate) fn change_order<T>(
        &mut self,
        id: u64,
        now: DateTime<Utc>,
        change: impl FnOnce(&mut Order) -> Result<T, shop::Refusal>,
    ) -> Result<T, shop::Refusal> {
        let before = (self.quirks.index_lag_ms > 0).then(|| self.shop.order(id).cloned()).flatten();
        let outcome = self.shop.change(id, change)?;
        if let Some(before) = before {
            let lag = TimeDelta::milliseconds(
                i64::try_from(self.quirks.index_lag_ms).unwrap_or(i64::MAX),
            );
            let kept = self.shadows.entry(id).or_default();
            kept.retain(|(until, _)| *until > now);
            kept.push((now + lag, before));
        }
        self.touched.orders.insert(id);
        self.changes += 1;
        Ok(outcome)
    }

    /// Changes a customer, noting it for the journal.
    pub(crate) fn change_customer(
        &mut self,
        id: u64,
        change: impl FnOnce(&mut Customer),
    ) -> Result<(), shop::Refusal> {
        self.shop.change_customer(id, change)?;
        self.touched.customers.insert(id);
        self.changes += 1;
        Ok(())
    }

    /// Notes another change for the journal and makes it.
    pub(crate) fn note(&mut self, change: Change) {
        self.apply_other(&change);
        self.touched.others.push(change);
    }

    /// Notes a side effect.
    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// A new id of the server's own.
    pub(crate) fn mint(&mut self) -> u64 {
        self.note(Change::Minted(self.minted + 1));
        self.minted
    }

    /// A new id for a job, in the form of a UUID.
    pub(crate) fn mint_job(&mut self) -> String {
        let number = self.mint();
        let spread = (u128::from(self.shop.identity.id) << 64 | u128::from(number))
            .wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
        uuid::Builder::from_random_bytes(spread.to_be_bytes()).into_uuid().to_string()
    }

    /// What was changed since the last time this was asked.
    pub(crate) fn take_entry(&mut self) -> Option<Entry> {
        let touched = std::mem::take(&mut self.touched);
        let effects = std::mem::take(&mut self.effects);
        let orders = touched.orders.iter().filter_map(|id| self.shop.order(*id));
        let customers = touched.customers.iter().filter_map(|id| self.shop.customer(*id));
        let mut changes: Vec<Change> =
            orders.map(|order| Change::Order(Box::new(order.clone()))).collect();
        changes.extend(customers.map(|customer| Change::Customer(Box::new(customer.clone()))));
        changes.extend(touched.others);
        (!changes.is_empty() || !effects.is_empty()).then_some(Entry { effects, changes })
    }

    /// Makes a change that the journal kept, as after a restart.
    pub(crate) fn replay(&mut self, change: Change) {
        self.changes += 1;
        match change {
            // A record that the made shop does not have belongs to another shop's journal;
            // the folder's identity was checked before.
            Change::Order(order) => drop(self.shop.replace(*order)),
            Change::Customer(customer) => {
                let id = customer.id;
                drop(self.shop.change_customer(id, |place| *place = *customer));
            }
            other => self.apply_other(&other),
        }
    }

    fn apply_other(&mut self, change: &Change) {
        match change {
            Change::Job(job) => put(&mut self.jobs, job, |a, b| a.id == b.id),
            Change::Bulk(bulk) => put(&mut self.bulks, bulk, |a, b| a.id == b.id),
            Change::Hook(hook) => put(&mut self.hooks, hook, |a, b| a.id == b.id),
            Change::HookGone(id) => self.hooks.retain(|hook| hook.id != *id),
            Change::Definition(definition) => {
                put(&mut self.definitions, definition, |a, b| a.id == b.id);
            }
            Change::Key(key, used) => drop(self.keys.insert(key.clone(), used.clone())),
            Change::Unsettled(money) => self.unsettled.push(money.clone()),
            Change::Settled(money) => self.unsettled.retain(|other| other != money),
            Change::Minted(minted) => self.minted = *minted,
            Change::Order(_) | Change::Customer(_) => {}
        }
    }

    /// The order as the search index sees it: as it was before the lag.
    pub(crate) fn as_indexed<'a>(&'a self, order: &'a Order, now: DateTime<Utc>) -> &'a Order {
        if self.shadows.is_empty() {
            return order;
        }
        let kept = self.shadows.get(&order.id);
        let seen = kept.and_then(|kept| kept.iter().find(|(until, _)| *until > now));
        seen.map_or(order, |(_, before)| before)
    }

    /// All orders in the order of a sort, by their place in the shop.
    pub(crate) fn sorted(&self, sort: OrderSort) -> Arc<Vec<u32>> {
        if let Some((at, sorted)) = self.sorted.borrow().get(&sort)
            && *at == self.changes
        {
            return Arc::clone(sorted);
        }
        let mut places: Vec<(super::value::Cursor, u32)> = self
            .shop
            .orders()
            .iter()
            .zip(0_u32..)
            .map(|(order, place)| (sort.cursor(order, self), place))
            .collect();
        places.sort();
        let sorted = Arc::new(places.into_iter().map(|(_, place)| place).collect::<Vec<u32>>());
        self.sorted.borrow_mut().insert(sort, (self.changes, Arc::clone(&sorted)));
        sorted
    }
}

fn put<T: Clone>(list: &mut Vec<T>, item: &T, same: impl Fn(&T, &T) -> bool) {
    match list.iter_mut().find(|other| same(other, item)) {
        Some(place) => place.clone_from(item),
        None => list.push(item.clone()),
    }
}
