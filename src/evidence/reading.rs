//! All that the checks may read beside the order itself.

use super::Rules;
use crate::domain::{
    BadEnd, CancelReason, Check, Clean, Fulfilment, Money, MoneyPair, OrderId, Payment, Places,
    ShopId, Timestamp, Verb,
};

/// What the checks of one order read: tables, rules, and what happened before.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The tables of places and networks.
    pub places: &'a dyn Places,
    /// The weights, thresholds and switches.
    pub rules: &'a Rules,
    /// What happened before.
    pub past: &'a Past<'a>,
    /// Beyond what an order is of high value (S21, C14).
    pub high_value: HighValue,
}

/// Beyond what an order is of high value, as the shop's policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HighValue {
    /// Above this amount, in the shop's currency.
    pub amount: Money,
    /// Above so many pieces.
    pub pieces: u32,
}

/// What happened before this order, read from cache and ledger in one go.
///
/// Lists that nobody has read yet are `None` and make a check unknown; read and empty is
/// an answer. `spread` and `cases` are the same for all orders of a shop: read them once
/// and lend them.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// Other orders of the same buyer, the newest 100 at most, in any order. Sure ones only:
    /// the same customer record, e-mail address (canonical) or telephone number.
    pub earlier: Option<&'a [Earlier]>,
    /// How the shop's orders of the last year usually are.
    pub spread: Option<&'a Spread>,
    /// Decided cases of the shop, the newest 200 at most, for precedents.
    pub cases: Option<&'a [Case]>,
}

impl Past<'_> {
    /// Nobody has looked yet.
    pub const UNREAD: Self = Self { earlier: None, spread: None, cases: None };
}

/// Another order of the same buyer.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// Its shop.
    pub shop: ShopId,
    /// Its id.
    pub id: OrderId,
    /// The name people use.
    pub order: Clean,
    /// When it was placed; may lie after the order in question.
    pub placed_at: Timestamp,
    /// By what it is known to be of the same buyer.
    pub by: SameBy,
    /// Its sum.
    pub total: Option<MoneyPair>,
    /// Its pieces.
    pub pieces: u32,
    /// Where its money stands.
    pub payment: Payment,
    /// Where its goods stand.
    pub fulfilment: Fulfilment,
    /// Whether it was cancelled.
    pub is_cancelled: bool,
    /// How it ended, when it ended badly.
    pub bad_end: Option<BadEnd>,
    /// The verdict that was given here, when one was.
    pub verdict: Option<Given>,
}

/// By what another order is known to be of the same buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SameBy {
    /// The store's own customer record.
    Customer,
    /// The same mailbox.
    Email,
    /// The same telephone number.
    Phone,
}

/// A verdict that was given here.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// What was decided.
    pub verb: Verb,
    /// Why, where the plan carried a reason.
    pub reason: Option<CancelReason>,
    /// By whom.
    pub by: String,
    /// When it was confirmed.
    pub at: Timestamp,
}

/// How the shop's orders usually are.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Over how many orders.
    pub orders: u32,
    /// The sums, in the shop's currency.
    pub total: Quantiles<Money>,
    /// The pieces.
    pub pieces: Quantiles<u32>,
}

/// Half, nine in ten and ninety-nine in a hundred lie at or below these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantiles<T> {
    /// Half of them.
    pub half: T,
    /// Nine in ten.
    pub p90: T,
    /// Ninety-nine in a hundred.
    pub p99: T,
}

/// A decided case with what its verdict rested on.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its shop.
    pub shop: ShopId,
    /// Its id.
    pub id: OrderId,
    /// The name people use.
    pub order: Clean,
    /// What was decided.
    pub given: Given,
    /// What each check that had answered added (`precedents::weights`).
    pub weights: Vec<(Check, f64)>,
    /// How the order ended since, when it ended badly.
    pub bad_end: Option<BadEnd>,
}
