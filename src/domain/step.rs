//! Steps of a plan, in words that fit every store.

use serde::{Deserialize, Serialize};

use super::{CancelReason, Clean, HoldReason, Money, Verb};

/// Whether goods go back on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restock {
    /// They do.
    Yes,
    /// They do not.
    No,
}

/// Where the money goes when an order is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundTo {
    /// Back to the original means of payment.
    Original,
    /// Into store credit.
    Credit,
    /// Nowhere: captured money stays, open authorisations are voided all the same.
    None,
}

/// A part of a refund: so much of that transaction.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RefundPart {
    /// The sale or capture that the money came in with.
    pub parent: Box<str>,
    /// The gateway's raw key.
    pub gateway: Clean,
    /// How much, in the currency charged.
    pub amount: Money,
}

/// Goods that a refund gives up.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RefundLine {
    /// The store's id of the line.
    pub item: Box<str>,
    /// How many.
    pub quantity: u32,
    /// The place they go back to, when they do.
    pub location: Option<Box<str>>,
}

/// Whether the customer gets the store's own mail about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notify {
    /// The customer is told by the store.
    Customer,
    /// Nobody is told (the default).
    Nobody,
}

/// What stands where a text was purged.
pub const PURGED: &str = "(purged)";

/// One write to one system, store-neutral.
///
/// Steps carry everything the reviewer saw; nothing is looked up when they run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Releases these holds of one fulfilment order and no other.
    ReleaseHolds {
        /// The fulfilment order.
        fulfilment_order: Box<str>,
        /// The holds; never empty.
        holds: Vec<Box<str>>,
    },
    /// Places a hold on one fulfilment order.
    PlaceHold {
        /// The fulfilment order.
        fulfilment_order: Box<str>,
        /// Why.
        reason: HoldReason,
        /// Note kept with the hold: owner, deadline, next action (C7).
        notes: Clean,
    },
    /// Cancels the order.
    Cancel {
        /// Why.
        reason: CancelReason,
        /// Where the money goes.
        refund: RefundTo,
        /// Whether goods go back on the shelf.
        restock: Restock,
        /// Whether the store tells the customer.
        notify: Notify,
        /// Note for the staff.
        staff_note: Clean,
    },
    /// Gives money back.
    Refund {
        /// From which transactions, how much.
        parts: Vec<RefundPart>,
        /// Goods given up with it.
        lines: Vec<RefundLine>,
        /// Whether these go back on the shelf.
        restock: Restock,
        /// Whether the store tells the customer.
        notify: Notify,
        /// Note kept with the refund; ends with the row's mark, by which a read-back
        /// tells this refund from any other.
        note: Clean,
        /// What had gone back before, in the currency charged.
        refunded_before: Money,
    },
    /// Gives up an uncaptured authorisation.
    Void {
        /// The authorisation.
        transaction: Box<str>,
        /// How much it set aside, in the currency charged.
        amount: Money,
    },
    /// Puts the order into the archive, or takes it out.
    SetArchived {
        /// Whether it is archived afterwards.
        archived: bool,
    },
    /// Appends text to the order's note.
    AppendNote {
        /// The text.
        text: Clean,
    },
    /// Adds tags.
    AddTags {
        /// The tags.
        tags: Vec<Clean>,
    },
    /// Removes tags.
    RemoveTags {
        /// The tags, spelled as on the order.
        tags: Vec<Clean>,
    },
}

impl Step {
    /// The same step with its texts gone: what is left are ids, sums and choices. Tags go
    /// too, for shops write names into them; how many they were stays.
    #[must_use]
    pub fn without_texts(&self) -> Self {
        let gone = || Clean::new(PURGED);
        let mut step = self.clone();
        match &mut step {
            Self::PlaceHold { notes: text, .. }
            | Self::Cancel { staff_note: text, .. }
            | Self::Refund { note: text, .. }
            | Self::AppendNote { text } => *text = gone(),
            Self::AddTags { tags } | Self::RemoveTags { tags } => tags.fill(gone()),
            Self::ReleaseHolds { .. } | Self::Void { .. } | Self::SetArchived { .. } => {}
        }
        step
    }

    /// The kind of step.
    pub fn kind(&self) -> StepKind {
        match self {
            Self::ReleaseHolds { .. } => StepKind::ReleaseHolds,
            Self::PlaceHold { .. } => StepKind::PlaceHold,
            Self::Cancel { .. } => StepKind::Cancel,
            Self::Refund { .. } => StepKind::Refund,
            Self::Void { .. } => StepKind::Void,
            Self::SetArchived { .. } => StepKind::SetArchived,
            Self::AppendNote { .. } => StepKind::AppendNote,
            Self::AddTags { .. } => StepKind::AddTags,
            Self::RemoveTags { .. } => StepKind::RemoveTags,
        }
    }

    /// What the step does within a plan of that verb, as a sentence without personal data:
    /// a hold that gets a new day is replaced, and only ours ever is.
    pub fn sentence_in(&self, verb: Verb) -> String {
        match (verb, self) {
            (Verb::Hold, Self::ReleaseHolds { .. }) => {
                "take away this desk's old hold, which the new one replaces".to_owned()
            }
            _ => self.sentence(),
        }
    }

    /// What the step does, as a sentence without personal data.
    pub fn sentence(&self) -> String {
        match self {
            Self::ReleaseHolds { holds, .. } if holds.len() == 1 => "release 1 hold".to_owned(),
            Self::ReleaseHolds { holds, .. } => format!("release {} holds", holds.len()),
            Self::PlaceHold { .. } => "place a hold".to_owned(),
            // Whether there is money to go back is not the step's to know: the plan says it.
            Self::Cancel { refund: RefundTo::Original, .. } => "cancel the order".to_owned(),
            Self::Cancel { refund: RefundTo::Credit, .. } => {
                "cancel the order, money into store credit".to_owned()
            }
            Self::Cancel { refund: RefundTo::None, .. } => {
                "cancel the order, nothing is refunded".to_owned()
            }
            Self::Refund { parts, .. } => format!("refund {}", sum_of(parts)),
            Self::Void { amount, .. } => format!("void the authorisation of {amount}"),
            Self::SetArchived { archived: true } => "archive the order".to_owned(),
            Self::SetArchived { archived: false } => "unarchive the order".to_owned(),
            Self::AppendNote { .. } => "append to the order's note".to_owned(),
            Self::AddTags { tags } => format!("add {}", counted(tags.len(), "tag")),
            Self::RemoveTags { tags } => format!("remove {}", counted(tags.len(), "tag")),
        }
    }
}

/// The kind of a step, for capabilities and tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// See `Step::ReleaseHolds`.
    ReleaseHolds,
    /// See `Step::PlaceHold`.
    PlaceHold,
    /// See `Step::Cancel`.
    Cancel,
    /// See `Step::Refund`.
    Refund,
    /// See `Step::Void`.
    Void,
    /// See `Step::SetArchived`.
    SetArchived,
    /// See `Step::AppendNote`.
    AppendNote,
    /// See `Step::AddTags`.
    AddTags,
    /// See `Step::RemoveTags`.
    RemoveTags,
}

impl StepKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::ReleaseHolds,
        Self::PlaceHold,
        Self::Cancel,
        Self::Refund,
        Self::Void,
        Self::SetArchived,
        Self::AppendNote,
        Self::AddTags,
        Self::RemoveTags,
    ];
}

/// Adds up the parts of a refund; they share one currency.
fn sum_of(parts: &[RefundPart]) -> String {
    let sum = parts.iter().map(|part| part.amount).reduce(|a, b| a.plus(b).unwrap_or(a));
    sum.map_or_else(|| "nothing".to_owned(), |sum| sum.to_string())
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
