//! Orders whose findings are missing or may no longer hold, in the order of their turn.
//!
//! A mark is a number that only grows. Whoever checks an order takes its mark along and gives
//! it back with the findings: what was marked again meanwhile stays marked.

use rusqlite::{Connection, OptionalExtension, params};

use super::facts::{self, PAYMENT_AT};
use super::links;
use super::orders;
use super::snag::Snag;
use super::writer::Stroke;
use crate::domain::{OrderId, Payment};

/// A new or changed order marks at most so many others: those that share most with it.
const MOST_MARKED: usize = 50;
/// Checking an order takes as long as marking for so many that arrived.
const CHECK_IN_ARRIVALS: i64 = 30;

/// The turn of a row of the queue: held first, then the newest.
const TURN: &str = "-placed - (facts >> 13 & 1) * (1 << 50)";

/// Marks an order that has a place in the open queue, or that has findings.
pub(super) fn mark(connection: &Connection, row: i64) -> Result<(), Snag> {
    let sql = format!(
        "INSERT OR REPLACE INTO unchecked (row, shop, turn)
         SELECT row, shop, {TURN} FROM queue WHERE row = ?1 AND open = 1
         UNION ALL SELECT row, shop, 0 FROM findings WHERE row = ?1
             AND NOT EXISTS (SELECT 1 FROM queue WHERE row = ?1 AND open = 1)"
    );
    connection.prepare_cached(&sql)?.execute([row])?;
    Ok(())
}

/// Marks an order of the open queue that was never checked.
pub(super) fn mark_missing(connection: &Connection, row: i64) -> Result<(), Snag> {
    let mut has = connection.prepare_cached("SELECT 1 FROM findings WHERE row = ?1")?;
    match has.query_row([row], |_| Ok(())).optional()? {
        Some(()) => Ok(()),
        None => mark(connection, row),
    }
}

/// Marks everything of a shop that is open or has findings.
pub(super) fn mark_all(connection: &Connection, shop: i64) -> Result<(), Snag> {
    let sql = format!(
        "INSERT OR REPLACE INTO unchecked (row, shop, turn)
         SELECT row, shop, 0 FROM findings WHERE shop = ?1
         UNION ALL SELECT row, shop, {TURN} FROM queue WHERE shop = ?1 AND open = 1"
    );
    connection.prepare_cached(&sql)?.execute([shop])?;
    Ok(())
}

/// Marks the open orders of every shop.
pub(super) fn mark_open(connection: &Connection) -> Result<(), Snag> {
    let sql = format!(
        "INSERT OR REPLACE INTO unchecked (row, shop, turn)
         SELECT row, shop, {TURN} FROM queue WHERE open = 1"
    );
    connection.prepare_cached(&sql)?.execute([])?;
    Ok(())
}

/// Marks the open orders of a shop whose payment stands so.
pub(super) fn mark_paid_as(
    connection: &Connection,
    shop: i64,
    payment: Payment,
) -> Result<(), Snag> {
    let sql = format!(
        "INSERT OR REPLACE INTO unchecked (row, shop, turn)
         SELECT row, shop, {TURN} FROM queue
         WHERE shop = ?1 AND open = 1 AND facts >> {PAYMENT_AT} & 15 = ?2"
    );
    connection.prepare_cached(&sql)?.execute([shop, facts::payment_number(payment)])?;
    Ok(())
}

/// Takes the mark of an order away, whatever it is.
pub(super) fn put_off(connection: &Connection, shop: i64, id: &OrderId) -> Result<(), Snag> {
    let Some(row) = orders::row_of(connection, shop, id)? else { return Ok(()) };
    connection.prepare_cached("DELETE FROM unchecked WHERE row = ?1")?.execute([row])?;
    Ok(())
}

/// The mark of an order, when it awaits a check.
pub(super) fn mark_of(connection: &Connection, row: i64) -> Result<Option<i64>, Snag> {
    let mut find = connection.prepare_cached("SELECT mark FROM unchecked WHERE row = ?1")?;
    Ok(find.query_row([row], |found| found.get(0)).optional()?)
}

/// Takes a mark away, unless the order was marked again.
pub(super) fn clear(connection: &Connection, row: i64, mark: Option<i64>) -> Result<(), Snag> {
    let Some(mark) = mark else { return Ok(()) };
    connection
        .prepare_cached("DELETE FROM unchecked WHERE row = ?1 AND mark <= ?2")?
        .execute([row, mark])?;
    Ok(())
}

/// The orders whose turn it is.
pub(super) fn next(connection: &Connection, shop: i64, most: usize) -> Result<Vec<OrderId>, Snag> {
    let mut find = connection.prepare_cached(
        "SELECT o.id FROM unchecked u JOIN order_short o ON o.row = u.row
         WHERE u.shop = ?1 ORDER BY u.turn LIMIT ?2",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let ids = find.query_map([shop, most], |row| row.get::<_, String>(0))?;
    Ok(ids.map(|id| id.map(OrderId::new)).collect::<Result<_, _>>()?)
}

/// Notes that an order came or changed, to mark its links later.
pub(super) fn arrived(connection: &Connection, row: i64) -> Result<(), Snag> {
    connection.prepare_cached("INSERT OR IGNORE INTO arrived (row) VALUES (?1)")?.execute([row])?;
    Ok(())
}

/// Marks the links of up to `most` orders that arrived; says whether more are left.
pub(super) fn spread_some(stroke: &Stroke<'_>, shop: i64, most: i64) -> Result<bool, Snag> {
    let count = |sql: &str| stroke.tx.query_row(sql, [], |row| row.get::<_, i64>(0));
    let waiting = count("SELECT count(*) FROM arrived")?;
    if waiting == 0 {
        return Ok(false);
    }
    if waiting > count("SELECT count(*) FROM findings")?.saturating_mul(CHECK_IN_ARRIVALS) {
        mark_all(&stroke.tx, shop)?;
        stroke.tx.execute("DELETE FROM arrived", [])?;
        return Ok(false);
    }
    let mut find = stroke.tx.prepare_cached("SELECT row FROM arrived ORDER BY row LIMIT ?1")?;
    let rows: Vec<i64> = find.query_map([most], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for row in &rows {
        spread(&stroke.tx, *row)?;
    }
    let last = rows.last().copied().unwrap_or(i64::MAX);
    stroke.tx.execute("DELETE FROM arrived WHERE row <= ?1", params![last])?;
    Ok(waiting > most)
}

/// Marks the orders that share most with one that came or changed.
pub(super) fn spread(connection: &Connection, row: i64) -> Result<(), Snag> {
    let sharing = links::sharing(connection, row, MOST_MARKED)?;
    sharing.into_iter().try_for_each(|other| mark(connection, other))
}
