//! What the shop knows: plain structs and enums in the shop's own words.
//!
//! The server maps them to a protocol's spelling; nothing here knows one.

mod address;
mod app;
mod customer;
mod fulfilment;
mod line;
mod money;
mod order;
mod payment;
mod records;
mod risk;
mod text;

pub use address::Address;
pub use app::App;
pub use customer::{Customer, CustomerState};
pub use fulfilment::{
    FulfilmentLine, FulfilmentOrder, FulfilmentState, Hold, HoldReason, RequestState,
};
pub use line::LineItem;
pub use money::{Currency, Price};
pub use order::{Attribute, CancelReason, Cancellation, Order, ReturnState, Totals};
pub use payment::{
    Card, DeclineReason, Gateway, PaidWith, Refund, RefundLine, Restock, Transaction,
    TransactionKind, TransactionState, Wallet,
};
pub use records::{Author, Dispute, DisputeKind, DisputeState, Event, EventAction, Metafield};
pub use risk::{Advice, Assessment, Fact, RiskLevel, Sentiment};
pub use text::{Shared, Text};
