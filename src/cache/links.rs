//! Search keys: which orders share a name, an address, a computer.
//!
//! Keys are hashes and so lie all over their table. Written one by one, a page of 250
//! orders would touch over a thousand of its pages. Large pages therefore append to a
//! list, and the list is sorted into the table when it is long or when a sync ends;
//! whoever asks meanwhile looks through both.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::entry::{Hub, Key, Linked, LinkedOrder};
use super::hash::Hash;
use super::orders;
use super::snag::Snag;

/// Batches with at least so many orders append to the list.
const MANY: usize = 100;
/// The list is sorted in when it has more entries than there are orders, but neither
/// before the smaller nor after the larger number; a question looks through all of it.
const LIST: i64 = 60_000;
const LONGEST_LIST: i64 = 240_000;

/// How keys are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Into the table.
    Sorted,
    /// To the end of the list.
    Appended,
}

impl Way {
    /// The way for a batch with so many orders.
    pub(super) fn of(orders: usize) -> Self {
        if orders < MANY { Self::Sorted } else { Self::Appended }
    }
}

/// The hash under which a key is kept.
fn key_hash(key: &Key) -> i64 {
    Hash::new().bytes(&[key.kind]).text(&key.text).finish()
}

/// The hashes of an order's keys, each once, as they lie beside the order.
pub(super) fn hashes(keys: &[Key]) -> Vec<u8> {
    let mut hashes: Vec<i64> = keys.iter().map(key_hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect()
}

fn each_hash(hashes: &[u8]) -> impl Iterator<Item = i64> {
    hashes.as_chunks::<8>().0.iter().map(|bytes| i64::from_le_bytes(*bytes))
}

/// Adds the keys of an order.
pub(super) fn add(
    connection: &Connection,
    (row, hashes): (i64, &[u8]),
    way: Way,
) -> Result<(), Snag> {
    let mut put = connection.prepare_cached(match way {
        Way::Sorted => "INSERT OR IGNORE INTO link_keys (hash, row) VALUES (?1, ?2)",
        Way::Appended => "INSERT INTO link_new (hash, row) VALUES (?1, ?2)",
    })?;
    each_hash(hashes).try_for_each(|hash| put.execute([hash, row]).map(|_| ()))?;
    Ok(())
}

/// Removes the keys of an order.
pub(super) fn remove(connection: &Connection, row: i64, hashes: &[u8]) -> Result<(), Snag> {
    sort_in(connection)?;
    let mut drop =
        connection.prepare_cached("DELETE FROM link_keys WHERE hash = ?1 AND row = ?2")?;
    each_hash(hashes).try_for_each(|hash| drop.execute([hash, row]).map(|_| ()))?;
    Ok(())
}

/// Sorts the list into the table.
pub(super) fn sort_in(connection: &Connection) -> Result<(), Snag> {
    if listed(connection)? == 0 {
        return Ok(());
    }
    connection.execute_batch(
        "INSERT OR IGNORE INTO link_keys SELECT hash, row FROM link_new ORDER BY hash, row;
         DELETE FROM link_new;",
    )?;
    Ok(())
}

/// Sorts the list in when it has grown long.
pub(super) fn sort_in_when_many(connection: &Connection) -> Result<(), Snag> {
    let orders: Option<i64> = connection
        .prepare_cached("SELECT max(row) FROM order_short")?
        .query_row([], |row| row.get(0))?;
    let bearable = orders.unwrap_or(0).clamp(LIST, LONGEST_LIST);
    if listed(connection)? > bearable { sort_in(connection) } else { Ok(()) }
}

/// Whether nothing stands in the list.
pub(super) fn is_sorted(connection: &Connection) -> Result<bool, Snag> {
    Ok(listed(connection)? == 0)
}

/// How long the list is; places count from 1 again whenever it was emptied.
fn listed(connection: &Connection) -> Result<i64, Snag> {
    let last: Option<i64> = connection
        .prepare_cached("SELECT max(place) FROM link_new")?
        .query_row([], |row| row.get(0))?;
    Ok(last.unwrap_or(0))
}

/// Other orders that share any of `keys`; at most `most` per key, a key with more is a hub.
pub(super) fn linked(
    connection: &Connection,
    (keys, most): (&[Key], usize),
    except: Option<i64>,
) -> Result<Linked, Snag> {
    let new = in_list(connection, keys)?;
    let mut matched: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    let mut hubs = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        let mut rows = in_table(connection, key_hash(key), most.saturating_add(2))?;
        rows.extend(new.iter().filter(|(place, _)| *place == at).map(|(_, row)| *row));
        rows.sort_unstable();
        rows.dedup();
        rows.retain(|row| Some(*row) != except);
        if rows.len() > most {
            hubs.push(Hub { key: at, at_least: rows.len() });
        }
        for row in rows.into_iter().take(most) {
            matched.entry(row).or_default().push(at);
        }
    }
    let mut orders = Vec::with_capacity(matched.len());
    for (row, matched) in matched {
        orders.extend(orders::short(connection, row)?.map(|order| LinkedOrder { order, matched }));
    }
    Ok(Linked { orders, hubs })
}

/// Rows that share keys with one, those that share most first; keys of more than `most`
/// orders are left out. The list must be sorted in.
pub(super) fn sharing(connection: &Connection, row: i64, most: usize) -> Result<Vec<i64>, Snag> {
    let mut find = connection.prepare_cached("SELECT hashes FROM order_short WHERE row = ?1")?;
    let own: Option<Vec<u8>> = find.query_row([row], |found| found.get(0)).optional()?;
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    for hash in each_hash(&own.unwrap_or_default()) {
        let rows = in_table(connection, hash, most.saturating_add(1))?;
        if rows.len() <= most {
            for other in rows.into_iter().filter(|other| *other != row) {
                *shared.entry(other).or_default() += 1;
            }
        }
    }
    let mut shared: Vec<(i64, usize)> = shared.into_iter().collect();
    shared.sort_by_key(|(_, keys)| Reverse(*keys));
    Ok(shared.into_iter().map(|(other, _)| other).collect())
}

fn in_table(connection: &Connection, hash: i64, most: usize) -> Result<Vec<i64>, Snag> {
    let mut find =
        connection.prepare_cached("SELECT row FROM link_keys WHERE hash = ?1 LIMIT ?2")?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = find.query_map([hash, most], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Which of the keys stand in the list, with their rows.
fn in_list(connection: &Connection, keys: &[Key]) -> Result<Vec<(usize, i64)>, Snag> {
    let hashes: Vec<i64> = keys.iter().map(key_hash).collect();
    let mut look = connection.prepare_cached("SELECT hash, row FROM link_new")?;
    let mut rows = look.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let hash: i64 = row.get(0)?;
        for (at, _) in hashes.iter().enumerate().filter(|(_, one)| **one == hash) {
            found.push((at, row.get(1)?));
        }
    }
    Ok(found)
}
