//! Orders for tests: one ordinary order, and small changes to it.

use super::{
    Address, Assessment, Clean, ClosedHow, Currency, Fulfilment, FulfilmentOrder,
    FulfilmentOrderState, Hold, HoldReason, LineItem, Money, MoneyPair, Order, OrderId, Payment,
    PaymentDetails, Readable, Risk, RiskLevel, ShopId, Timestamp, Totals, Transaction,
    TransactionKind, TransactionState,
};

/// A moment from its RFC 3339 form.
pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// An amount, written `129.90 USD`.
pub(crate) fn money(text: &str) -> Money {
    let (amount, code) = text.split_once(' ').unwrap();
    Money::parse(amount, Currency::new(code).unwrap()).unwrap()
}

/// A paid, unsent order of one line with one fulfilment order and no hold.
pub(crate) fn order() -> Order {
    let total = money("129.90 USD");
    Order {
        shop: ShopId::new("shop-1"),
        id: OrderId::new("2047"),
        name: "#2047".into(),
        placed_at: at("2026-11-19T15:00:00Z"),
        updated_at: at("2026-11-19T15:00:00Z"),
        closed: ClosedHow::default(),
        tags: vec![],
        note: Clean::default(),
        attributes: vec![],
        email: Readable::Known("ada@example.org".into()),
        phone: Readable::Known(Clean::phone("+1 415 555 0134")),
        ip: Readable::Known("93.184.216.34".into()),
        billing: Readable::Known(address("Ada Lindgren")),
        shipping: Readable::Known(address("Ada Lindgren")),
        customer: Readable::Absent,
        risk: Risk::default(),
        payment: Payment::Paid,
        fulfilment: Fulfilment::Unfulfilled,
        totals: Totals {
            total: MoneyPair::same(total),
            received: MoneyPair::same(total),
            refunded: MoneyPair::same(Money::zero(total.currency)),
            capturable: MoneyPair::same(Money::zero(total.currency)),
        },
        transactions: vec![transaction("sale-1", TransactionKind::Sale, total)],
        refunds: vec![],
        fulfilment_orders: vec![part("part-1", vec![])],
        items: vec![LineItem {
            id: "line-1".into(),
            sku: "B12-90".into(),
            title: "Vitamin B12".into(),
            variant: "90 capsules".into(),
            quantity: 3,
            refundable: 3,
            unfulfilled: 3,
            unit_price: money("43.30 USD"),
            line_total: total,
        }],
        coupons: vec![],
        disputes: vec![],
        timeline: vec![],
        source: "web".into(),
        holds_unread: None,
        gaps: vec![],
    }
}

/// A complete address in Oakland.
pub(crate) fn address(name: &str) -> Address {
    Address {
        name: name.into(),
        line1: "12 Main Street".into(),
        line2: "Apt 4".into(),
        city: "Oakland".into(),
        region: "California".into(),
        region_code: "CA".into(),
        postal_code: "94607".into(),
        country: "United States".into(),
        country_code: "US".into(),
        ..Address::default()
    }
}

/// The order with another total, paid by one sale.
pub(crate) fn order_of(amount: &str) -> Order {
    let total = money(amount);
    let mut order = order();
    order.totals.total = MoneyPair::same(total);
    order.totals.received = MoneyPair::same(total);
    order.totals.refunded = MoneyPair::same(Money::zero(total.currency));
    order.totals.capturable = order.totals.refunded;
    order.transactions = vec![transaction("sale-1", TransactionKind::Sale, total)];
    order
}

/// The order authorised and not captured.
pub(crate) fn authorised() -> Order {
    let mut order = order();
    let total = order.totals.total.charged;
    order.payment = Payment::Authorised;
    order.totals.received = MoneyPair::same(Money::zero(total.currency));
    order.totals.capturable = MoneyPair::same(total);
    order.transactions = vec![transaction("auth-1", TransactionKind::Authorisation, total)];
    order
}

/// The order held by ours and by the filter app.
pub(crate) fn held() -> Order {
    let mut order = order();
    order.fulfilment_orders = vec![part("part-1", vec![ours("hold-1"), apps("hold-2")])];
    order
}

/// The order scored by the store.
pub(crate) fn at_level(mut order: Order, level: RiskLevel) -> Order {
    let provider = "Shopify".into();
    order.risk.assessments = vec![Assessment { provider, level, score: None, facts: vec![] }];
    order
}

/// A successful movement of money.
pub(crate) fn transaction(id: &str, kind: TransactionKind, amount: Money) -> Transaction {
    Transaction {
        id: id.into(),
        kind,
        state: TransactionState::Success,
        amount: MoneyPair::same(amount),
        gateway: "shopify_payments".into(),
        parent: None,
        at: Some(at("2026-11-19T15:00:05Z")),
        expires_at: None,
        error: None,
        details: PaymentDetails::Unsaid,
    }
}

/// A fulfilment order, open or held.
pub(crate) fn part(id: &str, holds: Vec<Hold>) -> FulfilmentOrder {
    let is_held = !holds.is_empty();
    FulfilmentOrder {
        id: id.into(),
        state: if is_held { FulfilmentOrderState::OnHold } else { FulfilmentOrderState::Open },
        location: "Main warehouse".into(),
        holds,
        may_hold: true,
        may_release: is_held,
    }
}

/// A hold that this program placed.
pub(crate) fn ours(id: &str) -> Hold {
    let reason = HoldReason::FraudRisk;
    Hold { ours: true, ..hold(id, reason, "unhold") }
}

/// The filter app's hold.
pub(crate) fn apps(id: &str) -> Hold {
    hold(id, HoldReason::FraudRisk, "Fraud Scanner")
}

/// A hold of somebody's.
pub(crate) fn hold(id: &str, reason: HoldReason, by: &str) -> Hold {
    Hold {
        id: id.into(),
        reason,
        reason_shown: "High risk of fraud".into(),
        notes: Clean::default(),
        by: Readable::Known(by.into()),
        ours: false,
        handle: None,
    }
}

/// A row with one step, a note that waits.
pub(crate) fn outbox_row(state: super::RowState) -> super::OutboxRow {
    let step = super::StepRow {
        place: 1,
        system: "store".to_owned(),
        step: super::Step::AppendNote { text: "seen".into() },
        call: "orderUpdate".to_owned(),
        state: super::StepState::Waiting,
        key: uuid::Uuid::nil(),
        first_sent_at: None,
        attempts: 0,
        stood: None,
        ticket: None,
        receipt: None,
        error: None,
        undoes: None,
    };
    super::OutboxRow {
        id: super::RowId(uuid::Uuid::nil()),
        shop: ShopId::new("shop-1"),
        order: OrderId::new("2047"),
        order_name: "#2047".into(),
        verb: super::Verb::Note,
        revision: super::Revision::new("1"),
        state,
        reviewer: "Sam".to_owned(),
        staged_at: at("2026-11-19T15:00:00Z"),
        due_at: at("2026-11-19T15:00:30Z"),
        steps: vec![step],
        money: None,
        handed_over: None,
    }
}
