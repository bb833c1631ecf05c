//! The window: every order in short form.

use serde::Deserialize;
use serde_json::json;

use super::api::Answered;
use super::cursor::Place;
use super::denial::Denials;
use super::documents::ORDERS_SHORT;
use super::envelope::TopError;
use super::gid::plain;
use super::grants::Known;
use super::pace::Class;
use super::refusal;
use super::search::{Search, Sort, bounded, placed_since, placed_until};
use super::shapes::{Paged, ShortShape};
use super::short::short;
use super::store::ShopifyStore;
use crate::domain::{OrderId, Timestamp};
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
        (from, since): (Timestamp, Option<Timestamp>),
        place: &Place,
    ) -> Result<Page, StoreFault> {
        let sort = Sort::of(since);
        let query = match (sort, place.bound) {
            (Sort::NewestFirst, Some(until)) => {
                format!("{} {}", placed_since(from), placed_until(until))
            }
            (Sort::NewestFirst, None) => placed_since(from),
            (Sort::ByChange, bound) => bounded(String::new(), from, bound.or(since)),
        };
        let (page, total, errors) = self.short_page(&Search { query, sort }, place).await?;
        let last = page.nodes.last().map(|shape| match sort {
            Sort::NewestFirst => shape.processed_at,
            Sort::ByChange => shape.updated_at,
        });
        let came = u32::try_from(page.nodes.len()).unwrap_or(u32::MAX);
        let next = match page.page_info.next() {
            Some(after) => Some(place.follow_counting(after, came, last)?.cursor()),
            None => None,
        };
        let items = self.short_items(known, page.nodes, &errors);
        Ok(Page { items, next, total })
    }

    async fn short_page(
        &self,
        search: &Search,
        place: &Place,
    ) -> Result<(Paged<ShortShape>, Option<u64>, Vec<TopError>), StoreFault> {
        loop {
            let reach = self.reach();
            let variables = json!({
                "query": search.query, "first": self.pages.short.clamp(1, 250), "after": place.after,
                "sortKey": search.sort.key(), "reverse": search.sort.reverse(),
                "protected": reach.protected, "count": *place == Place::default(),
            });
            let answered: Answered<CountedOrders> =
                self.api.read(&ORDERS_SHORT, Class::Bulk, &variables).await?;
            if let Some(CountedOrders { orders: Some(page), orders_count }) = answered.data {
                return Ok((page, orders_count.map(|total| total.count), answered.errors));
            }
            self.narrow(reach, &answered.errors)
                .ok_or_else(|| refusal::of_read(&ORDERS_SHORT, &answered.errors))?;
        }
    }

    fn short_items(
        &self,
        known: &Known,
        shapes: Vec<ShortShape>,
        errors: &[TopError],
    ) -> Vec<Item> {
        let reach = self.reach();
        let none = Denials::below("", &[], reach);
        let mapped = shapes.into_iter().enumerate().map(|(place, shape)| {
            let id = OrderId::new(plain(&shape.id));
            let mapped = if errors.is_empty() {
                short(&known.shop, shape, &none)
            } else {
                short(
                    &known.shop,
                    shape,
                    &Denials::below(&format!("orders.nodes.{place}"), errors, reach),
                )
            };
            mapped.map_or(Item::Changed(id), |order| Item::Short(Box::new(order)))
        });
        mapped.collect()
    }
}
