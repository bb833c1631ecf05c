//! Takes personal data out of the ledger: what lies beside the chain, and the texts of the
//! steps. The chain holds without them, and who purged is one more entry of it.
//!
//! A row that is still open keeps its texts, because they are still to be sent. Copies that
//! hold what was purged are deleted, after a new one was made.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, Transaction};

use super::append::{Entry, append};
use super::asks::Person;
use super::book::Ledger;
use super::chain::Verified;
use super::files::Files;
use super::journal::{Event, Facts};
use super::migrations;
use super::rows::{load_all, to_json};
use super::trouble::Trouble;
use super::writer::Durable;
use crate::domain::{
    Clean, Crossing, Fault, Kind, OrderId, OutboxRow, PURGED, PurgeFound, PurgeScope, PurgedOrder,
    ShopId, StepRow, Timestamp, cross,
};

/// What of the ledger a purge is about.
#[derive(Clone, Debug, Default)]
pub struct Purge {
    /// What was asked for.
    pub scope: PurgeScope,
    /// The customer's orders, as far as the cache knows them.
    pub orders: Vec<PurgedOrder>,
    /// What other orders' texts may quote of the customer.
    pub traces: Vec<String>,
}

/// Rows and entries whose texts go.
#[derive(Debug, Default)]
struct Selected {
    rows: Vec<OutboxRow>,
    entries: Vec<Beside>,
    open: Vec<Clean>,
}

/// What lies beside one entry of the journal.
#[derive(Debug)]
struct Beside {
    number: i64,
    order: PurgedOrder,
}

impl Ledger {
    /// What a purge would remove; removes nothing.
    pub fn look_purge(&self, purge: &Purge) -> Result<PurgeFound, Fault> {
        let wanted = purge.wanted();
        let selected = self.read(|look| select(look, &wanted))?;
        let numbers: Vec<i64> = selected.entries.iter().map(|entry| entry.number).collect();
        let copies = self.read(|look| copies_with(look, self.files(), &numbers))?;
        Ok(found(&selected, copies.len(), self.files().set_aside()))
    }

    /// Removes it from the ledger, from what lies beside its file, and from its copies.
    ///
    /// Can be repeated after it was cut off: what is half done is found again.
    pub fn purge(&self, purge: &Purge, person: Person<'_>) -> Result<PurgeFound, Fault> {
        let _alone = self.hold_copies();
        self.check_whole()?;
        let (wanted, ids) = (purge.wanted(), self.ids());
        let (by, at) = (person.name.to_owned(), person.at);
        let selected = self.write(Durable::Now, move |change| {
            let selected = select(change, &wanted)?;
            for row in &selected.rows {
                wipe_steps(change, row)?;
            }
            let mut wipe = change.prepare_cached("DELETE FROM payloads WHERE number = ?1")?;
            for entry in &selected.entries {
                wipe.execute([entry.number])?;
            }
            for order in selected.orders() {
                let mut facts = Facts::of(Event::Purged);
                facts.reviewer = Some(by.clone());
                let (shop, order) = (order.shop.as_str(), order.id.as_str());
                append(change, &*ids, Entry { at, shop, order, row: None, facts, payload: None })?;
            }
            Ok(selected)
        })?;
        self.rewrite()?;
        let copies = self.renew_copies(at)?;
        Ok(found(&selected, copies, self.files().set_aside()))
    }

    /// A damaged ledger must not lose the copies that it could be restored from.
    fn check_whole(&self) -> Result<(), Fault> {
        let Verified { first_bad: Some(bad), .. } = self.verify()? else { return Ok(()) };
        Err(Fault::new(Kind::Failed, format!("nothing was purged, because {bad}"))
            .hint("see `unhold journal --verify`; the copies of the ledger are still needed"))
    }

    /// Writes the file anew and empties the log beside it.
    fn rewrite(&self) -> Result<(), Fault> {
        self.aside_of_changes(|connection| {
            connection.execute_batch("VACUUM")?;
            cross(Crossing::Ledger);
            let start = Instant::now();
            while start.elapsed() < PATIENCE {
                let busy: i64 =
                    connection
                        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
                if busy == 0 {
                    return Ok(());
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(still_read().into())
        })
    }

    /// Deletes the copies that hold a text which the ledger no longer has, after a new copy
    /// was made; says how many.
    fn renew_copies(&self, now: Timestamp) -> Result<usize, Fault> {
        let files = self.files().clone();
        self.aside_of_changes(move |connection| {
            let look = connection.transaction()?;
            let old = copies_with(&look, &files, &[])?;
            look.finish()?;
            if old.is_empty() {
                return Ok(0);
            }
            migrations::back_up_again(connection, &files, now)?;
            for copy in &old {
                files.remove_backup(copy)?;
            }
            Ok(old.len())
        })
    }
}

/// The copies that hold what lies beside an entry and is gone from the ledger, or goes
/// (`going`). One that cannot be read may hold it.
fn copies_with(
    look: &Transaction<'_>,
    files: &Files,
    going: &[i64],
) -> Result<Vec<PathBuf>, Trouble> {
    let mut kept: HashSet<i64> = numbers_beside(look)?.into_iter().collect();
    kept.retain(|number| !going.contains(number));
    let holds = |copy: &PathBuf| {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let numbers = Connection::open_with_flags(copy, flags)
            .map_err(Trouble::from)
            .and_then(|copy| numbers_beside(&copy));
        numbers.map_or(true, |numbers| numbers.iter().any(|number| !kept.contains(number)))
    };
    Ok(files.all_backups().filter(holds).collect())
}

fn numbers_beside(connection: &Connection) -> Result<Vec<i64>, Trouble> {
    let mut question = connection.prepare("SELECT number FROM payloads")?;
    let numbers = question.query_map([], |found| found.get(0))?;
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// How long a purge waits for those who read the old pages.
const PATIENCE: Duration = Duration::from_secs(10);

fn still_read() -> Fault {
    Fault::new(
        Kind::Failed,
        "the texts were deleted, but another program still reads the ledger, so they lie in \
         ledger.sqlite-wal until it ends",
    )
    .hint("close the other unhold, then purge again: it goes on where it was")
}

/// What a purge is about, with its words folded.
#[derive(Clone)]
struct Wanted {
    before: Option<i64>,
    customer: bool,
    orders: Vec<PurgedOrder>,
    traces: Vec<String>,
}

impl Purge {
    fn wanted(&self) -> Wanted {
        let email = self.scope.customer.as_ref().map(|email| email.raw().trim().to_lowercase());
        let others = self.traces.iter().map(|trace| trace.trim().to_lowercase());
        let traces = email.clone().into_iter().chain(others).filter(|trace| !trace.is_empty());
        Wanted {
            before: self.scope.before.map(Timestamp::millis),
            customer: email.is_some(),
            orders: self.orders.clone(),
            traces: traces.collect(),
        }
    }
}

impl Wanted {
    /// Whether something of this order, with these words, is meant.
    fn means(&self, order: &PurgedOrder, words: &str) -> bool {
        if !self.customer || self.orders.contains(order) {
            return true;
        }
        let words = words.to_lowercase();
        self.traces.iter().any(|trace| words.contains(trace.as_str()))
    }

    fn is_old(&self, at: i64) -> bool {
        self.before.is_none_or(|before| at < before)
    }
}

impl Selected {
    /// The orders that lose something, each once.
    fn orders(&self) -> Vec<PurgedOrder> {
        let of_rows = self.rows.iter().map(order_of);
        let mut orders: Vec<_> =
            of_rows.chain(self.entries.iter().map(|entry| entry.order.clone())).collect();
        orders.sort();
        orders.dedup();
        orders
    }
}

fn order_of(row: &OutboxRow) -> PurgedOrder {
    PurgedOrder { shop: row.shop.clone(), id: row.order.clone() }
}

fn found(selected: &Selected, copies: usize, aside: Vec<String>) -> PurgeFound {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    PurgeFound {
        orders: 0,
        rows: count(selected.rows.len()),
        entries: count(selected.entries.len()),
        backups: count(copies),
        open: selected.open.clone(),
        aside,
    }
}

/// A row and everything that lies beside its entries go together; what lies beside an entry
/// of no row goes by itself.
fn select(look: &Transaction<'_>, wanted: &Wanted) -> Result<Selected, Trouble> {
    let mut selected = Selected::default();
    for row in load_all(look, "ORDER BY number", &[])? {
        let beside = beside(look, Some(&row))?;
        if !is_meant(&row, &beside, wanted)? || is_bare(&row) && beside.is_empty() {
            continue;
        }
        if row.state.is_open() {
            let words = format!("{} of {} ({})", row.verb.word(), row.order_name, row.state.word());
            selected.open.push(Clean::new(&words));
            continue;
        }
        selected.entries.extend(beside.into_iter().map(|(beside, ..)| beside));
        selected.rows.push(row);
    }
    let alone = beside(look, None)?.into_iter();
    let meant =
        alone.filter(|(beside, at, body)| wanted.is_old(*at) && wanted.means(&beside.order, body));
    selected.entries.extend(meant.map(|(beside, ..)| beside));
    Ok(selected)
}

fn is_meant(
    row: &OutboxRow,
    beside: &[(Beside, i64, String)],
    wanted: &Wanted,
) -> Result<bool, Trouble> {
    if !wanted.is_old(row.staged_at.millis()) {
        return Ok(false);
    }
    let mut words: Vec<String> = beside.iter().map(|(.., body)| body.clone()).collect();
    for step in &row.steps {
        words.push(to_json(&step.step)?);
        words.extend(step.error.clone());
    }
    words.extend(row.handed_over.iter().map(|over| over.why.raw().to_owned()));
    Ok(wanted.means(&order_of(row), &words.join("\n")))
}

/// Whether a row has no text of its own any more, or never had one.
fn is_bare(row: &OutboxRow) -> bool {
    let bare = |step: &StepRow| {
        step.step == step.step.without_texts()
            && step.error.as_ref().is_none_or(|error| error == PURGED)
    };
    row.steps.iter().all(bare)
        && row.handed_over.as_ref().is_none_or(|over| over.why.raw() == PURGED)
}

/// What lies beside the entries of a row, or beside those of none, with when and the text.
fn beside(
    look: &Transaction<'_>,
    row: Option<&OutboxRow>,
) -> Result<Vec<(Beside, i64, String)>, Trouble> {
    let of_row = "SELECT number, shop, order_id, at, body FROM journal JOIN payloads USING (number)
         WHERE shop = ?1 AND order_id = ?2 AND row_id = ?3";
    let of_none =
        "SELECT number, shop, order_id, at, body FROM payloads JOIN journal USING (number)
         WHERE row_id IS NULL";
    let mut question = look.prepare_cached(if row.is_some() { of_row } else { of_none })?;
    let mut answers = match row {
        Some(row) => question.query((row.shop.as_str(), row.order.as_str(), row.id.to_string()))?,
        None => question.query([])?,
    };
    let mut found = Vec::new();
    while let Some(answer) = answers.next()? {
        let order = PurgedOrder {
            shop: ShopId::new(answer.get::<_, String>(1)?),
            id: OrderId::new(answer.get::<_, String>(2)?),
        };
        let beside = Beside { number: answer.get(0)?, order };
        found.push((beside, answer.get(3)?, answer.get(4)?));
    }
    Ok(found)
}

fn wipe_steps(change: &Transaction<'_>, row: &OutboxRow) -> Result<(), Trouble> {
    let mut wipe = change.prepare_cached(
        "UPDATE steps SET step = ?3, error = CASE WHEN error IS NULL THEN NULL ELSE ?4 END
         WHERE row_id = ?1 AND place = ?2",
    )?;
    for step in &row.steps {
        wipe.execute((
            row.id.to_string(),
            step.place,
            to_json(&step.step.without_texts())?,
            PURGED,
        ))?;
    }
    change
        .prepare_cached(
            "UPDATE outbox SET handed_over = json_set(handed_over, '$.why', ?2)
             WHERE id = ?1 AND handed_over IS NOT NULL",
        )?
        .execute((row.id.to_string(), PURGED))?;
    Ok(())
}

/// Refuses to let a row go on whose texts are gone: what is left must not be sent.
pub(super) fn refuse_purged(row: &OutboxRow) -> Result<(), Trouble> {
    for step in &row.steps {
        if step.error.as_deref() == Some(PURGED) || to_json(&step.step)?.contains(PURGED) {
            let (verb, name) = (row.verb.word(), &row.order_name);
            let words = format!("the texts of the {verb} of {name} were purged");
            return Err(Fault::new(Kind::State, words)
                .hint("plan it anew; the old row only says that it was")
                .into());
        }
    }
    Ok(())
}
