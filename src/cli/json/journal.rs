//! The journal.

use serde::Serialize;

use super::fault::FaultJson;
use super::values::When;
use crate::cli::office::{Chain, Entry};
use crate::domain::{Clean, Fault, StepState};

/// `unhold/journal/1`
#[derive(Serialize)]
pub(in crate::cli) struct JournalDocument<'a> {
    schema: &'static str,
    rows: Vec<EntryJson<'a>>,
}

impl<'a> JournalDocument<'a> {
    /// Rows of the journal.
    pub(in crate::cli) fn of(rows: &'a [Entry], when: When) -> Self {
        let rows = rows.iter().map(|row| EntryJson::of(row, when)).collect();
        Self { schema: "unhold/journal/1", rows }
    }
}

/// `unhold/verify/1`
#[derive(Serialize)]
pub(in crate::cli) struct VerifyDocument<'a> {
    schema: &'static str,
    rows: u64,
    purged: u64,
    whole: bool,
    wrong: Vec<WrongJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<FaultJson>,
}

#[derive(Serialize)]
struct WrongJson<'a> {
    number: u64,
    why: &'a str,
}

impl<'a> VerifyDocument<'a> {
    /// How the chain was found.
    pub(in crate::cli) fn of(chain: &'a Chain, fault: Option<&Fault>) -> Self {
        let wrong = chain.wrong.iter();
        Self {
            schema: "unhold/verify/1",
            rows: chain.rows,
            purged: chain.purged,
            whole: chain.wrong.is_empty(),
            wrong: wrong.map(|(number, why)| WrongJson { number: *number, why }).collect(),
            error: fault.map(FaultJson::from),
        }
    }
}

#[derive(Serialize)]
pub(super) struct EntryJson<'a> {
    number: u64,
    at: String,
    shop: &'a str,
    order: Option<&'a str>,
    order_id: &'a str,
    event: &'a str,
    by: Option<&'a str>,
    verb: Option<&'static str>,
    row: Option<String>,
    place: Option<u32>,
    what: Option<&'a str>,
    from: Option<&'static str>,
    to: Option<&'static str>,
    reference: Option<&'a str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    error: Option<&'a str>,
    purged: bool,
    hash: &'a str,
}

impl<'a> EntryJson<'a> {
    pub(super) fn of(entry: &'a Entry, when: When) -> Self {
        let (from, to) = entry.moved.unzip();
        let change = entry.change.as_ref();
        Self {
            number: entry.number,
            at: when.text(entry.at),
            shop: entry.shop.as_str(),
            order: entry.order.as_ref().map(Clean::raw),
            order_id: entry.id.as_str(),
            event: &entry.event,
            by: entry.by.as_deref(),
            verb: entry.verb.map(crate::domain::Verb::word),
            row: entry.row.map(|row| row.to_string()),
            place: entry.place,
            what: entry.what.as_deref(),
            from: from.map(StepState::word),
            to: to.map(StepState::word),
            reference: entry.reference.as_deref(),
            before: change.map(|(before, _)| before.as_str()),
            after: change.map(|(_, after)| after.as_str()),
            error: entry.error.as_deref(),
            purged: entry.purged,
            hash: &entry.hash,
        }
    }
}
