//! An order in full, as any of the stores gives it.

use serde::{Deserialize, Serialize};

use super::{
    Address, Clean, Customer, Dispute, Fulfilment, FulfilmentOrder, FulfilmentOrderState, Hold,
    Money, OrderId, Payment, Readable, Refunded, Risk, ShopId, Timestamp, Totals, Transaction,
    TransactionKind, TransactionState,
};

/// Why an order is or was cancelled, held or refunded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// The card's owner did not order; what a verb says unless another is chosen.
    #[default]
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
    /// Why fulfilment orders and their holds could not be read, as a sentence: an empty
    /// list then does not mean that nothing holds the order.
    #[serde(default)]
    pub holds_unread: Option<String>,
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
        self.items.iter().fold(0, |sum: u32, item| sum.saturating_add(item.quantity))
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

    /// When an authorisation runs out: as the store says, else so many days after it was
    /// given (C10).
    pub fn runs_out_at(&self, authorisation: &Transaction, usual_days: u32) -> Timestamp {
        let from = authorisation.at.unwrap_or(self.placed_at);
        let usual = from.plus_seconds(i64::from(usual_days) * 24 * 60 * 60);
        authorisation.expires_at.unwrap_or(usual)
    }

    /// Whether the money was only authorised and no authorisation is alive any more.
    pub fn has_no_live_authorisation(&self, usual_days: u32, now: Timestamp) -> bool {
        let mut open = self.open_authorisations().peekable();
        let any = open.peek().is_some();
        let ended = open.all(|open| self.runs_out_at(open, usual_days) <= now);
        match self.payment {
            Payment::Expired => true,
            Payment::Authorised => any && ended,
            _ => false,
        }
    }

    fn is_used(&self, authorisation: &str) -> bool {
        self.transactions.iter().any(|later| {
            matches!(later.kind, TransactionKind::Capture | TransactionKind::Void)
                && matches!(later.state, TransactionState::Success | TransactionState::Pending)
                && later.parent.as_deref() == Some(authorisation)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::sample::order;

    #[test]
    fn more_pieces_than_can_be_counted_are_as_many_as_can_be() {
        let mut order = order();
        order.items = vec![order.items[0].clone(), order.items[0].clone()];
        order.items[0].quantity = u32::MAX;

        assert_eq!(order.pieces(), u32::MAX);
    }
}
