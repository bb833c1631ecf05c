//! The shop as a whole: customers, orders, and the ways to find them.

use std::collections::BTreeSet;
use std::ops::Bound;

use chrono::{DateTime, Utc};

use super::books::net_payment;
use super::ids::{FIRST_NUMBER, PARTS, customer_index, order_index};
use super::{Currency, Customer, Kind, Order, Refusal, Text};

/// A whole shop in memory.
///
/// Orders and customers lie in vectors ordered by id and by creation, so that a lookup by
/// id is arithmetic; only the order by last change and the customers' orders need an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// Who the shop is.
    pub identity: Identity,
    orders: Vec<Order>,
    customers: Vec<Customer>,
    by_update: BTreeSet<(DateTime<Utc>, u32)>,
    of_customer: Vec<Vec<u32>>,
    plots: Vec<Plot>,
}

/// A planted story: orders that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plot {
    /// What it is, with a number: `one-door-1`.
    pub name: Text,
    /// Its orders, by id.
    pub orders: Vec<u64>,
}

impl Plot {
    /// A story without orders yet.
    pub(crate) fn named(name: &str) -> Self {
        Self { name: name.into(), orders: Vec::new() }
    }
}

impl Shop {
    /// Puts a shop together from its records, which must lie in the order of their ids.
    pub fn assemble(identity: Identity, customers: Vec<Customer>, orders: Vec<Order>) -> Self {
        let mut of_customer = vec![Vec::new(); customers.len()];
        let mut by_update = Vec::with_capacity(orders.len());
        for (index, order) in (0_u32..).zip(&orders) {
            by_update.push((order.updated_at, index));
            let place = order.customer.and_then(customer_index);
            if let Some(list) = place.and_then(|place| of_customer.get_mut(place)) {
                list.push(index);
            }
        }
        Self {
            identity,
            orders,
            customers,
            by_update: by_update.into_iter().collect(),
            of_customer,
            plots: Vec::new(),
        }
    }

    /// The shop with the stories planted in it.
    #[must_use]
    pub(crate) fn with_plots(mut self, plots: Vec<Plot>) -> Self {
        self.plots = plots;
        self
    }

    /// The stories planted in this shop.
    pub fn plots(&self) -> &[Plot] {
        &self.plots
    }

    /// How many orders a customer has placed, those before the oldest kept order too.
    pub fn order_count(&self, customer: u64) -> usize {
        let earlier =
            self.customer(customer).map_or(0, |customer| customer.earlier_orders as usize);
        earlier + self.orders_of(customer).count()
    }

    /// What a customer has paid and not got back, in minor units of the shop's currency.
    pub fn amount_spent(&self, customer: u64) -> i64 {
        let earlier = self.customer(customer).map_or(0, |customer| customer.earlier_spent);
        earlier + self.orders_of(customer).map(|order| net_payment(order).shop).sum::<i64>()
    }

    /// All orders, by id and so by creation.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// All customers, by id.
    pub fn customers(&self) -> &[Customer] {
        &self.customers
    }

    /// The order with this id.
    pub fn order(&self, id: u64) -> Option<&Order> {
        self.orders.get(order_index(id)?)
    }

    /// The order with this number: 2047 for `#2047`.
    pub fn order_numbered(&self, number: u32) -> Option<&Order> {
        self.orders.get(usize::try_from(number.checked_sub(FIRST_NUMBER)?).ok()?)
    }

    /// The customer with this id.
    pub fn customer(&self, id: u64) -> Option<&Customer> {
        self.customers.get(customer_index(id)?)
    }

    /// A customer's orders, oldest first.
    pub fn orders_of(&self, customer: u64) -> impl DoubleEndedIterator<Item = &Order> {
        let list = customer_index(customer).and_then(|place| self.of_customer.get(place));
        let list = list.map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|&index| self.orders.get(index as usize))
    }

    /// Orders changed at or after `since`, in the order of their last change, then id.
    pub fn by_update(
        &self,
        since: Option<DateTime<Utc>>,
    ) -> impl DoubleEndedIterator<Item = &Order> {
        let from = since.map_or(Bound::Unbounded, |since| Bound::Included((since, 0)));
        let changed = self.by_update.range((from, Bound::Unbounded));
        changed.filter_map(|&(_, index)| self.orders.get(index as usize))
    }

    /// Changes an order and keeps the indexes right; the change sets `updated_at` itself.
    pub fn change<T>(
        &mut self,
        id: u64,
        change: impl FnOnce(&mut Order) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let index = order_index(id).ok_or(Refusal::NotFound)?;
        let order = self.orders.get_mut(index).ok_or(Refusal::NotFound)?;
        let before = order.updated_at;
        let outcome = change(order);
        let after = order.updated_at;
        if before != after
            && let Ok(index) = u32::try_from(index)
        {
            self.by_update.remove(&(before, index));
            self.by_update.insert((after, index));
        }
        outcome
    }

    /// Puts a stored order in the place of the one with its id, as after a restart.
    pub fn replace(&mut self, order: Order) -> Result<(), Refusal> {
        self.change(order.id, |place| {
            *place = order;
            Ok(())
        })
    }

    /// Changes a customer.
    pub fn change_customer(
        &mut self,
        id: u64,
        change: impl FnOnce(&mut Customer),
    ) -> Result<(), Refusal> {
        let place = customer_index(id).and_then(|place| self.customers.get_mut(place));
        change(place.ok_or(Refusal::NotFound)?);
        Ok(())
    }

    /// The order that a part with this id belongs to.
    pub fn owner(&self, kind: Kind, part: u64) -> Option<&Order> {
        let index = part.checked_sub(kind.base())? / PARTS;
        self.orders.get(usize::try_from(index).ok()?)
    }
}

/// Who the shop is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Numeric id.
    pub id: u64,
    /// Name.
    pub name: Text,
    /// Permanent domain.
    pub domain: Text,
    /// Mail address.
    pub email: Text,
    /// Currency of the books.
    pub currency: Currency,
    /// IANA time zone.
    pub zone: Text,
    /// Name of the plan.
    pub plan: Text,
}
