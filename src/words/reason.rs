//! Reasons in the desk's own words; for the staff, never for the customer (C2).

use crate::domain::CancelReason;

/// The reason as words in a note.
pub fn reason(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::Fraud => "suspected fraud",
        CancelReason::Reseller => "reseller, shop policy",
        CancelReason::Customer => "customer's wish",
        CancelReason::Declined => "payment declined",
        CancelReason::Stock => "out of stock",
        CancelReason::Staff => "mistake of the staff",
        CancelReason::Other => "other reason",
    }
}
