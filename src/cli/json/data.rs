//! Which tables of places and networks there are, and what an update took.

use serde::Serialize;

use super::fault::FaultJson;
use crate::domain::Fault;
use crate::places::{Notice, State, Status, Taken};

/// `unhold/data/1`
#[derive(Serialize)]
pub(in crate::cli) struct DataDocument<'a> {
    schema: &'static str,
    tables: Vec<TableView<'a>>,
    notices: Vec<NoticeView>,
}

#[derive(Serialize)]
struct TableView<'a> {
    name: &'a str,
    place: &'a str,
    as_of: Option<String>,
    bytes: u64,
    digest: &'a str,
    used: bool,
    why_not: Option<&'a str>,
}

#[derive(Serialize)]
struct NoticeView {
    table: &'static str,
    words: &'static str,
    licence: &'static str,
}

impl<'a> DataDocument<'a> {
    /// The tables that were found, and whose data they are made of.
    pub(in crate::cli) fn of(tables: &'a [Status], notices: &[Notice]) -> Self {
        let notice = |notice: &Notice| NoticeView {
            table: notice.table.word(),
            words: notice.words,
            licence: notice.licence,
        };
        Self {
            schema: "unhold/data/1",
            tables: tables.iter().map(TableView::of).collect(),
            notices: notices.iter().map(notice).collect(),
        }
    }
}

impl<'a> TableView<'a> {
    fn of(table: &'a Status) -> Self {
        Self {
            name: &table.table,
            place: &table.place,
            as_of: table.as_of.map(|day| day.to_string()),
            bytes: table.bytes,
            digest: &table.digest,
            used: table.state == State::Used,
            why_not: match &table.state {
                State::Used => None,
                State::Refused(why) => Some(why),
            },
        }
    }
}

/// `unhold/data_update/1`
#[derive(Serialize)]
pub(in crate::cli) struct DataUpdateDocument<'a> {
    schema: &'static str,
    files: Vec<FileView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<FaultJson>,
}

#[derive(Serialize)]
struct FileView<'a> {
    file: &'a str,
    taken: bool,
    name: Option<&'a str>,
    as_of: Option<String>,
    why_not: Option<&'a str>,
}

impl<'a> DataUpdateDocument<'a> {
    /// What became of each file.
    pub(in crate::cli) fn of(taken: &'a [Taken], fault: Option<&Fault>) -> Self {
        let file = |taken: &'a Taken| {
            let good = taken.outcome.as_ref().ok();
            FileView {
                file: &taken.file,
                taken: good.is_some(),
                name: good.map(|(name, _)| name.as_str()),
                as_of: good.and_then(|(_, day)| *day).map(|day| day.to_string()),
                why_not: taken.outcome.as_ref().err().map(String::as_str),
            }
        };
        Self {
            schema: "unhold/data_update/1",
            files: taken.iter().map(file).collect(),
            error: fault.map(FaultJson::from),
        }
    }
}
