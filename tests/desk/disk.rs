//! What the disk and other processes can do to us.

use std::fs;
use std::path::Path;
use std::time::Duration;

use unhold::desk::{Ended, Filter, Which, Window};
use unhold::domain::{Kind, RowState, SystemIds, Verb};
use unhold::ledger::Ledger;
use unhold::outbox::Pace;
use unhold::sync::{Busy, How};

use crate::bench::{Place, first, row, staged, store, synced, until, wish};

/// Overwrites the middle of a file, and its side files too.
fn damage(file: &Path) {
    let length = usize::try_from(fs::metadata(file).unwrap().len()).unwrap();
    let mut bytes = fs::read(file).unwrap();
    let from = length.min(4096) / 4;
    bytes[from..].fill(0x5a);
    fs::write(file, bytes).unwrap();
    for ending in ["-wal", "-shm"] {
        let mut side = file.as_os_str().to_owned();
        side.push(ending);
        let _ = fs::remove_file(side);
    }
}

#[test]
fn a_damaged_cache_is_rebuilt_with_a_notice_and_decisions_are_kept() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = first(&desk, |row| row.held);
    let recorded = staged(&desk, &order.id, Verb::Tag);
    drop(desk);
    damage(&place.databases().join("cache.sqlite"));

    let desk = place.open(&store);

    let notices = desk.take_notices();
    assert!(notices.iter().any(|notice| notice.contains("started anew")), "{notices:?}");
    assert!(synced(&desk).flagged >= 20);
    assert_eq!(row(&desk, recorded.id).state, RowState::Staged);
    desk.run_outbox(Pace::drain_now(), None).unwrap();
    assert_eq!(row(&desk, recorded.id).state, RowState::Confirmed);
}

#[test]
fn a_deleted_cache_does_not_let_a_row_run_that_nobody_could_compare() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = first(&desk, |row| row.held);
    let recorded = staged(&desk, &order.id, Verb::Tag);
    drop(desk);
    for file in ["cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm"] {
        let _ = fs::remove_file(place.databases().join(file));
    }

    let desk = place.open(&store);
    desk.run_outbox(Pace::drain_now(), Some(Duration::from_secs(30))).unwrap();
    synced(&desk);

    assert_eq!(row(&desk, recorded.id).state, RowState::Confirmed);
    assert_eq!(store.log().len(), 1);
}

#[test]
fn a_damaged_ledger_is_refused_and_its_backup_restores_it() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = first(&desk, |row| row.held);
    let recorded = staged(&desk, &order.id, Verb::Tag);
    drop(desk);
    let ids = std::sync::Arc::new(SystemIds);
    let now = unhold::domain::Timestamp::parse("2026-11-22T12:00:00Z").unwrap();
    let backup = Ledger::open(&place.databases(), ids, now).unwrap().back_up(now).unwrap();
    let file = place.databases().join("ledger.sqlite");
    damage(&file);

    let fault = place.try_open(&store.url(), store.token()).map(drop).unwrap_err();

    assert!(fault.message().contains("ledger.sqlite"), "{fault:?}");
    let hint = fault.remedy().unwrap();
    assert!(hint.contains(&*backup.to_string_lossy()), "{hint}");
    fs::rename(&file, place.databases().join("ledger.damaged")).unwrap();
    fs::copy(&backup, &file).unwrap();
    let desk = place.open(&store);
    assert_eq!(row(&desk, recorded.id).state, RowState::Unknown, "it may have been sent since");
    assert_eq!(desk.verify_journal().unwrap().first_bad, None);
}

/// The days whose copies of the ledger lie there.
fn copied_days(place: &Place) -> usize {
    fs::read_dir(place.databases().join("backups")).map_or(0, Iterator::count)
}

#[test]
fn each_day_of_a_desk_left_open_is_copied_and_so_is_the_first_days_work() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = first(&desk, |row| row.held);
    let mut backup = desk.start_daily_backup();
    assert_eq!(copied_days(&place), 0, "nothing is recorded yet");
    desk.start_background();
    let done = |id| row(&desk, id).state == RowState::Confirmed;

    for day in 1..=2 {
        let staged = staged(&desk, &order.id, Verb::Tag);
        until("it ran", || done(staged.id));
        until("the day is copied", || copied_days(&place) == day);
        place.clock.by(86_400);
    }
    desk.stop_background();

    desk.stage(&desk.plan(&order.id, Verb::Tag, &wish(Verb::Tag)).unwrap(), Window::Undo(600))
        .unwrap();
    assert_eq!(backup.end(), None);
    assert_eq!(copied_days(&place), 3, "the end of the session tries again");
}

#[test]
fn a_clock_that_stands_still_copies_no_day() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = first(&desk, |row| row.held);
    staged(&desk, &order.id, Verb::Tag);
    drop(desk);
    let url = store.url();
    let setup = unhold::desk::Setup {
        clock: std::sync::Arc::new(
            unhold::domain::Timestamp::parse("2031-01-01T12:00:00Z").unwrap(),
        ),
        ..place.setup(&url, store.token())
    };

    let desk = unhold::desk::Desk::open(setup, place.adapter(&url, store.token())).unwrap();
    assert_eq!(desk.start_daily_backup().end(), None);

    assert_eq!(copied_days(&place), 0);
}

#[test]
fn a_folder_that_cannot_be_made_or_written_is_named() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    fs::write(place.databases(), b"a file where the folder should be").unwrap();

    let fault = place.try_open(&store.url(), store.token()).map(drop).unwrap_err();

    assert_eq!(fault.kind(), Kind::Failed);
    assert!(fault.message().contains("data"), "{fault:?}");
    assert!(fault.remedy().unwrap().contains("--data-dir"), "{fault:?}");
}

#[test]
fn a_data_folder_deleted_while_open_refuses_to_record_what_would_be_lost() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);
    let order = first(&desk, |row| row.held);
    let plan = desk.plan(&order.id, Verb::Tag, &wish(Verb::Tag)).unwrap();
    fs::remove_dir_all(place.databases()).unwrap();

    let fault = desk.stage(&plan, Window::Now).unwrap_err();

    assert!(fault.message().contains("ledger.sqlite"), "{fault:?}");
    assert!(fault.remedy().is_some());
    assert!(store.log().is_empty());
}

#[test]
fn of_two_desks_on_one_folder_one_runs_and_the_other_sees_it() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let (runs, stages) = (place.open(&store), place.open(&store));
    synced(&runs);
    synced(&stages);
    runs.start_background();
    let order = first(&stages, |row| row.held);
    let warm = staged(&runs, &order.id, Verb::Tag);
    until("the first owns the outbox", || row(&runs, warm.id).state == RowState::Confirmed);

    let recorded = staged(&stages, &order.id, Verb::Tag);
    let limit = Some(Duration::from_secs(30));
    let ended = stages.run_outbox(Pace::one(recorded.id), limit).unwrap();

    let Ended::Ran(ran) = ended else { panic!("out of time") };
    assert_eq!(ran.rows.len(), 1);
    assert_eq!(row(&stages, recorded.id).state, RowState::Confirmed);
    runs.stop_background();
    assert_eq!(store.log().len(), 2);
    // Once the first has ended, the second runs by itself.
    let third = staged(&stages, &order.id, Verb::Tag);
    stages.run_outbox(Pace::one(third.id), limit).unwrap();
    assert_eq!(row(&stages, third.id).state, RowState::Confirmed);
}

#[test]
fn two_syncs_at_once_take_turns() {
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let (one, two) = (place.open(&store), place.open(&store));

    std::thread::scope(|threads| {
        let first = threads.spawn(|| synced(&one));
        let second = threads.spawn(|| synced(&two));
        first.join().unwrap();
        second.join().unwrap();
    });

    let rows = |desk: &unhold::desk::Desk| desk.first_rows(&Filter::default(), 500).unwrap().len();
    assert_eq!(rows(&one), rows(&two));
    assert!(rows(&one) >= 20);
    std::thread::scope(|threads| {
        let slow = unhold::demo::FaultRule::once(unhold::demo::Trouble::Delay { ms: 1_500 });
        store.fault(slow);
        let first = threads.spawn(|| one.sync(How::Changes, Busy::Wait, &mut |_| {}));
        until("the first is at it", || store.faults()[0].fired == 1);
        let told = two.sync(How::Changes, Busy::Tell, &mut |_| {}).unwrap_err();
        assert!(told.message().contains("running already"), "{told:?}");
        first.join().unwrap().unwrap();
    });
    assert!(two.outbox(&Which::All).unwrap().is_empty());
}

#[test]
fn files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let store = store(&place.folder, 60, 7);
    let desk = place.open(&store);
    synced(&desk);

    for entry in fs::read_dir(place.databases()).unwrap().flatten() {
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        let wanted = if entry.path().is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, wanted, "{}", entry.path().display());
    }
    let mode = fs::metadata(place.databases()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o700);
}
