//! Adding a row to the journal, inside the transaction of what it tells.

use rusqlite::{OptionalExtension, Transaction};

use super::chain::{Link, digest_of};
use super::journal::Facts;
use super::trouble::{Trouble, unreadable};
use crate::domain::{Ids, RowId, Timestamp};

/// What a new row of the journal says.
pub(super) struct Entry<'a> {
    pub(super) at: Timestamp,
    pub(super) shop: &'a str,
    pub(super) order: &'a str,
    pub(super) row: Option<RowId>,
    pub(super) facts: Facts,
    /// Texts that may be personal, as JSON; they lie beside the chain.
    pub(super) payload: Option<String>,
}

/// Adds the row as the next link of the chain.
pub(super) fn append(
    change: &Transaction<'_>,
    ids: &dyn Ids,
    entry: Entry<'_>,
) -> Result<(), Trouble> {
    let (last, before) = end_of(change)?;
    let number = last + 1;
    let facts = serde_json::to_string(&entry.facts).map_err(|_| unreadable("facts"))?;
    let row = entry.row.map(|row| row.to_string());
    let salted = entry.payload.map(|body| (*ids.key().as_bytes(), body));
    let digest = salted.as_ref().map(|(salt, body)| digest_of(salt, body));
    let link = Link {
        before: &before,
        at: entry.at.millis(),
        shop: entry.shop,
        order: entry.order,
        row: row.as_deref(),
        facts: &facts,
        digest: digest.as_ref().map(<[u8; 32]>::as_slice),
    };
    let hash = link.hash();
    change
        .prepare_cached(
            "INSERT INTO journal (number, at, shop, order_id, row_id, facts, digest, before, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute((
            number,
            link.at,
            link.shop,
            link.order,
            link.row,
            link.facts,
            link.digest,
            link.before,
            &hash,
        ))?;
    if let Some((salt, body)) = salted {
        change
            .prepare_cached("INSERT INTO payloads (number, salt, body) VALUES (?1, ?2, ?3)")?
            .execute((number, &salt, body))?;
    }
    change
        .prepare_cached(
            "INSERT INTO journal_end (only, number, hash) VALUES (1, ?1, ?2)
             ON CONFLICT (only) DO UPDATE SET number = ?1, hash = ?2",
        )?
        .execute((number, &hash))?;
    Ok(())
}

/// The number and hash of the last row; an empty journal begins with nothing.
fn end_of(change: &Transaction<'_>) -> Result<(i64, Vec<u8>), Trouble> {
    let end = change
        .prepare_cached("SELECT number, hash FROM journal_end WHERE only = 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(end.unwrap_or((0, Vec::new())))
}
