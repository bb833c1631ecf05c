//! A sync pass.

use serde::Serialize;

use crate::sync::Summary;

/// `unhold/sync/1`
#[derive(Serialize)]
pub(in crate::cli) struct SyncDocument<'a> {
    schema: &'static str,
    flagged: u64,
    linked: u64,
    changed: u64,
    requests: u64,
    seconds: f64,
    notices: &'a [String],
}

impl<'a> From<&'a Summary> for SyncDocument<'a> {
    fn from(summary: &'a Summary) -> Self {
        Self {
            schema: "unhold/sync/1",
            flagged: summary.flagged,
            linked: summary.linked,
            changed: summary.changed,
            requests: summary.requests,
            seconds: summary.seconds,
            notices: &summary.notices,
        }
    }
}
