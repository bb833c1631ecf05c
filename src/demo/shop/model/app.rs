//! Apps.

use serde::{Deserialize, Serialize};

/// An app that makes orders, judges them or acts on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum App {
    /// The web shop.
    OnlineStore,
    /// The till.
    PointOfSale,
    /// Orders written by staff.
    DraftOrders,
    /// The subscription app.
    Subscriptions,
    /// The filter app.
    FraudScanner,
    /// The shop's own automation.
    Flow,
    /// The app whose credentials the caller uses.
    Ours,
}

impl App {
    /// Numeric id.
    pub const fn id(self) -> u64 {
        match self {
            Self::OnlineStore => 580_111,
            Self::PointOfSale => 129_785,
            Self::DraftOrders => 1_354_745,
            Self::Subscriptions => 294_517,
            Self::FraudScanner => 3_290_401,
            Self::Flow => 15_100_929,
            Self::Ours => 84_210_177,
        }
    }

    /// The name people see.
    pub const fn title(self) -> &'static str {
        match self {
            Self::OnlineStore => "Online Store",
            Self::PointOfSale => "Point of Sale",
            Self::DraftOrders => "Draft Orders",
            Self::Subscriptions => "Subscriptions",
            Self::FraudScanner => "Fraud Scanner",
            Self::Flow => "Flow",
            Self::Ours => "unhold",
        }
    }

    /// The name in addresses.
    pub const fn handle(self) -> &'static str {
        match self {
            Self::OnlineStore => "online_store",
            Self::PointOfSale => "pos",
            Self::DraftOrders => "draft_orders",
            Self::Subscriptions => "subscriptions",
            Self::FraudScanner => "fraud-scanner",
            Self::Flow => "flow",
            Self::Ours => "unhold",
        }
    }
}
