//! Values that two or more rooms share. No IO, no clock, no randomness.
//!
//! Everything above looks down here; this room looks at nothing. A type moves in
//! only when two rooms need it.

mod address;
mod capability;
mod compensation;
mod crossing;
mod customer;
mod fault;
mod finding;
mod fulfilment;
mod ids;
mod lane;
mod look_up;
mod money;
mod order;
mod payment;
mod places;
mod plan;
mod purge;
mod readable;
mod receipt;
mod revision;
mod risk;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
pub(crate) mod sample;
mod short;
mod step;
mod sums;
mod text;
mod time;
mod verb;

pub use address::Address;
pub use capability::{Allowed, Capabilities, WhyNot};
pub use compensation::{Compensation, HandedOver, Stays, Undoing};
pub use crossing::{Crossing, cross, watch_crossings};
pub use customer::Customer;
pub use fault::{Fault, Kind};
pub use finding::{Check, Finding, FindingFact, Link, LinkField, LinkReason, Outcome};
pub use fulfilment::{Fulfilment, FulfilmentOrder, FulfilmentOrderState, Hold, HoldReason};
pub use ids::{Ids, OrderId, RowId, ShopId, StepId, SystemIds};
pub use lane::{ClockName, ClockReading, Lane, Verdict};
pub use look_up::LookUp;
pub use money::{Currency, Money, MoneyPair};
pub use order::{CancelReason, ClosedHow, LineItem, Order, TimelineEvent};
pub use payment::{
    CardPayment, Dispute, Payment, PaymentDetails, Refunded, Totals, Transaction, TransactionKind,
    TransactionState,
};
pub use places::{
    Apart, Country, Network, NetworkKind, NoPlaces, PhoneArea, Place, Places, Point, Precision,
    Wanted,
};
pub use plan::{OutboxRow, Plan, RowState, StepRow, StepState};
pub use purge::{PurgeFound, PurgeScope, PurgedOrder};
pub use readable::Readable;
pub use receipt::{Proof, Receipt};
pub use revision::Revision;
pub use risk::{Assessment, ProviderAdvice, Risk, RiskFact, RiskLevel, Sentiment};
pub use short::{BadEnd, CardPrint, Ended, ShortOrder};
pub use step::{Notify, PURGED, RefundLine, RefundPart, RefundTo, Restock, Step, StepKind};
pub use sums::Sums;
pub use text::{Clean, Piece, fit, mask_cards};
pub use time::{Clock, SystemClock, Timestamp, Zone};
pub use verb::{Danger, Verb};
