//! Newer tables come in checked, and bad ones stop nobody.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use unhold::domain::{NetworkKind, Places, Wanted};
use unhold::places::{Kind, Sources, State, open, update};

fn day(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/places")
}

/// The table that comes with the program, said to be of another day.
fn dated(kind: Kind, folder: &Path, made: &str) -> PathBuf {
    let mut bytes = fs::read(assets().join(kind.file())).unwrap();
    bytes[16..20].copy_from_slice(&day(made).num_days_from_ce().to_le_bytes());
    let path = folder.join(kind.file());
    fs::write(&path, bytes).unwrap();
    path
}

fn sources(folder: &Path) -> Sources {
    Sources { folder: Some(folder.to_owned()) }
}

#[test]
fn a_newer_table_is_used_and_the_one_before_it_is_kept() {
    let (offer, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let today = day("2027-03-01");

    for made in ["2027-01-01", "2027-02-01"] {
        let taken = update(&dated(Kind::Phones, offer.path(), made), own.path(), today).unwrap();
        assert_eq!(taken[0].outcome, Ok(("phones.bin".to_owned(), Some(day(made)))));
    }

    let tables = open(&sources(own.path()));
    let status = tables.status();
    let phones = status.iter().rfind(|status| status.table == "phones").unwrap();
    assert_eq!((phones.as_of, &phones.state), (Some(day("2027-02-01")), &State::Used));
    assert!(own.path().join("phones.bin.old").exists());
    assert_eq!(tables.phone_area("442071234567").unwrap().words, "London");
}

#[test]
fn tables_that_are_old_or_still_to_come_or_damaged_are_refused_and_the_good_one_is_taken() {
    let (offer, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    dated(Kind::Phones, offer.path(), "2027-01-01");
    let cut = dated(Kind::Networks, offer.path(), "2027-01-01");
    let bytes = fs::read(&cut).unwrap();
    fs::write(&cut, &bytes[..bytes.len() - 1]).unwrap();
    let flipped = dated(Kind::Places, offer.path(), "2027-01-01");
    let mut bytes = fs::read(&flipped).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&flipped, bytes).unwrap();
    fs::write(offer.path().join("City.mmdb"), b"not a database").unwrap();
    fs::write(offer.path().join("tor.txt"), "<html>").unwrap();

    let taken = update(offer.path(), own.path(), day("2027-03-01")).unwrap();

    let why = |file: &str| {
        let of_file = taken.iter().find(|taken| taken.file == file).unwrap();
        of_file.outcome.clone().unwrap_err()
    };
    assert!(why("networks.bin").contains("cut short"), "{}", why("networks.bin"));
    assert!(why("places.bin").contains("damaged"), "{}", why("places.bin"));
    assert!(why("City.mmdb").contains("no database"), "{}", why("City.mmdb"));
    assert!(why("tor.txt").contains("no list"), "{}", why("tor.txt"));
    assert!(taken.iter().any(|taken| taken.file == "phones.bin" && taken.outcome.is_ok()));
    let mut left: Vec<_> =
        fs::read_dir(own.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["phones.bin"]);

    for (today, word) in [("2026-12-20", "still to come"), ("2027-03-01", "not newer")] {
        let again = update(&offer.path().join("phones.bin"), own.path(), day(today)).unwrap();
        let why = again[0].outcome.clone().unwrap_err();
        assert!(why.contains(word), "{why}");
    }
}

#[test]
fn a_table_of_our_own_folder_that_went_bad_gives_way_to_the_built_in_one() {
    let own = tempfile::tempdir().unwrap();
    for kind in Kind::ALL {
        fs::write(own.path().join(kind.file()), b"unholdTB and then nothing").unwrap();
    }
    fs::write(own.path().join("a.mmdb"), b"nonsense").unwrap();

    let tables = open(&sources(own.path()));

    let wanted = Wanted { postal_code: "94110", country: "US", ..Wanted::default() };
    assert_eq!(tables.locate(&wanted).unwrap().city, "San Francisco");
    let refused = tables.status().into_iter().filter(|status| status.state != State::Used);
    assert_eq!(refused.count(), 4);
}

#[test]
fn the_users_lists_are_believed_before_the_tables_but_a_relay_stays_one() {
    let (offer, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(offer.path().join("tor-exits.txt"), "24.5.0.1\n").unwrap();
    // The second line is an address of Apple's private relay.
    fs::write(offer.path().join("vpn_mine.txt"), "73.0.0.0/16\n104.28.28.0\n").unwrap();
    let before = open(&Sources::default());
    let ask =
        |tables: &dyn Places, address: &str| tables.network(address.parse().unwrap()).unwrap().kind;
    assert_eq!(ask(&*before, "24.5.0.1"), NetworkKind::Unlisted);

    let taken = update(offer.path(), own.path(), day("2026-12-01")).unwrap();
    assert!(taken.iter().all(|taken| taken.outcome.is_ok()), "{taken:?}");

    let after = open(&sources(own.path()));
    assert_eq!(ask(&*after, "24.5.0.1"), NetworkKind::Tor);
    assert_eq!(ask(&*after, "::ffff:24.5.0.1"), NetworkKind::Tor);
    assert_eq!(ask(&*after, "73.0.200.1"), NetworkKind::Vpn);
    assert_eq!(ask(&*after, "104.28.28.0"), NetworkKind::Relay);
    assert_ne!(before.version(), after.version());
    let network = after.network("24.5.0.1".parse().unwrap()).unwrap();
    assert!(network.source.starts_with("your tor list"), "{}", network.source);
}

#[test]
fn a_folder_with_nothing_in_it_says_what_it_should_have() {
    let (offer, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());

    let why = update(offer.path(), own.path(), day("2026-12-01")).unwrap_err();

    assert!(why.contains(".mmdb"), "{why}");
    assert!(update(&offer.path().join("missing"), own.path(), day("2026-12-01")).is_err());
}
