//! What is decided about an order before it is written down.

use chrono::{DateTime, Utc};

use crate::demo::shop::{Address, RiskLevel, Shared, Text};

/// One order to be written down.
pub(super) struct Draft {
    pub(super) at: DateTime<Utc>,
    pub(super) who: Who,
    pub(super) ship_to: ShipTo,
    pub(super) origin: Origin,
    pub(super) basket: Basket,
    pub(super) coupon: Option<Coupon>,
    pub(super) channel: Channel,
    pub(super) checks: Checks,
    /// The shop system's own assessment.
    pub(super) level: RiskLevel,
    /// The filter app's assessment.
    pub(super) filter: Option<RiskLevel>,
    pub(super) fate: Fate,
    pub(super) note: Option<Text>,
    pub(super) attributes: Vec<(Text, Text)>,
}

/// Who buys.
pub(super) enum Who {
    /// Anyone: a new customer or one who came before.
    Anyone,
    /// This buyer.
    Known(Box<Buyer>),
    /// Nobody by name, as at the till.
    Nobody,
}

/// A buyer as the checkout learns of one.
#[derive(Clone)]
pub(super) struct Buyer {
    pub(super) town: usize,
    pub(super) email: Option<Text>,
    pub(super) phone: Option<Text>,
    pub(super) address: Shared<Address>,
}

/// Where the goods go.
#[derive(Clone)]
pub(super) enum ShipTo {
    /// To the billing address.
    Billing,
    /// Elsewhere, with the town it lies in.
    Other(Shared<Address>),
    /// The buyer's address is for shipping; billing is unknown.
    BillingUnknown,
    /// Handed over.
    Nowhere,
}

/// From where the order was placed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A home near the buyer.
    Home,
    /// A mobile network of the country.
    Mobile,
    /// A home in this town.
    HomeIn(usize),
    /// A data centre.
    Hosting,
    /// A VPN or proxy.
    Vpn,
    /// A private relay: an ordinary buyer.
    Relay,
    /// A Tor exit.
    Tor,
    /// Unknown.
    Unknown,
}

/// How much is bought.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Basket {
    /// One to five bottles.
    Small,
    /// Six to eleven bottles.
    Middle,
    /// Twelve to twenty-four bottles of few kinds, above 300 dollars.
    Large,
}

/// A discount code and what it takes off.
#[derive(Clone)]
pub(super) struct Coupon {
    pub(super) code: Text,
    pub(super) percent: u32,
}

/// How the order came in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    Web,
    Till,
    Draft,
    Renewal,
    FirstOfSubscription,
}

/// What the payment shows.
#[derive(Clone, Default)]
pub(super) struct Checks {
    pub(super) avs: Option<char>,
    pub(super) cvv: Option<char>,
    /// Declined attempts before the one that worked.
    pub(super) declined: u32,
    pub(super) how: HowPaid,
    /// The name on the card, where it is not the buyer's.
    pub(super) card_name: Option<Text>,
}

/// How it was paid.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum HowPaid {
    #[default]
    Card,
    Wallet,
    Paypal,
    Cash,
    Transfer,
}

/// What became of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Paid, waits to ship.
    New,
    /// Authorised, nobody has looked.
    Authorised,
    /// Authorised and older than a card keeps its promise.
    Lapsed,
    /// Payment is awaited.
    AwaitingMoney,
    /// Being packed.
    Packing,
    /// Ships later.
    Scheduled,
    /// Handed over at the till.
    HandedOver,
    /// Shipped and archived.
    Shipped,
    /// Some of it shipped.
    PartlyShipped,
    /// Held by the filter app, tagged and archived (S19, S24).
    FilterHeld,
    /// Held by the filter app, taken out of the archive again (S25).
    FilterHeldOpen,
    /// Held by us.
    OurHold,
    /// Held by staff.
    StaffHold,
    /// Held by the filter app, by us and by automation.
    SeveralHolds,
    /// Several fulfilment orders, only one of them held.
    OnePartHeld,
    /// Cancelled for fraud, with the money given back or the authorisation voided.
    CancelledForFraud,
    /// Cancelled because the buyer asked.
    CancelledByBuyer,
    /// Authorisation given up, order left open.
    Voided,
    /// All money given back after shipping.
    Refunded,
    /// Some money given back.
    PartlyRefunded,
    /// A refund is on its way.
    RefundPending,
    /// Shipped, then charged back.
    ChargedBack,
    /// Shipped; the bank asks.
    Inquired,
    /// Shipped; the buyer sends something back.
    Returning,
    /// Looked at, found good, shipped.
    Released,
}

impl Fate {
    /// Out of a hundred such orders, how many were authorised and never captured; a held
    /// order may well be paid (S90).
    pub(super) fn only_authorised(self) -> u32 {
        match self {
            Self::Authorised | Self::Lapsed | Self::Voided => 100,
            Self::FilterHeld | Self::FilterHeldOpen | Self::OnePartHeld => 60,
            _ => 0,
        }
    }
}
