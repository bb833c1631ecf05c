//! Ledgers that earlier programs wrote, opened by this one.
//!
//! The files in `earlier/` are what a program of that version really wrote (nine orders, seven
//! plans in every state, ticks, a look-up), told as SQL. A new version of the ledger adds the
//! file of the one before it; `every_version_before_this_one_is_tried` asks for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

use crate::domain::{OrderId, OutboxRow, RowState, ShopId, StepState, SystemIds, Timestamp, Verb};
use crate::ledger::migrations::STEPS;
use crate::ledger::testing::{noon, raw, sam};
use crate::ledger::{Case, Event, Ledger, Which};
use crate::policy::ChecklistStep;

/// What an earlier program left behind.
struct Earlier {
    version: i64,
    name: &'static str,
    sql: &'static str,
}

/// All of them, oldest first. Version 1 was written for half an hour without its last column.
const EARLIER: &[Earlier] = &[
    Earlier { version: 1, name: "1, at first", sql: include_str!("earlier/1-at-first.sql") },
    Earlier { version: 1, name: "1", sql: include_str!("earlier/1.sql") },
    Earlier { version: 2, name: "2", sql: include_str!("earlier/2.sql") },
];

fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap()
}

impl Earlier {
    /// Its file, in a folder of its own, as it lay there before this program came.
    fn file(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        raw(folder.path()).execute_batch(self.sql).unwrap();
        assert_eq!(version(&folder.path().join("ledger.sqlite")), self.version, "{}", self.name);
        folder
    }
}

fn open(folder: &Path) -> Ledger {
    Ledger::open(folder, std::sync::Arc::new(SystemIds), noon()).unwrap()
}

fn version(file: &Path) -> i64 {
    let look = Connection::open(file).unwrap();
    look.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

/// A row of a table: its columns by name.
type Line = BTreeMap<String, Value>;

/// Everything in a file, table by table, in an order that does not hang on where it lies.
fn content(file: &Path) -> BTreeMap<String, Vec<Line>> {
    let look = Connection::open(file).unwrap();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'this_is_a_copy'";
    let names: Vec<String> = look
        .prepare(tables)
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    names.into_iter().map(|name| (name.clone(), lines(&look, &name))).collect()
}

fn lines(look: &Connection, table: &str) -> Vec<Line> {
    let mut question = look.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
    let columns: Vec<String> = question.column_names().map(str::to_owned).collect();
    let line = |row: &rusqlite::Row<'_>| {
        let cells = columns.iter().enumerate();
        cells.map(|(place, name)| Ok((name.clone(), row.get(place)?))).collect()
    };
    question.query_map([], line).unwrap().map(Result::unwrap).collect()
}

/// The tables with their columns, and the indexes and triggers.
fn shape(file: &Path) -> Vec<(String, String)> {
    let look = Connection::open(file).unwrap();
    let mut found: Vec<(String, String)> = look
        .prepare("SELECT type || ' ' || name, name FROM sqlite_schema ORDER BY 1")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (_, told) in &mut found {
        let about = format!(
            "SELECT coalesce(group_concat(name || ' ' || type || ' ' || \"notnull\" || ' ' || pk), '')
             FROM (SELECT * FROM pragma_table_info('{told}') ORDER BY name)"
        );
        *told = look.query_row(&about, [], |row| row.get(0)).unwrap();
    }
    found
}

/// Whether every line of before is there, with what it said; new columns may stand beside it.
fn holds_all(before: &BTreeMap<String, Vec<Line>>, after: &BTreeMap<String, Vec<Line>>) {
    for (table, lines) in before {
        let kept = &after[table];
        assert_eq!(kept.len(), lines.len(), "{table}");
        for (line, kept) in lines.iter().zip(kept) {
            assert!(line.iter().all(|(name, cell)| kept[name] == *cell), "{table}: {kept:?}");
        }
    }
}

fn backups(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("backups")).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn shop() -> ShopId {
    ShopId::new("gid://shopify/Shop/1")
}

fn rows(ledger: &Ledger) -> Vec<OutboxRow> {
    let mut rows = ledger.rows(&shop(), &Which::All).unwrap();
    rows.sort_by_key(|row| row.order.as_str().to_owned());
    rows
}

#[test]
fn every_version_before_this_one_is_tried() {
    for version in 1..newest() {
        assert!(EARLIER.iter().any(|earlier| earlier.version == version), "version {version}");
    }
}

#[test]
fn an_earlier_ledger_opens_with_everything_that_was_in_it() {
    for earlier in EARLIER {
        let folder = earlier.file();
        let file = folder.path().join("ledger.sqlite");
        let before = content(&file);
        assert!(before["journal"].len() >= 20 && before["steps"].len() >= 10, "{}", earlier.name);

        let ledger = open(folder.path());

        let verified = ledger.verify().unwrap();
        let journal = u64::try_from(before["journal"].len()).unwrap();
        assert_eq!((verified.rows, verified.first_bad), (journal, None), "{}", earlier.name);
        holds_all(&before, &content(&file));
        assert_eq!(version(&file), newest(), "{}", earlier.name);
        let fresh = tempfile::tempdir().unwrap();
        drop(open(fresh.path()));
        assert_eq!(shape(&file), shape(&fresh.path().join("ledger.sqlite")), "{}", earlier.name);
    }
}

#[test]
fn what_an_earlier_program_recorded_is_read_as_it_was_meant() {
    use StepState::{Confirmed, Failed, Skipped, Unknown, Waiting};
    let plans: [(Verb, RowState, &[StepState]); 7] = [
        (Verb::Cancel, RowState::Confirmed, &[Confirmed, Confirmed]),
        (Verb::Refund, RowState::Unknown, &[Unknown]),
        (Verb::Release, RowState::Stopped, &[Confirmed, Failed]),
        (Verb::Tag, RowState::Staged, &[Waiting, Waiting]),
        (Verb::Refund, RowState::Dropped, &[Waiting]),
        (Verb::Hold, RowState::Confirmed, &[Confirmed]),
        (Verb::Untag, RowState::Confirmed, &[Skipped, Confirmed]),
    ];
    for earlier in EARLIER {
        let folder = earlier.file();
        let ledger = open(folder.path());

        let found = rows(&ledger);
        assert_eq!(found.len(), plans.len(), "{}", earlier.name);
        for (row, (verb, state, steps)) in found.iter().zip(plans) {
            let stand: Vec<StepState> = row.steps.iter().map(|step| step.state).collect();
            assert_eq!((row.verb, row.state, &*stand), (verb, state, steps), "{}", earlier.name);
            assert_eq!(ledger.findings_of(row.id).unwrap().len(), 1, "{}", earlier.name);
        }
        let shop = shop();
        let case = |id: &str| ledger.case(Case { shop: &shop, order: &OrderId::new(id) }).unwrap();
        let decided = case("1").decided.unwrap();
        assert_eq!((decided.verb, &*decided.by), (Verb::Cancel, "Sam"));
        assert_eq!(decided.holds_then, ["hold-9"]);
        let friday = Timestamp::parse("2026-11-27T17:00:00Z").unwrap();
        assert_eq!(case("6").decide_by, Some(friday));
        assert!(case("9").first_seen.is_some());
        let looked = OrderId::new("8");
        let looked = Case { shop: &shop, order: &looked };
        let ticks: Vec<_> = ledger.ticks(looked).unwrap().iter().map(|tick| tick.step).collect();
        assert_eq!(ticks, [ChecklistStep::CrossCheck]);
        assert_eq!(ledger.opened(looked).unwrap().len(), 1);
        let journal = ledger.journal(&shop, Some(looked.order)).unwrap();
        let events: Vec<Event> = journal.iter().map(|entry| entry.facts.event).collect();
        assert_eq!(events, [Event::Ticked, Event::Ticked, Event::Unticked, Event::Opened]);
    }
}

#[test]
fn work_that_an_earlier_program_left_open_goes_on() {
    for earlier in EARLIER {
        let folder = earlier.file();
        let ledger = open(folder.path());
        let found = rows(&ledger);
        let (stopped, staged) = (found[2].id, found[3].id);

        let woken = ledger.retry(stopped, None, sam(noon())).unwrap();
        let gone = ledger.take_back(staged, noon()).unwrap();

        assert_eq!(woken.steps[1].state, StepState::Waiting, "{}", earlier.name);
        assert_eq!(gone.state, RowState::Dropped, "{}", earlier.name);
        let good = ledger.good_revisions(&woken).unwrap();
        assert_eq!(good[0].as_str(), "after-3", "{}: where its first step left it", earlier.name);
        assert_eq!(ledger.verify().unwrap().first_bad, None, "{}", earlier.name);
    }
}

#[test]
fn the_backup_before_a_migration_gives_the_earlier_ledger_back() {
    for earlier in EARLIER {
        let folder = earlier.file();
        let before = content(&folder.path().join("ledger.sqlite"));

        drop(open(folder.path()));

        let made = backups(folder.path());
        if earlier.version == newest() {
            assert_eq!(made, [] as [PathBuf; 0], "{}: nothing was migrated", earlier.name);
            continue;
        }
        let [backup] = &made[..] else { panic!("{}: {made:?}", earlier.name) };
        let named = backup.file_name().unwrap().to_string_lossy();
        assert!(named.starts_with(&format!("ledger-v{}-", earlier.version)), "{named}");
        assert_eq!(version(backup), earlier.version, "{}", earlier.name);
        assert_eq!(content(backup), before, "{}", earlier.name);

        let restored = tempfile::tempdir().unwrap();
        fs::copy(backup, restored.path().join("ledger.sqlite")).unwrap();
        let ledger = open(restored.path());
        assert_eq!(ledger.verify().unwrap().first_bad, None, "{}", earlier.name);
        let (then, now) = (before["outbox"].len(), rows(&ledger));
        assert_eq!(now.len(), then, "{}", earlier.name);
        let open = now.iter().filter(|row| row.state.is_open());
        assert!(open.clone().count() >= 3, "{}", earlier.name);
        for row in open {
            assert!(row.state.wants_a_person(), "{}: it may have been sent since", earlier.name);
        }
    }
}

#[test]
fn a_migration_without_room_for_its_backup_leaves_the_earlier_ledger_alone() {
    for earlier in EARLIER.iter().filter(|earlier| earlier.version < newest()) {
        let folder = earlier.file();
        let file = folder.path().join("ledger.sqlite");
        let before = content(&file);
        fs::write(folder.path().join("backups"), "no folder").unwrap();

        let fault =
            Ledger::open(folder.path(), std::sync::Arc::new(SystemIds), noon()).unwrap_err();

        assert!(fault.message().contains("backups"), "{}", fault.full_message());
        assert_eq!((version(&file), content(&file)), (earlier.version, before), "{}", earlier.name);
    }
}

#[test]
fn a_ledger_of_the_next_version_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    let file = folder.path().join("ledger.sqlite");
    raw(folder.path()).pragma_update(None, "user_version", newest() + 1).unwrap();
    let before = content(&file);

    let fault = Ledger::open(folder.path(), std::sync::Arc::new(SystemIds), noon()).unwrap_err();

    let told = format!("version {}, and this program knows {}", newest() + 1, newest());
    assert!(fault.message().contains(&told), "{fault}");
    assert!(fault.remedy().unwrap().contains("newer unhold"), "{fault:?}");
    assert_eq!((version(&file), content(&file)), (newest() + 1, before));
    assert_eq!(backups(folder.path()), [] as [PathBuf; 0]);
}
