//! Single orders: in full, by name, and what could be refunded.

use serde::Deserialize;
use serde_json::json;

use super::amount::money;
use super::api::Answered;
use super::denial::{Denials, Reach};
use super::documents::{FIND_ORDERS, LINE_ITEMS_PAGE, ORDER_DETAIL, PARTS_PAGE, SUGGESTED_REFUND};
use super::envelope::TopError;
use super::gid::{global, plain};
use super::grants::Known;
use super::order::{Mapped, Mapper, line};
use super::pace::Class;
use super::parts::{OurApp, PartShape, part};
use super::refusal;
use super::search::quoted;
use super::shapes::{ChargedAmount, LineShape, Listed, Named, OrderShape, Paged};
use super::store::ShopifyStore;
use crate::domain::{Clean, Order, OrderId, RefundLine, RefundPart};
use crate::stores::{RefundQuote, StoreFault, Trouble};

/// The most pages of one order's longer lists; what is left becomes a gap.
const MOST_PAGES: u32 = 20;

#[derive(Deserialize)]
pub(super) struct One<T> {
    pub(super) order: Option<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Lines {
    line_items: Paged<LineShape>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parts {
    fulfillment_orders: Option<Paged<PartShape>>,
}

#[derive(Deserialize)]
struct Found {
    orders: Option<Listed<FoundOrder>>,
}

#[derive(Deserialize)]
struct FoundOrder {
    id: String,
    name: Clean,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Suggested {
    suggested_refund: Option<Suggestion>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Suggestion {
    maximum_refundable_set: ChargedAmount,
    #[serde(default)]
    refund_line_items: Vec<SuggestedLine>,
    #[serde(default)]
    suggested_transactions: Vec<SuggestedPart>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SuggestedLine {
    line_item: Named,
    quantity: i64,
    location: Option<Named>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SuggestedPart {
    gateway: Option<Clean>,
    amount_set: ChargedAmount,
    parent_transaction: Option<Named>,
}

impl ShopifyStore {
    /// Reads one order in full, from the database.
    pub(super) async fn fetch_order(&self, id: &OrderId) -> Result<Option<Order>, StoreFault> {
        let known = self.context().await?;
        let mut reach = self.reach();
        loop {
            let variables = json!({
                "id": global("Order", id.as_str()),
                "protected": reach.protected, "parts": reach.parts, "apps": reach.apps,
            });
            let answered: Answered<One<OrderShape>> =
                self.api.read(&ORDER_DETAIL, Class::Front, &variables).await?;
            if let Some(shape) = answered.data.and_then(|data| data.order) {
                let denials = Denials::below("order", &answered.errors, reach);
                let mapped = self.mapper(&known).order(shape, &denials)?;
                return self.complete(&known, mapped, Class::Front).await.map(Some);
            }
            if answered.errors.is_empty() || is_missing(&answered.errors) {
                return Ok(None);
            }
            reach = narrowed(reach, &answered.errors)
                .ok_or_else(|| refusal::of_read(&ORDER_DETAIL, &answered.errors))?;
        }
    }

    /// Finds orders by name: the whole name first, then without its prefix.
    pub(super) async fn fetch_named(&self, name: &str) -> Result<Vec<OrderId>, StoreFault> {
        let wanted = name.trim().trim_start_matches('#');
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let variables = json!({ "query": format!("name:{}", quoted(wanted)) });
        let answered: Answered<Found> =
            self.api.read(&FIND_ORDERS, Class::Front, &variables).await?;
        let Some(found) = answered.data.and_then(|data| data.orders) else {
            return Err(refusal::of_read(&FIND_ORDERS, &answered.errors));
        };
        Ok(best_named(&found.nodes, name.trim(), wanted))
    }

    /// Asks what could be refunded.
    pub(super) async fn fetch_refund_quote(
        &self,
        order: &Order,
    ) -> Result<RefundQuote, StoreFault> {
        let variables = json!({ "id": global("Order", order.id.as_str()) });
        let answered: Answered<One<Suggested>> =
            self.api.read(&SUGGESTED_REFUND, Class::Front, &variables).await?;
        let suggestion =
            answered.data.and_then(|data| data.order).and_then(|order| order.suggested_refund);
        match suggestion {
            Some(suggestion) => quote(suggestion),
            None if answered.errors.is_empty() => Err(StoreFault::new(
                Trouble::Refused,
                format!("Shopify suggests no refund for {}.", order.name.fitted(40)),
            )),
            None => Err(refusal::of_read(&SUGGESTED_REFUND, &answered.errors)),
        }
    }

    pub(super) fn mapper<'a>(&'a self, known: &'a Known) -> Mapper<'a> {
        Mapper { shop: &known.shop, ours: self.ours(known) }
    }

    fn ours<'a>(&'a self, known: &'a Known) -> OurApp<'a> {
        OurApp { title: &known.app, prefix: &self.prefix }
    }

    /// Reads the further pages of an order's longer lists.
    pub(super) async fn complete(
        &self,
        known: &Known,
        mapped: Mapped,
        class: Class,
    ) -> Result<Order, StoreFault> {
        let Mapped { mut order, more_lines, more_parts } = mapped;
        self.add_lines(&mut order, more_lines, class).await?;
        self.add_parts(known, &mut order, more_parts, class).await?;
        Ok(order)
    }

    async fn add_lines(
        &self,
        order: &mut Order,
        mut after: Option<String>,
        class: Class,
    ) -> Result<(), StoreFault> {
        let id = global("Order", order.id.as_str());
        for _ in 0..MOST_PAGES {
            let Some(cursor) = after else { return Ok(()) };
            let variables = json!({ "id": id, "after": cursor });
            let answered: Answered<One<Lines>> =
                self.api.read(&LINE_ITEMS_PAGE, class, &variables).await?;
            let Some(page) = answered.data.and_then(|data| data.order) else {
                return Err(refusal::of_read(&LINE_ITEMS_PAGE, &answered.errors));
            };
            for shape in page.line_items.nodes {
                order.items.push(line(shape)?);
            }
            after = page.line_items.page_info.next();
        }
        order.gaps.push(format!("Only the first {} lines of goods were read.", order.items.len()));
        Ok(())
    }

    async fn add_parts(
        &self,
        known: &Known,
        order: &mut Order,
        more: Option<(String, Reach)>,
        class: Class,
    ) -> Result<(), StoreFault> {
        let id = global("Order", order.id.as_str());
        let Some((first, reach)) = more else { return Ok(()) };
        let mut after = Some(first);
        for _ in 0..MOST_PAGES {
            let Some(cursor) = after else { return Ok(()) };
            let variables = json!({ "id": id, "after": cursor, "apps": reach.apps });
            let answered: Answered<One<Parts>> =
                self.api.read(&PARTS_PAGE, class, &variables).await?;
            let page = answered
                .data
                .and_then(|data| data.order)
                .and_then(|order| order.fulfillment_orders);
            let Some(page) = page else {
                return Err(refusal::of_read(&PARTS_PAGE, &answered.errors));
            };
            let denials = Denials::below("order", &answered.errors, reach);
            let ours = self.ours(known);
            order
                .fulfilment_orders
                .extend(page.nodes.into_iter().map(|shape| part(shape, &ours, &denials)));
            after = page.page_info.next();
        }
        let count = order.fulfilment_orders.len();
        order.gaps.push(format!("Only the first {count} fulfilment orders were read."));
        Ok(())
    }
}

/// What to ask for in the same read again; nothing when there is nothing to leave out.
/// One order's refusal says nothing about the next one, so it never outlives its read.
pub(super) fn narrowed(reach: Reach, errors: &[TopError]) -> Option<Reach> {
    let denied = errors.iter().any(|error| error.code() == "ACCESS_DENIED");
    denied.then(|| reach.narrowed(errors))?
}

fn is_missing(errors: &[TopError]) -> bool {
    errors.iter().any(|error| error.code() == "RESOURCE_NOT_FOUND")
}

/// The exact name wins; else the name without sign or brand's prefix.
fn best_named(found: &[FoundOrder], name: &str, wanted: &str) -> Vec<OrderId> {
    let exact = |order: &&FoundOrder| {
        let bears = order.name.raw();
        bears == name || bears.trim_start_matches('#') == wanted
    };
    let ending = |order: &&FoundOrder| {
        let bears = order.name.raw();
        bears
            .strip_suffix(wanted)
            .is_some_and(|prefix| !prefix.ends_with(|c: char| c.is_ascii_digit()))
    };
    let id = |order: &FoundOrder| OrderId::new(plain(&order.id));
    let whole: Vec<OrderId> = found.iter().filter(exact).map(id).collect();
    if whole.is_empty() { found.iter().filter(ending).map(id).collect() } else { whole }
}

fn quote(suggestion: Suggestion) -> Result<RefundQuote, StoreFault> {
    let mut parts = Vec::new();
    for part in suggestion.suggested_transactions {
        let amount = money(&part.amount_set.presentment_money)?;
        let Some(parent) = part.parent_transaction.filter(|_| amount.is_positive()) else {
            continue;
        };
        parts.push(RefundPart {
            parent: plain(&parent.id).into(),
            gateway: part.gateway.unwrap_or_default(),
            amount,
        });
    }
    let lines = suggestion.refund_line_items.into_iter().map(|line| RefundLine {
        item: plain(&line.line_item.id).into(),
        quantity: super::order::pieces(line.quantity),
        location: line.location.map(|location| plain(&location.id).into()),
    });
    Ok(RefundQuote {
        parts,
        lines: lines.filter(|line| line.quantity > 0).collect(),
        most: money(&suggestion.maximum_refundable_set.presentment_money)?,
    })
}
