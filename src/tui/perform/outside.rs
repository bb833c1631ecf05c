//! Pages outside, in the reviewer's own browser.

use super::lane::Desk;
use crate::domain::OrderId;
use crate::policy::{ChecklistStep, LookUp};
use crate::tui::app::{Answer, Msg, Said};

/// Opens a look-up and logs it. The child is detached from our terminal.
pub(super) fn open(desk: &Desk<'_>, order: &OrderId, (step, look_up): (ChecklistStep, LookUp)) {
    let url = desk.office.look_up_url(order, look_up);
    let opened = url.as_ref().is_ok_and(|url| open::that_detached(url).is_ok());
    let logged = match &url {
        Ok(_) => desk.office.opened(order, step, look_up),
        Err(_) => Ok(()),
    };
    let url = logged.and(url).map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::Opened { url, opened }));
}
