//! The money of an order: sums, movements, card facts, disputes.

use serde::{Deserialize, Serialize};

use super::{Clean, Money, MoneyPair, Readable, Timestamp};

/// Where the money of an order stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    /// Not paid yet.
    Pending,
    /// The card was authorised, nothing captured.
    Authorised,
    /// A part was captured.
    PartlyPaid,
    /// Captured in full.
    Paid,
    /// A part went back.
    PartlyRefunded,
    /// All of it went back.
    Refunded,
    /// The authorisation was given up.
    Voided,
    /// The authorisation ran out.
    Expired,
    /// The store says nothing, or something this program does not know.
    #[default]
    Unknown,
}

impl Payment {
    /// The word used in JSON and on screen (on screen with blanks).
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Authorised => "authorised",
            Self::PartlyPaid => "partly_paid",
            Self::Paid => "paid",
            Self::PartlyRefunded => "partly_refunded",
            Self::Refunded => "refunded",
            Self::Voided => "voided",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
        }
    }
}

/// Sums of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Totals {
    /// What the order costs now.
    pub total: MoneyPair,
    /// What was received.
    pub received: MoneyPair,
    /// What went back.
    pub refunded: MoneyPair,
    /// What could still be captured.
    pub capturable: MoneyPair,
}

impl Totals {
    /// What was received and has not gone back, in the currency charged.
    pub fn left_to_refund(&self) -> Money {
        let left = self.received.charged.minus(self.refunded.charged);
        left.unwrap_or(Money::zero(self.received.charged.currency))
    }
}

/// What a transaction does with the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionKind {
    /// The card was asked to set the amount aside.
    Authorisation,
    /// A set-aside amount was taken.
    Capture,
    /// Set aside and taken at once.
    Sale,
    /// Money went back.
    Refund,
    /// A set-aside amount was given up.
    Void,
    /// Anything else.
    Other,
}

/// How a transaction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionState {
    /// It went through.
    Success,
    /// It was refused.
    Failure,
    /// It is under way.
    Pending,
    /// The store does not know, or says what this program does not know.
    Unknown,
}

/// Card facts of a payment. The full number never gets here: stores mask it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct CardPayment {
    /// Answer to the address check, one letter of the card networks.
    pub avs: Option<Clean>,
    /// Answer to the security-code check, one letter; the code itself is never known (C1).
    pub cvv: Option<Clean>,
    /// First digits: the issuer's number.
    pub bin: Option<Clean>,
    /// Brand of the card.
    pub brand: Option<Clean>,
    /// Masked number as the store gives it.
    pub number: Option<Clean>,
    /// Name on the card.
    pub name: Readable<Clean>,
    /// Month of expiry, kept only for comparing cards.
    pub expiry_month: Option<u8>,
    /// Year of expiry.
    pub expiry_year: Option<u16>,
    /// Wallet the card was used through.
    pub wallet: Option<Clean>,
}

/// How a transaction was paid.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentDetails {
    /// By card.
    Card(Box<CardPayment>),
    /// By another method, by its name.
    Method(Clean),
    /// The store does not say.
    Unsaid,
}

/// One movement of money, or an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Transaction {
    /// The store's id.
    pub id: Box<str>,
    /// What it does.
    pub kind: TransactionKind,
    /// How it ended.
    pub state: TransactionState,
    /// The amount.
    pub amount: MoneyPair,
    /// The gateway's raw key; refunds name it.
    pub gateway: Clean,
    /// The transaction it builds on: a capture's authorisation, a refund's sale.
    pub parent: Option<Box<str>>,
    /// When it was processed.
    pub at: Option<Timestamp>,
    /// When an authorisation runs out, where the store says so.
    pub expires_at: Option<Timestamp>,
    /// Why it failed, in the store's code.
    pub error: Option<Clean>,
    /// Card or other method.
    pub details: PaymentDetails,
}

/// Money that went back, as the store records it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Refunded {
    /// The store's id.
    pub id: Box<str>,
    /// When.
    pub at: Option<Timestamp>,
    /// The note kept with it.
    pub note: Clean,
    /// How much.
    pub amount: MoneyPair,
    /// Whether the gateway has confirmed every part of it. A refund without this is
    /// not proof of payment (`apis/shopify.md`, section 8).
    pub state: TransactionState,
}

/// A dispute with the card's owner (chargeback or inquiry).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dispute {
    /// The store's id.
    pub id: Box<str>,
    /// Chargeback or inquiry, in the store's word.
    pub kind: Clean,
    /// Where it stands, in the store's word.
    pub state: Clean,
}
