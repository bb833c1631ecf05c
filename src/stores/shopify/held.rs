//! Held orders and changed holds, found by their fulfilment orders.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use serde::Deserialize;
use serde_json::json;

use super::api::Answered;
use super::cursor::Place;
use super::documents::{HOLD_CHANGES, ORDERS_BY_ID};
use super::feed::{Brought, end};
use super::gid::{global, plain};
use super::grants::Known;
use super::pace::Class;
use super::reading::narrowed;
use super::refusal;
use super::search::{Span, changed_since};
use super::shapes::{OrderShape, Paged};
use super::store::{FIRST_FULL_PAGE, ShopifyStore};
use crate::domain::{OrderId, Timestamp};
use crate::stores::{Item, Page, StoreFault};

#[derive(Deserialize)]
struct ById {
    nodes: Option<Vec<Option<OrderShape>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChangedParts {
    fulfillment_orders: Option<Paged<ChangedPart>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChangedPart {
    order_id: String,
    order_processed_at: Option<Timestamp>,
}

impl ShopifyStore {
    /// Held orders, found by their fulfilment orders: the search for held orders knows only
    /// those of which everything is held (`apis/shopify.md`, section 5).
    pub(super) async fn held(
        &self,
        known: &Known,
        span: Span,
        place: &Place,
    ) -> Result<Page, StoreFault> {
        let changed =
            span.since.map(|since| format!(" {}", changed_since(since))).unwrap_or_default();
        let variables = json!({
            "query": format!("status:on_hold{changed}"),
            "first": self.full_page.load(Ordering::Relaxed).min(FIRST_FULL_PAGE),
            "after": place.after, "closed": false, "reverse": true,
        });
        let (parts, next) = self.parts_page(&variables).await?;
        let recent = parts
            .into_iter()
            .filter(|part| part.order_processed_at.is_none_or(|at| at >= span.from));
        let ids = distinct(recent);
        let items = self.orders_by_id(known, &ids).await?;
        Ok(Page { items, next: next.map(|after| place.follow(after).cursor()), total: None })
    }

    async fn parts_page(
        &self,
        variables: &serde_json::Value,
    ) -> Result<(Vec<ChangedPart>, Option<String>), StoreFault> {
        let answered: Answered<ChangedParts> =
            self.api.read(&HOLD_CHANGES, Class::Bulk, variables).await?;
        match answered.data.and_then(|data| data.fulfillment_orders) {
            Some(page) => Ok((page.nodes, page.page_info.next())),
            None => Err(refusal::of_read(&HOLD_CHANGES, &answered.errors)),
        }
    }

    async fn orders_by_id(&self, known: &Known, ids: &[String]) -> Result<Vec<Item>, StoreFault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut items = Vec::new();
        let mut rest = ids;
        let mut reach = self.reach();
        while !rest.is_empty() {
            let at_once = self.full_page.load(Ordering::Relaxed).min(FIRST_FULL_PAGE) as usize;
            let (now, later) = rest.split_at(at_once.min(rest.len()));
            let variables = json!({
                "ids": now,
                "protected": reach.protected, "parts": reach.parts, "apps": reach.apps,
            });
            let answered: Answered<ById> =
                self.api.read(&ORDERS_BY_ID, Class::Bulk, &variables).await?;
            let Some(shapes) = answered.data.and_then(|data| data.nodes) else {
                reach = self.ask_for_less(&ORDERS_BY_ID, reach, &answered.errors)?;
                continue;
            };
            // One refusal on a non-null path leaves nothing of its order: ask for less once
            // more. An order that is refused even so is left out, and does not stop the rest.
            let wiped = shapes.iter().any(Option::is_none);
            let less = narrowed(reach, &answered.errors).filter(|_| wiped);
            if let Some(less) = less {
                reach = less;
                continue;
            }
            let brought = Brought { shapes, errors: answered.errors, reach };
            items.extend(self.full_items(known, brought, "nodes").await?);
            (rest, reach) = (later, self.reach());
        }
        Ok(items)
    }

    /// Orders whose fulfilment orders changed.
    pub(super) async fn changed_holds(
        &self,
        since: Timestamp,
        place: &Place,
    ) -> Result<Page, StoreFault> {
        if !self.reach().parts {
            return Ok(end());
        }
        let variables = json!({
            "query": changed_since(since), "first": self.pages.holds.clamp(1, 250),
            "after": place.after, "closed": true, "reverse": false,
        });
        let (parts, next) = self.parts_page(&variables).await?;
        let ids = distinct(parts.into_iter());
        let items = ids.iter().map(|id| Item::Changed(OrderId::new(plain(id)))).collect();
        Ok(Page { items, next: next.map(|after| place.follow(after).cursor()), total: None })
    }
}

/// Global ids of the orders, each once, in the order in which they came.
fn distinct(parts: impl Iterator<Item = ChangedPart>) -> Vec<String> {
    let mut seen = HashSet::new();
    parts.map(|part| global("Order", &part.order_id)).filter(|id| seen.insert(id.clone())).collect()
}
