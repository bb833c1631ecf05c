//! Ids: how the shop numbers its records, and how they are found again.

use super::{Customer, Order};

/// The first order's id; the others follow without gaps.
const FIRST_ORDER: u64 = 7_100_000_000_001;
const FIRST_CUSTOMER: u64 = 8_100_000_000_001;
/// The first order's number: `#1001`.
pub(super) const FIRST_NUMBER: u32 = 1001;
/// How many part ids one order may give out before they would run into the next order's.
pub(super) const PARTS: u64 = 100_000;
/// The first places go to parts that are stored, the rest to timeline entries that are derived.
const MINTED: u64 = 50_000;

/// Kinds of parts that carry ids of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line item.
    LineItem,
    /// A transaction.
    Transaction,
    /// A refund.
    Refund,
    /// A fulfilment order.
    FulfilmentOrder,
    /// A line of a fulfilment order.
    FulfilmentLine,
    /// A hold.
    Hold,
    /// A timeline entry.
    Event,
    /// A dispute.
    Dispute,
    /// A metafield.
    Metafield,
}

impl Kind {
    /// The id of the part at `place` of an order.
    pub(crate) fn part(self, order: &Order, place: u64) -> u64 {
        self.base() + order.id.saturating_sub(FIRST_ORDER) * PARTS + place
    }

    /// The id of the first part of the first order.
    pub(super) const fn base(self) -> u64 {
        match self {
            Self::LineItem => 16_100_000_000_000,
            Self::Transaction => 9_300_000_000_000,
            Self::Refund => 1_200_000_000_000,
            Self::FulfilmentOrder => 6_800_000_000_000,
            Self::FulfilmentLine => 14_600_000_000_000,
            Self::Hold => 5_400_000_000_000,
            Self::Event => 17_700_000_000_000,
            Self::Dispute => 2_300_000_000_000,
            Self::Metafield => 33_100_000_000_000,
        }
    }
}

impl Order {
    /// The id of the order at `index`, and its number.
    pub(crate) fn numbered(index: u32) -> (u64, u32) {
        (FIRST_ORDER + u64::from(index), FIRST_NUMBER + index)
    }

    /// Gives out a new id for a part of this order; the order can be found from it.
    pub fn mint(&mut self, kind: Kind) -> u64 {
        let place = u64::from(self.minted) % MINTED;
        self.minted += 1;
        kind.part(self, place)
    }
}

impl Customer {
    /// The id of the customer at `index`.
    pub(crate) fn numbered(index: u64) -> u64 {
        FIRST_CUSTOMER + index
    }
}

/// Where the order with this id lies.
pub(super) fn order_index(id: u64) -> Option<usize> {
    usize::try_from(id.checked_sub(FIRST_ORDER)?).ok()
}

/// Where the customer with this id lies.
pub(super) fn customer_index(id: u64) -> Option<usize> {
    usize::try_from(id.checked_sub(FIRST_CUSTOMER)?).ok()
}
