//! The procedure's steps and where each stands (S31–S48, S77–S82).

use serde::{Deserialize, Serialize};

use crate::domain::{Check, LookUp, Timestamp};

/// A step of the procedure, in the order in which a coordinator works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChecklistStep {
    /// Read why it was flagged (S29, S30).
    ReadAnalysis,
    /// Other orders with the same name, e-mail, phone or address (S31–S33, S37).
    CrossCheck,
    /// Earlier large orders of the same customer (S78).
    EarlierOrders,
    /// Earlier mails and notes of the customer in the help desk (S34).
    HelpDesk,
    /// Billing beside shipping (S35).
    CompareAddresses,
    /// How far apart they are, on a map (S36).
    MapDistance,
    /// The name on the web (S39, C19).
    SearchName,
    /// Name and e-mail in documented fraud (S40, C19).
    SearchEmail,
    /// Where the buyer's computer is and whose network it is (S41–S44).
    CheckIp,
    /// Card checks of the payment (C1).
    CardChecks,
    /// Whether the phone fits the billing area (S82).
    PhoneArea,
    /// Matching street or several orders in one town on one day (S77, S80).
    SameTown,
    /// Signs of a reseller (S81).
    ResellerSigns,
    /// Whether the customer is known as a reseller or for earlier fraud (S47).
    KnownOffender,
    /// Call and mail the customer (S48–S51, C23).
    ContactCustomer,
}

/// A step ticked by hand; a fact of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// Which step.
    pub step: ChecklistStep,
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A person's look at what the data says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What became of the tick of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ticked {
    /// It was made.
    Made,
    /// It was there already and was taken back; who had made it.
    TakenBack {
        /// Who.
        by: String,
    },
}

/// Where a step stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TickState {
    /// Still to do.
    Waiting,
    /// Done by data: the finding of this check, as of then, with its headline.
    ByData {
        /// The check.
        check: Check,
        /// The date of what it rests on.
        as_of: Timestamp,
        /// The finding as one sentence.
        headline: String,
        /// Who looked at it too, when somebody did: a tick beside what the data says.
        checked: Option<Checked>,
    },
    /// Done by hand.
    ByHand {
        /// Who.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// Not possible; why.
    NotPossible(String),
}

/// One line of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecklistRow {
    /// The step.
    pub step: ChecklistStep,
    /// What to do, as a short sentence.
    pub title: &'static str,
    /// The numbers of the procedure that ask for it.
    pub source: &'static str,
    /// Where it stands.
    pub state: TickState,
    /// What it opens outside, for manual steps.
    pub opens: Option<LookUp>,
}
