//! Writes a page: orders in full, orders in short form, marks; one transaction.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params};

use super::counts::Counts;
use super::entry::{Batch, Filed, FullEntry, Landed, ShortEntry};
use super::hash::Hash;
use super::line::{self, Line};
use super::links;
use super::orders;
use super::snag::Snag;
use super::unchecked;
use super::writer::Stroke;
use crate::domain::{OrderId, Revision};

/// No reading takes longer from its question to its landing.
const LONGEST_READ_MILLIS: i64 = 15 * 60 * 1000;

/// Writes a batch.
pub(super) fn land(stroke: &mut Stroke<'_>, batch: &Batch) -> Result<Landed, Snag> {
    let shop = stroke.shop(&batch.shop)?;
    let mut page = Page {
        landed: Landed::default(),
        counts: Counts::default(),
        moved: Vec::new(),
        keys: links::Page::default(),
        late: HashSet::new(),
    };
    for entry in &batch.full {
        page.full(stroke, entry)?;
    }
    for entry in &batch.short {
        page.short(stroke, entry)?;
    }
    for id in &batch.reread {
        ask_again(stroke, shop, id)?;
    }
    for id in batch.settled.iter().filter(|id| !page.late.contains(*id)) {
        settle(stroke, shop, id)?;
    }
    for (name, value) in &batch.marks {
        orders::put_mark(&stroke.tx, shop, (name, value.as_deref()))?;
    }
    page.counts.write(&stroke.tx)?;
    let is_large = links::is_large(batch.short.len() + batch.full.len());
    page.keys.write(&stroke.tx, is_large)?;
    for row in &page.moved {
        if is_large {
            unchecked::arrived(&stroke.tx, *row)?;
        } else {
            unchecked::spread(&stroke.tx, *row)?;
        }
    }
    Ok(page.landed)
}

struct Page {
    landed: Landed,
    counts: Counts,
    /// Orders that are new or changed: what was found about their links may rest on them.
    moved: Vec<i64>,
    /// Their search keys.
    keys: links::Page,
    /// Orders whose reading came late and was left out.
    late: HashSet<OrderId>,
}

/// What became of the short form.
struct Kept {
    row: i64,
    added: bool,
    changed: bool,
    is_full: bool,
}

/// What a short form was taken from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Full,
    Short,
}

impl Page {
    fn count(&mut self, added: bool, changed: bool) {
        self.landed.added += u64::from(added);
        self.landed.changed += u64::from(changed);
    }

    fn full(&mut self, stroke: &mut Stroke<'_>, entry: &FullEntry) -> Result<(), Snag> {
        let order = &entry.order;
        let shop = stroke.shop(&order.shop)?;
        if is_late(stroke, shop, entry)? {
            self.late.insert(order.id.clone());
            return Ok(());
        }
        let kept = self.short_form(stroke, shop, (&entry.filed, Origin::Full))?;
        let revision = Revision::of(order);
        let body_changed = put_body(stroke, (shop, kept.row), (entry, &revision))?;
        let line_changed = match &entry.standing {
            None => false,
            Some((placement, verdict)) => {
                let line = Line {
                    row: kept.row,
                    shop,
                    order,
                    revision: &revision,
                    placement,
                    verdict: *verdict,
                };
                self.line(stroke, &line)?
            }
        };
        if kept.changed || body_changed {
            unchecked::mark(&stroke.tx, kept.row)?;
        } else if line_changed {
            unchecked::mark_missing(&stroke.tx, kept.row)?;
        }
        self.count(kept.added, kept.changed || body_changed || line_changed);
        Ok(())
    }

    fn line(&mut self, stroke: &Stroke<'_>, line: &Line<'_>) -> Result<bool, Snag> {
        let old = line::before(&stroke.tx, line.row)?;
        let written = line.put(&stroke.tx, old.as_ref())?;
        if written {
            if let Some(old) = old {
                self.counts.add(line.shop, (old.lane, old.deadline), -1);
            }
            self.counts.add(line.shop, line.counted(), 1);
        }
        Ok(written)
    }

    fn short(&mut self, stroke: &mut Stroke<'_>, entry: &ShortEntry) -> Result<(), Snag> {
        let order = entry.filed.order();
        let shop = stroke.shop(&order.shop)?;
        let kept = self.short_form(stroke, shop, (&entry.filed, Origin::Short))?;
        self.count(kept.added, kept.changed);
        if kept.changed && (kept.is_full || entry.flagged) {
            ask_again(stroke, shop, &order.id)?;
        }
        Ok(())
    }

    /// Keeps the short form and its keys, unless the same or a later one is there.
    fn short_form(
        &mut self,
        stroke: &Stroke<'_>,
        shop: i64,
        (filed, origin): (&Filed, Origin),
    ) -> Result<Kept, Snag> {
        let order = filed.order();
        let digest = Hash::new().bytes(filed.body()).finish();
        let updated = order.updated_at.millis();
        let Some(old) = OldShort::find(stroke, shop, &order.id)? else {
            let row = insert_short(stroke, shop, (filed, digest))?;
            self.moved.push(row);
            self.keys.add(row, filed);
            return Ok(Kept { row, added: true, changed: true, is_full: false });
        };
        let kept = Kept { row: old.row, added: false, changed: true, is_full: old.is_full };
        // A short form of the same state is poorer than the one taken from the full order.
        let is_poorer = origin == Origin::Short && old.is_full && old.updated == updated;
        if old.digest == digest || old.updated > updated || is_poorer {
            return Ok(Kept { changed: false, ..kept });
        }
        stroke
            .tx
            .prepare_cached(
                "UPDATE order_short SET bare = ?2, updated = ?3, digest = ?4, print = ?5,
                 body = ?6 WHERE row = ?1",
            )?
            .execute(params![
                old.row,
                orders::bare(order.name.raw()),
                updated,
                digest,
                filed.print(),
                filed.body()
            ])?;
        // Keys of a day and a coupon are not in the print: those of before cost only a look.
        self.keys.add(old.row, filed);
        self.moved.push(old.row);
        Ok(kept)
    }
}

struct OldShort {
    row: i64,
    digest: i64,
    updated: i64,
    is_full: bool,
}

impl OldShort {
    fn find(stroke: &Stroke<'_>, shop: i64, id: &OrderId) -> Result<Option<Self>, Snag> {
        let mut find = stroke.tx.prepare_cached(
            "SELECT row, digest, updated,
                 EXISTS (SELECT 1 FROM order_full f WHERE f.row = o.row)
             FROM order_short o WHERE shop = ?1 AND id = ?2",
        )?;
        let found = find.query_row(params![shop, id.as_str()], |row| {
            Ok(Self {
                row: row.get(0)?,
                digest: row.get(1)?,
                updated: row.get(2)?,
                is_full: row.get(3)?,
            })
        });
        Ok(found.optional()?)
    }
}

fn insert_short(
    stroke: &Stroke<'_>,
    shop: i64,
    (filed, digest): (&Filed, i64),
) -> Result<i64, Snag> {
    let order = filed.order();
    let mut insert = stroke.tx.prepare_cached(
        "INSERT INTO order_short (shop, id, bare, updated, digest, print, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    Ok(insert.insert(params![
        shop,
        order.id.as_str(),
        orders::bare(order.name.raw()),
        order.updated_at.millis(),
        digest,
        filed.print(),
        filed.body()
    ])?)
}

/// Whether the cache holds a reading that began later; then this answer says nothing. An
/// order that the store changed since is never late, and a reading that claims to be much
/// later comes from a clock that was set back.
fn is_late(stroke: &Stroke<'_>, shop: i64, entry: &FullEntry) -> Result<bool, Snag> {
    let mut find = stroke.tx.prepare_cached(
        "SELECT f.read_at, o.updated FROM order_short o JOIN order_full f ON f.row = o.row
         WHERE o.shop = ?1 AND o.id = ?2",
    )?;
    let key = params![shop, entry.order.id.as_str()];
    let known: Option<(i64, i64)> =
        find.query_row(key, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (asked, changed) = (entry.read_at.millis(), entry.order.updated_at.millis());
    Ok(known.is_some_and(|(read_at, updated)| {
        read_at > asked && read_at - asked <= LONGEST_READ_MILLIS && updated >= changed
    }))
}

/// Keeps the full form; says whether it differs from the one before.
fn put_body(
    stroke: &Stroke<'_>,
    (shop, row): (i64, i64),
    (entry, revision): (&FullEntry, &Revision),
) -> Result<bool, Snag> {
    let body = serde_json::to_vec(&entry.order)?;
    let digest = Hash::new().bytes(&body).finish();
    let read_at = entry.read_at.millis();
    let again = stroke
        .tx
        .prepare_cached("UPDATE order_full SET read_at = ?3 WHERE row = ?1 AND digest = ?2")?
        .execute([row, digest, read_at])?;
    if again > 0 {
        return Ok(false);
    }
    stroke
        .tx
        .prepare_cached(
            "INSERT OR REPLACE INTO order_full (row, shop, revision, read_at, digest, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![row, shop, revision.as_str(), read_at, digest, body])?;
    Ok(true)
}

fn ask_again(stroke: &Stroke<'_>, shop: i64, id: &OrderId) -> Result<(), Snag> {
    stroke
        .tx
        .prepare_cached("INSERT OR IGNORE INTO reread (shop, id) VALUES (?1, ?2)")?
        .execute(params![shop, id.as_str()])?;
    Ok(())
}

fn settle(stroke: &Stroke<'_>, shop: i64, id: &OrderId) -> Result<(), Snag> {
    stroke
        .tx
        .prepare_cached("DELETE FROM reread WHERE shop = ?1 AND id = ?2")?
        .execute(params![shop, id.as_str()])?;
    Ok(())
}
