//! Takes newer tables, databases and lists into our own folder.
//!
//! Each file is copied beside its place, checked there, and moved into place by rename; the one
//! it replaces is kept as `NAME.old`. A bad file stops nobody but itself.

use std::fs;
use std::io::Write as _;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};

use super::built_in;
use super::gazetteer::Gazetteer;
use super::lists::{AddressList, taken};
use super::map::Bytes;
use super::mmdb::Database;
use super::networks::{Networks, nothing};
use super::own::LISTS;
use super::phones::Phones;
use super::table::{Kind, Table};
use crate::domain::Wanted;

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The file that was offered.
    pub file: String,
    /// The name under which it is used now, and the day of its data; or why it is not used.
    pub outcome: Result<(String, Option<NaiveDate>), String>,
}

/// Larger files are no tables.
const MOST_BYTES: u64 = 4 << 30;
/// Clocks and time zones differ by less.
const FUTURE_DAYS: u64 = 2;

/// Takes what a file or folder offers. An `Err` means that nothing was offered at all.
pub fn update(from: &Path, folder: &Path, today: NaiveDate) -> Result<Vec<Taken>, String> {
    let offered = offered(from)?;
    if offered.is_empty() {
        return Err(format!(
            "{} has no tables (`.bin`), databases (`.mmdb`) or lists (`tor…`, `vpn…` as `.txt`)",
            from.display()
        ));
    }
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let take = |path: PathBuf| Taken {
        outcome: take(&path, folder, today),
        file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    };
    Ok(offered.into_iter().map(take).collect())
}

/// What a file is, told by its name.
#[derive(Clone, Copy)]
enum Sort {
    Table(Kind),
    Database,
    List(&'static str),
}

fn sort(path: &Path) -> Option<Sort> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let ending = Path::new(&name).extension()?.to_string_lossy().into_owned();
    match ending.as_str() {
        "bin" => Kind::ALL.into_iter().find(|kind| kind.file() == name).map(Sort::Table),
        "mmdb" => Some(Sort::Database),
        "txt" | "list" | "netset" | "csv" => {
            let list =
                LISTS.iter().find(|(list, _)| name.starts_with(list.trim_end_matches(".txt")));
            list.map(|(list, _)| Sort::List(list))
        }
        _ => None,
    }
}

/// The files of a folder, and of the folders in it, as `MaxMind` packs them.
fn offered(from: &Path) -> Result<Vec<PathBuf>, String> {
    let told = |error| format!("{} cannot be read: {error}", from.display());
    if fs::metadata(from).map_err(told)?.is_file() {
        return match sort(from) {
            Some(_) => Ok(vec![from.to_owned()]),
            None => Ok(Vec::new()),
        };
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(from).map_err(told)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            let inner = fs::read_dir(&path).into_iter().flatten().flatten();
            found.extend(inner.map(|entry| entry.path()).filter(|path| path.is_file()));
        } else {
            found.push(path);
        }
    }
    found.retain(|path| sort(path).is_some());
    found.sort();
    Ok(found)
}

fn take(
    from: &Path,
    folder: &Path,
    today: NaiveDate,
) -> Result<(String, Option<NaiveDate>), String> {
    let sort = sort(from).ok_or("this is no table, database or list")?;
    let incoming = folder.join(format!("incoming-{}", std::process::id()));
    let taken = copy(from, &incoming, sort, today)
        .and_then(|()| checked(&incoming, folder, sort, today))
        .and_then(|(name, day)| {
            swap(&incoming, &folder.join(&name)).map_err(|error| format!("{name}: {error}"))?;
            Ok((name, day))
        });
    if taken.is_err() {
        // It may not exist; a copy that is left over is overwritten by the next update.
        let _ = fs::remove_file(&incoming);
    }
    taken
}

fn copy(from: &Path, to: &Path, sort: Sort, today: NaiveDate) -> Result<(), String> {
    let told = |error| format!("{} cannot be copied: {error}", from.display());
    if fs::metadata(from).map_err(told)?.len() > MOST_BYTES {
        return Err("the file is too large for a table".to_owned());
    }
    let mut file = fs::File::create(to).map_err(told)?;
    if matches!(sort, Sort::List(_)) {
        file.write_all(taken(today).as_bytes()).map_err(told)?;
    }
    std::io::copy(&mut fs::File::open(from).map_err(told)?, &mut file).map_err(told)?;
    file.sync_all().map_err(told)
}

/// The name under which a sound file is used, and its day.
fn checked(
    incoming: &Path,
    folder: &Path,
    sort: Sort,
    today: NaiveDate,
) -> Result<(String, Option<NaiveDate>), String> {
    let (name, day) = match sort {
        Sort::Table(kind) => (kind.file(), table_day(incoming, kind)?),
        Sort::Database => {
            let database = Database::open(Bytes::map(incoming)?)?;
            database.check()?;
            known_addresses(&database)?;
            (file_name(&database.name), database.day)
        }
        Sort::List(name) => {
            AddressList::open(incoming)?;
            return Ok((name.to_owned(), Some(today)));
        }
    };
    let latest = today.checked_add_days(Days::new(FUTURE_DAYS)).unwrap_or(today);
    if day > latest {
        return Err(format!(
            "its date is {day}, which is still to come; is this computer's date right?"
        ));
    }
    let present = present_day(&folder.join(&name), sort);
    let present = present.max(match sort {
        Sort::Table(kind) => built_in_day(kind),
        Sort::Database | Sort::List(_) => None,
    });
    if let Some(present) = present.filter(|present| *present >= day) {
        return Err(format!("not newer than the one in use: {day}, in use {present}"));
    }
    Ok((name, Some(day)))
}

/// Opens one of our tables, reads it as a whole, and asks it what everybody knows.
fn table_day(path: &Path, kind: Kind) -> Result<NaiveDate, String> {
    let table = Table::open(Bytes::map(path)?, kind)?;
    table.check()?;
    let day = table.day;
    let knows = match kind {
        Kind::Networks => {
            let google = IpAddr::from([8, 8, 8, 8]);
            Networks(table).look_up(google).country.as_deref() == Some("US")
        }
        Kind::Places => {
            let wanted = Wanted { postal_code: "94110", country: "US", ..Wanted::default() };
            Gazetteer(table).locate(&wanted).is_ok_and(|place| place.city == "San Francisco")
        }
        Kind::Phones => Phones(table).area("442071234567").is_some(),
    };
    knows.then_some(day).ok_or_else(|| "the table does not know what everybody knows".to_owned())
}

/// Addresses of universities and of a resolver, which have not moved for decades.
const KNOWN: [([u8; 4], &str); 4] = [
    ([128, 112, 0, 1], "US"),
    ([129, 132, 19, 216], "CH"),
    ([130, 237, 28, 40], "SE"),
    ([8, 8, 8, 8], "US"),
];

fn known_addresses(database: &Database) -> Result<(), String> {
    for (address, country) in KNOWN {
        let mut network = nothing();
        database.add_to(IpAddr::from(address), &mut network)?;
        if network.country.as_deref().is_some_and(|found| found != country) {
            return Err(format!(
                "{} puts {} into the wrong country",
                database.name,
                IpAddr::from(address)
            ));
        }
    }
    Ok(())
}

/// A database is called what it calls itself, in letters that every disk takes.
fn file_name(name: &str) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() || sign == '-' { sign } else { '_' };
    let stem: String = name.chars().map(plain).collect();
    format!("{stem}.mmdb")
}

fn present_day(path: &Path, sort: Sort) -> Option<NaiveDate> {
    let bytes = Bytes::map(path).ok()?;
    match sort {
        Sort::Table(kind) => Some(Table::open(bytes, kind).ok()?.day),
        Sort::Database => Some(Database::open(bytes).ok()?.day),
        Sort::List(_) => None,
    }
}

fn built_in_day(kind: Kind) -> Option<NaiveDate> {
    Some(Table::open(built_in::bytes(kind).ok()?, kind).ok()?.day)
}

/// Puts the new file in the place of the old one, which is kept.
fn swap(incoming: &Path, place: &Path) -> std::io::Result<()> {
    if place.exists() {
        let mut old = place.as_os_str().to_owned();
        old.push(".old");
        // A second name for the old file: there is no moment without a file in its place.
        let old = PathBuf::from(old);
        if old.exists() {
            fs::remove_file(&old)?;
        }
        if fs::hard_link(place, &old).is_err() {
            fs::copy(place, &old)?;
        }
    }
    fs::rename(incoming, place)
}
