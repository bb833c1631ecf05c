//! What a check found: evidence with a sign and a weight, never a verdict (C13).

use serde::{Deserialize, Serialize};

use super::{Clean, OrderId, ShopId, Timestamp};

/// The checks, by the names used in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Other orders that share name, e-mail, phone or address (S31).
    Duplicates,
    /// The address of the buyer's computer (S41).
    Ip,
    /// Billing against shipping (S35).
    Distance,
    /// The telephone number (S82).
    Phone,
    /// The e-mail address (S39, S81).
    Email,
    /// The form of the addresses.
    Address,
    /// Card checks of the payment (C1).
    Card,
    /// Value, pieces, coupons, haste (S21, S78 to S80).
    OrderForm,
    /// The form of the names, never their origin or sound (C20).
    Name,
    /// Earlier orders and verdicts (S33).
    History,
    /// Hidden characters and other tricks in the order's text.
    HostileText,
}

impl Check {
    /// All of them, in the order in which they are named.
    pub const ALL: [Self; 11] = [
        Self::Duplicates,
        Self::Ip,
        Self::Distance,
        Self::Phone,
        Self::Email,
        Self::Address,
        Self::Card,
        Self::OrderForm,
        Self::Name,
        Self::History,
        Self::HostileText,
    ];

    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Duplicates => "duplicates",
            Self::Ip => "ip",
            Self::Distance => "distance",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
            Self::Card => "card",
            Self::OrderForm => "order_form",
            Self::Name => "name",
            Self::History => "history",
            Self::HostileText => "hostile_text",
        }
    }
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing found.
    Clear,
    /// Worth knowing.
    Notice,
    /// Raises suspicion.
    Warn,
    /// Raises suspicion strongly.
    Alarm,
    /// Not possible; the headline says why. Never read as clear.
    Unknown,
}

impl Outcome {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Notice => "notice",
            Self::Warn => "warn",
            Self::Alarm => "alarm",
            Self::Unknown => "unknown",
        }
    }
}

/// One fact behind a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingFact {
    /// What it is about.
    pub label: String,
    /// What was found.
    pub value: Clean,
    /// What it adds to the finding's weight, in log-odds; 0 says nothing.
    #[serde(default, skip_serializing_if = "adds_nothing")]
    pub weight: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over like this")]
fn adds_nothing(weight: &f64) -> bool {
    *weight == 0.0
}

/// Why another order is linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkReason {
    /// The same name.
    SameName,
    /// The same name but for a slip, a nickname, another spelling.
    SimilarName,
    /// The same e-mail address.
    SameEmail,
    /// An e-mail address that differs by a slip or in its domain only.
    SimilarEmail,
    /// The same telephone number.
    SamePhone,
    /// The same shipping address.
    SameShipping,
    /// The same billing address.
    SameBilling,
    /// Its billing address is our shipping address, or the other way round.
    CrossedAddress,
    /// The same house, written with slips.
    SimilarAddress,
    /// The same payment card: issuer, last four digits, expiry.
    SameCard,
    /// The same device or cart.
    SameDevice,
    /// The same customer of the store.
    SameCustomer,
    /// The same address of the buyer's computer.
    SameIp,
    /// It is of the same person as another link.
    ThroughAnother,
}

impl LinkReason {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::SameName => "same name",
            Self::SimilarName => "similar name",
            Self::SameEmail => "same e-mail",
            Self::SimilarEmail => "similar e-mail",
            Self::SamePhone => "same phone",
            Self::SameShipping => "same shipping address",
            Self::SameBilling => "same billing address",
            Self::CrossedAddress => "billing there is shipping here",
            Self::SimilarAddress => "similar address",
            Self::SameCard => "same card",
            Self::SameDevice => "same device",
            Self::SameCustomer => "same customer",
            Self::SameIp => "same IP",
            Self::ThroughAnother => "same person as another link",
        }
    }
}

/// What of two orders a reason for a link is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkField {
    /// The person's name.
    Name,
    /// The e-mail address.
    Email,
    /// The telephone number.
    Phone,
    /// Billing or shipping address.
    Address,
    /// The buyer's computer: address or network.
    Ip,
    /// The payment card.
    Card,
    /// The customer's account or device in the store.
    Account,
}

impl LinkReason {
    /// What of two orders it is about, so that it can be marked side by side.
    pub fn about(self) -> LinkField {
        match self {
            Self::SameName | Self::SimilarName => LinkField::Name,
            Self::SameEmail | Self::SimilarEmail => LinkField::Email,
            Self::SamePhone => LinkField::Phone,
            Self::SameShipping
            | Self::SameBilling
            | Self::CrossedAddress
            | Self::SimilarAddress => LinkField::Address,
            Self::SameCard => LinkField::Card,
            Self::SameDevice | Self::SameCustomer | Self::ThroughAnother => LinkField::Account,
            Self::SameIp => LinkField::Ip,
        }
    }
}

/// Another order that shares something with this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Its shop.
    pub shop: ShopId,
    /// Its id.
    pub id: OrderId,
    /// Its name.
    pub order: Clean,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// How probable it is that both are one person, from 0 to 1.
    pub score: f64,
    /// What they share.
    pub reasons: Vec<LinkReason>,
    /// Its state in words: `paid, unfulfilled`.
    pub state: String,
}

/// What one check found on one order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The check.
    pub check: Check,
    /// How it came out.
    pub outcome: Outcome,
    /// The finding as one sentence.
    pub headline: String,
    /// The facts behind it.
    pub facts: Vec<FindingFact>,
    /// Log-odds: above 0 raises suspicion, below lowers it, 0 says nothing.
    pub weight: f64,
    /// Where it comes from.
    pub source: String,
    /// The date of what it rests on.
    pub as_of: Timestamp,
    /// Linked orders, best first (duplicates only).
    #[serde(default)]
    pub links: Vec<Link>,
}
