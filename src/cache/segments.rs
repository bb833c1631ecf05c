//! Search keys on disk: sorted runs of (hash, order) pairs, packed into blocks.
//!
//! Keys are hashes and so lie all over a table. In a B-tree a million orders cost a quarter
//! of a gigabyte and a seek per key; sorted and written as differences, six bytes per key and
//! one write per block. A large page becomes a run of its own, small ones collect in a
//! table; runs of about the same size are merged, as they grow, into one.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use rusqlite::{Connection, params};

use super::snag::Snag;

/// One key of one order: the key's hash above, the order's row below. Sorted, all orders of
/// a key stand together, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry(u64);

const ROW_BITS: u32 = 28;
/// Bits of a hash that are kept; two keys of ten million meet once in two thousand questions.
const HASH_BITS: u32 = 35;
const SEGMENT_AT: u32 = 57;
const NUMBER_BITS: u32 = SEGMENT_AT - HASH_BITS;
const LAST_SEGMENT: i64 = 62;

/// Three blocks fill one page of the file.
const BLOCK_BYTES: usize = 1_320;
/// Runs of one size are merged when there are so many.
const ALIKE: usize = 16;
/// Entries of small pages that wait in the table.
const MOST_WAITING: i64 = 20_000;
/// Blocks that a merge reads at once from each run.
const READ_AHEAD: i64 = 32;

impl Entry {
    /// `None` past the number of orders that entries can tell apart.
    pub(super) fn new(hash: u64, row: i64) -> Option<Self> {
        let row = u64::try_from(row).ok().filter(|row| *row < 1 << ROW_BITS)?;
        Some(Self(cut(hash) << ROW_BITS | row))
    }

    fn hash(self) -> u64 {
        self.0 >> ROW_BITS
    }

    fn row(self) -> i64 {
        (self.0 & ((1 << ROW_BITS) - 1)).cast_signed()
    }
}

fn cut(hash: u64) -> u64 {
    hash & ((1 << HASH_BITS) - 1)
}

/// Adds the keys of a page. `entries` need not be sorted.
pub(super) fn add(connection: &Connection, mut entries: Vec<Entry>, way: Way) -> Result<(), Snag> {
    entries.sort_unstable();
    entries.dedup();
    if way == Way::Run {
        write_run(connection, entries.into_iter().map(Ok))?;
        return merge_alike(connection);
    }
    let mut put =
        connection.prepare_cached("INSERT OR IGNORE INTO link_waiting (entry) VALUES (?1)")?;
    for entry in entries {
        put.execute([entry.0.cast_signed()])?;
    }
    Ok(())
}

/// How the keys of a page are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Into the table of those that wait.
    Waiting,
    /// As a run of their own.
    Run,
}

/// Makes a run of what waits, when that has become much.
pub(super) fn settle(connection: &Connection) -> Result<(), Snag> {
    let waiting = connection
        .prepare_cached("SELECT count(*) FROM link_waiting")?
        .query_row([], |row| row.get::<_, i64>(0))?;
    if waiting > MOST_WAITING { flush(connection) } else { Ok(()) }
}

fn flush(connection: &Connection) -> Result<(), Snag> {
    let entries = take_waiting(connection)?;
    if !entries.is_empty() {
        write_run(connection, entries.into_iter().map(Ok))?;
        merge_alike(connection)?;
    }
    Ok(())
}

fn take_waiting(connection: &Connection) -> Result<Vec<Entry>, Snag> {
    let mut all = connection.prepare_cached("SELECT entry FROM link_waiting ORDER BY entry")?;
    let entries = all.query_map([], |row| Ok(Entry(row.get::<_, i64>(0)?.cast_unsigned())))?;
    let entries = entries.collect::<Result<_, _>>()?;
    connection.prepare_cached("DELETE FROM link_waiting")?.execute([])?;
    Ok(entries)
}

/// Merges until a question has two runs to look through at most: all into one when the
/// small ones have come to an eighth of the largest, else the small ones.
pub(super) fn tidy(connection: &Connection) -> Result<(), Snag> {
    let runs = runs(connection)?;
    let Some(largest) = runs.iter().max_by_key(|run| run.entries) else {
        return Ok(());
    };
    let small: Vec<Run> = runs.iter().copied().filter(|run| run.number != largest.number).collect();
    let in_small: i64 = small.iter().map(|run| run.entries).sum();
    let chosen = if in_small * 8 > largest.entries { &runs } else { &small };
    if chosen.len() > 1 { merge(connection, chosen, |_| true) } else { Ok(()) }
}

/// Puts the newest orders of a key into `found`, at most `most`, without `except`; says how
/// many orders the key has in all.
pub(super) fn find(
    connection: &Connection,
    (runs, except): (&Runs, Option<i64>),
    (hash, most): (u64, usize),
    found: &mut Vec<i64>,
) -> Result<usize, Snag> {
    let hash = cut(hash);
    let at = found.len();
    if runs.waits {
        waiting(connection, hash, found)?;
    }
    for run in &runs.sorted {
        rows_of_run(connection, (run.number, hash), found)?;
    }
    let mut new = found.split_off(at);
    // What waits may be newer or older than a run, or stand in it too.
    new.sort_unstable_by_key(|row| Reverse(*row));
    new.dedup();
    new.retain(|row| Some(*row) != except);
    let count = new.len();
    found.extend(new.into_iter().take(most));
    Ok(count)
}

fn waiting(connection: &Connection, hash: u64, found: &mut Vec<i64>) -> Result<(), Snag> {
    let mut find = connection
        .prepare_cached("SELECT entry FROM link_waiting WHERE entry BETWEEN ?1 AND ?2")?;
    let (first, last) = (hash << ROW_BITS, ((hash + 1) << ROW_BITS) - 1);
    let mut entries = find.query([first.cast_signed(), last.cast_signed()])?;
    while let Some(entry) = entries.next()? {
        found.push(Entry(entry.get::<_, i64>(0)?.cast_unsigned()).row());
    }
    Ok(())
}

fn rows_of_run(
    connection: &Connection,
    (run, hash): (i64, u64),
    found: &mut Vec<i64>,
) -> Result<(), Snag> {
    let mut find = connection.prepare_cached(
        "SELECT entries FROM link_block WHERE place BETWEEN ?1 AND ?2 ORDER BY place DESC",
    )?;
    let mut blocks = find.query([place(run, 0, 0), place(run, hash, (1 << NUMBER_BITS) - 1)])?;
    while let Some(block) = blocks.next()? {
        let bytes = block.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        if rows_of_block(bytes, hash, found)? {
            break;
        }
    }
    Ok(())
}

/// Reads the orders of a key from a block; says whether the block begins with smaller keys,
/// so that no block before it has any.
fn rows_of_block(bytes: &[u8], hash: u64, found: &mut Vec<i64>) -> Result<bool, Snag> {
    let mut begins_earlier = false;
    for entry in Entries::of(bytes) {
        let entry = entry?;
        match entry.hash().cmp(&hash) {
            std::cmp::Ordering::Less => begins_earlier = true,
            std::cmp::Ordering::Equal => found.push(entry.row()),
            std::cmp::Ordering::Greater => break,
        }
    }
    Ok(begins_earlier)
}

/// A sorted run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    number: i64,
    entries: i64,
}

/// Where keys lie at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Runs {
    sorted: Vec<Run>,
    /// Whether keys of small pages wait beside the runs.
    waits: bool,
}

/// Where keys lie; asked once for all keys of a question.
pub(super) fn places(connection: &Connection) -> Result<Runs, Snag> {
    let waits = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM link_waiting)")?
        .query_row([], |row| row.get(0))?;
    Ok(Runs { sorted: runs(connection)?, waits })
}

/// All runs there are.
fn runs(connection: &Connection) -> Result<Vec<Run>, Snag> {
    let mut all = connection
        .prepare_cached("SELECT run, entries FROM link_run ORDER BY entries DESC, run")?;
    let runs = all.query_map([], |row| Ok(Run { number: row.get(0)?, entries: row.get(1)? }))?;
    Ok(runs.collect::<Result<_, _>>()?)
}

/// Takes all keys of orders out, and whatever waits into a run.
pub(super) fn forget(connection: &Connection, gone: &HashSet<i64>) -> Result<(), Snag> {
    let entries = take_waiting(connection)?;
    write_run(connection, entries.into_iter().map(Ok))?;
    merge(connection, &runs(connection)?, |entry| !gone.contains(&entry.row()))
}

fn merge_alike(connection: &Connection) -> Result<(), Snag> {
    let runs = runs(connection)?;
    let size = |run: &Run| run.entries.max(1).ilog2() / ALIKE.ilog2();
    for smallest in runs.iter().rev() {
        let alike: Vec<Run> =
            runs.iter().copied().filter(|run| size(run) == size(smallest)).collect();
        if alike.len() >= ALIKE {
            return merge(connection, &alike, |_| true);
        }
    }
    Ok(())
}

fn merge(connection: &Connection, runs: &[Run], stays: impl Fn(Entry) -> bool) -> Result<(), Snag> {
    let mut readers: Vec<Reader<'_>> =
        runs.iter().map(|run| Reader::new(connection, run.number)).collect();
    let mut heads = BinaryHeap::with_capacity(readers.len());
    for (at, reader) in readers.iter_mut().enumerate() {
        heads.extend(reader.next().transpose()?.map(|entry| Reverse((entry, at))));
    }
    let mut last = None;
    let merged = std::iter::from_fn(|| {
        loop {
            let mut head = heads.peek_mut()?;
            let Reverse((entry, at)) = *head;
            match readers.get_mut(at).and_then(Iterator::next) {
                Some(Ok(next)) => *head = Reverse((next, at)),
                Some(Err(snag)) => return Some(Err(snag)),
                None => drop(std::collections::binary_heap::PeekMut::pop(head)),
            }
            if last.replace(entry) != Some(entry) && stays(entry) {
                return Some(Ok(entry));
            }
        }
    });
    write_run(connection, merged)?;
    let mut forget = connection.prepare_cached("DELETE FROM link_run WHERE run = ?1")?;
    runs.iter().try_for_each(|run| forget.execute([run.number]).map(|_| ()))?;
    Ok(())
}

/// Reads a run from its beginning and removes what it has read, so that the pages serve
/// for the run that is being written.
struct Reader<'a> {
    connection: &'a Connection,
    run: i64,
    ready: std::vec::IntoIter<Entry>,
}

impl<'a> Reader<'a> {
    fn new(connection: &'a Connection, run: i64) -> Self {
        Self { connection, run, ready: Vec::new().into_iter() }
    }

    fn read_ahead(&mut self) -> Result<(), Snag> {
        let mut next = self.connection.prepare_cached(
            "SELECT place, entries FROM link_block WHERE place BETWEEN ?1 AND ?2
             ORDER BY place LIMIT ?3",
        )?;
        let (first, past) = (place(self.run, 0, 0), place(self.run + 1, 0, 0));
        let mut blocks = next.query([first, past - 1, READ_AHEAD])?;
        let mut ready = Vec::new();
        let mut last = None;
        while let Some(block) = blocks.next()? {
            last = Some(block.get::<_, i64>(0)?);
            let bytes = block.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            for entry in Entries::of(bytes) {
                ready.push(entry?);
            }
        }
        drop(blocks);
        if let Some(last) = last {
            self.connection
                .prepare_cached("DELETE FROM link_block WHERE place BETWEEN ?1 AND ?2")?
                .execute([first, last])?;
        }
        self.ready = ready.into_iter();
        Ok(())
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Entry, Snag>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(entry) = self.ready.next() {
            return Some(Ok(entry));
        }
        match self.read_ahead() {
            Ok(()) => self.ready.next().map(Ok),
            Err(snag) => Some(Err(snag)),
        }
    }
}

/// Where a block lies: its run, the hash it begins with, and its number among those that
/// begin with this hash.
fn place(run: i64, hash: u64, number: u64) -> i64 {
    run << SEGMENT_AT | (hash << NUMBER_BITS | number).cast_signed()
}

fn write_run(
    connection: &Connection,
    entries: impl Iterator<Item = Result<Entry, Snag>>,
) -> Result<(), Snag> {
    let taken: Vec<i64> = runs(connection)?.iter().map(|run| run.number).collect();
    let free = (0..=LAST_SEGMENT).find(|number| !taken.contains(number));
    let mut to = Writing { connection, run: free.unwrap_or(LAST_SEGMENT), block: None, entries: 0 };
    for entry in entries {
        to.put(entry?)?;
    }
    to.end()
}

/// A run while it is written.
struct Writing<'a> {
    connection: &'a Connection,
    run: i64,
    block: Option<Block>,
    entries: i64,
}

struct Block {
    first: Entry,
    last: Entry,
    number: u64,
    bytes: Vec<u8>,
}

impl Writing<'_> {
    fn put(&mut self, entry: Entry) -> Result<(), Snag> {
        self.entries += 1;
        if let Some(block) = &mut self.block
            && block.bytes.len() < BLOCK_BYTES - 10
        {
            put_number(&mut block.bytes, entry.0.wrapping_sub(block.last.0));
            block.last = entry;
            return Ok(());
        }
        let before = self.block.take();
        let number = before
            .as_ref()
            .filter(|before| before.first.hash() == entry.hash())
            .map_or(0, |before| before.number + 1);
        if let Some(before) = before {
            self.write(&before)?;
        }
        let mut bytes = Vec::with_capacity(BLOCK_BYTES);
        put_number(&mut bytes, entry.0);
        self.block = Some(Block { first: entry, last: entry, number, bytes });
        Ok(())
    }

    fn write(&self, block: &Block) -> Result<(), Snag> {
        self.connection
            .prepare_cached("INSERT INTO link_block (place, entries) VALUES (?1, ?2)")?
            .execute(params![place(self.run, block.first.hash(), block.number), block.bytes])?;
        Ok(())
    }

    fn end(mut self) -> Result<(), Snag> {
        if let Some(block) = self.block.take() {
            self.write(&block)?;
        }
        self.connection
            .prepare_cached("INSERT INTO link_run (run, entries) VALUES (?1, ?2)")?
            .execute([self.run, self.entries])?;
        Ok(())
    }
}

/// Seven bits a byte, lowest first.
fn put_number(bytes: &mut Vec<u8>, number: u64) {
    let mut left = number;
    while left >= 0x80 {
        bytes.push((left & 0x7f) as u8 | 0x80);
        left >>= 7;
    }
    bytes.push((left & 0x7f) as u8);
}

/// The entries of a block.
struct Entries<'a> {
    bytes: &'a [u8],
    last: u64,
}

impl<'a> Entries<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, last: 0 }
    }
}

impl Iterator for Entries<'_> {
    type Item = Result<Entry, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut number = 0;
        let mut shift = 0;
        let mut left = self.bytes.iter();
        loop {
            let Some(byte) = left.next() else {
                return (shift > 0).then(|| {
                    self.bytes = &[];
                    Err(Damaged)
                });
            };
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        self.bytes = left.as_slice();
        self.last = self.last.wrapping_add(number);
        Some(Ok(Entry(self.last)))
    }
}

/// A block that ends in the middle of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Damaged;

impl From<Damaged> for Snag {
    fn from(_: Damaged) -> Self {
        Self::Packed
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    fn tables() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        crate::cache::schema::migrate(&mut connection).unwrap();
        connection
    }

    fn first(connection: &Connection, hash: u64, most: usize) -> (Vec<i64>, usize) {
        let mut found = Vec::new();
        let runs = places(connection).unwrap();
        let count = find(connection, (&runs, None), (hash, most), &mut found).unwrap();
        (found, count)
    }

    fn all(connection: &Connection, hash: u64) -> Vec<i64> {
        first(connection, hash, usize::MAX).0
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn every_key_finds_its_orders_newest_first_whatever_was_merged_meanwhile(
            pages in prop::collection::vec(
                (any::<bool>(), prop::collection::vec((0_u64..60, 0_i64..4_000), 1..200)), 1..40
            ),
            tidied in any::<bool>(),
        ) {
            let connection = tables();
            let mut expected: BTreeMap<u64, BTreeSet<i64>> = BTreeMap::new();
            for (large, page) in pages {
                for (hash, row) in &page {
                    expected.entry(*hash).or_default().insert(*row);
                }
                let entries = page.iter().filter_map(|(hash, row)| Entry::new(*hash, *row));
                let way = if large { Way::Run } else { Way::Waiting };
                add(&connection, entries.collect(), way).unwrap();
            }
            if tidied {
                flush(&connection).unwrap();
                tidy(&connection).unwrap();
                prop_assert!(runs(&connection).unwrap().len() <= 2);
            }

            for (hash, rows) in expected {
                let newest_first: Vec<i64> = rows.into_iter().rev().collect();
                prop_assert_eq!(all(&connection, hash), newest_first);
            }
        }
    }

    #[test]
    fn a_key_of_many_blocks_gives_its_newest_orders() {
        let connection = tables();
        let entries = |hash, rows: std::ops::Range<i64>| {
            rows.filter_map(move |row| Entry::new(hash, row)).collect::<Vec<_>>()
        };
        let mut page = entries(7, 0..20_000);
        page.extend(entries(6, 0..3));
        page.extend(entries(8, 0..3));

        add(&connection, page, Way::Run).unwrap();

        assert_eq!(first(&connection, 7, 3), (vec![19_999, 19_998, 19_997], 20_000));
        assert_eq!(all(&connection, 7).len(), 20_000);
        assert_eq!(all(&connection, 6), [2, 1, 0]);
        assert_eq!(all(&connection, 8), [2, 1, 0]);
        assert!(all(&connection, 5).is_empty());
    }

    #[test]
    fn merging_keeps_the_number_of_runs_small() {
        let connection = tables();

        for page in 0_u64..300 {
            let entries = (0..50).filter_map(|key| Entry::new(page * 50 + key, 1)).collect();
            add(&connection, entries, Way::Run).unwrap();
        }

        assert!(runs(&connection).unwrap().len() < 32);
        assert!((0..15_000).all(|hash| all(&connection, hash) == [1]));
    }

    #[test]
    fn a_cut_block_is_damage_and_no_panic() {
        let bytes = [0x81];

        assert_eq!(Entries::of(&bytes).collect::<Vec<_>>(), [Err(Damaged)]);
    }
}
