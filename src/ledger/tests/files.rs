use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rusqlite::Connection;

use crate::domain::{RowId, StepId, StepState, SystemIds, Timestamp, Verb};
use crate::ledger::files::Files;
use crate::ledger::migrations::{STEPS, fill, migrate};
use crate::ledger::testing::{Desk, noon, note, plan, sam, shop};
use crate::ledger::trouble::Trouble;
use crate::ledger::{Change, Ledger};

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
    let counts = open(folder.path()).unwrap().counts(&shop()).unwrap();
    assert_eq!((counts.staged, counts.unknown), (0, 1), "it may have been sent since");
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
    let counts = open(folder.path()).unwrap().counts(&shop()).unwrap();
    assert_eq!((counts.staged, counts.unknown), (0, 1), "it may have been sent since");
    assert_eq!(damaged_in(folder.path()), [b"no ledger"], "the damaged file is kept");
}

/// The damaged ledgers that were put aside.
fn damaged_in(folder: &Path) -> Vec<Vec<u8>> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let aside = names.filter(|path| path.to_string_lossy().contains("/damaged-"));
    aside.map(|path| fs::read(path.join("ledger.sqlite")).unwrap()).collect()
}

#[test]
fn a_second_damage_is_put_aside_beside_the_first() {
    let desk = Desk::new();
    desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    desk.ledger.back_up_daily(noon()).unwrap().unwrap();
    let Desk { folder, ledger, .. } = desk;
    drop(ledger);
    let path = folder.path().join("ledger.sqlite");

    for damage in ["first", "second"] {
        fs::write(&path, damage).unwrap();
        // Two damages of one second, as a hasty test makes them.
        fs::File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(std::time::UNIX_EPOCH)
            .unwrap();
        let hint = open(folder.path()).unwrap_err().remedy().unwrap().to_owned();
        let commands = hint.split_once("with: ").unwrap().1.split_once("; what").unwrap().0;
        let ended = std::process::Command::new("sh").args(["-c", commands]).status().unwrap();
        assert!(ended.success(), "{commands}");
    }

    let mut aside = damaged_in(folder.path());
    aside.sort();
    assert_eq!(aside, [b"first".to_vec(), b"second".to_vec()]);
    assert!(open(folder.path()).is_ok());
}

/// Restores the ledger from a copy into a folder of its own.
fn restored(copy: &Path) -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(copy, folder.path().join("ledger.sqlite")).unwrap();
    let ledger = open(folder.path()).unwrap();
    (folder, ledger)
}

#[test]
fn every_open_row_of_a_restored_ledger_waits_for_a_person() {
    let desk = Desk::new();
    let staged = desk.stage(&plan("1", Verb::Note, vec![note("a"), note("b")]));
    let running = desk.stage(&plan("2", Verb::Note, vec![note("c"), note("d")]));
    let step = |row: RowId, place| StepId { row, place };
    let go = |step, from, to| desk.ledger.move_step(step, from, to, Change::at(noon())).unwrap();
    desk.ledger.begin(running.id, noon(), "me").unwrap();
    go(step(running.id, 1), StepState::Waiting, StepState::Running);
    let stopped = desk.stage(&plan("3", Verb::Note, vec![note("e"), note("f")]));
    desk.ledger.begin(stopped.id, noon(), "me").unwrap();
    go(step(stopped.id, 1), StepState::Waiting, StepState::Confirmed);
    go(step(stopped.id, 2), StepState::Waiting, StepState::Failed);
    for made in
        [desk.ledger.back_up_daily(noon()).unwrap().unwrap(), desk.ledger.back_up(noon()).unwrap()]
    {
        let (folder, ledger) = restored(&made);

        assert_eq!(ledger.due(&shop(), noon()).unwrap(), [], "nothing runs by itself");
        for (row, states) in [
            (staged.id, [StepState::Unknown; 2]),
            (running.id, [StepState::Unknown; 2]),
            (stopped.id, [StepState::Confirmed, StepState::Failed]),
        ] {
            let row = ledger.row(row).unwrap().unwrap();
            let found: Vec<StepState> = row.steps.iter().map(|step| step.state).collect();
            assert_eq!(found, states);
            assert!(row.state.wants_a_person());
            let told = row.steps[1].error.clone().unwrap();
            assert!(told.contains("restored from the copy of 2026-03-04 12:00 UTC"), "{told}");
            assert!(told.contains("compare the order with the store"), "{told}");
        }
        assert!(ledger.verify().unwrap().first_bad.is_none(), "it stands in the journal");
        drop(ledger);
        let again = open(folder.path()).unwrap();
        again.retry(staged.id, None, sam(noon())).unwrap();
        for place in 1..=2 {
            assert!(again.sent(step(staged.id, place)).unwrap().asked, "the whole row is meant");
        }
        drop(again);
        let third = open(folder.path()).unwrap();
        assert!(third.sent(step(staged.id, 1)).unwrap().asked, "it is taken into use once");
    }
}

#[test]
fn a_copy_that_fails_leaves_nothing_and_a_stale_one_is_swept() {
    let desk = Desk::new();
    desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let backups = desk.folder.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let now = Timestamp(std::time::SystemTime::now().into());
    for (name, age) in [("ledger-daily-old.part", 2 * 3600), ("ledger-daily-new.part", 60)] {
        fs::write(backups.join(name), "half").unwrap();
        let file = fs::File::options().write(true).open(backups.join(name)).unwrap();
        file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(age))
            .unwrap();
    }
    let files = Files::prepare(desk.folder.path()).unwrap();
    let copy = files.new_daily_backup(1, now).unwrap();
    let names = || {
        let mut names: Vec<String> = fs::read_dir(&backups)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert!(names().iter().all(|name| !name.contains("old")), "{:?}", names());
    Files::give_up_backup(&copy);
    // The name that the copy is to have is taken by a folder.
    fs::create_dir_all(copy.whole.join("in the way")).unwrap();

    let fault = fill(&desk.raw(), &files, &copy, noon()).unwrap_err();

    assert!(matches!(fault, Trouble::Refused(_)), "{fault:?}");
    assert_eq!(names().iter().filter(|name| name.contains(".part")).count(), 1, "{:?}", names());
}

#[test]
fn a_copy_named_after_a_day_that_has_not_come_neither_counts_nor_drives_another_out() {
    let desk = Desk::new();
    desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let day = |days: i64| noon().plus_seconds(days * 86_400);
    for days in 2_000..2_008 {
        desk.ledger.back_up_daily(day(days)).unwrap().unwrap();
    }

    let made: Vec<_> =
        (0..8).map(|days| desk.ledger.back_up_daily(day(days)).unwrap().unwrap()).collect();

    let left: Vec<bool> = made.iter().map(|path| path.exists()).collect();
    assert_eq!(left, [false, true, true, true, true, true, true, true]);
    let files = Files::prepare(desk.folder.path()).unwrap();
    assert_eq!(files.newest_backup().as_ref(), made.last(), "the one that was written last");
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
fn several_processes_may_make_the_ledger_at_once() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let path = folder.path().to_owned();
                std::thread::spawn(move || open(&path).map(drop))
            })
            .collect();

        for thread in threads {
            thread.join().unwrap().unwrap();
        }
    }
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
    let steps = [STEPS, &["CREATE TABLE later (a INTEGER) STRICT"]].concat();
    let newest = i64::try_from(steps.len()).unwrap();

    migrate(&mut raw, &files, &steps, noon()).unwrap();

    let version: i64 = raw.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, newest);
    let backup = Connection::open(files.newest_backup().unwrap()).unwrap();
    let staged: i64 =
        backup.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0)).unwrap();
    let before: i64 = backup.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!((staged, before), (1, newest - 1));
}

#[test]
fn a_migration_that_fails_leaves_the_ledger_as_it_was() {
    let desk = Desk::new();
    let files = Files::prepare(desk.folder.path()).unwrap();
    let mut raw = desk.raw();
    let broken = "CREATE TABLE later (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1)";
    let steps = [STEPS, &[broken]].concat();
    let known = i64::try_from(STEPS.len()).unwrap();

    assert!(migrate(&mut raw, &files, &steps, noon()).is_err());

    let version: i64 = raw.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let later: i64 = raw
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'later'", [], |row| row.get(0))
        .unwrap();
    assert_eq!((version, later), (known, 0));
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
