//! Feeds: flagged orders in full, the window in short form, changed holds.

use std::sync::atomic::Ordering;

use serde::Deserialize;
use serde_json::json;

use super::api::Answered;
use super::cursor::Place;
use super::denial::{Denials, Reach};
use super::documents::{Document, ORDERS_DETAIL};
use super::envelope::TopError;
use super::gid::plain;
use super::grants::Known;
use super::pace::Class;
use super::reading::narrowed;
use super::refusal;
use super::search::{Search, Sort, Span, any_tag, bounded};
use super::shapes::{OrderShape, Paged};
use super::store::ShopifyStore;
use crate::domain::OrderId;
use crate::stores::{Cursor, Feed, Item, Page, StoreFault};

#[derive(Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Orders<T> {
    orders: Option<Paged<T>>,
}

/// Orders as they came, with what was asked for and refused: a field that was not asked
/// for must not be taken for one that is empty.
pub(super) struct Brought {
    pub(super) shapes: Vec<Option<OrderShape>>,
    pub(super) errors: Vec<TopError>,
    pub(super) reach: Reach,
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
                let span = Span { from: *from, since: *since };
                let phases = phases(tags);
                let Some(phase) = phases.get(place.phase as usize) else { return Ok(end()) };
                let page = self.flagged(&known, *phase, span, &place).await?;
                let is_last = place.phase as usize + 1 >= phases.len();
                Ok(if is_last { page } else { then_next_phase(page, &place) })
            }
            Feed::Window { from, since } => {
                self.window(&known, Span { from: *from, since: *since }, &place).await
            }
            Feed::Holds { since } => self.changed_holds(*since, &place).await,
        }
    }

    async fn flagged(
        &self,
        known: &Known,
        phase: Flagged<'_>,
        span: Span,
        place: &Place,
    ) -> Result<Page, StoreFault> {
        let flag = match phase {
            Flagged::Held if self.reach().parts => {
                return self.held(known, span, place).await;
            }
            // Without fulfilment orders only wholly held orders can be found.
            Flagged::Held => "fulfillment_status:on_hold".to_owned(),
            Flagged::Risky => "(risk_level:high OR risk_level:medium)".to_owned(),
            Flagged::Tagged(tags) => any_tag(tags),
        };
        let search = Search { query: bounded(flag, span), sort: Sort::of(span.since) };
        let (brought, next) = self.detail_page(&search, place).await?;
        let items = self.full_items(known, brought, "orders.nodes").await?;
        Ok(Page { items, next: next.map(|after| place.follow(after).cursor()), total: None })
    }

    /// One page of orders in full; asks for less when less is allowed.
    async fn detail_page(
        &self,
        search: &Search,
        place: &Place,
    ) -> Result<(Brought, Option<String>), StoreFault> {
        let mut reach = self.reach();
        loop {
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
                let brought = Brought { shapes, errors: answered.errors, reach };
                self.ask_for_more();
                return Ok((brought, page.page_info.next()));
            }
            reach = self.ask_for_less(&ORDERS_DETAIL, reach, &answered.errors)?;
        }
    }

    /// Maps orders; one that cannot be read goes out as changed, so that it does not stop
    /// the rest and its own reading says what is wrong.
    pub(super) async fn full_items(
        &self,
        known: &Known,
        brought: Brought,
        list: &str,
    ) -> Result<Vec<Item>, StoreFault> {
        let Brought { shapes, errors, reach } = brought;
        let mut items = Vec::with_capacity(shapes.len());
        for (place, shape) in shapes.into_iter().enumerate() {
            let Some(shape) = shape else { continue };
            let id = OrderId::new(plain(&shape.id));
            let denials = Denials::below(&format!("{list}.{place}"), &errors, reach);
            items.push(match self.mapper(known).order(shape, &denials) {
                Ok(mapped) => {
                    Item::Full(Box::new(self.complete(known, mapped, Class::Bulk).await?))
                }
                Err(_) => Item::Changed(id),
            });
        }
        Ok(items)
    }

    /// Doubles the page after one that came well: a small first page shows the queue at
    /// once, large later ones cost fewer points for each order.
    pub(super) fn ask_for_more(&self) {
        let (first, most) = (&self.full_page, self.full_most.load(Ordering::Relaxed));
        first.store(first.load(Ordering::Relaxed).saturating_mul(2).min(most), Ordering::Relaxed);
    }

    /// Halves the page when the request was too dear, or leaves out what is refused; says
    /// what this read asks for next.
    pub(super) fn ask_for_less(
        &self,
        document: &Document,
        reach: Reach,
        errors: &[TopError],
    ) -> Result<Reach, StoreFault> {
        let first = self.full_page.load(Ordering::Relaxed);
        if refusal::is_too_dear(errors) && first > 1 {
            self.full_page.store(first / 2, Ordering::Relaxed);
            self.full_most.store(first / 2, Ordering::Relaxed);
            return Ok(reach);
        }
        narrowed(reach, errors).ok_or_else(|| refusal::of_read(document, errors))
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

/// A page that brings nothing.
pub(super) fn end() -> Page {
    Page { items: Vec::new(), next: None, total: None }
}
