-- Times are milliseconds since 1970 UTC; ids are text; states are their words.

CREATE TABLE cases (
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    decide_by INTEGER,
    decided TEXT,
    PRIMARY KEY (shop, order_id)
) STRICT, WITHOUT ROWID;

-- `number` is the order of staging. `deciding` marks plans of which an order has one at a time.
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    order_name TEXT NOT NULL,
    verb TEXT NOT NULL,
    revision TEXT NOT NULL,
    state TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    staged_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    deciding INTEGER NOT NULL,
    decide_by INTEGER,
    began_by TEXT,
    last_seen TEXT,
    -- What a person saw who let a half-done row go on; the next write must find it.
    seen_again TEXT
) STRICT;
CREATE INDEX outbox_by_order ON outbox (shop, order_id, number);
CREATE INDEX outbox_open ON outbox (state, shop, number)
    WHERE state IN ('staged', 'running', 'stopped', 'unknown');
CREATE INDEX outbox_by_time ON outbox (shop, staged_at);

CREATE TABLE steps (
    row_id TEXT NOT NULL REFERENCES outbox (id),
    place INTEGER NOT NULL,
    system TEXT NOT NULL,
    step TEXT NOT NULL,
    call TEXT NOT NULL,
    state TEXT NOT NULL,
    key TEXT NOT NULL,
    first_sent_at INTEGER,
    last_sent_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    ticket TEXT,
    receipt TEXT,
    error TEXT,
    revision_after TEXT,
    repeat_asked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (row_id, place)
) STRICT, WITHOUT ROWID;

-- Changes of an order's revision that are ours alone: a plan pinned before one of
-- them is still good after it.
CREATE TABLE own_changes (
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (shop, order_id, before, after)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    row_id TEXT,
    facts TEXT NOT NULL,
    digest BLOB,
    before BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX journal_by_order ON journal (shop, order_id, number);
CREATE TRIGGER journal_keeps_its_rows BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_keeps_its_words BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- What may hold personal data lies here, beside the chain, and may be purged.
CREATE TABLE payloads (
    number INTEGER PRIMARY KEY REFERENCES journal (number),
    salt BLOB NOT NULL,
    body TEXT NOT NULL
) STRICT;

-- The end of the chain, so that rows cut off at the end are missed.
CREATE TABLE journal_end (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE ticks (
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    step TEXT NOT NULL,
    ticked_by TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (shop, order_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE look_ups (
    number INTEGER PRIMARY KEY,
    shop TEXT NOT NULL,
    order_id TEXT NOT NULL,
    step TEXT NOT NULL,
    look_up TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX look_ups_by_order ON look_ups (shop, order_id, number);

CREATE TABLE owner (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;
