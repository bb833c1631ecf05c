//! Packs the orders of an older file, and files them under the search keys of today.

use rusqlite::{Transaction, params};

use super::entry::Filed;
use super::hash::Hash;
use super::links;
use super::snag::Snag;
use crate::domain::ShortOrder;

/// Orders whose keys are written together.
const AT_ONCE: usize = 2_000;

/// Takes the orders out of the table before, and removes it.
pub(super) fn repack(step: &Transaction<'_>) -> Result<(), Snag> {
    let mut page = links::Page::default();
    let mut in_page = 0;
    {
        let mut all =
            step.prepare("SELECT row, shop, id, bare, updated, body FROM order_short_before")?;
        let mut put = step.prepare(
            "INSERT INTO order_short (row, shop, id, bare, updated, digest, print, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        let mut rows = all.query([])?;
        while let Some(old) = rows.next()? {
            let body = old.get_ref(5)?.as_blob().map_err(rusqlite::Error::from)?;
            let filed = Filed::of(serde_json::from_slice::<ShortOrder>(body)?);
            let row: i64 = old.get(0)?;
            let (shop, updated) = (old.get::<_, i64>(1)?, old.get::<_, i64>(4)?);
            let (id, bare) = (old.get::<_, String>(2)?, old.get::<_, String>(3)?);
            let digest = Hash::new().bytes(filed.body()).finish();
            put.execute(params![
                row,
                shop,
                id,
                bare,
                updated,
                digest,
                filed.print(),
                filed.body()
            ])?;
            page.add(row, &filed);
            in_page += 1;
            if in_page == AT_ONCE {
                std::mem::take(&mut page).write(step, true)?;
                in_page = 0;
            }
        }
    }
    page.write(step, true)?;
    links::tidy(step)?;
    step.execute_batch("DROP TABLE order_short_before")?;
    Ok(())
}
