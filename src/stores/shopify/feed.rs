//! Feeds: flagged orders in full, the window in short form, changed holds.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use serde::Deserialize;
use serde_json::json;

use super::api::Answered;
use super::cursor::Place;
use super::denial::Denials;
use super::documents::{Document, HOLD_CHANGES, ORDERS_BY_ID, ORDERS_DETAIL, ORDERS_SHORT};
use super::envelope::TopError;
use super::gid::{global, plain};
use super::grants::Known;
use super::pace::Class;
use super::refusal;
use super::search::{any_tag, changed_since, placed_since, placed_until};
use super::shapes::{OrderShape, Paged, ShortShape};
use super::short::short;
use super::store::ShopifyStore;
use crate::domain::{OrderId, Timestamp};
use crate::stores::{Cursor, Feed, Item, Page, StoreFault, Trouble};

/// Shopify ends a paged list at 25,000; a search is begun again before that.
const MOST_IN_ONE_LIST: u32 = 24_000;

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Orders<T> {
    orders: Option<Paged<T>>,
}

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

/// One search of a feed.
struct Search {
    query: String,
    sort: Sort,
}

/// Newest first while everything is read; by time of change, oldest first, while following
/// changes, so that an order edited meanwhile moves to a later page and is not lost.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    NewestFirst,
    ByChange,
}

impl Sort {
    fn of(since: Option<Timestamp>) -> Self {
        if since.is_some() { Self::ByChange } else { Self::NewestFirst }
    }

    fn key(self) -> &'static str {
        match self {
            Self::NewestFirst => "PROCESSED_AT",
            Self::ByChange => "UPDATED_AT",
        }
    }

    fn reverse(self) -> bool {
        self == Self::NewestFirst
    }
}

/// The searches that make up the flagged orders, in the order in which they run.
#[derive(Clone, Copy)]
enum Flagged<'a> {
    Held,
    Risky,
    Tagged(&'a [String]),
}

impl ShopifyStore {
    /// Pulls one page of a feed.
    pub(super) async fn fetch_page(
        &self,
        feed: &Feed,
        after: Option<&Cursor>,
    ) -> Result<Page, StoreFault> {
        let known = self.context().await?;
        let place = Place::read(after);
        match feed {
            Feed::Flagged { tags, from, since } => {
                let phases = phases(tags);
                let Some(phase) = phases.get(place.phase as usize) else { return Ok(end()) };
                let page = self.flagged(&known, *phase, (*from, *since), &place).await?;
                let is_last = place.phase as usize + 1 >= phases.len();
                Ok(if is_last { page } else { then_next_phase(page, &place) })
            }
            Feed::Window { from, since } => self.window(&known, (*from, *since), &place).await,
            Feed::Holds { since } => self.changed_holds(*since, &place).await,
        }
    }

    async fn flagged(
        &self,
        known: &Known,
        phase: Flagged<'_>,
        (from, since): (Timestamp, Option<Timestamp>),
        place: &Place,
    ) -> Result<Page, StoreFault> {
        let flag = match phase {
            Flagged::Held if self.reach().parts => {
                return self.held(known, (from, since), place).await;
            }
            // Without fulfilment orders only wholly held orders can be found.
            Flagged::Held => "fulfillment_status:on_hold".to_owned(),
            Flagged::Risky => "(risk_level:high OR risk_level:medium)".to_owned(),
            Flagged::Tagged(tags) => any_tag(tags),
        };
        let search = Search { query: bounded(flag, from, since), sort: Sort::of(since) };
        let (shapes, next, errors) = self.detail_page(&search, place).await?;
        let items = self.full_items(known, shapes, &errors, "orders.nodes").await?;
        Ok(Page { items, next: next.map(|after| place.follow(after).cursor()), total: None })
    }

    /// One page of orders in full; asks for less when less is allowed.
    async fn detail_page(
        &self,
        search: &Search,
        place: &Place,
    ) -> Result<(Vec<Option<OrderShape>>, Option<String>, Vec<TopError>), StoreFault> {
        loop {
            let reach = self.reach();
            let first = self.full_page.load(Ordering::Relaxed);
            let variables = json!({
                "query": search.query, "first": first, "after": place.after,
                "sortKey": search.sort.key(), "reverse": search.sort.reverse(),
                "protected": reach.protected, "parts": reach.parts, "apps": reach.apps,
            });
            let answered: Answered<Orders<OrderShape>> =
                self.api.read(&ORDERS_DETAIL, Class::Bulk, &variables).await?;
            if let Some(page) = answered.data.and_then(|data| data.orders) {
                let shapes = page.nodes.into_iter().map(Some).collect();
                return Ok((shapes, page.page_info.next(), answered.errors));
            }
            self.ask_for_less(&ORDERS_DETAIL, &answered.errors)?;
        }
    }

    /// Held orders, found by their fulfilment orders: the search for held orders knows only
    /// those of which everything is held (`apis/shopify.md`, section 5).
    async fn held(
        &self,
        known: &Known,
        (from, since): (Timestamp, Option<Timestamp>),
        place: &Place,
    ) -> Result<Page, StoreFault> {
        let changed = since.map(|since| format!(" {}", changed_since(since))).unwrap_or_default();
        let variables = json!({
            "query": format!("status:on_hold{changed}"),
            "first": self.full_page.load(Ordering::Relaxed),
            "after": place.after, "closed": false, "reverse": true,
        });
        let (parts, next) = self.parts_page(&variables).await?;
        let recent =
            parts.into_iter().filter(|part| part.order_processed_at.is_none_or(|at| at >= from));
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
        while !rest.is_empty() {
            let at_once = self.full_page.load(Ordering::Relaxed) as usize;
            let (now, later) = rest.split_at(at_once.min(rest.len()));
            let reach = self.reach();
            let variables = json!({
                "ids": now,
                "protected": reach.protected, "parts": reach.parts, "apps": reach.apps,
            });
            let answered: Answered<ById> =
                self.api.read(&ORDERS_BY_ID, Class::Bulk, &variables).await?;
            let wiped = |shapes: &Vec<Option<OrderShape>>| {
                shapes.iter().any(Option::is_none) && !answered.errors.is_empty() && reach.protected
            };
            match answered.data.and_then(|data| data.nodes) {
                Some(shapes) if !wiped(&shapes) => {
                    items.extend(self.full_items(known, shapes, &answered.errors, "nodes").await?);
                    rest = later;
                }
                _ => self.ask_for_less(&ORDERS_BY_ID, &answered.errors)?,
            }
        }
        Ok(items)
    }

    /// Maps orders; one that cannot be read goes out as changed, so that it does not stop
    /// the rest and its own reading says what is wrong.
    async fn full_items(
        &self,
        known: &Known,
        shapes: Vec<Option<OrderShape>>,
        errors: &[TopError],
        list: &str,
    ) -> Result<Vec<Item>, StoreFault> {
        let reach = self.reach();
        let mut items = Vec::with_capacity(shapes.len());
        for (place, shape) in shapes.into_iter().enumerate() {
            let Some(shape) = shape else { continue };
            let id = OrderId::new(plain(&shape.id));
            let denials = Denials::below(&format!("{list}.{place}"), errors, reach);
            items.push(match self.mapper(known).order(shape, &denials) {
                Ok(mapped) => {
                    Item::Full(Box::new(self.complete(known, mapped, Class::Bulk).await?))
                }
                Err(_) => Item::Changed(id),
            });
        }
        Ok(items)
    }

    /// Halves the page when the request was too dear, or leaves out what is refused.
    fn ask_for_less(&self, document: &Document, errors: &[TopError]) -> Result<(), StoreFault> {
        let first = self.full_page.load(Ordering::Relaxed);
        if refusal::is_too_dear(errors) && first > 1 {
            self.full_page.store(first / 2, Ordering::Relaxed);
            return Ok(());
        }
        self.narrow(self.reach(), errors).ok_or_else(|| refusal::of_read(document, errors))
    }

    async fn window(
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

    async fn changed_holds(&self, since: Timestamp, place: &Place) -> Result<Page, StoreFault> {
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

impl Place {
    /// The next page of the same search.
    fn follow(&self, after: String) -> Self {
        Self { after: Some(after), ..self.clone() }
    }

    /// The next page, or the search begun again from `last` when the list grows too long.
    fn follow_counting(
        &self,
        after: String,
        came: u32,
        last: Option<Timestamp>,
    ) -> Result<Self, StoreFault> {
        let seen = self.seen.saturating_add(came);
        if seen < MOST_IN_ONE_LIST {
            return Ok(Self { seen, ..self.follow(after) });
        }
        if last.is_none() || last == self.bound {
            return Err(StoreFault::new(
                Trouble::Refused,
                "Reading orders failed: more than 24,000 of them carry the same time.",
            ));
        }
        Ok(Self { phase: self.phase, seen: 0, bound: last, after: None })
    }
}

fn phases(tags: &[String]) -> Vec<Flagged<'_>> {
    let mut phases = vec![Flagged::Held, Flagged::Risky];
    if !tags.is_empty() {
        phases.push(Flagged::Tagged(tags));
    }
    phases
}

fn then_next_phase(page: Page, place: &Place) -> Page {
    let next =
        page.next.unwrap_or_else(|| Place { phase: place.phase + 1, ..Place::default() }.cursor());
    Page { next: Some(next), ..page }
}

fn end() -> Page {
    Page { items: Vec::new(), next: None, total: None }
}

fn bounded(flag: String, from: Timestamp, since: Option<Timestamp>) -> String {
    let mut terms = vec![flag, placed_since(from)];
    terms.extend(since.map(changed_since));
    terms.retain(|term| !term.is_empty());
    terms.join(" ")
}

/// Global ids of the orders, each once, in the order in which they came.
fn distinct(parts: impl Iterator<Item = ChangedPart>) -> Vec<String> {
    let mut seen = HashSet::new();
    parts.map(|part| global("Order", &part.order_id)).filter(|id| seen.insert(id.clone())).collect()
}
