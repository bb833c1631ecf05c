//! Current findings: computed from what is cached, and cached themselves.

use rusqlite::{Connection, params};

use super::entry::CachedFindings;
use super::orders;
use super::queue;
use super::snag::Snag;
use super::writer::Stroke;
use crate::domain::{OrderId, Revision};

/// The findings of an order, whatever they rest on; the caller compares.
pub(super) fn of(connection: &Connection, row: i64) -> Result<Option<CachedFindings>, Snag> {
    let mut find = connection.prepare_cached(
        "SELECT revision, generation, findings, advice FROM findings WHERE row = ?1",
    )?;
    let mut rows = find.query([row])?;
    let Some(found) = rows.next()? else { return Ok(None) };
    let body = |at| found.get_ref(at).and_then(|value| Ok(value.as_blob()?));
    Ok(Some(CachedFindings {
        revision: Revision::new(found.get::<_, String>(0)?),
        generation: found.get::<_, i64>(1)?.cast_unsigned(),
        findings: serde_json::from_slice(body(2)?)?,
        advice: serde_json::from_slice(body(3)?)?,
    }))
}

/// Keeps the findings of an order and shows their recommendation in its row; `false`
/// when the order is not cached.
pub(super) fn put(
    stroke: &Stroke<'_>,
    (shop, id): (i64, &OrderId),
    found: &CachedFindings,
) -> Result<bool, Snag> {
    let Some(row) = orders::row_of(&stroke.tx, shop, id)? else { return Ok(false) };
    stroke
        .tx
        .prepare_cached(
            "INSERT OR REPLACE INTO findings (row, shop, revision, generation, findings, advice)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            row,
            shop,
            found.revision.as_str(),
            found.generation.cast_signed(),
            serde_json::to_vec(&found.findings)?,
            serde_json::to_vec(&found.advice)?,
        ])?;
    queue::set_verdict(stroke, row, found.advice.verdict)?;
    Ok(true)
}
