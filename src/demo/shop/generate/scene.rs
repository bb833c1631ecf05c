//! What the generator carries along: dice, tables, customers so far, shared words.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::catalogue::{Catalogue, Country, Town, catalogue};
use super::dice::Dice;
use super::story::Buyer;
use crate::demo::shop::{Customer, CustomerState, Text};

/// The generator's state between two orders.
pub(super) struct Scene {
    pub(super) dice: Dice,
    pub(super) tables: &'static Catalogue,
    pub(super) ends_on: DateTime<Utc>,
    pub(super) customers: Vec<Customer>,
    /// Customers who may come back, with their town.
    regulars: Vec<(u32, u32)>,
    by_email: HashMap<Text, u64>,
    words: HashMap<&'static str, Text>,
}

impl Scene {
    pub(super) fn new(seed: u64, ends_on: DateTime<Utc>) -> Self {
        Self {
            dice: Dice::new(seed),
            tables: catalogue(),
            ends_on,
            customers: Vec::new(),
            regulars: Vec::new(),
            by_email: HashMap::new(),
            words: HashMap::new(),
        }
    }

    /// A fixed sentence, allocated once per shop.
    pub(super) fn say(&mut self, words: &'static str) -> Text {
        self.words.entry(words).or_insert_with(|| words.into()).clone()
    }

    /// The town in this row; the first one where there is none.
    pub(super) fn town(&self, town: usize) -> Option<&'static Town> {
        self.tables.towns.get(town).or_else(|| self.tables.towns.first())
    }

    /// The country of a town.
    pub(super) fn country_of(&self, town: usize) -> Option<&'static Country> {
        self.tables.countries.get(self.town(town)?.country)
    }

    /// A moment `minutes` after `at`, never after the end of the story.
    pub(super) fn later(&self, at: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
        (at + TimeDelta::minutes(minutes)).min(self.ends_on)
    }

    /// Whether an e-mail address is taken.
    pub(super) fn is_taken(&self, email: &str) -> bool {
        self.by_email.contains_key(&Text::from(email))
    }

    /// A customer who came before.
    pub(super) fn regular(&mut self) -> Option<Buyer> {
        let &(index, town) = self.dice.pick(&self.regulars)?;
        let customer = self.customers.get(index as usize)?;
        Some(Buyer {
            town: town as usize,
            email: customer.email.clone(),
            phone: customer.phone.clone(),
            address: customer.addresses.first()?.clone(),
        })
    }

    /// The customer record of a buyer, made at the first order; a buyer without any
    /// contact has none. Records are told apart by e-mail address, else by phone.
    pub(super) fn customer(&mut self, buyer: &Buyer, at: DateTime<Utc>) -> Option<u64> {
        let key = buyer.email.clone().or_else(|| buyer.phone.clone())?;
        if let Some(&id) = self.by_email.get(&key) {
            return Some(id);
        }
        let id = Customer::numbered(self.customers.len() as u64);
        let earlier = self.earlier();
        let account = self.dice.chance(35);
        let customer = Customer {
            id,
            first_name: buyer.address.first_name.clone(),
            last_name: buyer.address.last_name.clone(),
            email: buyer.email.clone(),
            phone: buyer.phone.clone(),
            created_at: at - TimeDelta::days(i64::from(earlier) * 41) - TimeDelta::minutes(3),
            updated_at: at,
            earlier_orders: earlier,
            earlier_spent: i64::from(earlier) * self.dice.between(2_400, 9_800),
            state: if account { CustomerState::Enabled } else { CustomerState::Disabled },
            verified_email: earlier > 0 || account,
            note: (earlier >= 8)
                .then(|| self.say("Verified by phone before, ordered while travelling.")),
            tags: if earlier >= 6 { vec![self.say("vip")] } else { Vec::new() },
            addresses: vec![buyer.address.clone()],
        };
        self.customers.push(customer);
        self.by_email.insert(key, id);
        Some(id)
    }

    /// Lets a customer come back.
    pub(super) fn make_regular(&mut self, id: u64, town: usize) {
        let index =
            self.customers.last().filter(|last| last.id == id).map(|_| self.customers.len() - 1);
        if let (Some(Ok(index)), Ok(town)) = (index.map(u32::try_from), u32::try_from(town)) {
            self.regulars.push((index, town));
        }
    }

    fn earlier(&mut self) -> u32 {
        if self.dice.chance(68) { 0 } else { 1 + self.dice.below(9) }
    }
}
