//! A sync asked for by key.

use super::lane::Desk;
use crate::tui::app::{Answer, Msg, Said};

pub(super) fn sync(desk: &Desk<'_>) {
    let mut report = |progress| (desk.answers)(Msg::Answer(Answer::SyncProgress(progress)));
    let result = desk.office.sync(&mut report).map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::SyncEnd(result)));
}
