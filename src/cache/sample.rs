//! Orders for tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use super::{Filed, FullEntry, Moment, ShopFacts, ShortEntry};
use crate::domain::{
    Address, Assessment, Clean, ClockName, ClockReading, ClosedHow, Currency, Fulfilment,
    FulfilmentOrder, FulfilmentOrderState, Hold, HoldReason, Lane, Money, MoneyPair, Order,
    OrderId, Payment, Readable, Risk, RiskLevel, ShopId, ShortOrder, Timestamp, Totals, Verdict,
    Zone,
};
use crate::policy::Placement;

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Noon of the day on which all tests play.
pub(crate) fn noon() -> Timestamp {
    at("2026-03-02T12:00:00Z")
}

pub(crate) fn moment() -> Moment {
    Moment::new(noon(), Zone::UTC)
}

pub(crate) fn shop() -> ShopId {
    ShopId::new("shop-1")
}

pub(crate) fn shop_facts() -> ShopFacts {
    ShopFacts {
        shop: shop(),
        name: "Vitamins".into(),
        currency: Currency::USD,
        zone: Zone::UTC,
        reach_days: Some(60),
    }
}

/// A word of its own for each number, like no other.
fn word(n: u64) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ke", "li", "mo", "nu", "pra", "ste", "vi", "do", "fu", "ga", "he", "ji", "ro", "su",
        "tye",
    ];
    let mut mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
    let mut word = String::new();
    for _ in 0..5 {
        word.push_str(SYLLABLES[usize::try_from(mixed % 16).unwrap()]);
        mixed /= 16;
    }
    word
}

/// An order that shares nothing with those of other numbers but town and day.
pub(crate) fn order(n: u64) -> Order {
    let total = MoneyPair::same(Money {
        minor: i64::try_from(1_000 + n * 100).unwrap(),
        currency: Currency::USD,
    });
    let zero = MoneyPair::same(Money::zero(Currency::USD));
    let place = Address {
        name: format!("Buyer {n}").as_str().into(),
        line1: format!("{n} {} Street", word(n)).as_str().into(),
        city: "Malmö".into(),
        country_code: "SE".into(),
        ..Address::default()
    };
    Order {
        shop: shop(),
        id: OrderId::new((9_000 + n).to_string()),
        name: format!("#{}", 2_000 + n).as_str().into(),
        placed_at: noon().plus_seconds(-86_400 + i64::try_from(n).unwrap()),
        updated_at: noon().plus_seconds(-3_600),
        closed: ClosedHow::default(),
        tags: vec![],
        note: Clean::default(),
        attributes: vec![],
        email: Readable::Known(format!("buyer{n}@example.org").as_str().into()),
        phone: Readable::Known(Clean::phone(&format!("+1 415 555 {n:04}"))),
        ip: Readable::Known(format!("203.0.113.{}", n % 250).as_str().into()),
        billing: Readable::Known(place.clone()),
        shipping: Readable::Known(place),
        customer: Readable::Absent,
        risk: Risk {
            assessments: vec![Assessment {
                provider: "Filter".into(),
                level: RiskLevel::High,
                score: Some("41.5".into()),
                facts: vec![],
            }],
            ..Risk::default()
        },
        payment: Payment::Paid,
        fulfilment: Fulfilment::Unfulfilled,
        totals: Totals { total, received: total, refunded: zero, capturable: zero },
        transactions: vec![],
        refunds: vec![],
        fulfilment_orders: vec![],
        items: vec![],
        coupons: vec![],
        disputes: vec![],
        timeline: vec![],
        source: "web".into(),
        holds_unread: None,
        gaps: vec![],
    }
}

pub(crate) fn held(mut order: Order) -> Order {
    order.fulfilment_orders = vec![FulfilmentOrder {
        id: "fo-1".into(),
        state: FulfilmentOrderState::OnHold,
        location: "Depot".into(),
        holds: vec![Hold {
            id: "hold-1".into(),
            reason: HoldReason::FraudRisk,
            reason_shown: "risk".into(),
            notes: Clean::default(),
            by: Readable::Absent,
            ours: false,
            handle: None,
        }],
        may_hold: true,
        may_release: true,
    }];
    order
}

/// A place in the queue with a first decision due `seconds` from noon.
pub(crate) fn due(lane: Lane, seconds: i64) -> Placement {
    let clock = ClockReading { name: ClockName::FirstDecision, at: noon().plus_seconds(seconds) };
    Placement { lane, clock: Some(clock), why: None }
}

pub(crate) fn full(order: Order, placement: Placement) -> FullEntry {
    FullEntry { standing: Some((placement, Verdict::Verify)), ..FullEntry::new(order, noon()) }
}

pub(crate) fn short(order: &Order) -> ShortEntry {
    ShortEntry { filed: Filed::of(ShortOrder::from(order)), flagged: false }
}
