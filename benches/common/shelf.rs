//! A store that gives its orders out and takes nothing: what a desk is filled from.

use unhold::domain::{
    Capabilities, Clean, Currency, Order, OrderId, Proof, ShopId, ShortOrder, Step, Zone,
};
use unhold::stores::{
    Answer, Cursor, Feed, Identity, Item, Link, Mark, Page, Performed, Progress, RefundQuote,
    Repeat, StepKey, Store, StoreFault, Trouble,
};

/// Orders on a page of short ones, and of whole ones.
const SHORT_PAGE: usize = 1_000;
const FULL_PAGE: usize = 100;

/// Orders of one shop.
pub struct Shelf {
    /// The shop's identity.
    pub shop: ShopId,
    /// Flagged orders, newest first.
    pub full: Vec<Order>,
    /// How many orders there are in short form.
    pub count: usize,
    /// Makes one of them.
    pub short: fn(&ShopId, usize) -> ShortOrder,
}

impl Shelf {
    fn page(&self, feed: &Feed, begin: usize) -> Page {
        let (all, size) = match feed {
            Feed::Flagged { .. } => (self.full.len(), FULL_PAGE),
            Feed::Window { .. } => (self.count, SHORT_PAGE),
            Feed::Holds { .. } => (0, 1),
        };
        let end = (begin + size).min(all);
        let items = match feed {
            Feed::Window { .. } => (begin..end)
                .map(|number| Item::Short(Box::new((self.short)(&self.shop, number))))
                .collect(),
            _ => self.full.iter().take(end).skip(begin).cloned().map(full).collect(),
        };
        let next = (end < all).then(|| Cursor(end.to_string()));
        Page { items, next, total: Some(all as u64) }
    }
}

fn full(order: Order) -> Item {
    Item::Full(Box::new(order))
}

fn refused<'a, T: Send + 'a>() -> Answer<'a, T> {
    Box::pin(async { Err(StoreFault::new(Trouble::Refused, "orders are only given out")) })
}

impl Store for Shelf {
    fn identity(&self) -> Answer<'_, Identity> {
        let identity = Identity {
            shop: self.shop.clone(),
            name: Clean::new("Shelf"),
            currency: Currency::USD,
            zone: Zone::UTC,
            missing: vec![],
            holds_unread: None,
            notices: vec![],
            reach_days: None,
        };
        Box::pin(async move { Ok(identity) })
    }

    fn pull<'a>(&'a self, feed: &'a Feed, after: Option<&'a Cursor>) -> Answer<'a, Page> {
        let begin = after.and_then(|after| after.0.parse().ok()).unwrap_or_default();
        let page = self.page(feed, begin);
        Box::pin(async move { Ok(page) })
    }

    fn order<'a>(&'a self, id: &'a OrderId) -> Answer<'a, Option<Order>> {
        let found = self.full.iter().find(|order| order.id == *id).cloned();
        Box::pin(async move { Ok(found) })
    }

    fn find<'a>(&'a self, _: &'a str) -> Answer<'a, Vec<OrderId>> {
        refused()
    }

    fn refund_quote<'a>(&'a self, _: &'a Order) -> Answer<'a, RefundQuote> {
        refused()
    }

    fn capabilities(&self, _: &Order) -> Capabilities {
        Capabilities::default()
    }

    fn call(&self, _: &Step) -> &'static str {
        "nothing"
    }

    fn repeat(&self, _: &Step) -> Repeat {
        Repeat::Harmless("nothing is done")
    }

    fn perform<'a>(&'a self, _: &'a OrderId, _: &'a Step, _: StepKey) -> Answer<'a, Performed> {
        refused()
    }

    fn progress<'a>(&'a self, _: &'a OrderId, _: &'a str) -> Answer<'a, Progress> {
        refused()
    }

    fn stands(&self, _: &Step, _: &Order) -> Option<u32> {
        None
    }

    fn proof(&self, _: &Step, _: Mark, _: &Order) -> Proof {
        Proof::CannotTell("nothing is done".to_owned())
    }

    fn admin_page(&self, id: &OrderId) -> Link {
        Link(id.as_str().to_owned())
    }
}
