//! Work that the store took on: watched by its ticket until it has ended.

use std::time::Duration;

use super::proved::Proved;
use super::shared::Going;
use super::step::AtWork;
use crate::domain::{Order, StepState};
use crate::stores::{Progress, Trouble};

/// Pauses between questions after a job: 1 s growing to 5 s (`apis/shopify.md`, section 8).
const POLL: [u64; 5] = [1, 2, 3, 4, 5];
/// So long a job is watched before its outcome counts as unknown.
const WATCH_SECONDS: u64 = 120;
/// How a job came out.
pub(super) enum Job {
    /// It ended; the order has the last word.
    Ended,
    /// It ended without doing it; the store's words.
    Failed(String),
    /// Not known yet; the sentence says so.
    StillRunning(String),
}

impl AtWork<'_> {
    /// Keeps the ticket, watches the job, and reads the order when it has ended.
    pub(super) async fn accepted(&self, before: &Order, ticket: String) -> Going<Proved> {
        let (id, kept) = (self.id(), ticket.clone());
        self.shared.ledger(move |ledger| ledger.keep_ticket(id, &kept)).await?;
        match self.watch(&ticket).await {
            Job::Ended => self.read_back(before, None).await,
            Job::Failed(why) => self.denied(StepState::Running, Some(before), did_not(&why)).await,
            Job::StillRunning(why) => {
                self.give_up(StepState::Running, StepState::Unknown, why).await
            }
        }
    }

    /// Asks after a job, 1 s growing to 5 s, for two minutes.
    pub(super) async fn watch(&self, ticket: &str) -> Job {
        let mut waited = 0;
        let mut pauses = POLL.into_iter();
        let mut pause = 1;
        while waited < WATCH_SECONDS {
            match self.shared.store.progress(&self.row.order, ticket).await {
                Ok(Progress::Done) => return Job::Ended,
                Ok(Progress::Failed(why)) => return Job::Failed(why),
                Ok(Progress::Running) => {}
                Err(fault) if fault.trouble == Trouble::Missing => return Job::Ended,
                Err(fault) if fault.is_passing() || fault.trouble == Trouble::Unknown => {}
                Err(fault) => {
                    let words = format!("the store took it on; {}", fault.message);
                    self.shared.halt(fault);
                    return Job::StillRunning(words);
                }
            }
            pause = pauses.next().unwrap_or(pause);
            self.shared.pause.wait(Duration::from_secs(pause)).await;
            waited += pause;
        }
        Job::StillRunning(
            "the store took it on and was still at work after two minutes; it is asked again"
                .to_owned(),
        )
    }
}

/// What a step says whose job failed.
pub(super) fn did_not(why: &str) -> String {
    format!("the store did not do it: {why}")
}
