//! Refunds: which units, which money, and how it goes back.

use chrono::{DateTime, Utc};

use crate::demo::shop::{
    FulfilmentState, Gateway, Kind, LineItem, Order, Price, Refund, RefundLine, Refusal, Restock,
    Text, Transaction, TransactionKind, TransactionState,
};

/// Units of one line that a refund names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Units {
    /// The order's line item.
    pub line_item: u64,
    /// How many.
    pub quantity: u32,
    /// What happens to the goods.
    pub restock: Restock,
}

/// A refund to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRefund {
    /// Goods.
    pub units: Vec<Units>,
    /// Shipping given back.
    pub shipping: Price,
    /// Money given back, by parent transaction; without entries no money moves.
    pub money: Vec<(u64, Price)>,
    /// Why.
    pub note: Option<Text>,
    /// How the money movements begin: at once, or still pending.
    pub state: TransactionState,
}

/// Money that one earlier payment can give back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The sale or capture.
    pub parent: u64,
    /// Its gateway.
    pub gateway: Gateway,
    /// What goes back through it.
    pub amount: Price,
    /// The most that could.
    pub most: Price,
}

/// The tax of one line: its share of the order's tax, the last line taking the remainder.
pub fn line_tax(order: &Order, line_item: u64) -> Price {
    let goods: i64 = order.lines.iter().map(|line| line.discounted_total().shop).sum();
    let mut left = order.totals.tax;
    let last = order.lines.last().map(|line| line.id);
    for line in &order.lines {
        let part = line.discounted_total().shop;
        let tax = if Some(line.id) == last { left } else { portion(order.totals.tax, part, goods) };
        if line.id == line_item {
            return tax;
        }
        left -= tax;
    }
    Price::ZERO
}

fn portion(tax: Price, part: i64, whole: i64) -> Price {
    let whole = i128::from(whole.max(1));
    let share = |of: i64| i64::try_from(i128::from(of) * i128::from(part) / whole).unwrap_or(0);
    Price::new(share(tax.shop), share(tax.presentment))
}

/// Prices the units of a refund; units refunded one by one come to the line's total exactly.
pub fn refund_lines(order: &Order, units: &[Units]) -> Result<Vec<RefundLine>, Refusal> {
    let mut priced: Vec<RefundLine> = Vec::with_capacity(units.len());
    for asked in units {
        let line = order.line(asked.line_item).ok_or(Refusal::NotFound)?;
        let earlier = priced.iter().filter(|entry| entry.line_item == line.id);
        let earlier: u32 = earlier.map(|entry| entry.quantity).sum();
        let from = line.quantity - line.refundable() + earlier;
        let to = from.saturating_add(asked.quantity);
        if asked.quantity == 0 || to > line.quantity || !goods_are_there(line, *asked) {
            return Err(Refusal::TooMany { line_item: line.id });
        }
        let between =
            |whole: Price| whole.share(to, line.quantity) - whole.share(from, line.quantity);
        priced.push(RefundLine {
            line_item: line.id,
            quantity: asked.quantity,
            restock: asked.restock,
            subtotal: between(line.discounted_total()),
            tax: between(line_tax(order, line.id)),
        });
    }
    Ok(priced)
}

fn goods_are_there(line: &LineItem, asked: Units) -> bool {
    match asked.restock {
        Restock::Cancel => asked.quantity <= line.unfulfilled(),
        Restock::Return => asked.quantity <= line.shipped - line.returned,
        Restock::NoRestock => true,
    }
}

/// Shipping cost not yet given back.
pub fn shipping_left(order: &Order) -> Price {
    order.totals.shipping - order.refunds.iter().map(|refund| refund.shipping).sum()
}

/// Splits an amount over the payments that can give it back, latest payment first.
pub fn split(order: &Order, amount: Price) -> Vec<Part> {
    let mut left = amount;
    let payments = order.transactions.iter().rev().filter(|t| took_money(t));
    let mut parts = Vec::new();
    for payment in payments {
        let most = refundable_through(order, payment);
        let part = left.at_most(most);
        if part.presentment > 0 {
            left -= part;
            parts.push(Part { parent: payment.id, gateway: payment.gateway, amount: part, most });
        }
    }
    parts
}

fn took_money(transaction: &Transaction) -> bool {
    transaction.state == TransactionState::Success
        && matches!(transaction.kind, TransactionKind::Sale | TransactionKind::Capture)
}

/// What one payment can still give back; pending refunds count as given.
fn refundable_through(order: &Order, payment: &Transaction) -> Price {
    let back = order.transactions.iter().filter(|t| {
        t.kind == TransactionKind::Refund
            && t.parent == Some(payment.id)
            && matches!(t.state, TransactionState::Success | TransactionState::Pending)
    });
    payment.amount - back.map(|t| t.amount).sum()
}

/// Enters a refund: units, shipping and money movements together, or nothing at all.
pub fn refund(order: &mut Order, new: NewRefund, at: DateTime<Utc>) -> Result<u64, Refusal> {
    let lines = refund_lines(order, &new.units)?;
    check_shipping(order, new.shipping)?;
    check_money(order, &new.money)?;
    let goods: Price = lines.iter().map(|line| line.subtotal + line.tax).sum();
    let paid: Price = new.money.iter().map(|(_, amount)| *amount).sum();
    for line in &lines {
        take_off(order, *line, at);
    }
    let transactions = pay_back(order, &new, at);
    let id = order.mint(Kind::Refund);
    let adjustment = paid - goods - new.shipping;
    let shipping = new.shipping;
    order.refunds.push(Refund {
        id,
        at,
        note: new.note,
        lines,
        shipping,
        adjustment,
        transactions,
    });
    order.updated_at = at;
    Ok(id)
}

fn check_shipping(order: &Order, shipping: Price) -> Result<(), Refusal> {
    let left = shipping_left(order);
    if shipping.shop > left.shop || shipping.presentment > left.presentment {
        return Err(Refusal::TooMuch { asked: shipping, left });
    }
    Ok(())
}

fn check_money(order: &Order, money: &[(u64, Price)]) -> Result<(), Refusal> {
    for (place, (parent, _)) in money.iter().enumerate() {
        let payment =
            order.transaction(*parent).filter(|t| took_money(t)).ok_or(Refusal::WrongParent)?;
        let same = money.iter().take(place + 1).filter(|(other, _)| other == parent);
        let asked: Price = same.map(|(_, amount)| *amount).sum();
        let left = refundable_through(order, payment);
        if asked.shop > left.shop || asked.presentment > left.presentment || asked.presentment < 0 {
            return Err(Refusal::TooMuch { asked, left });
        }
    }
    Ok(())
}

fn pay_back(order: &mut Order, new: &NewRefund, at: DateTime<Utc>) -> Vec<u64> {
    let mut ids = Vec::with_capacity(new.money.len());
    for (parent, amount) in &new.money {
        let Some(payment) = order.transaction(*parent).cloned() else {
            continue;
        };
        let id = order.mint(Kind::Transaction);
        order.transactions.push(Transaction {
            id,
            kind: TransactionKind::Refund,
            state: new.state,
            amount: *amount,
            parent: Some(*parent),
            at,
            expires_at: None,
            ..payment
        });
        ids.push(id);
    }
    ids
}

/// Takes refunded units off their line and off the fulfilment orders that would ship them.
fn take_off(order: &mut Order, taken: RefundLine, at: DateTime<Utc>) {
    let Some(line) = order.lines.iter_mut().find(|line| line.id == taken.line_item) else {
        return;
    };
    let unshipped = match taken.restock {
        Restock::Return => 0,
        Restock::Cancel | Restock::NoRestock => taken.quantity.min(line.unfulfilled()),
    };
    line.cancelled += unshipped;
    line.returned += taken.quantity - unshipped;
    let mut left = unshipped;
    for fulfilment in &mut order.fulfilments {
        let work = fulfilment.lines.iter_mut().filter(|work| work.line_item == taken.line_item);
        for work in work {
            let off = left.min(work.remaining);
            work.remaining -= off;
            left -= off;
        }
        let done = fulfilment.lines.iter().all(|work| work.remaining == 0);
        if unshipped > 0 && done && fulfilment.state != FulfilmentState::Cancelled {
            fulfilment.state = FulfilmentState::Closed;
            fulfilment.holds.clear();
            fulfilment.updated_at = at;
        }
    }
}
