//! Rows of the outbox.

use super::lane::Desk;
use super::port::Target;
use crate::domain::{Compensation, Fault, OutboxRow, RowId, Timestamp};
use crate::tui::app::{Answer, Msg, Said};

fn answer(desk: &Desk<'_>, answer: Answer) {
    (desk.answers)(Msg::Answer(answer));
}

pub(super) fn open_rows(desk: &Desk<'_>) {
    answer(desk, Answer::OpenRows(desk.office.open_rows().map_err(Said::from)));
}

pub(super) fn receipts(desk: &Desk<'_>, since: Timestamp) {
    answer(desk, Answer::Receipts(desk.office.receipts(since).map_err(Said::from)));
}

pub(super) fn take_back(desk: &Desk<'_>, row: RowId) {
    let result = desk.office.take_back(row).map(Box::new).map_err(Said::from);
    answer(desk, Answer::TakenBack { row, result });
}

pub(super) fn retry(desk: &Desk<'_>, row: RowId, place: Option<u32>) {
    mended(desk, desk.office.retry(Target { row, place }));
}

pub(super) fn skip(desk: &Desk<'_>, (row, place): (RowId, Option<u32>), why: &str) {
    mended(desk, desk.office.skip(Target { row, place }, why));
}

pub(super) fn drop_row(desk: &Desk<'_>, row: RowId) {
    mended(desk, desk.office.drop_row(row));
}

pub(super) fn compensation(desk: &Desk<'_>, ticket: u64, row: RowId) {
    let result = desk.office.compensation(row).map(Box::new).map_err(Said::from);
    answer(desk, Answer::Compensation { ticket, row, result });
}

pub(super) fn compensate(desk: &Desk<'_>, row: RowId, shown: &Compensation) {
    mended(desk, desk.office.compensate(row, shown));
}

pub(super) fn hand_over(desk: &Desk<'_>, row: RowId, why: &str) {
    mended(desk, desk.office.hand_over(row, why));
}

fn mended(desk: &Desk<'_>, result: Result<OutboxRow, Fault>) {
    answer(desk, Answer::Mended(result.map(Box::new).map_err(Said::from)));
}

pub(super) fn finish(desk: &Desk<'_>) {
    answer(desk, Answer::Finished(desk.office.finish().map_err(Said::from)));
}
