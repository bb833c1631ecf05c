//! Shopify's enum values in our words. Enums grow: a value that is new to us survives as
//! unknown, other or its own word, and never breaks an order (`apis/shopify.md`, section 5).

use crate::domain::{
    CancelReason, Clean, Fulfilment, FulfilmentOrderState, HoldReason, Payment, ProviderAdvice,
    RiskLevel, Sentiment, TransactionKind, TransactionState,
};

pub(super) fn payment(word: Option<&str>) -> Payment {
    match word.unwrap_or_default() {
        "PENDING" => Payment::Pending,
        "AUTHORIZED" => Payment::Authorised,
        "PARTIALLY_PAID" => Payment::PartlyPaid,
        "PAID" => Payment::Paid,
        "PARTIALLY_REFUNDED" => Payment::PartlyRefunded,
        "REFUNDED" => Payment::Refunded,
        "VOIDED" => Payment::Voided,
        "EXPIRED" => Payment::Expired,
        _ => Payment::Unknown,
    }
}

/// A held order counts as unfulfilled: that it is held is said by its holds. The two
/// words for "nothing left to send" count as fulfilled.
pub(super) fn fulfilment(word: Option<&str>) -> Fulfilment {
    match word.unwrap_or_default() {
        "UNFULFILLED"
        | "OPEN"
        | "IN_PROGRESS"
        | "ON_HOLD"
        | "PENDING_FULFILLMENT"
        | "REQUEST_DECLINED" => Fulfilment::Unfulfilled,
        "PARTIALLY_FULFILLED" => Fulfilment::Partial,
        "FULFILLED" | "FULFILLMENT_NOT_REQUIRED" | "RESTOCKED" => Fulfilment::Fulfilled,
        "SCHEDULED" => Fulfilment::Scheduled,
        _ => Fulfilment::Unknown,
    }
}

/// A level that is new to us is no level: the order reads as unscored, never as low (C16).
pub(super) fn risk_level(word: Option<&str>) -> RiskLevel {
    match word.unwrap_or_default() {
        "HIGH" => RiskLevel::High,
        "MEDIUM" => RiskLevel::Medium,
        "LOW" => RiskLevel::Low,
        "NONE" => RiskLevel::None,
        "PENDING" => RiskLevel::Pending,
        _ => RiskLevel::Unscored,
    }
}

pub(super) fn advice(word: Option<&str>) -> ProviderAdvice {
    match word.unwrap_or_default() {
        "ACCEPT" => ProviderAdvice::Accept,
        "INVESTIGATE" => ProviderAdvice::Investigate,
        "CANCEL" => ProviderAdvice::Cancel,
        "NONE" => ProviderAdvice::None,
        _ => ProviderAdvice::Unknown,
    }
}

pub(super) fn sentiment(word: Option<&str>) -> Sentiment {
    match word.unwrap_or_default() {
        "POSITIVE" => Sentiment::Positive,
        "NEUTRAL" => Sentiment::Neutral,
        "NEGATIVE" => Sentiment::Negative,
        _ => Sentiment::Unknown,
    }
}

pub(super) fn transaction_kind(word: Option<&str>) -> TransactionKind {
    match word.unwrap_or_default() {
        "AUTHORIZATION" | "EMV_AUTHORIZATION" => TransactionKind::Authorisation,
        "CAPTURE" => TransactionKind::Capture,
        "SALE" => TransactionKind::Sale,
        "REFUND" => TransactionKind::Refund,
        "VOID" => TransactionKind::Void,
        _ => TransactionKind::Other,
    }
}

pub(super) fn transaction_state(word: Option<&str>) -> TransactionState {
    match word.unwrap_or_default() {
        "SUCCESS" => TransactionState::Success,
        "ERROR" | "FAILURE" => TransactionState::Failure,
        "PENDING" | "AWAITING_RESPONSE" => TransactionState::Pending,
        _ => TransactionState::Unknown,
    }
}

pub(super) fn part_state(word: Option<&str>) -> FulfilmentOrderState {
    match word.unwrap_or_default() {
        "OPEN" => FulfilmentOrderState::Open,
        "ON_HOLD" => FulfilmentOrderState::OnHold,
        "IN_PROGRESS" => FulfilmentOrderState::InProgress,
        "SCHEDULED" => FulfilmentOrderState::Scheduled,
        "CANCELLED" | "CLOSED" | "INCOMPLETE" => FulfilmentOrderState::Ended,
        _ => FulfilmentOrderState::Unknown,
    }
}

pub(super) fn hold_reason(word: Option<&str>) -> HoldReason {
    match word.unwrap_or_default() {
        "HIGH_RISK_OF_FRAUD" => HoldReason::FraudRisk,
        "AWAITING_PAYMENT" => HoldReason::AwaitingPayment,
        "INCORRECT_ADDRESS" => HoldReason::Address,
        "INVENTORY_OUT_OF_STOCK" => HoldReason::Stock,
        "OTHER" => HoldReason::Other,
        word => HoldReason::Unlisted(Clean::new(word)),
    }
}

/// The word to place a hold with; a reason that Shopify does not list becomes OTHER.
pub(super) fn hold_reason_word(reason: &HoldReason) -> &'static str {
    match reason {
        HoldReason::FraudRisk => "HIGH_RISK_OF_FRAUD",
        HoldReason::AwaitingPayment => "AWAITING_PAYMENT",
        HoldReason::Address => "INCORRECT_ADDRESS",
        HoldReason::Stock => "INVENTORY_OUT_OF_STOCK",
        HoldReason::Unlisted(word) => match word.raw() {
            "AWAITING_RETURN_ITEMS" => "AWAITING_RETURN_ITEMS",
            "UNKNOWN_DELIVERY_DATE" => "UNKNOWN_DELIVERY_DATE",
            _ => "OTHER",
        },
        HoldReason::Other => "OTHER",
    }
}

/// The word to cancel with. A reseller is a matter of policy and never counted as fraud (C17).
pub(super) fn cancel_reason_word(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::Fraud => "FRAUD",
        CancelReason::Customer => "CUSTOMER",
        CancelReason::Declined => "DECLINED",
        CancelReason::Stock => "INVENTORY",
        CancelReason::Staff => "STAFF",
        CancelReason::Reseller | CancelReason::Other => "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_shopify_adds_later_survive() {
        let new = Some("SOMETHING_NEW");

        assert_eq!(payment(new), Payment::Unknown);
        assert_eq!(fulfilment(new), Fulfilment::Unknown);
        assert_eq!(risk_level(new), RiskLevel::Unscored);
        assert_eq!(advice(new), ProviderAdvice::Unknown);
        assert_eq!(sentiment(new), Sentiment::Unknown);
        assert_eq!(transaction_kind(new), TransactionKind::Other);
        assert_eq!(transaction_state(new), TransactionState::Unknown);
        assert_eq!(part_state(new), FulfilmentOrderState::Unknown);
        assert_eq!(hold_reason(new), HoldReason::Unlisted("SOMETHING_NEW".into()));
    }

    #[test]
    fn a_reseller_is_never_reported_as_fraud() {
        assert_eq!(cancel_reason_word(CancelReason::Reseller), "OTHER");
    }

    #[test]
    fn a_hold_reason_goes_out_as_it_came_in() {
        for word in ["HIGH_RISK_OF_FRAUD", "AWAITING_PAYMENT", "AWAITING_RETURN_ITEMS", "OTHER"] {
            assert_eq!(hold_reason_word(&hold_reason(Some(word))), word);
        }
        assert_eq!(hold_reason_word(&hold_reason(Some("NEW_ONE"))), "OTHER");
    }
}
