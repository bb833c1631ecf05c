//! Orders of the same person that share nothing with the order at hand, but with one that does.

use super::features::Own;
use super::gather::gather;
use super::keys::{Key, KeyKind, keys_of_print};
use super::print::View;
use super::reach::Prints;
use super::weights::weigh;

/// From so many of the likeliest orders one goes on.
const MOST_THROUGH: usize = 3;
/// Both steps must be as likely as this, in log-odds: nine of ten.
const FEWEST_ODDS: f64 = 2.2;
/// What a step more takes off, in log-odds.
const STEP: f64 = 0.5;

/// An order that is linked through another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kin {
    /// Its row.
    pub row: i64,
    /// The row of the order that it is linked through.
    pub through: i64,
    /// The log-odds that one person placed all three.
    pub odds: f64,
}

/// Goes on from the likeliest orders, likeliest first; `orders` is how many there are in all.
pub fn kin<F: Prints>(
    best: &[(i64, f64)],
    (own, orders): (Option<i64>, usize),
    files: &mut F,
) -> Result<Vec<Kin>, F::Trouble> {
    let mut found: Vec<Kin> = Vec::new();
    let through = best.iter().filter(|(_, odds)| *odds >= FEWEST_ODDS).take(MOST_THROUGH);
    for (through, first) in through {
        let Some(bytes) = files.print(*through)? else { continue };
        let Some(view) = View::read(&bytes) else { continue };
        let wanted: Vec<Key> =
            keys_of_print(&view).into_iter().filter(|key| leads_on(key.kind)).collect();
        let (rows, mut counts) = gather(&wanted, files)?;
        counts.orders = orders;
        let middle = Own::of(view, &counts);
        for row in rows {
            let is_known = row == *through || Some(row) == own;
            if is_known || best.iter().any(|(one, odds)| *one == row && *odds >= FEWEST_ODDS) {
                continue;
            }
            let Some(bytes) = files.print(row)? else { continue };
            let Some(other) = View::read(&bytes) else { continue };
            let second = weigh(&middle.features(&other));
            if second < FEWEST_ODDS {
                continue;
            }
            let odds = first.min(second) - STEP;
            match found.iter_mut().find(|one| one.row == row) {
                Some(before) if before.odds >= odds => {}
                Some(before) => *before = Kin { row, through: *through, odds },
                None => found.push(Kin { row, through: *through, odds }),
            }
        }
    }
    found.sort_by(|one, other| other.odds.total_cmp(&one.odds));
    Ok(found)
}

fn leads_on(kind: KeyKind) -> bool {
    matches!(
        kind,
        KeyKind::Email
            | KeyKind::Phone
            | KeyKind::House
            | KeyKind::Card
            | KeyKind::Device
            | KeyKind::Customer
    )
}
