//! Payments: transactions, cards, refunds.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Price, Shared, Text};

/// One movement of money, or an attempt at one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// Numeric id.
    pub id: u64,
    /// What it moves.
    pub kind: TransactionKind,
    /// How it went.
    pub state: TransactionState,
    /// Through which gateway.
    pub gateway: Gateway,
    /// How much; zero for a void.
    pub amount: Price,
    /// The transaction it builds on: an authorisation for a capture or void, a sale or capture for a refund.
    pub parent: Option<u64>,
    /// When.
    pub at: DateTime<Utc>,
    /// With what it was paid.
    pub paid_with: PaidWith,
    /// Why it failed.
    pub declined: Option<DeclineReason>,
    /// When an authorisation lapses.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What a transaction moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TransactionKind {
    /// Money is reserved.
    Authorisation,
    /// Reserved money is taken.
    Capture,
    /// Money is taken at once.
    Sale,
    /// Money goes back.
    Refund,
    /// A reservation is given up.
    Void,
}

/// How a transaction went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TransactionState {
    /// Done.
    Success,
    /// Not settled yet.
    Pending,
    /// Declined.
    Failure,
    /// The gateway broke.
    Error,
}

/// A payment gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Gateway {
    /// The shop system's own card payments.
    ShopPayments,
    /// `PayPal`.
    Paypal,
    /// Cash or terminal in the shop room.
    Cash,
    /// Bank transfer, settled by hand.
    BankTransfer,
    /// A gift card.
    GiftCard,
}

impl Gateway {
    /// The raw key that refunds name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ShopPayments => "shopify_payments",
            Self::Paypal => "paypal",
            Self::Cash => "cash",
            Self::BankTransfer => "bank_transfer",
            Self::GiftCard => "gift_card",
        }
    }

    /// The name for display.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::ShopPayments => "Shopify Payments",
            Self::Paypal => "PayPal",
            Self::Cash => "Cash",
            Self::BankTransfer => "Bank transfer",
            Self::GiftCard => "Gift card",
        }
    }
}

/// With what something was paid.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PaidWith {
    /// A card, with what the gateway tells of it.
    Card(Shared<Card>),
    /// A `PayPal` wallet.
    Paypal,
    /// A local method, by its descriptor.
    Local(Text),
    /// Nothing that the gateway describes.
    Undescribed,
}

/// A payment card as the gateway tells of it; never a whole number, never a code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Card {
    /// Address check letter; wallets and most gateways leave it empty.
    pub avs: Option<char>,
    /// Security code check letter.
    pub cvv: Option<char>,
    /// First six digits.
    pub bin: Option<Text>,
    /// Brand.
    pub company: Text,
    /// Masked number.
    pub masked: Text,
    /// Name on the card.
    pub name: Option<Text>,
    /// Expiry month.
    pub month: u8,
    /// Expiry year.
    pub year: u16,
    /// The wallet that held the card.
    pub wallet: Option<Wallet>,
}

/// A wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Wallet {
    /// Apple's.
    Apple,
    /// Google's.
    Google,
    /// The shop system's.
    Shop,
    /// Amazon's.
    Amazon,
}

/// Why an attempt at payment failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeclineReason {
    /// The issuer said no.
    CardDeclined,
    /// The security code was wrong.
    IncorrectCvc,
    /// The postal code was wrong.
    IncorrectZip,
    /// The number was wrong.
    IncorrectNumber,
    /// The card has lapsed.
    ExpiredCard,
    /// Not enough money.
    InsufficientFunds,
    /// The gateway suspects fraud.
    FraudSuspected,
    /// Reported lost or stolen.
    PickUpCard,
    /// The gateway broke.
    ProcessingError,
}

/// Goods taken back and money returned in one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Numeric id.
    pub id: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub note: Option<Text>,
    /// Which units.
    pub lines: Vec<RefundLine>,
    /// Shipping cost given back, its tax within.
    pub shipping: Price,
    /// Money given back beyond goods and shipping, or withheld (negative).
    pub adjustment: Price,
    /// The money movements, by transaction id.
    pub transactions: Vec<u64>,
}

/// Units of one line item in a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    /// The order's line item.
    pub line_item: u64,
    /// Units.
    pub quantity: u32,
    /// What happens to the goods.
    pub restock: Restock,
    /// Goods after discount, without tax.
    pub subtotal: Price,
    /// Tax on them.
    pub tax: Price,
}

/// What happens to refunded goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Restock {
    /// Not yet shipped; back on the shelf.
    Cancel,
    /// Shipped and sent back.
    Return,
    /// Not put back.
    NoRestock,
}
