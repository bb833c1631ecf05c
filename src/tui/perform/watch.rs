//! What the desk reports by itself.

use std::sync::Arc;

use super::lane::{Post, spawn};
use super::port::Office;
use crate::tui::app::Msg;

/// Passes reports on for as long as the desk makes any.
pub(crate) fn watch(office: &Arc<dyn Office>, post: &Post) {
    let (happenings, post) = (office.happenings(), Arc::clone(post));
    spawn("watch", move || {
        for happened in happenings {
            post(Msg::Happened(happened));
        }
    });
}
