//! Seeded chance.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Seeded chance; the same seed throws the same.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice for one shop.
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number below `end`; zero when `end` is zero.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.0.random_range(0..end.max(1))
    }

    /// A number from `from` to `to`, both within.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        self.0.random_range(from..=to.max(from))
    }

    /// All bits of a number.
    pub(super) fn bits(&mut self) -> u64 {
        self.0.random()
    }

    /// True in `percent` of 100 throws.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of the items; nothing of an empty list.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(u32::try_from(items.len()).unwrap_or(u32::MAX)) as usize)
    }

    /// One of the words; an empty one of an empty list.
    pub(super) fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        self.pick(words).copied().unwrap_or_default()
    }

    /// A place in a list of weights.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let mut left = self.below(weights.clone().sum());
        for (place, weight) in weights.enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    /// The pattern with every `#` replaced by a digit.
    pub(super) fn digits(&mut self, pattern: &str) -> String {
        let digit = |dice: &mut Self| char::from_digit(dice.below(10), 10).unwrap_or('0');
        pattern.chars().map(|c| if c == '#' { digit(self) } else { c }).collect()
    }
}
