//! Why the books refuse.

use super::Price;

/// Why the shop's books refuse a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such record.
    NotFound,
    /// The order is cancelled already.
    AlreadyCancelled,
    /// A payment is still pending.
    PaymentPending,
    /// A return is under way.
    ReturnOpen,
    /// Goods have left and cannot be called back.
    AlreadyShipped,
    /// The transaction is not a successful authorisation.
    NotAnAuthorisation,
    /// The authorisation was captured, voided or has lapsed.
    NotVoidable,
    /// More money than is left to give back.
    TooMuch {
        /// What was asked.
        asked: Price,
        /// What is left.
        left: Price,
    },
    /// More units than are left of a line.
    TooMany {
        /// The line item.
        line_item: u64,
    },
    /// The parent transaction took no money or belongs to another order.
    WrongParent,
    /// The fulfilment order cannot be held in its state.
    NotHoldable,
    /// The fulfilment order cannot ship in its state.
    NotShippable,
    /// The authorisation has lapsed.
    Lapsed,
    /// The hold is not there.
    NoSuchHold,
}
