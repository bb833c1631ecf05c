//! The tables, and how an older file becomes one of today.

use rusqlite::{Connection, TransactionBehavior};

use super::keep::keep;
use super::repack::repack;
use super::snag::Snag;

/// Forward only: a file of version n gets all that follow n.
///
/// `row` is one small number per order and shop, shared by all tables, so that a view
/// of the queue is a vector of numbers. The wide bodies stay out of the narrow tables
/// that are scanned. The sort indexes carry `facts`, `total` and `deadline`, so that a
/// filter never touches the table itself. Beginnings of up to three letters have lists of
/// their own in the full-text index: merging those of all the words that begin so takes
/// longer than a key may. Findings are computed, so a change of their table drops them.
const MIGRATIONS: [&str; 4] = [
    "
CREATE TABLE shops (
    shop INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT, currency TEXT, zone TEXT,
    reach_days INTEGER, shown INTEGER NOT NULL DEFAULT 0);
CREATE TABLE marks (
    shop INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (shop, name)) WITHOUT ROWID;
CREATE TABLE reread (
    shop INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (shop, id)) WITHOUT ROWID;
CREATE TABLE order_short (
    row INTEGER PRIMARY KEY, shop INTEGER NOT NULL, id TEXT NOT NULL, bare TEXT NOT NULL,
    updated INTEGER NOT NULL, digest INTEGER NOT NULL, hashes BLOB NOT NULL,
    body BLOB NOT NULL);
CREATE UNIQUE INDEX order_short_id ON order_short (shop, id);
CREATE INDEX order_short_bare ON order_short (shop, bare);
CREATE TABLE link_keys (
    hash INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (hash, row)) WITHOUT ROWID;
CREATE TABLE link_new (
    place INTEGER PRIMARY KEY, hash INTEGER NOT NULL, row INTEGER NOT NULL);
CREATE TABLE order_full (
    row INTEGER PRIMARY KEY, shop INTEGER NOT NULL, revision TEXT NOT NULL,
    read_at INTEGER NOT NULL, digest INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE queue (
    row INTEGER PRIMARY KEY, shop INTEGER NOT NULL, open INTEGER NOT NULL,
    deadline INTEGER NOT NULL, rank INTEGER NOT NULL, placed INTEGER NOT NULL,
    facts INTEGER NOT NULL, total INTEGER NOT NULL, customer_sort TEXT NOT NULL,
    clock INTEGER, verdict INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
    customer TEXT NOT NULL, revision TEXT NOT NULL, score TEXT, provider TEXT NOT NULL,
    currency TEXT NOT NULL, charged INTEGER NOT NULL, charged_currency TEXT NOT NULL,
    why TEXT, words INTEGER NOT NULL, digest INTEGER NOT NULL);
CREATE INDEX queue_clock
    ON queue (shop, open, deadline, rank, placed, facts, total);
CREATE INDEX queue_risk
    ON queue (shop, open, (facts >> 3 & 7) DESC, deadline, placed, facts, total);
CREATE INDEX queue_total
    ON queue (shop, open, total DESC, deadline, facts);
CREATE INDEX queue_newest
    ON queue (shop, open, placed DESC, deadline, facts, total);
CREATE INDEX queue_customer
    ON queue (shop, open, customer_sort, deadline, facts, total);
CREATE TABLE counts (
    shop INTEGER NOT NULL, hour INTEGER NOT NULL, lane INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (shop, hour, lane)) WITHOUT ROWID;
CREATE TABLE findings (
    row INTEGER PRIMARY KEY, shop INTEGER NOT NULL, revision TEXT NOT NULL,
    generation INTEGER NOT NULL, findings BLOB NOT NULL, advice BLOB NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
    text, detail = none, columnsize = 0, tokenize = \"ascii tokenchars '=_'\");
",
    "
ALTER TABLE words RENAME TO words_before;
CREATE VIRTUAL TABLE words USING fts5 (
    text, detail = none, columnsize = 0, prefix = '1 2 3',
    tokenize = \"ascii tokenchars '=_'\");
INSERT INTO words (rowid, text) SELECT rowid, text FROM words_before;
DROP TABLE words_before;
",
    "
DROP TABLE findings;
CREATE TABLE findings (
    row INTEGER PRIMARY KEY, shop INTEGER NOT NULL, revision TEXT NOT NULL,
    basis TEXT NOT NULL, checked INTEGER NOT NULL, findings BLOB NOT NULL,
    advice BLOB NOT NULL);
CREATE TABLE unchecked (
    mark INTEGER PRIMARY KEY AUTOINCREMENT, row INTEGER NOT NULL UNIQUE,
    shop INTEGER NOT NULL, turn INTEGER NOT NULL);
CREATE INDEX unchecked_turn ON unchecked (shop, turn, row);
CREATE TABLE arrived (row INTEGER PRIMARY KEY);
INSERT INTO unchecked (row, shop, turn)
    SELECT row, shop, -placed - (facts >> 13 & 1) * (1 << 50) FROM queue WHERE open = 1;
DELETE FROM marks WHERE name = 'generation';
",
    "
ALTER TABLE order_short RENAME TO order_short_before;
DROP INDEX order_short_id;
DROP INDEX order_short_bare;
CREATE TABLE order_short (
    row INTEGER PRIMARY KEY, shop INTEGER NOT NULL, id TEXT NOT NULL, bare TEXT NOT NULL,
    updated INTEGER NOT NULL, digest INTEGER NOT NULL, print BLOB NOT NULL,
    body BLOB NOT NULL);
CREATE UNIQUE INDEX order_short_id ON order_short (shop, id);
CREATE INDEX order_short_bare ON order_short (shop, bare);
DROP TABLE link_keys;
DROP TABLE link_new;
CREATE TABLE link_waiting (entry INTEGER PRIMARY KEY);
CREATE TABLE link_run (run INTEGER PRIMARY KEY, entries INTEGER NOT NULL);
CREATE TABLE link_block (place INTEGER PRIMARY KEY, entries BLOB NOT NULL);
",
];

/// The version that this program writes.
pub(super) const VERSION: i64 = 4;

/// The step in which orders and their search keys were packed.
const PACKED: i64 = 4;

/// The version of a file; 0 when it is new.
pub(super) fn version(connection: &Connection) -> Result<i64, Snag> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings a file up to today's version, each step in a transaction of its own. Another
/// process may be doing the same: the version is read again inside the transaction.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Snag> {
    for (to, statements) in (1_i64..).zip(MIGRATIONS) {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if version(&step)? < to {
            step.execute_batch(statements)?;
            if to == PACKED {
                repack(&step)?;
            }
            step.pragma_update(None, "user_version", to)?;
            keep(step)?;
        }
    }
    Ok(())
}
