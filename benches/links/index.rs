//! Orders in memory, filed as the cache files them.

use std::convert::Infallible;

use unhold::domain::ShortOrder;
use unhold::evidence::links::{Counts, Files, Print, gather};
use unhold::evidence::links::{Key, keys, wanted};

/// Orders with their prints, and who placed them.
#[derive(Default)]
pub struct Index {
    prints: Vec<Print>,
    people: Vec<u32>,
    entries: Vec<(u64, u32)>,
}

impl Index {
    /// Files an order of a person.
    pub fn put(&mut self, order: &ShortOrder, person: u32) {
        let print = Print::of(order);
        let row = u32::try_from(self.prints.len()).unwrap();
        self.entries.extend(keys(order, &print).iter().map(|key| (key.hash, row)));
        self.prints.push(print);
        self.people.push(person);
    }

    /// Sorts; call it when all are there.
    pub fn sort(&mut self) {
        self.entries.sort_unstable();
    }

    /// How many orders there are.
    pub fn len(&self) -> usize {
        self.prints.len()
    }

    /// How many keys are filed.
    pub fn entries(&self) -> usize {
        self.entries.len()
    }

    /// The print of an order.
    pub fn print(&self, row: usize) -> &Print {
        &self.prints[row]
    }

    /// Who placed an order.
    pub fn person(&self, row: usize) -> u32 {
        self.people[row]
    }

    /// The orders worth comparing with one, and how common its keys are.
    pub fn candidates(&self, order: &ShortOrder, own: usize) -> (Vec<usize>, Counts) {
        let mut looking = Looking { index: self, own: own as u32 };
        let print = self.print(own);
        let Ok((rows, mut counts)) = gather(&wanted(order, print), &mut looking);
        counts.orders = self.len();
        (rows.into_iter().map(|row| usize::try_from(row).unwrap()).collect(), counts)
    }
}

struct Looking<'a> {
    index: &'a Index,
    own: u32,
}

impl Files for Looking<'_> {
    type Trouble = Infallible;

    fn find(&mut self, key: Key, most: usize, found: &mut Vec<i64>) -> Result<usize, Infallible> {
        let entries = &self.index.entries;
        let from = entries.partition_point(|entry| entry.0 < key.hash);
        let to = from + entries[from..].partition_point(|entry| entry.0 == key.hash);
        let rows = entries[from..to].iter().rev().map(|entry| entry.1);
        let others = rows.filter(|row| *row != self.own);
        found.extend(others.clone().take(most).map(i64::from));
        Ok(others.count())
    }
}
