//! What a request costs, and the bucket it is paid from (shopify.md section 3).

use chrono::{DateTime, Utc};

use super::run::Resolver;
use crate::demo::graphql::{Arguments, Field, Operation, OperationKind, Selection};
use serde_json::{Map, Value};

/// A single request may not cost more than this on any plan.
pub(crate) const MOST: u64 = 1000;

/// How the cost of a paged list grows with the page: size, and tenths of the node's cost.
/// Measured on a real store; between two sizes it is a straight line.
const GROWTH: [(u64, u64); 8] =
    [(0, 0), (1, 20), (5, 40), (10, 55), (20, 65), (50, 80), (100, 100), (250, 120)];

fn growth(size: u64) -> u64 {
    for pair in GROWTH.windows(2) {
        if let [(from, low), (to, high)] = *pair
            && size <= to
        {
            return low + (high - low) * size.saturating_sub(from) / (to - from);
        }
    }
    120
}

/// Counts what a running request really touches, in thousandths of a point.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    spent: u64,
}

impl Meter {
    /// One object was written.
    pub(crate) fn object(&mut self) {
        self.spent += 1000;
    }

    /// A paged list begins; its objects are counted apart.
    pub(crate) fn open(&mut self) -> u64 {
        std::mem::take(&mut self.spent)
    }

    /// A paged list ends: its objects cost as a page of that size does.
    pub(crate) fn close(&mut self, before: u64, items: usize) {
        let items = items as u64;
        let each = self.spent / items.max(1);
        self.spent = before + each * growth(items) / 10;
    }

    /// Points spent, rounded up.
    pub(crate) fn points(&self) -> u64 {
        self.spent.div_ceil(1000)
    }
}

/// What an operation may cost at most, before it runs.
pub(crate) fn requested(
    operation: &Operation<Resolver>,
    arguments: &[Arguments],
    variables: &Map<String, Value>,
) -> u64 {
    let estimate = Estimate { arguments, variables };
    let asked = operation.root.iter().filter(|field| field.conditions.hold(variables));
    match operation.kind {
        OperationKind::Mutation => asked.count() as u64 * 10,
        OperationKind::Query => estimate.fields(&operation.root).div_ceil(1000),
    }
}

struct Estimate<'r> {
    arguments: &'r [Arguments],
    variables: &'r Map<String, Value>,
}

impl Estimate<'_> {
    fn fields(&self, fields: &[Field<Resolver>]) -> u64 {
        let asked = fields.iter().filter(|field| field.conditions.hold(self.variables));
        asked.map(|field| self.field(field)).sum()
    }

    fn field(&self, field: &Field<Resolver>) -> u64 {
        match &field.selection {
            None => 0,
            Some(Selection::One(name, fields)) if name.ends_with("Connection") => {
                let arguments = field.template.and_then(|place| self.arguments.get(place));
                let size =
                    arguments.and_then(|a| a.number("first").or(a.number("last"))).unwrap_or(0);
                let size = u64::try_from(size).unwrap_or(0);
                let (pages, items): (Vec<_>, Vec<_>) =
                    fields.iter().partition(|f| f.name == "pageInfo");
                let items: u64 = items.into_iter().map(|f| self.field(f)).sum();
                items * growth(size) / 10 + pages.len() as u64 * 1000
            }
            Some(Selection::One(_, fields)) => 1000 + self.fields(fields),
            Some(Selection::ByType(shapes)) => {
                1000 + shapes.iter().map(|(_, fields)| self.fields(fields)).max().unwrap_or(0)
            }
        }
    }
}

/// How fast requests may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Throttle {
    /// No limit; the answer shows a bucket that is always full.
    Off,
    /// A bucket that holds `most` points and gains `restore` of them each second.
    Bucket {
        /// How many points the bucket holds.
        most: u32,
        /// How many points come back each second.
        restore: u32,
    },
}

impl Throttle {
    /// The rate of a Standard plan, with the bucket that was seen on a real store.
    pub const STANDARD: Self = Self::Bucket { most: 2000, restore: 100 };
}

/// The bucket that requests are paid from.
#[derive(Debug)]
pub(crate) struct Bucket {
    throttle: Throttle,
    /// Thousandths of a point.
    filled: u64,
    at: DateTime<Utc>,
}

/// How the bucket stands, as the answer tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) maximum: u64,
    pub(crate) available: u64,
    pub(crate) restore: u64,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn new(throttle: Throttle, now: DateTime<Utc>) -> Self {
        let mut bucket = Self { throttle, filled: 0, at: now };
        bucket.filled = bucket.most() * 1000;
        bucket
    }

    /// Takes points out if there are enough.
    pub(crate) fn take(&mut self, points: u64, now: DateTime<Utc>) -> bool {
        self.refill(now);
        if self.throttle == Throttle::Off {
            return true;
        }
        let Some(left) = self.filled.checked_sub(points * 1000) else {
            return false;
        };
        self.filled = left;
        true
    }

    /// Puts points back that were asked for and not used.
    pub(crate) fn give_back(&mut self, points: u64) {
        self.filled = (self.filled + points * 1000).min(self.most() * 1000);
    }

    /// How the bucket stands.
    pub(crate) fn standing(&mut self, now: DateTime<Utc>) -> Standing {
        self.refill(now);
        Standing { maximum: self.most(), available: self.filled / 1000, restore: self.restore() }
    }

    fn refill(&mut self, now: DateTime<Utc>) {
        let passed = (now - self.at).num_milliseconds();
        if let Ok(passed) = u64::try_from(passed) {
            self.filled = (self.filled + passed * self.restore()).min(self.most() * 1000);
        }
        self.at = now;
    }

    fn most(&self) -> u64 {
        match self.throttle {
            Throttle::Off => 20_000,
            Throttle::Bucket { most, .. } => u64::from(most),
        }
    }

    fn restore(&self) -> u64 {
        match self.throttle {
            Throttle::Off => 2000,
            Throttle::Bucket { restore, .. } => u64::from(restore),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_costs_what_was_measured() {
        for (size, tenths) in [(1, 20), (5, 40), (50, 80), (100, 100), (250, 120), (1000, 120)] {
            assert_eq!(growth(size), tenths, "{size}");
        }
        assert!((40..=65).contains(&growth(8)));
    }

    #[test]
    fn an_empty_bucket_fills_again_with_time() {
        let start = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let mut bucket = Bucket::new(Throttle::Bucket { most: 100, restore: 10 }, start);

        assert!(bucket.take(95, start));
        assert!(!bucket.take(10, start));
        assert!(bucket.take(10, start + chrono::TimeDelta::milliseconds(500)));
        assert_eq!(bucket.standing(start + chrono::TimeDelta::seconds(60)).available, 100);
    }

    #[test]
    fn points_not_used_come_back() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let mut bucket = Bucket::new(Throttle::STANDARD, now);

        assert!(bucket.take(500, now));
        bucket.give_back(400);

        assert_eq!(bucket.standing(now).available, 1900);
    }
}
