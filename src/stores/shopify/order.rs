//! An order of Shopify in our words.

use super::amount::{money, pair};
use super::denial::{Denials, NO_PARTS, Reach};
use super::gid::plain;
use super::parts::{OurApp, part};
use super::payment::{RefundShape, TransactionShape, refund, transaction};
use super::people::{address, customer};
use super::shapes::{
    AssessmentShape, AttributeShape, DisputeShape, LineShape, OrderShape, RiskShape,
};
use super::terms;
use super::timeline::event;
use crate::domain::{
    Assessment, Clean, ClosedHow, Dispute, LineItem, Order, OrderId, Refunded, Risk, RiskFact,
    ShopId, Totals, Transaction,
};
use crate::stores::StoreFault;

/// The lists that are read in one go; a longer one is told in `gaps`.
const MOST_TRANSACTIONS: usize = 30;
const MOST_REFUNDS: usize = 20;
/// How the sentence about unread transactions begins; `proof` looks for it.
pub(super) const MORE_TRANSACTIONS: &str = "Only the first transactions were read";
/// How the sentence about unread refunds begins; `proof` looks for it.
pub(super) const MORE_REFUNDS: &str = "Only the first refunds were read";

/// What mapping needs to know beside the answer.
pub(super) struct Mapper<'a> {
    pub(super) shop: &'a ShopId,
    pub(super) ours: OurApp<'a>,
}

/// A mapped order, and where its longer lists go on.
#[derive(Debug)]
pub(super) struct Mapped {
    pub(super) order: Order,
    pub(super) more_lines: Option<String>,
    pub(super) more_parts: Option<(String, Reach)>,
}

impl Mapper<'_> {
    /// Puts one order into our words.
    pub(super) fn order(&self, shape: OrderShape, denials: &Denials) -> Result<Mapped, StoreFault> {
        let holds_unread = holds_unread(&shape, denials);
        let mut gaps = gaps(&shape, denials);
        gaps.extend(holds_unread.clone());
        let totals = totals(&shape)?;
        let closed = closed(&shape, denials);
        let (parts, more_parts) = match shape.fulfillment_orders {
            Some(paged) => (paged.nodes, paged.page_info.next()),
            None => (Vec::new(), None),
        };
        let more_parts = more_parts.map(|after| (after, denials.reach));
        let order = Order {
            shop: self.shop.clone(),
            id: OrderId::new(plain(&shape.id)),
            name: shape.name,
            placed_at: shape.processed_at,
            updated_at: shape.updated_at,
            closed,
            tags: shape.tags,
            note: shape.note.unwrap_or_default(),
            attributes: shape.custom_attributes.into_iter().map(AttributeShape::pair).collect(),
            email: denials.protected("email", shape.email),
            phone: denials.protected("phone", shape.phone),
            ip: denials.open("clientIp", shape.client_ip),
            billing: address(shape.billing_address, denials, "billingAddress"),
            shipping: address(shape.shipping_address, denials, "shippingAddress"),
            customer: customer(shape.customer, denials),
            risk: risk(shape.risk),
            payment: terms::payment(shape.display_financial_status.as_deref()),
            fulfilment: terms::fulfilment(shape.display_fulfillment_status.as_deref()),
            totals,
            transactions: transactions(shape.transactions, denials)?,
            refunds: refunds(shape.refunds)?,
            fulfilment_orders: parts
                .into_iter()
                .map(|shape| part(shape, &self.ours, denials))
                .collect(),
            holds_unread,
            items: shape.line_items.nodes.into_iter().map(line).collect::<Result<_, _>>()?,
            coupons: shape.discount_codes,
            disputes: shape.disputes.into_iter().map(dispute).collect(),
            timeline: shape
                .events
                .map_or_else(Vec::new, |list| list.nodes.into_iter().map(event).collect()),
            source: shape.source_name.unwrap_or_default(),
            gaps,
        };
        Ok(Mapped { order, more_lines: shape.line_items.page_info.next(), more_parts })
    }
}

fn totals(shape: &OrderShape) -> Result<Totals, StoreFault> {
    Ok(Totals {
        total: pair(&shape.current_total_price_set)?,
        received: pair(&shape.total_received_set)?,
        refunded: pair(&shape.total_refunded_set)?,
        capturable: pair(&shape.total_capturable_set)?,
    })
}

/// A note for the staff that was read and is empty is an empty one; none is one that
/// could not be read.
fn closed(shape: &OrderShape, denials: &Denials) -> ClosedHow {
    let read = shape.cancellation.as_ref();
    let read = read.filter(|_| denials.why("cancellation.staffNote").is_none());
    ClosedHow {
        archived_at: shape.closed_at,
        cancelled_at: shape.cancelled_at,
        cancel_reason: shape.cancel_reason.clone(),
        staff_note: read.map(|how| how.staff_note.clone().unwrap_or_default()),
    }
}

/// Oldest first; what is not processed yet comes last.
fn transactions(
    shapes: Vec<TransactionShape>,
    denials: &Denials,
) -> Result<Vec<Transaction>, StoreFault> {
    let mapped = shapes.into_iter().enumerate().map(|(place, shape)| {
        let name_path = format!("transactions.{place}.paymentDetails.name");
        transaction(shape, denials, &name_path)
    });
    let mut transactions = mapped.collect::<Result<Vec<_>, _>>()?;
    transactions.sort_by_key(|transaction| (transaction.at.is_none(), transaction.at));
    Ok(transactions)
}

fn refunds(shapes: Vec<RefundShape>) -> Result<Vec<Refunded>, StoreFault> {
    let mut refunds = shapes.into_iter().map(refund).collect::<Result<Vec<_>, _>>()?;
    refunds.sort_by_key(|refund| (refund.at.is_none(), refund.at));
    Ok(refunds)
}

fn dispute(shape: DisputeShape) -> Dispute {
    Dispute {
        id: plain(&shape.id).into(),
        kind: shape.initiated_as.unwrap_or_default(),
        state: shape.status.unwrap_or_default(),
    }
}

fn risk(shape: RiskShape) -> Risk {
    Risk {
        advice: terms::advice(shape.recommendation.as_deref()),
        assessments: shape.assessments.into_iter().map(assessment).collect(),
    }
}

/// Why there are no fulfilment orders to look at, which is not the same as none.
fn holds_unread(shape: &OrderShape, denials: &Denials) -> Option<String> {
    if shape.fulfillment_orders.is_some() {
        return None;
    }
    let why = denials.why("fulfillmentOrders").unwrap_or("a permission is missing");
    Some(format!("{NO_PARTS}: {why}."))
}

/// What could not be read in full, as sentences.
fn gaps(shape: &OrderShape, denials: &Denials) -> Vec<String> {
    let mut gaps = denials.sentences();
    if shape.transactions.len() >= MOST_TRANSACTIONS {
        gaps.push(format!("{MORE_TRANSACTIONS} ({MOST_TRANSACTIONS})."));
    }
    if shape.refunds.len() >= MOST_REFUNDS {
        gaps.push(format!("{MORE_REFUNDS} ({MOST_REFUNDS})."));
    }
    gaps
}

/// Without a provider it is Shopify's own assessment.
fn assessment(shape: AssessmentShape) -> Assessment {
    Assessment {
        provider: shape.provider.map_or_else(|| Clean::new("Shopify"), |app| app.title),
        level: terms::risk_level(shape.risk_level.as_deref()),
        score: None,
        facts: shape
            .facts
            .into_iter()
            .map(|fact| RiskFact {
                text: fact.description,
                sentiment: terms::sentiment(fact.sentiment.as_deref()),
            })
            .collect(),
    }
}

/// Puts one line of goods into our words.
pub(super) fn line(shape: LineShape) -> Result<LineItem, StoreFault> {
    Ok(LineItem {
        id: plain(&shape.id).into(),
        sku: shape.sku.unwrap_or_default(),
        title: shape.title.unwrap_or_default(),
        variant: shape.variant_title.unwrap_or_default(),
        quantity: pieces(shape.quantity),
        refundable: pieces(shape.refundable_quantity),
        unfulfilled: pieces(shape.unfulfilled_quantity),
        unit_price: money(&shape.original_unit_price_set.shop_money)?,
        line_total: money(&shape.discounted_total_set.shop_money)?,
    })
}

pub(super) fn pieces(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}
