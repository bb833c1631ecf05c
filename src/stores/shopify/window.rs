//! The window: every order in short form.

use serde::Deserialize;
use serde_json::json;

use super::api::Answered;
use super::cursor::Place;
use super::denial::{Denials, Reach};
use super::documents::ORDERS_SHORT;
use super::envelope::TopError;
use super::gid::plain;
use super::grants::Known;
use super::pace::Class;
use super::reading::narrowed;
use super::refusal;
use super::search::{Search, Sort, Span, bounded, placed_since, placed_until};
use super::shapes::{Paged, ShortShape};
use super::short::short;
use super::store::ShopifyStore;
use crate::domain::OrderId;
use crate::stores::{Item, Page, StoreFault};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CountedOrders {
    #[serde(default)]
    orders_count: Option<Total>,
    orders: Option<Paged<ShortShape>>,
}

#[derive(Deserialize)]
struct Total {
    count: u64,
}

impl ShopifyStore {
    /// One page of the window.
    pub(super) async fn window(
        &self,
        known: &Known,
        span: Span,
        place: &Place,
    ) -> Result<Page, StoreFault> {
        let sort = Sort::of(span.since);
        let query = match (sort, place.bound) {
            (Sort::NewestFirst, Some(until)) => {
                format!("{} {}", placed_since(span.from), placed_until(until))
            }
            (Sort::NewestFirst, None) => placed_since(span.from),
            (Sort::ByChange, bound) => {
                bounded(String::new(), Span { since: bound.or(span.since), ..span })
            }
        };
        let (page, total, denied) = self.short_page(&Search { query, sort }, place).await?;
        let last = page.nodes.last().map(|shape| match sort {
            Sort::NewestFirst => shape.processed_at,
            Sort::ByChange => shape.updated_at,
        });
        let came = u32::try_from(page.nodes.len()).unwrap_or(u32::MAX);
        let next = match page.page_info.next() {
            Some(after) => Some(place.follow_counting(after, came, last)?.cursor()),
            None => None,
        };
        let items = short_items(known, page.nodes, &denied);
        Ok(Page { items, next, total })
    }

    async fn short_page(
        &self,
        search: &Search,
        place: &Place,
    ) -> Result<(Paged<ShortShape>, Option<u64>, Denied), StoreFault> {
        let mut reach = self.reach();
        loop {
            let variables = json!({
                "query": search.query, "first": self.pages.short.clamp(1, 250), "after": place.after,
                "sortKey": search.sort.key(), "reverse": search.sort.reverse(),
                "protected": reach.protected, "count": *place == Place::default(),
            });
            let answered: Answered<CountedOrders> =
                self.api.read(&ORDERS_SHORT, Class::Bulk, &variables).await?;
            if let Some(CountedOrders { orders: Some(page), orders_count }) = answered.data {
                let denied = Denied { errors: answered.errors, reach };
                return Ok((page, orders_count.map(|total| total.count), denied));
            }
            reach = narrowed(reach, &answered.errors)
                .ok_or_else(|| refusal::of_read(&ORDERS_SHORT, &answered.errors))?;
        }
    }
}

/// What was asked for, and what of it was refused.
struct Denied {
    errors: Vec<TopError>,
    reach: Reach,
}

fn short_items(known: &Known, shapes: Vec<ShortShape>, denied: &Denied) -> Vec<Item> {
    let Denied { errors, reach } = denied;
    let none = Denials::below("", &[], *reach);
    let mapped = shapes.into_iter().enumerate().map(|(place, shape)| {
        let id = OrderId::new(plain(&shape.id));
        let mapped = if errors.is_empty() {
            short(&known.shop, shape, &none)
        } else {
            let denials = Denials::below(&format!("orders.nodes.{place}"), errors, *reach);
            short(&known.shop, shape, &denials)
        };
        mapped.map_or(Item::Changed(id), |order| Item::Short(Box::new(order)))
    });
    mapped.collect()
}
