//! The adapter as a store of the port: one line per question, the work elsewhere.

use std::fmt;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, PoisonError};

use url::Url;

use super::api::Api;
use super::denial::Reach;
use super::grants::{self, Known};
use super::settings::{PageSizes, Settings};
use super::{proof, terms_of_repeat};
use crate::domain::{Capabilities, Fault, Order, OrderId, Proof, Step, Timestamp};
use crate::stores::{
    Answer, Cursor, Feed, Identity, Link, Mark, Page, Performed, Progress, RefundQuote, Repeat,
    StepKey, Store, StoreFault,
};

/// Full orders of the first page, and of every page that is asked for by id: there a
/// larger one costs as much for each order.
pub(super) const FIRST_FULL_PAGE: u32 = 10;

/// One Shopify store.
pub struct ShopifyStore {
    pub(super) api: Api,
    pub(super) base: Url,
    pub(super) version: String,
    pub(super) prefix: String,
    pub(super) pages: PageSizes,
    /// How many full orders one page brings; halved when the store finds it too dear.
    pub(super) full_page: AtomicU32,
    /// The most that it may grow to: as the settings say, less once a request was too dear.
    pub(super) full_most: AtomicU32,
    known: Mutex<Option<Arc<Known>>>,
    reach: Mutex<Reach>,
}

impl fmt::Debug for ShopifyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShopifyStore").field("version", &self.version).finish_non_exhaustive()
    }
}

/// Prepares a connection; nothing is sent before the first question.
pub fn connect(settings: Settings) -> Result<ShopifyStore, Fault> {
    let base = settings.checked()?;
    Ok(ShopifyStore {
        api: Api::new(&settings, &base)?,
        base,
        version: settings.api_version,
        prefix: settings.handle_prefix,
        pages: settings.pages,
        full_page: AtomicU32::new(settings.pages.full.clamp(1, FIRST_FULL_PAGE)),
        full_most: AtomicU32::new(settings.pages.full.clamp(1, 250)),
        known: Mutex::default(),
        reach: Mutex::new(Reach::ALL),
    })
}

impl ShopifyStore {
    /// What the first connection told; asked for when nobody has yet.
    pub(super) async fn context(&self) -> Result<Arc<Known>, StoreFault> {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        self.fetch_identity().await?;
        self.known().ok_or_else(grants::nothing_known)
    }

    /// What the first connection told, if there was one.
    pub(super) fn known(&self) -> Option<Arc<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps what the connection told, and reads accordingly.
    pub(super) fn learn(&self, known: Known) {
        *self.reach.lock().unwrap_or_else(PoisonError::into_inner) = known.reach();
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(known));
    }

    /// What reads ask for first; the permissions granted say it.
    pub(super) fn reach(&self) -> Reach {
        *self.reach.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for ShopifyStore {
    fn identity(&self) -> Answer<'_, Identity> {
        Box::pin(self.fetch_identity())
    }

    fn pull<'a>(&'a self, feed: &'a Feed, after: Option<&'a Cursor>) -> Answer<'a, Page> {
        Box::pin(self.fetch_page(feed, after))
    }

    fn order<'a>(&'a self, id: &'a OrderId) -> Answer<'a, Option<Order>> {
        Box::pin(self.fetch_order(id))
    }

    fn find<'a>(&'a self, name: &'a str) -> Answer<'a, Vec<OrderId>> {
        Box::pin(self.fetch_named(name))
    }

    fn refund_quote<'a>(&'a self, order: &'a Order) -> Answer<'a, RefundQuote> {
        Box::pin(self.fetch_refund_quote(order))
    }

    fn capabilities(&self, order: &Order) -> Capabilities {
        grants::capabilities(self.known().as_deref(), order)
    }

    fn call(&self, step: &Step) -> &'static str {
        terms_of_repeat::call(step)
    }

    fn repeat(&self, step: &Step) -> Repeat {
        terms_of_repeat::repeat(step)
    }

    fn perform<'a>(
        &'a self,
        order: &'a OrderId,
        step: &'a Step,
        key: StepKey,
    ) -> Answer<'a, Performed> {
        Box::pin(self.make(order, step, key))
    }

    fn progress<'a>(&'a self, order: &'a OrderId, ticket: &'a str) -> Answer<'a, Progress> {
        Box::pin(self.fetch_progress(order, ticket))
    }

    fn stands(&self, step: &Step, order: &Order) -> Option<u32> {
        proof::stands(step, order)
    }

    fn proof(&self, step: &Step, mark: Mark, order: &Order) -> Proof {
        let traces = proof::Traces { handle: &self.handle(mark.key), stood: mark.stood };
        proof::proof(step, &traces, order)
    }

    fn clock(&self) -> Option<Timestamp> {
        let (said, at) = self.api.headers().clock?;
        Some(said.plus_seconds(i64::try_from(at.elapsed().as_secs()).ok()?))
    }

    fn admin_page(&self, order: &OrderId) -> Link {
        let mut page = self.base.clone();
        page.set_path(&format!("/admin/orders/{order}"));
        Link(page.into())
    }
}
