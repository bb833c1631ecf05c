//! Search keys: which orders may be of one person, and what lies beside an order.
//!
//! What an order's print and keys are is said in `evidence::links`; here they are kept.
//! Keys of an order that changed stay where they are: a print that is read says what the
//! order shares today, so that an old key costs a look and no wrong link.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use super::entry::Filed;
use super::orders;
use super::segments::{self, Entry, Runs, Way};
use super::snag::Snag;
use crate::domain::ShortOrder;
use crate::evidence::links::{
    self, Beside, Counts, Files, Hop, Key, MOST_BESIDE, Print, Prints, Reach, Relative, Survey,
    View, gather,
};

/// Batches with at least so many orders are written as a sorted run of their own.
const MANY: usize = 100;

/// The keys of a page while it is written.
#[derive(Debug, Default)]
pub(super) struct Page(Vec<Entry>);

impl Page {
    /// Adds the keys of an order.
    pub(super) fn add(&mut self, row: i64, filed: &Filed) {
        self.0.extend(filed.hashes().filter_map(|hash| Entry::new(hash, row)));
    }

    /// Writes them.
    pub(super) fn write(self, connection: &Connection, is_large: bool) -> Result<(), Snag> {
        if self.0.is_empty() {
            return Ok(());
        }
        let way = if is_large { Way::Run } else { Way::Waiting };
        segments::add(connection, self.0, way)?;
        segments::settle(connection)
    }
}

/// Whether a page of so many orders is a large one.
pub(super) fn is_large(orders: usize) -> bool {
    orders >= MANY
}

/// Brings runs together, so that a question looks through few.
pub(super) fn tidy(connection: &Connection) -> Result<(), Snag> {
    segments::tidy(connection)
}

/// Takes the keys of orders out for good.
pub(super) fn forget(connection: &Connection, rows: &HashSet<i64>) -> Result<(), Snag> {
    if rows.is_empty() { Ok(()) } else { segments::forget(connection, rows) }
}

/// What lies beside an order; `own` is its row, when it is cached.
pub(super) fn beside(
    connection: &Connection,
    order: &ShortOrder,
    own: Option<i64>,
) -> Result<Beside, Snag> {
    let print = Print::of(order);
    let wanted = links::wanted(order, &print);
    let (rows, counts) = look(connection, &wanted, own)?;
    let mut survey = Survey::of(print.view(), &counts);
    survey_rows(connection, &rows, &mut survey)?;
    let (best, around) = survey.finish(MOST_BESIDE);
    let reach = reach(connection, &print, own)?;
    let relatives = relatives(connection, &best, (own, counts.orders))?;
    let mut orders = Vec::with_capacity(best.len());
    for (row, _) in best {
        orders.extend(orders::short(connection, row)?);
    }
    Ok(Beside { orders, counts, around, relatives, reach })
}

fn relatives(
    connection: &Connection,
    best: &[(i64, f64)],
    (own, orders): (Option<i64>, usize),
) -> Result<Vec<Relative>, Snag> {
    let mut files = OnDisk { connection, runs: segments::places(connection)?, own };
    let mut relatives = Vec::new();
    for kin in links::kin(best, (own, orders), &mut files)?.into_iter().take(MOST_BESIDE) {
        let order = orders::short(connection, kin.row)?;
        relatives.extend(order.map(|order| Relative { order, odds: kin.odds }));
    }
    Ok(relatives)
}

fn reach(connection: &Connection, print: &Print, own: Option<i64>) -> Result<Reach, Snag> {
    let mut files = OnDisk { connection, runs: segments::places(connection)?, own };
    let found = links::reach(print, own, &mut files)?;
    let mut reach = Reach { ring: found.ring, ..Reach::default() };
    for (by, row) in found.way {
        let Some(order) = orders::short(connection, row)? else { return Ok(reach) };
        reach.end = order.bad_end;
        reach.way.push(Hop { by, order: order.name });
    }
    Ok(reach)
}

/// The rows of the orders that share most with one; crowds are left out.
pub(super) fn sharing(connection: &Connection, row: i64, most: usize) -> Result<Vec<i64>, Snag> {
    let mut find = connection.prepare_cached("SELECT print FROM order_short WHERE row = ?1")?;
    let mut found = find.query([row])?;
    let Some(found) = found.next()? else { return Ok(Vec::new()) };
    let bytes = found.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
    let view = View::read(bytes).ok_or(Snag::Packed)?;
    let wanted: Vec<Key> = links::keys_of_print(&view);
    let (rows, counts) = look(connection, &wanted, Some(row))?;
    let mut survey = Survey::of(view, &counts);
    survey_rows(connection, &rows, &mut survey)?;
    Ok(survey.finish(most).0.into_iter().map(|(row, _)| row).collect())
}

fn look(
    connection: &Connection,
    wanted: &[Key],
    own: Option<i64>,
) -> Result<(Vec<i64>, Counts), Snag> {
    let mut files = OnDisk { connection, runs: segments::places(connection)?, own };
    let (rows, mut counts) = gather(wanted, &mut files)?;
    let orders: Option<i64> = connection
        .prepare_cached("SELECT max(row) FROM order_short")?
        .query_row([], |row| row.get(0))?;
    counts.orders = usize::try_from(orders.unwrap_or(0)).unwrap_or(0);
    Ok((rows, counts))
}

fn survey_rows(connection: &Connection, rows: &[i64], survey: &mut Survey<'_>) -> Result<(), Snag> {
    let mut find = connection.prepare_cached("SELECT print FROM order_short WHERE row = ?1")?;
    for row in rows {
        let mut found = find.query([row])?;
        // A key may be older than the order that now stands there, or the order be gone.
        let Some(found) = found.next()? else { continue };
        let bytes = found.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        survey.look(*row, &View::read(bytes).ok_or(Snag::Packed)?);
    }
    Ok(())
}

/// The keys as they lie in the file.
struct OnDisk<'a> {
    connection: &'a Connection,
    runs: Runs,
    own: Option<i64>,
}

impl Prints for OnDisk<'_> {
    fn print(&mut self, row: i64) -> Result<Option<Vec<u8>>, Snag> {
        let mut find =
            self.connection.prepare_cached("SELECT print FROM order_short WHERE row = ?1")?;
        Ok(find.query_row([row], |found| found.get(0)).optional()?)
    }
}

impl Files for OnDisk<'_> {
    type Trouble = Snag;

    fn find(&mut self, key: Key, most: usize, found: &mut Vec<i64>) -> Result<usize, Snag> {
        segments::find(self.connection, (&self.runs, self.own), (key.hash, most), found)
    }
}
