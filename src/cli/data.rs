//! `unhold data`

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::args::{DataArgs, DataWork};
use super::json::{DataDocument, DataUpdateDocument};
use super::out::Printer;
use super::session::{Ended, Form};
use super::table::row;
use crate::config::Paths;
use crate::domain::{Fault, Kind};
use crate::places::{Sources, State, Status, Taken, notices, open, update};

/// Older tables are told with a warning: ranges of VPN and Tor age within weeks.
const OLD_DAYS: i64 = 365;

/// The folder in which `data update` keeps what it takes.
pub(super) fn folder(paths: &Paths) -> PathBuf {
    paths.data.join("places")
}

/// Says which tables there are, or takes newer ones.
pub(super) fn run(
    paths: &Paths,
    args: &DataArgs,
    today: NaiveDate,
    out: &mut Printer<'_>,
) -> Result<Ended, Fault> {
    match &args.work {
        DataWork::Status(args) => status(paths, Form::of(args.json), out),
        DataWork::Update(args) => take(paths, &args.from, (today, Form::of(args.json)), out),
    }
}

fn status(paths: &Paths, form: Form, out: &mut Printer<'_>) -> Result<Ended, Fault> {
    let tables = open(&Sources { folder: Some(folder(paths)) });
    let status = tables.status();
    if form == Form::Json {
        out.json(&DataDocument::of(&status, notices()))?;
        return Ok(Ended::Good);
    }
    for table in &status {
        out.line(&line(table))?;
    }
    out.line("")?;
    for notice in notices() {
        out.line(&format!("{} ({})", notice.words, notice.licence))?;
    }
    out.end()?;
    Ok(Ended::Good)
}

fn line(table: &Status) -> String {
    let day = table.as_of.map_or_else(|| "no date".to_owned(), |day| day.to_string());
    let state = match &table.state {
        State::Used => format!("{}, {}", size(table.bytes), table.place),
        State::Refused(why) => format!("not used: {why} ({})", table.place),
    };
    row([(&table.table, 20), (&day, 12), (&state, 0)])
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} KB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

fn take(
    paths: &Paths,
    from: &Path,
    (today, form): (NaiveDate, Form),
    out: &mut Printer<'_>,
) -> Result<Ended, Fault> {
    let taken = update(from, &folder(paths), today).map_err(|why| {
        Fault::new(Kind::Failed, why)
            .hint("name a file, or a folder with tables, databases or lists in it")
    })?;
    let refused = taken.iter().filter(|file| file.outcome.is_err()).count();
    let fault = (refused > 0).then(|| {
        Fault::new(Kind::Failed, format!("{refused} of {} files were not taken", taken.len()))
            .hint("what was in use before is still in use; `unhold data status` shows it")
    });
    if form == Form::Json {
        out.json(&DataUpdateDocument::of(&taken, fault.as_ref()))?;
    } else {
        for file in &taken {
            out.line(&outcome(file))?;
        }
        out.end()?;
    }
    Ok(fault.map_or(Ended::Good, Ended::Told))
}

fn outcome(file: &Taken) -> String {
    match &file.outcome {
        Ok((name, Some(day))) => format!("{}: in use as {name}, data of {day}", file.file),
        Ok((name, None)) => format!("{}: in use as {name}", file.file),
        Err(why) => format!("{}: not taken: {why}", file.file),
    }
}

/// What `unhold doctor` says of the tables: whether it is well, and a sentence for each that
/// is not.
pub(super) fn ailments(paths: &Paths, today: NaiveDate) -> Vec<String> {
    let tables = open(&Sources { folder: Some(folder(paths)) });
    let ailment = |table: Status| match table.state {
        State::Refused(why) => Some(format!("{} is not used: {why}", table.table)),
        State::Used => {
            let age = table.as_of.map_or(0, |day| (today - day).num_days());
            (age > OLD_DAYS).then(|| format!("{} is {age} days old", table.table))
        }
    };
    tables.status().into_iter().filter_map(ailment).collect()
}
