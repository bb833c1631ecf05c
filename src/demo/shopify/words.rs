//! The shop's words in Shopify's spelling, and back.

use crate::demo::shop::books::{Financial, Fulfilment};
use crate::demo::shop::{
    Advice, CancelReason, CustomerState, DeclineReason, DisputeKind, DisputeState, EventAction,
    FulfilmentState, HoldReason, RequestState, Restock, ReturnState, RiskLevel, Sentiment,
    TransactionKind, TransactionState, Wallet,
};

macro_rules! words {
    ($(#[$doc:meta])* $to:ident, $from:ident, $kind:ty, { $($variant:path => $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        pub(crate) fn $to(value: $kind) -> &'static str {
            match value { $($variant => $word),+ }
        }

        /// The value that a word of the protocol means.
        pub(crate) fn $from(word: &str) -> Option<$kind> {
            match word { $($word => Some($variant),)+ _ => None }
        }
    };
    ($(#[$doc:meta])* $to:ident, $kind:ty, { $($variant:path => $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        pub(crate) fn $to(value: $kind) -> &'static str {
            match value { $($variant => $word),+ }
        }
    };
}

words!(
    /// `FulfillmentHoldReason`.
    hold_reason, hold_reason_from, HoldReason, {
    HoldReason::AwaitingPayment => "AWAITING_PAYMENT",
    HoldReason::AwaitingReturnItems => "AWAITING_RETURN_ITEMS",
    HoldReason::HighRiskOfFraud => "HIGH_RISK_OF_FRAUD",
    HoldReason::IncorrectAddress => "INCORRECT_ADDRESS",
    HoldReason::InventoryOutOfStock => "INVENTORY_OUT_OF_STOCK",
    HoldReason::PostPurchaseCrossSell => "ONLINE_STORE_POST_PURCHASE_CROSS_SELL",
    HoldReason::Other => "OTHER",
    HoldReason::UnknownDeliveryDate => "UNKNOWN_DELIVERY_DATE",
});

words!(
    /// `OrderCancelReason`.
    cancel_reason, cancel_reason_from, CancelReason, {
    CancelReason::Customer => "CUSTOMER",
    CancelReason::Declined => "DECLINED",
    CancelReason::Fraud => "FRAUD",
    CancelReason::Inventory => "INVENTORY",
    CancelReason::Other => "OTHER",
    CancelReason::Staff => "STAFF",
});

words!(
    /// `RiskAssessmentResult`.
    risk_level, risk_level_from, RiskLevel, {
    RiskLevel::None => "NONE",
    RiskLevel::Pending => "PENDING",
    RiskLevel::Low => "LOW",
    RiskLevel::Medium => "MEDIUM",
    RiskLevel::High => "HIGH",
});

words!(
    /// `RiskFactSentiment`.
    sentiment, sentiment_from, Sentiment, {
    Sentiment::Positive => "POSITIVE",
    Sentiment::Negative => "NEGATIVE",
    Sentiment::Neutral => "NEUTRAL",
});

words!(
    /// `RefundLineItemRestockType`.
    restock, restock_from, Restock, {
    Restock::Cancel => "CANCEL",
    Restock::Return => "RETURN",
    Restock::NoRestock => "NO_RESTOCK",
});

words!(
    /// `OrderRiskRecommendationResult`.
    advice, Advice, {
    Advice::Accept => "ACCEPT",
    Advice::Investigate => "INVESTIGATE",
    Advice::Cancel => "CANCEL",
    Advice::None => "NONE",
});

words!(
    /// `OrderDisplayFinancialStatus`.
    financial, Financial, {
    Financial::Authorised => "AUTHORIZED",
    Financial::Expired => "EXPIRED",
    Financial::Paid => "PAID",
    Financial::PartiallyPaid => "PARTIALLY_PAID",
    Financial::PartiallyRefunded => "PARTIALLY_REFUNDED",
    Financial::Pending => "PENDING",
    Financial::Refunded => "REFUNDED",
    Financial::Voided => "VOIDED",
});

words!(
    /// `OrderDisplayFulfillmentStatus`.
    fulfilment, Fulfilment, {
    Fulfilment::Unfulfilled => "UNFULFILLED",
    Fulfilment::PartiallyFulfilled => "PARTIALLY_FULFILLED",
    Fulfilment::Fulfilled => "FULFILLED",
    Fulfilment::OnHold => "ON_HOLD",
    Fulfilment::InProgress => "IN_PROGRESS",
    Fulfilment::Scheduled => "SCHEDULED",
});

words!(
    /// `FulfillmentOrderStatus`.
    work_state, FulfilmentState, {
    FulfilmentState::Open => "OPEN",
    FulfilmentState::InProgress => "IN_PROGRESS",
    FulfilmentState::OnHold => "ON_HOLD",
    FulfilmentState::Scheduled => "SCHEDULED",
    FulfilmentState::Closed => "CLOSED",
    FulfilmentState::Cancelled => "CANCELLED",
    FulfilmentState::Incomplete => "INCOMPLETE",
});

words!(
    /// `FulfillmentOrderRequestStatus`.
    request_state, RequestState, {
    RequestState::Unsubmitted => "UNSUBMITTED",
    RequestState::Submitted => "SUBMITTED",
    RequestState::Accepted => "ACCEPTED",
    RequestState::Rejected => "REJECTED",
    RequestState::CancellationRequested => "CANCELLATION_REQUESTED",
    RequestState::Closed => "CLOSED",
});

words!(
    /// `OrderTransactionKind`.
    payment_kind, TransactionKind, {
    TransactionKind::Authorisation => "AUTHORIZATION",
    TransactionKind::Capture => "CAPTURE",
    TransactionKind::Sale => "SALE",
    TransactionKind::Refund => "REFUND",
    TransactionKind::Void => "VOID",
});

words!(
    /// `OrderTransactionStatus`.
    payment_state, TransactionState, {
    TransactionState::Success => "SUCCESS",
    TransactionState::Pending => "PENDING",
    TransactionState::Failure => "FAILURE",
    TransactionState::Error => "ERROR",
});

words!(
    /// `OrderTransactionErrorCode`.
    decline, DeclineReason, {
    DeclineReason::CardDeclined => "CARD_DECLINED",
    DeclineReason::IncorrectCvc => "INCORRECT_CVC",
    DeclineReason::IncorrectZip => "INCORRECT_ZIP",
    DeclineReason::IncorrectNumber => "INCORRECT_NUMBER",
    DeclineReason::ExpiredCard => "EXPIRED_CARD",
    DeclineReason::InsufficientFunds => "INSUFFICIENT_FUNDS",
    DeclineReason::FraudSuspected => "FRAUD_SUSPECTED",
    DeclineReason::PickUpCard => "PICK_UP_CARD",
    DeclineReason::ProcessingError => "PROCESSING_ERROR",
});

words!(
    /// `DigitalWallet`.
    wallet, Wallet, {
    Wallet::Apple => "APPLE_PAY",
    Wallet::Google => "GOOGLE_PAY",
    Wallet::Shop => "SHOPIFY_PAY",
    Wallet::Amazon => "AMAZON_PAY",
});

words!(
    /// `OrderReturnStatus`.
    returns, ReturnState, {
    ReturnState::NoReturn => "NO_RETURN",
    ReturnState::Requested => "RETURN_REQUESTED",
    ReturnState::InProgress => "IN_PROGRESS",
    ReturnState::Returned => "RETURNED",
});

words!(
    /// `DisputeType`.
    dispute_kind, DisputeKind, {
    DisputeKind::Chargeback => "CHARGEBACK",
    DisputeKind::Inquiry => "INQUIRY",
});

words!(
    /// `DisputeStatus`.
    dispute_state, DisputeState, {
    DisputeState::Accepted => "ACCEPTED",
    DisputeState::Lost => "LOST",
    DisputeState::NeedsResponse => "NEEDS_RESPONSE",
    DisputeState::UnderReview => "UNDER_REVIEW",
    DisputeState::Won => "WON",
});

words!(
    /// `CustomerState`.
    customer_state, CustomerState, {
    CustomerState::Declined => "DECLINED",
    CustomerState::Disabled => "DISABLED",
    CustomerState::Enabled => "ENABLED",
    CustomerState::Invited => "INVITED",
});

words!(
    /// `Event.action`, which is plain text in the protocol.
    event_action, EventAction, {
    EventAction::Placed => "placed",
    EventAction::Authorised => "authorization_success",
    EventAction::Paid => "sale_success",
    EventAction::PaymentFailed => "sale_failure",
    EventAction::Assessed => "risk_assessment_created",
    EventAction::Held => "fulfillment_order_hold",
    EventAction::Released => "fulfillment_order_release_hold",
    EventAction::Shipped => "fulfillment_success",
    EventAction::Refunded => "refund_success",
    EventAction::Voided => "void_success",
    EventAction::Cancelled => "cancelled",
    EventAction::Archived => "closed",
    EventAction::Unarchived => "re_opened",
    EventAction::Disputed => "dispute_changed",
    EventAction::Edited => "edited",
    EventAction::Mailed => "mail_sent",
    EventAction::Commented => "comment",
});
