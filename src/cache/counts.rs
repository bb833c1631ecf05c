//! How many orders lie in each lane: kept, not counted.
//!
//! One counter per base lane and hour of the deadline. At any moment the hours that are
//! wholly past are summed and only the broken hour is looked at row by row.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::facts::{self, Facts};
use super::row::Moment;
use super::snag::Snag;
use crate::domain::Lane;

const HOUR_MS: i64 = 3_600_000;

/// Changes of counters within one transaction.
#[derive(Default)]
pub(super) struct Counts(BTreeMap<(i64, i64, i64), i64>);

impl Counts {
    /// One more (or less) line of `shop` in a base lane with a deadline.
    pub(super) fn add(&mut self, shop: i64, (lane, deadline): (i64, i64), more: i64) {
        *self.0.entry((shop, deadline.div_euclid(HOUR_MS), lane)).or_default() += more;
    }

    pub(super) fn write(self, connection: &Connection) -> Result<(), Snag> {
        let mut put = connection.prepare_cached(
            "INSERT INTO counts (shop, hour, lane, n) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET n = n + excluded.n",
        )?;
        let mut clear = connection.prepare_cached(
            "DELETE FROM counts WHERE shop = ?1 AND hour = ?2 AND lane = ?3 AND n = 0",
        )?;
        for ((shop, hour, lane), more) in self.0 {
            if more != 0 {
                put.execute(params![shop, hour, lane, more])?;
            }
            if more < 0 {
                clear.execute(params![shop, hour, lane])?;
            }
        }
        Ok(())
    }
}

/// How many lines lie in each lane at a moment, all lanes in their order.
pub(super) fn at(
    connection: &Connection,
    shop: i64,
    moment: Moment,
) -> Result<Vec<(Lane, u64)>, Snag> {
    let mut tally = Tally::default();
    let (now, day_ends) = (moment.now.millis(), moment.day_ends.millis());
    let mut broken = vec![now.div_euclid(HOUR_MS), day_ends.div_euclid(HOUR_MS)];
    broken.dedup();
    let mut kept = connection.prepare_cached("SELECT hour, lane, n FROM counts WHERE shop = ?1")?;
    let mut rows = kept.query([shop])?;
    while let Some(row) = rows.next()? {
        let (hour, lane, n): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let lane = facts::lane_numbered(lane);
        if lane == Lane::Done || !broken.contains(&hour) {
            tally.add(moment.lane(lane, hour.saturating_mul(HOUR_MS)), n);
        }
    }
    for hour in broken {
        tally.look_at(connection, shop, (hour * HOUR_MS, moment))?;
    }
    Ok(tally.finish())
}

#[derive(Default)]
struct Tally(BTreeMap<Lane, i64>);

impl Tally {
    fn add(&mut self, lane: Lane, n: i64) {
        *self.0.entry(lane).or_default() += n;
    }

    fn look_at(
        &mut self,
        connection: &Connection,
        shop: i64,
        (from, moment): (i64, Moment),
    ) -> Result<(), Snag> {
        let mut look = connection.prepare_cached(
            "SELECT facts, deadline FROM queue INDEXED BY queue_clock
             WHERE shop = ?1 AND open = 1 AND deadline >= ?2 AND deadline < ?3",
        )?;
        let mut rows = look.query(params![shop, from, from + HOUR_MS])?;
        while let Some(row) = rows.next()? {
            self.add(moment.lane(Facts(row.get(0)?).lane(), row.get(1)?), 1);
        }
        Ok(())
    }

    fn finish(self) -> Vec<(Lane, u64)> {
        let of = |lane| self.0.get(&lane).copied().and_then(|n| u64::try_from(n).ok());
        Lane::ALL.into_iter().map(|lane| (lane, of(lane).unwrap_or(0))).collect()
    }
}
