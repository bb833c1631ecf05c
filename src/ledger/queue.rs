//! Looking at the outbox.

use rusqlite::{OptionalExtension, Transaction};

use super::book::Ledger;
use super::rows::{from_json, load, load_all};
use super::trouble::Trouble;
use crate::domain::{Fault, Finding, OrderId, OutboxRow, RowId, ShopId, StepId, Timestamp};

/// Which rows of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that still want something, in the order of staging.
    Open,
    /// All, newest first.
    All,
    /// Those of one order, newest first.
    Order(OrderId),
    /// Those recorded since a moment, newest first.
    Since(Timestamp),
}

/// How many rows stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting for their time.
    pub staged: usize,
    /// Under way.
    pub running: usize,
    /// Stopped half way.
    pub stopped: usize,
    /// Not known whether they happened.
    pub unknown: usize,
}

/// How a step's last call stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// When it was sent last; `None` when it never was.
    pub last: Option<Timestamp>,
    /// Whether a person asked to send it again if it is proved undone.
    pub asked: bool,
    /// The date of the copy that the ledger was restored from, where the step has not been
    /// sent since: a person lets it run.
    pub restored_from: Option<Timestamp>,
}

impl Ledger {
    /// Rows of the outbox of a shop.
    pub fn rows(&self, shop: &ShopId, which: &Which) -> Result<Vec<OutboxRow>, Fault> {
        let name = shop.as_str();
        self.read(|look| match which {
            Which::Open => load_all(
                look,
                "WHERE state IN ('staged', 'running', 'stopped', 'unknown') AND shop = ?1
                 ORDER BY number",
                &[&name],
            ),
            Which::All => load_all(look, "WHERE shop = ?1 ORDER BY number DESC", &[&name]),
            Which::Order(order) => load_all(
                look,
                "WHERE shop = ?1 AND order_id = ?2 ORDER BY number DESC",
                &[&name, &order.as_str()],
            ),
            Which::Since(moment) => load_all(
                look,
                "WHERE shop = ?1 AND staged_at >= ?2 ORDER BY number DESC",
                &[&name, &moment.millis()],
            ),
        })
    }

    /// One row of the outbox, of whatever shop.
    pub fn row(&self, id: RowId) -> Result<Option<OutboxRow>, Fault> {
        self.read(|look| load(look, id))
    }

    /// Rows that may begin, in the order of staging.
    pub fn due(&self, shop: &ShopId, now: Timestamp) -> Result<Vec<OutboxRow>, Fault> {
        let (name, now) = (shop.as_str(), now.millis());
        self.read(|look| {
            load_all(
                look,
                "WHERE state IN ('staged', 'running') AND shop = ?1 AND due_at <= ?2
                 ORDER BY number",
                &[&name, &now],
            )
        })
    }

    /// When the next staged row falls due.
    pub fn next_due(&self, shop: &ShopId) -> Result<Option<Timestamp>, Fault> {
        let next: Option<i64> = self.read(|look| {
            Ok(look
                .prepare_cached(
                    "SELECT min(due_at) FROM outbox WHERE state = 'staged' AND shop = ?1",
                )?
                .query_row([shop.as_str()], |row| row.get(0))?)
        })?;
        Ok(next.map(Timestamp::from_millis))
    }

    /// How many open rows stand where.
    pub fn counts(&self, shop: &ShopId) -> Result<Counts, Fault> {
        self.read(|look| {
            let mut question = look.prepare_cached(
                "SELECT state, count(*) FROM outbox
                 WHERE state IN ('staged', 'running', 'stopped', 'unknown') AND shop = ?1
                 GROUP BY state",
            )?;
            let mut answers = question.query([shop.as_str()])?;
            let mut counts = Counts::default();
            while let Some(answer) = answers.next()? {
                let count = usize::try_from(answer.get::<_, i64>(1)?).unwrap_or(usize::MAX);
                match answer.get::<_, String>(0)?.as_str() {
                    "staged" => counts.staged = count,
                    "running" => counts.running = count,
                    "stopped" => counts.stopped = count,
                    _ => counts.unknown = count,
                }
            }
            Ok(counts)
        })
    }

    /// When a step was sent last, and whether a person wants it sent again.
    pub fn sent(&self, step: StepId) -> Result<Sent, Fault> {
        self.read(|look| {
            Ok(look
                .prepare_cached(
                    "SELECT last_sent_at, repeat_asked, restored_from FROM steps
                     WHERE row_id = ?1 AND place = ?2",
                )?
                .query_row((step.row.to_string(), step.place), |row| {
                    let last: Option<i64> = row.get(0)?;
                    let restored: Option<i64> = row.get(2)?;
                    Ok(Sent {
                        last: last.map(Timestamp::from_millis),
                        asked: row.get(1)?,
                        restored_from: restored.map(Timestamp::from_millis),
                    })
                })?)
        })
    }

    /// The findings that a row's verdict rested on; none when they were purged.
    pub fn findings_of(&self, row: RowId) -> Result<Vec<Finding>, Fault> {
        self.read(|look| findings_in(look, row))
    }
}

/// As `Ledger::findings_of`, within a read.
pub(super) fn findings_in(look: &Transaction<'_>, row: RowId) -> Result<Vec<Finding>, Trouble> {
    let findings: Option<Option<String>> = look
        .prepare_cached(
            "SELECT json_extract(body, '$.findings') FROM journal JOIN payloads
             USING (number) WHERE row_id = ?1 ORDER BY number LIMIT 1",
        )?
        .query_row([row.to_string()], |found| found.get(0))
        .optional()?;
    findings.flatten().as_deref().map_or_else(|| Ok(Vec::new()), from_json)
}
