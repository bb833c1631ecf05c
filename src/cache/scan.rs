//! Finds the rows of a filter, in the queue's order, as they come.
//!
//! Without text the sort's index is walked and each entry is tested; nothing else is
//! read. With text a full-text index says which rows may fit: few of them are fetched
//! and sorted, many are laid over the walk as a bit per row. In a large queue a probe of
//! the walk's beginning comes first, because a word that fits many rows shows the first
//! of them there at once, long before the full-text answer is whole.

use std::collections::HashSet;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::facts::Facts;
use super::query::{Query, RowFacts, Scope, TextTerm};
use super::row::{Moment, RowKey, Sort};
use super::sink::Sink;
use super::snag::Snag;

/// When a search takes which way; all ways give the same rows in the same order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ways {
    /// Rows looked at by the probe in any case, and when it finds some.
    pub probe: (usize, usize),
    /// So many rows found end the probe: the screen is full.
    pub enough: usize,
    /// Queues up to this size are searched without a probe.
    pub small: usize,
    /// More rows with the right words than this part of the queue (one in so many), or
    /// than so many, are laid over the walk.
    pub few: (usize, usize),
}

impl Ways {
    /// Measured with 50,000 and 1,000,000 rows (`benches/cache.rs`): a row found by words
    /// costs 2 to 5 µs to fetch and to sort, a row walked over 0.1 µs.
    pub(super) const USUAL: Self =
        Self { probe: (3_000, 12_000), enough: 192, small: 100_000, few: (20, 5_000) };

    /// Whether the probe goes on after so many rows of which so many fit: it does where a
    /// screen may come together before its end.
    fn probes_on(self, looked: usize, fit: usize) -> bool {
        const SCREEN: usize = 64;
        let (short, long) = self.probe;
        let may_fill = fit.saturating_mul(long) >= SCREEN.saturating_mul(looked);
        fit < self.enough && (looked < short || (looked < long && may_fill))
    }

    fn are_few(self, rows: usize, queue: usize) -> bool {
        rows <= (queue / self.few.0.max(1)).min(self.few.1)
    }
}

/// One bit per row.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn of(rows: &[u32]) -> Self {
        let highest = rows.iter().max().map_or(0, |row| *row as usize);
        let mut bits = vec![0_u64; highest / 64 + 1];
        for row in rows {
            if let Some(word) = bits.get_mut(*row as usize / 64) {
                *word |= 1 << (row % 64);
            }
        }
        Self(bits)
    }

    fn has(&self, row: RowKey) -> bool {
        self.0.get(row.0 as usize / 64).is_some_and(|word| word >> (row.0 % 64) & 1 == 1)
    }
}

/// One search over the queue of one shop.
pub(super) struct Scan<'a> {
    pub connection: &'a Connection,
    pub shop: i64,
    pub sort: Sort,
    pub query: &'a Query,
    pub moment: Moment,
    pub ways: Ways,
}

type Seen = ControlFlow<(), ()>;

impl Scan<'_> {
    /// Sends every row that fits into the sink, in order.
    pub(super) fn run(&self, sink: &mut Sink<'_>) -> Result<(), Snag> {
        let parts: &[bool] = match self.query.scope {
            Scope::Open => &[true],
            Scope::Done => &[false],
            Scope::All => &[true, false],
        };
        for open in parts {
            let seen = if self.query.texts.is_empty() {
                self.walk(*open, &mut |entry| self.offer(entry, sink))?
            } else {
                self.search(*open, sink)?
            };
            if seen.is_break() {
                return Ok(());
            }
        }
        sink.flush();
        Ok(())
    }

    fn offer(&self, (key, facts): (RowKey, RowFacts), sink: &mut Sink<'_>) -> Seen {
        sink.look()?;
        if self.query.accepts(facts, self.moment) { sink.push(key) } else { Seen::Continue(()) }
    }

    /// Walks the sort's index.
    fn walk(
        &self,
        open: bool,
        each: &mut dyn FnMut((RowKey, RowFacts)) -> Seen,
    ) -> Result<Seen, Snag> {
        self.each_row(open, "", &mut |row| Ok(each(entry(row)?)))
    }

    /// Walks the sort's index, with one more column if wanted.
    fn each_row(
        &self,
        open: bool,
        more: &str,
        each: &mut dyn FnMut(&Row<'_>) -> Result<Seen, Snag>,
    ) -> Result<Seen, Snag> {
        let sql = format!(
            "SELECT row, facts, deadline, total{more} FROM queue INDEXED BY {}
             WHERE shop = ?1 AND open = ?2 AND deadline BETWEEN ?3 AND ?4 ORDER BY {}",
            index(self.sort),
            order(self.sort)
        );
        let (from, to) = self.query.deadlines(self.moment);
        let mut walk = self.connection.prepare_cached(&sql)?;
        let mut rows = walk.query(params![self.shop, open, from, to])?;
        while let Some(row) = rows.next()? {
            if each(row)?.is_break() {
                return Ok(Seen::Break(()));
            }
        }
        Ok(Seen::Continue(()))
    }

    /// Searches for words.
    fn search(&self, open: bool, sink: &mut Sink<'_>) -> Result<Seen, Snag> {
        let mut sent = HashSet::new();
        let size = self.size()?;
        if size > self.ways.small && self.probe(open, &mut sent, sink)?.is_break() {
            return Ok(Seen::Break(()));
        }
        sink.flush();
        let without = self.unwanted_words()?;
        let fits = |key: RowKey| !sent.contains(&key) && !without.iter().any(|bits| bits.has(key));
        let wanted: Vec<&TextTerm> = self.query.texts.iter().filter(|term| !term.not).collect();
        if wanted.is_empty() {
            return self.walk(open, &mut |entry| self.offer_if(fits(entry.0), entry, sink));
        }
        let rows = self.with_words(&wanted, sink)?;
        if !self.ways.are_few(rows.len(), size) {
            let bits = Bits::of(&rows);
            return self.walk(open, &mut |entry| {
                self.offer_if(bits.has(entry.0) && fits(entry.0), entry, sink)
            });
        }
        self.sorted(open, &rows, &mut |entry| self.offer_if(fits(entry.0), entry, sink))
    }

    fn offer_if(&self, fits: bool, entry: (RowKey, RowFacts), sink: &mut Sink<'_>) -> Seen {
        if fits { self.offer(entry, sink) } else { sink.look() }
    }

    /// How many rows the queue has, about: rows are numbered and rarely go.
    fn size(&self) -> Result<usize, Snag> {
        let mut highest = self.connection.prepare_cached("SELECT max(row) FROM queue")?;
        let highest: Option<u32> = highest.query_row([], |row| row.get(0))?;
        Ok(highest.map_or(0, |row| row as usize))
    }

    /// Looks at the first rows of the walk one by one.
    fn probe(
        &self,
        open: bool,
        sent: &mut HashSet<RowKey>,
        sink: &mut Sink<'_>,
    ) -> Result<Seen, Snag> {
        let mut looked = 0;
        let mut gone = false;
        let _ended = self.each_row(open, TEXT, &mut |row| {
            let (key, facts) = entry(row)?;
            let text = row.get_ref(4)?.as_str_or_null().map_err(rusqlite::Error::from)?;
            looked += 1;
            if self.query.accepts(facts, self.moment) && self.has_words(text.unwrap_or_default()) {
                sent.insert(key);
                gone = sink.push(key).is_break();
            }
            let goes_on = !gone && self.ways.probes_on(looked, sent.len());
            Ok(if goes_on { Seen::Continue(()) } else { Seen::Break(()) })
        })?;
        let gone = gone || sink.go_on().is_break();
        Ok(if gone { Seen::Break(()) } else { Seen::Continue(()) })
    }

    fn has_words(&self, text: &str) -> bool {
        self.query.texts.iter().all(|term| term.is_in(text) != term.not)
    }

    fn text(&self, row: u32) -> Result<String, Snag> {
        let mut find = self.connection.prepare_cached("SELECT text FROM words WHERE rowid = ?1")?;
        Ok(find.query_row([row], |row| row.get(0)).optional()?.unwrap_or_default())
    }

    /// Rows that a negated term shuts out, one set per term.
    fn unwanted_words(&self) -> Result<Vec<Bits>, Snag> {
        let terms = self.query.texts.iter().filter(|term| term.not);
        terms.map(|term| Ok(Bits::of(&self.rows_with(&[term])?))).collect()
    }

    fn with_words(&self, terms: &[&TextTerm], sink: &Sink<'_>) -> Result<Vec<u32>, Snag> {
        if sink.go_on().is_break() {
            return Ok(Vec::new());
        }
        self.rows_with(terms)
    }

    fn rows_with(&self, terms: &[&TextTerm]) -> Result<Vec<u32>, Snag> {
        let question: Vec<String> = terms.iter().map(|term| term.question()).collect();
        let mut find =
            self.connection.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1")?;
        let rows = find.query_map([question.join(" AND ")], |row| row.get(0))?;
        let mut rows: Vec<u32> = rows.collect::<Result<_, _>>()?;
        for term in terms.iter().filter(|term| term.phrase && term.words.len() > 1) {
            let mut kept = Vec::new();
            for row in rows {
                if term.is_in(&self.text(row)?) {
                    kept.push(row);
                }
            }
            rows = kept;
        }
        Ok(rows)
    }

    /// Fetches few rows and sorts them as the walk would have.
    fn sorted(
        &self,
        open: bool,
        rows: &[u32],
        each: &mut dyn FnMut((RowKey, RowFacts)) -> Seen,
    ) -> Result<Seen, Snag> {
        let sql = format!(
            "SELECT q.row AS row, facts, deadline, total
             FROM json_each(?1) AS one CROSS JOIN queue AS q ON q.row = one.value
             WHERE +q.shop = ?2 AND +q.open = ?3 ORDER BY {}",
            order(self.sort)
        );
        let list = serde_json::to_string(rows)?;
        let mut fetch = self.connection.prepare_cached(&sql)?;
        let mut rows = fetch.query(params![list, self.shop, open])?;
        while let Some(row) = rows.next()? {
            if each(entry(row)?).is_break() {
                return Ok(Seen::Break(()));
            }
        }
        Ok(Seen::Continue(()))
    }
}

/// A row's words, from where FTS5 keeps them (its content table is part of its format):
/// a third of the time that asking the full-text table takes.
const TEXT: &str = ", (SELECT c0 FROM words_content WHERE id = queue.row)";

fn entry(row: &Row<'_>) -> rusqlite::Result<(RowKey, RowFacts)> {
    let facts = RowFacts { facts: Facts(row.get(1)?), deadline: row.get(2)?, total: row.get(3)? };
    Ok((RowKey(row.get(0)?), facts))
}

fn index(sort: Sort) -> &'static str {
    match sort {
        Sort::Clock => "queue_clock",
        Sort::Risk => "queue_risk",
        Sort::Total => "queue_total",
        Sort::Newest => "queue_newest",
        Sort::Customer => "queue_customer",
    }
}

/// The order of rows; each is what its index gives without sorting.
fn order(sort: Sort) -> &'static str {
    match sort {
        Sort::Clock => "deadline, rank, placed, facts, total, row",
        Sort::Risk => "(facts >> 3 & 7) DESC, deadline, placed, facts, total, row",
        Sort::Total => "total DESC, deadline, facts, row",
        Sort::Newest => "placed DESC, deadline, facts, total, row",
        Sort::Customer => "customer_sort, deadline, facts, total, row",
    }
}
