//! Which other orders are worth comparing with one.

use super::features::Counts;
use super::keys::{Key, KeyKind};

/// Weak keys are asked no further when there are so many orders to compare.
const ENOUGH: usize = 600;

/// Where orders are filed under their keys.
pub trait Files {
    /// What may go wrong while looking.
    type Trouble;

    /// Puts the newest orders of a key into `found`, at most `most`, and says how many there
    /// are in all.
    fn find(&mut self, key: Key, most: usize, found: &mut Vec<i64>)
    -> Result<usize, Self::Trouble>;
}

/// Looks the keys up: the orders to compare, each once, and how common each key is.
pub fn gather<F: Files>(wanted: &[Key], files: &mut F) -> Result<(Vec<i64>, Counts), F::Trouble> {
    let mut counts = Counts::default();
    let mut rows = Vec::with_capacity(128);
    let (strong, weak): (Vec<Key>, Vec<Key>) = wanted.iter().partition(|key| key.kind.is_strong());
    for key in strong {
        let count = files.find(key, key.kind.most(), &mut rows)?;
        counts.each.push((key, count));
    }
    distinct(&mut rows);
    for key in weak {
        let leads = key.kind.leads() && rows.len() < ENOUGH;
        let count = files.find(key, if leads { key.kind.most() } else { 0 }, &mut rows)?;
        counts.each.push((key, count));
    }
    distinct(&mut rows);
    Ok((rows, counts))
}

fn distinct(rows: &mut Vec<i64>) {
    rows.sort_unstable();
    rows.dedup();
}

/// A key that so many orders share belongs to a place, a company or a network, not to a
/// person.
pub fn is_hub(kind: KeyKind, count: usize) -> bool {
    match kind {
        KeyKind::House | KeyKind::StreetEnd => count >= 12,
        KeyKind::Ip | KeyKind::Name => count >= 20,
        KeyKind::Email | KeyKind::Phone | KeyKind::Card | KeyKind::Device => count >= 50,
        _ => false,
    }
}
