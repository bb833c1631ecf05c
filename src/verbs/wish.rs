//! What a reviewer asks for beside the verb: options of `act`, choices in a plan.

use chrono::NaiveDate;

use crate::domain::{CancelReason, Clean, Money, Notify, RefundTo, Restock};

/// How much to give back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Amount {
    /// Everything that is left.
    #[default]
    All,
    /// So much, in the currency charged.
    Part(Money),
}

/// The options of a verb. Left out means the default of the verb's row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Which holds to release, by id; `None` takes the preselected ones.
    pub holds: Option<Vec<Box<str>>>,
    /// Text for the order's note (`note`), or to go with the verdict.
    pub note: Option<Clean>,
    /// Why (cancel, hold).
    pub reason: Option<CancelReason>,
    /// How much to refund.
    pub amount: Amount,
    /// Hold until this day, the day of the decision (C7, C9).
    pub until: Option<NaiveDate>,
    /// Where the money goes on cancel.
    pub refund: Option<RefundTo>,
    /// Whether goods go back on the shelf.
    pub restock: Option<Restock>,
    /// Whether the store tells the customer.
    pub notify: Option<Notify>,
    /// Tags to add or remove.
    pub tags: Vec<Clean>,
}
