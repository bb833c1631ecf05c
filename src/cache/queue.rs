//! The queue as a whole: its rows, and moving one of them to another place.

use rusqlite::{Connection, OptionalExtension, params};

use super::counts::Counts;
use super::facts::{self, Facts};
use super::line;
use super::orders;
use super::query::Query;
use super::row::{Filter, Moment, QueueRow, RowKey};
use super::scan::{Scan, Ways};
use super::sink::Sink;
use super::snag::Snag;
use super::writer::Stroke;
use crate::domain::{Currency, Lane, OrderId, Verdict};
use crate::policy::Placement;

/// The view that questions are asked of: a connection and the shop that is shown.
pub(super) struct View<'a> {
    pub connection: &'a Connection,
    pub shop: i64,
}

impl View<'_> {
    /// Streams the rows of a filter in the queue's order.
    pub(super) fn keys(
        &self,
        (filter, moment): (&Filter, Moment),
        sink: &mut Sink<'_>,
    ) -> Result<(), Snag> {
        let query = Query::of(filter, self.currency()?);
        Scan {
            connection: self.connection,
            shop: self.shop,
            sort: filter.sort,
            query: &query,
            moment,
            ways: Ways::USUAL,
        }
        .run(sink)
    }

    /// The first rows of a filter.
    pub(super) fn first(
        &self,
        asked: (&Filter, Moment),
        limit: usize,
    ) -> Result<Vec<RowKey>, Snag> {
        let first = std::cell::RefCell::new(Vec::with_capacity(limit));
        let wanted = || first.borrow().len() < limit;
        let mut found = |keys: &[RowKey]| first.borrow_mut().extend_from_slice(keys);
        self.keys(asked, &mut Sink::new(&wanted, &mut found, limit))?;
        let mut first = first.into_inner();
        first.truncate(limit);
        Ok(first)
    }

    /// Any rows, in the order asked for; those that are gone are left out.
    pub(super) fn rows(&self, keys: &[RowKey], moment: Moment) -> Result<Vec<QueueRow>, Snag> {
        let sql = format!(
            "SELECT {} FROM queue q JOIN shops s ON s.shop = q.shop WHERE q.row = ?1",
            line::COLUMNS
        );
        let mut find = self.connection.prepare_cached(&sql)?;
        let mut rows = Vec::with_capacity(keys.len());
        for key in keys {
            rows.extend(find.query_row([key.0], |row| line::read(row, moment)).optional()?);
        }
        Ok(rows)
    }

    fn currency(&self) -> Result<Currency, Snag> {
        let mut find =
            self.connection.prepare_cached("SELECT currency FROM shops WHERE shop = ?1")?;
        let code: Option<Option<String>> =
            find.query_row([self.shop], |row| row.get(0)).optional()?;
        Ok(code.flatten().and_then(|code| Currency::new(&code)).unwrap_or(Currency::USD))
    }
}

/// Moves an order to another place in the queue; `false` when it has none.
pub(super) fn set_placement(
    stroke: &mut Stroke<'_>,
    (shop, id): (i64, &OrderId),
    placement: &Placement,
) -> Result<bool, Snag> {
    let Some(row) = orders::row_of(&stroke.tx, shop, id)? else { return Ok(false) };
    let Some(old) = line::before(&stroke.tx, row)? else { return Ok(false) };
    let facts: i64 =
        stroke.tx.query_row("SELECT facts FROM queue WHERE row = ?1", [row], |row| row.get(0))?;
    let deadline = line::deadline(placement.clock);
    stroke
        .tx
        .prepare_cached(
            "UPDATE queue SET open = ?2, deadline = ?3, facts = ?4, clock = ?5, why = ?6,
             digest = 0 WHERE row = ?1",
        )?
        .execute(params![
            row,
            placement.lane != Lane::Done,
            deadline,
            Facts(facts).with_lane(placement.lane).0,
            placement.clock.map(|clock| facts::clock_number(clock.name)),
            placement.why,
        ])?;
    let mut counts = Counts::default();
    counts.add(shop, (old.lane, old.deadline), -1);
    counts.add(shop, (facts::lane_number(placement.lane), deadline), 1);
    counts.write(&stroke.tx)?;
    Ok(true)
}

/// Changes the recommendation that a row shows.
pub(super) fn set_verdict(stroke: &Stroke<'_>, row: i64, verdict: Verdict) -> Result<(), Snag> {
    stroke
        .tx
        .prepare_cached("UPDATE queue SET verdict = ?2 WHERE row = ?1 AND verdict <> ?2")?
        .execute([row, facts::verdict_number(verdict)])?;
    Ok(())
}
