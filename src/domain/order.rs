//! An order in full, as any of the stores gives it.

use serde::{Deserialize, Serialize};

use super::{Address, Clean, Money, MoneyPair, OrderId, Readable, Risk, ShopId, Timestamp};

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

/// Where the goods of an order stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fulfilment {
    /// Nothing has left.
    Unfulfilled,
    /// A part has left.
    Partial,
    /// Everything has left, or nothing needs to.
    Fulfilled,
    /// To leave at a later date.
    Scheduled,
    /// The store says nothing, or something this program does not know.
    #[default]
    Unknown,
}

impl Fulfilment {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unfulfilled => "unfulfilled",
            Self::Partial => "partial",
            Self::Fulfilled => "fulfilled",
            Self::Scheduled => "scheduled",
            Self::Unknown => "unknown",
        }
    }
}

/// Why an order is or was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// The card's owner did not order.
    Fraud,
    /// A policy of the shop, not payment fraud (C17); never counted as fraud.
    Reseller,
    /// The customer wished it.
    Customer,
    /// The payment was declined.
    Declined,
    /// Out of stock.
    Stock,
    /// A mistake of the staff.
    Staff,
    /// Anything else.
    Other,
}

impl CancelReason {
    /// All reasons, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Fraud,
        Self::Reseller,
        Self::Customer,
        Self::Declined,
        Self::Stock,
        Self::Staff,
        Self::Other,
    ];

    /// The word used in commands, JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fraud => "fraud",
            Self::Reseller => "reseller",
            Self::Customer => "customer",
            Self::Declined => "declined",
            Self::Stock => "stock",
            Self::Staff => "staff",
            Self::Other => "other",
        }
    }

    /// Finds a reason by its word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

/// How and when an order was closed for work in the store's admin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct ClosedHow {
    /// When it was archived; the filter app archives what it flags (S19).
    pub archived_at: Option<Timestamp>,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// Why it was cancelled, in the store's word.
    pub cancel_reason: Option<Clean>,
    /// What the staff wrote when cancelling.
    pub staff_note: Option<Clean>,
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

/// Why goods are held.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// Suspected fraud.
    FraudRisk,
    /// The payment is awaited.
    AwaitingPayment,
    /// The address is wrong.
    Address,
    /// Out of stock.
    Stock,
    /// Something else.
    Other,
    /// A reason this program has no word for, in the store's word.
    Unlisted(Clean),
}

/// One hold on one fulfilment order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hold {
    /// The store's id.
    pub id: Box<str>,
    /// Why.
    pub reason: HoldReason,
    /// Why, in the store's own words.
    pub reason_shown: Clean,
    /// Notes of whoever placed it.
    pub notes: Clean,
    /// The app or person who placed it.
    pub by: Readable<Clean>,
    /// Whether this program placed it.
    pub ours: bool,
    /// The handle it was placed with, where the store shows one.
    pub handle: Option<Clean>,
}

/// Where a fulfilment order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FulfilmentOrderState {
    /// To be sent.
    Open,
    /// Held.
    OnHold,
    /// The warehouse works on it.
    InProgress,
    /// To be sent later.
    Scheduled,
    /// Sent, cancelled or given up: nothing left to hold.
    Ended,
    /// A state this program does not know.
    Unknown,
}

/// A part of the order that is sent from one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FulfilmentOrder {
    /// The store's id.
    pub id: Box<str>,
    /// Where it stands.
    pub state: FulfilmentOrderState,
    /// The place it is sent from.
    pub location: Clean,
    /// Holds on it.
    pub holds: Vec<Hold>,
    /// Whether the store lets us hold it now.
    pub may_hold: bool,
    /// Whether the store lets us release its holds now.
    pub may_release: bool,
}

/// One line of goods.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LineItem {
    /// The store's id.
    pub id: Box<str>,
    /// Stock-keeping unit.
    pub sku: Clean,
    /// What it is.
    pub title: Clean,
    /// Which variant.
    pub variant: Clean,
    /// How many were ordered.
    pub quantity: u32,
    /// How many can still be refunded.
    pub refundable: u32,
    /// How many have not been sent.
    pub unfulfilled: u32,
    /// Price of one, before discounts.
    pub unit_price: Money,
    /// Price of the line, after discounts.
    pub line_total: Money,
}

/// The customer's record in the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Customer {
    /// The store's id.
    pub id: Box<str>,
    /// Name as the store shows it.
    pub name: Readable<Clean>,
    /// When the record was made.
    pub since: Option<Timestamp>,
    /// Orders so far, this one included.
    pub orders: Option<u64>,
    /// Spent so far, in the shop's currency.
    pub spent: Option<Money>,
    /// Whether the e-mail address was verified by the store.
    pub email_verified: Option<bool>,
    /// The staff's note on the customer.
    pub note: Clean,
    /// Tags on the customer.
    pub tags: Vec<Clean>,
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

/// One line of the store's timeline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimelineEvent {
    /// When.
    pub at: Timestamp,
    /// Who, where the store says.
    pub by: Clean,
    /// What, in the store's words.
    pub text: Clean,
}

/// An order in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The shop it belongs to.
    pub shop: ShopId,
    /// The store's own id.
    pub id: OrderId,
    /// The name people use: `#2047`.
    pub name: Clean,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When the store says it last changed; holds do not move it.
    pub updated_at: Timestamp,
    /// Archived, cancelled, why.
    pub closed: ClosedHow,
    /// Tags on the order.
    pub tags: Vec<Clean>,
    /// The staff's note.
    pub note: Clean,
    /// Named extras from the checkout.
    pub attributes: Vec<(Clean, Clean)>,
    /// E-mail address of the order.
    pub email: Readable<Clean>,
    /// Telephone number of the order.
    #[serde(deserialize_with = "super::text::kept_readable_phone")]
    pub phone: Readable<Clean>,
    /// Address of the buyer's computer.
    pub ip: Readable<Clean>,
    /// Billing address.
    pub billing: Readable<Address>,
    /// Shipping address.
    pub shipping: Readable<Address>,
    /// The customer's record.
    pub customer: Readable<Customer>,
    /// What the store says about risk.
    pub risk: Risk,
    /// Where the money stands.
    pub payment: Payment,
    /// Where the goods stand.
    pub fulfilment: Fulfilment,
    /// Sums.
    pub totals: Totals,
    /// Movements of money, oldest first.
    pub transactions: Vec<Transaction>,
    /// Money that went back, oldest first.
    pub refunds: Vec<Refunded>,
    /// Parts sent from one place each.
    pub fulfilment_orders: Vec<FulfilmentOrder>,
    /// Goods.
    pub items: Vec<LineItem>,
    /// Discount codes used.
    pub coupons: Vec<Clean>,
    /// Disputes with the card's owner.
    pub disputes: Vec<Dispute>,
    /// The store's timeline, newest first.
    pub timeline: Vec<TimelineEvent>,
    /// Where the order came from: web shop, draft, subscription app.
    pub source: Clean,
    /// What could not be read in full, as sentences: denied fields, longer lists.
    pub gaps: Vec<String>,
}

impl Order {
    /// Whether any open fulfilment order is held (`contract.md`, `held`).
    pub fn is_held(&self) -> bool {
        self.fulfilment_orders
            .iter()
            .any(|part| part.state != FulfilmentOrderState::Ended && !part.holds.is_empty())
    }

    /// Every hold with the fulfilment order that it lies on.
    pub fn holds(&self) -> impl Iterator<Item = (&FulfilmentOrder, &Hold)> {
        self.fulfilment_orders
            .iter()
            .flat_map(|part| part.holds.iter().map(move |hold| (part, hold)))
    }

    /// Whether it is archived.
    pub fn is_archived(&self) -> bool {
        self.closed.archived_at.is_some()
    }

    /// Whether it is cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.closed.cancelled_at.is_some()
    }

    /// How many pieces were ordered.
    pub fn pieces(&self) -> u32 {
        self.items.iter().map(|item| item.quantity).sum()
    }

    /// The name the reviewer knows the buyer by: customer, else billing, else shipping.
    pub fn buyer(&self) -> Option<&Clean> {
        let customer = self.customer.known().and_then(|customer| customer.name.known());
        let addresses = [&self.billing, &self.shipping].into_iter();
        customer
            .into_iter()
            .chain(addresses.filter_map(|address| address.known()).map(|address| &address.name))
            .find(|name| !name.is_blank())
    }

    /// The successful, wholly uncaptured authorisations that can be voided
    /// (`apis/shopify.md`, section 8).
    pub fn open_authorisations(&self) -> impl Iterator<Item = &Transaction> {
        self.transactions.iter().filter(|transaction| {
            transaction.kind == TransactionKind::Authorisation
                && transaction.state == TransactionState::Success
                && !self.is_used(&transaction.id)
        })
    }

    fn is_used(&self, authorisation: &str) -> bool {
        self.transactions.iter().any(|later| {
            matches!(later.kind, TransactionKind::Capture | TransactionKind::Void)
                && matches!(later.state, TransactionState::Success | TransactionState::Pending)
                && later.parent.as_deref() == Some(authorisation)
        })
    }
}
