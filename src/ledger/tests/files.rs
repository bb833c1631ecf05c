use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rusqlite::Connection;

use crate::domain::{SystemIds, Verb};
use crate::ledger::Ledger;
use crate::ledger::files::Files;
use crate::ledger::migrations::{STEPS, migrate};
use crate::ledger::testing::{Desk, noon, note, plan, shop};

fn open(folder: &Path) -> Result<Ledger, crate::domain::Fault> {
    Ledger::open(folder, std::sync::Arc::new(SystemIds), noon())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn everything_is_private_from_creation_on() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("deep").join("unhold");

    let ledger = open(&folder).unwrap();
    ledger.sight(&shop(), &[crate::domain::OrderId::new("1")], noon()).unwrap();
    let backup = ledger.back_up(noon()).unwrap();
    let owner = ledger.own(noon()).unwrap();

    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(backup.parent().unwrap()), 0o700);
    for file in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "outbox.lock"] {
        assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
    }
    assert_eq!(mode(&backup), 0o600);
    drop(owner);
}

#[test]
fn a_damaged_ledger_is_refused_with_the_backup_to_restore() {
    let desk = Desk::new();
    desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let backup = desk.ledger.back_up(noon()).unwrap();
    let Desk { folder, ledger, .. } = desk;
    drop(ledger);
    let path = folder.path().join("ledger.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    for byte in bytes.iter_mut().skip(4096) {
        *byte = 0xa5;
    }
    fs::write(&path, &bytes).unwrap();

    let fault = open(folder.path()).unwrap_err();

    assert!(fault.message().contains("damaged"), "{fault}");
    assert!(fault.remedy().unwrap().contains(&backup.display().to_string()));
    assert_eq!(fs::read(&path).unwrap(), bytes, "nothing was written over it");
    fs::copy(&backup, &path).unwrap();
    assert_eq!(open(folder.path()).unwrap().counts(&shop()).unwrap().staged, 1);
}

#[test]
fn the_refusals_own_commands_bring_the_newest_backup_back() {
    let desk = Desk::new();
    desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    desk.ledger.back_up_daily(noon()).unwrap().unwrap();
    let Desk { folder, ledger, .. } = desk;
    drop(ledger);
    let path = folder.path().join("ledger.sqlite");
    fs::write(&path, "no ledger").unwrap();
    fs::write(folder.path().join("ledger.sqlite-wal"), "of the damaged one").unwrap();

    let fault = open(folder.path()).unwrap_err();
    let hint = fault.remedy().unwrap();
    let commands = hint.split_once("with: ").unwrap().1.split_once("; what").unwrap().0;
    let ended = std::process::Command::new("sh").args(["-c", commands]).status().unwrap();

    assert!(ended.success(), "{commands}");
    assert_eq!(open(folder.path()).unwrap().counts(&shop()).unwrap().staged, 1);
    let aside = fs::read(folder.path().join("damaged/ledger.sqlite")).unwrap();
    assert_eq!(aside, b"no ledger", "the damaged file is kept");
}

#[test]
fn each_day_has_one_backup_and_a_week_of_them_is_kept() {
    let desk = Desk::new();
    assert_eq!(desk.ledger.back_up_daily(noon()).unwrap(), None, "nothing was recorded yet");
    desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let migration = desk.ledger.back_up(noon().plus_seconds(-90 * 86_400)).unwrap();

    let made: Vec<_> = (0..9)
        .map(|day| noon().plus_seconds(day * 86_400))
        .map(|now| desk.ledger.back_up_daily(now).unwrap().unwrap())
        .collect();

    let again = desk.ledger.back_up_daily(noon().plus_seconds(8 * 86_400 + 60)).unwrap();
    assert_eq!(again, None, "the day has one");
    let left: Vec<bool> = made.iter().map(|path| path.exists()).collect();
    assert_eq!(left, [false, false, true, true, true, true, true, true, true]);
    assert!(migration.exists(), "what was copied before a migration stays");
    let newest = made.last().unwrap();
    assert_eq!(mode(newest), 0o600);
    let folder = fs::read_dir(newest.parent().unwrap()).unwrap();
    assert_eq!(folder.count(), 8, "no half-made file is left");
    let copy = Connection::open(newest).unwrap();
    let staged: i64 = copy.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0)).unwrap();
    assert_eq!(staged, 1);
}

#[test]
fn a_backup_that_cannot_be_made_says_why_and_harms_nothing() {
    let desk = Desk::new();
    desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    fs::write(desk.folder.path().join("backups"), "no folder").unwrap();

    let fault = desk.ledger.back_up_daily(noon()).unwrap_err();

    assert!(fault.message().contains("backups"), "{}", fault.full_message());
    assert!(fault.remedy().is_some());
    desk.stage(&plan("2", Verb::Note, vec![note("b")]));
}

#[test]
fn a_file_that_is_no_ledger_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ledger.sqlite"), "Dear diary, ".repeat(500)).unwrap();

    let fault = open(folder.path()).unwrap_err();

    assert!(fault.message().contains("damaged"), "{fault}");
    assert!(fault.remedy().unwrap().contains("no backup was made yet"));
}

#[test]
fn a_ledger_of_a_newer_program_is_refused() {
    let desk = Desk::new();
    desk.raw().pragma_update(None, "user_version", 99).unwrap();

    let fault = open(desk.folder.path()).unwrap_err();

    assert!(fault.message().contains("version 99"), "{fault}");
}

#[test]
fn a_migration_copies_the_ledger_first_and_the_copy_opens() {
    let desk = Desk::new();
    desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let files = Files::prepare(desk.folder.path()).unwrap();
    let mut raw = desk.raw();
    let steps = [STEPS[0], "CREATE TABLE later (a INTEGER) STRICT"];

    migrate(&mut raw, &files, &steps, noon()).unwrap();

    let version: i64 = raw.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 2);
    let backup = Connection::open(files.newest_backup().unwrap()).unwrap();
    let staged: i64 =
        backup.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0)).unwrap();
    let before: i64 = backup.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!((staged, before), (1, 1));
}

#[test]
fn a_migration_that_fails_leaves_the_ledger_as_it_was() {
    let desk = Desk::new();
    let files = Files::prepare(desk.folder.path()).unwrap();
    let mut raw = desk.raw();
    let steps = [STEPS[0], "CREATE TABLE later (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1)"];

    assert!(migrate(&mut raw, &files, &steps, noon()).is_err());

    let version: i64 = raw.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let later: i64 = raw
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'later'", [], |row| row.get(0))
        .unwrap();
    assert_eq!((version, later), (1, 0));
}

#[test]
fn a_full_ledger_says_so_and_keeps_what_it_had() {
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    desk.ledger.limit_pages().unwrap();

    let big = note(&"long ".repeat(10_000));
    let fault = desk.try_stage(&plan("2", Verb::Note, vec![big]), noon()).unwrap_err();

    assert!(fault.message().contains("full"), "{}", fault.full_message());
    assert!(fault.remedy().unwrap().contains("free some space"));
    assert_eq!(desk.ledger.row(row.id).unwrap().unwrap(), row);
    assert_eq!(desk.ledger.verify().unwrap().rows, 1);
}

#[test]
fn a_ledger_deleted_or_replaced_while_open_takes_nothing_more_in() {
    for replaced in [false, true] {
        let desk = Desk::new();
        let file = desk.folder.path().join("ledger.sqlite");
        fs::rename(&file, desk.folder.path().join("elsewhere")).unwrap();
        if replaced {
            fs::write(&file, b"").unwrap();
        }
        let plan = plan("1", Verb::Note, vec![note("a")]);

        let fault = desk.try_stage(&plan, noon()).unwrap_err();

        assert!(fault.message().contains("deleted or replaced"), "{fault:?}");
        assert!(fault.remedy().is_some());
    }
}
