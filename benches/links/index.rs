//! Orders in memory, filed as the cache files them.

use std::collections::BTreeMap;
use std::convert::Infallible;

use unhold::domain::ShortOrder;
use unhold::evidence::links::{Counts, Files, Kin, Print, Prints, gather, kin};
use unhold::evidence::links::{Key, KeyKind, keys, wanted};

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

    /// Orders that are linked through the likeliest ones.
    pub fn kin(&self, best: &[(i64, f64)], own: usize) -> Vec<Kin> {
        let mut looking = Looking { index: self, own: own as u32 };
        let Ok(found) = kin(best, (Some(own as i64), self.len()), &mut looking);
        found
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

/// What each kind of key is worth: keys filed, orders it brings, right ones it brings alone.
pub fn worth(
    index: &Index,
    questions: &[(usize, ShortOrder, &'static str)],
) -> Vec<(KeyKind, [usize; 4])> {
    let mut table: BTreeMap<KeyKind, [usize; 4]> = BTreeMap::new();
    for (row, order, _) in questions {
        let print = index.print(*row);
        let mut by: BTreeMap<i64, Vec<KeyKind>> = BTreeMap::new();
        let mut looking = Looking { index, own: *row as u32 };
        for key in wanted(order, print) {
            table.entry(key.kind).or_default()[0] += 1;
            let mut found = Vec::new();
            let most = if key.kind.leads() { key.kind.most() } else { 0 };
            let Ok(_) = looking.find(key, most, &mut found);
            table.entry(key.kind).or_default()[1] += found.len();
            for other in found {
                by.entry(other).or_default().push(key.kind);
            }
        }
        for (other, mut kinds) in by {
            if index.person(other as usize) != index.person(*row) {
                continue;
            }
            kinds.dedup();
            for kind in &kinds {
                table.entry(*kind).or_default()[2] += 1;
            }
            if let [only] = kinds.as_slice() {
                table.entry(*only).or_default()[3] += 1;
            }
        }
    }
    table.into_iter().collect()
}

impl Prints for Looking<'_> {
    fn print(&mut self, row: i64) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(Some(self.index.print(usize::try_from(row).unwrap()).bytes().to_vec()))
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
