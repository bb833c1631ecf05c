//! Current findings: computed from what is cached, and cached themselves.

use rusqlite::{Connection, params};

use super::entry::{Awaited, CachedFindings, Checked, Material, NewFindings};
use super::links;
use super::orders;
use super::queue;
use super::snag::Snag;
use super::unchecked;
use super::writer::Stroke;
use crate::domain::{Revision, ShortOrder, Timestamp};

/// The mark of the rules and tables that the findings rest on.
const BASIS: &str = "basis";

/// The findings of an order, whatever they rest on; the caller compares.
pub(super) fn of(connection: &Connection, row: i64) -> Result<Option<CachedFindings>, Snag> {
    let mut find = connection.prepare_cached(
        "SELECT revision, basis, checked, findings, advice FROM findings WHERE row = ?1",
    )?;
    let mut rows = find.query([row])?;
    let Some(found) = rows.next()? else { return Ok(None) };
    let body = |at| found.get_ref(at).and_then(|value| Ok(value.as_blob()?));
    Ok(Some(CachedFindings {
        revision: Revision::new(found.get::<_, String>(0)?),
        basis: found.get(1)?,
        checked_at: Timestamp::from_millis(found.get(2)?),
        findings: serde_json::from_slice(body(3)?)?,
        advice: serde_json::from_slice(body(4)?)?,
    }))
}

/// The order with its findings, and whether it awaits a check.
pub(super) fn checked(connection: &Connection, row: i64) -> Result<Option<Checked>, Snag> {
    let Some(cached) = orders::full(connection, row)? else { return Ok(None) };
    Ok(Some(Checked {
        cached,
        found: of(connection, row)?,
        is_awaited: unchecked::mark_of(connection, row)?.is_some(),
    }))
}

/// All that the checks of an order read here.
pub(super) fn material(connection: &Connection, row: i64) -> Result<Option<Material>, Snag> {
    let Some(cached) = orders::full(connection, row)? else { return Ok(None) };
    let short = ShortOrder::from(&cached.order);
    Ok(Some(Material {
        beside: links::beside(connection, &short, Some(row))?,
        mark: Awaited(unchecked::mark_of(connection, row)?),
        cached,
    }))
}

/// Keeps the findings of an order and shows their recommendation in its row; `false`
/// when the order is not cached.
pub(super) fn put(stroke: &Stroke<'_>, shop: i64, new: &NewFindings) -> Result<bool, Snag> {
    let Some(row) = orders::row_of(&stroke.tx, shop, &new.id)? else { return Ok(false) };
    let found = &new.found;
    stroke
        .tx
        .prepare_cached(
            "INSERT OR REPLACE INTO findings
                 (row, shop, revision, basis, checked, findings, advice)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            row,
            shop,
            found.revision.as_str(),
            found.basis,
            found.checked_at.millis(),
            serde_json::to_vec(&found.findings)?,
            serde_json::to_vec(&found.advice)?,
        ])?;
    unchecked::clear(&stroke.tx, row, new.mark.0)?;
    queue::set_verdict(stroke, row, found.advice.verdict)?;
    Ok(true)
}

/// Marks everything when the findings that are kept rest on another basis than today's.
pub(super) fn rest_on(stroke: &Stroke<'_>, shop: i64, basis: &str) -> Result<bool, Snag> {
    if orders::mark(&stroke.tx, shop, BASIS)?.as_deref() == Some(basis) {
        return Ok(false);
    }
    unchecked::mark_all(&stroke.tx, shop)?;
    orders::put_mark(&stroke.tx, shop, (BASIS, Some(basis)))?;
    Ok(true)
}
