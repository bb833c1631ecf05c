//! Header, views, rows.

use super::lane::Desk;
use crate::desk::{Filter, RowKey};
use crate::domain::{Fault, OrderId};
use crate::tui::app::{Answer, Msg, Said, is_undecided};

/// How many rows are read at once when searching.
const AT_ONCE: usize = 200;

fn answer(desk: &Desk<'_>, answer: Answer) {
    (desk.answers)(Msg::Answer(answer));
}

pub(super) fn header(desk: &Desk<'_>) {
    let facts = desk.office.header();
    answer(desk, Answer::Header(facts.map(Box::new).map_err(Said::from)));
}

/// The first rows of a view as soon as they are found, and all its keys when they are:
/// told in between they would only wake the screen. Given up as soon as a newer view
/// waits. A view that is shown already needs no first rows.
pub(super) fn view(desk: &Desk<'_>, ticket: u64, filter: &Filter, first: usize) {
    let mut wants_rows = first > 0;
    let mut trouble = None;
    let mut all = Vec::new();
    let mut found = |keys: &[RowKey]| {
        if std::mem::take(&mut wants_rows) {
            trouble = first_rows(desk, ticket, keys.get(..first).unwrap_or(keys)).err();
        }
        all.extend_from_slice(keys);
    };
    let ended = desk.office.keys(filter, desk.wanted, &mut found);
    let result = trouble.map_or(ended, Err);
    if (desk.wanted)() || result.is_err() {
        answer(desk, Answer::Keys { ticket, keys: all });
        answer(desk, Answer::KeysEnd { ticket, result: result.map_err(Said::from) });
    }
}

fn first_rows(desk: &Desk<'_>, ticket: u64, keys: &[RowKey]) -> Result<(), Fault> {
    let rows = desk.office.rows(keys)?;
    answer(desk, Answer::FirstRows { ticket, rows });
    Ok(())
}

pub(super) fn rows(desk: &Desk<'_>, ticket: u64, keys: &[RowKey]) {
    let rows = desk.office.rows(keys);
    answer(desk, Answer::Rows { ticket, result: rows.map_err(Said::from) });
}

/// The first row without a decision, read a few hundred at a time.
pub(super) fn seek(desk: &Desk<'_>, ticket: u64, keys: &[RowKey]) {
    let mut found = None;
    for some in keys.chunks(AT_ONCE) {
        if !(desk.wanted)() {
            return;
        }
        let Ok(rows) = desk.office.rows(some) else { break };
        found = rows.iter().find(|row| is_undecided(row)).map(|row| row.key);
        if found.is_some() {
            break;
        }
    }
    answer(desk, Answer::Next { ticket, found });
}

/// The row of an order, read a few hundred rows at a time.
pub(super) fn locate(desk: &Desk<'_>, ticket: u64, (order, keys): (&OrderId, &[RowKey])) {
    let mut found = None;
    for some in keys.chunks(AT_ONCE) {
        if !(desk.wanted)() {
            return;
        }
        let Ok(rows) = desk.office.rows(some) else { break };
        found = rows.iter().find(|row| row.id == *order).map(|row| row.key);
        if found.is_some() {
            break;
        }
    }
    answer(desk, Answer::Located { ticket, found });
}
