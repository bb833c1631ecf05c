//! Reads orders back: in full, in short form, by name; and the marks.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::entry::CachedOrder;
use super::facts::{self, Facts};
use super::line;
use super::packed;
use super::snag::Snag;
use crate::domain::{Clean, OrderId, Revision, ShopId, ShortOrder, Timestamp, Verdict};
use crate::policy::Placement;

/// The row of an order, when it is cached in any form.
pub(super) fn row_of(
    connection: &Connection,
    shop: i64,
    id: &OrderId,
) -> Result<Option<i64>, Snag> {
    let mut find =
        connection.prepare_cached("SELECT row FROM order_short WHERE shop = ?1 AND id = ?2")?;
    Ok(find.query_row(params![shop, id.as_str()], |row| row.get(0)).optional()?)
}

/// The order in full, when it is cached so.
pub(super) fn full(connection: &Connection, row: i64) -> Result<Option<CachedOrder>, Snag> {
    let mut find = connection
        .prepare_cached("SELECT revision, read_at, body FROM order_full WHERE row = ?1")?;
    let mut rows = find.query([row])?;
    let Some(found) = rows.next()? else { return Ok(None) };
    Ok(Some(CachedOrder {
        revision: Revision::new(found.get::<_, String>(0)?),
        read_at: Timestamp::from_millis(found.get(1)?),
        order: serde_json::from_slice(found.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?,
        standing: standing(connection, row)?,
    }))
}

/// The revision of the order, when it is cached in full.
pub(super) fn revision(connection: &Connection, row: i64) -> Result<Option<Revision>, Snag> {
    let mut find = connection.prepare_cached("SELECT revision FROM order_full WHERE row = ?1")?;
    let found = find.query_row([row], |row| row.get::<_, String>(0)).optional()?;
    Ok(found.map(Revision::new))
}

/// The place in the queue, when it has one.
pub(super) fn standing(
    connection: &Connection,
    row: i64,
) -> Result<Option<(Placement, Verdict)>, Snag> {
    let mut find = connection
        .prepare_cached("SELECT facts, clock, deadline, why, verdict FROM queue WHERE row = ?1")?;
    let found = find.query_row([row], |row| {
        let placement = Placement {
            lane: Facts(row.get(0)?).lane(),
            clock: line::clock(row.get(1)?, row.get(2)?),
            why: row.get(3)?,
        };
        Ok((placement, facts::verdict_numbered(row.get(4)?)))
    });
    Ok(found.optional()?)
}

/// The order in short form.
pub(super) fn short(connection: &Connection, row: i64) -> Result<Option<ShortOrder>, Snag> {
    let mut find = connection.prepare_cached(
        "SELECT o.body, s.id, o.id FROM order_short o JOIN shops s USING (shop) WHERE o.row = ?1",
    )?;
    let mut rows = find.query([row])?;
    rows.next()?.map(unpacked).transpose()
}

/// An order in short form from its body, its shop's id and its own.
pub(super) fn unpacked(row: &Row<'_>) -> Result<ShortOrder, Snag> {
    let body = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
    let (shop, id) = (row.get::<_, String>(1)?, row.get::<_, String>(2)?);
    packed::unpack(body, ShopId::new(shop), OrderId::new(id)).map_err(|_| Snag::Packed)
}

/// Orders of a shop in short form, at most `most`, spread evenly over all that are cached.
pub(super) fn sample(
    connection: &Connection,
    shop: i64,
    most: i64,
) -> Result<Vec<ShortOrder>, Snag> {
    let last: Option<i64> = connection
        .prepare_cached("SELECT max(row) FROM order_short")?
        .query_row([], |row| row.get(0))?;
    let step = (last.unwrap_or(0) / most.max(1)).saturating_add(1);
    // Each look is at most one step long, however few of the rows are the shop's.
    let mut find = connection.prepare_cached(
        "SELECT o.body, s.id, o.id FROM order_short o JOIN shops s USING (shop)
         WHERE o.row >= ?1 AND o.row < ?2 AND o.shop = ?3 ORDER BY o.row LIMIT 1",
    )?;
    let mut orders = Vec::new();
    let mut from = 1;
    while from <= last.unwrap_or(0) {
        let mut rows = find.query([from, from + step, shop])?;
        if let Some(found) = rows.next()? {
            orders.push(unpacked(found)?);
        }
        from += step;
    }
    Ok(orders)
}

/// The part of a name that stays when `#` or a brand's prefix is left out: `#2047` and
/// `DML-2047` are both 2047.
pub(super) fn bare(name: &str) -> String {
    let name = super::fold::cut_to(name.trim(), 64);
    let digits_from = name.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let kept = name.get(digits_from..).unwrap_or(name);
    kept.trim_start_matches('#').to_ascii_lowercase()
}

/// Orders by the name people use, else by the name without `#` or prefix, else by the
/// store's id (`contract.md`, ORDER); all that fit equally well.
pub(super) fn named(
    connection: &Connection,
    shop: i64,
    typed: &str,
) -> Result<Vec<(OrderId, Clean)>, Snag> {
    let typed = typed.trim();
    let alike = with_bare(connection, shop, typed)?;
    let exact: Vec<_> =
        alike.iter().filter(|(_, name)| name.raw().eq_ignore_ascii_case(typed)).cloned().collect();
    if !exact.is_empty() {
        return Ok(exact);
    }
    // With a prefix typed (`EX-2047`), only names without any prefix may stand for it.
    let typed_bare = bare(typed);
    let loose = typed.trim_start_matches('#').to_ascii_lowercase() == typed_bare;
    let near: Vec<_> = alike
        .into_iter()
        .filter(|(_, name)| loose || name.raw().trim_start_matches('#') == typed_bare)
        .collect();
    if !near.is_empty() {
        return Ok(near);
    }
    let id = OrderId::new(typed);
    let Some(row) = row_of(connection, shop, &id)? else { return Ok(Vec::new()) };
    Ok(short(connection, row)?.map(|order| (order.id, order.name)).into_iter().collect())
}

/// Orders whose names differ only by prefix, if at all; fifty at most.
pub(super) fn with_bare(
    connection: &Connection,
    shop: i64,
    typed: &str,
) -> Result<Vec<(OrderId, Clean)>, Snag> {
    let mut find = connection.prepare_cached(
        "SELECT row FROM order_short WHERE shop = ?1 AND bare = ?2 ORDER BY row LIMIT 50",
    )?;
    let rows = find.query_map(params![shop, bare(typed)], |row| row.get(0))?;
    let rows: Vec<i64> = rows.collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for row in rows {
        found.extend(short(connection, row)?.map(|order| (order.id, order.name)));
    }
    Ok(found)
}

/// Orders that should be read again in full.
pub(super) fn to_reread(
    connection: &Connection,
    shop: i64,
    most: usize,
) -> Result<Vec<OrderId>, Snag> {
    let mut find =
        connection.prepare_cached("SELECT id FROM reread WHERE shop = ?1 ORDER BY id LIMIT ?2")?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let ids = find.query_map([shop, most], |row| row.get::<_, String>(0))?;
    Ok(ids.map(|id| id.map(OrderId::new)).collect::<Result<_, _>>()?)
}

/// Sets a mark, or removes it.
pub(super) fn put_mark(
    connection: &Connection,
    shop: i64,
    (name, value): (&str, Option<&str>),
) -> Result<(), Snag> {
    match value {
        Some(value) => connection
            .prepare_cached("INSERT OR REPLACE INTO marks (shop, name, value) VALUES (?1, ?2, ?3)")?
            .execute(params![shop, name, value])?,
        None => connection
            .prepare_cached("DELETE FROM marks WHERE shop = ?1 AND name = ?2")?
            .execute(params![shop, name])?,
    };
    Ok(())
}

/// Reads a mark.
pub(super) fn mark(connection: &Connection, shop: i64, name: &str) -> Result<Option<String>, Snag> {
    let mut find =
        connection.prepare_cached("SELECT value FROM marks WHERE shop = ?1 AND name = ?2")?;
    Ok(find.query_row(params![shop, name], |row| row.get(0)).optional()?)
}
