//! The orders one after the other.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::alter::{SHARES, altered, fits};
use super::dice::{Dice, For};
use super::forms::{Form, filled};
use super::orders::{Head, Place, finished, placed_at};
use super::persons::{Buyer, Plan};
use super::{Class, Made};

/// The most ordinary orders of one person.
const MOST: u8 = 12;
/// How many of 1,000 ordinary orders come from somebody new.
const NEW: usize = 784;

/// The state of the row: who has ordered, how often, and which mailboxes are given away.
pub struct Stream {
    plan: Plan,
    number: usize,
    /// Ordinary orders of each person so far.
    counts: Vec<u8>,
    /// Persons whose first thought of a mailbox was somebody's already.
    late: Vec<bool>,
    mailboxes: HashSet<u64>,
}

impl Stream {
    pub fn new(seed: u64, orders: usize) -> Self {
        let plan = Plan::new(seed, orders);
        Self { plan, number: 0, counts: Vec::new(), late: Vec::new(), mailboxes: HashSet::new() }
    }

    fn buyer(&self, person: u32, nth: u8) -> Buyer {
        self.plan.buyer(person, nth, self.late[person as usize])
    }

    /// An ordinary order: of somebody new, or the next one of somebody known.
    fn ordinary(&mut self, dice: &mut Dice) -> (Form, u32) {
        let room = self.counts.len() < self.plan.persons;
        let known = if room && dice.hits(NEW) { None } else { self.known(dice) };
        let person = known.unwrap_or_else(|| self.introduce());
        let nth = self.counts[person as usize];
        self.counts[person as usize] += 1;
        let buyer = self.buyer(person, nth);
        (filled(&buyer, dice), person)
    }

    /// Somebody who may order again; a tenth of the people order oftener than the others.
    fn known(&self, dice: &mut Dice) -> Option<u32> {
        let mut found = None;
        for _ in 0..3 {
            let person = dice.below(self.counts.len());
            if self.counts.get(person).is_some_and(|count| *count < MOST) {
                found = u32::try_from(person).ok();
                if person % 10 == 3 {
                    break;
                }
            }
        }
        found
    }

    fn introduce(&mut self) -> u32 {
        let person = u32::try_from(self.counts.len()).unwrap_or(u32::MAX);
        self.counts.push(0);
        let wished = self.plan.wished_mailbox(person);
        let mut hasher = DefaultHasher::new();
        wished.written().hash(&mut hasher);
        self.late.push(!self.mailboxes.insert(hasher.finish()));
        person
    }

    /// An altered order of somebody who has ordered before.
    fn altered(&self, dice: &mut Dice) -> Option<(Form, u32, Class)> {
        let class = *dice.weighed(&SHARES);
        for _ in 0..40 {
            let person = u32::try_from(dice.below(self.counts.len())).ok()?;
            let orders = *self.counts.get(person as usize)?;
            let nth = u8::try_from(dice.below(usize::from(orders))).unwrap_or(0);
            let earlier = self.buyer(person, nth);
            if fits(&earlier, class) {
                return Some((altered(&self.plan, &earlier, class, dice), person, class));
            }
        }
        None
    }
}

impl Iterator for Stream {
    type Item = Made;

    fn next(&mut self) -> Option<Made> {
        let place = Place { number: self.number, of: self.plan.orders };
        if place.number >= place.of {
            return None;
        }
        self.number += 1;
        let mut dice = Dice::at(self.plan.seed, For::Order, place.number as u64, 0);
        let planted = if dice.hits(20) { self.altered(&mut dice) } else { None };
        let (form, person, class) = if let Some((form, person, class)) = planted {
            (form, person, Some(class))
        } else {
            let (form, person) = self.ordinary(&mut dice);
            (form, person, None)
        };
        let head = Head { number: place.number, at: placed_at(place, &mut dice) };
        Some(Made { order: finished(&form, head, &mut dice), person, class })
    }
}
