//! The short form of an order, which is all that linking needs.

use serde::{Deserialize, Serialize};

use super::{
    Address, CardPayment, Clean, Fulfilment, MoneyPair, Order, OrderId, Payment, PaymentDetails,
    Readable, RiskLevel, ShopId, Timestamp, TransactionState,
};

/// What tells one payment card from another without its number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CardPrint {
    /// First digits, the issuer's number; blank when the store does not give them.
    pub bin: Clean,
    /// The last four digits.
    pub last_four: Clean,
    /// Month and year of expiry.
    pub expiry: Option<(u8, u16)>,
}

impl CardPrint {
    /// Takes the print of a card; `None` when its last four digits are not known.
    pub fn of(card: &CardPayment) -> Option<Self> {
        let number = card.number.as_ref()?.raw();
        let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
        let last_four = digits.last_chunk::<4>()?;
        Some(Self {
            bin: card.bin.clone().unwrap_or_default(),
            last_four: Clean::new(&last_four.iter().collect::<String>()),
            expiry: card.expiry_month.zip(card.expiry_year),
        })
    }
}

/// A bad end that is known for certain; never a matter of policy (C17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadEnd {
    /// The card's owner took the money back.
    Chargeback,
    /// It was cancelled as fraud.
    CancelledAsFraud,
    /// A reviewer refunded it as fraud.
    RefundedAsFraud,
}

impl BadEnd {
    /// How it ended, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Chargeback => "charged back",
            Self::CancelledAsFraud => "cancelled as fraud",
            Self::RefundedAsFraud => "refunded as fraud",
        }
    }

    /// The bad end that an order shows by itself.
    pub fn of(order: &Order) -> Option<Self> {
        let is = |text: &Clean, word: &str| text.raw().to_ascii_lowercase().contains(word);
        let lost = |state: &Clean| !is(state, "won") && !is(state, "prevented");
        let disputed =
            |dispute: &super::Dispute| is(&dispute.kind, "chargeback") && lost(&dispute.state);
        if order.disputes.iter().any(disputed) {
            return Some(Self::Chargeback);
        }
        let reason = order.closed.cancel_reason.as_ref()?;
        (order.is_cancelled() && is(reason, "fraud")).then_some(Self::CancelledAsFraud)
    }
}

/// Names of checkout extras that tell one device or cart from another.
const DEVICE_NAMES: [&str; 6] =
    ["deviceid", "devicetoken", "devicefingerprint", "carttoken", "checkouttoken", "cartid"];

/// What the cache keeps of every order in the window, flagged or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortOrder {
    /// The shop it belongs to.
    pub shop: ShopId,
    /// The store's own id.
    pub id: OrderId,
    /// The name people use: `#2047`.
    pub name: Clean,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When the store says it last changed.
    pub updated_at: Timestamp,
    /// Whether and when it was archived.
    pub archived_at: Option<Timestamp>,
    /// Whether and when it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// E-mail address.
    pub email: Readable<Clean>,
    /// Telephone number.
    #[serde(deserialize_with = "super::text::kept_readable_phone")]
    pub phone: Readable<Clean>,
    /// Address of the buyer's computer.
    pub ip: Readable<Clean>,
    /// Billing address.
    pub billing: Readable<Address>,
    /// Shipping address.
    pub shipping: Readable<Address>,
    /// The store's id of the customer.
    pub customer_id: Option<Box<str>>,
    /// The customer's name.
    pub customer_name: Readable<Clean>,
    /// Sum; `None` where an import does not say it, which is not nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<MoneyPair>,
    /// Pieces ordered.
    pub pieces: u32,
    /// Discount codes.
    pub coupons: Vec<Clean>,
    /// Tags.
    pub tags: Vec<Clean>,
    /// Where the money stands.
    pub payment: Payment,
    /// Where the goods stand.
    pub fulfilment: Fulfilment,
    /// The highest level of risk.
    pub risk: RiskLevel,
    /// The card that paid, where the store gives it.
    #[serde(default)]
    pub card: Option<CardPrint>,
    /// A token of device or cart, where the checkout keeps one.
    #[serde(default)]
    pub device: Option<Clean>,
    /// How it ended, when it ended badly.
    #[serde(default)]
    pub bad_end: Option<BadEnd>,
    /// How an import says it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// How an imported order ended (`contract.md`, `ended`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Paid and kept.
    Good,
    /// The card's owner took the money back.
    Chargeback,
    /// Refused as fraud, the money given back.
    RefusedRefund,
    /// Refused for a policy of the shop; no fraud (C17).
    Policy,
}

impl Ended {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Good, Self::Chargeback, Self::RefusedRefund, Self::Policy];

    /// The word used in JSON and on screen (on screen with blanks).
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Chargeback => "chargeback",
            Self::RefusedRefund => "refused_refund",
            Self::Policy => "policy",
        }
    }

    /// The same as a bad end, when it is one.
    pub fn bad(self) -> Option<BadEnd> {
        match self {
            Self::Chargeback => Some(BadEnd::Chargeback),
            Self::RefusedRefund => Some(BadEnd::RefundedAsFraud),
            Self::Good | Self::Policy => None,
        }
    }

    /// Finds an end by its word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ended| ended.word() == word)
    }
}

impl From<&Order> for ShortOrder {
    fn from(order: &Order) -> Self {
        let customer = order.customer.clone();
        Self {
            shop: order.shop.clone(),
            id: order.id.clone(),
            name: order.name.clone(),
            placed_at: order.placed_at,
            updated_at: order.updated_at,
            archived_at: order.closed.archived_at,
            cancelled_at: order.closed.cancelled_at,
            email: order.email.clone(),
            phone: order.phone.clone(),
            ip: order.ip.clone(),
            billing: order.billing.clone(),
            shipping: order.shipping.clone(),
            customer_id: customer.known().map(|customer| customer.id.clone()),
            customer_name: match customer {
                Readable::Known(customer) => customer.name,
                Readable::Absent => Readable::Absent,
                Readable::Denied(why) => Readable::Denied(why),
            },
            total: Some(order.totals.total),
            pieces: order.pieces(),
            coupons: order.coupons.clone(),
            tags: order.tags.clone(),
            payment: order.payment,
            fulfilment: order.fulfilment,
            risk: order.risk.level(),
            card: card(order),
            device: device(order),
            bad_end: BadEnd::of(order),
            ended: None,
        }
    }
}

/// The card of the newest payment that went through.
fn card(order: &Order) -> Option<CardPrint> {
    let mut through =
        order.transactions.iter().rev().filter(|t| t.state == TransactionState::Success);
    through.find_map(|transaction| match &transaction.details {
        PaymentDetails::Card(card) => CardPrint::of(card),
        _ => None,
    })
}

fn device(order: &Order) -> Option<Clean> {
    let named = |name: &Clean| {
        let letters = name.raw().chars().filter(char::is_ascii_alphanumeric);
        DEVICE_NAMES.contains(&letters.collect::<String>().to_ascii_lowercase().as_str())
    };
    let token = order.attributes.iter().find(|(name, value)| named(name) && !value.is_blank());
    token.map(|(_, value)| value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, order};
    use crate::domain::{ClosedHow, Dispute};

    #[test]
    fn the_card_that_paid_and_the_device_are_kept_for_comparing() {
        let mut order = order();
        order.attributes = vec![("Gift".into(), "yes".into()), ("Cart-Token".into(), "c1".into())];
        order.transactions[0].details = PaymentDetails::Card(Box::new(CardPayment {
            bin: Some("424242".into()),
            number: Some("•••• •••• •••• 4242".into()),
            expiry_month: Some(4),
            expiry_year: Some(2030),
            ..CardPayment::default()
        }));

        let short = ShortOrder::from(&order);

        let card = short.card.unwrap();
        assert_eq!((card.bin.raw(), card.last_four.raw()), ("424242", "4242"));
        assert_eq!(card.expiry, Some((4, 2030)));
        assert_eq!(short.device, Some("c1".into()));
    }

    #[test]
    fn only_a_lost_chargeback_and_a_cancel_as_fraud_are_bad_ends() {
        let dispute = |kind: &str, state: &str| {
            let mut order = order();
            order.disputes =
                vec![Dispute { id: "1".into(), kind: kind.into(), state: state.into() }];
            BadEnd::of(&order)
        };
        assert_eq!(dispute("CHARGEBACK", "LOST"), Some(BadEnd::Chargeback));
        assert_eq!(dispute("CHARGEBACK", "WON"), None);
        assert_eq!(dispute("INQUIRY", "LOST"), None);

        let cancelled = |reason: &str| {
            let mut order = order();
            order.closed = ClosedHow {
                cancelled_at: Some(at("2026-11-19T15:00:00Z")),
                cancel_reason: Some(reason.into()),
                ..ClosedHow::default()
            };
            BadEnd::of(&order)
        };
        assert_eq!(cancelled("FRAUD"), Some(BadEnd::CancelledAsFraud));
        assert_eq!(cancelled("OTHER"), None);
    }
}
