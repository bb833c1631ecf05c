//! Values that the desk hands to the screen and the commands.

use chrono::NaiveDate;

use crate::domain::{
    Allowed, Clean, Currency, Finding, Lane, Order, OutboxRow, Revision, Timestamp, Verb, Zone,
};
use crate::policy::{Advice, ChecklistRow, Placement, Sentence, Weights};

/// A verb and whether it may be used on this order now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The verb.
    pub verb: Verb,
    /// Allowed, or why not.
    pub allowed: Allowed,
}

/// Where the sum of a recommendation turns from release to verify, and from there to refund.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Up to this sum the order can be released.
    pub release_up_to: f64,
    /// From this sum on the money should go back.
    pub refund_from: f64,
}

impl Limits {
    /// The limits of a shop's policy.
    pub fn of(weights: &Weights) -> Self {
        Self { release_up_to: weights.release_up_to, refund_from: weights.refund_from }
    }
}

/// Everything about one order on one screen.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFile {
    /// The order in full.
    pub order: Order,
    /// Its revision.
    pub revision: Revision,
    /// When the order was read from the store.
    pub read_at: Timestamp,
    /// Where it stands in the queue.
    pub placement: Placement,
    /// What the checks found.
    pub findings: Vec<Finding>,
    /// The case in at most five sentences.
    pub brief: Vec<Sentence>,
    /// When the checks ran.
    pub checked_at: Timestamp,
    /// Whether something changed since; the checks run again behind the screen.
    pub is_refreshing: bool,
    /// What the desk recommends, with reasons.
    pub advice: Advice,
    /// The recommendation in words that fit what can be done with the order.
    pub advised: &'static str,
    /// What its sum is measured by.
    pub limits: Limits,
    /// The procedure's steps.
    pub checklist: Vec<ChecklistRow>,
    /// The verbs.
    pub actions: Vec<Action>,
    /// Why a cancellation has no money to send anywhere, and what becomes of the
    /// authorisation; `None` where there is money, whose way can be chosen.
    pub no_money: Option<String>,
    /// Days to come on which the shop is closed, as far as a hold may last.
    pub closed_days: Vec<NaiveDate>,
    /// Hold ids that a release takes by default.
    pub preselected: Vec<Box<str>>,
    /// Outbox rows of this order, newest first.
    pub outbox: Vec<OutboxRow>,
}

/// How many rows of the outbox stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Waiting for their time.
    pub staged: usize,
    /// Under way.
    pub running: usize,
    /// Stopped half way.
    pub stopped: usize,
    /// Not known whether they happened.
    pub unknown: usize,
}

/// Why the store is not being talked to, for the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The sentence.
    pub sentence: String,
    /// What to do, where it is known.
    pub hint: Option<String>,
}

/// What the header shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderFacts {
    /// The shop's name.
    pub store: Clean,
    /// The reviewer's name.
    pub reviewer: String,
    /// The shop's zone, in which every time is shown.
    pub zone: Zone,
    /// The shop's currency, in which amounts of a filter are read.
    pub currency: Currency,
    /// When the last sync ended.
    pub last_sync: Option<Timestamp>,
    /// How many orders lie in each lane.
    pub lanes: Vec<(Lane, u64)>,
    /// How many outbox rows stand where.
    pub outbox: OutboxCounts,
    /// Why the store is not being talked to, when it is not.
    pub trouble: Option<Trouble>,
    /// What the store does not show of any order, where the queue is less than it looks for
    /// the want of it.
    pub unseen: Option<Trouble>,
}
